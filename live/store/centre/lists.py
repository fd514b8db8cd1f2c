"""The centre's lists: topics, localities, reasons, ready messages, rude words, words of danger, stresses of names,
templates, calendar, terms.

Each is edited whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from live.domain.official_pages.result import TEMPLATES
from live.domain.official_pages.score import USUAL, as_item
from live.domain.question import REASONS
from live.domain.refused import Refused
from live.domain.retention import DEFAULT as TERMS
from live.language.default_answers import ANSWERS
from live.language.default_topics import TOPICS
from live.language.rude import MILD
from live.language.urgency import DANGERS
from live.store.tables import centre_list
from live.store.transaction import Transaction

Item = Mapping[str, Any]

NAMES = (
    "topics",
    "localities",
    "reasons",
    "messages",
    "templates",
    "calendar",
    "deadlines",
    "retention",
    "rude",
    "urgent",
    "stresses",
    "hidden_words",
    "notices",
    "night",
    "results",
    "page_scores",
    "signals",
    "graphics",
)

_DEFAULTS: dict[str, tuple[Item, ...]] = {
    "topics": tuple({"name": name, "words": list(key_words), "department": None} for name, key_words in TOPICS),
    "localities": (),
    "reasons": tuple({"code": code, "label": None, "shown": True} for code in REASONS),
    # One item: when this centre works, and the days that are not as the country's calendar has them.
    "calendar": (
        {
            "zone": None,
            "round_the_clock": False,
            "spans": [{"opens": "08:00", "closes": "17:00"}],
            "weekdays": [],
            "days_off": [],
            "days_on": [],
            "short_days": [],
        },
    ),
    # Minutes of work; the item that says most of a ticket holds.
    "deadlines": ({"topic": None, "priority": None, "reaction": 120, "resolution": 480},),
    "templates": tuple({"name": name, "text": text, "topic": None} for name, text in ANSWERS),
    # What the centre tells everybody of its own work: a text of each kind.
    "results": tuple({"kind": kind.value, "text": text} for kind, text in TEMPLATES.items()),
    # One item: what a page is to reach, and what that weighs.
    "page_scores": (as_item(USUAL),),
    "retention": tuple({"kind": kind.value, "days": days} for kind, days in TERMS.items()),
    # Content, as a question is, so not translated.
    "messages": tuple(
        {"text": words, "kind": "message"}
        for words in ("Осталось пять минут", "Закругляйтесь", "Следующий вопрос", "Медленнее", "Звонок на линии")
    ),
    "rude": tuple({"name": word} for word in MILD),
    "urgent": tuple({"name": phrase} for phrase in DANGERS),
    "stresses": (),
    "hidden_words": (),
    # What the control room's machines are told of what happens on air.
    "signals": (),
    # The station's own OGraf packages, and what of ours goes into their fields.
    "graphics": (),
    # One item: which moments residents hear of (none until somebody chooses them), and how.
    "notices": ({"on": [], "texts": {}, "quiet": ["22:00", "08:00"], "channels": {}, "off": {}},),
    # One item: when it is night, and what wakes the one on duty then.
    "night": ({"begins": "22:00", "ends": "07:00", "wakes": ["reaction.over", "resolution.over"]},),
}
"""What holds until somebody edits a list."""


@dataclass(frozen=True, slots=True)
class CentreList:
    """`version` is 0, and nobody's name stands there, while it is the list that everybody begins with."""

    name: str
    version: int
    items: tuple[Item, ...]
    by_name: str | None = None
    at: datetime | None = None


_READ = select(centre_list).where(centre_list.c.name == bindparam("name"))
_VERSIONS = select(centre_list.c.name, centre_list.c.version)
_ALL = select(centre_list.c.name, centre_list.c["items"])


def read(connection: Connection, name: str) -> CentreList:
    row = connection.execute(_READ, {"name": name}).one_or_none()
    if row is None:
        return CentreList(name, 0, _DEFAULTS[name])
    return CentreList(name, row.version, tuple(row.items), row.by_name, row.at)


def versions(connection: Connection, *names: str) -> tuple[int, ...]:
    """The versions of these lists, without what they hold."""
    found = {row.name: row.version for row in connection.execute(_VERSIONS)}
    return tuple(found.get(name, 0) for name in names)


def items_of_all(connection: Connection) -> dict[str, Sequence[Item]]:
    """Every list's items by its name, in one query."""
    return {**_DEFAULTS, **{row.name: row.items for row in connection.execute(_ALL)}}


def departments(connection: Connection) -> dict[str, str]:
    """Topic → the department that answers for it; topics without one are left out."""
    topics = items_of_all(connection)["topics"]
    return {item["name"]: item["department"] for item in topics if item.get("department")}


def save(tx: Transaction, name: str, version: int, items: Sequence[Item], by_name: str) -> CentreList:
    """The list as it is from now on; `conflict` where `version` is not the present one. The caller has locked."""
    present = read(tx.connection, name)
    if version != present.version:
        raise Refused(
            "conflict",
            "The list was changed meanwhile by {name}.",
            name=present.by_name or "—",
            current={"version": present.version, "items": list(present.items)},
        )
    columns = {"version": version + 1, "items": list(items), "by_name": by_name, "at": tx.now}
    if version:
        tx.connection.execute(update(centre_list).where(centre_list.c.name == name).values(columns))
    else:
        tx.connection.execute(insert(centre_list).values(name=name, **columns))
    return CentreList(name, version + 1, tuple(items), by_name, tx.now)


def own_reasons(connection: Connection) -> frozenset[str]:
    """The codes of the centre's own reasons to decline, whether they are offered or not."""
    return frozenset(item["code"] for item in read(connection, "reasons").items) - frozenset(REASONS)
