"""Rows as both databases keep them, and what the database itself refuses."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from live.domain.submission import Author
from live.domain.ticket import Kind
from live.store.bulk import insert_rows
from live.store.followup import tickets
from live.store.followup.tickets import NewTicket
from live.store.ids import TICKETS_LOG, question_id
from live.store.tables import channel, question, ticket
from live.store.text import written
from live.store.transaction import Store
from tests.support.rooms import Show

TRICKY = 'Ёлка, «кавычки», "quotes", it\'s 100 % — 🌲 \\ :name \t конец\nвторая строка'


def test_texts_documents_and_moments_come_back_as_they_went_in(show: Show) -> None:
    asked_at = datetime(2026, 11, 24, 12, 41, 7, 123456, timezone(timedelta(hours=4)))
    attachments = ({"type": "photo", "url": "https://vk.com/п?a=1&b=2", "размеры": [1, 2.5, None, True]},)
    original: dict[str, Any] = {"text": TRICKY, "вложено": {"список": [{}]}, "пусто": None}
    number = show.asked(TRICKY, asked_at=asked_at, attachments=attachments, original=original, locality="Сосновка")
    row = show.row(number)
    assert row.text == TRICKY
    assert row.asked_at == asked_at and row.asked_at.tzinfo is not None
    assert (row.attachments, row.original) == (list(attachments), original)


def test_what_is_not_said_is_null(show: Show) -> None:
    row = show.row(show.asked())
    nothing = ("asked_at", "attachments", "original", "locality", "topic", "external_id", "person_id", "rank")
    assert [getattr(row, name) for name in nothing] == [None] * len(nothing)


def test_a_null_document_is_the_databases_null(store: Store, show: Show) -> None:
    number = show.asked()
    with store.read() as connection:
        found = select(question.c.number).where(
            question.c.broadcast_id == show.id, question.c.attachments.is_(None), question.c.original.is_(None)
        )
        assert connection.execute(found).scalar_one() == number


def test_rows_of_one_statement_may_differ_in_what_is_null(store: Store, show: Show) -> None:
    results = show.receive("Первый") + show.receive("Второй", author=Author("Анна"), topic="ЖКХ")
    assert len(results) == 2
    assert [show.row(n).topic for n in (1, 2)] == [None, "ЖКХ"]


def test_no_rows_are_no_statement(store: Store) -> None:
    with store.write() as tx:
        insert_rows(tx.connection, (channel, []))


def test_a_moment_is_written_so_that_it_sorts() -> None:
    first = datetime(2026, 1, 1, 4, tzinfo=timezone(timedelta(hours=4)))
    assert written(first) == "2026-01-01T00:00:00.000000Z"
    assert written(first) < written(first + timedelta(microseconds=1)) < written(first + timedelta(seconds=1))


def test_a_moment_reads_the_same_through_a_bulk_insert_and_a_single_one(store: Store, show: Show) -> None:
    moment = datetime(2026, 11, 24, 9, 0, 0, 5, tzinfo=UTC)
    row = {"type": "vk", "broadcast_id": show.id, "settings": {"a": "б"}}
    with store.write() as tx:
        insert_rows(tx.connection, (channel, [{**row, "key": f"{show.slug}-1", "created_at": written(moment)}]))
        tx.connection.execute(insert(channel).values(**row, key=f"{show.slug}-2", created_at=moment))
    with store.read() as connection:
        mine = select(channel.c.created_at, channel.c.settings).where(channel.c.broadcast_id == show.id)
        assert connection.execute(mine).all() == [(moment, {"a": "б"})] * 2


def test_ranks_sort_by_code_unit_on_both_databases(store: Store, show: Show) -> None:
    ranks = ["z", "A", "a", "Z", "0", "V"]
    for rank in ranks:
        number = show.shortlisted()
        with store.write() as tx:
            mine = question.c.id == question_id(show.id, number)
            tx.connection.execute(update(question).where(mine).values(rank=rank))
    with store.read() as connection:
        stored = select(question.c.rank).where(question.c.broadcast_id == show.id).order_by(question.c.rank)
        assert list(connection.execute(stored).scalars()) == sorted(ranks)


def refused_by_the_database(store: Store, statement: Any) -> None:
    with pytest.raises(Exception, match=r"(?i)unique"), store.write() as tx:
        tx.connection.execute(statement)


def test_the_database_lets_one_question_be_on_air(store: Store, show: Show) -> None:
    show.taken()
    second = question.c.id == question_id(show.id, show.shortlisted())
    refused_by_the_database(store, update(question).where(second).values(state="on_air"))


def test_another_broadcast_may_be_on_air_too(store: Store, show: Show) -> None:
    show.taken()
    other = Show(store).on_air()
    assert other.row(other.taken()).state == "on_air"


def test_the_database_lets_one_message_of_an_origin_be_one_question(store: Store, show: Show) -> None:
    show.asked(external_id="m-1")
    second = question.c.id == question_id(show.id, show.asked(external_id="m-2"))
    refused_by_the_database(store, update(question).where(second).values(external_id="m-1"))


def new_ticket(show: Show, number: int, kind: Kind) -> NewTicket:
    now = show.store.clock()
    return NewTicket(question_id(show.id, number), kind, None, "normal", now, now)


@pytest.mark.parametrize("kind", [Kind.UNANSWERED, Kind.REST])
def test_the_database_lets_a_question_have_one_ticket_of_a_kind(store: Store, show: Show, kind: Kind) -> None:
    number = show.asked()
    with pytest.raises(Exception, match=r"(?i)unique"), store.write() as tx:
        tx.lock(TICKETS_LOG)
        tickets.insert_new(tx, [new_ticket(show, number, kind), new_ticket(show, number, kind)])
    assert show.tickets() == []


def test_a_question_may_have_several_tickets_for_promises(store: Store, show: Show) -> None:
    number = show.asked()
    with store.write() as tx:
        tx.lock(TICKETS_LOG)
        made = tickets.insert_new(tx, [new_ticket(show, number, Kind.PROMISE)] * 2)
    assert [row.number for row in show.tickets()] == made


def test_tickets_are_numbered_on_over_all_broadcasts(store: Store, show: Show) -> None:
    other = Show(store).on_air()
    for each in (show, other, show):
        each.do("question.ticket", each.asked())
    with store.read() as connection:
        newest = connection.execute(select(ticket.c.id).order_by(ticket.c.id.desc()).limit(3)).scalars().all()
        homes = [tickets.to_domain(row).number for row in [*show.tickets(), *other.tickets()]]
    assert newest[0] - newest[2] == 2
    assert len(set(homes)) == 3
