"""New questions as a commit has handed them over, rendered without reading: the same as a reading then would give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Column

from live.store.quick.handed import HandedOver, NewQuestion
from live.store.tables import Moment, question
from live.views.feed.sections.questions import Allowed, QuestionRows, Questions
from live.views.feed.visible_events import EventRenderer
from live.views.questions.view import FULL, view_of_new


def renderer_of(several: Sequence[HandedOver]) -> EventRenderer:
    """Of what one log has grown by in commits that followed upon each other."""
    events: list[Any] = [_moments(event, "at") for handed in several for event in handed.events]
    rows: list[Any] = [_row(new) for handed in several for new in handed.questions]
    broadcast = several[-1].broadcast
    views = {row.number: view_of_new(row) for row in rows}
    return EventRenderer(None, broadcast, events, {Questions.name: QuestionRows(views, Allowed.by(broadcast))})


def _row(new: NewQuestion) -> SimpleNamespace:
    """As `FULL` would select it."""
    facts = {**_UNTOUCHED, **new.row}
    if new.person is not None:
        facts |= {f"author_{name}": getattr(new.person, name) for name in ("name", "contact", "profile")}
    if new.guess is not None:
        facts |= {"topic_percent": new.guess.percent, "topic_words": list(new.guess.words)}
    return _moments(facts, *_MOMENTS)


def _moments(facts: Mapping[str, Any], *names: str) -> SimpleNamespace:
    """With these, which are written as text, as moments."""
    read = {name: datetime.fromisoformat(facts[name]) for name in names if facts[name] is not None}
    return SimpleNamespace(**{**facts, **read})


def _of_the_schema(column: Column[Any]) -> Any:
    """What a column has that nothing is inserted into."""
    said = str(column.server_default.arg) if column.server_default is not None else None  # type: ignore[attr-defined]  # it has one
    if said is None or not said.isdigit():
        return {"false": False, "true": True}.get(str(said), said)
    return int(said)


_UNTOUCHED: dict[str, Any] = {
    **dict.fromkeys(FULL.exported_columns.keys()),
    **{column.name: _of_the_schema(column) for column in question.c},
}
_MOMENTS = [column.name for column in question.c if isinstance(column.type, Moment)]
