"""What a process has written itself its screens are told without a reading, where it follows upon what they know."""

from __future__ import annotations

from typing import Any

import pytest

from live.desk.receive import receive_free
from live.feed import tail as tails
from live.feed.bell import Bell
from live.feed.hub import Hub
from live.feed.member import Member
from live.feed.presence import Presence
from live.feed.pubsub import NoLink
from live.store import log
from live.store.transaction import Store
from tests.feed.heard import member
from tests.support.asked import statements
from tests.support.rooms import Show, store

__all__ = ["store"]


class Followed:
    """A show whose desk is told when the test says so."""

    def __init__(self, store: Store) -> None:
        self.store, self.show = store, Show(store).on_air()
        self.hub = Hub(store, Presence(NoLink()), lambda members: [])
        self.desk: Member = member(self.show.id)
        self.hub.join(self.desk)
        self.tell()
        self.start = self.show.head
        store.after_commit.append(Bell(NoLink(), self.hub.ring).ring)

    def receive(self, *texts: str) -> None:
        receive_free(self.store, [self.show.arrival(text) for text in texts])

    def tell(self) -> tuple[list[Any], int]:
        """The frames that come, and how many readings that took."""
        with statements(self.store) as asked:
            self.hub._follower._tick()
        frames = [body for event, body in self.desk.socket.all() if event == "events"]
        return frames, sum("SELECT" in one and "meta" in one for one in asked)


@pytest.fixture
def followed(store: Store) -> Any:
    made = Followed(store)
    yield made
    store.after_commit.clear()


def texts(frames: list[Any]) -> list[str]:
    return [event["view"]["text"] for frame in frames for event in frame["events"]]


def test_what_was_handed_over_is_told_without_a_reading(followed: Followed) -> None:
    followed.receive("Вода")
    followed.receive("Свет", "Газ")
    [frame], readings = followed.tell()
    assert (texts([frame]), readings) == (["Вода", "Свет", "Газ"], 0)
    assert (frame["from"], frame["to"]) == (followed.start, followed.show.head)
    followed.receive("Мост")
    [frame], readings = followed.tell()
    assert (texts([frame]), readings, frame["from"]) == (["Мост"], 0, followed.start + 3)


def test_behind_what_another_has_written_everything_is_read(followed: Followed) -> None:
    """Its bell has not come through yet."""
    ring = followed.store.after_commit.pop()
    followed.receive("Вода")
    followed.store.after_commit.append(ring)
    followed.receive("Свет")
    frames, readings = followed.tell()
    assert (texts(frames), readings) == (["Вода", "Свет"], 1)


def test_what_was_handed_over_before_something_else_is_read_with_it(followed: Followed) -> None:
    followed.receive("Вода")
    followed.show.do("question.shortlist", 1)
    followed.receive("Свет")
    [frame], readings = followed.tell()
    types = [event["type"].partition(".")[2] for event in frame["events"]]
    assert types == ["received", "shortlisted", "received"]
    assert (frame["events"][0]["view"]["state"], readings) == ("shortlisted", 1)
    assert followed.tell() == ([], 0)


def test_what_was_read_meanwhile_is_not_told_again(followed: Followed) -> None:
    followed.receive("Вода")
    followed.hub.look()
    frames, readings = followed.tell()
    assert (texts(frames), readings) == (["Вода"], 1)
    assert followed.tell() == ([], 0)


@pytest.mark.parametrize("when", ["before it sees", "after it has seen"])
def test_what_comes_while_the_log_is_read_is_told_once(
    followed: Followed, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    follower, came = followed.hub._follower, list[str]()
    read = follower._read

    def reading(tails: Any) -> Any:
        if when == "before it sees" and not came:
            came.append(when)
            followed.receive("Вода")
        found = read(tails)
        if not came:
            came.append(when)
            followed.receive("Вода")
        return found

    monkeypatch.setattr(follower, "_read", reading)
    followed.hub.ring([followed.show.id])
    frames = [*followed.tell()[0], *followed.tell()[0], *followed.tell()[0]]
    assert (texts(frames), frames[-1]["to"]) == (["Вода"], followed.show.head)


def test_in_another_epoch_the_log_is_read(followed: Followed) -> None:
    with followed.store.write() as tx:
        log.begin_epoch(tx.connection)
    followed.receive("Вода")
    [frame], readings = followed.tell()
    assert (frame["stale"], readings) == (True, 1)


def test_what_cannot_be_told_is_read(followed: Followed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tails, "renderer_of", lambda _: 1 / 0)
    followed.receive("Вода")
    frames, readings = followed.tell()
    assert (texts(frames), readings) == (["Вода"], 1)


def test_no_more_is_held_than_a_frame_has(followed: Followed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tails, "MOST_HANDED", 2)
    followed.receive("Вода")
    followed.receive("Свет", "Газ")
    frames, readings = followed.tell()
    assert (texts(frames), readings) == (["Вода", "Свет", "Газ"], 1)
