"""An issue of a collection as pages show it, and as a file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Response
from flask_babel import gettext

from live.domain.followup.collection import VOICES
from live.files.docx_writer import document
from live.files.xlsx_writer import workbook
from live.runtime.tasks import offload
from live.views.collections.told import Told
from live.web.admin import when, zone
from live.web.collections.sheets import sheets
from live.web.exchange.attached import attached
from live.web.labels import question_state, ticket_state

SHOWN = 40
"""Topics, and places, that a page shows; the files have all of them."""


def around(told: Told, href: Callable[..., str] | None = None) -> dict[str, Any]:
    """What a template that shows an issue works with. `href`: where the list behind a number is, by what it counts."""
    return {
        "told": told,
        "href": href,
        "shown": SHOWN,
        "voices": VOICES,
        "when": when,
        "day": lambda at: f"{at.astimezone(zone()):%d.%m.%Y}",
        "question_state": question_state,
        "ticket_state": ticket_state,
        "late": lambda due: due < told.until,
    }


def file_of(told: Told, form: str) -> Response:
    """An issue as DOCX or XLSX, put together while others have their turns."""
    tables = sheets(told, zone())
    name = f"collection-{told.until.astimezone(zone()):%Y-%m-%d-%H%M}.{form}"
    if form == "xlsx":
        return attached(offload(workbook, tables), name)
    nothing, more = gettext("Nothing here."), gettext("{n} more are in the XLSX.")
    lines = [told.department, period(told)]
    return attached(offload(document, told.title, lines, tables, nothing, more), name)


def period(told: Told) -> str:
    return gettext("From {since} to {until}").format(since=when(told.since), until=when(told.until))


def moment(at: datetime | None) -> str:
    return when(at) if at is not None else ""
