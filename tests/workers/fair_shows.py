"""Two shows that are over, of one of which no root can be written."""

from __future__ import annotations

from collections.abc import Callable

from live.store.followup import fairness
from tests.support.rooms import Show
from tests.workers.site import Site


def a_root_behind_a_broken_one(site: Site) -> Callable[[], bool]:
    """Whether the show behind the broken one has its root."""
    broken, behind = Show(site.store).on_air(), Show(site.store).on_air()
    site.refuse("INSERT ON fairness_root", f"new.broadcast_id = {broken.id}")
    for show in (broken, behind):
        show.asked()
        show.wrapped()

    def made() -> bool:
        with site.store.read() as connection:
            return bool(fairness.roots(connection, behind.id)) and not fairness.roots(connection, broken.id)

    return made
