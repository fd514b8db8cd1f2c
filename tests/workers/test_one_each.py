"""Channels and receivers at work: each by itself, none held up by a slow one, none lost while the database is away."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url

from live.domain.refused import Refused
from live.store import database
from live.store.followup import outbox
from live.store.leases import Leases
from live.store.transaction import Store
from live.workers.one_each import OneEach
from live.workers.sending.outbox import Outbox, _lease
from tests.support.backends import Backends
from tests.support.rooms import Clock, Show, clock_of, opened
from tests.support.stubs.vk import TOKEN, Vk
from tests.workers.site import wait_for


@pytest.fixture
def store(tmp_path: Path, backends: Backends, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setattr(database, "BUSY_LIMIT", 0.05)
    with opened("sqlite", backends, tmp_path) as made:
        made.clock = Clock(made.clock())
        yield made


@contextmanager
def away(store: Store) -> Iterator[None]:
    """Nothing can be written: another program holds the database."""
    other = sqlite3.connect(make_url(store.database.url).database or "", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.execute("ROLLBACK")
    other.close()


def test_a_slow_one_holds_up_nobody_else(store: Store) -> None:
    end = threading.Event()
    done: list[int] = []

    def work(subject: int) -> Callable[[], float | None]:
        def step() -> None:
            if subject == 1:
                end.wait()
            done.append(subject)

        return step

    each = OneEach("test", Leases(store), lambda subject: f"test:{subject}")
    for subject in (1, 2, 3):
        each.begin(subject, work)
    wait_for(lambda: sorted(done) == [2, 3])
    end.set()
    wait_for(lambda: sorted(done) == [1, 2, 3])


def test_one_that_breaks_is_left_alone_and_given_back(store: Store) -> None:
    begun: list[int] = []

    def work(subject: int) -> Callable[[], float | None]:
        begun.append(subject)
        return partial(dict[str, float]().__getitem__, "broken")

    each = OneEach("test", Leases(store), lambda subject: f"test:{subject}")
    each.begin(1, work)
    wait_for(lambda: each.aside.count() == 1)
    each.begin(1, work)
    assert begun == [1]
    wait_for(lambda: Leases(store).take("test:1"))


def test_what_became_of_a_reply_is_noted_once_the_database_is_back(store: Store) -> None:
    with Vk() as vk:
        show = Show(store).on_air()
        channel = show.channel("vk", token=TOKEN, group_id="456", host=vk.url)
        asked = show.asked(origin=f"channel:{channel}", external_id="wall:-456_7_1", channel_id=channel)
        reply = int(show.do("question.reply", asked, text="Ответ")["reply"])
        post: Callable[..., Any] = vk._methods["wall.createComment"]
        step = _step(store, channel)
        held = away(store)

        def then_away(given: Any) -> Any:
            held.__enter__()
            return post(given)

        vk._methods["wall.createComment"] = then_away
        with pytest.raises(Refused) as caught:
            step()
        assert caught.value.code == "unavailable"
        held.__exit__(None, None, None)
        while step() is not None:
            pass
    with store.read() as connection:
        assert outbox.get(connection, show.id, reply).state == "sent"
    assert len(vk.posted) == 1


def _step(store: Store, channel: int) -> Callable[[], float | None]:
    worker = Outbox(store, Leases(store))
    assert worker.leases.take(_lease(channel))
    return worker.sending(channel)


@pytest.mark.faults
def test_a_lease_given_back_while_the_database_was_away_runs_out(store: Store) -> None:
    mine, others = Leases(store), Leases(store)
    assert mine.take("given back") and mine.take("held")
    with away(store), pytest.raises(Refused):
        mine.free("given back")
    for _ in range(3):
        clock_of(store).pass_(seconds=6)
        mine.beat()
    assert (others.take("given back"), others.take("held")) == (True, False)
