"""The centre's lists as an administrator types them: rows of texts, between a form and the verb that saves a list."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict

from live.domain.characters import alike, visible
from live.domain.deadline import said_hours, spans_of
from live.domain.official_pages.result import TEMPLATES
from live.domain.official_pages.score import Part

Row = dict[str, str]
Form = MultiDict[str, str]
Item = Mapping[str, Any]

_BETWEEN = re.compile(r"[,;\n]")
_DAY = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")
_DASH = re.compile("[—‒-]")
_CLOCK = re.compile(r"([0-9]{1,4}):([0-5][0-9])")
_HOURS = re.compile(r"[0-9]{1,4}([.,][0-9]{1,2})?")


@dataclass(frozen=True, slots=True)
class ListForm:
    """How one list is typed. `fields` of a row; `shown` makes rows of a stored list, `items` a list of typed rows.

    `lines`: the list is typed as one text, a line for each entry. `chosen`: fields that say something in an empty row.
    """

    fields: tuple[str, ...]
    shown: Callable[[Sequence[Item]], list[Row]]
    items: Callable[[Sequence[Row]], list[dict[str, Any]]]
    lines: bool = False
    chosen: frozenset[str] = frozenset()

    def typed(self, form: Form) -> list[Row]:
        """The rows as they were typed, without those in which nothing stands."""
        if self.lines:
            return [_row_of(line) for line in visible(form.get("lines", "")).splitlines() if line.strip()]
        names = [name for name in self.fields if name != "shown"]
        most = max((len(form.getlist(name)) for name in names), default=0)
        # A page that was opened before there was a field says nothing of it.
        columns = [[visible(value) for value in form.getlist(name) or [""] * most] for name in names]
        marked = set(form.getlist("shown"))
        rows = []
        for index, values in enumerate(zip(*columns, strict=False)):
            row = dict(zip(names, values, strict=True))
            if any(row[name].strip() for name in names if name not in self.chosen):
                rows.append(row | ({"shown": "yes" if str(index) in marked else ""} if "shown" in self.fields else {}))
        return rows


def _items(text: str) -> list[str]:
    return [piece for piece in (" ".join(piece.split()) for piece in _BETWEEN.split(text)) if piece]


def _row_of(line: str) -> Row:
    name, _, also = line.partition(";")
    return {"name": " ".join(name.split()), "also": "; ".join(_items(also))}


def line_of(row: Row) -> str:
    return f"{row['name']}; {row['also']}" if row["also"] else row["name"]


WEEKDAYS = range(1, 8)

_DAYS = ("days_off", "days_on", "short_days")


def _calendar_row(item: Item) -> Row:
    """The one calendar; a day of the week without hours of its own has empty ones."""
    row = {"zone": item.get("zone") or "", "round_the_clock": "yes" if item.get("round_the_clock") else ""}
    own = {day["day"]: day for day in item.get("weekdays", ())}
    row |= {f"hours_{day}": _spans_shown(own[day]) if day in own else "" for day in WEEKDAYS}
    return (
        row | {"hours": _spans_shown(item)} | {n: "\n".join(_day_shown(day) for day in item.get(n, ())) for n in _DAYS}
    )


def _calendar_item(row: Row) -> dict[str, Any]:
    """What is no day or no hour stays as it was typed, and the verb says so."""
    return {
        "zone": row["zone"].strip() or None,
        "round_the_clock": row["round_the_clock"] == "yes",
        "spans": _spans_typed(row["hours"]),
        "weekdays": [{"day": day, "spans": spans} for day in WEEKDAYS if (spans := _spans_typed(row[f"hours_{day}"]))],
        **{name: [_day_typed(day) for day in _items(row[name])] for name in _DAYS},
    }


def _spans_shown(item: Item) -> str:
    return ", ".join(said_hours(hours) for hours in spans_of(item))


def _spans_typed(text: str) -> list[dict[str, str]]:
    """8:00–12:00, 13–17 are two spans. What has no end ends as it begins, which the verb refuses."""
    spans = []
    for piece in _items(text):
        opens, dash, closes = _DASH.sub("–", piece).partition("–")
        spans.append({"opens": _clock_typed(opens), "closes": _clock_typed(closes if dash else opens)})
    return spans


def _day_shown(day: str) -> str:
    return ".".join(reversed(day.split("-")))


def _day_typed(text: str) -> str:
    found = _DAY.fullmatch(text)
    try:
        return date(int(found[3]), int(found[2]), int(found[1])).isoformat() if found else text
    except ValueError:  # Such as 32.13.2026: whoever typed it knows it again as they typed it.
        return text


def _clock_typed(text: str) -> str:
    """8:00 is 08:00, and so is 8."""
    text = text.strip()
    text = f"{text}:00" if text.isdecimal() else text
    return f"0{text}" if text[1:2] == ":" else text


def hours_shown(minutes: int) -> str:
    """150 is 2:30, and 120 is 2."""
    hours, rest = divmod(minutes, 60)
    return f"{hours}:{rest:02}" if rest else str(hours)


def _hours_typed(text: str) -> int | str:
    """Minutes, of 2, 2:30 or 2,5 hours; what is none of these stays as it was typed, and the verb says so."""
    if found := _CLOCK.fullmatch(text.strip()):
        return int(found[1]) * 60 + int(found[2])
    if found := _HOURS.fullmatch(text.strip()):
        return round(float(found[0].replace(",", ".")) * 60)
    return text


def _texts(items: Sequence[Item]) -> dict[str, str]:
    return {item["kind"]: item["text"] for item in items}


def _number_shown(number: float) -> str:
    return f"{number:g}".replace(".", ",")


def _number_typed(text: str) -> float | str:
    """What is no number stays as it was typed, and the verb says so."""
    plain = text.strip().replace(",", ".")
    return float(plain) if re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,3})?", plain) else text


def _scores_row(item: Item) -> Row:
    aims = {f"aim_{part}": _number_shown(item["aims"][part]) for part in Part}
    return {**aims, **{f"weight_{part}": str(item["weights"][part]) for part in Part}, "silent": str(item["silent"])}


def _scores_item(row: Row) -> dict[str, Any]:
    aims, weights = ({part.value: _number_typed(row[f"{of}_{part}"]) for part in Part} for of in ("aim", "weight"))
    return {"aims": aims, "weights": weights, "silent": _number_typed(row["silent"])}


_WORDS = ListForm(
    ("name",),
    lambda items: [{"name": i["name"], "also": ""} for i in items],
    lambda rows: [{"name": line_of(r)} for r in rows],
    lines=True,
)
"""Words or phrases, one a line."""

FORMS: dict[str, ListForm] = {
    "topics": ListForm(
        ("name", "words", "department", "approval"),
        lambda items: [
            {
                "name": i["name"],
                "words": ", ".join(i["words"]),
                "department": i["department"] or "",
                "approval": "yes" if i.get("approval") else "",
            }
            for i in items
        ],
        lambda rows: [
            {
                "name": r["name"],
                "words": _items(r["words"]),
                "department": r["department"] or None,
                "approval": r["approval"] == "yes",
            }
            for r in rows
        ],
        chosen=frozenset({"approval"}),
    ),
    "localities": ListForm(
        ("name", "also"),
        lambda items: [{"name": i["name"], "also": "; ".join(i["also"])} for i in items],
        lambda rows: [{"name": r["name"], "also": _items(r["also"])} for r in rows],
        lines=True,
    ),
    **dict.fromkeys(("rude", "urgent", "stresses", "hidden_words"), _WORDS),
    "reasons": ListForm(
        ("code", "label", "shown"),
        lambda items: [
            {"code": i["code"], "label": i["label"] or "", "shown": "yes" if i["shown"] else ""} for i in items
        ],
        lambda rows: [
            {"code": r["code"] or None, "label": r["label"] or None, "shown": bool(r["shown"])} for r in rows
        ],
    ),
    "calendar": ListForm(
        ("zone", "round_the_clock", "hours", *(f"hours_{day}" for day in WEEKDAYS), *_DAYS),
        lambda items: [_calendar_row(item) for item in items],
        lambda rows: [_calendar_item(row) for row in rows],
        chosen=frozenset({"round_the_clock"}),
    ),
    "deadlines": ListForm(
        ("topic", "priority", "reaction", "resolution", "approval"),
        lambda items: [
            {
                "topic": i["topic"] or "",
                "priority": i["priority"] or "",
                "reaction": hours_shown(i["reaction"]),
                "resolution": hours_shown(i["resolution"]),
                "approval": hours_shown(i["approval"]) if i.get("approval") else "",
            }
            for i in items
        ],
        lambda rows: [
            {
                "topic": r["topic"] or None,
                "priority": r["priority"] or None,
                "reaction": _hours_typed(r["reaction"]),
                "resolution": _hours_typed(r["resolution"]),
                "approval": _hours_typed(r["approval"]) if r["approval"].strip() else None,
            }
            for r in rows
        ],
    ),
    "templates": ListForm(
        ("name", "text", "topic"),
        lambda items: [{"name": i["name"], "text": i["text"], "topic": i["topic"] or ""} for i in items],
        lambda rows: [{"name": r["name"], "text": r["text"], "topic": r["topic"] or None} for r in rows],
    ),
    "messages": ListForm(
        ("text", "kind"),
        lambda items: [{"text": i["text"], "kind": i["kind"]} for i in items],
        lambda rows: [{"text": r["text"], "kind": r["kind"]} for r in rows],
        chosen=frozenset({"kind"}),
    ),
    "page_scores": ListForm(
        (*(f"aim_{part}" for part in Part), *(f"weight_{part}" for part in Part), "silent"),
        lambda items: [_scores_row(item) for item in items],
        lambda rows: [_scores_item(row) for row in rows],
    ),
    "results": ListForm(
        ("kind", "text"),
        # A kind that is new since the list was saved has the text that everybody begins with.
        lambda items: [
            {"kind": kind, "text": text}
            for kind, text in ({kind.value: text for kind, text in TEMPLATES.items()} | _texts(items)).items()
        ],
        lambda rows: [{"kind": r["kind"], "text": r["text"]} for r in rows],
    ),
}


def without_doubles(rows: Sequence[Row]) -> list[Row]:
    """Each settlement once, where it stands first, with the other spellings of all that have its name."""
    found: dict[str, Row] = {}
    for row in rows:
        first = found.setdefault(alike(row["name"]), row)
        if first is not row:
            also = {alike(one): one for one in [*_items(first["also"]), *_items(row["also"])]}
            found[alike(row["name"])] = {**first, "also": "; ".join(also.values())}
    return list(found.values())


def rearranged(rows: list[Row], act: str) -> list[Row]:
    """The rows after one of the form's buttons: up-3, down-3, remove-3, sort, once; anything else leaves them."""
    verb, _, position = act.partition("-")
    if verb == "sort":
        return sorted(rows, key=lambda row: alike(row.get("name", "")))
    if verb == "once":
        return without_doubles(rows)
    at = int(position) if position.isdecimal() and len(position) < 6 else len(rows)
    if at >= len(rows):
        return rows
    left = rows[:at] + rows[at + 1 :]
    if verb == "remove":
        return left
    to = at + {"up": -1, "down": 1}.get(verb, 0)
    return [*left[:to], rows[at], *left[to:]] if 0 <= to < len(rows) else rows
