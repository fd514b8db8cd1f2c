"""A question of which no stack can be written, among others."""

from __future__ import annotations

from collections.abc import Callable

from tests.support.rooms import Show
from tests.workers.site import Site


def others_are_stacked(site: Site) -> Callable[[], object]:
    """Those beside it are put on theirs."""
    text = "В доме 5 по улице Ленина третий день нет отопления, батареи холодные"
    show = Show(site.store).on_air()
    first, second, third = (show.asked(text) for _ in range(3))
    show.understood()
    site.refuse("UPDATE ON question", f"old.id = {show.row(second).id}")
    return lambda: show.view(first)["stacked"] == 1 and show.row(third).stack is not None
