"""All logs of a process are looked at together: who lags is woken, who does not rests, and no trouble is shared."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from live.admin.broadcasts import delete_broadcast
from live.domain.people import By
from live.feed.hub import Hub
from live.feed.member import Member
from live.feed.presence import Presence
from live.feed.pubsub import NoLink
from live.store.transaction import Store
from tests.feed.heard import member
from tests.support.rooms import Show, store

__all__ = ["store"]

Opens = Callable[..., Hub]


@pytest.fixture
def opens(store: Store) -> Iterator[Opens]:
    """Makes hubs whose screens all leave at the end."""
    made: list[Hub] = []

    def opened(recheck: Callable[[Sequence[Member]], Sequence[Member]] = lambda members: []) -> Hub:
        made.append(Hub(store, Presence(NoLink()), recheck))
        return made[-1]

    yield opened
    for hub in made:
        for one in hub.members():
            hub.leave(one)


@contextmanager
def statements(store: Store) -> Iterator[list[str]]:
    """What the database is asked meanwhile."""
    asked: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        asked.append(statement)

    engine = store.database._reader
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)


def followed(store: Store, hub: Hub, count: int) -> list[tuple[Show, Member]]:
    """So many shows, each with a desk that has had its first pulse."""
    shows = [Show(store).on_air() for _ in range(count)]
    desks = [member(show.id) for show in shows]
    for desk in desks:
        hub.join(desk)
    hub.look()
    for desk in desks:
        desk.socket.next("pulse")
    return list(zip(shows, desks, strict=True))


def test_one_reading_serves_every_log(store: Store, opens: Opens) -> None:
    hub = opens()
    followed(store, hub, 12)
    with statements(store) as asked:
        for _ in range(5):
            hub.look()
    assert len([one for one in asked if "SELECT" in one]) == 5


def test_a_log_that_has_grown_without_the_bell_is_read_and_told(store: Store, opens: Opens) -> None:
    hub = opens()
    [(show, desk), (_, other)] = followed(store, hub, 2)
    show.receive("Вода")
    hub.look()
    assert [one["type"] for one in desk.socket.next("events")["events"]] == ["question.received"]
    assert [event for event, _ in other.socket.all() if event == "events"] == []


def test_whoever_cannot_be_looked_at_goes_and_the_rest_have_their_pulse(
    store: Store, opens: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    odd: list[Member] = []

    def recheck(members: Sequence[Member]) -> Sequence[Member]:
        if set(members) & set(odd):
            raise LookupError("no such person")
        return []

    hub = opens(recheck)
    [(_, desk), (_, other)] = followed(store, hub, 2)
    odd.append(desk)
    monkeypatch.setattr(hub, "_pulse_at", 0.0)
    hub.look()
    assert other.socket.next("pulse")
    assert desk.socket.closed and hub.members() == [other]


def test_the_screens_of_a_deleted_broadcast_are_cut_off_at_the_next_pulse(store: Store, opens: Opens) -> None:
    hub = opens()
    planned = Show(store)
    desk = member(planned.id)
    hub.join(desk)
    delete_broadcast(store, planned.slug, planned.broadcast.version, By("Ольга", "admin"))
    hub.look()
    assert hub.members() == [] and desk.socket.closed
