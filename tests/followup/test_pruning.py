"""What would grow without end goes by its term from the first day; what people did stays, and everything adds up."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Table, delete, func, insert, select, update

from live.domain.people import By
from live.domain.refused import Refused
from live.domain.reply import State as Reply
from live.domain.retention import DEFAULT, Kind
from live.feed.hub import Hub
from live.feed.member import Member
from live.feed.presence import Presence
from live.feed.pubsub import NoLink
from live.store import log
from live.store.centre import channels, shifts
from live.store.followup import webhooks
from live.store.ids import TICKETS_LOG
from live.store.leases import Leases
from live.store.tables import (
    access_key,
    centre_list,
    command,
    dead_letter,
    escalation,
    event,
    handover,
    outbox,
    shift,
)
from live.store.tables import webhook as webhook_table
from live.store.transaction import Store
from live.views.feed.sections.section import EVERYBODY as READER
from live.views.queries import Queries
from live.views.screens import SCREENS
from live.workers.retention import Retention
from tests.followup.test_retention import Years, tick, years
from tests.support.rooms import EVERYBODY, Show, Tickets, clock_of

pytestmark = pytest.mark.faults

__all__ = ["years"]

OLD = DEFAULT[Kind.LOG] + 1


def number_of(store: Store, table: Table) -> int:
    with store.read() as connection:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def evening(years: Years) -> Show:
    """A show that was aired, wrapped and followed up, over a year ago."""
    show = years.show
    for n in range(4):
        years.asked(f"Вопрос {n}")
    show.understood()
    show.do("question.classify", 1, topic="Дороги")
    show.do("question.shortlist", 1)
    show.do("question.take", 1)
    clock_of(years.store).pass_(minutes=3)
    show.do("question.answer", 1, summary="Да", fully=False)
    show.do("presenter.message", text="Ещё пять минут", kind="note")
    years.declined(2)
    show.do("question.merge", 3, into=1)
    show.wrapped()
    for row in show.tickets():
        years.closed(row.number)
    years.pass_(OLD)
    return show


def position(show: Show) -> log.Position:
    with show.store.read() as connection:
        return log.position(connection, show.id)


def test_what_only_screens_needed_goes_and_what_people_did_stays(years: Years) -> None:
    show = evening(years)
    before = [(e.seq, e.type) for e in show.events()]
    years.sweep()
    left = [(e.seq, e.type) for e in show.events()]
    assert left == [one for one in before if one in left] and len(left) < len(before)
    assert {"question.received", "questions.ticketed", "presenter.messaged"}.isdisjoint(type_ for _, type_ in left)
    done = ("classified", "shortlisted", "taken", "answered", "declined", "merged")
    assert {f"question.{verb}" for verb in done} <= {type_ for _, type_ in left}
    assert position(show).floor == max(seq for seq, _ in set(before) - set(left))


def test_a_log_younger_than_its_term_is_whole(years: Years) -> None:
    years.asked()
    years.pass_(DEFAULT[Kind.LOG] - 1)
    before = years.show.events()
    years.sweep()
    assert years.show.events() == before and position(years.show).floor == 0


def test_a_screen_that_stood_below_the_floor_takes_a_snapshot(years: Years) -> None:
    show, hub = evening(years), Hub(years.store, Presence(NoLink()), lambda members: [])
    screen = Member("1", None, show.id, show.slug, SCREENS["desk"], EVERYBODY, "")
    epoch = position(show).epoch
    assert b'"events"' in bytes(hub.sync(screen, epoch, 0))
    years.sweep()
    floor = position(show).floor
    assert floor and b'"snapshot"' in bytes(hub.sync(screen, epoch, floor - 1))
    assert b'"events"' in bytes(hub.sync(screen, epoch, floor))


def test_a_program_that_asks_below_the_floor_is_told_where_the_log_begins(years: Years) -> None:
    show = evening(years)
    years.sweep()
    floor = position(show).floor
    with pytest.raises(Refused) as caught:
        Queries(years.store).events(show.slug, SCREENS["desk"], READER, floor - 1, 100)
    assert caught.value.code == "not_found" and str(floor) in str(caught.value)
    Queries(years.store).events(show.slug, SCREENS["desk"], READER, floor, 100)


def test_history_report_and_books_are_as_before(years: Years) -> None:
    show, reading = evening(years), Queries(years.store)
    [rest, *_] = [row.number for row in show.tickets()]

    def told() -> Any:
        report = reading.report(show.slug)
        acts = [(one["type"], one["by"]) for one in show.page(1)["history"] if one["by"] or "seq" not in one]
        timeline = [(one["type"], one["at"]) for one in reading.ticket(READER, rest)["timeline"] if one["by"]]
        [books] = reading.books(show.slug)
        assert books.balances, books.wrong
        return report, reading.so_far(show.slug), acts, timeline, books.received, books.states

    before = told()
    years.sweep()
    after = told()
    assert after[2][0] == ("question.received", None) and after[2][1:] == before[2]
    assert (after[0], after[1], after[3:]) == (before[0], before[1], before[3:])


def test_the_arrival_stands_in_a_history_whose_log_has_lost_it(years: Years) -> None:
    show = evening(years)
    arrived = show.page(1)["history"][0]
    years.sweep()
    assert show.page(1)["history"][0] == {name: arrived[name] for name in ("at", "type", "by")}


def test_of_a_broadcast_that_is_being_wrapped_nothing_goes(years: Years) -> None:
    years.asked()
    years.show.do("broadcast.wrap")
    years.pass_(OLD)
    before = years.show.events()
    years.sweep()
    assert years.show.events() == before


def test_what_a_receiver_was_not_told_yet_stays(years: Years) -> None:
    store, tickets = years.store, Tickets(years.store)
    with store.write() as tx:
        tx.connection.execute(delete(webhook_table))
        tx.lock(TICKETS_LOG)
        behind = webhooks.add(tx, "https://example.org/told", "секрет-получателя", None, "Мария")
    for text in ("Один", "Два"):  # The ticket of one alone is told of in words that stay.
        years.asked(text)
    years.show.wrapped()
    opened = [e.seq for e in tickets.events() if e.type == "tickets.opened"][-1]
    years.pass_(OLD)
    years.sweep()
    assert opened in [e.seq for e in tickets.events()]
    with store.write() as tx:
        tx.connection.execute(update(webhook_table).where(webhook_table.c.id == behind).values(paused=True))
    show = Show(store).on_air()
    show.receive("Один", "Два")
    show.wrapped()
    years.pass_(OLD)
    years.sweep()
    assert "tickets.opened" not in [e.type for e in tickets.events()]


def test_these_terms_hold_though_nobody_has_saved_any(clocked: Store) -> None:
    years = Years(clocked)
    number = years.declined(years.asked())
    with clocked.write() as tx:
        tx.connection.execute(delete(centre_list).where(centre_list.c.name == "retention"))
    years.pass_(DEFAULT[Kind.PERSONS] + 1)
    tick(Retention(clocked, Leases(clocked)))
    assert number_of(clocked, command) == 0 and position(years.show).floor > 0
    assert years.person(number).anonymised_at is None


def test_a_dead_letter_that_was_seen_to_goes_and_one_that_waits_stays(years: Years) -> None:
    channel_id = years.show.channel()
    with years.store.write() as tx:
        for body in ("ждёт давно", "разобрано", "ждёт"):
            channels.keep_dead(tx, channel_id, "Почему-то", body)
        mine = select(dead_letter.c.id).where(dead_letter.c.channel_id == channel_id).order_by(dead_letter.c.id)
        ids = tx.connection.execute(mine).scalars().all()
        channels.settle(tx, ids[1])
    years.pass_(DEFAULT[Kind.SETTLED] + 1)
    assert years.sweep()[Kind.SETTLED] == 1
    with years.store.read() as connection:
        assert connection.execute(mine).scalars().all() == [ids[0], ids[2]]


def test_a_letter_to_our_own_goes_and_an_answer_to_a_resident_stays(years: Years) -> None:
    number = years.declined(years.asked())
    now = clock_of(years.store)()
    common = {"text": "Срок", "final": False, "guard": 1, "state": Reply.SENT.value, "by_name": "worker"}
    moments = {"next_at": now, "at": now, "moved_at": now}
    with years.store.write() as tx:
        for question_id in (
            None,
            years.show.row(number).id,
            None,
        ):  # The newest row stays: its number is not given again.
            tx.connection.execute(insert(outbox).values(question_id=question_id, **common, **moments))
    years.pass_(DEFAULT[Kind.NOTICES] + 1)
    assert years.sweep()[Kind.NOTICES] == 1
    with years.store.read() as connection:
        left = connection.execute(select(outbox.c.question_id).order_by(outbox.c.id)).scalars().all()
    assert left[-2:] == [years.show.row(number).id, None]


def test_who_was_told_of_a_ticket_that_is_done_goes_and_of_one_at_work_stays(years: Years) -> None:
    done, at_work = (years.ticket(years.asked()) for _ in range(2))
    years.closed(done)
    now = clock_of(years.store)()
    rows = {number: years.tickets.row(number).id for number in (done, at_work)}
    with years.store.write() as tx:
        for ticket_id in rows.values():
            step = {"clock": "reaction", "step": "over", "turn": 0, "due": now, "at": now}
            tx.connection.execute(insert(escalation).values(ticket_id=ticket_id, **step))
    years.pass_(DEFAULT[Kind.ESCALATIONS] + 1)
    years.sweep()
    with years.store.read() as connection:
        left = set(connection.execute(select(escalation.c.ticket_id)).scalars())
    assert rows[done] not in left and rows[at_work] in left


def test_a_shift_goes_with_its_note_and_the_newest_stays(years: Years) -> None:
    by, ends = By("Ольга", "admin"), clock_of(years.store).now
    planned: dict[str, Any] = {
        "account_id": None,
        "begins": ends - timedelta(hours=8),
        "ends": ends,
        "topics": [],
        "places": [],
    }
    with years.store.write() as tx:
        first, _ = shifts.add(tx, [planned, planned], by)
        shifts.leave_note(tx, first, "Прорыв на Речной", by)
    years.pass_(DEFAULT[Kind.SHIFTS] - 1)
    years.sweep()
    assert (number_of(years.store, shift), number_of(years.store, handover)) == (2, 1)
    years.pass_(2)
    years.sweep()
    assert (number_of(years.store, shift), number_of(years.store, handover)) == (1, 0)


def test_a_revoked_key_goes_and_its_number_is_not_given_again(years: Years) -> None:
    now = clock_of(years.store)()

    def key(name: str, **ends: Any) -> int:
        values = {"hash": f"{years.show.id}-{name}", "name": name, "roles": ["source"], "created_at": now, **ends}
        with years.store.write() as tx:
            made = insert(access_key).values(values).returning(access_key.c.id)
            return int(tx.connection.execute(made).scalar_one())

    revoked, valid, last = key("отозван", revoked_at=now), key("действует"), key("последний", revoked_at=now)
    years.pass_(DEFAULT[Kind.KEYS] + 1)
    assert years.sweep()[Kind.KEYS] == 1
    with years.store.read() as connection:
        left = set(connection.execute(select(access_key.c.id)).scalars())
    assert revoked not in left and {valid, last} <= left
    assert key("новый") > last


def test_a_long_log_goes_slice_by_slice(years: Years, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("live.workers.retention.SLICE", 3)
    show = years.show
    show.receive(*["Нет воды"] * 20)
    years.declined(7)
    years.pass_(OLD)
    assert years.sweep()[Kind.LOG] >= 20
    assert show.types() == ["broadcast.opened", "broadcast.aired", "question.declined"]
    assert show.books().balances and years.sweep()[Kind.LOG] == 0
    show.asked()
    assert show.books().balances


def test_the_log_keeps_every_type_that_a_history_is_read_from(years: Years) -> None:
    show = evening(years)
    with years.store.read() as connection:
        by_people = select(event.c.seq).where(
            event.c.broadcast_id == show.id, event.c.by_name.is_not(None), event.c.question.is_not(None)
        )
        before = connection.execute(by_people).scalars().all()
    years.sweep()
    with years.store.read() as connection:
        assert connection.execute(by_people).scalars().all() == before
