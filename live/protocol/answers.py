"""What the HTTP API answers, route by route: what its handlers return, and what its description says of them.

A moment is RFC 3339 in UTC, to the millisecond. Questions and tickets are the views of `live/protocol/views.py`.
"""

from __future__ import annotations

from typing import Any, Literal, NotRequired

from pydantic import ConfigDict, with_config
from typing_extensions import TypedDict

from live.protocol.views import (
    AnswerView,
    AuthorView,
    LinkView,
    MovedView,
    QuestionView,
    ReplyView,
    TicketView,
)


class ErrorView(TypedDict):
    """What is wrong, as `code` and as a sentence. `current`: the truth that a stale writer should look at."""

    code: str
    detail: str
    current: NotRequired[dict[str, Any]]


class Problem(ErrorView):
    """RFC 9457. A command's problem also carries the socket's answer: `ok` and `error`."""

    type: str
    title: str
    status: int
    ok: NotRequired[Literal[False]]
    error: NotRequired[ErrorView]


# Questions that come in


class ReceiptView(TypedDict):
    """`broadcast`: where it landed, the standing one where the one that was asked takes none."""

    number: int
    broadcast: str
    state: str
    version: int


class RefusedRow(TypedDict):
    error: ErrorView


class Receipts(TypedDict):
    """One for each row of a batch, in order."""

    results: list[ReceiptView | RefusedRow]


# Commands


@with_config(ConfigDict(extra="allow"))
class Obeyed(TypedDict):
    """`seq` is missing where nothing was written; what else a command answers: docs/protocol.md."""

    ok: Literal[True]
    seq: NotRequired[int]


class ContactTold(Obeyed):
    contact: str | None
    profile: str | None


# Questions


class Counted(TypedDict):
    """`more`, of a search alone: there are more than `total`."""

    total: int
    more: NotRequired[bool]


class QuestionsPage(Counted):
    """The newest first; `next`: `before` of the next page."""

    questions: list[QuestionView]
    next: int | None


class NumbersPage(TypedDict):
    """`total` and `more` are told by the first page alone."""

    numbers: list[int]
    next: int | None
    total: NotRequired[int]
    more: NotRequired[bool]


class PastByView(TypedDict):
    """`credential`, for an administrator alone: what it was done with."""

    name: str | None
    role: str | None
    credential: NotRequired[str | None]


@with_config(ConfigDict(extra="allow"))
class PastView(TypedDict):
    """An event as a history tells it, with its data beside it; a note with its `text`."""

    seq: NotRequired[int]
    at: str | None
    type: str
    by: PastByView | None
    was: NotRequired[str]
    state: NotRequired[str]
    text: NotRequired[str]


class RevisionView(TypedDict):
    """A wording for air: `version` is the question's."""

    version: int
    air_text: str | None
    by: str | None
    at: str | None


class AskerView(TypedDict):
    """A question merged into another: who else asks it, and in which words."""

    number: int
    version: int
    text: str
    author: AuthorView | None
    locality: str | None
    source: str
    askers: int
    asked_at: str | None
    received_at: str | None


class QuestionPage(QuestionView):
    """One question with its history."""

    history: list[PastView]
    revisions: list[RevisionView]


class QuestionPageWithMerged(QuestionPage):
    """On a screen that shows merged ones too: what was merged straight into it."""

    merged: list[AskerView]


WholeQuestion = QuestionPage | QuestionPageWithMerged


class SimilarView(TypedDict):
    number: int
    state: str
    version: int
    text: str
    air_text: str | None
    author: AuthorView | None
    locality: str | None
    topic: str | None
    source: str
    askers: int | None
    received_at: str | None
    score: float


class Hints(TypedDict):
    """Beside an open question: its likely doubles, and what else its topic and place may be."""

    similar: list[SimilarView]
    topics: list[str]
    localities: list[str]


class FoundIn(TypedDict):
    slug: str
    title: str
    zone: str
    at: str | None


class FoundTicket(TypedDict):
    number: str
    state: str
    department: str | None
    resolution_due: str | None
    answer: str | None


class FoundPromise(TypedDict):
    text: str | None
    department: str | None
    due: str | None
    by: str | None
    ticket: FoundTicket | None


class PrecedentView(TypedDict):
    """A like question of another broadcast, and what came of it."""

    broadcast: FoundIn
    number: int
    state: str
    text: str | None
    locality: str | None
    askers: int
    answer: str | None
    promises: list[FoundPromise]
    ticket: FoundTicket | None


class ScoredPrecedent(PrecedentView):
    score: float


class Earlier(TypedDict):
    """The likest first."""

    earlier: list[ScoredPrecedent]


# A show


class GivenPromise(TypedDict):
    """`number` is the question's."""

    number: int
    text: str | None
    department: str | None
    due: str | None
    by: str | None
    at: str | None


class Promises(TypedDict):
    """The latest first."""

    promises: list[GivenPromise]


class AskedAbout(TypedDict):
    name: str | None
    askers: int


class Counts(TypedDict):
    """As of the log's number `to`; the most asked about first."""

    to: int
    received: int
    topics: list[AskedAbout]
    localities: list[AskedAbout]


class CalledBefore(TypedDict):
    call: int
    broadcast: str
    at: str | None
    state: str
    missed: bool
    name: str | None
    locality: str | None
    point: str | None
    question: int | None


class AskedBefore(TypedDict):
    number: int
    broadcast: str
    text: str
    state: str
    source: str
    received_at: str | None


