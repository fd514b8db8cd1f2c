"""What happens to tickets, as the centre's log has it.

Every event of one ticket names the department that the ticket then had: a department's own screens count by it.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from live.protocol.events.base import DeclaredEvent, Log
from live.protocol.events.sent import CentreSent, RemovedSent, RescheduledSent, TicketSent, TicketsOpenedSent


class OfTicket(DeclaredEvent):
    """An event of one ticket."""

    log = Log.TICKETS
    carries = ("ticket", "state")
    sent = TicketSent

    department: str | None


class Opened(OfTicket, name="ticket.opened"):
    """A question or a promise has become a ticket."""


class Assigned(OfTicket, name="ticket.assigned"):
    """It is another department's, or another person's; `from` is the department before.

    `owner_before`: the account that has it no more.
    """

    from_: Annotated[str | None, Field(alias="from")]
    owner_before: int | None = None


class DepartmentChanged(OfTicket, name="ticket.department_changed"):
    """Its department has another name, `from` is the one before, or has become a part of another; its version stays."""

    from_: Annotated[str | None, Field(alias="from")]


class Taken(OfTicket, name="ticket.taken"):
    """Whoever took it owns it and is at work on it. `owner_before`: the account that has it no more."""

    owner_before: int | None = None


class Started(OfTicket, name="ticket.started"):
    """Work on it has begun."""


class Held(OfTicket, name="ticket.held"):
    """Its clock stands; `waits`: for the resident's word."""

    waits: bool


class Resumed(OfTicket, name="ticket.resumed"):
    """Its clock runs on."""


class Noted(OfTicket, name="ticket.noted"):
    """Somebody has noted something on it; its version stays.

    The note names the accounts of `to`, and asks those of `asked` for a word.
    """

    to: list[int] = []
    asked: list[int] = []


class WithReplies(OfTicket):
    """`replies`: how many were queued by it."""

    replies: int


class Replied(WithReplies, name="ticket.replied"):
    """News for those who asked, on the way to the answer."""


class Submitted(OfTicket, name="ticket.submitted"):
    """A final answer was written and waits for a coordinator; those who asked are told nothing yet."""


class AnswerReturned(OfTicket, name="ticket.answer_returned"):
    """The answer that waited is to be written anew."""


class AnswerWithdrawn(OfTicket, name="ticket.answer_withdrawn"):
    """The answer that waited was taken back by those who wrote it."""


class OfPart(OfTicket):
    """Of a part of its answer; the ticket stays as it is, and so does its version.

    `of` is the department whose `part` it is: that department's screens show the ticket while the part stands.
    """

    part: int
    of: str


class PartAsked(OfPart, name="ticket.part_asked"):
    """Another department was asked for a part of its answer; `to`: the account of it that is meant."""

    to: int | None = None


class PartGiven(OfPart, name="ticket.part_given"):
    """The part was written, or corrected. `asked_by`: the coordinator's account that had asked for it."""

    asked_by: int | None = None


class PartDeclined(OfPart, name="ticket.part_declined"):
    """The department gives no part. `asked_by`: the coordinator's account that had asked for it."""

    asked_by: int | None = None


class PartDropped(OfPart, name="ticket.part_dropped"):
    """The part is asked for no more, or the ticket came to that department itself."""


class PartMoved(OfPart, name="ticket.part_moved"):
    """The department whose part it is has another name, `was_of` is the one before, or has become a part of another."""

    was_of: str


class Resolved(WithReplies, name="ticket.resolved"):
    """The final answer was given; `how`, where one had waited: `approve`, or `correct` with other words."""

    how: str | None = None


class PassedOn(WithReplies, name="ticket.passed_on"):
    """The final answer went to those who had none."""


class Published(OfTicket, name="ticket.published"):
    """Everybody may read what was written of it."""


class Closed(OfTicket, name="ticket.closed"):
    """Nothing more is to be done."""


class Rated(OfTicket, name="ticket.rated"):
    """A resident has said how good the answer was, one to five stars; by `{name, role: "resident"}`."""

    stars: int


class Reopened(OfTicket, name="ticket.reopened"):
    """The answer did not do; its clock begins anew. By `{name, role: "resident"}` where a resident has said so."""


class Supplemented(OfTicket, name="ticket.supplemented"):
    """One of those who asked has added `words`, which stand among the notes, so many `photos`, or both; its version
    stays. By `{name, role: "resident"}`."""

    words: bool
    photos: int


class Prioritised(OfTicket, name="ticket.prioritised"):
    """It has another priority, and the due times of that."""

    priority: str


class Formalised(OfTicket, name="ticket.formalised"):
    """It is a formal appeal from now on."""


class Retold(OfTicket, name="ticket.retold"):
    """What it shows of its question (the text, the locality, how many ask) has changed; its version stays."""


class Escalated(OfTicket, name="ticket.escalated"):
    """By nobody: somebody was told of its deadline.

    Of which `clock`, how far up (`step`), and who (`to`), where there is a name. It raises no version.
    """

    clock: str
    step: str
    to: str | None


class OfTicketsReply(OfTicket):
    """What becomes of a reply to one of a ticket's askers; the ticket stays as it is."""

    reply: int


class ReplyQueued(OfTicketsReply, name="reply.queued"):
    """A reply has been written, or is to be sent again."""


class ReplySent(OfTicketsReply, name="reply.sent"):
    """The reply has arrived, or somebody has said so."""


class ReplyFailed(OfTicketsReply, name="reply.failed"):
    """The network does not take the reply."""


class ReplyUnsure(OfTicketsReply, name="reply.unsure"):
    """Nobody knows whether the reply has arrived."""


class ReplyCancelled(OfTicketsReply, name="reply.cancelled"):
    """The reply is not sent."""


class OfTickets(DeclaredEvent):
    """An event of many tickets."""

    log = Log.TICKETS
    data_is_sent = False


class ManyOpened(OfTickets, name="tickets.opened"):
    """A slice of a wrap has made these tickets; in the log, `departments` says how many are each one's.

    An executor's are those of its department: `count` those made for it, `views` those that stand with it by now.
    """

    carries = ("state",)
    sent = TicketsOpenedSent

    tickets: list[str]
    departments: dict[str, int]


class Rescheduled(OfTickets, name="tickets.rescheduled"):
    """The calendar or the terms have changed, and with them these tickets' due times.

    Nothing else of them, and no version, has changed. An executor's are those of its department.
    """

    sent = RescheduledSent

    tickets: list[str]


class Removed(OfTickets, name="tickets.removed"):
    """So many are no more, with a rehearsal, a wrap taken back or a question called back: sync without `since`.

    In the log, `tickets` names them, but for a rehearsal's.
    """

    sent = RemovedSent

    count: int
    tickets: list[str] | None = None


class CentreEdited(OfTickets, name="centre.edited"):
    """The centre's clock is another one's: by it the board tells the day."""

    sent = CentreSent
