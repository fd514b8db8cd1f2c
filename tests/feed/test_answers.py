"""What a screen lacks is made once for all who lack and may see the same, and nobody is ever given another's view."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from live.domain.people import Actor, Role
from live.feed import answers as room
from live.feed.answers import Answers
from live.feed.broken import BrokenEvents
from live.feed.hub import Hub
from live.feed.member import Member
from live.feed.presence import Presence
from live.feed.pubsub import NoLink
from live.store import log
from live.store.ids import TICKETS_LOG
from live.store.transaction import Store
from live.views.feed.snapshot import snapshot
from live.views.screens import SCREENS
from tests.feed.heard import member
from tests.support.process import wait_until
from tests.support.rooms import Show, show, store

__all__ = ["show", "store"]

Json = dict[str, Any]
MANY = 8
LONG = 20.0
"""Seconds after which a test gives up."""


@pytest.fixture
def answers(store: Store) -> Answers:
    return Answers(store, BrokenEvents())


def lacked(answers: Answers, one: Member, since: int | None = None, epoch: str | None = None) -> Json:
    body: Json = json.loads(answers.lacked(one, epoch, since) + b"}")
    return body


def alone(store: Store, one: Member) -> Json:
    """The snapshot as it is for this member alone."""
    with store.read() as connection:
        position = log.position(connection, one.broadcast_id)
        body: Json = json.loads(json.dumps(snapshot(connection, position.broadcast, one.screen, one.reader)))
        return body


def on_tickets(name: str, role: Role, department: str | None = None) -> Member:
    actor = Actor(name, frozenset({role}), f"key:{name}", department)
    return Member(f"sid-{name}", None, TICKETS_LOG, "tickets", SCREENS["tickets"], actor, f"mark-{name}")


def of_the_show(show: Show) -> list[Member]:
    """Everybody who sees a show in a way of their own."""
    return [
        *(member(show.id, name, name) for name in SCREENS if name != "tickets"),
        member(show.id, "программа", "desk", contacts=True),
        member(show.id, "программа головы", "head", contacts=True),
    ]


def test_nobody_is_given_another_screens_view_of_a_show(store: Store, show: Show, answers: Answers) -> None:
    show.receive("Вода, звоните +7 906 111-20-15")
    show.do("question.shortlist", question=1, version=1)
    everybody = of_the_show(show)
    for _ in range(2):  # The second time all are given again.
        for one in everybody:
            assert lacked(answers, one)["snapshot"] == alone(store, one), (one.screen.name, one.reader)


def test_nobody_is_given_another_departments_tickets(store: Store, show: Show, answers: Answers) -> None:
    for number, department in enumerate(("ЖКХ", "Дороги"), 1):
        show.receive(f"Вопрос {department}")
        show.do("question.ticket", question=number, version=1, department=department)
    everybody = [
        on_tickets("координатор", Role.COORDINATOR),
        on_tickets("исполнитель ЖКХ", Role.EXECUTOR, "ЖКХ"),
        on_tickets("исполнитель дорог", Role.EXECUTOR, "Дороги"),
        on_tickets("ничей исполнитель", Role.EXECUTOR),
    ]
    seen = [lacked(answers, one)["snapshot"] for _ in range(2) for one in everybody]
    assert seen == [alone(store, one) for one in everybody] * 2


@pytest.mark.parametrize("missed", [True, False], ids=["events", "snapshot"])
def test_those_who_asked_before_it_was_read_are_given_one_answer(
    store: Store, show: Show, answers: Answers, missed: bool
) -> None:
    with store.read() as connection:
        position = log.position(connection, show.id)
    since = position.head if missed else None
    desks = [member(show.id, f"Стол {n}") for n in range(MANY)]
    lacked(answers, desks[0], since, position.epoch)
    [slot] = answers._slots.values()
    show.receive("Свет")
    with ThreadPoolExecutor(MANY) as pool:
        with slot.making:
            given = [pool.submit(answers.lacked, one, position.epoch, since) for one in desks]
            wait_until(lambda: slot.users == MANY, "all of them have asked")
        texts = [one.result() for one in given]
    assert all(text is texts[0] for text in texts)
    assert json.loads(texts[0] + b"}")["to"] > position.head


def test_an_answer_from_before_the_log_grew_is_given_to_nobody_who_asks_after(show: Show, answers: Answers) -> None:
    desk = member(show.id)
    before = lacked(answers, desk)["to"]
    show.receive("Газ")
    assert lacked(answers, desk)["to"] > before


def test_what_is_kept_is_bounded_and_not_kept_for_long(
    store: Store, show: Show, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    everybody = of_the_show(show)
    monkeypatch.setattr(room, "ROOM", 1)
    for one in everybody:
        lacked(answers, one)
    assert len([slot for slot in answers._slots.values() if slot.answer]) == 1
    monkeypatch.setattr(room, "KEPT", 0.0)
    answers.let_go()
    assert answers._slots == {}


@pytest.mark.parametrize("screen", ["prompter", "overlay", "head"])
def test_a_screen_of_the_air_is_answered_while_a_crowd_of_desks_waits(store: Store, show: Show, screen: str) -> None:
    hub = Hub(store, Presence(NoLink()), lambda members: [])
    sync: Callable[[Member], Json] = lambda one: json.loads(bytes(hub.sync(one, None, None)))  # noqa: E731 - for the pool
    with ThreadPoolExecutor(2) as pool:
        with hub.turns._one:
            desk = pool.submit(sync, member(show.id))
            air = pool.submit(sync, member(show.id, "Эфир", screen)).result(LONG)
            assert air["you"]["name"] == "Эфир"
            assert not desk.done()
        assert desk.result()["you"]["name"] == "Мария"
