"""The centre's lists as an administrator types them: rows of texts, between a form and the verb that saves a list."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

Row = dict[str, str]
Form = MultiDict[str, str]
Item = Mapping[str, Any]

_BETWEEN = re.compile(r"[,;\n]")


@dataclass(frozen=True, slots=True)
class ListForm:
    """How one list is typed. `fields` of a row; `shown` makes rows of a stored list, `items` a list of typed rows.

    `lines`: the list is typed as one text, a line for each entry.
    """

    fields: tuple[str, ...]
    shown: Callable[[Sequence[Item]], list[Row]]
    items: Callable[[Sequence[Row]], list[dict[str, Any]]]
    lines: bool = False

    def typed(self, form: Form) -> list[Row]:
        """The rows as they were typed, without those in which nothing stands."""
        if self.lines:
            return [_row_of(line) for line in form.get("lines", "").splitlines() if line.strip()]
        columns = [form.getlist(name) for name in self.fields if name != "shown"]
        names = [name for name in self.fields if name != "shown"]
        marked = set(form.getlist("shown"))
        rows = []
        for place, values in enumerate(zip(*columns, strict=False)):
            row = dict(zip(names, values, strict=True))
            if any(value.strip() for value in values):
                rows.append(row | ({"shown": "yes" if str(place) in marked else ""} if "shown" in self.fields else {}))
        return rows


def _words(text: str) -> list[str]:
    return [word for word in (" ".join(piece.split()) for piece in _BETWEEN.split(text)) if word]


def _row_of(line: str) -> Row:
    name, _, also = line.partition(";")
    return {"name": " ".join(name.split()), "also": "; ".join(_words(also))}


def line_of(row: Row) -> str:
    return f"{row['name']}; {row['also']}" if row["also"] else row["name"]


FORMS: dict[str, ListForm] = {
    "topics": ListForm(
        ("name", "words", "department"),
        lambda items: [
            {"name": i["name"], "words": ", ".join(i["words"]), "department": i["department"] or ""} for i in items
        ],
        lambda rows: [
            {"name": r["name"], "words": _words(r["words"]), "department": r["department"] or None} for r in rows
        ],
    ),
    "localities": ListForm(
        ("name", "also"),
        lambda items: [{"name": i["name"], "also": "; ".join(i["also"])} for i in items],
        lambda rows: [{"name": r["name"], "also": _words(r["also"])} for r in rows],
        lines=True,
    ),
    "reasons": ListForm(
        ("code", "label", "shown"),
        lambda items: [
            {"code": i["code"], "label": i["label"] or "", "shown": "yes" if i["shown"] else ""} for i in items
        ],
        lambda rows: [
            {"code": r["code"] or None, "label": r["label"] or None, "shown": bool(r["shown"])} for r in rows
        ],
    ),
    "departments": ListForm(
        ("name", "chief", "email"),
        lambda items: [{"name": i["name"], "chief": i["chief"] or "", "email": i["email"] or ""} for i in items],
        lambda rows: [
            {"name": r["name"], "chief": r["chief"].strip() or None, "email": r["email"].strip() or None} for r in rows
        ],
    ),
}


def rearranged(rows: list[Row], act: str) -> list[Row]:
    """The rows after one of the form's buttons: up-3, down-3, remove-3, sort; anything else leaves them."""
    verb, _, place = act.partition("-")
    if verb == "sort":
        return sorted(rows, key=lambda row: row["name"].lower().replace("ё", "е"))
    at = int(place) if place.isdecimal() and len(place) < 6 else len(rows)
    if at >= len(rows):
        return rows
    left = rows[:at] + rows[at + 1 :]
    if verb == "remove":
        return left
    to = at + {"up": -1, "down": 1}.get(verb, 0)
    return [*left[:to], rows[at], *left[to:]] if 0 <= to < len(rows) else rows
