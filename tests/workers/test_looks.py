"""What a task's look at the database costs is the same, however much is there that it has nothing to do for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest

from live.admin.official_pages import register
from live.domain.broadcast import Kind
from live.domain.followup.news import Choice
from live.domain.people import By
from live.followup.discussions import steering
from live.followup.publications import writing
from live.store.centre import access
from live.store.followup import news
from live.workers.all import TASKS, Task
from live.workers.language import clusters
from tests.followup.mattering import Mattering
from tests.followup.publishing import ANNA, BORIS, SETTINGS, TEXT
from tests.support.asked import gone_through, statements
from tests.support.backends import Backends
from tests.support.rooms import Show, opened
from tests.workers.site import Site

OTHERS = {
    **dict.fromkeys(("intake", "ballots", "audit_queue", "osc", "osc_presses", "loop"), "has no look: it is rung"),
    **dict.fromkeys(("redis_publish", "redis_listen"), "looks at Redis"),
    **dict.fromkeys(("polling", "official_pages", "outbox", "poll_posts"), "looks at each network by its own pace"),
    "webhooks": "has a worker for each receiver that is behind",
    **dict.fromkeys(("backup", "books", "learning", "bring_back", "processes"), "works apart, at its hour"),
}
"""Tasks that are not asked here, and why."""

LOOKING = [task for task in TASKS if task.name not in OTHERS]
FEW, MANY = 2, 6
SETTLED = 50
"""Looks after which no task has anything left to do: some take up one log with each."""
COMPARED = 5
"""Looks of which the shortest is taken: a task may look at more every few seconds."""

BY = By("Ольга", "admin")


def fill(site: Site, of_each: int) -> None:
    """So many of everything that stands for months, and nothing of it is due."""
    later = site.store.clock() + timedelta(days=1)
    centre = Show(site.store)
    telegram = centre.channel("telegram", **SETTINGS["telegram"])
    centre.channel("mail", host="127.0.0.1", sender="line@example.org", security="none")
    for n in range(of_each):
        _talked_of(site)
        town = Mattering(site.store)
        town.say("tell", town.matter(town.by_vk(f"Житель {n}")), text="Завтра починят")
        register.add(site.store, register.Given(f"https://t.me/district{n}", "Район"), BY)
        steering.add(site.store, steering.Given("Парк", "Каким ему быть?", centre.slug, until=later), BY)
        number = writing.add(site.store, writing.Given(TEXT, channels=[telegram], due=later), ANNA)
        writing.see(site.store, number, 1, BORIS)
        with site.store.write() as tx:
            person = access.add_account(tx, f"works-{n}", f"works-{n}", "-", ["executor"], 0, "ЖКХ", f"{n}@example.org")
            news.choose(tx, person, Choice(quiet=False))


def _talked_of(site: Site) -> None:
    """A planned show, a standing line and one on air with a poll, and one that is over and left tickets."""
    Show(site.store)
    Show(site.store, Kind.STANDING).asked()
    on_air, over = (Show(site.store).on_air() for _ in range(2))
    on_air.do("poll.open", question="Что важнее?", options=["Дороги", "Школы"])
    for show in (on_air, over):
        show.do("question.ticket", show.asked(), department="ЖКХ")
        show.asked()
    over.wrapped()


class Looks:
    """By a task, the statements of a look once it has nothing left to do; and all that went through a whole table."""

    def __init__(self, of_each: int, backends: Backends, folder: Path) -> None:
        folder.mkdir()
        self.shortest: dict[str, list[str]] = {}
        with ExitStack() as stack:
            site = Site(stack.enter_context(opened("sqlite", backends, folder)))
            stack.callback(site.close)
            self.whole = stack.enter_context(gone_through(site.store))
            fill(site, of_each)
            self._settle(site)

    def _settle(self, site: Site) -> None:
        workers = {task.name: site.worker(task) for task in LOOKING}
        for turn in range(SETTLED + COMPARED):
            for name, worker in workers.items():
                with statements(site.store) as asked:
                    worker._tick()
                if turn >= SETTLED:
                    self.shortest[name] = min(asked, self.shortest.get(name, asked), key=len)


@pytest.fixture(scope="module")
def looks(backends: Backends, folder: Path) -> Iterator[tuple[Looks, Looks]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clusters, "PACE", 0.0)
        yield Looks(FEW, backends, folder / "few"), Looks(MANY, backends, folder / "many")


@pytest.mark.parametrize("task", LOOKING, ids=lambda task: task.name)
def test_a_look_asks_no_more_however_much_there_is(looks: tuple[Looks, Looks], task: Task) -> None:
    few, many = (of.shortest[task.name] for of in looks)
    assert len(many) <= len(few), Counter(many).most_common(3)


def test_nothing_goes_through_all_that_was_ever_asked(looks: tuple[Looks, Looks]) -> None:
    """On a table of a million rows that is tenths of a second, after each write."""
    assert not looks[0].whole
