"""Who asks the same: questions and all that were merged into them, each with the person who asked it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, not_, select

from live.domain.question import MERGED
from live.store.show.continuing import ALL_FURTHER
from live.store.tables import person, question

ASKED = select(question.c.id, question.c.broadcast_id, question.c.number)
"""Of these the first ones are chosen: `askers_of(ASKED.where(…))`."""


def askers_of(first: Select[Any], further: bool = False) -> Select[Any]:
    """The `first` questions and all that were merged into them, and into those, each with who asked it, by its id.

    `further`: with the further words of those who ask, which nobody is answered a second time for.
    """
    asked = first.cte("asked", recursive=True)
    # Without doubles: one of the first may be merged into another of them.
    asked = asked.union(
        ASKED.where(
            question.c.broadcast_id == asked.c.broadcast_id,
            question.c.merged_into == asked.c.number,
            question.c.state == MERGED.value,
        )
    )
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
        .join(asked, asked.c.id == question.c.id)
        .outerjoin(person, person.c.id == question.c.person_id)
        .order_by(question.c.id)
    )
    return found if further else found.where(not_(ALL_FURTHER))
