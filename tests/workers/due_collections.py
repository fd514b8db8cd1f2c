"""Collections whose time has come, one of which cannot be kept as sent."""

from __future__ import annotations

from collections.abc import Callable

from live.admin import departments
from live.domain.people import By
from live.followup.collections import keeping
from live.followup.collections.keeping import Given
from live.store.followup import collections
from tests.support.rooms import clock_of
from tests.workers.site import Site

BY = By("Ольга", "coordinator")


def two_are_due(site: Site) -> Callable[[], bool]:
    """Whether the collection behind the broken one went."""
    home = departments.add(site.store, departments.Given("Дороги"), BY)
    broken, other = (keeping.add(site.store, Given(f"Дороги {n}", home), BY) for n in range(2))
    site.refuse("UPDATE ON collection", f"old.id = {broken}")
    clock_of(site.store).pass_(days=2)

    def went() -> bool:
        with site.store.read() as connection:
            return bool(collections.issues(connection, other, 1))

    return went
