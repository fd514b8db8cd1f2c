"""The other addresses of the centre: its pages ask there who serves, and go over with the session of their device."""

from __future__ import annotations

from flask import Blueprint, after_this_request, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from live.domain.refused import Refused
from live.protocol.answers.show import Standing
from live.runtime.tasks import within
from live.web.access import PUBLIC, allow
from live.web.crew.sign_in import login_page
from live.web.edge.limits import limited
from live.web.errors import sentence_of
from live.web.health import kept
from live.web.inside import inside
from live.web.services import services
from live.web.sessions import move_pass, moved_over

moving = Blueprint("moving", __name__)

PATIENCE = 1.0
"""Seconds that an asker waits for the database: a page gives up after 1.5."""

KEPT = 1.0
"""Seconds for which the answer is given again: everybody may ask."""


@moving.app_template_global()
def addresses() -> tuple[str, ...]:
    return services().addresses()


moving.app_template_global("move_pass")(move_pass)


def standing() -> Standing:
    """What this server says of itself: one that ends, or whose database does not answer, serves nobody."""
    epoch = kept("standing", KEPT).get(_epoch) if serves() else None
    return {"serves": True, "epoch": epoch} if epoch else {"serves": False}


def serves() -> bool:
    """Whether nobody told this server to end, and nobody leads in its place."""
    leader = services().leader
    return not (services().ending.told or (leader is not None and leader.succession.succeeded_by))


def _epoch() -> str | None:
    try:
        with within(PATIENCE):
            return services().queries.epoch()
    except (Refused, TimeoutError):
        return None


def heard_by_our_pages() -> None:
    """Let a page of another address of the centre read the present answer, and no other site's."""
    origin = request.headers.get("Origin")

    @after_this_request
    def heard(response: BaseResponse) -> BaseResponse:
        response.vary.add("Origin")
        if origin in services().addresses():
            response.headers["Access-Control-Allow-Origin"] = origin
        return response


@moving.post("/move")
@allow(PUBLIC)  # The pass is the proof.
@limited("20 per minute; 200 per hour", counts=lambda answer: answer.status_code != 200)  # Guesses.
def move() -> tuple[str, int]:
    """A screen goes on here: its session is this device's, and what it kept at the other address is kept at this one.

    Only a page of ours may send anybody here: another site would put its own session before whoever sits there.
    """
    try:
        if request.headers.get("Origin") not in (*services().addresses(), request.host_url.rstrip("/")):
            raise Refused("forbidden", "This screen comes from an address that is not the centre's. Sign in here.")
        moved_over(request.form.get("pass", ""))
    except Refused as refused:
        return login_page(sentence_of(refused)), 400
    next_ = inside(request.form.get("next")) or url_for("pages.index")
    return render_template("move/move.html", next=next_, kept=request.form.get("kept", "")), 200
