"""Matters that grow by what the desk merges, one of which takes no other count of who asks."""

from __future__ import annotations

from collections.abc import Callable

from live.store.followup import matters
from tests.support.rooms import Show
from tests.workers.site import Site


def others_ask_too(site: Site) -> Callable[[], bool]:
    """Whether the matter behind the broken one is counted anew."""
    show = Show(site.store).on_air()
    roots = [show.asked() for _ in range(2)]
    broken, other = (int(show.do("matter.open", title="Прорыв", questions=[root])["matter"]) for root in roots)
    site.refuse("UPDATE ON matter", f"old.id = {broken}")
    for root in roots:
        show.do("question.merge", show.asked(), into=root)

    def counted() -> bool:
        with site.store.read() as connection:
            return bool(matters.get(connection, other).askers == 2)

    return counted
