"""What is answered about questions: pages of them, one with its history, and what stands beside it."""

from __future__ import annotations

from typing import Any, Literal, NotRequired

from pydantic import ConfigDict, with_config
from typing_extensions import TypedDict

from live.protocol.answers.matters import AlikeMatter
from live.protocol.views import AuthorChangeView, AuthorView, MarkView, QuestionView


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


class PromiseBefore(TypedDict):
    """What a promise said."""

    text: str | None
    department: str | None
    due: str | None


@with_config(ConfigDict(extra="allow"))
class PastView(TypedDict):
    """An event as a history tells it, with its data beside it; a note with its `text`.

    A promise that was amended or withdrawn with what it said before, and `why`. `resident.told` is no event of the log:
    by itself the one who asked was told of the moment `kind`; `state` is what has become of that message.
    """

    seq: NotRequired[int]
    at: str | None
    type: str
    by: PastByView | None
    was: NotRequired[str]
    state: NotRequired[str]
    text: NotRequired[str]
    before: NotRequired[PromiseBefore]
    why: NotRequired[str | None]
    kind: NotRequired[str]


class RevisionView(TypedDict):
    """A wording for air: `version` is the question's."""

    version: int
    air_text: str | None
    by: str | None
    at: str | None


class AskerView(TypedDict):
    """A question merged into another: who else asks it, and in which words. `further`: it is further words of whoever
    asked that one. Of a thread too: a message beside the question."""

    number: int
    version: int
    text: str
    author: AuthorView | None
    locality: str | None
    source: str
    state: str
    further: bool
    author_change: AuthorChangeView | None
    attachments: list[dict[str, Any]]
    askers: int
    asked_at: str | None
    received_at: str | None


class ThreadView(TypedDict):
    """What was written in the same thread or chat before and after a question, and came in here; the first first."""

    before: list[AskerView]
    after: list[AskerView]


class QuestionPage(QuestionView):
    """One question with its history."""

    history: list[PastView]
    revisions: list[RevisionView]


class QuestionPageWithMerged(QuestionPage):
    """On a screen that shows merged ones too: what was merged straight into it, and the thread around it."""

    merged: list[AskerView]
    thread: ThreadView


WholeQuestion = QuestionPage | QuestionPageWithMerged


FoundBy = Literal["house", "words", "meaning"]
"""Why two are likely to ask the same: they name one house, else have words in common, else are near in meaning."""


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
    found_by: FoundBy


class PieceView(TypedDict):
    """A stretch of a text as it stands there; `kept`: whether the shorter wording has it."""

    words: str
    kept: bool


class ShorterView(TypedDict):
    """A wording for air out of the question's own sentences, with masks. Its `pieces` together are the present wording;
    so many of its `sentences` are `kept`. `hidden`: what a mask stands for in it."""

    text: str
    pieces: list[PieceView]
    kept: int
    sentences: int
    hidden: list[MarkView]


class Hints(TypedDict):
    """Beside an open question: its likely doubles, what else its topic and place may be, open matters like it, and a
    shorter wording for air, or one with masks; null where the present one is short and shows nothing of anybody's."""

    similar: list[SimilarView]
    topics: list[str]
    localities: list[str]
    matters: list[AlikeMatter]
    shorter: ShorterView | None


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
