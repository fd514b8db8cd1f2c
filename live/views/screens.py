"""The table of screens: who may open each, which questions it sees, and which of their facts.

Whether a screen sees a question depends on that question's row and the screen's rights alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from live.domain.people import Actor, Role
from live.domain.question import ANSWERED, ON_AIR, SHORTLISTED, State

_RUNDOWN = frozenset({SHORTLISTED, ON_AIR})

_PROMPTER_FIELDS = [
    "number",
    "state",
    "version",
    "rank",
    "text",
    "air_text",
    "source",
    "author",
    "locality",
    "topic",
    "askers",
    "notes",
    "moved",
]
_OVERLAY_FIELDS = ["number", "state", "version", "text", "air_text", "source", "author", "locality", "graphic"]


@dataclass(frozen=True, slots=True)
class Screen:
    """`fields` None is every fact. `contacts`: whether the screen may learn how to reach an author.

    `lists`: the centre's topics, places and reasons come with it. `steers`: the producer's own, which is told even on
    air that an author has changed a question.
    """

    name: str
    roles: frozenset[Role]
    states: frozenset[State]
    fields: tuple[str, ...] | None = None
    contacts: bool = False
    messages: bool = False
    prompters: bool = False
    links: bool = False
    lists: bool = False
    calls: bool = False
    tickets: bool = False
    steers: bool = False

    @property
    def sees_all(self) -> bool:
        """Whether every question of a broadcast is on this screen."""
        return not self.calls and len(self.states) == len(State)

    def sees(self, view: Mapping[str, Any]) -> bool:
        """Whether a question, given as its full view, is on this screen."""
        if self.calls:
            return view["caller"] is not None
        return view["state"] in self.states

    def counts(self, state: str | None) -> bool:
        return not self.calls and state in self.states

    def shown(self, view: Mapping[str, Any], contacts: bool) -> dict[str, Any]:
        """The part of a full view that this screen shows."""
        shown = dict(view) if self.fields is None else {name: view[name] for name in self.fields}
        if not (self.contacts or contacts) and shown.get("author"):
            shown["author"] = {"name": view["author"]["name"]}
        if not (self.contacts or contacts) and shown.get("replies"):
            shown["replies"] = []  # Where one stands tells how its receiver is reached.
        if view["state"] == ON_AIR and not self.steers and "author_change" in shown:
            shown["author_change"] = None  # Nobody else is to be put off while it is being answered.
        return shown


def _screen(name: str, roles: set[Role], states: frozenset[State], **more: Any) -> Screen:
    return Screen(name, frozenset(roles | {Role.ADMIN}), states, **more)


_ALL = frozenset(State)

SCREENS: dict[str, Screen] = {
    screen.name: screen
    for screen in (
        _screen("desk", {Role.MODERATOR, Role.PRODUCER}, _ALL, contacts=True, lists=True),
        _screen("calls", {Role.SCREENER}, _ALL, contacts=True, lists=True, calls=True),
        _screen(
            "rundown",
            {Role.PRODUCER},
            _RUNDOWN,
            messages=True,
            prompters=True,
            links=True,
            lists=True,
            steers=True,
        ),
        _screen("head", {Role.HEAD, Role.OBSERVER, Role.PRODUCER}, _RUNDOWN | {ANSWERED}, lists=True),
        _screen(
            "prompter",
            {Role.PRESENTER, Role.PRODUCER},
            _RUNDOWN,
            fields=tuple(_PROMPTER_FIELDS),
            messages=True,
            prompters=True,
        ),
        _screen("overlay", {Role.GALLERY, Role.PRODUCER}, frozenset({ON_AIR}), fields=tuple(_OVERLAY_FIELDS)),
        _screen("tickets", {Role.COORDINATOR, Role.EXECUTOR}, frozenset(), tickets=True),
    )
}


@dataclass(frozen=True, slots=True)
class Opened:
    """What a link opens: one screen, in one role."""

    screen: str
    role: Role


LINKS = {
    "prompter": Opened("prompter", Role.PRESENTER),
    "head": Opened("head", Role.HEAD),
    "observer": Opened("head", Role.OBSERVER),
    "overlay": Opened("overlay", Role.GALLERY),
    "desk": Opened("desk", Role.MODERATOR),
    "calls": Opened("calls", Role.SCREENER),
    "rundown": Opened("rundown", Role.PRODUCER),
}
"""The links that a producer makes, by what they are called: `observer` is the head's screen, read only."""


def widest(actor: Actor) -> Screen | None:
    """The screen that shows an actor the most of a broadcast; None for one who may only send questions in."""
    for screen in SCREENS.values():
        if not screen.tickets and actor.may(screen.roles):
            return screen
    return None
