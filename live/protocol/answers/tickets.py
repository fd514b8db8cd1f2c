"""What is answered about tickets."""

from __future__ import annotations

from typing import Any, NotRequired

from typing_extensions import TypedDict

from live.protocol.answers.questions import PastView, ScoredPrecedent
from live.protocol.file_views import AnswerFileView
from live.protocol.ticket_views import TicketView
from live.protocol.views import MovedView, ReplyView


class TicketsPage(TypedDict):
    """`next`, where the newest stand first: `before` of the next page. `more`, of a search alone: it found the newest,
    and there are older ones."""

    tickets: list[TicketView]
    next: int | None
    total: int
    more: NotRequired[bool]


class LateCounts(TypedDict):
    overdue: int
    today: int
    escalated: int
    approval: int


class PressingCounts(LateCounts):
    by_hand: int


class TicketCounts(PressingCounts):
    """`part`: where a part is asked of the own department and not given yet."""

    mine: int
    department: int
    part: int


class PersonOffered(TypedDict):
    login: str
    name: str
    department: str | None


class TicketOffers(TypedDict):
    """Names to choose from. `departments`: all that a ticket may have, whoever wrote them.

    `listed_departments`: those of the centre's list, to choose from; empty where it keeps none. `closed_departments`:
    those that it has closed. `part_departments`: those of the list, whoever reads it: for a part of an answer.
    """

    departments: list[str]
    listed_departments: list[str]
    closed_departments: list[str]
    part_departments: list[str]
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


class FurtherWords(TypedDict):
    """What somebody wrote after their question, as it stands in its network now."""

    text: str
    at: str | None


class TicketAsker(TypedDict):
    question: int
    name: str | None
    source: str
    contact: str | None
    contact_masked: str | None
    profile: str | None
    locality: str | None
    text: str
    further: list[FurtherWords]
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
    files: list[AnswerFileView]


class VersionView(TypedDict):
    """A final answer that was to be approved first. `fate`: waiting, approved, returned, corrected, withdrawn, replaced
    or lapsed; `decided`: by whom and when, where a person has; `note`: why it was returned."""

    text: str
    fate: str
    by: str
    at: str | None
    note: str | None
    decided: MovedView | None
    files: list[AnswerFileView]


class PartVersionView(TypedDict):
    """What was given as a `part`, as it was written; the last one of each counts."""

    part: int
    text: str
    by: str
    at: str | None


class TicketPage(TicketView):
    """A ticket with all that its page tells. `late`: how many the final answer can still be passed on to.

    `attachments`: what came with its question and with those that were merged into it.
    `has_approval`: whether a final answer of an executor waits for a coordinator.
    """

    broadcast_title: str
    askers_list: list[TicketAsker]
    attachments: list[dict[str, Any]]
    late: int
    notes: list[NoteView]
    timeline: list[PastView]
    hours: HoursView
    answers: list[AddressedReply]
    said: list[SaidView]
    versions: list[VersionView]
    part_versions: list[PartVersionView]
    has_approval: bool


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
    """Other tickets in like words, of the same person, and answered ones of the same topic and place; `answered`: what
    other broadcasts answered on air to questions like the ticket's."""

    similar: list[ScoredTicket]
    person: list[LinkedTicket]
    topic: list[LinkedTicket]
    answered: list[ScoredPrecedent]


class TemplateView(TypedDict):
    name: str
    text: str


class Templates(TypedDict):
    templates: list[TemplateView]


class ToldByHand(AddressedReply):
    """Who asked by a ticket, or about a matter."""

    ticket: str | None
    matter: int | None


class ByHand(TypedDict):
    """The oldest first; `next`: `after` of the next page."""

    answers: list[ToldByHand]
    next: int | None
    total: int
