"""One person's data in words: the tables of its page and of its paper are these."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext, lazy_gettext

from live.domain.retention import Ground
from live.files.xlsx_writer import Sheet, Value
from live.web.admin import when
from live.web.labels import SOURCES, TICKET_KINDS, ticket_state

GROUNDS = {
    Ground.ASKED: lazy_gettext("The person has asked for it"),
    Ground.WITHDRAWN: lazy_gettext("The consent is withdrawn"),
    Ground.ORDERED: lazy_gettext("A court or an authority has ordered it"),
    Ground.MISTAKEN: lazy_gettext("It was written down by mistake"),
}

_CALLED = {
    "persons": lazy_gettext("Names and contacts"),
    "questions": lazy_gettext("Questions"),
    "wordings": lazy_gettext("Earlier wordings"),
    "consents": lazy_gettext("Consents to processing"),
    "files": lazy_gettext("Pictures, sounds and documents"),
    "calls": lazy_gettext("Calls"),
    "cautions": lazy_gettext("Marks on calls"),
    "tickets": lazy_gettext("Tickets"),
    "replies": lazy_gettext("Replies to this person"),
}

Cells = Mapping[str, Callable[[Mapping[str, Any]], Value]]


def _columns() -> dict[str, Cells]:
    """Of each kind: a column's title and what stands in it."""
    number, text, state = gettext("Number"), gettext("Text"), gettext("State")
    broadcast, at, by = gettext("Broadcast"), gettext("Time"), gettext("Who")

    def title(row: Mapping[str, Any]) -> str:
        return str(row["broadcast_title"])

    return {
        "persons": {
            gettext("Name"): lambda row: row["name"],
            gettext("Contact"): lambda row: re.sub("^(tel|mailto):", "", row["contact"] or ""),
            gettext("Page"): lambda row: row["profile"],
            gettext("Known since"): lambda row: when(row["created_at"]),
        },
        "questions": {
            number: lambda row: row["number"],
            broadcast: title,
            at: lambda row: when(row["received_at"]),
            gettext("Source"): lambda row: str(SOURCES.get(row["source"], row["source"])),
            state: lambda row: gettext(row["state"]),
            text: lambda row: row["text"],
        },
        "files": {
            gettext("Question"): lambda row: row["number"],
            gettext("Kind"): lambda row: row["mime"],
            gettext("Bytes"): lambda row: row["size"],
            gettext("Came from"): lambda row: row["origin"],
            at: lambda row: when(row["at"]),
        },
        "wordings": {
            number: lambda row: row["number"],
            at: lambda row: when(row["at"]),
            by: lambda row: row["by_name"],
            text: lambda row: row["air_text"],
        },
        "consents": {
            number: lambda row: row["number"],
            at: lambda row: when(row["at"]),
            gettext("Version of the text"): lambda row: row["version"],
            gettext("Name on air"): lambda row: gettext("yes") if row["name_on_air"] else gettext("no"),
        },
        "calls": {
            at: lambda row: when(row["created_at"]),
            broadcast: title,
            gettext("Name"): lambda row: row["name"],
            gettext("Recording"): lambda row: gettext("yes") if row["recording_url"] else gettext("no"),
            text: lambda row: row["text"],
        },
        "cautions": {
            at: lambda row: when(row["at"]),
            by: lambda row: row["by_name"],
            text: lambda row: row["text"],
        },
        "tickets": {
            number: lambda row: row["number"],
            at: lambda row: when(row["created_at"]),
            gettext("Why"): lambda row: str(TICKET_KINDS.get(row["kind"], row["kind"])),
            state: lambda row: ticket_state(row["state"]),
            gettext("Answer"): lambda row: row["answer"],
            gettext("Rating"): lambda row: row["rating_text"] or row["rating"],
        },
        "replies": {
            gettext("Question"): lambda row: row["question"],
            at: lambda row: when(row["at"]),
            state: lambda row: gettext(row["state"]),
            text: lambda row: row["text"],
        },
    }


def tables(held: Mapping[str, list[dict[str, Any]]]) -> list[Sheet]:
    """A table of each kind that is there; dates by the centre's clock."""
    return [
        Sheet(str(_CALLED[kind]), list(columns), [[cell(row) for cell in columns.values()] for row in held[kind]])
        for kind, columns in _columns().items()
        if held[kind]
    ]
