"""What is answered about a show: what happened and happens, who calls, who listens, what is on air."""

from __future__ import annotations

from typing import Any, Literal, NotRequired

from typing_extensions import TypedDict

from live.protocol.poll_views import PollView
from live.protocol.views import AnswerView, LinkView, MovedView


class GivenPromise(TypedDict):
    """`number`, `version` and `state` are the question's."""

    promise: int
    number: int
    version: int
    state: str
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


class DestinationView(TypedDict):
    slug: str
    title: str
    kind: str
    starts_at: str | None
    zone: str


class Destinations(TypedDict):
    """The broadcasts that a question may be handed to from this one; shows by their start, those without one last."""

    destinations: list[DestinationView]


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


class Unwrapped(TypedDict):
    """Who has taken the show's end back, when and why."""

    by: str | None
    at: str | None
    reason: str | None


class SoFar(TypedDict):
    """The latest first; `pace` is their mean time on air in seconds; `unwrapped` as of the last time, null without."""

    aired: list[AiredQuestion]
    promises: list[GivenPromise]
    pace: int | None
    unwrapped: Unwrapped | None


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
    """The question on air. `graphic`: whether it is shown; `since` when it is on air.

    `picture`: where the picture stands that a moderator has allowed, for whoever may read this.
    """

    graphic: bool
    since: str | None
    picture: str | None


class ClockView(TypedDict):
    """The show's state and its fixed moments."""

    state: str
    starts_at: str | None
    aired_at: str | None
    minutes: int | None
    ends_at: str | None
    zone: str


class Standing(TypedDict):
    """Whether this server serves the centre now, and the epoch of its logs where it does."""

    serves: bool
    epoch: NotRequired[str]


class Polls(TypedDict):
    """The newest first."""

    polls: list[PollView]


class VoteView(TypedDict):
    """A vote that counts. `new`: one more has voted; else it is another word of somebody who had."""

    poll: int
    options: list[int]
    new: bool


class OnAir(TypedDict):
    """`poll`: the one that is on air."""

    now: NowView | None
    next: NextView | None
    poll: PollView | None
    clock: ClockView


class Lights(OnAir):
    """What is on air, with what else a lamp shows. `messages_waiting`: those that the presenter has not seen."""

    intake_open: bool
    messages_waiting: int


class Pressed(TypedDict):
    """A show verb was done, by this command."""

    ok: Literal[True]
    seq: int
    verb: str
    command: str


EventsPage = TypedDict(
    "EventsPage",
    {"epoch": str, "from": int, "to": int, "head": int, "events": list[dict[str, Any]]},
)
"""What happened in (from, to]; the events are those of live/protocol/events."""
