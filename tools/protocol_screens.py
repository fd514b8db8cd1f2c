"""The table of screens, as the pages and docs/protocol.md have it."""

from __future__ import annotations

from typing import Any

from live.domain.people import Role
from live.domain.question import State
from live.views.feed.sections.questions import CallersQuestions, Contacts, Questions
from live.views.screens import KINDS, SCREENS, Screen, described

CONTACTS = {
    Contacts.ALWAYS: ["authors' contacts"],
    Contacts.WHERE_ALLOWED: ["contacts where the broadcast allows it"],
    Contacts.NEVER: [],
}


def screens() -> dict[str, dict[str, Any]]:
    """Each screen with its roles and its sections; `states` are those whose questions it counts."""
    sections = described()
    return {
        name: {"roles": sorted(role.value for role in screen.roles), "sections": sections[name]}
        for name, screen in SCREENS.items()
    }


def limits() -> dict[str, int]:
    """How many of the newest questions (or tickets), messages, revoked links and ended calls a screen holds."""
    newest = {KINDS[name].limit for name in ("questions", "tickets")}
    assert len(newest) == 1, "the pages trim questions and tickets alike"
    return {
        "newest": newest.pop(),
        "messages": KINDS["messages"].limit,
        "revoked": KINDS["links"].limit,
        "handed": KINDS["calls"].limit,
    }


def rows() -> list[list[str]]:
    """Screen, roles but admin, which questions, what besides."""
    return [
        [name, _roles(screen), _visible_questions(screen), ", ".join(_besides(screen))]
        for name, screen in SCREENS.items()
    ]


def _roles(screen: Screen) -> str:
    return ", ".join(role.value for role in Role if role in screen.roles and role is not Role.ADMIN)


def _questions(screen: Screen) -> Questions | None:
    return next((section for section in screen.sections if isinstance(section, Questions)), None)


def _visible_questions(screen: Screen) -> str:
    questions = _questions(screen)
    if questions is None:
        return ""
    if isinstance(questions, CallersQuestions):
        return "handed over from a call"
    return "anything" if questions.sees_all else ", ".join(one.value for one in State if one in questions.states)


def _besides(screen: Screen) -> list[str]:
    plain = [
        section.name for section in screen.sections if section.name not in ("broadcast", "questions", "tickets_log")
    ]
    questions = _questions(screen)
    return plain + (CONTACTS[questions.contacts] if questions else [])
