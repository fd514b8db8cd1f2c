"""A wrap that is killed again and again ends with the very tickets of one that nobody disturbed."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import pytest
from sqlalchemy import case, insert, select, update

from live.admin.lists import save_list
from live.desk.close import wrap
from live.desk.run import move_broadcast
from live.domain.people import By
from live.store import schema
from live.store.centre import lists
from live.store.database import Database
from live.store.ids import question_id
from live.store.tables import promise, question, ticket
from live.store.transaction import Store
from tests.support.process import wait_until
from tests.support.rooms import Show
from tests.support.scale import scaled
from tests.support.server import SECRET, Installation, Server

pytestmark = [pytest.mark.faults, pytest.mark.soak]

QUESTIONS = scaled(3_000, 100_000)
KILLS = scaled(2, 10)
PROMISES = 40
GROUP = 500
ADMIN = By("Администратор", "admin")
TOPICS: list[dict[str, Any]] = [
    {"name": "Дороги", "words": ["яма"], "department": "Отдел дорог"},
    {"name": "Вода", "words": ["вода"], "department": "Водоканал"},
    {"name": "Разное", "words": [], "department": None},
]

Made = list[tuple[int, str, str | None, str | None]]


@contextmanager
def opened(installation: Installation) -> Iterator[Store]:
    store = Store(Database(installation.database_url), SECRET)
    schema.migrate(store.database)
    yield store
    store.database.close()


def asked(store: Store, slug: str) -> Show:
    """A show on air with its questions: some merged, some declined, some with promises."""
    show = Show(store, slug=slug).on_air()
    for start in range(0, QUESTIONS, GROUP):
        show.receive(*["Нет воды"] * min(GROUP, QUESTIONS - start))
    mine = question.c.broadcast_id == show.id
    with store.write() as tx:  # As after the language work, so that the server has nothing but its wrap to do.
        topics = [(question.c.number % 4 == place, topic["name"]) for place, topic in enumerate(TOPICS)]
        tx.connection.execute(update(question).where(mine).values(lemmas="", topic=case(*topics, else_=None)))
    for number in range(2, 40, 2):
        show.do("question.merge", number, into=1)
    for number in range(3, 40, 4):
        show.do("question.decline", number, reason="spam")
    with store.write() as tx:
        by = {"by_name": "Глава", "at": tx.now}
        numbers = range(100, 100 + PROMISES)
        made = [{"question_id": question_id(show.id, n), "text": f"Обещание {n}", **by} for n in numbers]
        tx.connection.execute(insert(promise), made)
    return show


def tickets(show: Show) -> Made:
    """(number, kind, department, promise) of every ticket."""
    low = question_id(show.id, 0)
    found = (
        select(ticket.c.question_id - low, ticket.c.kind, ticket.c.department, promise.c.text)
        .outerjoin(promise, promise.c.id == ticket.c.promise_id)
        .where(ticket.c.question_id.between(low, question_id(show.id + 1, 0) - 1))
    )
    with show.store.read() as connection:
        rows = [tuple(row) for row in connection.execute(found)]
    return sorted(rows, key=lambda row: (row[0], row[1], row[3] or ""))


def done(show: Show) -> int:
    return int(show.broadcast.wrap_done or 0)


def reached(show: Show, moment: int) -> bool:
    return done(show) >= moment


def test_a_wrap_killed_at_random_moments_ends_with_the_same_tickets(
    backend: Installation, tell: Callable[[str], None]
) -> None:
    dice = random.Random()
    with opened(backend) as store:
        with store.read() as connection:
            version = lists.read(connection, "topics").version
        save_list(store, "topics", version, TOPICS, ADMIN)
        Show(store).on_air()  # Another show on air: the slices are the small ones.
        undisturbed, killed = asked(store, "undisturbed"), asked(store, "killed")
        undisturbed.do("broadcast.wrap")
        wrap(store, undisturbed.id)
        killed_with = Server(backend)
        with store.write() as tx:
            [row] = tx.lock(killed.id)
            move_broadcast(tx, row, "wrap", ADMIN)
        total = killed.broadcast.wrap_total
        during = 0
        for moment in sorted(dice.randrange(total * 9 // 10) for _ in range(KILLS)):
            killed_with.program.start(partial(reached, killed, moment), f"{moment} of {total} have their tickets")
            killed_with.kill()
            during += killed.broadcast.state == "wrapping"
        tell(f"{KILLS} kills, {during} of them before {total} questions had their tickets")
        with killed_with.start():
            wait_until(lambda: killed.broadcast.state == "wrapped", "the wrap has ended", 300)
        assert tickets(killed) == tickets(undisturbed)
        assert (done(killed), len(tickets(killed))) == (total, total + PROMISES)
    for slug in ("undisturbed", "killed"):
        books = backend.run("audit", slug)
        assert books.returncode == 0, books.stdout + books.stderr
