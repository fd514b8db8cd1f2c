"""The intake: committed in groups, acknowledged after the commit, nothing twice and nothing lost."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import select

from live.desk.intake import queue as queues
from live.desk.intake.queue import Intake
from live.desk.receive import Receipt, keep_dead_letter, receive_group
from live.domain import broadcast as broadcast_rules
from live.domain.refused import Refused
from live.domain.submission import Author
from live.store.centre import channels
from live.store.database import Database
from live.store.tables import dead_letter, person
from live.store.transaction import Store
from tests.support.locked import held, until_blocked
from tests.support.process import wait_until
from tests.support.rooms import Show, anna


@pytest.fixture(scope="module")
def intake(store: Store) -> Intake:
    started = Intake(store)
    started.start()
    return started


def letters(store: Store, channel_id: int) -> list[tuple[str, str]]:
    with store.read() as connection:
        rows = connection.execute(select(dead_letter).where(dead_letter.c.channel_id == channel_id))
        return [(row.body, row.reason) for row in rows]


def test_a_receipt_comes_after_the_commit(store: Store, show: Show, intake: Intake) -> None:
    def ask(n: int) -> bool:
        receipt = intake.receive_one(show.arrival(f"Вопрос {n}"))
        return show.row(receipt.number or 0).text == f"Вопрос {n}"

    with ThreadPoolExecutor(8) as senders:
        assert all(senders.map(ask, range(60)))
    assert show.books().balances


@pytest.mark.faults
def test_one_that_breaks_the_statement_sinks_no_other(store: Store, show: Show) -> None:
    queue = Intake(store)
    poison = show.arrival("Хороший вопрос")
    object.__setattr__(poison.submission, "attachments", ({"type": object()},))  # Nothing that JSON can hold.
    group = [show.arrival("Первый"), poison, show.arrival("Третий")]
    with ThreadPoolExecutor(3) as senders:
        results = [senders.submit(queue.receive, [arrival]) for arrival in group]
        while queue.waiting() < 3:
            pass
        queue.start()
        outcomes = [result.result()[0] for result in results]
    assert [isinstance(outcome, Receipt) for outcome in outcomes] == [True, False, True]
    assert isinstance(outcomes[1], Refused) and outcomes[1].code == "unavailable"
    assert show.broadcast.last_number == 2
    assert show.books().balances


def test_a_database_that_does_not_answer_is_told_to_everybody_who_waits(show: Show) -> None:
    gone = Store(Database("postgresql+psycopg://live@127.0.0.1:1/none"), "secret")
    queue = Intake(gone)
    queue.start()
    with pytest.raises(Refused) as caught:
        queue.receive_one(show.arrival())
    assert caught.value.code == "unavailable"


def test_what_its_sender_was_told_is_not_stored_never_is(
    store: Store, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue = Intake(store)
    monkeypatch.setattr(queues, "PATIENCE", 0.05)
    with pytest.raises(Refused, match="nothing was stored") as caught:
        queue.receive_one(show.arrival("Его ждали слишком долго"))
    assert caught.value.code == "unavailable"
    monkeypatch.setattr(queues, "PATIENCE", 15.0)
    queue.start()
    assert queue.receive_one(show.arrival("Следующий")).number == 1
    assert show.broadcast.last_number == 1


@pytest.mark.parametrize(("external_id", "code"), [(None, "unknown"), ("m-9", "unavailable")])
def test_of_one_under_way_it_is_said_that_nobody_knows_yet(
    store: Store, show: Show, monkeypatch: pytest.MonkeyPatch, external_id: str | None, code: str
) -> None:
    queue = Intake(store)
    queue.start()
    monkeypatch.setattr(queues, "PATIENCE", 0.3)
    with ThreadPoolExecutor(1) as sender:
        with store.write() as tx:
            tx.lock(show.id)  # Its transaction has to wait for this one.
            sent = sender.submit(queue.receive_one, show.arrival("Под вопросом", external_id=external_id))
            with pytest.raises(Refused) as caught:
                sent.result()
        assert caught.value.code == code and "not known" in caught.value.message
        wait_until(lambda: show.broadcast.last_number == 1, "it was stored after all")


on_a_server = pytest.mark.parametrize("store", ["postgresql"], indirect=True)
"""SQLite locks no rows: there one transaction comes after another."""


@on_a_server
def test_a_broadcast_that_somebody_holds_keeps_no_other_waiting(store: Store, show: Show) -> None:
    other, queue = Show(store).on_air(), Intake(store)
    queue.start()
    with ThreadPoolExecutor(6) as senders:
        with held(store, show.id):
            waiting = [senders.submit(queue.receive_one, show.arrival(f"Вопрос {n}")) for n in range(6)]
            until_blocked(store)
            assert [queue.receive_one(other.arrival()).number for _ in range(3)] == [1, 2, 3]
            assert not any(sent.done() for sent in waiting)
        assert {sent.result().number for sent in waiting} == set(range(1, 7))


@on_a_server
def test_a_show_does_not_wait_for_its_standing_broadcast(store: Store) -> None:
    standing = Show(store, broadcast_rules.Kind.STANDING)
    show, queue = Show(store, standing_id=standing.id).on_air(), Intake(store)
    queue.start()
    with held(store, standing.id):
        assert queue.receive_one(show.arrival()).number == 1
        assert [one.number for one in show.receive("Второй") if isinstance(one, Receipt)] == [2]


@on_a_server
def test_what_goes_to_a_standing_broadcast_waits_for_that(store: Store) -> None:
    standing = Show(store, broadcast_rules.Kind.STANDING)
    show, queue = Show(store, standing_id=standing.id), Intake(store)
    queue.start()
    with ThreadPoolExecutor(1) as sender:
        with held(store, standing.id):
            sent = sender.submit(queue.receive_one, show.arrival("Рано"))
            until_blocked(store)
            assert not sent.done()
        assert sent.result().broadcast == standing.slug
    assert standing.broadcast.last_number == 1


@on_a_server
def test_however_many_are_held_another_is_served_and_all_of_them_afterwards(store: Store) -> None:
    shows, queue = [Show(store).on_air() for _ in range(queues.IN_LINE + 3)], Intake(store)
    free = Show(store).on_air()
    queue.start()
    with ThreadPoolExecutor(len(shows)) as senders:
        with held(store, *(show.id for show in shows)):
            waiting = [senders.submit(queue.receive_one, show.arrival()) for show in shows]
            until_blocked(store)
            assert [queue.receive_one(free.arrival()).number for _ in range(3)] == [1, 2, 3]
        assert [sent.result().number for sent in waiting] == [1] * len(shows)


@on_a_server
def test_one_that_was_put_back_is_not_stored_once_its_sender_was_told_so(
    store: Store, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue = Intake(store)
    monkeypatch.setattr(queues, "IN_LINE", 0)
    monkeypatch.setattr(queues, "LOOK_AGAIN", 3.0)  # So that nobody looks at the moment at which it gives up.
    monkeypatch.setattr(queues, "PATIENCE", 1.0)
    with held(store, show.id):
        queue.start()
        with pytest.raises(Refused, match="nothing was stored") as caught:
            queue.receive_one(show.arrival("Его ждали слишком долго"))
    assert caught.value.code == "unavailable"
    monkeypatch.setattr(queues, "PATIENCE", 15.0)
    assert queue.receive_one(show.arrival("Следующий")).number == 1
    assert show.broadcast.last_number == 1


def test_beyond_what_can_wait_everybody_is_told_at_once(
    store: Store, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue = Intake(store)
    monkeypatch.setattr(queues, "MOST_WAITING", 0)
    with pytest.raises(Refused, match="nothing was stored"):
        queue.receive_one(show.arrival())


def test_the_same_message_again_gets_the_first_answer(show: Show) -> None:
    [first] = show.receive("Нет воды", external_id="m-1", author=anna())
    show.do("question.decline", 1, reason="spam")
    [again] = show.receive("Нет воды", external_id="m-1", author=anna())
    assert isinstance(first, Receipt) and again == replace(first, repeated=True)
    assert show.broadcast.last_number == 1


def test_the_same_id_with_another_body_is_a_conflict(show: Show) -> None:
    show.receive("Нет воды", external_id="m-1")
    [again] = show.receive("Нет света", external_id="m-1")
    assert isinstance(again, Refused) and again.code == "conflict"


def test_a_network_that_sends_another_body_is_not_refused(show: Show) -> None:
    channel = show.channel()
    show.receive("Нет воды", external_id="m-1", channel_id=channel)
    [again] = show.receive("Нет воды вовсе", external_id="m-1", channel_id=channel)
    assert isinstance(again, Receipt) and again.repeated and again.number == 1


def test_a_message_that_comes_twice_within_a_group_is_one_question(store: Store, show: Show) -> None:
    same, other = show.arrival("Нет воды", external_id="m-1"), show.arrival("Нет света", external_id="m-1")
    first, again, conflict = receive_group(store, [same, same, other])
    assert isinstance(first, Receipt) and again == replace(first, repeated=True)
    assert isinstance(conflict, Refused) and conflict.code == "conflict"
    assert show.broadcast.last_number == 1


def test_a_repeated_message_is_known_though_its_channel_delivers_elsewhere_by_now(store: Store, show: Show) -> None:
    [first] = show.receive("Нет воды", external_id="m-1")
    elsewhere = Show(store).on_air()
    [again] = elsewhere.receive("Нет воды", external_id="m-1", origin=show.origin)
    assert isinstance(first, Receipt) and again == replace(first, repeated=True)
    assert elsewhere.broadcast.last_number == 0


def test_the_same_id_from_another_origin_is_another_message(show: Show) -> None:
    show.receive("Нет воды", external_id="m-1")
    [other] = show.receive("Нет воды", external_id="m-1", origin="key:other")
    assert isinstance(other, Receipt) and not other.repeated


def test_a_group_may_be_for_several_broadcasts(store: Store, show: Show) -> None:
    other = Show(store).on_air()
    results = receive_group(store, [show.arrival(), other.arrival(), show.arrival()])
    assert [(r.broadcast, r.number) for r in results if isinstance(r, Receipt)] == [
        (show.slug, 1),
        (other.slug, 1),
        (show.slug, 2),
    ]


@pytest.mark.parametrize("closed", ["planned", "intake", "wrapping"])
def test_what_comes_while_a_broadcast_takes_none_lands_at_the_standing_one(store: Store, closed: str) -> None:
    standing = Show(store, broadcast_rules.Kind.STANDING)
    show = Show(store, standing_id=standing.id)
    if closed != "planned":
        show.do("broadcast.open")
        show.do("broadcast.close_intake" if closed == "intake" else "broadcast.wrap")
    [receipt] = show.receive("Поздно")
    assert isinstance(receipt, Receipt) and receipt.broadcast == standing.slug
    assert standing.row(receipt.number or 0).text == "Поздно"


def test_without_a_standing_one_the_sender_is_told_closed(store: Store) -> None:
    show = Show(store)
    [refused] = show.receive("Рано")
    assert isinstance(refused, Refused) and refused.code == "closed"
    assert show.broadcast.last_number == 0


def test_a_networks_message_that_nobody_takes_is_kept_whole_and_once(store: Store) -> None:
    show = Show(store)
    channel = show.channel()
    body = '{"text": "Рано", "прочее": [1, 2]}'
    for _ in range(2):
        [receipt] = show.receive("Рано", channel_id=channel, body=body)
        assert isinstance(receipt, Receipt) and receipt.number is None
    assert letters(store, channel) == [(body, "This broadcast takes no questions.")]


def test_dead_letters_are_listed_until_they_are_settled(store: Store, show: Show) -> None:
    with store.read() as connection:
        before, _ = channels.dead_letters(connection, 50)
    keep_dead_letter(store, show.channel(), "The payload cannot be read.", "<xml/>")
    with store.read() as connection:
        waiting, rows = channels.dead_letters(connection, 50)
    assert waiting == before + 1
    assert (rows[0].type, rows[0].body, rows[0].broadcast_id) == ("vk", "<xml/>", show.id)


def test_one_contact_is_one_person(store: Store, show: Show) -> None:
    first, second = show.asked(author=anna()), show.asked(author=anna())
    assert show.row(first).person_id == show.row(second).person_id is not None


def test_one_contact_within_a_group_is_one_person(store: Store, show: Show) -> None:
    show.receive("Первый", "Второй", author=anna())
    assert show.row(1).person_id == show.row(2).person_id


def test_an_author_without_a_contact_is_a_person_of_their_own(show: Show) -> None:
    nameless = replace(anna(), contact=None)
    first, second = show.asked(author=nameless), show.asked(author=nameless)
    assert None not in {show.row(first).person_id, show.row(second).person_id}
    assert show.row(first).person_id != show.row(second).person_id


def test_an_author_of_whom_nothing_is_known_is_nobody(show: Show) -> None:
    assert show.row(show.asked(author=replace(anna(), name=None, contact=None, profile=None))).person_id is None


def test_a_contact_is_looked_up_by_a_keyed_hash(store: Store, show: Show) -> None:
    number = show.asked(author=replace(anna(), contact="mailto:Anna@Example.org"))
    with store.read() as connection:
        row = connection.execute(select(person).where(person.c.id == show.row(number).person_id)).one()
    assert row.contact_hash == store.contact_hash(" mailto:anna@example.org ")
    assert row.contact_hash != Store(store.database, "another secret").contact_hash(row.contact)
    assert "anna" not in row.contact_hash


def test_the_same_new_person_in_two_broadcasts_at_once_loses_no_question(store: Store, show: Show) -> None:
    shows = [show, Show(store).on_air()]
    start = threading.Barrier(2)

    def ask(to: Show) -> int:
        mine = Intake(store)
        mine.start()
        start.wait()
        for n in range(15):
            mine.receive_one(to.arrival(author=replace(anna(), contact=f"vk:{show.id}-{n}")))
        return int(to.broadcast.last_number)

    with ThreadPoolExecutor(2) as senders:
        assert list(senders.map(ask, shows)) == [15, 15]
    assert [to.row(n).person_id for n in (1, 15) for to in shows[:1]] == [shows[1].row(n).person_id for n in (1, 15)]


def test_another_name_under_a_known_contact_is_not_read_out_under_the_first(show: Show) -> None:
    line = "tel:+79000000555"
    named = [
        Author("Пётр", line),
        Author("Мария", line),
        Author("мария ", line),
        Author(None, line),
        Author("Пётр", line),
    ]
    numbers = [show.asked("Нет воды", author=author) for author in named]
    told = [show.view(number)["author"] for number in numbers]
    assert [author["name"] for author in told] == ["Пётр", "Мария", "Мария", "Пётр", "Пётр"]
    assert {author["contact"] for author in told} == {line}


def test_two_of_one_telephone_in_one_group_are_told_apart(show: Show) -> None:
    line = "tel:+79000000556"
    group = [show.arrival("Нет воды", author=Author(name, line)) for name in ("Пётр", "Мария", "Мария")]
    receive_group(show.store, group)
    assert [show.view(n)["author"]["name"] for n in (1, 2, 3)] == ["Пётр", "Мария", "Мария"]
    assert show.row(2).person_id == show.row(3).person_id != show.row(1).person_id
