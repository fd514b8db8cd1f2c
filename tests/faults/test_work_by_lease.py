"""Two servers share the language work and the wraps by leases; where one is killed, the other goes on with its work."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from live.desk import close
from live.store.database import Database
from live.store.leases import Leases
from live.store.tables import question
from live.store.transaction import Store
from tests.support.process import wait_until
from tests.support.rooms import Show
from tests.support.server import SECRET, Installation, Server

pytestmark = pytest.mark.faults

QUESTIONS = 1_000


@pytest.fixture
def store(served: Installation) -> Iterator[Store]:
    opened = Store(Database(served.database_url), SECRET)
    yield opened
    opened.database.close()


def asked(store: Store, many: int, **columns: object) -> Show:
    """A show with questions that some process left long ago."""
    show = Show(store).on_air()
    for start in range(0, many, 500):
        show.receive(*["В Сосновке нет воды"] * min(500, many - start))
    with store.write() as tx:
        facts = {"received_at": tx.now - timedelta(hours=1), **columns}
        tx.connection.execute(update(question).where(question.c.broadcast_id == show.id).values(**facts))
    return show


def unread(show: Show) -> int:
    mine = (question.c.broadcast_id == show.id) & question.c.lemmas.is_(None)
    with show.store.read() as connection:
        return int(connection.execute(select(func.count()).select_from(question).where(mine)).scalar_one())


def test_the_language_work_goes_on_where_the_server_that_does_it_is_killed(served: Installation, store: Store) -> None:
    show = asked(store, QUESTIONS)
    first, second = Server(served), Server(served)
    first.program.start(lambda: unread(show) < QUESTIONS, "the language work is under way")
    first.kill()
    assert unread(show), "it was killed amid its work"
    with second.start():
        wait_until(lambda: unread(show) == 0, "every question is read", 240)
    assert len([e for e in show.events() if e.type == "question.classified"]) == QUESTIONS


def test_a_wrap_goes_on_where_the_server_that_does_it_is_killed(served: Installation, store: Store) -> None:
    Show(store).on_air()  # So the slices are the small ones.
    show = asked(store, QUESTIONS, lemmas="")
    show.do("broadcast.wrap")
    first, second = Server(served), Server(served)
    first.program.start(lambda: (show.broadcast.wrap_done or 0) > 0, "the wrap is under way")
    first.kill()
    assert show.broadcast.state == "wrapping", "it was killed amid its work"
    with second.start():
        wait_until(lambda: show.broadcast.state == "wrapped", "the wrap has ended", 240)
    assert len(show.tickets()) == QUESTIONS and show.books().balances


def test_a_wrap_that_is_another_processs_is_left_to_it(served: Installation, store: Store) -> None:
    theirs, free = asked(store, 50, lemmas=""), asked(store, close.SLICE * 2, lemmas="")
    mine = Leases(store)
    assert mine.take(f"wrap:{theirs.id}")
    with Server(served).start(), Server(served).start():
        for show in (theirs, free):
            show.do("broadcast.wrap")

        def free_is_wrapped() -> bool:
            mine.beat()
            return free.broadcast.state == "wrapped"

        wait_until(free_is_wrapped, "the other wrap has ended", 240)
        assert (theirs.broadcast.state, theirs.broadcast.wrap_done or 0) == ("wrapping", 0)
        mine.free(f"wrap:{theirs.id}")
        wait_until(lambda: theirs.broadcast.state == "wrapped", "the wrap has ended", 240)
