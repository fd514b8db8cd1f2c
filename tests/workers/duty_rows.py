"""Rows of the line between shows, and of who is away, of which the first takes no change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from live.admin.shifts.absence import add_absence
from live.domain.broadcast import Kind
from live.domain.people import By
from live.store.centre import access, shifts
from tests.support.rooms import Show
from tests.workers.site import Site

BY = By("Мария", "admin")


def others_are_told(site: Site) -> Callable[[], object]:
    """Whether the question behind the broken one is told to be late."""
    line = Show(site.store, Kind.STANDING)
    broken, other = line.asked(), line.asked()
    site.refuse("UPDATE ON question", f"old.id = {line.row(broken).id}")
    site.pass_(days=30)
    return lambda: [event.question for event in line.events() if event.type == "question.escalated"].count(other)


def others_work_goes_over(site: Site) -> Callable[[], object]:
    """Whether the work of the person behind the broken one went over."""
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
