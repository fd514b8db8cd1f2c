"""What nothing may be told of any more is taken away, and nothing else is."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from live.admin import subjects
from live.desk.intake.files import keep_photo
from live.desk.practice.begin import begin
from live.domain.broadcast import Practice
from live.domain.files.attached import FORGOTTEN, State
from live.domain.people import Actor, By, Role
from live.domain.retention import DEFAULT, Ground, Kind
from live.domain.submission import Author
from live.store.show import broadcasts, practices
from live.store.show import files as rows
from live.store.transaction import Store
from live.workers.retention import sweep
from tests.support import pictures
from tests.support.file_server import FileServer
from tests.workers.files.site import HERE, Files, reaching

BY = By("Мария", "admin")
ADMIN = Actor("Проверка", frozenset({Role.ADMIN}), "user:1")
CONTACTS = itertools.count(100)


@pytest.fixture
def server() -> Iterator[FileServer]:
    with FileServer() as made, reaching(*HERE):
        yield made


@pytest.fixture
def files(clocked: Store, tmp_path: Path) -> Files:
    return Files.at(clocked, tmp_path)


def kept(files: Files, server: FileServer, author: Author | None = None) -> int:
    """A question with one kept photo."""
    number = files.came(server.has("/1.jpg", pictures.photo()), author=author)
    assert files.fetched(number).state == State.KEPT
    return number


def test_erasing_a_person_takes_their_files_away_and_nobody_elses(files: Files, server: FileServer) -> None:
    contact = f"tel:+79000044{next(CONTACTS)}"
    mine, other = kept(files, server, Author("Анна", contact)), kept(files, server)
    person = files.show.row(mine).person_id
    held = subjects.look(files.store, [person], ADMIN)
    assert [one["size"] for one in held["files"]] == [files.row(mine).size]
    subjects.erase(files.store, [person], Ground.ASKED, ADMIN)
    assert files.rows(mine) == [] and files.show.view(mine)["attachments"] == []
    files.erase()
    assert len(files.standing()) == 2 and None not in files.contents(files.row(other))


def test_a_term_takes_what_is_over_and_leaves_what_is_at_work(files: Files, server: FileServer) -> None:
    over, at_work, with_ticket = (kept(files, server) for _ in range(3))
    files.show.do("question.decline", over, reason="spam")
    files.show.do("question.ticket", with_ticket)
    files.pass_(days=DEFAULT[Kind.FILES] + 1)
    before = len(files.standing())
    assert sweep(files.store, BY)[Kind.FILES] == 1
    assert files.show.types()[-1] == "question.retold"
    assert files.rows(over) == [] and files.show.view(over)["attachments"][0]["type"] == "photo"
    files.erase()
    assert len(files.standing()) == before - 2
    assert [files.row(one).state for one in (at_work, with_ticket)] == [State.KEPT] * 2


def test_a_look_at_what_would_go_takes_nothing(files: Files, server: FileServer) -> None:
    number = kept(files, server)
    files.show.do("question.decline", number, reason="spam")
    files.pass_(days=DEFAULT[Kind.FILES] + 1)
    assert sweep(files.store, BY, dry=True)[Kind.FILES] >= 1
    files.erase()
    assert files.row(number).state == State.KEPT


def test_a_forms_photo_without_a_question_goes_after_a_day(files: Files) -> None:
    keep_photo(files.store, files.storage, pictures.photo())
    files.erase()
    assert len(files.standing()) == 2
    files.pass_(seconds=FORGOTTEN.total_seconds() + 1)
    files.erase()
    assert files.standing() == [] and [row for row in files.all_rows() if row.state != State.KEPT] == []


def test_one_whose_question_has_come_stays(files: Files) -> None:
    arrived = keep_photo(files.store, files.storage, pictures.photo())
    number = files.show.asked(attachments=({"type": "photo"},), files=(arrived,))
    files.pass_(seconds=FORGOTTEN.total_seconds() + 1)
    files.erase()
    assert files.row(number).state == State.KEPT and None not in files.contents(files.row(number))


def test_a_practice_goes_with_its_files(files: Files) -> None:
    slug = begin(files.store, Practice(Role.MODERATOR, "user1"))
    with files.store.read() as connection:
        home = broadcasts.get(connection, slug).id
    files.show.id = home
    arrived = keep_photo(files.store, files.storage, pictures.photo())
    files.show.asked(attachments=({"type": "photo"},), files=(arrived,), origin=practices.ORIGIN)
    with files.store.write() as tx:
        tx.lock(home)
        practices.remove(tx, home)
    files.erase()
    assert files.standing() == []


def test_what_cannot_be_taken_away_keeps_nothing_else(files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder stands where the first one's file should: it is set aside, and the second goes."""
    first, second = (keep_photo(files.store, files.storage, pictures.picture(colour=c)) for c in ("red", "blue"))
    with files.store.read() as connection:
        [name, *_], others = (rows.names(rows.get(connection, one.id)) for one in (first, second))
    files.storage.delete(name)
    (files.storage.path / name / "in the way").mkdir(parents=True)
    files.pass_(seconds=FORGOTTEN.total_seconds() + 1)
    files.erase()
    assert [files.storage.get(one) for one in others] == [None, None]
    assert [row.id for row in files.all_rows() if row.state == State.ERASED] == [first.id]
