"""On a database of several writers whoever posts does not wait for the vectors of others: their log is held for the end
of it alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import text, update
from sqlalchemy.event import listen, remove

from live.language.meaning.embedding import chosen
from live.store.ids import question_id
from live.store.language import vectors as kept
from live.store.language.vectors import Made
from live.store.tables import question
from live.store.transaction import Store
from tests.support.backends import Backends
from tests.support.process import wait_until
from tests.support.rooms import opened
from tests.workers.language.meant import BUS, TAPS, WATER, Reader

MODEL = "Проба 1"


@pytest.fixture
def own(backends: Backends, tmp_path: Path) -> Iterator[Store]:
    with opened("postgresql", backends, tmp_path) as store:
        yield store


def made(reader: Reader, number: int, said: str, *near: int) -> Made:
    others = [(question_id(reader.show.id, other), 0.9) for other in near]
    return Made(question_id(reader.show.id, number), kept.checksum(said), "AAAA", others)


@contextmanager
def amid(store: Store, act: Callable[[], None]) -> Iterator[None]:
    """Just before a vector is written, something is done by somebody else."""
    engine, done = store.database._writer, list[str]()

    def noted(_: Any, __: Any, statement: str, *___: Any) -> None:
        if "INSERT INTO question_vector" in statement and not done:
            done.append(statement)
            act()

    listen(engine, "before_cursor_execute", noted)
    try:
        yield
    finally:
        remove(engine, "before_cursor_execute", noted)
    assert done


def keep_beside(store: Store, one: Made) -> None:
    with store.write() as tx:
        kept.keep_beside(tx, MODEL, [one])


def test_whoever_posts_while_a_vector_is_written_finds_the_log_free(reader: Reader) -> None:
    [number] = reader.asked(WATER)
    free: list[int] = []

    def post() -> None:
        with reader.store.write() as tx:
            free.extend(tx.lock_free([reader.show.id]))

    with amid(reader.store, post):
        keep_beside(reader.store, made(reader, number, WATER))
    assert free == [reader.show.id]
    assert set(reader.vectors()) == {number} and not reader.waits()


def test_whoever_holds_the_log_is_not_waited_for_and_nothing_is_kept(reader: Reader) -> None:
    [number] = reader.asked(WATER)
    with reader.store.write() as holder:
        holder.lock(reader.show.id)
        with pytest.raises(kept.Meanwhile):
            keep_beside(reader.store, made(reader, number, WATER))
    assert not reader.vectors() and reader.waits() == [number]


def test_then_it_is_kept_after_them(reader: Reader) -> None:
    [number] = reader.asked(WATER)
    model = chosen(str(reader.folder))
    assert model is not None
    keeping = Thread(target=reader.task._keep_few, args=(model, [made(reader, number, WATER)], []))
    with reader.store.write() as holder:
        holder.lock(reader.show.id)
        keeping.start()
        wait_until(lambda: waiting(reader.store), "it waits for the log")
        assert not reader.vectors()
    keeping.join(30)
    assert set(reader.vectors()) == {number} and not reader.waits()


def waiting(store: Store) -> int:
    with store.read() as connection:
        found: int = connection.execute(text("SELECT count(*) FROM pg_locks WHERE NOT granted")).scalar_one()
    return found


def test_what_says_something_else_by_its_end_waits_on(reader: Reader) -> None:
    [number] = reader.asked(WATER)
    with amid(reader.store, lambda: become(reader, number, text=TAPS)), pytest.raises(kept.Meanwhile):
        keep_beside(reader.store, made(reader, number, WATER))
    assert not reader.vectors() and reader.waits() == [number]


def test_near_to_what_has_been_closed_by_its_end_is_nothing(reader: Reader) -> None:
    number, other = reader.asked(WATER, BUS)
    one = made(reader, number, WATER, other)
    with amid(reader.store, lambda: become(reader, other, state="declined")), pytest.raises(kept.Meanwhile):
        keep_beside(reader.store, one)
    with reader.store.write() as tx:
        kept.keep(tx, MODEL, [one])
    assert set(reader.vectors()) == {number} and not reader.near(number)


def become(reader: Reader, number: int, **facts: str) -> None:
    with reader.store.write() as tx:
        tx.lock(reader.show.id)
        tx.connection.execute(
            update(question).where(question.c.id == question_id(reader.show.id, number)).values(**facts)
        )
