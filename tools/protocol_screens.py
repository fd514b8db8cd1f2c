"""The table of screens, as the pages and docs/protocol.md have it."""

from __future__ import annotations

from typing import Any

from live.domain.people import Role
from live.domain.question import ON_AIR, SHORTLISTED, State
from live.views.feed.snapshot import MESSAGES, REVOKED_LINKS
from live.views.feed.visible_events import WINDOW
from live.views.screens import SCREENS, Screen

ALL = "anything"


def screens() -> dict[str, dict[str, Any]]:
    """Each screen with its roles and its sections; `states` are those whose questions it counts."""
    return {
        name: {"roles": sorted(role.value for role in screen.roles), "sections": _sections(screen)}
        for name, screen in SCREENS.items()
    }


def limits() -> dict[str, int]:
    """How many of the newest of each kind a screen holds."""
    return {"kept": WINDOW, "messages": MESSAGES, "revoked": REVOKED_LINKS}


def rows() -> list[list[str]]:
    """Screen, roles but admin, which questions, what besides."""
    return [
        [name, _roles(screen), _questions(screen), ", ".join(_besides(screen) + _contacts(screen))]
        for name, screen in SCREENS.items()
    ]


def _sections(screen: Screen) -> dict[str, Any]:
    if screen.tickets:
        return {"tickets": {}}
    counted = [state.value for state in State if screen.counts(state)]
    always = [state.value for state in (SHORTLISTED, ON_AIR) if state in screen.states]
    return {"questions": {"states": counted, "always": always}} | {name: {} for name in _besides(screen)}


def _roles(screen: Screen) -> str:
    return ", ".join(role.value for role in Role if role in screen.roles and role is not Role.ADMIN)


def _questions(screen: Screen) -> str:
    if screen.calls:
        return "handed over from a call"
    return ALL if screen.sees_all else ", ".join(state.value for state in State if state in screen.states)


def _besides(screen: Screen) -> list[str]:
    flags = ("lists", "calls", "messages", "prompters", "links", "tickets")
    return [name for name in flags if getattr(screen, name)]


def _contacts(screen: Screen) -> list[str]:
    if screen.name == "head":
        return ["contacts where the broadcast allows it"]
    return ["authors' contacts"] if screen.contacts else []
