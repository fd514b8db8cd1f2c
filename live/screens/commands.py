"""One command, from a socket or over HTTP alike: the same body, the same answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_babel import gettext
from pydantic import ValidationError

from live import desk, followup
from live.domain.people import Actor, Role
from live.domain.refused import Refused, wrong_body
from live.feed.member import Member, department_of
from live.feed.presence import ClaimBody
from live.screens.bodies import fit, json_body
from live.screens.errors import error_body, sentence
from live.screens.parts import parts
from live.views.reading import TICKETS
from live.views.screens import widest

CLAIMS = frozenset({Role.MODERATOR, Role.SCREENER, Role.PRODUCER})
"""Who may hold a question. A claim is presence: it changes no version and is never stored."""


CLAIMING = ("question.claim", "question.release")

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
    if not isinstance(type_, str) or not (type_ in known or (type_ in CLAIMING and slug != TICKETS)):
        raise Refused("invalid", "There is no command “{type}”.", type=str(type_))
    try:
        (ClaimBody if type_ in CLAIMING else known[type_].body).model_validate(raw)
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
        return _claim(raw, holder, member)
    known = followup.COMMANDS if slug == TICKETS else desk.COMMANDS
    if slug == TICKETS and (department := department_of(holder)) is not None:
        # An executor's department: what is not its ticket is not there for it.
        holder.acting(known.known[raw["type"]].roles)
        parts().reading.ticket(department, raw["ticket"])
    try:
        result = known.perform(parts().store, slug, raw, holder)
    except Refused as refused:
        if refused.code in ("conflict", "illegal") and refused.current is None:
            refused.current = _truth(slug, raw, holder, member)
        raise
    return _translated(result)


def _claim(raw: dict[str, Any], holder: Actor, member: Member | None) -> dict[str, Any]:
    body = ClaimBody.model_validate(raw)
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


def _truth(slug: str, raw: dict[str, Any], holder: Actor, member: Member | None) -> dict[str, Any] | None:
    """What the stale writer should look at: the question or ticket as its screen may see it now."""
    if slug == TICKETS:
        return parts().reading.ticket(department_of(holder), raw["ticket"])
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
