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
from live.protocol.commands.contacts import OfCall, QuestionContact, ReplyContact, TicketContact
from live.views.feed.sections.section import Reader
from live.views.questions.masking import contact_in
from live.views.screens import Screen
from live.web.services import services

TOLD_OF_CALLS = {"contact": Act.CONTACT_SEEN, "recording": Act.RECORDING_SEEN}
"""The audit's entry of what is told of a call, by the command's verb."""


def show_contact(slug: str, body: Body, holder: Actor, screen: Screen | None) -> ContactTold:
    """What was asked for; `not_found` where the screen does not see who it is, or may not be told."""
    holder.acting(COMMANDS[body.type].roles)
    if isinstance(body, OfCall):
        return _of_call(slug, body, holder)
    if isinstance(body, ReplyContact):
        contact = services().queries.contact_of_reply(body.matter, body.reply)
        tell(services().store, Act.CONTACT_SEEN, f"matter/{body.matter}", holder, reply=body.reply)
        return {"ok": True, "contact": contact, "profile": None}
    if isinstance(body, TicketContact):
        found = _of_ticket(body, holder)
        subject = f"ticket/{body.ticket}"
    else:
        assert isinstance(body, QuestionContact)
        found = _of_question(slug, body.question, screen)
        subject = f"{slug}/question/{body.question}"
    tell(services().store, Act.CONTACT_SEEN, subject, holder, question=body.question)
    contact, profile = found.get("contact"), found.get("profile")
    if not (contact or profile):
        contact = contact_in(found.get("name"))
    return {"ok": True, "contact": contact, "profile": profile}


def _of_call(slug: str, body: OfCall, holder: Actor) -> ContactTold:
    """How the caller is reached, or where the recording is; its entry of the audit says which."""
    found = services().queries.reached(slug, body.call)
    tell(services().store, TOLD_OF_CALLS[body.verb], f"{slug}/call/{body.call}", holder)
    if body.verb == "recording":
        return {"ok": True, "recording_url": found["recording_url"]}
    return {"ok": True, "contact": found["contact"]}


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
