"""What happens to a question, as its broadcast's log has it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

from live.protocol.events.base import DeclaredEvent, Log
from live.protocol.events.sent import QuestionSent, SliceBackSent, SliceSent


class OfQuestion(DeclaredEvent):
    """An event of one question; `was` is missing where it is new."""

    log = Log.BROADCAST
    carries = ("question", "state")
    sent = QuestionSent


class Received(OfQuestion, name="question.received"):
    """A question has come in from outside, or from a rehearsal; `blocked` where its author is banned.

    `read`: the language work has read it already, so that it can be found and what was guessed stands in its view; no
    question.classified follows.
    """

    read: Literal[True] | None = None


class Added(OfQuestion, name="question.added"):
    """Somebody of the desk has written a question down."""


class Edited(OfQuestion, name="question.edited"):
    """It has another wording for air; its original stays."""


class Classified(OfQuestion, name="question.classified"):
    """A person has set its topic or locality.

    By nobody, once for each question that did not come as `read`: the language work has read it, and it can be found.
    What it guessed stands in the view's `guessed` until a person says otherwise; its `version` stays.
    """


class Named(OfQuestion, name="question.named"):
    """By nobody: its network has told the author's name, or nothing is held of its author any more."""


class Retold(OfQuestion, name="question.retold"):
    """What it shows has changed though nobody did anything to it: its promise's department, when it is due, or that
    somebody has reacted, to all who ask of its matter.

    Its version stays.
    """


class Noted(OfQuestion, name="question.noted"):
    """A note for somebody has been written, or cleared."""

    for_: Annotated[Literal["presenter", "head"], Field(alias="for")]


class OfItsMatter(OfQuestion):
    """It stands in a matter, or no longer; its state and its version stay."""

    of_matter: int


class Joined(OfItsMatter, name="question.joined"):
    """It is about the same trouble as others: it was joined to their matter."""


class Parted(OfItsMatter, name="question.parted"):
    """It is not about that matter after all."""


class OfMark(OfQuestion):
    """What of its texts may be seen on air: `kind` is that of the view's `marks`."""

    kind: str


class Unmasked(OfMark, name="question.unmasked"):
    """Somebody's telephone, address or the like may be seen on air."""


class Masked(OfMark, name="question.masked"):
    """It may not, after all."""


class NameAllowed(OfQuestion, name="question.name_allowed"):
    """Its author's name may be said on air, or may not after all."""

    allowed: bool


class UrgencySet(OfQuestion, name="question.urgency_set"):
    """A person has said that it tells of danger to people, or that it does not."""

    urgent: bool


class AskingSet(OfQuestion, name="question.asking_set"):
    """A person has said that it asks something, or has taken that back."""

    asks: bool


class OfFile(OfQuestion):
    """Whether everybody may see a picture that came with it: `file` is its number."""

    file: int


class FileShown(OfFile, name="question.file_shown"):
    """Everybody may see a picture of it: on the graphic, and by Open311."""


class FileHidden(OfFile, name="question.file_hidden"):
    """Staff alone sees that picture, after all."""


class Shortlisted(OfQuestion, name="question.shortlisted"):
    """It stands in the list for the air."""


class Returned(OfQuestion, name="question.returned"):
    """From the list back to the desk, or from the air back to the list."""


class Moved(OfQuestion, name="question.moved"):
    """It stands somewhere else in the list."""


class Planned(OfQuestion, name="question.planned"):
    """For how many seconds of air it is planned; null: for as long as the broadcast's items are by themselves."""

    seconds: int | None


class Taken(OfQuestion, name="question.taken"):
    """It is on air."""


class Answered(OfQuestion, name="question.answered"):
    """It was answered on air; where not fully, a ticket has been made for the rest."""

    fully: bool


class Reopened(OfQuestion, name="question.reopened"):
    """An answered one stands in the list again."""


class Summarised(OfQuestion, name="question.summarised"):
    """What was answered on air has been written down in a sentence, corrected, or taken out."""


class AnswerSent(OfQuestion, name="question.answer_sent"):
    """That sentence goes to those who asked and have not had it yet, each once."""


class Wanted(OfQuestion, name="question.wanted"):
    """The head takes this one."""


class Unwanted(OfQuestion, name="question.unwanted"):
    """The head does not take it after all."""


class Promised(OfQuestion, name="question.promised"):
    """Something was promised; `due` is a date such as 2026-12-01."""

    due: str | None


class OfPromise(OfQuestion):
    """`promise`: which one, as in the view's `promises`; the words of before, and why, stand in rows."""

    promise: int


class PromiseAmended(OfPromise, name="question.promise_amended"):
    """What was promised, by when or by whom, was put right."""


class PromiseWithdrawn(OfPromise, name="question.promise_withdrawn"):
    """It is promised no longer."""


class Declined(OfQuestion, name="question.declined"):
    """It will not be answered; the words beside the reason stay out of the log."""

    reason: str


class Restored(OfQuestion, name="question.restored"):
    """A declined one is new again; once the show was wrapped, it is a ticket."""


