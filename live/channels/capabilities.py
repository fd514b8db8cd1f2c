"""What a network's file offers beside `read` (live/channels/webhook.py): the way out, and the other ways in.

Each ability is one function that the file has or has not. They get an `Http` for their I/O, are called by the worker
alone and never within a transaction, and raise `Failed`. `SENDS_ONLY = True` says that nothing comes in by it,
`READS_ONLY = True` that it is a source of mentions (live/channels/listening): nobody calls it, and it never replies.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol, runtime_checkable

from live.channels.http import Failed, Http
from live.channels.webhook import Outcome
from live.domain.official_pages.publication import ON_THE_PAGE
from live.domain.polls.posting import Asked, Tally

__all__ = [
    "Carries",
    "Checks",
    "Failed",
    "Http",
    "Names",
    "OutgoingFile",
    "OutgoingMessage",
    "ON_THE_PAGE",
    "PageFigures",
    "PostOnPage",
    "PollPost",
    "Polled",
    "Polls",
    "PostsPolls",
    "Public",
    "Publishes",
    "Replies",
    "Sent",
    "Setup",
    "ShowsPosts",
    "Subscribes",
    "Threads",
    "Uploads",
]

Settings = Mapping[str, str]
"""A channel's settings, its secrets in clear."""

State = dict[str, Any]
"""How far a network has been read, as JSON."""


@dataclass(frozen=True, slots=True)
class OutgoingFile:
    """A file that goes with a reply. `name` is what it is called where it is saved, `size` its bytes.

    `token`: by what the network knows it, once it was handed over; then `read`, which gives its contents, is not asked.
    """

    id: int
    name: str
    mime: str
    size: int
    read: Callable[[], bytes]
    token: str | None = None

    @property
    def is_picture(self) -> bool:
        return self.mime.startswith("image/")

    @property
    def part(self) -> tuple[str, bytes, str]:
        """As a part of a form (RFC 7578): its name, its contents, and what they are."""
        return self.name, self.read(), self.mime


