"""A worker that is killed while it reckons the tickets anew leaves nothing half done: another finishes it."""

from __future__ import annotations

import random
from functools import partial

import pytest
from sqlalchemy import select

from live.admin.lists import save_list
from live.domain.people import By
from live.store import log
from live.store.database import Database
from live.store.ids import TICKETS_LOG
from live.store.tables import ticket
from live.store.transaction import Store
from live.workers.recalculate_deadlines import is_due
from tests.support.process import wait_until
from tests.support.rooms import Show
from tests.support.scale import scaled
from tests.support.server import SECRET, Installation
from tests.support.worker import Worker

pytestmark = [pytest.mark.faults, pytest.mark.soak]

TICKETS = scaled(2_000, 20_000)
KILLS = scaled(1, 10)
TERMS = [{"topic": None, "priority": None, "reaction": 60, "resolution": 540}]


def rescheduled(store: Store) -> list[list[str]]:
    """The tickets of each slice that is told of."""
    with store.read() as connection:
        told = log.events_since(connection, TICKETS_LOG, 0, 1_000_000)
    return [event.data["tickets"] for event in told if event.type == "tickets.rescheduled"]


def slices_are_told(store: Store, least: int) -> bool:
    return len(rescheduled(store)) >= least


def test_whoever_is_killed_the_tickets_are_reckoned_once(backend: Installation) -> None:
    store = Store(Database(backend.database_url), SECRET)
    show = Show(store).on_air()
    for _ in range(TICKETS // 500):
        show.receive(*["Нет воды"] * 500)
    show.wrapped()
    Show(store).on_air()  # So that slices are small.
    save_list(store, "deadlines", 0, TERMS, By("Ольга", "admin"))
    dice = random.Random(20261124)
    worker = Worker(backend)
    with worker:
        for kill in range(1, KILLS + 1):
            worker.start()
            least = kill * TICKETS // 200 // (KILLS + 2) + dice.randrange(2)
            wait_until(partial(slices_are_told, store, least), f"{least} slices", 60)
            worker.kill()
        worker.start()
        wait_until(lambda: not is_due(store), "all of it", 120)
    slices = rescheduled(store)
    numbers = [number for slice_ in slices for number in slice_]
    assert len(numbers) == len(set(numbers)) == TICKETS and max(map(len, slices)) <= 500
    with store.read() as connection:
        rows = connection.execute(select(ticket)).all()
    assert {(row.reaction_due < row.resolution_due, row.version) for row in rows} == {(True, 1)}
    assert len({(row.created_at, row.reaction_due, row.resolution_due) for row in rows}) == len(
        {row.created_at for row in rows}
    ), "what began together is due together"
    store.database.close()
