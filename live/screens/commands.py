"""One command, from a socket or over HTTP alike: the same body, the same answer."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from pydantic import ValidationError

from live import desk, followup
from live.domain.people import Actor, Role
from live.domain.refused import Refused, wrong_body
from live.feed.member import Member, department_of
from live.feed.presence import ClaimBody
from live.screens.errors import error_body, sentence
from live.screens.parts import parts
from live.views.reading import TICKETS
from live.views.screens import widest

CLAIMS = frozenset({Role.MODERATOR, Role.SCREENER, Role.PRODUCER})
"""Who may hold a question. A claim is presence: it changes no version and is never stored."""


def perform(slug: str, raw: Any, holder: Actor, member: Member | None = None) -> dict[str, Any]:
    """Do a command and give its answer; `Refused`, with the truth in `current` where the writer was stale."""
    known = followup.COMMANDS if slug == TICKETS else desk.COMMANDS
    type_ = raw.get("type") if isinstance(raw, dict) else None
    if type_ in ("question.claim", "question.release") and slug != TICKETS:
        return _claim(raw, holder, member)
    if not isinstance(type_, str) or type_ not in known.known:
        raise Refused("invalid", "There is no command “{type}”.", type=str(type_))
    if slug == TICKETS and (department := department_of(holder)) is not None:
        # An executor's department: what is not its ticket is not there for it.
        parts().reading.ticket(department, str(raw.get("ticket")))
    try:
        result = known.perform(parts().store, slug, raw, holder)
    except Refused as refused:
        if refused.code in ("conflict", "illegal") and refused.current is None:
            refused.current = _truth(slug, raw, holder)
        raise
    return _translated(result)


def _claim(raw: dict[str, Any], holder: Actor, member: Member | None) -> dict[str, Any]:
    try:
        body = ClaimBody.model_validate(raw)
    except ValidationError as error:
        raise wrong_body(error.errors(include_url=False, include_input=False)) from None
    holder.acting(CLAIMS)
    if member is None:
        raise Refused("invalid", "A claim lasts as long as its screen is connected: send it over the socket.")
    if parts().reading.question_now(member.slug, member.screen, body.question) is None:
        raise Refused("not_found", "There is no question {number} in this broadcast.", number=body.question)
    if body.type == "question.claim":
        parts().presence.claim(member, body.question)
    else:
        parts().presence.release(member, body.question)
    return {"ok": True}


def _truth(slug: str, raw: dict[str, Any], holder: Actor) -> dict[str, Any] | None:
    """What the stale writer should look at: the question or ticket as it may see it now."""
    if slug == TICKETS:
        number = raw.get("ticket")
        return parts().reading.ticket(department_of(holder), number) if isinstance(number, str) else None
    screen = widest(holder)
    number = raw.get("question")
    if screen is None or not isinstance(number, int):
        return None
    return parts().reading.question_now(slug, screen, number)


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
