"""What a centre that begins has done already, and what is still missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row

from live.channels import has_hook
from live.domain.broadcast import Kind, State
from live.domain.people import Role
from live.store.centre import access, channels, departments, lists, settings
from live.store.show import broadcasts
from live.store.transaction import Store

OVER = (State.WRAPPED.value, State.ARCHIVED.value)


class Step(StrEnum):
    """In the order in which a centre takes them: each leans on those before it."""

    CENTRE = "centre"
    HOURS = "hours"
    DEPARTMENTS = "departments"
    SETTLEMENTS = "settlements"
    TOPICS = "topics"
    STANDING = "standing"
    SHOW = "show"
    CREW = "crew"
    CHANNELS = "channels"
    TRIAL = "trial"


@dataclass(frozen=True, slots=True)
class StepView:
    """`done`: nothing of it is missing. `some` of `all` are, where that can be counted."""

    step: Step
    done: bool
    some: int = 0
    all: int = 0


@dataclass(frozen=True, slots=True)
class Start:
    """`demo`: the show with invented questions is still here. `shows`: those that can be tried, as (slug, title)."""

    steps: Sequence[StepView]
    demo: bool
    shows: Sequence[tuple[str, str]]

    @property
    def missing(self) -> int:
        return sum(not one.done for one in self.steps)


def start_of(store: Store) -> Start:
    """Each step as it stands now."""
    with store.read() as connection:
        known = broadcasts.all_of(connection)
        real = [row for row in known if not row.rehearsal and row.state != State.ARCHIVED.value]
        steps = [
            StepView(Step.CENTRE, bool(settings.centre(connection).name)),
            StepView(Step.HOURS, lists.read(connection, "calendar").version > 0),
            _departments(connection),
            StepView(Step.SETTLEMENTS, bool(lists.read(connection, "localities").items)),
            _topics(connection),
            StepView(Step.STANDING, any(row.kind == Kind.STANDING.value for row in real)),
            StepView(Step.SHOW, any(row.kind == Kind.SHOW.value and row.standing_id is not None for row in real)),
            StepView(Step.CREW, _crew(connection) >= {Role.MODERATOR.value, Role.PRODUCER.value}),
            _channels(connection),
            StepView(Step.TRIAL, settings.was_tried(connection)),
        ]
        return Start(steps, any(row.rehearsal for row in known), [(row.slug, row.title) for row in _triable(real)])


def _departments(connection: Connection) -> StepView:
    """Those that are kept, and of them those that somebody answers for."""
    kept = [row for row in departments.listed(connection) if row.closed_at is None]
    led = {one.department_id for one in departments.officials(connection, [row.id for row in kept])}
    return StepView(Step.DEPARTMENTS, bool(kept) and len(led) == len(kept), len(led), len(kept))


def _topics(connection: Connection) -> StepView:
    items = lists.read(connection, "topics").items
    led = sum(bool(item["department"]) for item in items)
    return StepView(Step.TOPICS, led == len(items), led, len(items))


def _crew(connection: Connection) -> set[str]:
    """The roles that somebody has who may sign in."""
    people = [row.id for row in access.all_accounts(connection) if row.active]
    return {row.role for row in access.roles_of(connection, people)}


def _channels(connection: Connection) -> StepView:
    """Those that messages come by, and of them those that have brought one; the form needs none."""
    coming = [row for row in channels.sealed(connection) if has_hook(row.type) and row.type != "form"]
    heard = sum(row.last_at is not None for row in coming)
    return StepView(Step.CHANNELS, bool(coming) and heard == len(coming), heard, len(coming))


def _triable(real: Sequence[Row[Any]]) -> list[Row[Any]]:
    """Shows that collect questions, or are being rehearsed: a trial goes by a rehearsal."""
    ready = [
        row
        for row in real
        if row.kind == Kind.SHOW.value
        and (row.state == State.COLLECTING.value or (row.rehearsal_pace is not None and row.state not in OVER))
    ]
    return sorted(ready, key=lambda row: (row.starts_at is None, str(row.starts_at)))
