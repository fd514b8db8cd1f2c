"""What whoever asked does with a question by its code: words, photos, taking it back; what the desk hears of it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from live.desk.askers.adding import MOST_PHOTOS, add
from live.desk.askers.withdrawing import withdraw
from live.domain.files.attached import Arrived
from live.domain.refused import Refused
from live.domain.submission import Author
from live.domain.ticket import RESIDENT
from live.store.ids import TICKETS_LOG
from live.store.show import files
from live.store.tables import event
from live.store.transaction import Store
from live.views.questions.already_asked import asked_before
from tests.support.rooms import Show, Tickets


def taken_back(show: Show, number: int) -> None:
    withdraw(show.store, show.row(number).code)


def refused(show: Show, number: int, words: str = "Ещё") -> list[str]:
    """The codes by which withdrawing and adding are refused, which leave nothing behind."""
    before, codes = show.head, []
    acts: list[Callable[[Store, str], None]] = [withdraw, lambda store, code: add(store, code, words, [])]
    for act in acts:
        with pytest.raises(Refused) as caught:
            act(show.store, show.row(number).code)
        codes.append(caught.value.code)
    assert show.head == before
    return codes


def photo(store: Store) -> Arrived:
    hash_ = uuid.uuid4().hex * 2
    with store.write() as tx:
        row = files.add_arrived(tx, {"hash": hash_, "mime": "image/jpeg", "size": 7, "preview": hash_})
    return Arrived(row, hash_)


def told_of_tickets(store: Store) -> list[str]:
    with store.read() as connection:
        mine = select(event.c.type).where(event.c.broadcast_id == TICKETS_LOG).order_by(event.c.seq)
        return list(connection.execute(mine).scalars())


# Taking it back


@pytest.mark.parametrize("do", [None, "shortlist", "block"])
def test_what_was_not_aired_yet_is_off_the_desk_at_once(show: Show, do: str | None) -> None:
    number = show.asked(author=Author("Анна", f"vk:{show.id}"))
    if do is not None:
        fields: dict[str, Any] = {"reason": "спам"} if do == "block" else {}
        show.do(f"question.{do}", number, **fields)
    version = show.row(number).version
    taken_back(show, number)
    row, view = show.row(number), show.view(number)
    assert (row.state, row.version, row.rank) == ("declined", version + 1, None)
    assert view["decline"] == {"reason": "withdrawn", "text": None} and view["author_change"]["deleted"] is True
    assert show.types()[-1] == "question.withdrawn"


def test_the_event_says_that_a_resident_did_it(show: Show) -> None:
    taken_back(show, show.asked())
    with show.store.read() as connection:
        last = select(event).where(event.c.broadcast_id == show.id).order_by(event.c.seq.desc()).limit(1)
        told = connection.execute(last).one()
    assert (told.type, told.was, told.state, told.by_name, told.by_role) == (
        *("question.withdrawn", "new", "declined"),
        *(RESIDENT.name, RESIDENT.role),
    )


def test_it_is_withdrawn_once_and_nothing_is_added_to_it(show: Show) -> None:
    number = show.asked()
    taken_back(show, number)
    assert refused(show, number) == ["illegal", "illegal"]


def test_the_desk_does_not_take_it_up_again(show: Show) -> None:
    number = show.asked()
    taken_back(show, number)
    show.refused("illegal", "question.restore", number)


def test_nobody_but_its_asker_can_give_that_reason(show: Show) -> None:
    show.refused("invalid", "question.decline", show.asked(), reason="withdrawn")


def test_what_is_on_air_answered_or_declined_stays(show: Show) -> None:
    number = show.taken()
    assert refused(show, number) == ["illegal", "illegal"]
    show.do("question.answer", number)
    assert refused(show, number) == ["illegal", "illegal"]
    declined = show.asked()
    show.do("question.decline", declined, reason="spam")
    assert refused(show, declined) == ["illegal", "illegal"]


def test_who_asked_the_same_leaves_the_others_and_is_counted_no_more(show: Show) -> None:
    root, other = show.asked(), show.asked()
    show.do("question.merge", other, into=root)
    taken_back(show, other)
    assert (show.row(root).state, show.row(root).askers, show.row(root).withdrawn_at) == ("new", 1, None)
    assert (show.row(other).state, show.row(other).merged_into) == ("declined", None)
    assert show.types()[-2:] == ["question.withdrawn", "question.gathered"]


def test_what_others_were_joined_to_stays_for_them_without_a_name_for_the_air(show: Show) -> None:
    root, other = show.asked(), show.asked()
    show.do("question.merge", other, into=root)
    show.do("question.allow_name", root, allowed=True)
    taken_back(show, root)
    row = show.row(root)
    assert (row.state, row.askers, row.name_on_air, row.decline_reason) == ("new", 2, False, None)
    assert show.view(root)["author_change"]["deleted"] is True
    show.do("question.shortlist", root)


def test_once_the_last_of_them_has_gone_it_goes_too(show: Show) -> None:
    root, middle, leaf = (show.asked() for _ in range(3))
    show.do("question.merge", leaf, into=middle)
    show.do("question.merge", middle, into=root)
    taken_back(show, root)
    taken_back(show, middle)
    assert [show.row(number).state for number in (root, middle, leaf)] == ["new", "merged", "merged"]
    taken_back(show, leaf)
    assert [show.row(number).state for number in (root, middle, leaf)] == ["declined"] * 3
    assert show.row(root).askers == 1


def test_its_ticket_is_closed_with_a_note(store: Store, show: Show) -> None:
    number, tickets = show.asked(), Tickets(store)
    ticket = str(show.do("question.ticket", number)["ticket"])
    tickets.do("ticket.assign", ticket, department="ЖКХ")
    tickets.do("ticket.hold", ticket, reason="Ждём", waits=True)
    taken_back(show, number)
    row = tickets.row(ticket)
    assert (row.state, row.held_at, row.waits) == ("closed", None, False)
    assert show.row(number).state == "ticketed" and show.row(number).withdrawn_at is not None
    assert told_of_tickets(store)[-1] == "ticket.closed"


def test_a_ticket_that_others_wait_for_goes_on(store: Store, show: Show) -> None:
    root, other = show.asked(), show.asked()
    show.do("question.merge", other, into=root)
    ticket = str(show.do("question.ticket", root)["ticket"])
    taken_back(show, root)
    assert Tickets(store).row(ticket).state == "open"


def test_what_was_answered_in_writing_is_withdrawn_no_more(store: Store, show: Show) -> None:
    number, tickets = show.asked(), Tickets(store)
    ticket = str(show.do("question.ticket", number)["ticket"])
    tickets.do("ticket.assign", ticket, department="ЖКХ")
    tickets.do("ticket.resolve", ticket, answer="Починили")
    assert refused(show, number) == ["illegal", "illegal"]


def test_nobody_who_writes_the_same_is_offered_to_join_it(store: Store, show: Show) -> None:
    root, other = show.asked("Когда починят мост через Свиягу?"), show.asked()
    show.do("question.merge", other, into=root)
    show.do("question.shortlist", root)
    show.understood()
    text = "Когда починят мост через Свиягу"
    assert [one.number for one in asked_before(store, show.slug, text)] == [root]
    taken_back(show, root)
    assert asked_before(store, show.slug, text) == []


# Adding to it


def test_words_are_put_below_what_was_asked_and_the_desk_sees_it(show: Show) -> None:
    number = show.asked("Нет воды")
    add(show.store, show.row(number).code, "С утра", [])
    view = show.view(number)
    assert (view["text"], view["version"]) == ("Нет воды\n\nДополнение: С утра", 2)
    assert show.types()[-1] == "question.supplemented"


def test_what_is_chosen_for_the_air_keeps_its_text_and_its_version(show: Show) -> None:
    number = show.shortlisted("Нет воды")
    version = show.row(number).version
    add(show.store, show.row(number).code, "С утра", [])
    view = show.view(number)
    assert (view["text"], view["version"]) == ("Нет воды", version)
    assert view["author_change"]["text"] == "Нет воды\n\nДополнение: С утра"


def test_the_same_words_sent_twice_are_added_once(show: Show) -> None:
    number = show.asked("Нет воды")
    for _ in range(2):
        add(show.store, show.row(number).code, "С утра", [])
    assert show.row(number).text.count("С утра") == 1 and show.types().count("question.supplemented") == 1


@pytest.mark.parametrize("words", ["", "  ", "ж" * 1001])
def test_nothing_and_too_much_is_refused(show: Show, words: str) -> None:
    number = show.asked()
    with pytest.raises(Refused) as caught:
        add(show.store, show.row(number).code, words, [])
    assert caught.value.code == "invalid" and show.types()[-1] == "question.received"


def test_who_works_on_the_ticket_reads_it_among_the_notes(store: Store, show: Show) -> None:
    number, tickets = show.asked(), Tickets(store)
    ticket = str(show.do("question.ticket", number)["ticket"])
    version = tickets.row(ticket).version
    add(store, show.row(number).code, "С утра", [photo(store)])
    assert told_of_tickets(store)[-1] == "ticket.supplemented" and tickets.row(ticket).version == version


def test_photos_stand_behind_those_that_came_with_it(store: Store, show: Show) -> None:
    number = show.asked(attachments=({"type": "photo"},), files=(photo(store),))
    one, two = photo(store), photo(store)
    add(store, show.row(number).code, "", [one, two])
    add(store, show.row(number).code, "", [two])
    with store.read() as connection:
        held = files.of_questions(connection, [show.row(number).id])
    assert [(row.place, row.state) for row in held] == [(0, "kept"), (1, "kept"), (2, "kept")]
    assert [row.hash for row in held][1:] == [one.hash, two.hash] and len(show.row(number).attachments) == 3
    assert show.types().count("question.supplemented") == 1


def test_a_question_holds_so_many(store: Store, show: Show) -> None:
    number = show.asked()
    add(store, show.row(number).code, "", [photo(store) for _ in range(MOST_PHOTOS)])
    with pytest.raises(Refused) as caught:
        add(store, show.row(number).code, "", [photo(store)])
    assert caught.value.code == "invalid" and len(show.row(number).attachments) == MOST_PHOTOS
