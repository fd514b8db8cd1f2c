"""The audit: an entry beside each act, that nobody can change or take away unseen."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Row, delete, select, update
from sqlalchemy.exc import DBAPIError

from live.admin.audit import MOST, AuditQueue
from live.domain.audit import Act, Entry, Outcome
from live.domain.people import Actor, By, Role
from live.domain.refused import Refused
from live.store.backup import backup, restore
from live.store.centre import audit as entries
from live.store.tables import audit
from live.store.transaction import Store
from live.views.admin.audit_chain import Chain, checked_chain
from tests.support.backends import Backends
from tests.support.rooms import DATABASES, Show, opened

MARIA = Actor("Мария", frozenset(Role), "user:2", screen="desk", address="10.0.0.7")
OLGA = By("Ольга", "admin", credential="user:7")


def rows(store: Store) -> list[Row[Any]]:
    with store.read() as connection:
        return list(connection.execute(select(audit).order_by(audit.c.id)).all())


def told(store: Store, number: int = 1) -> list[Row[Any]]:
    """This many new entries, sealed."""
    with store.write() as tx:
        for _ in range(number):
            entries.record(tx, Act.LIST_SAVED, "list/topics", OLGA, version=3)
    sealed(store)
    return rows(store)[-number:]


def sealed(store: Store) -> None:
    with store.write() as tx:
        while entries.seal(tx, 100):
            pass


def forged(store: Store, statement: Any) -> None:
    """As somebody does who owns the database, and knows how to take its triggers away."""
    with store.database.write() as connection, entries.unguarded(connection):
        connection.execute(statement)


@pytest.fixture(params=DATABASES)
def fresh(request: pytest.FixtureRequest, backends: Backends, folder: Path) -> Iterator[Store]:
    """A store whose chain is still to begin."""
    with opened(request.param, backends, folder) as store:
        yield store


# What is written


def test_a_command_leaves_an_entry_that_says_who_did_what_about_what_and_from_where(show: Show) -> None:
    number = show.asked()
    answer = show.do("question.shortlist", number, by=MARIA)
    entry = rows(show.store)[-1]
    assert (entry.act, entry.subject, entry.outcome) == ("question.shortlist", f"{show.slug}/question/{number}", "done")
    assert (entry.credential, entry.name, entry.role) == ("user:2", "Мария", "moderator")
    assert (entry.address, entry.screen) == ("10.0.0.7", "desk")
    assert entry.facts["seq"] == answer["seq"] and len(entry.facts["command"]) == 36


def test_a_refused_command_leaves_none(show: Show) -> None:
    number = show.asked()
    before = len(rows(show.store))
    show.refused("illegal", "question.answer", number)
    assert len(rows(show.store)) == before


def test_a_repeated_command_leaves_one(show: Show) -> None:
    before = len(rows(show.store))
    id_ = "0b7ad0a4-3d0e-4d3c-9a86-5d5f3bd3a001"
    for _ in range(2):
        show.do("presenter.message", text="Пять минут", id=id_)
    assert len(rows(show.store)) == before + 1


def test_what_comes_in_is_no_act_of_a_person(show: Show) -> None:
    before = len(rows(show.store))
    show.receive(*(f"Вопрос {n}" for n in range(50)))
    assert len(rows(show.store)) == before


def test_an_entry_holds_neither_texts_nor_contacts(show: Show) -> None:
    show.do(
        "question.add",
        text="Когда починят мост на Речной?",
        author={"name": "Анна Планида", "contact": "tel:+79990001122"},
        by=MARIA,
    )
    kept = repr(rows(show.store)[-1])
    assert not any(secret in kept for secret in ("мост", "Планида", "9990001122"))


def test_two_people_of_one_name_are_told_apart_in_the_log(show: Show) -> None:
    """Security finding H5."""
    number = show.asked()
    show.do("question.shortlist", number, by=Actor("Иванова", frozenset({Role.MODERATOR}), "user:2"))
    show.do("question.return", number, by=Actor("Иванова", frozenset({Role.MODERATOR}), "key:5"))
    assert [e.by_credential for e in show.events()[-2:]] == ["user:2", "key:5"]


# What cannot be done to it


def test_an_entry_cannot_be_changed(store: Store) -> None:
    [entry] = told(store)
    changes: list[dict[str, Any]] = [{"name": "Пётр"}, {"hash": "0" * 64}, {"number": 999_999}, {"facts": {}}]
    for change in changes:
        with pytest.raises(DBAPIError), store.write() as tx:
            tx.connection.execute(update(audit).where(audit.c.id == entry.id).values(change))
    assert rows(store)[-1] == entry


def test_an_entry_that_waits_for_its_seal_cannot_be_changed_either(store: Store) -> None:
    with store.write() as tx:
        entries.record(tx, Act.LIST_SAVED, "list/topics", OLGA)
    entry = rows(store)[-1]
    changes: list[dict[str, Any]] = [{"name": "Пётр"}, {"at": store.clock(), "number": 999_998, "hash": "0"}]
    for change in changes:
        with pytest.raises(DBAPIError), store.write() as tx:
            tx.connection.execute(update(audit).where(audit.c.id == entry.id).values(change))
    assert rows(store)[-1] == entry


def test_an_entry_cannot_be_taken_away_before_three_years(fresh: Store) -> None:
    told(fresh, 3)
    with pytest.raises(DBAPIError), fresh.write() as tx:
        tx.connection.execute(delete(audit))
    if fresh.database.dialect == "postgresql":
        with pytest.raises(DBAPIError), fresh.write() as tx:
            tx.connection.exec_driver_sql("TRUNCATE audit")
    assert len(rows(fresh)) == 3


# The chain


def test_a_chain_that_nobody_touched_is_whole(fresh: Store) -> None:
    assert checked_chain(fresh) == Chain(0, "0:", 0, None)
    told(fresh, 250)
    last = rows(fresh)[-1]
    assert checked_chain(fresh) == Chain(250, f"250:{last.hash}", 0, None)


def test_what_waits_for_its_seal_is_no_fault(fresh: Store) -> None:
    told(fresh)
    with fresh.write() as tx:
        entries.record(tx, Act.LIST_SAVED, "list/topics", OLGA)
    chain = checked_chain(fresh)
    assert chain.whole and chain.unsealed == 1 and chain.oldest_unsealed == rows(fresh)[-1].at


def test_a_row_that_became_visible_late_is_sealed_behind_those_before_it(fresh: Store) -> None:
    """A transaction that took its number early and committed late, as PostgreSQL lets it."""
    late = {"id": 5, "at": fresh.clock(), "act": "list.saved", "subject": "", "outcome": "done", "facts": {}}
    with fresh.write() as tx:
        tx.connection.execute(audit.insert().values(late | {"id": 6}))
    sealed(fresh)
    with fresh.write() as tx:
        tx.connection.execute(audit.insert().values(late))
    sealed(fresh)
    assert [(row.id, row.number) for row in rows(fresh)] == [(5, 2), (6, 1)]
    assert checked_chain(fresh).whole


FORGERIES = {
    "another name": (update(audit).where(audit.c.number == 3).values(name="Пётр"), "entry 3 (row 3) is not as it was"),
    "another time": (
        update(audit).where(audit.c.number == 3).values(facts={"version": 4}),
        "entry 3 (row 3) is not as it was sealed",
    ),
    "one gone": (delete(audit).where(audit.c.number == 3), "entry 3 is missing"),
    "several gone": (delete(audit).where(audit.c.number.in_([3, 4])), "entries 3 to 4 are missing"),
    "the first gone": (delete(audit).where(audit.c.number == 1), "entry 1 is missing"),
    "the last gone": (delete(audit).where(audit.c.number > 4), "entries 5 to 6 are missing at the end"),
    "all gone": (delete(audit), "entries 1 to 6 are missing at the end"),
    "another order": (update(audit).where(audit.c.number == 4).values(prev="0" * 64), "entry 4 does not follow"),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forgery_is_found_and_its_place_is_told(fresh: Store, name: str) -> None:
    told(fresh, 6)
    statement, fault = FORGERIES[name]
    forged(fresh, statement)
    chain = checked_chain(fresh)
    assert not chain.whole
    assert any(line.startswith(fault) for line in chain.wrong), chain.wrong


def test_what_is_taken_from_the_end_stays_missing_however_much_follows(fresh: Store) -> None:
    told(fresh, 6)
    forged(fresh, delete(audit).where(audit.c.number > 4))
    told(fresh, 3)
    assert checked_chain(fresh).wrong == ["entries 5 to 6 are missing"]


def test_a_chain_made_with_another_key_is_not_ours(fresh: Store) -> None:
    told(fresh, 30)
    chain = checked_chain(Store(fresh.database, "another secret"))
    assert chain.faults == 30 and len(chain.wrong) == 21 and "LIVE_SECRET_KEY" in chain.wrong[-1]


def test_a_head_that_was_kept_elsewhere_shows_that_the_chain_still_goes_through_it(fresh: Store) -> None:
    told(fresh, 3)
    head = checked_chain(fresh).head
    told(fresh, 3)
    assert checked_chain(fresh, head).whole
    number, _, seal = head.partition(":")
    for other in (f"{number}:{'0' * 64}", f"2:{seal}", f"99:{seal}", "nonsense"):
        assert checked_chain(fresh, other).wrong == [f"the head {other[:40]} is not in the chain"]


# Its term, and its copies


def test_what_has_outlived_its_term_goes_and_the_chain_says_so(fresh: Store) -> None:
    now, years_ago = fresh.clock, fresh.clock() - timedelta(days=3 * 365 + 10)
    fresh.clock = lambda: years_ago
    told(fresh, 3)
    fresh.clock = now
    told(fresh, 2)
    with fresh.read() as connection:
        last = entries.outlived(connection, now() - timedelta(days=3 * 365 + 2))
    assert last is not None and last[0] == 3
    with fresh.write() as tx:
        assert entries.prune(tx, last, OLGA) == 3
    sealed(fresh)
    assert [row.number for row in rows(fresh)] == [4, 5, 6]
    assert checked_chain(fresh).whole
    forged(fresh, delete(audit).where(audit.c.number == 4))
    assert checked_chain(fresh).wrong == ["entries 1 to 4 are missing"]


def test_nothing_has_outlived_its_term_while_all_is_young(fresh: Store) -> None:
    told(fresh, 2)
    with fresh.read() as connection:
        assert entries.outlived(connection, fresh.clock() - timedelta(days=1)) is None


def test_a_restored_audit_is_whole_guarded_and_tells_where_the_one_before_it_stood(
    fresh: Store, backends: Backends, folder: Path, tmp_path: Path
) -> None:
    told(fresh, 4)
    backup(fresh, tmp_path / "copy.gz")
    told(fresh, 3)
    head = checked_chain(fresh).head
    restore(fresh, tmp_path / "copy.gz", OLGA)
    sealed(fresh)
    assert checked_chain(fresh).whole
    last = rows(fresh)[-1]
    assert (last.number, last.act, last.credential, last.facts["before"]) == (5, "database.restored", "user:7", head)
    with pytest.raises(DBAPIError), fresh.write() as tx:
        tx.connection.execute(delete(audit))


# What waits to be written


def refused(subject: str = "may", credential: str = "key:5") -> Entry:
    return Entry(Act.REFUSED, subject, Outcome.REFUSED, credential)


def test_what_happened_often_within_a_second_is_one_entry_that_counts(fresh: Store) -> None:
    queue = AuditQueue(fresh)
    for _ in range(40):
        queue.add(refused())
    queue.add(refused("june"))
    queue.write()
    assert [(row.subject, row.facts) for row in rows(fresh)] == [("may", {"times": 40}), ("june", {})]
    assert (queue.waiting, queue.written) == (0, 2)


def test_what_finds_no_room_is_counted_in_the_audit_itself(fresh: Store) -> None:
    queue = AuditQueue(fresh)
    for number in range(MOST + 7):
        queue.add(refused(str(number)))
    queue.write()
    kept = rows(fresh)
    assert len(kept) == MOST + 1
    assert (kept[-1].act, kept[-1].facts) == ("audit.overflowed", {"entries": 7})
    assert queue.overflowed == 7


def test_what_cannot_be_written_waits_and_is_counted_once(fresh: Store) -> None:
    queue = AuditQueue(fresh)
    queue.add(refused())
    with fresh.write() as tx:
        tx.connection.exec_driver_sql("ALTER TABLE audit RENAME TO elsewhere")
    with pytest.raises((DBAPIError, sqlite3.Error, Refused)):
        queue.write()
    queue.add(refused())
    with fresh.write() as tx:
        tx.connection.exec_driver_sql("ALTER TABLE elsewhere RENAME TO audit")
    queue.write()
    queue.write()
    assert [row.facts for row in rows(fresh)] == [{"times": 2}]
