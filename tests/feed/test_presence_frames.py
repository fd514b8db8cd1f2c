"""Presence as the screens of one log are told of it: whole once, then its changes, and no more than they show."""

from __future__ import annotations

import json
import random
from collections import Counter
from typing import Any

import pytest

from live.feed import presence as room
from live.feed import presence_frames
from live.feed.member import Member
from live.feed.presence import MANY, PAUSE, Presence
from live.feed.presence_frames import PresenceFrames
from live.feed.pubsub import NoLink
from tests.feed.heard import member

LOG = 7
Json = dict[str, Any]


class Time:
    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now


class House:
    """One log's screens and what each of them has heard, on a clock moved by hand."""

    def __init__(self, time: Time) -> None:
        self.time, self.presence = time, Presence(NoLink())
        self.frames = PresenceFrames(self.presence, LOG)
        self.heard: dict[Member, list[tuple[str, Json]]] = {}

    def enter(self, name: str, screen: str = "desk", follows: bool = True, writing: bool = True) -> Member:
        one = member(LOG, name, screen, follows_changes=follows, follows_writing=writing)
        self.heard[one] = []
        self.presence.enter(one)
        self.frames.owe(one)
        return one

    def exit(self, one: Member) -> None:
        del self.heard[one]
        self.presence.exit(one)
        self.frames.forget(one)

    def tell(self, after: float = PAUSE) -> None:
        """So long later; what is due is sent."""
        self.time.now += after
        if self.frames.are_due():
            for frame, members in self.frames.take(list(self.heard)):
                event, body = json.loads(frame.text.partition(",")[2])
                for one in members:
                    self.heard[one].append((event, body))

    def events(self, one: Member) -> list[str]:
        return [event for event, _ in self.heard[one]]


class Follower:
    """What a screen makes of what it hears, by docs/protocol.md. `missed` where a change did not follow the last."""

    def __init__(self) -> None:
        self.lists: dict[str, list[Json]] = {}
        self.numbers: dict[str, int] = {}
        self.missed = False

    def hear(self, event: str, body: Json) -> None:
        if event == "presence":
            self.lists = {name: [*body[name]] for name in ("screens", "claims", "writing")}
            self.numbers = dict(body["numbers"])
        elif self.numbers.get(body["list"]) != body["from"]:
            self.missed = True
        else:
            self.numbers[body["list"]] = body["to"]
            entries = self.lists[body["list"]]
            for one in body["gone"]:
                entries.remove(one)
            entries.extend(body["came"])

    def holds(self) -> dict[str, Counter[str]]:
        return {name: Counter(json.dumps(one) for one in entries) for name, entries in self.lists.items()}


def follower(heard: list[tuple[str, Json]]) -> Follower:
    one = Follower()
    for event, body in heard:
        one.hear(event, body)
    return one


@pytest.fixture
def house(monkeypatch: pytest.MonkeyPatch) -> House:
    time = Time()
    for module in (room, presence_frames):
        monkeypatch.setattr(module, "time", time)
    return House(time)


@pytest.mark.parametrize("seed", range(20))
def test_the_whole_and_its_changes_are_the_whole_of_a_fresh_screen(house: House, seed: int) -> None:
    chance = random.Random(seed)
    for step in range(60):
        inside = list(house.heard)
        match chance.choice(["enter", "enter", "exit", "claim", "claim", "release", "write", "rest", "lapse"]):
            case "enter":
                house.enter(chance.choice(["Анна", "Борис"]), chance.choice(["desk", "tickets"]))
            case "exit" if inside:
                house.exit(chance.choice(inside))
            case "claim" if inside:
                house.presence.claim(chance.choice(inside), f"ПЛ-{chance.randrange(3)}")
            case "release" if inside:
                house.presence.release(chance.choice(inside), f"ПЛ-{chance.randrange(3)}")
            case "write" if inside:
                house.presence.write(chance.choice(inside), f"ПЛ-{chance.randrange(3)}")
            case "rest" if inside:
                house.presence.rest(chance.choice(inside), f"ПЛ-{chance.randrange(3)}")
            case "lapse":
                house.time.now += 31
        if chance.random() < 0.5:
            house.tell()
        if step % 10 == 9:
            fresh = house.enter("новая")
            house.tell()
            told = follower(house.heard[fresh]).holds()
            for one in house.heard:
                known = follower(house.heard[one])
                assert not known.missed
                assert known.holds() == told
            house.exit(fresh)


def test_a_page_that_knows_of_no_writing_is_told_no_change_of_it(house: House) -> None:
    older, newer, rundown = house.enter("Анна", writing=False), house.enter("Борис"), house.enter("Пётр", "rundown")
    house.tell()
    house.presence.write(newer, 1)
    house.tell()
    told = [body["list"] for event, body in house.heard[newer] if event == "presence_changes"]
    assert told == ["writing"]
    assert [house.events(one) for one in (older, rundown)] == [["presence"], ["presence"]]


def test_a_screen_that_missed_a_change_and_asks_is_told_the_whole(house: House) -> None:
    first, second = house.enter("Анна"), house.enter("Борис")
    house.tell()
    house.presence.claim(second, 214)
    house.tell()
    house.heard[first].pop()
    house.presence.release(second, 214)
    house.tell()
    assert follower(house.heard[first]).missed
    house.frames.owe(first)
    house.tell()
    again = follower(house.heard[first][-1:])
    assert (house.events(first)[-1], again.lists["claims"], again.numbers["claims"]) == ("presence", [], 2)


def test_a_claim_is_told_as_a_claim_alone_and_only_where_it_is_shown(house: House) -> None:
    desk, calls, overlay = house.enter("Анна"), house.enter("Вера", "calls"), house.enter("Эфир", "overlay")
    house.tell()
    for heard in house.heard.values():
        heard.clear()
    house.presence.claim(desk, 214)
    house.tell()
    [(event, body)] = house.heard[desk]
    assert (event, body["list"], body["gone"]) == ("presence_changes", "claims", [])
    assert body["came"] == [{"question": 214, "by": "Анна", "mark": desk.mark}]
    assert house.heard[calls] == house.heard[overlay] == []


def test_a_renewed_claim_is_no_news(house: House) -> None:
    desk = house.enter("Анна")
    house.presence.claim(desk, 214)
    house.tell()
    house.presence.claim(desk, 214)
    house.time.now += PAUSE
    assert not house.frames.are_due()


def test_who_has_not_asked_for_changes_is_told_the_whole_at_each(house: House) -> None:
    older, desk = house.enter("Анна", follows=False), house.enter("Борис")
    house.tell()
    house.presence.claim(desk, 214)
    house.tell()
    assert house.events(older) == ["presence", "presence"]
    assert [one["by"] for one in house.heard[older][-1][1]["claims"]] == ["Борис"]


def test_many_screens_are_told_once_a_second(house: House) -> None:
    desks = [house.enter(f"Стол {n}") for n in range(MANY + 1)]
    house.tell()
    house.presence.claim(desks[0], 1)
    house.tell(after=PAUSE)
    assert house.events(desks[1]) == ["presence"]
    house.presence.claim(desks[0], 2)
    house.tell(after=1.0)
    assert house.events(desks[1]) == ["presence", "presence_changes"]
