"""How somebody is reached: asked for by a person, one at a time. Nothing is changed, and nothing of it is stored."""

from __future__ import annotations

from live.domain.call import SCREENERS
from live.domain.people import Role
from live.protocol.commands.base import Body, Command
from live.protocol.commands.fields import Number
from live.protocol.events import Log


class QuestionContact(Body):
    question: Number


class OfCall(Body):
    call: Number


class TicketContact(Body):
    ticket: str
    question: Number


class ReplyContact(Body):
    matter: Number
    reply: Number


_TOLD = ("contact, profile",)
_REMARK = "Changes nothing; it is written down who asked"

COMMANDS = (
    Command(
        "question.contact",
        QuestionContact,
        frozenset({Role.MODERATOR, Role.PRODUCER, Role.SCREENER, Role.HEAD, Role.ADMIN}),
        reads=True,
        answer=_TOLD,
        remark=f"{_REMARK}. To a screen that may know it: desk, calls, and the head's where the broadcast allows it",
    ),
    Command(
        "call.contact",
        OfCall,
        SCREENERS,
        reads=True,
        answer=("contact",),
        remark=_REMARK,
    ),
    Command(
        "call.recording",
        OfCall,
        SCREENERS,
        reads=True,
        answer=("recording_url",),
        remark=_REMARK,
    ),
    Command(
        "ticket.contact",
        TicketContact,
        frozenset({Role.COORDINATOR, Role.ADMIN}),
        Log.TICKETS,
        reads=True,
        answer=_TOLD,
        remark=f"{_REMARK}. `question` is one of its askers'",
    ),
    Command(
        "matter.contact",
        ReplyContact,
        frozenset({Role.COORDINATOR, Role.ADMIN}),
        Log.TICKETS,
        reads=True,
        answer=_TOLD,
        remark=f"{_REMARK}. Of whom the reply is to be told by hand",
    ),
)
