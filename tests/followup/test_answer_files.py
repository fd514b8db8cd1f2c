"""What goes with an answer is chosen, kept with each of its versions, and taken away in its time."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from live.domain.files.attached import ANSWER_TOGETHER, MOST_WITH_ANSWER, NotKept, State
from live.domain.people import Actor
from live.domain.refused import Refused
from live.domain.retention import Kind
from live.followup.answer_files import WRITERS, attach
from live.store.followup import retention, tickets
from live.store.ids import TICKETS_LOG
from live.store.show import answer_files, files, subjects
from live.store.storage.folder import Folder
from live.store.tables import answer_version, file, ticket, ticket_answer
from live.store.transaction import Store
from live.views.tickets.track import track, track_file
from tests.followup.answering import ANNA, PDF, PHOTO
from tests.followup.approving import Approving
from tests.support import pictures


class Attaching(Approving):
    """Answers that are approved, and the folder of what they carry."""

    def __init__(self, store: Store, folder: Path) -> None:
        super().__init__(store)
        self.storage = Folder(folder)

    def attached(self, ticket_number: str, content: bytes = PDF, name: str = "Акт.pdf", by: Actor | None = None) -> int:
        writer = (by or self.igor).acting(WRITERS)
        return int(attach(self.store, self.storage, ticket_number, name, content, writer).id)

    def written(self, number: str, *carried: int, text: str = "Починили") -> Any:
        fields: dict[str, Any] = {"text": text, "final": True, "files": list(carried)}
        return self.tickets.do("ticket.reply", number, by=self.igor, **fields)

    def refused(self, number: str, *carried: int) -> str:
        fields: dict[str, Any] = {"text": "Починили", "final": False, "files": list(carried)}
        return self.tickets.refused("invalid", "ticket.reply", number, by=self.igor, **fields).code

    def state(self, number: int) -> str:
        with self.store.read() as connection:
            return str(files.get(connection, number).state)

    def said(self, number: str) -> list[list[int]]:
        return [[one["file"] for one in answer["files"]] for answer in self.view(number).said]

    def versions(self, number: str) -> list[tuple[str, list[int]]]:
        return [(one["fate"], [one["file"] for one in one["files"]]) for one in self.view(number).versions]


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Attaching:
    return Attaching(store, tmp_path)


# What is taken


def test_a_picture_is_drawn_anew_and_a_document_stays_as_it_came(desk: Attaching) -> None:
    number = desk.worked()
    photo, document = desk.attached(number, PHOTO, "IMG_1.HEIC.jpg"), desk.attached(number, PDF, "C:\\Акт №1.docx")
    with desk.store.read() as connection:
        drawn, kept = files.get(connection, photo), files.get(connection, document)
    assert (drawn.mime, drawn.name, bool(drawn.preview)) == ("image/jpeg", "IMG_1.HEIC.jpg", True)
    assert (kept.mime, kept.name, kept.size) == ("application/pdf", "Акт №1.pdf", len(PDF))
    assert [desk.storage.get(name) for name in files.names(kept)] == [PDF]
    contents = b"".join(desk.storage.get(name) or b"" for name in files.names(drawn))
    assert b"Phone of Anna" not in contents and contents.count(b"\xff\xd8\xff") == 2


@pytest.mark.parametrize(
    "content", [pictures.MP4, pictures.OGG, "Просто текст".encode(), pictures.SVG, pictures.MACROS, pictures.HTML, b""]
)
def test_what_no_answer_carries_is_refused(desk: Attaching, content: bytes) -> None:
    with pytest.raises(NotKept):
        desk.attached(desk.worked(), content)


def test_another_departments_ticket_takes_no_file(desk: Attaching) -> None:
    number = desk.worked()
    with pytest.raises(Refused, match="There is no ticket"):
        desk.attached(number, by=desk.executor("Чужой", "Другое ведомство"))


def test_ten_files_are_the_most(desk: Attaching) -> None:
    number = desk.worked()
    carried = [desk.attached(number) for _ in range(MOST_WITH_ANSWER + 1)]
    assert desk.refused(number, *carried) == "invalid"
    desk.written(number, *carried[:MOST_WITH_ANSWER])


def test_so_many_bytes_together_are_the_most(desk: Attaching) -> None:
    number = desk.worked()
    carried = [desk.attached(number) for _ in range(2)]
    with desk.store.write() as tx:
        tx.connection.execute(update(file).where(file.c.id.in_(carried)).values(size=ANSWER_TOGETHER // 2 + 1))
    assert desk.refused(number, *carried) == "invalid"


def test_another_tickets_file_does_not_go(desk: Attaching) -> None:
    other = desk.attached(desk.worked())
    assert desk.refused(desk.worked(), other) == "invalid"


def test_a_residents_photo_does_not_go_as_ours(desk: Attaching) -> None:
    number = desk.worked()
    with desk.store.write() as tx:
        photo = files.add_arrived(tx, {"hash": "0" * 64, "mime": "image/jpeg", "size": 1})
    assert desk.refused(number, photo) == "invalid"


def test_what_was_erased_meanwhile_is_to_be_attached_again(desk: Attaching) -> None:
    number = desk.worked()
    gone = desk.attached(number)
    with desk.store.write() as tx:
        assert files.give_up(tx, files.get(tx.connection, gone))
    assert desk.refused(number, gone) == "invalid"


# With the answer and each of its versions


def test_an_interim_answer_carries_its_files_to_its_page_and_its_asker(desk: Attaching) -> None:
    asked = desk.by_vk()
    number = desk.worked(asked)
    photo = desk.attached(number, PHOTO)
    desk.tickets.do("ticket.reply", number, by=desk.igor, text="Выехали", files=[photo])
    assert desk.said(number) == [[photo]] and [one.files for one in desk.queued(number)] == [[photo]]
    code = desk.show.row(asked).code
    [resident] = track(desk.store, code)["tickets"]
    assert [one["file"] for one in resident["answers"][0]["files"]] == [photo]
    assert track_file(desk.store, code, photo, preview=True).mime == "image/jpeg"


def test_what_waits_is_nobodys_yet_and_goes_with_its_approval(desk: Attaching) -> None:
    asked = desk.by_vk()
    number, code = desk.worked(asked), desk.show.row(asked).code
    document = desk.attached(number)
    desk.written(number, document)
    assert desk.versions(number) == [("waiting", [document])] and desk.queued(number) == []
    with pytest.raises(Refused, match="no such file"):
        track_file(desk.store, code, document, preview=False)
    desk.tickets.do("ticket.approve", number, by=ANNA)
    assert desk.said(number) == [[document]] and [one.files for one in desk.queued(number)] == [[document]]
    assert track_file(desk.store, code, document, preview=False).called == "Акт.pdf"


@pytest.mark.parametrize("own", [True, False])
def test_a_correction_carries_what_waits_or_its_own(desk: Attaching, own: bool) -> None:
    number = desk.worked()
    first, second = desk.attached(number), desk.attached(number)
    desk.written(number, first)
    named = {"files": [second]} if own else {}
    desk.tickets.do("ticket.correct", number, by=ANNA, text="Починили вчера", **named)
    wanted = second if own else first
    assert desk.versions(number) == [("corrected", [first]), ("approved", [wanted])] and desk.said(number) == [[wanted]]


def test_each_version_keeps_its_own(desk: Attaching) -> None:
    number = desk.worked()
    first, second = desk.attached(number), desk.attached(number)
    desk.written(number, first)
    desk.tickets.do("ticket.return_answer", number, by=ANNA, note="Нужен акт")
    desk.written(number, first, second)
    assert desk.versions(number) == [("returned", [first]), ("waiting", [first, second])]


def test_who_joined_later_gets_the_final_answers_files(desk: Attaching) -> None:
    first, second = desk.by_vk(), desk.by_vk()
    number = desk.worked(first)
    document = desk.attached(number)
    desk.tickets.do("ticket.reply", number, by=ANNA, text="Починили", final=True, files=[document])
    desk.merged(first, second)
    desk.tickets.do("ticket.pass_on", number, by=ANNA)
    assert [one.files for one in desk.queued(number)] == [[document], [document]]


def test_by_the_code_of_another_question_there_is_no_file(desk: Attaching) -> None:
    number, other = desk.worked(), desk.by_vk()
    document = desk.attached(number)
    desk.tickets.do("ticket.reply", number, by=ANNA, text="Починили", final=True, files=[document])
    with pytest.raises(Refused, match="no such file"):
        track_file(desk.store, desk.show.row(other).code, document, preview=False)


# Taken away


def test_what_was_chosen_and_never_sent_is_taken_away(desk: Attaching) -> None:
    left = desk.attached(desk.worked())
    with desk.store.read() as connection:
        due = {row.id for row in files.to_erase(connection, desk.store.clock() + timedelta(days=2), 500, [])}
    assert left in due


def test_retention_takes_them_once_the_ticket_is_done_for_long(desk: Attaching) -> None:
    number, open_one = desk.worked(), desk.worked()
    document, kept = desk.attached(number), desk.attached(open_one)
    for one, carried, final in ((number, document, True), (open_one, kept, False)):
        desk.tickets.do("ticket.reply", one, by=ANNA, text="Починили", final=final, files=[carried])
    way, later = retention.WAYS[Kind.FILES], desk.store.clock() + timedelta(days=400)
    with desk.store.write() as tx:
        way.lock(tx)
        found = way.find(tx.connection, later, None, 500).ids
        assert document in found and kept not in found
        way.clear(tx, [document])
    assert desk.state(document) == State.ERASED and desk.said(number) == [[]]
    assert [one.type for one in desk.tickets.events(number)][-1] == "ticket.retold"


@pytest.mark.parametrize("alone", [True, False])
def test_erasing_the_only_asker_takes_what_their_answer_carried(desk: Attaching, alone: bool) -> None:
    first = desk.by_vk()
    if not alone:
        desk.merged(first, desk.by_vk())
    number = desk.worked(first)
    document = desk.attached(number)
    desk.tickets.do("ticket.reply", number, by=ANNA, text="Починили", final=True, files=[document])
    person = desk.show.row(first).person_id
    with desk.store.write() as tx:
        held = subjects.held(tx.connection, [person])["files"]
        subjects.clean(tx, [person])
    assert len(held) == (1 if alone else 0)
    assert desk.state(document) == (State.ERASED if alone else State.KEPT)


def test_a_ticket_that_goes_takes_them_along(desk: Attaching) -> None:
    number = desk.worked()
    document = desk.attached(number)
    with desk.store.write() as tx:
        tx.lock(TICKETS_LOG)
        tickets.remove(tx, ticket.c.number == number)
    assert desk.state(document) == State.ERASED


def test_a_token_goes_with_its_file(desk: Attaching) -> None:
    number = desk.worked()
    document = desk.attached(number)
    now = desk.store.clock()
    with desk.store.write() as tx:
        answer_files.keep_token(tx, 1, document, "bot", "token")
        assert answer_files.tokens(tx.connection, 1, [document], "bot", now) == {document: "token"}
        assert answer_files.tokens(tx.connection, 1, [document], "bot", now + timedelta(days=2)) == {}
        files.remove(tx, document)
        assert answer_files.tokens(tx.connection, 1, [document], "bot", now) == {}


def test_an_answer_without_files_is_as_before(desk: Attaching) -> None:
    number = desk.worked()
    desk.written(number)
    desk.tickets.do("ticket.approve", number, by=ANNA)
    with desk.store.read() as connection:
        for table in (ticket_answer, answer_version):
            assert connection.execute(select(table.c.files).order_by(table.c.id.desc()).limit(1)).scalar_one() is None
