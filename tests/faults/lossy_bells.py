"""A show that two servers run while Redis loses bells, stops, freezes and comes back; whatever leads to them."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from typing import Protocol

import pytest

from tests.support.api import Api
from tests.support.proxy import LossyRedis
from tests.support.reducer import Json
from tests.support.screen import Screen
from tests.support.server import Installation
from tests.support.services import PrivateRedis

EVENTS = 2000
ACK_SECONDS = 4
"""Less than redis-py's own time-out of 5 s: a command that waits on a frozen Redis is noticed."""

SCREENS = {
    "desk": "moderator",
    "rundown": "moderator producer",
    "prompter": "presenter",
    "head": "head",
    "overlay": "gallery",
}


class Entrance(Protocol):
    """A server, or what stands before several."""

    def api(self, broadcast: str, token: str | None, timeout: float = 30) -> Api: ...
    def screen(self, broadcast: str, screen: str, token: str | None, keep: bool = False) -> Screen: ...


@pytest.fixture
def redis() -> Iterator[PrivateRedis]:
    """A Redis of this test's own, to be stopped and frozen."""
    own = PrivateRedis()
    own.start()
    yield own
    own.remove()


@pytest.fixture
def line(redis: PrivateRedis) -> Iterator[LossyRedis]:
    with LossyRedis(redis.port, loss=0.5) as line:
        yield line


class Running:
    """A show being run through two servers in turn: every step makes events, every command must be acknowledged."""

    def __init__(self, producers: list[Screen], sources: list[Api]) -> None:
        self.producers = itertools.cycle(producers)
        self.sources = itertools.cycle(sources)
        self.ids = itertools.count(1)
        self.commands = 0

    def do(self, type: str, **fields: object) -> Json:
        self.commands += 1
        return next(self.producers).obey(type, timeout=ACK_SECONDS, **fields)

    def ask(self, number: int) -> list[int]:
        texts = [{"text": f"Почему нет воды на улице {next(self.ids)}?"} for _ in range(number)]
        return [result["number"] for result in next(self.sources).ask_many(texts)]

    def part(self) -> None:
        """About 54 events: questions come in, most are read as they come, and most of what can happen to one happens.

        No screen comes to hold more than it keeps: one that had to let go of something begins anew, by right.
        """
        asked = self.ask(32)
        for number in asked[:5]:
            self.do("question.shortlist", question=number, version=1)
        for number in asked[:4]:
            self.do("question.edit", question=number, version=2, air_text=f"Почему нет воды? ({number})")
        self.do("question.note", question=asked[0], version=3, **{"for": "presenter", "text": "Читать медленно"})
        self.do("question.move", question=asked[3], version=3, before=asked[1])
        self.do("question.take", question=asked[0], version=4)
        self.do("question.answer", question=asked[0], version=5, fully=True, summary="Починят в июне")
        self.do("question.take", question=asked[1], version=3)
        self.do("question.return", question=asked[1], version=4)
        self.do("question.return", question=asked[4], version=2)
        self.do("question.merge", question=asked[8], version=1, into=asked[2])
        for number in asked[9:12]:
            self.do("question.decline", question=number, version=1, reason="off_topic")


def expected(screen: Screen, log: list[Json]) -> list[int]:
    """The numbers of the events that a screen must have been given: a state that it sees, before or after."""
    sees = screen.mirror.sees
    return [event["seq"] for event in log if not sees.isdisjoint({event.get("was"), event.get("state")})]


def assert_told_everything(screen: Screen, start: int, log: list[Json]) -> None:
    told = [event["seq"] for event in screen.mirror.applied]
    assert screen.mirror.snapshots == 1, "it had to begin anew"
    assert told == sorted(set(told)), "out of order, or twice"
    missing = set(expected(screen, log)) - set(told)
    assert not missing, f"{screen.screen} was never told {sorted(missing)[:20]}"
    if screen.screen == "desk":
        assert told == list(range(start + 1, told[-1] + 1))


def assert_all_are_told(
    installation: Installation, entrances: Sequence[Entrance], redis: PrivateRedis, line: LossyRedis
) -> None:
    """Ten screens at these two entrances are told everything, in order and once, and are as fresh ones in the end."""
    planned = installation.show("air", source="source", **SCREENS)
    slug, tokens, source = planned.slug, planned.keys, planned.keys["source"]
    with ExitStack() as stack:
        screens = [
            stack.enter_context(entrance.screen(slug, screen, tokens[screen], keep=True))
            for entrance in entrances
            for screen in SCREENS
        ]
        show = Running(
            [screen for screen in screens if screen.screen == "rundown"],
            [entrance.api(slug, source, ACK_SECONDS) for entrance in entrances],
        )
        desk_api = entrances[0].api(slug, tokens["desk"])
        start = desk_api.get("/events", since=0, limit=1)["head"]

        def play(until: int) -> None:
            while desk_api.get("/events", since=start, limit=1)["head"] - start < until:
                show.part()

        phases: list[tuple[str, Callable[[], None] | None, Callable[[], None] | None]] = [
            ("half of the bells lost", None, None),
            ("Redis stopped", redis.stop, redis.start),
            ("Redis frozen", redis.freeze, redis.thaw),
            ("half of the bells lost again", None, None),
        ]
        for number, (name, before, after) in enumerate(phases, 1):
            if before:
                before()
            commands = show.commands
            play(EVENTS * number // len(phases))
            print(f"\n{name}: {show.commands - commands} commands acknowledged")
            if after:
                after()

        head = desk_api.head_at_rest()
        _, log = desk_api.all_events()
        log = [event for event in log if event["seq"] > start]
        print(f"{head - start} events, {line.lost} of {line.published} bells lost")
        assert head - start >= EVENTS
        assert line.lost > 0
        for screen in screens:
            screen.caught_up(head)
            assert_told_everything(screen, start, log)
        other = [entrances[1]] * len(SCREENS) + [entrances[0]] * len(SCREENS)
        for screen, entrance in zip(screens, other, strict=True):
            fresh = stack.enter_context(entrance.screen(slug, screen.screen, tokens[screen.screen]))
            assert not screen.differences(fresh), screen.screen