class CautionView(TypedDict):
    id: int
    kind: str
    text: str | None
    by: str | None
    at: str | None
    lifted: MovedView | None


class Caller(TypedDict):
    """What is known of the person behind a call, without this call; the newest first, 50 at most."""

    calls: list[CalledBefore]
    questions: list[AskedBefore]
    cautions: list[CautionView]


class NamedAuthor(TypedDict):
    name: str | None


AiredQuestion = TypedDict(
    "AiredQuestion",
    {
        "number": int,
        "version": int,
        "text": str,
        "air_text": str | None,
        "locality": str | None,
        "source": str,
        "author": NamedAuthor | None,
        "answer": AnswerView | None,
        "from": str | None,
        "seconds": int,
        "ticketed": bool,
    },
)
"""One answered on air: since when, and for how many seconds, all turns together."""


class SoFar(TypedDict):
    """The latest first; `pace` is their mean time on air in seconds."""

    aired: list[AiredQuestion]
    promises: list[GivenPromise]
    pace: int | None


class SourceView(TypedDict):
    """`state`: never, alive or silent."""

    source: str
    last_at: str | None
    state: Literal["never", "alive", "silent"]


class SourcesRead(TypedDict):
    sources: list[SourceView]
    head: int


class ReachedView(TypedDict):
    """Up to which number of the log a screen has said that it shows."""

    screen: str
    name: str
    to: int | None


class ShowHealth(SourcesRead):
    """What the producer's strip shows. `bell` is null where there is one process alone, and so none to be heard."""

    screens: list[ReachedView]
    database: bool
    bell: bool | None


class LinkWithAddress(LinkView):
    """`url` is null where it cannot be told."""

    url: str | None


class Links(TypedDict):
    links: list[LinkWithAddress]


class NextView(TypedDict):
    number: int
    text: str | None
    author: str | None
    locality: str | None
    source: str


class NowView(NextView):
    """The question on air. `graphic`: whether it is shown; `since` when it is on air."""

    graphic: bool
    since: str | None


class ClockView(TypedDict):
    """The show's state and its fixed moments."""

    state: str
    starts_at: str | None
    aired_at: str | None
    minutes: int | None
    ends_at: str | None
    zone: str


class OnAir(TypedDict):
    now: NowView | None
    next: NextView | None
    clock: ClockView


# Events, of a broadcast and of the tickets

EventsPage = TypedDict(
    "EventsPage",
    {"epoch": str, "from": int, "to": int, "head": int, "events": list[dict[str, Any]]},
)
"""What happened in (from, to]; the events are those of live/protocol/events."""


# Tickets


class TicketsPage(TypedDict):
    """`next`, where the newest stand first: `before` of the next page."""

    tickets: list[TicketView]
    next: int | None
    total: int


class LateCounts(TypedDict):
    overdue: int
    today: int
    escalated: int


class PressingCounts(LateCounts):
    by_hand: int


class TicketCounts(PressingCounts):
    mine: int
    department: int


class PersonOffered(TypedDict):
    login: str
    name: str
    department: str | None


class TicketOffers(TypedDict):
    """Names to choose from."""

    departments: list[str]
    people: list[PersonOffered]
    topics: list[str]
    localities: list[str]
    departments_by_topic: dict[str, str]


class PressedDepartment(TypedDict):
    department: str | None
    near: int
    over: int


class Deadlines(TypedDict):
    near: int
    over: int
    departments: list[PressedDepartment]


class TicketAsker(TypedDict):
    question: int
    name: str | None
    source: str
    contact: str | None
    contact_masked: str | None
    profile: str | None
    locality: str | None
    text: str
    asked_at: str | None


class NoteView(TypedDict):
    text: str
    by: str | None
    at: str | None


class PauseView(TypedDict):
    since: str | None
    until: str | None


class HoursView(TypedDict):
    """A ticket's limits in the zone that they are reckoned in, and when its clock stood."""

    zone: str
    clock_from: str | None
    reaction_due: str | None
    resolution_due: str | None
    pauses: list[PauseView]


class AddressedReply(ReplyView):
    """A reply and its receiver. `channel` is its network's type; `moved`: who settled it by hand."""

    question: int
    name: str | None
    channel: str | None
    contact: str | None
    contact_masked: str | None
    moved: MovedView | None


class SaidView(TypedDict):
    text: str
    final: bool
    by: str | None
    at: str | None


class TicketPage(TicketView):
    """A ticket with all that its page tells. `late`: how many the final answer can still be passed on to."""

    broadcast_title: str
    askers_list: list[TicketAsker]
    late: int
    notes: list[NoteView]
    timeline: list[PastView]
    hours: HoursView
    answers: list[AddressedReply]
    said: list[SaidView]


class LinkedTicket(TypedDict):
    number: str
    kind: str
    state: str
    text: str
    department: str | None
    locality: str | None
    created_at: str | None
    answer: str | None


class ScoredTicket(LinkedTicket):
    score: float


class TicketLinks(TypedDict):
    """Other tickets in like words, of the same person, and answered ones of the same topic and place."""

    similar: list[ScoredTicket]
    person: list[LinkedTicket]
    topic: list[LinkedTicket]


class TemplateView(TypedDict):
    name: str
    text: str


class Templates(TypedDict):
    templates: list[TemplateView]


class ToldByHand(AddressedReply):
    ticket: str | None


class ByHand(TypedDict):
    """The oldest first; `next`: `after` of the next page."""

    answers: list[ToldByHand]
    next: int | None
    total: int
