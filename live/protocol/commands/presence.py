"""Claims: who holds a question, or works on a ticket, for as long as their screen is connected. Never stored."""

from __future__ import annotations

from live.domain.people import Role
from live.domain.ticket import WORKERS
from live.protocol.commands.base import Body, Command
from live.protocol.commands.fields import Number
from live.protocol.events import Log

_DESK = frozenset({Role.MODERATOR, Role.SCREENER, Role.PRODUCER})


class QuestionClaim(Body):
    question: Number


class TicketClaim(Body):
    ticket: str


COMMANDS = (
    Command(
        "question.claim",
        QuestionClaim,
        _DESK,
        presence=True,
        remark="Over a socket alone. Held for 60 s, renewed by claiming again",
    ),
    Command("question.release", QuestionClaim, _DESK, presence=True, remark="Over a socket alone"),
    Command(
        "question.write",
        QuestionClaim,
        _DESK,
        presence=True,
        remark="Over a socket alone: somebody writes about it, for 6 s; said more than once a second it is not heard",
    ),
    Command("question.rest", QuestionClaim, _DESK, presence=True, remark="Over a socket alone: they write no longer"),
    Command(
        "ticket.claim",
        TicketClaim,
        WORKERS,
        Log.TICKETS,
        presence=True,
        remark="Over a socket alone, with a lease of 60 s; several may be on one ticket, and see each other",
    ),
    Command("ticket.release", TicketClaim, WORKERS, Log.TICKETS, presence=True, remark="Over a socket alone"),
    Command(
        "ticket.write",
        TicketClaim,
        WORKERS,
        Log.TICKETS,
        presence=True,
        remark="Over a socket alone: somebody writes there, for 6 s",
    ),
    Command("ticket.rest", TicketClaim, WORKERS, Log.TICKETS, presence=True, remark="Over a socket alone"),
)
