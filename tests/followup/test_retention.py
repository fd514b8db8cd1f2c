"""Retention: what has outlived its term goes, what is at work stays, and everything still adds up."""

from __future__ import annotations

import hashlib
import uuid
from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, func, select, update

from live.domain.people import By
from live.domain.refused import Refused
from live.domain.retention import DEFAULT, Kind, terms_of
from live.domain.submission import Author
from live.store.centre import bans, channels, lists
from live.store.followup import outbox
from live.store.leases import Leases
from live.store.show import questions
from live.store.tables import ban, call, centre_list, command, dead_letter, person, question, retention_run
from live.store.tables import outbox as outbox_table
from live.store.tables import ticket as tickets_table
from live.store.transaction import Store
from live.views.queries import Queries
from live.views.screens import SCREENS
from live.workers.retention import Retention, save_terms, sweep
from tests.support.rooms import Show, Tickets, clock_of

pytestmark = pytest.mark.faults

BY = By("Мария", "admin")
LONG = DEFAULT[Kind.PERSONS] + 30
ANNA = Author("Анна П.", "tel:+79000000001", "https://example.org/anna")


class Years:
    """A show that ended, and the years that pass after it."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.show, self.tickets = Show(store).on_air(), Tickets(store)
        self.n = 0

    def asked(self, text: str = "Мост", **fields: Any) -> int:
        """A question by somebody who never asked before."""
        self.n += 1
        author = Author(f"Житель {self.n}", f"tel:+7900{self.show.id:04d}{self.n:03d}")
        return self.show.asked(text, **{"author": author, **fields})

    def ticket(self, number: int) -> str:
        return str(self.show.do("question.ticket", number)["ticket"])

    def closed(self, ticket: str) -> None:
        self.tickets.do("ticket.assign", ticket, department="Дороги")
        with self.store.write() as tx:
            done = {"state": "closed", "resolved_at": tx.now, "closed_at": tx.now}
            tx.connection.execute(update(tickets_table).where(tickets_table.c.number == ticket).values(**done))

    def declined(self, number: int) -> int:
        self.show.do("question.decline", number, reason="spam")
        return number

    def pass_(self, days: float = LONG) -> None:
        clock_of(self.store).pass_(days=days)

    def sweep(self, dry: bool = False) -> dict[Kind, int]:
        return sweep(self.store, BY, dry)

    def banned(self, **ends: Any) -> int:
        with self.store.write() as tx:
            ban_id = bans.add(tx, f"vk:{uuid.uuid4().int % 10**12}", "Оскорблял", BY.name, None)
            if ends:
                tx.connection.execute(update(ban).where(ban.c.id == ban_id).values(**ends))
        return ban_id

    def bans(self) -> list[int]:
        with self.store.read() as connection:
            return list(connection.execute(select(ban.c.id).order_by(ban.c.id)).scalars())

    def person(self, number: int) -> Any:
        with self.store.read() as connection:
            row = questions.get(connection, self.show.id, number)
            return connection.execute(select(person).where(person.c.id == row.person_id)).one()


@pytest.fixture
def years(clocked: Store) -> Years:
    made = Years(clocked)
    sweep(clocked, BY)  # What other tests have left behind.
    return made


def is_gone(row: Any) -> bool:
    known = (row.name, row.contact, row.profile, row.contact_hash)
    assert (row.anonymised_at is None) == any(known), row
    return row.anonymised_at is not None


def test_a_person_whose_questions_are_over_for_long_is_nobody(years: Years) -> None:
    number = years.declined(years.asked(author=ANNA))
    years.pass_(DEFAULT[Kind.PERSONS] - 1)
    assert not years.sweep()[Kind.PERSONS] and not is_gone(years.person(number))
    years.pass_(2)
    assert years.sweep()[Kind.PERSONS] == 1 and is_gone(years.person(number))
    assert years.show.view(number)["author"] is None and years.show.page(number)["text"] == "Мост"
    assert years.show.types()[-1] == "question.named"


def test_who_asks_again_after_that_is_a_new_person(years: Years) -> None:
    first = years.declined(years.asked(author=ANNA))
    years.pass_()
    years.sweep()
    second = years.asked(author=ANNA)
    assert years.person(first).id != years.person(second).id
    assert years.person(second).name == "Анна П." and years.person(first).name is None


def test_nobody_looks_up_the_name_of_one_who_is_nobody(years: Years) -> None:
    number = years.declined(years.asked(author=Author(None, "vk:77")))
    years.pass_()
    years.sweep()
    assert years.person(number).looked_up_at is not None


def test_while_a_ticket_is_open_its_asker_is_known(years: Years) -> None:
    number = years.asked()
    ticket = years.ticket(number)
    years.pass_()
    years.sweep()
    assert not is_gone(years.person(number))
    years.closed(ticket)
    years.sweep()
    assert not is_gone(years.person(number))  # It was closed just now.
    years.pass_()
    years.sweep()
    assert is_gone(years.person(number))


def test_the_askers_of_what_was_merged_are_known_as_long_as_its_root_is_at_work(years: Years) -> None:
    root, middle, leaf = years.asked(), years.asked(), years.asked()
    years.show.do("question.merge", leaf, into=middle)
    years.show.do("question.merge", middle, into=root)
    ticket = years.ticket(root)
    years.pass_()
    years.sweep()
    assert not any(is_gone(years.person(one)) for one in (root, middle, leaf))
    years.closed(ticket)
    years.pass_()
    years.sweep()
    assert all(is_gone(years.person(one)) for one in (root, middle, leaf))


def test_who_waits_for_the_desk_is_known(years: Years) -> None:
    number = years.asked()
    years.pass_()
    years.sweep()
    assert not is_gone(years.person(number))


def reply(years: Years, number: int, state: str) -> int:
    channel_id = years.show.channel()
    with years.store.write() as tx:
        tx.lock(years.show.id)
        reply_id = outbox.queue(tx, questions.get(tx.connection, years.show.id, number), channel_id, "Ответ", BY)
        tx.connection.execute(update(outbox_table).where(outbox_table.c.id == reply_id).values(state=state))
    return reply_id


def test_while_a_reply_waits_its_receiver_is_known(years: Years) -> None:
    waits, sent = years.declined(years.asked()), years.declined(years.asked())
    reply(years, waits, "waiting")
    reply_id = reply(years, sent, "sent")
    years.pass_()
    counts = years.sweep()
    assert not is_gone(years.person(waits)) and is_gone(years.person(sent)) and counts[Kind.REPLIES] == 1
    with years.store.read() as connection:
        texts = {row.id: row.text for row in connection.execute(select(outbox_table.c.id, outbox_table.c.text))}
    assert texts[reply_id] == "" and "Ответ" in texts.values()


def test_who_is_banned_is_known(years: Years) -> None:
    call_id, number = years.show.handed()
    years.show.do("caller.ban", call=call_id, text="Угрожал")
    years.declined(number)
    years.pass_()
    years.sweep()
    with years.store.read() as connection:
        rung = connection.execute(select(call).where(call.c.id == call_id)).one()
        caller = connection.execute(select(person).where(person.c.id == rung.person_id)).one()
    assert not is_gone(caller)


def test_an_original_goes_and_its_question_stays(years: Years) -> None:
    over = years.declined(years.asked(original={"phone": "+7 900 000-00-00"}))
    at_work = years.asked(original={"phone": "+7 900 000-00-00"})
    years.pass_(DEFAULT[Kind.ORIGINALS] + 1)
    assert years.sweep()[Kind.ORIGINALS] == 1
    assert years.show.row(over).original is None and years.show.row(over).text
    assert years.show.row(at_work).original is not None


def test_a_calls_name_and_recording_go(years: Years) -> None:
    call_id, number = years.show.handed()
    years.declined(number)
    with years.store.write() as tx:
        gone = {"state": "ended", "recording_url": "https://example.org/1.mp3"}
        tx.connection.execute(update(call).where(call.c.id == call_id).values(**gone))
    years.pass_(DEFAULT[Kind.CALLS] + 1)
    assert years.sweep()[Kind.CALLS] == 1
    with years.store.read() as connection:
        row = connection.execute(select(call).where(call.c.id == call_id)).one()
    assert (row.name, row.recording_url, row.legs) == (None, None, None) and row.state == "ended"


def test_a_call_that_nobody_has_returned_yet_stays(years: Years) -> None:
    call_id = years.show.rung(name="Пётр", number="+78422000001")
    with years.store.write() as tx:
        tx.connection.execute(update(call).where(call.c.id == call_id).values(state="ended", missed=True))
    years.pass_()
    years.sweep()
    with years.store.read() as connection:
        assert connection.execute(select(call.c.name).where(call.c.id == call_id)).scalar_one() == "Пётр"


def test_only_dead_letters_that_were_seen_to_go(years: Years) -> None:
    channel_id = years.show.channel()
    with years.store.write() as tx:
        for body in ("разобрано", "ждёт"):
            channels.keep_dead(tx, channel_id, "Почему-то", body)
        settled = dead_letter.c.digest == hashlib.sha256("разобрано".encode()).hexdigest()
        tx.connection.execute(update(dead_letter).where(settled).values(settled_at=tx.now))
    years.pass_(DEFAULT[Kind.LETTERS] + 1)
    assert years.sweep()[Kind.LETTERS] == 1
    with years.store.read() as connection:
        mine = select(dead_letter.c.body).where(dead_letter.c.channel_id == channel_id).order_by(dead_letter.c.id)
        assert connection.execute(mine).scalars().all() == ["", "ждёт"]


def test_old_commands_are_forgotten(years: Years) -> None:
    years.asked()
    years.pass_(DEFAULT[Kind.COMMANDS] + 1)
    assert years.sweep()[Kind.COMMANDS] >= 2
    with years.store.read() as connection:
        assert connection.execute(select(func.count()).select_from(command)).scalar_one() == 0


@pytest.mark.parametrize("end", ["until", "lifted_at"])
def test_a_ban_that_is_over_for_long_is_forgotten(years: Years, end: str) -> None:
    years.banned(**{end: clock_of(years.store)()})
    years.pass_(DEFAULT[Kind.BANS] - 1)
    assert years.sweep()[Kind.BANS] == 0
    years.pass_(2)
    assert years.sweep()[Kind.BANS] == 1 and years.bans() == []


def test_a_ban_counts_as_over_from_its_first_end(years: Years) -> None:
    now = clock_of(years.store)()
    years.banned(until=now, lifted_at=now + timedelta(days=300))
    years.banned(until=now + timedelta(days=900), lifted_at=now)
    years.pass_(DEFAULT[Kind.BANS] + 1)
    assert years.sweep()[Kind.BANS] == 2


def test_a_ban_in_force_is_kept_however_old_it_is(years: Years) -> None:
    for_good, for_long = years.banned(), years.banned(until=clock_of(years.store)() + timedelta(days=LONG + 1))
    years.pass_()
    assert years.sweep()[Kind.BANS] == 0 and years.bans() == [for_good, for_long]
    with years.store.write() as tx:
        tx.connection.execute(delete(ban))


def test_the_books_and_every_count_are_as_before(years: Years) -> None:
    show = years.show
    for n in range(6):
        years.asked(f"Вопрос {n}", topic="Дороги" if n % 2 else None, locality="Ивановка")
    show.do("question.shortlist", 1)
    show.do("question.take", 1)
    show.do("question.answer", 1, summary="Да", fully=False)
    years.declined(2)
    show.do("question.merge", 3, into=1)
    show.wrapped()
    for row in show.tickets():
        years.closed(row.number)

    def told() -> Any:
        reading = Queries(years.store)
        [books] = reading.books(show.slug)
        columns = (question.c.source, question.c.topic, question.c.locality, question.c.state, question.c.askers)
        with years.store.read() as connection:
            rows = connection.execute(select(*columns).where(question.c.broadcast_id == show.id)).all()
        assert books.balances, books.wrong
        return (
            books.received,
            books.states,
            books.tickets,
            Counter(map(tuple, rows)),
            reading.counts(show.slug)["topics"],
        )

    before = told()
    years.pass_()
    assert years.sweep()[Kind.PERSONS] == 6
    assert told() == before
    for name in ("desk", "head"):
        for number in range(1, 7):
            Queries(years.store).question_now(show.slug, SCREENS[name], number)


def test_a_dry_run_counts_the_same_and_takes_nothing(years: Years) -> None:
    number = years.declined(years.asked(original={"a": 1}))
    years.pass_()
    looked = years.sweep(dry=True)
    assert not is_gone(years.person(number)) and years.show.row(number).original
    done = years.sweep()
    assert looked == done and done[Kind.PERSONS] == done[Kind.ORIGINALS] == 1
    assert set(years.sweep().values()) == {0}


def test_each_run_leaves_its_numbers(years: Years) -> None:
    years.declined(years.asked())
    years.pass_()
    years.sweep()
    with years.store.read() as connection:
        run = connection.execute(select(retention_run).order_by(retention_run.c.id.desc()).limit(1)).one()
    assert run.counts["persons"] == 1 and run.terms["persons"] == DEFAULT[Kind.PERSONS]
    assert (run.by_name, run.dry) == ("Мария", False) and run.ended_at is not None


def save(store: Store, terms: Mapping[Kind, int]) -> int:
    """Save the terms over whatever stands; their version from now on."""
    with store.read() as connection:
        present = lists.read(connection, "retention").version
    save_terms(store, present, terms, BY)
    return present + 1


def tick(worker: Retention) -> None:
    """Until it has nothing to do."""
    while worker.tick() is not None:
        pass


def test_the_worker_runs_once_a_day(clocked: Store) -> None:
    years, worker = Years(clocked), Retention(clocked, Leases(clocked))

    def runs() -> int:
        with clocked.read() as connection:
            return int(connection.execute(select(func.count()).select_from(retention_run)).scalar_one())

    years.pass_(2)
    before = runs()
    save(clocked, DEFAULT)
    tick(worker)
    tick(worker)
    assert runs() == before + 1
    years.pass_(1.1)
    tick(worker)
    assert runs() == before + 2


def test_nothing_is_taken_by_itself_before_somebody_has_saved_the_terms(clocked: Store) -> None:
    years = Years(clocked)
    number = years.declined(years.asked())
    with clocked.write() as tx:
        tx.connection.execute(delete(centre_list).where(centre_list.c.name == "retention"))
    years.pass_(9)
    tick(Retention(clocked, Leases(clocked)))
    assert not is_gone(years.person(number))


def test_a_term_that_was_saved_counts(clocked: Store) -> None:
    years = Years(clocked)
    number = years.declined(years.asked())
    version = save(clocked, {**DEFAULT, Kind.PERSONS: 30})
    years.pass_(31)
    years.sweep()
    assert is_gone(years.person(number))
    with pytest.raises(Refused) as caught:
        save_terms(clocked, version - 1, DEFAULT, BY)
    assert caught.value.code == "conflict"
    save_terms(clocked, version, DEFAULT, BY)


@pytest.mark.parametrize("days", [0, 6, 36501])
def test_a_term_too_short_or_too_long_is_refused(clocked: Store, days: int) -> None:
    with pytest.raises(Refused) as caught:
        save_terms(clocked, 0, {**DEFAULT, Kind.CALLS: days}, BY)
    assert caught.value.code == "invalid"


def test_what_a_list_does_not_name_has_its_default() -> None:
    assert terms_of([{"kind": "calls", "days": 9}, {"kind": "strange", "days": 1}]) == {**DEFAULT, Kind.CALLS: 9}
