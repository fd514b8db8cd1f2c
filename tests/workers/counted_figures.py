"""Questions that the figures count, one of which takes no row of theirs."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select

from live.store.ids import question_id
from live.store.tables import figure_work
from tests.support.rooms import Show
from tests.workers.site import Site


def counted_behind_a_broken_one(site: Site) -> Callable[[], bool]:
    """Whether the question behind the broken one stands in the figures."""
    show = Show(site.store).on_air()
    broken, behind = (question_id(show.id, show.broadcast.last_number + n) for n in (1, 2))
    site.refuse("INSERT ON figure_work", f"new.question_id = {broken}")
    for _ in range(2):
        show.asked()

    def counted() -> bool:
        with site.store.read() as connection:
            ids = set(connection.execute(select(figure_work.c.question_id)).scalars())
        return behind in ids and broken not in ids

    return counted
