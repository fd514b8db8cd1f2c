"""For how long what is held is kept: a term in days for each kind, counted from its last use.

What is held of persons (152-ФЗ, article 5: no longer than the purpose asks for; then it is destroyed or anonymised),
and what would grow without end. The terms of the second hold from the first day; of the first only once the centre has
said them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from live.domain.refused import Refused


class Kind(StrEnum):
    PERSONS = "persons"
    """Names, contacts and pages of those who asked or rang."""

    ORIGINALS = "originals"
    """What a network sent, whole."""

    FILES = "files"
    """What came with questions or went with answers as files, once their question and its tickets are done."""

    CALLS = "calls"
    """Links to recordings, callers' names, what an exchange told of a call."""

    LETTERS = "letters"
    """Dead letters that were seen to."""

    REPLIES = "replies"
    """The texts of replies that were sent or cancelled."""

    COMMANDS = "commands"
    """By what a repeated command is known."""

    BANS = "bans"
    """Bans that have ended or were lifted."""

    LOG = "log"
    """What a log tells only so that screens follow; what people did, and the air, it keeps."""

    SETTLED = "settled"
    """Dead letters that were seen to, whole."""

    NOTICES = "notices"
    """Letters to the centre's own people that are over."""

    ESCALATIONS = "escalations"
    """Who was told of the deadlines of tickets that are done."""

    MENTIONS = "mentions"
    """Posts of others that sources have found, whatever became of them; a question that one was taken as stays."""

    SHIFTS = "shifts"
    """Shifts of the roster that are over, with the notes that were left."""

    NEWS = "news"
    """What those who work on tickets were told of them."""

    KEYS = "keys"
    """Keys and links that were revoked or have ended."""


DEFAULT: Mapping[Kind, int] = {
    Kind.PERSONS: 1095,
    Kind.ORIGINALS: 365,
    Kind.FILES: 365,
    Kind.CALLS: 365,
    Kind.LETTERS: 180,
    Kind.REPLIES: 1095,
    Kind.COMMANDS: 90,
    Kind.BANS: 365,
    Kind.LOG: 400,
    Kind.SETTLED: 400,
    Kind.NOTICES: 180,
    Kind.ESCALATIONS: 400,
    Kind.MENTIONS: 90,
    Kind.SHIFTS: 400,
    Kind.NEWS: 90,
    Kind.KEYS: 400,
}

OF_ITSELF = frozenset(
    {
        *(Kind.COMMANDS, Kind.LOG, Kind.SETTLED, Kind.NOTICES, Kind.ESCALATIONS, Kind.MENTIONS, Kind.SHIFTS),
        *(Kind.NEWS, Kind.KEYS),
    }
)
"""Kinds whose terms hold although nobody has said any: the program's own traces, of which nobody decides."""

PASSING = (
    *(
        "question.received",
        "question.classified",
        "question.named",
        "question.retold",
        "question.continued",
        "question.escalated",
        "rehearsal.trace",
    ),
    *("questions.ticketed", "questions.unticketed"),
    *("reply.queued", "reply.sent", "reply.failed", "reply.unsure", "reply.cancelled"),
    *("call.opened", "call.taken", "call.held", "call.written", "call.handed", "call.aired", "call.returned"),
    *("call.ended", "call.closed", "call.reopened", "call.cautioned", "call.recorded"),
    *("presenter.messaged", "presenter.acknowledged", "prompter.adjusted", "prompter.forgotten"),
    *("link.added", "link.revoked", "lists.changed", "mentions.changed", "duty.changed", "duty.alarmed"),
    *("news.counted", "news.named", "cluster.grown"),
    *("segment.added", "segment.renamed", "segment.moved", "segment.removed"),
    *("tickets.opened", "tickets.rescheduled", "tickets.removed", "ticket.retold"),
    *("matter.opened", "matter.edited", "matter.joined", "matter.parted", "matter.told", "matter.closed"),
)
"""Events that a log loses with its term, except what somebody by name did to a question or a ticket: their facts stand
in rows too. All others are history, which a question's page, a ticket's and a show's report are read from."""

SHORTEST, LONGEST = 7, 36500
"""Days that a term may have: what is fresher is at work."""


def terms_of(items: Iterable[Mapping[str, Any]]) -> dict[Kind, int]:
    """The terms of a list's items; what it does not name has its default."""
    known = set(Kind)
    return {**DEFAULT, **{Kind(item["kind"]): int(item["days"]) for item in items if item["kind"] in known}}


def checked(terms: Mapping[Kind, int]) -> dict[Kind, int]:
    """`invalid` where a term is too short or too long."""
    for days in terms.values():
        if not SHORTEST <= days <= LONGEST:
            raise Refused("invalid", "A term has {shortest} to {longest} days.", shortest=SHORTEST, longest=LONGEST)
    return dict(terms)


def before(now: datetime, days: int) -> datetime:
    """What was last used before this moment has outlived its term."""
    return now - timedelta(days=days)


# One person's data


class Ground(StrEnum):
    """Why one person's data is erased (152-FZ, article 21): a choice, the audit keeps no text that a person wrote."""

    ASKED = "asked"
    WITHDRAWN = "withdrawn"
    ORDERED = "ordered"
    MISTAKEN = "mistaken"


def ground_of(chosen: str) -> Ground:
    """`invalid` where none of them was chosen."""
    if chosen not in set(Ground):
        raise Refused("invalid", "Choose why the data is erased.")
    return Ground(chosen)


def counted(held: dict[str, list[dict[str, Any]]]) -> dict[str, int]:
    """How many records of each kind are held."""
    return {kind: len(rows) for kind, rows in held.items() if rows}


def check_typed(typed: str, records: int) -> None:
    """`conflict` where the number that was typed is not the one of the records that are held now."""
    if typed.strip() != str(records):
        raise Refused("conflict", "Type how many records there are: {records} now. Nothing is erased.", records=records)
