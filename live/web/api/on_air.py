"""The data source for graphics that other programs draw: what is on air as JSON, XML or CSV."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from xml.etree import ElementTree  # nosec B405 # It writes XML and reads none.

from flask import Response, current_app, request

from live.domain.people import Role
from live.domain.polls.poll import OPTIONS
from live.files.csv_writer import FORMULAS
from live.protocol.answers.show import OnAir
from live.views.screens import SCREENS

ROLES = frozenset({Role.CONTROL}).union(*(SCREENS[name].roles for name in ("rundown", "prompter", "head", "overlay")))
"""Whoever may open a screen of the air, and the control room's machines."""

STREAM = "text/event-stream; charset=utf-8"

QUESTION = ("number", "text", "author", "locality", "source")
POLL = ("id", "question", "state", "voters")
OPTION = ("text", "votes", "share")
"""Of each option of a poll, as many as a poll may have: `option_1_text`."""

COLUMNS = {
    "now": (*QUESTION, "graphic", "since", "picture"),
    "next": QUESTION,
    "poll": (*POLL, *(f"option_{number}_{name}" for number in range(1, OPTIONS.stop) for name in OPTION)),
    "clock": ("state", "starts_at", "aired_at", "minutes", "ends_at", "zone"),
}
"""Every field of each part: in XML and CSV they are all there, empty where there is nothing."""

_NOT_IN_XML = re.compile(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def answer(body: OnAir, form: str) -> Response:
    """The answer in this form, or 304 where the asker has it: the ETag is that of what is told, and of nothing else."""
    write, content_type = FORMS[form]
    response = Response(write(body), content_type=content_type)
    response.set_etag(hashlib.sha256(response.get_data()).hexdigest()[:32])
    response.headers["Cache-Control"] = "no-cache"
    response.make_conditional(request)
    return response


def _json(body: OnAir) -> str:
    return str(current_app.json.dumps(body))


def _xml(body: OnAir) -> str:
    told = _flat(body)
    root = ElementTree.Element("on-air")
    for section, names in COLUMNS.items():
        element = ElementTree.SubElement(root, section)
        for name in names:
            ElementTree.SubElement(element, name).text = _NOT_IN_XML.sub("", _value(told[section], name))
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode")


def _csv(body: OnAir) -> str:
    """One row of names and one of values. With a byte order mark, or vMix and Excel would not take it for UTF-8."""
    cells = {f"{section}_{name}": value for section, name, value in _cells(body)}
    table = io.StringIO()
    csv.writer(table).writerows([cells.keys(), cells.values()])
    return "\ufeff" + table.getvalue()


def _cells(body: OnAir) -> Iterator[tuple[str, str, str]]:
    told = _flat(body)
    for section, names in COLUMNS.items():
        for name in names:
            yield section, name, _never_formula(" ".join(_value(told[section], name).split()))


def _flat(body: OnAir) -> Mapping[str, Any]:
    """The options of a poll one after the other, without those that were taken away."""
    poll: Mapping[str, Any] | None = body["poll"]
    if poll is None:
        return body
    left: list[Mapping[str, Any]] = [one for one in poll["options"] if not one["gone"]]
    plain = {name: poll.get(name) for name in COLUMNS["poll"]}
    for place, one in enumerate(left, 1):
        plain |= {f"option_{place}_{name}": one[name] for name in OPTION}
    return {**body, "poll": plain}


def _never_formula(cell: str) -> str:
    """A space before what a spreadsheet would take for a formula: the mark that `harmless` sets would go on air."""
    return f"\u00a0{cell}" if cell.startswith(FORMULAS) else cell


def _value(section: dict[str, Any] | None, name: str) -> str:
    """A value as text: nothing for what is not there, 1 and 0 for yes and no."""
    value = section[name] if section else None
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, bool) else str(value)


FORMS: dict[str, tuple[Callable[[OnAir], str], str]] = {
    "json": (_json, "application/json"),
    "xml": (_xml, "application/xml; charset=utf-8"),
    "csv": (_csv, "text/csv; charset=utf-8"),
}
