"""Two shows that are asked about something, of one of which nothing can be put into clusters."""

from __future__ import annotations

from collections.abc import Callable

from tests.support.gathering import WATER, shown
from tests.support.rooms import Show
from tests.workers.site import Site


def clusters_behind_broken_ones(site: Site) -> Callable[[], bool]:
    """Whether the show behind the broken one shows what it is asked about."""
    broken, behind = Show(site.store).on_air(), Show(site.store).on_air()
    site.refuse("INSERT ON cluster_question", f"new.broadcast_id = {broken.id}")
    for show in (broken, behind):
        show.receive(*WATER)
        show.understood()
    return lambda: bool(shown(behind)["listed"]) and not shown(broken)["listed"]
