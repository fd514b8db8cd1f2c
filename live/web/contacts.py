"""How somebody is reached, told to a person who asks for it: one at a time, and it is written down who asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from live.admin.audit import tell
from live.domain.audit import Act
from live.domain.people import Actor, department_of
from live.domain.refused import Refused
from live.protocol.answers.problems import ContactTold
from live.protocol.commands import COMMANDS, Body
from live.protocol.commands.contacts import QuestionContact, TicketContact
from live.views.feed.sections.section import Reader
from live.views.screens import Screen
from live.web.services import services


def show_contact(slug: str, body: Body, holder: Actor, screen: Screen | None) -> ContactTold:
    """{ok, contact, profile}; `not_found` where the screen does not see who it is, or may not be told."""
    holder.acting(COMMANDS[body.type].roles)
    if isinstance(body, TicketContact):
        found = _of_ticket(body, holder)
        subject = f"ticket/{body.ticket}"
    else:
        assert isinstance(body, QuestionContact)
        found = _of_question(slug, body.question, screen)
        subject = f"{slug}/question/{body.question}"
    tell(services().store, Act.CONTACT_SEEN, subject, holder, question=body.question)
    return {"ok": True, "contact": found.get("contact"), "profile": found.get("profile")}


def _of_question(slug: str, number: int, screen: Screen | None) -> Mapping[str, Any]:
    view = services().queries.question_now(slug, screen, number, Reader(contacts=True)) if screen else None
    author = view["author"] if view is not None else None
    if view is None or (author and "contact" not in author):
        raise Refused("not_found", "There is no question {number} in this broadcast.", number=number)
    return author or {}


def _of_ticket(body: TicketContact, holder: Actor) -> Mapping[str, Any]:
    ticket = services().queries.ticket(Reader(department_of(holder), contacts=True), body.ticket)
    for asker in ticket["askers_list"]:
        if asker["question"] == body.question:
            return asker
    raise Refused("not_found", "There is no question {number} in this broadcast.", number=body.question)
