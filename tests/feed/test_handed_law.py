"""No screen is wrong: whatever is handed over, read, late, lost or done elsewhere, each ends as a newcomer begins."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from live.desk import receive
from live.desk.receive import Arrival
from live.domain.refused import Refused
from live.domain.submission import Author
from live.feed import listeners
from live.feed import tail as tails
from live.feed.bell import Bell
from live.feed.hub import Hub
from live.feed.presence import Presence
from live.feed.pubsub import NoLink
from live.language.reading import Reading
from live.store import log
from live.store.quick.handed import Grown
from live.store.transaction import Store
from live.views.feed.handed import renderer_of
from tests.feed.heard import member
from tests.support.reducer import Mirror
from tests.support.rooms import Show, store

__all__ = ["store"]

AUTHORS = (None, Author("Анна", "vk:1"), Author("Пётр", "tel:+79990000000"))


class Page:
    """A screen of the hub, and what it holds."""

    def __init__(self, hub: Hub, show: Show, screen: str, name: str) -> None:
        self._hub, self.screen = hub, screen
        self._member = member(show.id, name, screen)
        self.mirror = Mirror(screen)
        self.syncs = 0
        hub.join(self._member)
        self._sync(None, None)

    def _sync(self, epoch: str | None, since: int | None) -> None:
        self.syncs += 1
        answer = json.loads(bytes(self._hub.sync(self._member, epoch, since)))
        if not self.mirror.load(answer):
            self._sync(None, None)

    def hear(self) -> None:
        for event, body in self._member.socket.all():
            if event not in ("events", "pulse"):
                continue
            fits = self.mirror.apply(body) if event == "events" else self._is_current(body)
            if not fits:
                self._sync(self.mirror.epoch, self.mirror.to)

    def _is_current(self, pulse: dict[str, Any]) -> bool:
        return (pulse["epoch"], pulse["to"]) == (self.mirror.epoch, self.mirror.to)


class Feed:
    """A hub whose task goes when it is told to; what rings for it may be kept back, and come in another order."""

    def __init__(self, store: Store) -> None:
        self.store, self.show = store, Show(store).on_air()
        self.hub = Hub(store, Presence(NoLink()), lambda members: [])
        self.bell = Bell(NoLink(), self.hub.ring)
        self.late: list[Grown] = []
        self.pages = [Page(self.hub, self.show, screen, f"page {screen}") for screen in ("desk", "head", "calls")]
        self.told(0)

    def receive(self, n: int) -> None:
        found = Reading("вода", "Вода", None) if n % 2 else None
        group = [self.show.arrival(f"Вопрос {n}", author=AUTHORS[(n + place) % 3]) for place in range(1 + n % 3)]
        receive.receive_free(self.store, [replace(one, reading=found) for one in group])

    def heard(self, n: int) -> None:
        self._with(self.bell.ring, lambda: self.receive(n))

    def heard_late(self, n: int) -> None:
        self._with(self.late.append, lambda: self.receive(n))

    def elsewhere(self, n: int) -> None:
        self.receive(n)

    def commanded(self, n: int) -> None:
        last, verb = self.show.broadcast.last_number, [*_FIELDS][n % len(_FIELDS)]
        with suppress(Refused):  # What is not allowed just now.
            number = 1 + n % last if last else None
            self._with(self.bell.ring, lambda: number and self.show.do(f"question.{verb}", number, **_FIELDS[verb]))

    def understood(self, n: int) -> None:
        self._with(self.bell.ring, self.show.understood)

    def rolled_back(self, n: int) -> None:
        arrival = self.show.arrival("Никогда")
        with suppress(ZeroDivisionError):
            self._with(self.bell.ring, lambda: self._broken(arrival))

    def _broken(self, arrival: Arrival) -> None:
        with self.store.write() as tx:
            rows = tx.lock_free([self.show.id])
            receive._store(tx, [arrival], {arrival.target: rows[self.show.id]})
            assert tx.grown.handed
            raise ZeroDivisionError

    def begun_anew(self, n: int) -> None:
        with self.store.write() as tx:
            log.begin_epoch(tx.connection)

    def joined(self, n: int) -> None:
        self.pages.append(Page(self.hub, self.show, ("desk", "head")[n % 2], f"page {len(self.pages)}"))

    def rung(self, n: int) -> None:
        """What was kept back, the last first."""
        while self.late:
            self.bell.ring(self.late.pop())

    def looked(self, n: int) -> None:
        self.hub.look()

    def told(self, n: int) -> None:
        self.hub._follower._tick()
        for page in self.pages:
            page.hear()

    def settle(self) -> None:
        for act in (self.rung, self.looked, self.told, self.looked, self.told):
            self.hub._pulse_at = 0.0
            act(0)
        for page in self.pages:
            fresh = Page(self.hub, self.show, page.screen, "newcomer").mirror
            assert not page.mirror.differences(fresh), page.screen

    def _with(self, ring: Callable[[Grown], None], work: Callable[[], object]) -> None:
        self.store.after_commit.append(ring)
        try:
            work()
        finally:
            self.store.after_commit.remove(ring)


_FIELDS: dict[str, dict[str, Any]] = {
    "shortlist": {},
    "decline": {"reason": "spam"},
    "take": {},
    "answer": {"fully": True, "summary": "Сделаем"},
}

ACTS = (
    *[Feed.heard, Feed.told] * 6,
    *(Feed.heard_late, Feed.elsewhere, Feed.commanded, Feed.understood, Feed.rolled_back),
    *(Feed.joined, Feed.rung, Feed.looked),
)


@pytest.mark.parametrize("seed", range(12))
def test_every_screen_holds_what_a_newcomer_would_see(store: Store, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    rendered: list[int] = []

    def noted(handed: Any) -> Any:
        rendered.append(len(handed))
        return renderer_of(handed)

    monkeypatch.setattr(tails, "renderer_of", noted)
    if seed % 2:
        monkeypatch.setattr(listeners, "FELT", -1.0)  # As slow to tell as a thousand: they rest.
        monkeypatch.setattr(listeners, "SHARE", 1e9)
    chance, feed = Random(seed), Feed(store)
    begins_anew = seed % 4 == 3
    acts = [*ACTS, Feed.begun_anew] if begins_anew else ACTS
    for act in (Feed.heard, Feed.told, *chance.choices(acts, k=40)):
        act(feed, chance.randrange(60))
    feed.settle()
    assert rendered, "something was told without a reading"
    if not begins_anew:
        assert {page.syncs for page in feed.pages} == {1}, "no frame has left a gap, and no pulse was ahead of them"
