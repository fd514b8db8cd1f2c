"""Two who are away, of whom one cannot be marked as dealt with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from live.admin.shifts.absence import add_absence
from live.domain.people import By
from live.store.centre import access, shifts
from tests.workers.site import Site

BY = By("Мария", "admin")


def others_work_goes_over(site: Site) -> Callable[[], object]:
    """The row of the first absence takes no change; whether the second one's work went over."""
    now, people = site.store.clock(), []
    with site.store.write() as tx:
        for n in range(2):
            people.append(access.add_account(tx, f"duty-{n}", f"Человек {n}", "-", ["moderator"]))
    broken, other = (add_absence(site.store, one, now, now + timedelta(days=1), BY) for one in people)
    site.refuse("UPDATE ON absence", f"old.id = {broken}")

    def handed() -> bool:
        with site.store.read() as connection:
            return shifts.get_absence(connection, other).handed_at is not None

    return handed
