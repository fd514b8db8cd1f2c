"""Statements past SQLAlchemy's execution: the same rows, the same errors."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import bindparam, insert, select, text
from sqlalchemy.exc import IntegrityError

from live.desk.receive import receive_free
from live.domain.refused import Refused
from live.domain.submission import Author
from live.language.learned.topic_guess import TopicGuess
from live.language.reading import Reading
from live.store import log
from live.store.bulk import insert_rows
from live.store.ids import question_id
from live.store.log import BROADCASTS
from live.store.quick.prepared import Prepared, among, many
from live.store.show import people
from live.store.tables import log as log_table
from live.store.tables import meta, person, question
from live.store.text import written
from live.store.transaction import Store
from live.views.questions.view import FULL
from tests.support.rooms import Show, show, store

__all__ = ["show", "store"]

READ = Reading("вода", "Вода", None, TopicGuess("Вода", 87, ("вода",)), rude=["дурак"], urgent_words=["горим"])
"""Of every kind of column: documents, moments, what is sealed, what is true or not."""

ONE = FULL.where(question.c.id == bindparam("question_id"))
BROADCAST = BROADCASTS.where(log_table.c.id == bindparam("log"))


def test_rows_are_those_of_sqlalchemy(show: Show) -> None:
    asked = show.arrival(author=Author("Анна", "vk:1", "https://vk.com/id1"), attachments=({"type": "link"},))
    receive_free(show.store, [replace(asked, reading=READ)])
    wanted = ((ONE, {"question_id": question_id(show.id, 1)}), (BROADCAST, {"log": show.id}))
    with show.store.read() as connection:
        for statement, parameters in wanted:
            [row], [usual] = Prepared(statement).all(connection, parameters), connection.execute(statement, parameters)
            assert row._asdict() == usual._asdict()
            assert [type(value) for value in row] == [type(value) for value in usual]
            assert Prepared(statement).first(connection, dict.fromkeys(parameters, 0)) is None


def test_many_values_are_one_parameter(show: Show) -> None:
    odd = ['a"b', "в\\г", "%s", ":x"]
    with show.store.write() as tx:
        for place, one in enumerate(odd):
            tx.connection.execute(
                insert(person).values(id=show.id * 100 + place, contact_hash=f"{show.id}{one}", created_at=tx.now)
            )
    statement = select(person.c.id).where(among(show.store.database.dialect, person.c.contact_hash, "hashes"))
    with show.store.read() as connection:
        given = many(connection, [f"{show.id}{one}" for one in (*odd[1:], "nobody's")])
        found = Prepared(statement).all(connection, {"hashes": given})
        assert Prepared(statement).all(connection, {"hashes": many(connection, [])}) == []
    assert sorted(row.id - show.id * 100 for row in found) == [1, 2, 3]


def test_in_a_large_table_each_is_looked_for_by_its_index(store: Store) -> None:
    """Of 20,000 persons: on PostgreSQL a list in JSON was looked for through all of them."""
    statement = people._BY_HASH[store.database.dialect]._statement
    with store.write() as tx:
        born = {"created_at": written(tx.now)}
        insert_rows(
            tx.connection,
            (person, [{"id": 10_000_000 + n, "contact_hash": f"{n:064}", **born} for n in range(1, 20_000)]),
        )
        tx.connection.execute(text("ANALYZE person"))
        compiled: Any = statement.compile(dialect=tx.connection.dialect)
        explain = "EXPLAIN" if store.database.dialect == "postgresql" else "EXPLAIN QUERY PLAN"
        given = {"hashes": many(tx.connection, [f"{n:064}" for n in range(3)])}
        order = compiled.positiontup
        raw: Any = tx.connection.connection.driver_connection
        plan = raw.execute(f"{explain} {compiled}", given if order is None else [given[name] for name in order])
        told = " ".join(str(row) for row in plan.fetchall())
    assert "Index Scan" in told or "SEARCH person USING INDEX" in told, told


def test_a_broken_rule_is_told_as_ever_and_without_what_was_given(store: Store) -> None:
    twice = Prepared(text("INSERT INTO meta (name, value) VALUES ('epoch', :value)"))
    with pytest.raises(IntegrityError) as caught, store.write() as tx:
        twice.run(tx.connection, {"value": "what nobody may read"})
    assert "nobody may read" not in str(caught.value)
    with store.read() as connection:
        assert connection.execute(select(meta.c.value).where(meta.c.name == "epoch")).scalar_one()


@pytest.mark.parametrize("store", ["postgresql"], indirect=True)  # An embedded database cuts none.
def test_with_a_connection_that_is_lost_those_beside_it_are_given_up(show: Show) -> None:
    """A server that was started anew has cut them all: only the first of those who ask is refused."""
    database = show.store.database
    with database.read(), database.read(), database.read():
        pass  # So many go back to the pool; one of them ends the others.
    with database.alone() as beside:
        beside.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    with pytest.raises(Refused) as caught, show.store.read() as connection:
        log.position(connection, show.id)
    assert caught.value.code == "unavailable"
    with show.store.read() as first, show.store.read() as second:
        assert {log.position(one, show.id).head for one in (first, second)} == {show.head}


def test_a_connection_that_is_lost_is_unavailable_and_the_next_goes_on(show: Show) -> None:
    with pytest.raises(Refused) as caught, show.store.write() as tx:
        raw = tx.connection.connection.driver_connection
        assert raw is not None
        raw.close()
        tx.lock_free([show.id])
    assert caught.value.code == "unavailable"
    with show.store.write() as tx:
        assert show.id in tx.lock_free([show.id])
