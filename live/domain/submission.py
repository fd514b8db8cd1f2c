"""What every channel hands in: a question from outside, before it has a number."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from live.domain.characters import UNFIT, visible, with_plain_lines
from live.domain.files.attached import Arrived
from live.domain.refused import Refused

TEXT_LIMIT = 4000
"""Characters of a question's text that our own API and form take."""


def comparable(contact: str) -> str:
    """A contact so that two spellings of it are one: case aside, and a Russian number by its digits after 7."""
    plain = contact.strip().lower()
    if not plain.startswith("tel:"):
        return plain
    digits = re.sub(r"\D", "", plain)
    if len(digits) == 11 and digits.startswith("8") and "+" not in plain:
        digits = "7" + digits[1:]
    elif len(digits) == 10 and "+" not in plain:
        digits = "7" + digits
    return f"tel:{digits}" if digits else plain


def kind_of(contact: str) -> str:
    """By what a contact leads to somebody: tel, mailto, a network, https; words for what nobody's program reads."""
    found = re.match(r"([a-z]{2,12}):", contact)
    return found[1] if found else "words"


def masked_contact(contact: str | None) -> str | None:
    """Of what kind a contact is, and its end: enough to tell it from another, not to reach anybody by it."""
    if contact is None:
        return None
    kind = kind_of(contact)
    if kind == "mailto":
        return f"mailto:{contact[7:8]}···@···"
    if kind == "https":
        return f"https://{contact.split('/')[2]}/···"
    return f"{kind}:···{contact[-2:]}" if kind != "words" else "words:···"


@dataclass(frozen=True, slots=True)
class Author:
    """Who asks. `contact` is how to answer (prefixed by its kind: "tel:", "mailto:", "vk:")."""

    name: str | None = None
    contact: str | None = None
    profile: str | None = None


SPOKEN = "spoken"
"""The version of what somebody agreed to by word of mouth."""


@dataclass(frozen=True, slots=True)
class Consent:
    """What a sender agreed to: to a text by its `version`, at a moment (None: as it came in).

    `name_on_air`: to be named on air too, which makes the name public and is a consent of its own.
    """

    version: str
    name_on_air: bool = False
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Submission:
    """One question as a channel read it.

    `between_shows`: it was asked where nobody asks for a show, under another post: the standing broadcast takes it.
    `source` is the channel's type ("vk", "form", "api" …). `external_id` tells a repeated delivery
    from a new question, within its channel or key, for all time. `original` is a network's message
    whole, kept where our rules had to clean the text. `files` stand in the store already, as a form's do, and are
    the first of the `attachments`; what a network has is fetched afterwards. Times are aware, in UTC.
    """

    text: str
    source: str
    author: Author | None = None
    locality: str | None = None
    topic: str | None = None
    external_id: str | None = None
    asked_at: datetime | None = None
    attachments: tuple[dict[str, Any], ...] = ()
    original: dict[str, Any] | None = field(default=None, repr=False)
    consent: Consent | None = None
    between_shows: bool = False
    files: tuple[Arrived, ...] = ()


@dataclass(frozen=True, slots=True)
class AuthorChange:
    """An author changed (`text`) or deleted (`text` is None) the message known by `external_id`.

    `otherwise`: what to take in where we never had that message, as when one is restored.
    """

    external_id: str
    text: str | None
    otherwise: Submission | None = None


def checked_text(text: str) -> str:
    """The text tidied: its line ends, its edges, what nobody would see of it.

    `invalid` when it is empty, too long or holds control characters. For what our own API, form and desk take. A
    network's message is `cleaned` instead: it is never refused.
    """
    lines = with_plain_lines(text)
    tidy = visible(lines).strip()
    if not tidy:
        raise Refused("invalid", "The text of the question is empty.")
    if len(tidy) > TEXT_LIMIT:
        raise Refused(
            "invalid",
            "The text has {length} characters; at most {limit} fit.",
            length=len(tidy),
            limit=TEXT_LIMIT,
        )
    if not lines.isprintable() and UNFIT.search(lines):
        raise Refused("invalid", "The text holds control characters.")
    return tidy


def tidied(text: str) -> str:
    """A text made fit to show: without control characters, what nobody sees, and space around it."""
    return visible(UNFIT.sub("", with_plain_lines(text))).strip()


def cleaned(text: str) -> str:
    """A network's text made fit to show, cut at the limit."""
    tidy = tidied(text)
    return tidy if len(tidy) <= TEXT_LIMIT else visible(tidy[:TEXT_LIMIT]).rstrip()
