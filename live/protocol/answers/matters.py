"""What is answered about matters: a page of them, one with all that stands in it, and those that look alike."""

from __future__ import annotations

from typing_extensions import TypedDict

from live.protocol.views import MatterView, WordView


class MattersPage(TypedDict):
    """The newest first; `next`: `before` of the next page."""

    matters: list[MatterView]
    next: int | None


class JoinedQuestion(TypedDict):
    """A question that stands in a matter, and who joined it; names and contacts are its own page's."""

    broadcast: str
    broadcast_title: str
    number: int
    state: str
    text: str
    topic: str | None
    locality: str | None
    askers: int
    received_at: str | None
    joined_by: str
    joined_at: str | None


class JoinedTicket(TypedDict):
    number: str
    state: str
    department: str | None
    resolution_due: str | None
    broadcast: str
    question: int


class ToldWord(WordView):
    """`replies`: how many are in each state."""

    word: int
    replies: dict[str, int]


class PastMatter(TypedDict):
    number: int
    title: str
    state: str
    opened_at: str | None


class PastTicket(TypedDict):
    number: str
    state: str
    text: str
    created_at: str | None
    answer: str | None


class Repeats(TypedDict):
    """The same topic in the same place within a year, the newest first. `more`: there are more tickets than are told.

    Empty where no topic or no place is known.
    """

    topic: str | None
    locality: str | None
    matters: list[PastMatter]
    tickets: list[PastTicket]
    more: bool


class MatterPage(MatterView):
    """A matter with what stands in it, the newest; what was told; and what was the same within a year."""

    joined: list[JoinedQuestion]
    tickets: list[JoinedTicket]
    words: list[ToldWord]
    repeats: Repeats


class AlikeMatter(TypedDict):
    """An open matter that a question may be about. `same`: it has the question's topic and place."""

    number: int
    title: str
    askers: int
    same: bool
    score: float


class TicketMatters(TypedDict):
    """Beside an open ticket: open matters that it may be about, and what was the same within a year."""

    alike: list[AlikeMatter]
    repeats: Repeats
