"""All logs of a process are looked at together: who lags is woken, who does not rests, and no trouble is shared."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest

from live.admin.broadcasts import delete_broadcast
from live.desk.receive import receive_group
from live.domain.events import Event
from live.domain.people import By
from live.feed import follower
from live.feed.hub import Hub
from live.feed.member import Member
from live.feed.presence import Presence
from live.feed.pubsub import NoLink
from live.store.tables import event as event_table
from live.store.transaction import Store
from live.views.feed.visible_events import EventRenderer
from tests.feed.heard import member
from tests.support.asked import statements
from tests.support.rooms import Show, store

__all__ = ["store"]

Opens = Callable[..., Hub]


@pytest.fixture
def opens(store: Store) -> Iterator[Opens]:
    """Makes hubs that end with the test."""
    made: list[Hub] = []

    def opened(recheck: Callable[[Sequence[Member]], Sequence[Member]] = lambda members: []) -> Hub:
        made.append(Hub(store, Presence(NoLink()), recheck))
        made[-1].start()
        return made[-1]

    yield opened
    for hub in made:
        hub.worker.stop()


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


def test_one_reading_serves_every_log(store: Store) -> None:
    hub = unstarted(store)
    joined(hub, [Show(store).on_air() for _ in range(12)])
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


def unstarted(store: Store) -> Hub:
    """One whose screens are told when the test says so."""
    return Hub(store, Presence(NoLink()), lambda members: [])


def joined(hub: Hub, shows: Sequence[Show]) -> list[Member]:
    """A desk of each, told where its log stands."""
    desks = [member(show.id) for show in shows]
    for desk in desks:
        hub.join(desk)
    hub._follower._tick()
    return desks


def told(desk: Member) -> list[Any]:
    """The frames of events that have come."""
    return [body for event, body in desk.socket.all() if event == "events"]


def test_what_one_commit_has_grown_is_read_in_one_go(store: Store) -> None:
    hub, shows = unstarted(store), [Show(store).on_air() for _ in range(12)]
    desks = joined(hub, shows)
    receive_group(store, [show.arrival(f"Вопрос {show.id}") for show in shows])
    hub.ring([show.id for show in shows])
    with statements(store) as asked:
        hub._follower._tick()
    assert len([one for one in asked if "SELECT" in one]) == 3  # The positions, the events, the questions.
    for show, desk in zip(shows, desks, strict=True):
        [frame] = told(desk)
        assert [event["view"]["text"] for event in frame["events"]] == [f"Вопрос {show.id}"]


def test_more_than_is_read_at_once_comes_in_frames_that_join(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(follower, "FRAME", 4)
    monkeypatch.setattr(follower, "FEWEST", 2)
    hub, shows = unstarted(store), [Show(store).on_air() for _ in range(3)]
    desks = joined(hub, shows)
    before = [len(show.events()) for show in shows]
    for show, count in zip(shows, (5, 1, 3), strict=True):
        receive_group(store, [show.arrival(f"Вопрос {n}") for n in range(count)])
    hub.ring([show.id for show in shows])
    hub._follower._tick()
    for start, desk, count in zip(before, desks, (5, 1, 3), strict=True):
        frames = told(desk)
        assert [one["from"] for one in frames] == list(range(start, start + count, 2))
        assert [event["seq"] for one in frames for event in one["events"]] == list(range(start + 1, start + count + 1))


def test_an_event_that_cannot_be_read_breaks_no_other_log(store: Store) -> None:
    hub, shows = unstarted(store), [Show(store).on_air() for _ in range(2)]
    desks = joined(hub, shows)
    with store.write() as tx:
        tx.lock(shows[0].id)
        tx.append(shows[0].id, [Event("link.added", data={"link": 1})], None)
        tx.connection.execute(
            event_table.update()
            .where(event_table.c.broadcast_id == shows[0].id, event_table.c.type == "link.added")
            .values(data={"link": "what is no number"})
        )
    shows[1].receive("Вода")
    hub.ring([show.id for show in shows])
    hub._follower._tick()
    [odd], [fine] = told(desks[0]), told(desks[1])
    assert [event.get("broken") for event in odd["events"]] == [True]
    assert [event["type"] for event in fine["events"]] == ["question.received"]


def test_no_pulse_says_that_a_screen_has_what_it_was_not_told(store: Store) -> None:
    hub, shows = unstarted(store), [Show(store).on_air() for _ in range(2)]
    desks = joined(hub, shows)
    shows[0].receive("Вода")
    hub.look()
    put, failures = desks[0].socket.queue.put, [OSError("the line broke")]

    def breaks_once(packet: Any) -> None:
        if "events" in packet.data and failures:
            raise failures.pop()
        put(packet)

    desks[0].socket.queue.put = breaks_once
    hub._follower._tick()
    assert not failures
    assert [sum(event == "pulse" for event, _ in desk.socket.all()) for desk in desks] == [0, 1]
    hub.look()
    hub._follower._tick()
    assert desks[0].socket.next("pulse", 0)["to"] == len(shows[0].events())


def test_a_screen_that_could_not_be_told_is_told_all_of_it_by_the_next_reading(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub, show = unstarted(store), Show(store).on_air()
    [desk] = joined(hub, [show])
    before = len(show.events())
    show.receive("Первый")
    hub.ring([show.id])
    with monkeypatch.context() as patch:
        patch.setattr(EventRenderer, "for_screen", lambda *_: 1 / 0)
        hub._follower._tick()
    show.receive("Второй")
    hub.look()
    hub._follower._tick()
    seen = [event["seq"] for frame in told(desk) for event in frame["events"]]
    assert seen == list(range(before + 1, len(show.events()) + 1))


def test_the_screens_of_a_deleted_broadcast_are_cut_off_at_the_next_pulse(store: Store, opens: Opens) -> None:
    hub = opens()
    planned = Show(store)
    desk = member(planned.id)
    hub.join(desk)
    delete_broadcast(store, planned.slug, planned.broadcast.version, By("Ольга", "admin"))
    hub.look()
    assert hub.members() == [] and desk.socket.closed
