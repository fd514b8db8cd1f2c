"""One command, from a socket or over HTTP alike: the same body, the same answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import live.admin.broadcasts
import live.followup  # noqa: F401 - their handlers register with the same bus
from live.desk import BUS
from live.domain.broadcast import TICKETS
from live.domain.people import Actor, Role, department_of
from live.domain.refused import Refused
from live.feed.member import Member
from live.feed.presence import Subject
from live.protocol.answers.problems import Obeyed
from live.protocol.commands import COMMANDS, Body, given_to, read
from live.protocol.commands.presence import QuestionClaim, TicketClaim
from live.protocol.events import Log
from live.protocol.ticket_views import TicketView
from live.protocol.views import MatterView, QuestionView
from live.views.screens import widest
from live.web.contacts import show_contact
from live.web.errors import broke, error_body, sentence
from live.web.request import fit, json_body
from live.web.services import services

GIVING = frozenset[Role]().union(*(command.roles for command in given_to(Log.BROADCAST).values()))
"""Who may give some command in a broadcast; each command says itself who may give it."""

WORKING = frozenset[Role]().union(*(one.roles for one in given_to(Log.TICKETS).values() if one.log is Log.TICKETS))
"""Who may give some command on the tickets: what may be given to any log lets nobody in who has no business there."""


def body_for(log: Log) -> Callable[[], Body]:
    """A reader of the request's body as a command for this log."""
    return lambda: read(log, fit(json_body()))


def perform_from_socket(member: Member, raw: Any) -> Obeyed:
    """Do a command that came over a screen's connection."""
    body = read(Log.TICKETS if member.slug == TICKETS else Log.BROADCAST, fit(raw))
    return perform(member.broadcast_id, member.slug, body, member.actor, member)


def perform(broadcast_id: int, slug: str, body: Body, holder: Actor, member: Member | None = None) -> Obeyed:
    """Do a checked command and give its answer; `Refused`, with the truth in `current` where the writer was stale."""
    with services().measured.command(body.type):
        return _performed(broadcast_id, slug, body, holder, member)


def _performed(broadcast_id: int, slug: str, body: Body, holder: Actor, member: Member | None) -> Obeyed:
    if COMMANDS[body.type].presence:
        return _claim(body, holder, member)
    if COMMANDS[body.type].reads:
        return show_contact(slug, body, holder, member.screen if member else widest(holder))
    try:
        result = BUS.execute(services().store, broadcast_id, slug, body, holder)
    except Refused as refused:
        if refused.code in ("conflict", "illegal") and refused.current is None:
            refused.current = _truth(slug, body, holder, member)
        raise
    return cast(Obeyed, _translated(result))


def _claim(body: Body, holder: Actor, member: Member | None) -> Obeyed:
    holder.acting(COMMANDS[body.type].roles)
    if member is None:
        raise Refused("invalid", "A claim lasts as long as its screen is connected: send it over the socket.")
    subject = _subject(body, member)
    presence = services().presence
    acts = {"claim": presence.claim, "release": presence.release, "write": presence.write, "rest": presence.rest}
    acts[body.verb](member, subject)
    return {"ok": True}


def _subject(body: Body, member: Member) -> Subject:
    """The ticket or question that is claimed; `not_found` where this screen does not see it."""
    queries = services().queries
    if isinstance(body, TicketClaim):
        if queries.ticket_now(member.department, body.ticket) is None:
            raise Refused("not_found", "There is no ticket {number}.", number=body.ticket)
        return body.ticket
    assert isinstance(body, QuestionClaim)
    if queries.question_now(member.slug, member.screen, body.question) is None:
        raise Refused("not_found", "There is no question {number} in this broadcast.", number=body.question)
    return body.question


Truth = TicketView | QuestionView | MatterView


def _truth(slug: str, body: Body, holder: Actor, member: Member | None) -> Truth | None:
    """What the stale writer should look at: the matter, question or ticket as its screen may see it now."""
    matter = getattr(body, "matter", None)
    if matter is not None:
        return services().queries.matter_now(matter)
    if slug == TICKETS:
        ticket = getattr(body, "ticket", None)
        return services().queries.ticket_now(department_of(holder), ticket) if ticket is not None else None
    screen, question = member.screen if member else widest(holder), getattr(body, "question", None)
    if screen is None or not isinstance(question, int):  # A poll asks in words.
        return None
    return services().queries.question_now(slug, screen, question)


def _translated(result: dict[str, Any]) -> dict[str, Any]:
    """The refusals among a bulk's results, as sentences in the reader's language."""
    if "results" not in result:
        return result
    translated = []
    for item in result["results"]:
        error = item.get("error")
        if error is not None:
            detail = sentence(error["message"], error["params"])
            item = {**item, "error": {"code": error["code"], "detail": detail}}
        translated.append(item)
    return {**result, "results": translated}


def refused_answer(refused: Refused) -> dict[str, Any]:
    return {"ok": False, "error": error_body(refused)}


def broken_answer() -> dict[str, Any]:
    services().measured.failures.add("command")
    return refused_answer(broke())
