"""What everybody reads of a discussion: what is asked, until when, how to write, and what came of it."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from flask import Blueprint, render_template
from werkzeug.wrappers import Response as BaseResponse

from live.domain.official_pages.discussion import OPEN
from live.views import discussions as views
from live.views.queries import Centre
from live.web.access import PUBLIC, allow
from live.web.exchange.kept_files import sent
from live.web.services import services

discuss = Blueprint("discuss", __name__, url_prefix="/discuss")


@discuss.get("")
@allow(PUBLIC)
def index() -> str:
    return render_template("discussions/open_all.html", listed=views.listed(services().store), centre=_centre().name)


@discuss.get("/<int(max=2147483647):number>")
@allow(PUBLIC)
def show(number: int) -> str:
    one = views.one(services().store, number)
    zone = ZoneInfo(_centre().zone)
    return render_template(
        "discussions/open.html",
        one=one,
        is_open=one.state == OPEN and services().queries.landing(one.slug).takes_questions,
        until=one.until.astimezone(zone) if one.until else None,
        centre=_centre().name,
    )


@discuss.get("/<int(max=2147483647):number>/papers/<int(max=9007199254740991):file>")
@allow(PUBLIC)
def paper(number: int, file: int) -> BaseResponse:
    return sent(views.paper(services().store, number, file))


def _centre() -> Centre:
    return services().queries.centre()
