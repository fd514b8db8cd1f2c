"""A crowd is told together of what has come while it rested; the screens of the air never rest."""

from __future__ import annotations

from math import inf
from typing import Any

import pytest

from live.domain.people import Role
from live.feed import listeners
from live.feed.hub import Hub
from live.feed.member import Member
from live.feed.presence import Presence
from live.feed.pubsub import NoLink
from live.store.transaction import Store
from tests.feed.heard import member
from tests.support.rooms import Show, store

__all__ = ["store"]


@pytest.fixture(autouse=True)
def crowd(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each screen is told as slowly as a thousand are, and rests until a pulse."""
    rests(monkeypatch, 1000.0)


def rests(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    monkeypatch.setattr(listeners, "FELT", -1.0)
    monkeypatch.setattr(listeners, "SHARE", 1e12)
    monkeypatch.setattr(listeners, "LONGEST", seconds)


class Watched:
    """A show on air, a hub whose screens are told when the test says so, and one of its screens."""

    def __init__(self, store: Store, screen: str, role: Role) -> None:
        self.show = Show(store).on_air()
        self.hub = Hub(store, Presence(NoLink()), lambda members: [])
        self.screen: Member = member(self.show.id, "Мария", screen, role)
        self.hub.join(self.screen)
        self.look()
        self.came()

    def receive(self, *texts: str) -> None:
        """One after another, each told as soon as it may be."""
        for text in texts:
            self.show.receive(text)
            self.rung()

    def do(self, type_: str, number: int) -> None:
        self.show.do(type_, number)
        self.rung()

    def rung(self) -> None:
        self.hub.ring([self.show.id])
        self.hub._follower._tick()

    def look(self, with_pulse: bool = False) -> None:
        if with_pulse:
            self.hub._pulse_at = 0.0
        self.hub.look()
        self.hub._follower._tick()

    def came(self) -> list[tuple[str, dict[str, Any]]]:
        return [(event, body) for event, body in self.screen.socket.all() if event in ("events", "pulse")]


def questions(body: dict[str, Any]) -> list[str]:
    return [event["view"]["text"] for event in body["events"]]


def types(body: dict[str, Any]) -> list[str]:
    return [event["type"] for event in body["events"]]


@pytest.fixture
def desk(store: Store) -> Watched:
    return Watched(store, "desk", Role.MODERATOR)


def test_what_comes_while_it_rests_waits(desk: Watched) -> None:
    desk.receive("Вода", "Свет", "Дорога")
    desk.look()
    [(_, body)] = desk.came()
    assert questions(body) == ["Вода"]


def test_a_pulse_is_told_after_all_that_waits_for_it(desk: Watched) -> None:
    desk.receive("Вода", "Свет", "Дорога")
    desk.look(with_pulse=True)
    [(_, first), (_, rest), (event, pulse)] = desk.came()
    assert questions(rest) == ["Свет", "Дорога"]
    assert event == "pulse" and first["to"] == rest["from"] and rest["to"] == pulse["to"] == len(desk.show.events())


def test_once_it_has_rested_it_is_told_though_nothing_more_comes(
    desk: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    rests(monkeypatch, 0.01)
    desk.receive("Вода", "Свет")
    desk.hub._pulse_at = inf  # No pulse brings it along.
    told: list[str] = []
    for _ in range(10_000):
        desk.look()
        told += [text for _, body in desk.came() for text in questions(body)]
        if len(told) == 2:
            break
    assert told == ["Вода", "Свет"]


def test_whoever_is_not_a_crowd_does_not_rest(desk: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listeners, "FELT", 1000.0)
    desk.receive("Вода", "Свет")
    assert [questions(body) for _, body in desk.came()] == [["Вода"], ["Свет"]]


@pytest.mark.parametrize(("screen", "role"), [("prompter", Role.PRESENTER), ("head", Role.HEAD)])
def test_the_screens_of_the_air_never_rest(store: Store, screen: str, role: Role) -> None:
    air = Watched(store, screen, role)
    number = air.show.asked()
    for verb in ("shortlist", "take"):
        air.do(f"question.{verb}", number)
    assert [types(body)[-1:] for _, body in air.came()] == [["question.shortlisted"], ["question.taken"]]
