"""Abuse: whose messages go into a tray of their own. Nobody is refused, nothing is lost, and no sender is told."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert

from live.admin import subjects
from live.desk.receive import Receipt, receive_group
from live.domain.abuse import ban as rules
from live.domain.people import Actor, Role
from live.domain.retention import Ground
from live.domain.submission import Author
from live.store.centre import bans
from live.store.resealing import Resealing
from live.store.tables import ban, call
from live.store.transaction import Store
from live.views.calls.view import call_views
from live.views.questions.counts import Counting
from tests.support.backends import Backends
from tests.support.rooms import EVERYBODY, Show, clock_of, opened

TROLL = Author("Злой", "vk:71")


@pytest.fixture
def troll() -> Author:
    """An author whom no other test of the module knows."""
    return Author("Злой", f"vk:{uuid.uuid4().int % 10**12}")


def banned(show: Show, author: Author, text: str = "Вы все там", **fields: Any) -> int:
    number = show.asked(text, author=author)
    show.do("question.block", number, reason="Оскорбляет ведущую", **fields)
    return number


def test_a_banned_authors_next_message_is_acknowledged_as_any_other_and_waits_apart(show: Show, troll: Author) -> None:
    banned(show, troll)
    before = show.head
    [receipt] = show.receive("Опять я", author=troll)
    assert isinstance(receipt, Receipt) and (receipt.state, receipt.version) == ("new", 1) and receipt.code
    assert receipt.number is not None and show.row(receipt.number).state == "blocked"
    [event] = show.events(before)
    assert (event.type, event.was, event.state) == ("question.received", None, "blocked")


def test_the_message_comes_again_and_is_the_same_one(show: Show, troll: Author) -> None:
    banned(show, troll)
    first, again = (show.receive("Опять я", author=troll, external_id="m-1")[0] for _ in range(2))
    assert isinstance(first, Receipt) and isinstance(again, Receipt)
    assert (again.number, again.repeated, again.state) == (first.number, True, "new")


def test_only_the_banned_of_a_group_are_set_apart(show: Show, troll: Author) -> None:
    banned(show, troll)
    group = [show.arrival("Мост"), show.arrival("Ещё", author=troll), show.arrival("Свет", author=Author("А", "vk:5"))]
    numbers = [one.number for one in receive_group(show.store, group) if isinstance(one, Receipt) and one.number]
    assert [show.row(number).state for number in numbers] == ["new", "blocked", "new"]


def test_the_ban_takes_what_is_new_of_the_author_along_whatever_the_name(show: Show, troll: Author) -> None:
    first = show.asked("Раз", author=troll)
    second = show.asked("Два", author=replace(troll, name="Добрый"))
    listed = show.shortlisted("Три", author=troll)
    other = show.asked("Мост", author=Author("Анна", "vk:5"))
    answer = show.do("question.block", second, reason="Спам")
    assert answer["others"] == 1
    states = [show.row(number).state for number in (first, second, listed, other)]
    assert states == ["blocked", "blocked", "shortlisted", "new"]


def test_one_let_out_is_new_again_while_its_author_stays_banned(show: Show, troll: Author) -> None:
    number = banned(show, troll)
    show.do("question.unblock", number)
    assert show.row(number).state == "new"
    assert show.row(show.asked("Опять я", author=troll)).state == "blocked"


def test_a_ban_taken_back_lets_out_all_that_waited_and_what_comes_next_is_new(show: Show, troll: Author) -> None:
    number = banned(show, troll)
    next_one = show.asked("Опять я", author=troll)
    assert show.do("question.unblock", number, lift=True)["others"] == 1
    assert [show.row(one).state for one in (number, next_one)] == ["new", "new"]
    assert show.row(show.asked("И снова я", author=troll)).state == "new"


def test_whose_question_was_declined_can_be_banned_and_it_stays_declined(show: Show, troll: Author) -> None:
    number = show.asked("Вы все там", author=troll)
    show.do("question.decline", number, reason="abuse")
    show.do("question.block", number, reason="Оскорбляет")
    assert show.row(number).state == "declined"
    assert show.row(show.asked("Опять я", author=troll)).state == "blocked"


def test_what_waits_apart_can_be_declined_in_bulk_and_made_a_ticket(show: Show, troll: Author) -> None:
    banned(show, troll)
    one, two, three = (show.asked(f"Опять {n}", author=troll) for n in range(3))
    rows = [{"question": number, "version": 1} for number in (one, two)]
    answer = show.do("questions.bulk", do="question.decline", questions=rows, reason="abuse")
    assert [result["ok"] for result in answer["results"]] == [True, True]
    show.do("question.ticket", three)
    assert [show.row(number).state for number in (one, two, three)] == ["declined", "declined", "ticketed"]
    assert show.books().balances


def test_what_still_waits_apart_when_the_show_is_wrapped_becomes_a_ticket(show: Show, troll: Author) -> None:
    banned(show, troll)
    number = show.asked("Опять я", author=troll)
    assert show.books().still_open == 2
    show.wrapped()
    assert show.row(number).state == "ticketed" and show.books().still_open == 0 and show.books().balances


def test_it_is_not_shortlisted_nor_merged_into_before_it_is_let_out(show: Show, troll: Author) -> None:
    number = banned(show, troll)
    other = show.asked("Мост")
    show.refused("illegal", "question.shortlist", number)
    show.refused("illegal", "question.merge", other, into=number)


def test_its_topic_is_not_counted_among_what_people_ask(show: Show, troll: Author) -> None:
    show.asked("Мост", topic="Дороги")
    banned(show, troll)
    show.asked("Опять", author=troll, topic="Дороги")
    assert Counting(show.store).of(show.slug)["topics"] == [{"name": "Дороги", "askers": 1}]


@pytest.mark.parametrize("author", [None, Author("Без адреса")])
def test_nobody_is_banned_of_whom_nothing_is_known(show: Show, author: Author | None) -> None:
    number = show.asked(author=author)
    show.refused("illegal", "question.block", number, reason="Спам")


@pytest.mark.parametrize("fields", [{"reason": " "}, {"reason": "ж" * 501}, {"reason": "Спам", "until": "2020-01-01"}])
def test_a_ban_without_a_reason_or_that_ended_before_it_began_is_refused(show: Show, fields: dict[str, str]) -> None:
    show.refused("invalid", "question.block", show.asked(author=TROLL), **fields)


def test_a_producer_lets_out_and_does_not_ban(show: Show, troll: Author) -> None:
    producer = Actor("Пётр", frozenset({Role.PRODUCER}))
    number = banned(show, troll)
    show.refused("forbidden", "question.block", show.asked(author=troll), reason="Спам", by=producer)
    show.do("question.unblock", number, by=producer)


def test_the_reason_stands_in_the_ban_and_neither_in_the_log_nor_in_the_clear(show: Show, troll: Author) -> None:
    number = banned(show, troll)
    assert all("Оскорбляет" not in str(event.data) for event in show.events())
    with show.store.read() as connection:
        [kept] = bans.of_subject(show.store, connection, troll.contact or "")
        raw = connection.exec_driver_sql(f"SELECT subject, hash FROM ban WHERE id = {kept.id}").one()
    assert (kept.reason, kept.by_name, kept.subject) == ("Оскорбляет ведущую", "Анна", troll.contact)
    assert str(raw.subject).startswith("sealed:") and (troll.contact or "") not in str(raw) and number


# The address of a form, a call, a term


def from_address(show: Show, address: str) -> str:
    arrival = replace(show.arrival("С сайта", source="form"), address=address)
    [receipt] = receive_group(show.store, [arrival])
    assert isinstance(receipt, Receipt) and receipt.number is not None
    return str(show.row(receipt.number).state)


def hold(store: Store, subject: str | None, **facts: Any) -> int:
    assert subject is not None
    with store.write() as tx:
        return bans.add(tx, subject, "Спам", "Ольга", facts.get("until"))


@pytest.mark.parametrize(
    ("written_down", "theirs", "another"),
    [
        ("203.0.113.7", "203.0.113.7", "203.0.113.8"),
        ("203.0.113.9", "::ffff:203.0.113.9", "203.0.113.10"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2:ffff::1", "2001:db8:1:3::1"),
        ("2001:db8:5:6::/64", "2001:db8:5:6::9", "2001:db8:5:7::9"),
    ],
)
def test_a_form_from_a_banned_address_waits_apart(show: Show, written_down: str, theirs: str, another: str) -> None:
    hold(show.store, rules.of_address(written_down))
    assert from_address(show, theirs) == "blocked"
    assert from_address(show, another) == "new"


def test_the_address_of_a_form_is_kept_nowhere(show: Show) -> None:
    from_address(show, "198.51.100.77")
    with show.store.read() as connection:
        tables = ("question", "person", "event", "audit")
        kept = [str(row) for name in tables for row in connection.exec_driver_sql(f"SELECT * FROM {name}")]
    assert kept and not any("198.51.100.77" in row for row in kept)


def test_a_call_from_a_banned_number_rings_and_is_marked_from_then_on(show: Show) -> None:
    number = f"+7900{uuid.uuid4().int % 10**7:07}"
    before = show.rung(number=number)
    hold(show.store, f"tel:{number}")
    after = show.rung(number=f"8{number[2:]}")
    with show.store.read() as connection:
        views = call_views(connection, call.c.id.in_([before, after]))
    assert (views[before]["banned"], views[after]["banned"], views[after]["state"]) == (False, True, "ringing")


def test_a_ban_ends_by_itself_after_its_last_day(clocked: Store) -> None:
    show = Show(clocked).on_air()
    clock_of(clocked).set("2026-11-24T10:00+04:00")
    banned(show, TROLL, until="2026-11-25")
    clock_of(clocked).set("2026-11-25T23:59+04:00")
    assert show.row(show.asked("Опять", author=TROLL)).state == "blocked"
    clock_of(clocked).set("2026-11-26T00:00+04:00")
    assert show.row(show.asked("Опять", author=TROLL)).state == "new"


# A full list


@pytest.fixture
def full(clocked: Store) -> Iterator[Show]:
    """Ten thousand bans hold: as many as may."""
    show = Show(clocked).on_air()
    with clocked.write() as tx:
        missing = rules.MOST - bans.count(tx.connection, tx.now)
        row = {"kind": "vk", "reason": "Спам", "by_name": "Ольга", "at": tx.now}
        tx.connection.execute(insert(ban), [{**row, "hash": uuid.uuid4().hex} for _ in range(missing)])
    yield show
    with clocked.write() as tx:
        tx.connection.execute(ban.delete())


def test_ten_thousand_bans_hold_and_one_more_is_refused_until_one_is_lifted(full: Show) -> None:
    number = full.asked(author=TROLL)
    full.refused("invalid", "question.block", number, reason="Спам")
    with full.store.write() as tx:
        oldest = bans.in_force(tx.connection, tx.now, rules.MOST)[-1]
        assert bans.lift(tx, oldest.id, "Ольга")
    full.do("question.block", number, reason="Спам")
    assert full.row(full.asked("Опять", author=TROLL)).state == "blocked"


def test_another_process_knows_of_a_ban_within_a_second(
    store: Store, show: Show, troll: Author, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Store(store.database, "of-the-tests")
    theirs = [show.arrival("Мост", author=troll)]
    receive_group(other, theirs)
    banned(show, troll)
    monkeypatch.setattr(bans, "FRESH", 0.0)  # The second is over.
    receive_group(other, theirs)
    assert show.row(show.broadcast.last_number).state == "blocked"


def test_another_secret_finds_the_bans_of_before_and_seals_them_anew(backends: Backends, folder: Path) -> None:
    with opened("sqlite", backends, folder) as before:
        show = Show(before).on_air()
        banned(show, TROLL)
        after = Store(before.database, "another-secret", earlier=["of-the-tests"])
        receive_group(after, [show.arrival("Опять", author=TROLL)])
        assert show.row(2).state == "blocked"
        resealing = Resealing(after)
        while resealing.slice():
            pass
        alone = Store(before.database, "another-secret")
        receive_group(alone, [show.arrival("И снова", author=TROLL)])
        assert show.row(3).state == "blocked"
        with alone.read() as connection:
            assert [one.subject for one in bans.of_subject(alone, connection, "vk:71")] == ["vk:71"]


def test_what_is_held_of_a_person_tells_their_bans_and_they_go_with_it(store: Store, show: Show, troll: Author) -> None:
    banned(show, troll)
    ids = [show.row(1).person_id]
    [held] = subjects.export(store, ids, EVERYBODY)["bans"]
    assert (held["subject"], held["reason"]) == (troll.contact, "Оскорбляет ведущую")
    subjects.erase(store, ids, Ground.ASKED, EVERYBODY)
    with store.read() as connection:
        assert bans.of_subject(store, connection, troll.contact or "") == []
