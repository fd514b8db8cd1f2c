"""Publications that are due, pages that are to be read, and how one of them is broken."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from live.admin.official_pages import register
from live.domain.people import By
from live.followup.discussions import steering
from live.followup.publications import writing
from live.followup.publications.writing import Given
from live.store.official_pages import posts
from live.views import discussions, publications
from tests.followup.publishing import ANNA, BORIS, SETTINGS, TEXT
from tests.support.rooms import Show


def one_behind_a_broken_one(site: Any) -> Callable[[], object]:
    """One that cannot be released; the one behind it goes to its page at its moment."""
    channel = Show(site.store).channel("telegram", **SETTINGS["telegram"])
    due = site.store.clock() + timedelta(minutes=1)
    broken, behind = (writing.add(site.store, Given(TEXT, channels=[channel], due=due), ANNA) for _ in range(2))
    for number in (broken, behind):
        writing.see(site.store, number, 1, BORIS)
    site.refuse("UPDATE ON publication", f"old.id = {broken}")
    site.pass_(minutes=2)
    return lambda: publications.one(site.store, behind).state == "released"


def a_page_behind_a_broken_one(site: Any) -> Callable[[], object]:
    """A page of the register of which nothing can be noted; the one behind it is read."""
    by = By("Ольга", "admin")
    broken, behind = (
        register.add(site.store, register.Given(f"https://t.me/{name}", "Район"), by) for name in ("first", "second")
    )
    site.refuse("UPDATE ON official_page", f"old.id = {broken}")

    def is_read() -> bool:
        with site.store.read() as connection:
            return any(row.id == behind and row.read_at for row in posts.pages(connection))

    return is_read


def a_discussion_behind_a_broken_one(site: Any) -> Callable[[], object]:
    """A discussion that cannot be closed; the one behind it closes when its time is over."""
    slug, by = Show(site.store).slug, By("Ольга", "coordinator")
    until = site.store.clock() + timedelta(minutes=1)
    given = steering.Given("Парк", "Каким ему быть?", slug, until=until)
    broken, behind = (steering.add(site.store, given, by) for _ in range(2))
    site.refuse("UPDATE ON discussion", f"old.id = {broken}")
    site.pass_(minutes=2)
    return lambda: discussions.one(site.store, behind).state == "closed"
