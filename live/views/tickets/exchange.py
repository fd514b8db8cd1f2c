"""The columns that centres exchange (Инцидент Менеджмент), and a question as one of their rows. Pure.

What we do not hold (region, street, house) stays empty. Times are written in the given zone, as such tables do.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

COLUMNS: dict[str, str] = {
    "number": "Номер инцидента",
    "created": "Дата создания",
    "closed": "Дата закрытия",
    "topic_group": "Группа тем",
    "topic": "Тема",
    "region": "Регион",
    "municipality": "Муниципалитет",
    "locality": "Населённый пункт",
    "street": "Улица",
    "house": "Дом",
    "kind": "Тип инцидента",
    "outcome": "Итог",
    "tags": "Теги",
    "text": "Текст инцидента",
}
"""What a fact is called → the name of its column, in the order of the columns."""

WIDTHS = (22, 18, 18, 20, 24, 16, 20, 22, 18, 8, 22, 34, 16, 70)

KIND = "Вопрос прямой линии"

OUTCOMES = {
    "new": "Новый",
    "shortlisted": "В списке к эфиру",
    "on_air": "В эфире",
    "answered": "Ответ дан в эфире",
    "declined": "Отклонён",
    "merged": "Объединён с другим",
    "ticketed": "Передан в работу",
    "transferred": "Передан в другой эфир",
    "blocked": "Автор заблокирован",
}
"""A question's state as such a table says it."""

WITHOUT_AIR = {"written": "Ответ дан письменно", "none": "Ответа не требует"}
"""An answered one's, where no show answered it."""

TO_THE_MINUTE, TO_THE_SECOND = "%d.%m.%Y %H:%M", "%d.%m.%Y %H:%M:%S"

CLOSED = frozenset({"answered", "declined"})


def row(facts: Mapping[str, Any]) -> list[str]:
    """A row in the order of COLUMNS; facts that are missing or None are empty."""
    return [str(facts[name]) if facts.get(name) is not None else "" for name in COLUMNS]


def local_time(moment: datetime | str | None, zone: ZoneInfo, form: str = TO_THE_SECOND) -> str:
    """A moment, as a row or a view holds it, as such tables write it; empty where there is none."""
    if moment is None:
        return ""
    return (datetime.fromisoformat(moment) if isinstance(moment, str) else moment).astimezone(zone).strftime(form)


def question_row(view: Mapping[str, Any], slug: str, zone: ZoneInfo, ticket: str | None = None) -> list[str]:
    """A question's row, from its view; `ticket` is the number under which it is worked on, where it is."""
    moved = view["moved"]["at"] if view["moved"] else None
    return row(
        {
            "number": f"{slug}-{view['number']}",
            "created": local_time(view["asked_at"] or view["received_at"], zone),
            "closed": local_time(moved, zone) if view["state"] in CLOSED else None,
            "topic": view["topic"],
            "locality": view["locality"],
            "kind": KIND,
            "outcome": f"{_outcome(view)}: {ticket}" if ticket else _outcome(view),
            "tags": view["source"],
            "text": view["text"],
        }
    )


def _outcome(view: Mapping[str, Any]) -> str:
    said = WITHOUT_AIR.get(view["how"] or "") or OUTCOMES[view["state"]]
    if view["merged_into"]:
        return f"{said}: № {view['merged_into']}"
    if view["answer"] and not view["answer"]["fully"]:
        return f"{said}, не полностью"
    return said
