"""Signals: what another machine of the control room is told of what happens on air.

A signal of OSC or HTTP, a scene and a chapter of OBS are sent at moments; a tally lamp (TSL UMD), a text and a source
of OBS say how something stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Self

from live.domain.question import ON_AIR


class Moment(StrEnum):
    """What a signal may be sent at."""

    TAKEN = "taken"
    ANSWERED = "answered"
    RETURNED = "returned"
    """It has left the air without an answer."""
    SHOWN = "shown"
    CLEARED = "cleared"
    """The graphic."""
    POLL_SHOWN = "poll_shown"
    POLL_HIDDEN = "poll_hidden"
    MESSAGE = "message"
    SEEN = "seen"
    """A message to the presenter, and that it was acknowledged."""
    OVER = "over"
    """The show has gone on for longer than was planned."""
    LOST = "lost"
    FOUND = "found"
    """A screen of the air has had no line for some seconds, and has one again."""


OF_EVENTS = {
    "graphic.shown": Moment.SHOWN,
    "graphic.cleared": Moment.CLEARED,
    "poll.shown": Moment.POLL_SHOWN,
    "poll.hidden": Moment.POLL_HIDDEN,
    "presenter.messaged": Moment.MESSAGE,
    "presenter.acknowledged": Moment.SEEN,
}

WITH_QUESTION = frozenset({Moment.TAKEN, Moment.ANSWERED, Moment.RETURNED, Moment.SHOWN, Moment.CLEARED})
"""Those of which a question is known."""


def moment_of(type_: str, was: str | None, state: str | None) -> Moment | None:
    """What an event means on air; None of most."""
    if was != state and state == ON_AIR.value and type_.startswith("question."):
        return Moment.TAKEN
    if was != state and was == ON_AIR.value and type_.startswith("question."):
        return Moment.ANSWERED if type_ == "question.answered" else Moment.RETURNED
    return OF_EVENTS.get(type_)


class Way(StrEnum):
    OSC = "osc"
    HTTP = "http"
    TSL_3 = "tsl3"
    TSL_5 = "tsl5"
    OBS_SCENE = "obs_scene"
    OBS_CHAPTER = "obs_chapter"
    OBS_TEXT = "obs_text"
    OBS_SOURCE = "obs_source"

    @property
    def is_lamp(self) -> bool:
        """Whether it says how something stands."""
        return self in (Way.TSL_3, Way.TSL_5, Way.OBS_TEXT, Way.OBS_SOURCE)

    @property
    def is_obs(self) -> bool:
        return self in (Way.OBS_SCENE, Way.OBS_CHAPTER, Way.OBS_TEXT, Way.OBS_SOURCE)


class Lit(StrEnum):
    """While what a tally lamp is lit."""

    AIR = "air"
    GRAPHIC = "graphic"
    POLL = "poll"
    MESSAGE = "message"
    """A message that the presenter has not seen."""
    INTAKE = "intake"
    OVER = "over"
    LOST = "lost"


class About(StrEnum):
    """By what of the question a condition asks."""

    SOURCE = "source"
    TOPIC = "topic"
    LOCALITY = "locality"


NUMBER, QUESTION, AUTHOR, LOCALITY, TOPIC, SOURCE = "номер", "вопрос", "имя", "место", "тема", "источник"
SHOW, MOMENT = "эфир", "событие"
PLACEHOLDERS = (NUMBER, QUESTION, AUTHOR, LOCALITY, TOPIC, SOURCE, SHOW, MOMENT)
"""What may stand in braces; data, as staff type them, so in the language of the centre's other texts."""

Values = Mapping[str, str]

_PLACEHOLDER = re.compile(r"\{\s*([^\W\d_]+)\s*\}")


def fill(text: str, values: Values, written: Callable[[str], str] = lambda value: value) -> str:
    """The text with what is known put in, and nothing where nothing is. `written`: how a value may stand in it."""
    return _PLACEHOLDER.sub(lambda found: written(values.get(found[1].lower(), "")), text)


@dataclass(frozen=True, slots=True)
class Only:
    """A condition: the question is one of those, or none of them."""

    about: About
    words: tuple[str, ...]
    is_not: bool = False

    def holds(self, values: Values) -> bool:
        """Nothing is known of a question: none of those."""
        told = values.get({About.SOURCE: SOURCE, About.TOPIC: TOPIC, About.LOCALITY: LOCALITY}[self.about], "")
        return (told.casefold() in {one.casefold() for one in self.words}) is not self.is_not


@dataclass(frozen=True, slots=True)
class Signal:
    """`place`: a host with a port, or for HTTP the whole address. `show`: the slug of the one broadcast, or "" for all.

    `at`, `only`, `address` (of OSC) and `text` (its arguments, the body of a request) are those of a signal;
    `lit`, `screen`, `display`, `lamp` (its number, in version 5.0 its colour) and `text` (the name) a tally lamp's.
    In OBS `address` is a scene, `source` a source, `text` a chapter's name or what a text source shows, and `sealed`
    the password of the one at `place`, sealed: all signals to one OBS have the same.
    """

    id: int
    name: str
    way: Way
    place: str
    show: str = ""
    at: frozenset[Moment] = frozenset()
    only: Only | None = None
    address: str = ""
    text: str = ""
    lit: Lit = Lit.AIR
    screen: int = 0
    display: int = 0
    lamp: int = 1
    paused: bool = False
    source: str = ""
    sealed: str = field(default="", repr=False)

    def is_sent(self, slug: str, moment: Moment, values: Values) -> bool:
        """Whether it is sent now, a tally lamp's never."""
        if self.paused or self.way.is_lamp or moment not in self.at or self.show not in ("", slug):
            return False
        return self.only is None or self.only.holds(values)

    def as_item(self) -> dict[str, Any]:
        """As JSON keeps it."""
        only = self.only and {"about": self.only.about.value, "words": list(self.only.words), "not": self.only.is_not}
        kept = {name: getattr(self, name) for name in ("id", "name", "place", "show", "address", "text", "paused")}
        lamp = {name: getattr(self, name) for name in ("screen", "display", "lamp")}
        at = sorted(one.value for one in self.at)
        obs = {"source": self.source, "sealed": self.sealed}
        return {**kept, **lamp, **obs, "way": self.way.value, "at": at, "only": only, "lit": self.lit.value}

    @classmethod
    def of_item(cls, item: Mapping[str, Any]) -> Self:
        only = item["only"]
        return cls(
            **{name: item[name] for name in ("id", "name", "place", "show", "address", "text", "paused")},
            **{name: item[name] for name in ("screen", "display", "lamp")},
            way=Way(item["way"]),
            at=frozenset(map(Moment, item["at"])),
            only=only and Only(About(only["about"]), tuple(only["words"]), only["not"]),
            lit=Lit(item["lit"]),
            source=item.get("source", ""),
            sealed=item.get("sealed", ""),
        )
