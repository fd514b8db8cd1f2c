"""A practice of ten minutes: who holds one of its roles anywhere begins it, on a broadcast that only they see."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from live.desk.practice.begin import begin, end
from live.domain.broadcast import PRACTISED, Practice
from live.domain.people import Role
from live.domain.refused import Refused
from live.views.admin.credentials import Credential
from live.web.access import PUBLIC, allow, device_credentials
from live.web.help.places import tasks_of
from live.web.services import services

practice_pages = Blueprint("practice", __name__, url_prefix="/practice")

SCREENS = {Role.MODERATOR: "desk", Role.PRODUCER: "rundown", Role.SCREENER: "calls"}
"""On which screen each is practised."""

ROLE = f"<any({', '.join(PRACTISED)}):role>"


@dataclass(frozen=True, slots=True)
class Offer:
    """A practice that this device may begin. `going`: the slug of the one that was begun; `tasks`: how many it has."""

    role: Role
    going: str | None
    tasks: int

    @property
    def screen(self) -> str:
        return SCREENS[self.role]


@practice_pages.get("")
@allow(PUBLIC)
def index() -> str | BaseResponse:
    credentials = device_credentials()
    if not credentials:
        return redirect(url_for("sign_in.login", next=url_for("practice.index")))
    mine = [practice for role in PRACTISED if (practice := practice_for(credentials, role)) is not None]
    offers = [Offer(one.role, services().queries.practice_slug(one), len(tasks_of(one.role))) for one in mine]
    return render_template("practice.html", offers=offers)


@practice_pages.post(f"/{ROLE}")
@allow(PUBLIC)
def start(role: str) -> BaseResponse:
    """A new one in the place of the last: its screen, told that it begins."""
    slug = begin(services().store, _mine(role))
    return redirect(url_for(f"pages.{SCREENS[Role(role)]}", slug=slug, begun=1), 303)


@practice_pages.post(f"/{ROLE}/end")
@allow(PUBLIC)
def stop(role: str) -> BaseResponse:
    """Nothing is left of it."""
    end(services().store, _mine(role))
    return redirect(url_for("practice.index"), 303)


def practice_for(credentials: list[Credential], role: Role) -> Practice | None:
    """This device's own of a role; None where nobody here holds that, or has it by the link to another screen."""
    for one in credentials:
        if role in one.practised and one.owner is not None and one.screen in (None, SCREENS[role]):
            return Practice(role, one.owner)
    return None


def _mine(role: str) -> Practice:
    practice = practice_for(device_credentials(), Role(role))
    if practice is None:
        raise Refused("not_found", gettext("You hold no role that is practised here. Sign in, or ask for the role."))
    return practice