class Merged(OfQuestion, name="question.merged"):
    """It went into another, whose number `into` is."""

    into: int


class Gathered(OfQuestion, name="question.gathered"):
    """How many ask it has changed, after a merge into it or a split."""


class Continued(OfQuestion, name="question.continued"):
    """Its author has written further, where it was asked, or changed what was written so; its version stays."""


class Split(OfQuestion, name="question.split"):
    """A merged one stands alone again."""


class OfStack(OfQuestion):
    """Which stack of like questions that is: `of_stack`, as the view's `stack`."""

    of_stack: int


class Stacked(OfStack, name="question.stacked"):
    """By nobody: it is so like another one that both stand on one stack; each keeps its state and its version."""


class Restacked(OfQuestion, name="question.restacked"):
    """By nobody: it has come up to the top of its stack, or others came or went under it. Its version stays."""


class Unstacked(OfStack, name="question.unstacked"):
    """Somebody has said that it is about something else: it never comes back onto that stack."""


class Stressed(OfQuestion, name="question.stressed"):
    """The administrator has edited the stresses: it may be read aloud otherwise (`aloud`). Its version stays."""


class Ticketed(OfQuestion, name="question.ticketed"):
    """It became a ticket without the air."""


class Recalled(OfQuestion, name="question.recalled"):
    """Its ticket, which nobody had answered, is no more: it is new again."""

    from_ticket: str


class Finished(OfQuestion, name="question.finished"):
    """On a standing broadcast it is done with: answered in writing, or it needs no answer."""

    as_: Annotated[Literal["written", "none"], Field(alias="as")]


class Unfinished(OfQuestion, name="question.unfinished"):
    """It is new again: there is more to be said to it."""


class Transferred(OfQuestion, name="question.transferred"):
    """It is another broadcast's now: the slug of that one, and its number there."""

    to: str
    number: int


class Escalated(OfQuestion, name="question.escalated"):
    """By nobody, on a standing broadcast: one of its two times is near, or over. Each is told once.

    `to`: the accounts of those on duty who are told of it too.
    """

    clock: Literal["reaction", "resolution"]
    step: Literal["near", "over", "chief"]
    to: list[int] = []


class Blocked(OfQuestion, name="question.blocked"):
    """Its author is banned: it waits in a tray of its own."""


class Unblocked(OfQuestion, name="question.unblocked"):
    """Out of that tray, it is new again."""


class ChangedByAuthor(OfQuestion, name="question.changed_by_author"):
    """Its author has changed the message."""


class DeletedByAuthor(OfQuestion, name="question.deleted_by_author"):
    """Its author has deleted the message."""


class Supplemented(OfQuestion, name="question.supplemented"):
    """Whoever asked has added `words` to it, so many `photos`, or both; by `{name, role: "resident"}`."""

    words: bool
    photos: int


class Withdrawn(OfQuestion, name="question.withdrawn"):
    """Whoever asked has taken it back: it is declined, or stays for others who ask the same, or with its closed ticket.

    By `{name, role: "resident"}`.
    """


class GraphicShown(OfQuestion, name="graphic.shown"):
    """The graphic of the question on air is shown."""


class GraphicCleared(OfQuestion, name="graphic.cleared"):
    """The graphic of the question on air is shown no longer."""


class OfReply(OfQuestion):
    """What becomes of a reply to one who asked: `reply` in the view's `replies`. The question stays as it is."""

    reply: int


class ReplyQueued(OfReply, name="reply.queued"):
    """A reply has been written, or is to be sent again."""


class ReplySent(OfReply, name="reply.sent"):
    """The reply has arrived, or somebody has said so."""


class ReplyFailed(OfReply, name="reply.failed"):
    """The network does not take the reply."""


class ReplyUnsure(OfReply, name="reply.unsure"):
    """Nobody knows whether the reply has arrived."""


class ReplyCancelled(OfReply, name="reply.cancelled"):
    """The reply is not sent."""


class TicketedOne(TypedDict):
    """A question of a slice: its version by now, and its state before."""

    question: int
    version: int
    was: str


class SliceTicketed(DeclaredEvent, name="questions.ticketed"):
    """A slice of a wrap has made tickets of these questions.

    A question that you hold gets that state and version, no rank, and `moved: {by: null, at}`; or is dropped where
    ticketed is not seen. `broadcast` tells in its `wrap` how far it has come. To every screen, though none of its
    questions be there.
    """

    log = Log.BROADCAST
    carries = ("state",)
    sent = SliceSent

    questions: list[TicketedOne]


class QuestionBack(TypedDict):
    """A question of a slice: its version and its state by now."""

    question: int
    version: int
    state: str


class SliceBack(DeclaredEvent, name="questions.unticketed"):
    """A slice of a wrap that is taken back: these questions are what they were before it. Sync without `since`."""

    log = Log.BROADCAST
    sent = SliceBackSent
    data_is_sent = False

    questions: list[QuestionBack]
