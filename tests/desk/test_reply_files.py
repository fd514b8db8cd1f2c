"""A reply in writing from the desk carries files: to whom it goes, on the page of whoever asked, and away in time."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from live.desk.reply import attach
from live.domain.files.attached import MOST_WITH_ANSWER, NotKept, State
from live.domain.people import Actor, Role
from live.domain.refused import Refused
from live.domain.reply import WRITERS
from live.domain.retention import Kind
from live.followup import answer_files as to_tickets
from live.store.followup import retention
from live.store.show import files, rehearsal, subjects
from live.store.storage.folder import Folder
from live.store.tables import outbox as letters
from live.store.tables import question
from live.store.transaction import Store
from live.views.tickets.track import track, track_file
from tests.followup.asking import Asking
from tests.support import pictures

VERA = Actor("Вера", frozenset({Role.MODERATOR}), "user:1")
ANNA = Actor("Анна", frozenset({Role.COORDINATOR}), "user:2")


class Desk(Asking):
    """A show on air whose residents ask by VK, and the folder of what the replies to them carry."""

    def __init__(self, store: Store, folder: Path) -> None:
        super().__init__(store)
        self.storage = Folder(folder)

    def attached(self, number: int, content: bytes = pictures.PDF, name: str = "Акт.pdf") -> int:
        by = VERA.acting(WRITERS)
        return int(attach(self.store, self.storage, self.show.slug, number, name, content, by).id)

    def replied(self, number: int, *carried: int, **fields: Any) -> Any:
        return self.show.do("question.reply", number, text="Мост починят в мае", files=list(carried), **fields)

    def refused(self, number: int, *carried: int) -> None:
        with pytest.raises(Refused) as refusal:
            self.replied(number, *carried)
        assert refusal.value.code == "invalid"

    def carried(self) -> dict[int, list[int] | None]:
        """By the numbers of the questions, what the replies to them carry."""
        stored = select(question.c.number, letters.c.files).join(question, question.c.id == letters.c.question_id)
        mine = stored.where(question.c.broadcast_id == self.show.id)
        with self.store.read() as connection:
            return {row.number: row.files for row in connection.execute(mine)}

    def told(self, number: int) -> list[list[int]]:
        """The files of each reply as the desk shows them."""
        return [[one["file"] for one in reply["files"]] for reply in self.show.view(number)["replies"]]

    def page(self, number: int) -> dict[str, Any]:
        return track(self.store, self.show.row(number).code)

    def state(self, file: int) -> str:
        with self.store.read() as connection:
            return str(files.get(connection, file).state)


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    return Desk(store, tmp_path)


# To whom


def test_it_goes_with_its_files_and_the_desk_shows_them(desk: Desk) -> None:
    number = desk.by_vk()
    photo, document = desk.attached(number, pictures.photo(), "IMG_1.png"), desk.attached(number)
    desk.replied(number, photo, document)
    assert desk.carried() == {number: [photo, document]} and desk.told(number) == [[photo, document]]
    assert desk.state(photo) == State.KEPT


def test_all_who_ask_the_same_get_them(desk: Desk) -> None:
    first, second = desk.by_vk(), desk.by_vk()
    desk.merged(first, second)
    document = desk.attached(first)
    desk.replied(first, document, everybody=True)
    assert desk.carried() == {first: [document], second: [document]}


def test_a_reply_without_files_is_as_before(desk: Desk) -> None:
    number = desk.by_vk()
    desk.replied(number)
    assert desk.carried() == {number: None} and desk.told(number) == [[]]


def test_by_the_code_the_reply_is_read_with_its_files(desk: Desk) -> None:
    number = desk.by_vk()
    photo = desk.attached(number, pictures.photo(), "IMG_1.png")
    code = desk.show.row(number).code
    with pytest.raises(Refused, match="no such file"):
        track_file(desk.store, code, photo, preview=False)
    assert desk.page(number)["replies"] == []
    desk.replied(number, photo, final=True)
    [reply] = desk.page(number)["replies"]
    assert (reply["text"], reply["final"]) == ("Мост починят в мае", True)
    assert [one["file"] for one in reply["files"]] == [photo]
    assert track_file(desk.store, code, photo, preview=True).mime == "image/jpeg"


def test_who_asked_the_same_and_was_not_written_to_reads_nothing_of_it(desk: Desk) -> None:
    first, second = desk.by_vk(), desk.by_vk()
    desk.merged(first, second)
    document = desk.attached(first)
    desk.replied(first, document)
    assert desk.page(second)["replies"] == []
    with pytest.raises(Refused, match="no such file"):
        track_file(desk.store, desk.show.row(second).code, document, preview=False)


def test_what_was_taken_back_is_not_on_the_page(desk: Desk) -> None:
    number = desk.by_vk()
    document = desk.attached(number)
    reply = desk.replied(number, document)["reply"]
    desk.show.do("reply.cancel", reply=reply)
    assert desk.page(number)["replies"] == []
    with pytest.raises(Refused, match="no such file"):
        track_file(desk.store, desk.show.row(number).code, document, preview=False)


def test_an_answer_to_its_ticket_stands_once_on_the_page(desk: Desk) -> None:
    number = desk.by_vk()
    ticket = desk.ticket(number)
    desk.tickets.do("ticket.reply", ticket, by=ANNA, text="Выехали")
    page = desk.page(number)
    assert page["replies"] == [] and [one["text"] for one in page["tickets"][0]["answers"]] == ["Выехали"]


# Refused


@pytest.mark.parametrize("content", [pictures.MP4, pictures.SVG, pictures.MACROS, b""])
def test_what_no_answer_carries_is_refused(desk: Desk, content: bytes) -> None:
    with pytest.raises(NotKept):
        desk.attached(desk.by_vk(), content)


def test_to_a_question_that_there_is_not_nothing_is_attached(desk: Desk) -> None:
    with pytest.raises(Refused, match="no question"):
        desk.attached(desk.by_vk() + 1)


def test_another_questions_file_does_not_go(desk: Desk) -> None:
    other = desk.attached(desk.by_vk())
    desk.refused(desk.by_vk(), other)


def test_a_tickets_file_does_not_go_with_a_reply_nor_a_replys_with_an_answer(desk: Desk) -> None:
    number = desk.by_vk()
    ticket = desk.ticket(number)
    by = ANNA.acting(to_tickets.WRITERS)
    of_ticket = to_tickets.attach(desk.store, desk.storage, ticket, "Акт.pdf", pictures.PDF, by).id
    desk.refused(number, of_ticket)
    fields: dict[str, Any] = {"text": "Починили", "files": [desk.attached(number)]}
    desk.tickets.refused("invalid", "ticket.reply", ticket, by=ANNA, **fields)


def test_a_residents_photo_does_not_go_as_ours(desk: Desk) -> None:
    number = desk.by_vk()
    with desk.store.write() as tx:
        photo = files.add_arrived(tx, {"hash": "0" * 64, "mime": "image/jpeg", "size": 1})
    desk.refused(number, photo)


def test_ten_are_the_most(desk: Desk) -> None:
    number = desk.by_vk()
    carried = [desk.attached(number) for _ in range(MOST_WITH_ANSWER + 1)]
    with pytest.raises(Refused):
        desk.replied(number, *carried)
    desk.replied(number, *carried[:MOST_WITH_ANSWER])


# Away


def test_what_was_attached_and_never_sent_is_taken_away(desk: Desk) -> None:
    left = desk.attached(desk.by_vk())
    with desk.store.read() as connection:
        due = {row.id for row in files.to_erase(connection, desk.store.clock() + timedelta(days=2), 500, [])}
    assert left in due


def test_retention_takes_them_once_the_question_is_decided_for_long_and_the_desk_hears(desk: Desk) -> None:
    decided, new = desk.by_vk(), desk.by_vk()
    gone, kept = desk.attached(decided), desk.attached(new)
    desk.replied(decided, gone)
    desk.replied(new, kept)
    desk.show.do("question.decline", decided, reason="spam")
    way, later = retention.WAYS[Kind.FILES], desk.store.clock() + timedelta(days=400)
    with desk.store.write() as tx:
        way.lock(tx)
        found = way.find(tx.connection, later, None, 500).ids
        assert gone in found and kept not in found
        way.clear(tx, [gone])
    assert desk.state(gone) == State.ERASED and desk.told(decided) == [[]] and desk.page(decided)["replies"]
    assert desk.show.events()[-1].type == "question.retold"


@pytest.mark.parametrize("everybody", [True, False])
def test_erasing_who_asked_takes_what_went_to_them_alone(desk: Desk, everybody: bool) -> None:
    first, second = desk.by_vk(), desk.by_vk()
    desk.merged(first, second)
    document = desk.attached(first)
    desk.replied(first, document, everybody=everybody)
    person = desk.show.row(first).person_id
    with desk.store.write() as tx:
        held = subjects.held(tx.connection, [person])["files"]
        subjects.clean(tx, [person])
    assert len(held) == (0 if everybody else 1)
    assert desk.state(document) == (State.KEPT if everybody else State.ERASED)


def test_a_rehearsals_questions_take_them_along(desk: Desk) -> None:
    number = desk.by_vk()
    document = desk.attached(number)
    desk.replied(number, document)
    with desk.store.write() as tx:
        tx.lock(desk.show.id)
        rehearsal.remove(tx, desk.show.id, [number])
    assert desk.state(document) == State.ERASED
