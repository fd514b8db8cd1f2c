"""The bell tells whoever looks for work what was written, in this process and in the others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from live.desk.receive import receive_free, receive_group
from live.feed.bell import Bell
from live.feed.pubsub import NoLink
from live.runtime.worker import Written
from live.store.leases import Leases
from live.store.transaction import Store
from live.workers.language.stacking import place_some
from tests.support.rooms import Show, store

__all__ = ["store"]


class Wire(NoLink):
    """Of two processes; what the one says comes to the other."""

    def __init__(self) -> None:
        self.said: list[dict[str, Any]] = []
        self.listeners: list[Callable[[str, dict[str, Any]], None]] = []

    def listen(self, topic: str, heard: Callable[[str, dict[str, Any]], None]) -> None:
        self.listeners.append(heard)

    def publish(self, topic: str, body: dict[str, Any]) -> None:
        self.said.append(body)


class Heard:
    """What this process and another one hear of what is written here."""

    def __init__(self, store: Store) -> None:
        self.store, self.here, self.there, self.wire = store, list[Written](), list[Written](), Wire()
        self.bell = Bell(self.wire, written=self.here.append)
        self._other = Bell(self.wire, written=self.there.append)

    def of(self, write: Callable[[], object]) -> tuple[list[Written], list[Written]]:
        for heard in (self.here, self.there, self.wire.said):
            heard.clear()
        self.store.after_commit.append(self.bell.ring)
        write()
        self.store.after_commit.remove(self.bell.ring)
        for body in self.wire.said:
            self.wire.listeners[-1]("other", body)
        return self.here, self.there


@pytest.mark.parametrize("receive", [receive_free, receive_group])
def test_of_questions_alone_only_who_looks_at_questions_hears(store: Store, receive: Callable[..., Any]) -> None:
    show = Show(store).on_air()
    heard = Heard(store).of(lambda: receive(store, [show.arrival("Когда починят мост?")]))
    assert heard == ([Written.QUESTIONS], [Written.QUESTIONS])


def test_of_everything_else_everybody_hears(store: Store) -> None:
    show = Show(store).on_air()
    show.receive("Когда починят мост?")
    heard = Heard(store).of(lambda: show.do("question.shortlist", 1))
    assert heard == ([Written.ANYTHING], [Written.ANYTHING])


def test_screens_are_woken_before_the_background_here_and_elsewhere(store: Store) -> None:
    wire, order = Wire(), list[str]()
    bell = Bell(wire, lambda ids: order.append("screens"), lambda what: order.append("background"))
    show = Show(store).on_air()
    store.after_commit.append(bell.ring)
    show.receive("Когда починят мост?")
    assert order == ["screens", "background"]
    wire.listeners[-1]("other", wire.said[-1])
    assert order == ["screens", "background"] * 2


def test_of_stacks_only_who_looks_at_questions_hears(store: Store) -> None:
    show = Show(store).on_air()
    show.receive("Когда починят мост?")
    show.understood()
    here, _ = Heard(store).of(lambda: place_some(store))
    assert here == [Written.QUESTIONS]


def test_who_is_at_work_concerns_nobody(store: Store) -> None:
    leases = Leases(store)

    def work() -> None:
        leases.take("work")
        leases.beat()
        leases.free("work")

    assert Heard(store).of(work) == ([Written.NOTHING] * 3, [])


def test_an_older_program_says_nothing_of_what_it_wrote(store: Store) -> None:
    heard = Heard(store)
    heard.wire.listeners[-1]("older", {"grown": [1]})
    assert heard.there == [Written.ANYTHING]
