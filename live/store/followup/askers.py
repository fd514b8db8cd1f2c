"""Who asks the same: questions and all that were merged into them, each with the person who asked it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CTE, Select, not_, select

from live.domain.question import MERGED
from live.store.ids import looked_up
from live.store.show.continuing import ALL_FURTHER
from live.store.tables import person, question

ASKED = select(question.c.id, question.c.broadcast_id, question.c.number)
"""Of these the first ones are chosen: `askers_of(ASKED.where(…))`."""


def with_merged(first: Select[Any]) -> CTE:
    """The `first` questions and all that were merged into them, and into those; what else is selected of a first one
    goes along to those merged into it."""
    asked = first.cte("asked", recursive=True)
    along = [column for column in asked.c if column.name not in ASKED.selected_columns]
    # Without doubles: one of the first may be merged into another of them.
    return asked.union(
        ASKED.add_columns(*along).where(
            question.c.broadcast_id == asked.c.broadcast_id,
            question.c.merged_into == asked.c.number,
            question.c.state == MERGED.value,
        )
    )


def askers_of(first: Select[Any], further: bool = False) -> Select[Any]:
    """The `first` questions and all that were merged into them, and into those, each with who asked it, by its id.

    `further`: with the further words of those who ask, which nobody is answered a second time for.
    """
    asked = with_merged(first)
    found = (
        select(
            question.c.id,
            question.c.broadcast_id,
            question.c.number,
            question.c.state,
            question.c.text,
            question.c.source,
            question.c.locality,
            question.c.asked_at,
            question.c.received_at,
            question.c.origin,
            question.c.external_id,
            question.c.person_id,
            question.c.merged_into,
            question.c.continues,
            question.c.author_text,
            question.c.author_deleted,
            question.c.code,
            question.c.withdrawn_at,
            person.c.name,
            person.c.contact,
            person.c.profile,
        )
        .select_from(asked)
        .join(question, question.c.id == looked_up(asked.c.id))
        .outerjoin(person, person.c.id == question.c.person_id)
        .order_by(question.c.id)
    )
    return found if further else found.where(not_(ALL_FURTHER))
