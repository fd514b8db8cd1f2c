"""The table of screens: who may open each, and what it holds.

Whether a screen sees a thing depends on that thing's row, the screen's sections and, of tickets, its reader's
department alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from live.domain.broadcast import TICKETS
from live.domain.people import Actor, Role
from live.domain.question import ANSWERED, ON_AIR, State
from live.views.feed.sections.broadcast import Broadcast, TicketsLog
from live.views.feed.sections.calls import Calls
from live.views.feed.sections.clusters import Clusters
from live.views.feed.sections.duty import Duty
from live.views.feed.sections.links import Links
from live.views.feed.sections.lists import Lists
from live.views.feed.sections.matters import Matters
from live.views.feed.sections.mentions import Mentions
from live.views.feed.sections.messages import Messages
from live.views.feed.sections.news import News
from live.views.feed.sections.polls import Polls
from live.views.feed.sections.prompters import Prompters
from live.views.feed.sections.questions import RUNDOWN, CallersQuestions, Contacts, Questions
from live.views.feed.sections.section import Section
from live.views.feed.sections.segments import Segments
from live.views.feed.sections.tickets import Tickets

_PROMPTER_FIELDS = (
    "number",
    "state",
    "version",
    "rank",
    "text",
    "air_text",
    "aloud",
    "source",
    "author",
    "locality",
    "topic",
    "askers",
    "notes",
    "moved",
)
_OVERLAY_FIELDS = (
    *("number", "state", "version", "text", "air_text", "source", "author", "locality"),
    *("graphic", "picture"),
)


@dataclass(frozen=True, slots=True)
class Screen:
    name: str
    roles: frozenset[Role]
    sections: tuple[Section[Any], ...]

    @property
    def questions(self) -> Questions:
        """What it holds of a broadcast's questions; `LookupError` for the tickets' screen, which has none."""
        for section in self.sections:
            if isinstance(section, Questions):
                return section
        raise LookupError(f"{self.name} has no questions")

    @property
    def follows_tickets(self) -> bool:
        """Whether it follows the centre's log of tickets; every other screen follows a broadcast's."""
        return any(isinstance(section, Tickets) for section in self.sections)

    @property
    def has_duty(self) -> bool:
        """Whether it shows who is on duty, and so needs to know which account its reader is."""
        return any(isinstance(section, Duty) for section in self.sections)


def _screen(name: str, roles: set[Role], *sections: Section[Any]) -> Screen:
    return Screen(name, frozenset(roles | {Role.ADMIN}), sections)


_ALL = frozenset(State)
_SHOW = Broadcast()

SCREENS: dict[str, Screen] = {
    screen.name: screen
    for screen in (
        _screen(
            "desk",
            {Role.MODERATOR, Role.PRODUCER},
            _SHOW,
            Lists(),
            Matters(),
            Duty(),
            Mentions(),
            Clusters(),
            Questions(_ALL, Contacts.ALWAYS),
        ),
        _screen(
            "calls",
            {Role.SCREENER},
            _SHOW,
            Lists(),
            Calls(),
            CallersQuestions(_ALL, Contacts.ALWAYS),
        ),
        _screen(
            "rundown",
            {Role.PRODUCER},
            _SHOW,
            Lists(),
            Messages(),
            Prompters(),
            Links(),
            Polls(),
            Clusters(),
            Segments(),
            Questions(RUNDOWN, steers=True, promises=True),
        ),
        _screen(
            "head",
            {Role.HEAD, Role.OBSERVER, Role.PRODUCER},
            _SHOW,
            Lists(),
            Polls(),
            Clusters(),
            Questions(RUNDOWN | {ANSWERED}, Contacts.WHERE_ALLOWED, masks=True, names=False, aloud=True, promises=True),
        ),
        _screen(
            "prompter",
            {Role.PRESENTER, Role.PRODUCER},
            _SHOW,
            Messages(),
            Prompters(),
            Polls(),
            Questions(RUNDOWN, fields=_PROMPTER_FIELDS, masks=True, names=False, aloud=True),
        ),
        _screen(
            "overlay",
            {Role.GALLERY, Role.PRODUCER},
            _SHOW,
            Polls(),
            Questions(frozenset({ON_AIR}), fields=_OVERLAY_FIELDS, masks=True, names=False),
        ),
        _screen(
            "gallery",
            {Role.GALLERY, Role.PRODUCER},
            _SHOW,
            Links(only=frozenset({"overlay"})),
            Polls(),
            Questions(RUNDOWN, fields=(*_OVERLAY_FIELDS, "rank", "moved"), masks=True, names=False),
        ),
        _screen(
            TICKETS,
            {Role.COORDINATOR, Role.EXECUTOR},
            TicketsLog(),
            Tickets(),
            Matters(),
            Duty(),
            News(),
        ),
    )
}
"""A broadcast's screens stand the widest first, and the tickets' last; but the gallery's after the graphic, by which a
program of the gallery's role reads: what is to come is for who sits before the screen."""

AIR = frozenset({"prompter", "overlay", "head"})
"""The screens that go out on air, or stand before who speaks there: they are served before all others."""

BROADCAST_SCREENS = tuple(screen for screen in SCREENS.values() if not screen.follows_tickets)

KINDS = {section.name: section for screen in SCREENS.values() for section in screen.sections}
"""One section of each kind of thing, by name: what its `load` gives does for every section of that name."""


def widest(actor: Actor) -> Screen | None:
    """The screen that shows an actor the most of a broadcast; None for one who may only send questions in."""
    return next((screen for screen in BROADCAST_SCREENS if actor.may(screen.roles)), None)


def described() -> dict[str, dict[str, Any]]:
    """Each screen's sections by name, as JSON: what a program needs to hold the same as the screen does."""
    return {
        name: {section.name: section.described() for section in screen.sections} for name, screen in SCREENS.items()
    }
