"""One command, from a socket or over HTTP alike: the same body, the same answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_babel import gettext
from pydantic import ValidationError

from live import desk, followup
from live.domain import ticket as ticket_rules
from live.domain.people import Actor, Role, department_of
from live.domain.refused import Refused, wrong_body
from live.feed.member import Member
from live.feed.presence import ClaimBody, TicketClaimBody
from live.protocol.views import TicketView
from live.views.screens import TICKETS, widest
from live.web.errors import error_body, sentence
from live.web.request_models import fit, json_body
from live.web.services import parts

CLAIMS = frozenset({Role.MODERATOR, Role.SCREENER, Role.PRODUCER})
"""Who may hold a question. A claim is presence: it changes no version and is never stored."""

CLAIMING = {
    "question.claim": CLAIMS,
    "question.release": CLAIMS,
    "ticket.claim": ticket_rules.WORKERS,
    "ticket.release": ticket_rules.WORKERS,
}
"""The commands that are presence, and who may give them."""

GIVING = CLAIMS.union(*(command.roles for command in desk.COMMANDS.known.values()))
"""Who may give some command in a broadcast; each command says itself who may give it."""

WORKING = frozenset().union(*(command.roles for command in followup.COMMANDS.known.values()))
"""Who may give some command on the tickets."""


def checked(slug: str, raw: Any) -> dict[str, Any]:
    """A command's JSON object, its fields as its type wants them; else `invalid`."""
    if not isinstance(raw, dict):
        raise Refused("invalid", "A command is a JSON object.")
    fit(raw)
    known = (followup.COMMANDS if slug == TICKETS else desk.COMMANDS).known
    type_ = raw.get("type")
    claiming = (slug == TICKETS) == str(type_).startswith("ticket.") and type_ in CLAIMING
    if not isinstance(type_, str) or not (type_ in known or claiming):
        raise Refused("invalid", "There is no command “{type}”.", type=str(type_))
    try:
        (_claim_body(slug) if claiming else known[type_].body).model_validate(raw)
    except ValidationError as error:
        raise wrong_body(error.errors(include_url=False, include_input=False)) from None
    return raw


def body_for(slug: str) -> Callable[[], dict[str, Any]]:
    """A reader of the request's body as a command for this log."""
    return lambda: checked(slug, json_body())


def perform(slug: str, raw: Any, holder: Actor, member: Member | None = None) -> dict[str, Any]:
    """Do a command and give its answer; `Refused`, with the truth in `current` where the writer was stale."""
    raw = checked(slug, raw)
    if raw["type"] in CLAIMING:
        return _claim(slug, raw, holder, member)
    known = followup.COMMANDS if slug == TICKETS else desk.COMMANDS
    try:
        result = known.perform(parts().store, slug, raw, holder)
    except Refused as refused:
        if refused.code in ("conflict", "illegal") and refused.current is None:
            refused.current = _truth(slug, raw, holder, member)
        raise
    return _translated(result)


def _claim_body(slug: str) -> type[ClaimBody | TicketClaimBody]:
    return TicketClaimBody if slug == TICKETS else ClaimBody


def _claim(slug: str, raw: dict[str, Any], holder: Actor, member: Member | None) -> dict[str, Any]:
    body = _claim_body(slug).model_validate(raw)
    holder.acting(CLAIMING[body.type])
    if member is None:
        raise Refused("invalid", "A claim lasts as long as its screen is connected: send it over the socket.")
    reading, presence = parts().reading, parts().presence
    subject: int | str
    if isinstance(body, TicketClaimBody):
        subject = body.ticket
        if reading.ticket_now(member.department, subject) is None:
            raise Refused("not_found", "There is no ticket {number}.", number=subject)
    else:
        subject = body.question
        if reading.question_now(member.slug, member.screen, subject) is None:
            raise Refused("not_found", "There is no question {number} in this broadcast.", number=subject)
    if body.type.endswith(".claim"):
        presence.claim(member, subject)
    else:
        presence.release(member, subject)
    return {"ok": True}


def _truth(slug: str, raw: dict[str, Any], holder: Actor, member: Member | None) -> TicketView | dict[str, Any] | None:
    """What the stale writer should look at: the question or ticket as its screen may see it now."""
    if slug == TICKETS:
        return parts().reading.ticket_now(department_of(holder), raw["ticket"]) if "ticket" in raw else None
    screen = member.screen if member else widest(holder)
    if screen is None or "question" not in raw:
        return None
    return parts().reading.question_now(slug, screen, int(raw["question"]))


def _translated(result: dict[str, Any]) -> dict[str, Any]:
    """The refusals among a bulk's results, as sentences in the reader's language."""
    if "results" not in result:
        return result
    told = []
    for item in result["results"]:
        error = item.get("error")
        if error is not None:
            detail = sentence(error["message"], error["params"])
            item = {**item, "error": {"code": error["code"], "detail": detail}}
        told.append(item)
    return {**result, "results": told}


def refused_answer(refused: Refused) -> dict[str, Any]:
    return {"ok": False, "error": error_body(refused)}


def broken_answer() -> dict[str, Any]:
    detail = gettext("Something broke on our side; it is logged.")
    return {"ok": False, "error": {"code": "unavailable", "detail": detail}}