@dataclass(frozen=True, slots=True)
class OutgoingMessage:
    """One reply on its way out.

    `contact` is how its receiver is reached ("vk:123"), None where nothing is known; `context` the external id of the
    message that is answered, by which a comment is answered where it was written. `guard` is a whole number that stays
    the same however often it is tried, for the network's own guard against doubles: 1 to 2³¹ − 1.
    """

    contact: str | None
    text: str
    guard: int
    context: str | None = None
    files: tuple[OutgoingFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Sent:
    """What the network says of a reply that it has posted: where it can be seen, and the network's own name of it.

    `tokens`: by the numbers of the files that went along, by what it knows them from now on.
    """

    link: str | None = None
    id: str | None = None
    tokens: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Polled:
    """What a step of polling brought: each body as it came with what was read of it, and how far that reaches.

    `state` is kept once all of that is stored. `pause`: seconds until there is any sense in the next step. `trouble`:
    what is wrong with a part of it, while the rest is read.
    """

    outcomes: Sequence[tuple[bytes, Outcome]]
    state: State
    pause: float = 0.0
    trouble: str | None = None


@runtime_checkable
class Replies(Protocol):
    """A network that can be answered through.

    `GUARD`: for how long it knows a repeated message by its guard; zero where it does not. Then what may have
    arrived is never sent again by itself. `rate(outgoing)`: how many messages such as this it takes in a second.
    """

    @property
    def GUARD(self) -> timedelta: ...

    def rate(self, outgoing: OutgoingMessage) -> float: ...

    def reply(self, outgoing: OutgoingMessage, settings: Settings, http: Http) -> Sent: ...


@runtime_checkable
class Carries(Protocol):
    """A network whose messages carry files."""

    def parts(self, outgoing: OutgoingMessage, settings: Settings) -> Sequence[OutgoingMessage]:
        """A reply with files as the messages that it becomes, each of them one call of `reply`; the first has the text.

        What stands in none of them this network does not carry there: who asked finds it behind a link.
        """
        ...

    def place(self, outgoing: OutgoingMessage) -> str:
        """For what kind of message a file's token is good: a word of the network's own file."""
        ...


@runtime_checkable
class Uploads(Carries, Protocol):
    """A network that wants to be given each file before the message that shows it."""

    def upload(self, file: OutgoingFile, outgoing: OutgoingMessage, settings: Settings, http: Http) -> str:
        """Hand it over; the token by which a message names it. Nobody sees anything of it before that message."""
        ...


@runtime_checkable
class Public(Protocol):
    """A network in which some answers are read by everybody."""

    def is_public(self, context: str | None) -> bool:
        """Whether an answer to this message stands where others read it too, such as under a comment."""
        ...


def is_public(network: object, context: str | None) -> bool:
    """Whether others read what this network answers to this message."""
    return isinstance(network, Public) and network.is_public(context)


@runtime_checkable
class Threads(Protocol):
    """A network whose messages' names say in which thread or chat each stands.

    A channel of one that has a setting `joins` lets later messages of a person join their open question.
    """

    def conversation(self, name: str) -> str | None:
        """The same for all messages of one thread or chat; None for what is no name of this network's."""
        ...

    def address(self, name: str) -> str | None:
        """Where it stands, for whoever opens a browser; None where no page shows it to others, as in a chat."""
        ...


@runtime_checkable
class Polls(Protocol):
    """A network that can be asked for what is new, where it cannot reach us or has no webhook for it."""

    def polls(self, settings: Settings) -> bool:
        """Whether a channel with these settings is to be polled at all."""
        ...

    def poll(self, state: State, settings: Settings, http: Http) -> Polled:
        """One step, at most half a minute long. `state` is empty at first."""
        ...


@dataclass(frozen=True, slots=True)
class PageFigures:
    """What a network tells of a post; None where it does not."""

    views: int | None = None
    likes: int | None = None
    reposts: int | None = None
    comments: int | None = None


@runtime_checkable
class Publishes(Replies, Protocol):
    """A network on whose page a channel posts: by `reply` to ON_THE_PAGE. A post is called as `Sent` names it.

    `PAGE_TEXT`: characters that one post takes.
    """

    @property
    def PAGE_TEXT(self) -> int: ...

    def publishes(self, settings: Settings) -> bool:
        """Whether a channel with these settings does."""
        ...

    def correct(self, name: str, text: str, settings: Settings, http: Http) -> None:
        """Other words in the same post; `Failed` (`never`) where its network lets no program do so."""
        ...

    def withdraw(self, name: str, settings: Settings, http: Http) -> None:
        """Take it away; the same."""
        ...

    def figures(self, names: Sequence[str], settings: Settings, http: Http) -> Mapping[str, PageFigures]:
        """What is told of these; nothing of those that are gone."""
        ...


@dataclass(frozen=True, slots=True)
class PostOnPage:
    """A post that stands on a page. `own`: it repeats nobody else's; `video`: there is a film with it."""

    name: str
    at: datetime
    own: bool
    video: bool
    figures: PageFigures = PageFigures()


@runtime_checkable
class ShowsPosts(Protocol):
    """A network that tells a program what stands on a page: on the channel's own (`own`), or on any."""

    def shows_posts(self, address: str, own: bool, settings: Settings) -> bool:
        """Whether a channel with these settings is told of the page at this address."""
        ...

    def newest_posts(self, address: str, own: bool, settings: Settings, http: Http) -> Sequence[PostOnPage]:
        """The newest that stand there, in any order; as many as one call gives."""
        ...


@dataclass(frozen=True, slots=True)
class PollPost:
    """A poll that stands on a page: where it can be seen, what its network calls it, and what else is needed of it."""

    link: str | None = None
    name: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


@runtime_checkable
class PostsPolls(Protocol):
    """A network on whose pages a poll of its own can stand. `GUARD` as of `Replies`.

    Some count and are asked, others tell by themselves (`Outcome.tallies`, `Outcome.ballots`): then `read_poll` gives
    None.
    """

    @property
    def GUARD(self) -> timedelta: ...

    def posts_polls(self, settings: Settings) -> bool:
        """Whether a channel with these settings does it."""
        ...

    def make_poll(self, asked: Asked, settings: Settings, http: Http) -> Mapping[str, Any]:
        """What has to be there before it is posted, as facts. Nobody sees anything of it, and it may be done twice."""
        ...

    def post_poll(self, asked: Asked, facts: Mapping[str, Any], settings: Settings, http: Http) -> PollPost: ...

    def read_poll(self, name: str, facts: Mapping[str, Any], settings: Settings, http: Http) -> Tally | None:
        """What is counted there by now."""
        ...

    def end_poll(self, name: str, facts: Mapping[str, Any], settings: Settings, http: Http) -> None:
        """It takes no votes any more, where the network lets a program say so."""
        ...


@runtime_checkable
class Understands(Protocol):
    """A network of which a body can be read again without what proved its sender."""

    def understand(self, body: bytes, settings: Settings) -> Outcome: ...


@runtime_checkable
class Checks(Protocol):
    def check(self, settings: Settings, http: Http) -> str:
        """What works with these settings, as one sentence."""
        ...


@runtime_checkable
class Subscribes(Protocol):
    """A network that brings what is new to an address of ours, once it is asked to."""

    def subscriptions(self, settings: Settings, http: Http) -> list[str]:
        """The addresses that it brings it to now."""
        ...

    def subscribe(self, address: str, settings: Settings, http: Http) -> None: ...

    def unsubscribe(self, address: str, settings: Settings, http: Http) -> None: ...


@runtime_checkable
class Names(Protocol):
    """A network whose messages name nobody. `AT_ONCE`: how many ids it takes in one call."""

    @property
    def AT_ONCE(self) -> int: ...

    def names(self, settings: Settings) -> bool:
        """Whether a channel with these settings may ask."""
        ...

    def people(self, ids: Iterable[str], settings: Settings, http: Http) -> dict[str, str]:
        """The names of these (a contact without its prefix), without those that the network does not tell."""
        ...


@runtime_checkable
class Setup(Protocol):
    """A network that tells some of its settings by itself."""

    def needs_setup(self, settings: Settings) -> bool: ...

    def setup(self, settings: Settings, http: Http) -> dict[str, str]: ...
