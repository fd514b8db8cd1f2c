"""Who may open what residents have sent, and as what a browser takes it."""

from __future__ import annotations

from typing import Any

import pytest
from werkzeug.test import TestResponse

from live.desk.intake.files import keep_photo
from live.domain.files.attached import State
from live.store.ids import question_id
from live.store.show import files as rows
from live.store.storage.contents import prepared, put
from tests.support import pictures
from tests.web.house import House
from tests.web.test_ask import Resident
from tests.web.test_ask_photos import attached, sends

pytestmark = pytest.mark.faults


@pytest.fixture(scope="module")
def show(house: House) -> str:
    return house.show("open", "air")


@pytest.fixture(scope="module")
def photo(house: House, show: str) -> int:
    """A question's photo."""
    assert sends(Resident(house, show), pictures.photo()).status_code == 303
    [file] = attached(house, show)
    return int(str(file["file"]))


def path(show: str, file: int, number: int = 1, what: str = "") -> str:
    return f"/b/{show}/questions/{number}/files/{file}{what}"


def opened(house: House, url: str, *roles: str, slug: str | None = None, **headers: str) -> TestResponse:
    key = {"Authorization": f"Bearer {house.key(slug, *roles)}"} if roles else {}
    return house.app.test_client().get(url, headers={**key, **headers})


def sent(house: House, show: str, content: bytes) -> str:
    """The address of a file, of whatever kind, that came with a question of its own as if it had been fetched."""
    body = {"text": "Смотрите", "attachments": [{"type": "document", "url": "https://files.example/1"}]}
    number = int(house.caller(show, "source").post("/questions", body).get_json()["number"])
    facts, contents = prepared(content)
    with house.store.write() as tx:
        [row] = rows.of_questions(tx.connection, [question_id(house.id_of(show), number)])
        assert rows.still_wanted(tx, row.id, **facts, state=State.KEPT.value)
    put(house.app.extensions["live"].files, row.id, contents)
    return path(show, row.id, number)


def test_whoever_sees_the_question_sees_the_photo(house: House, show: str, photo: int) -> None:
    for what in ("", "/preview"):
        answer = opened(house, path(show, photo, what=what), "moderator", slug=show)
        assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
        assert answer.data.startswith(b"\xff\xd8\xff")
        assert answer.headers["Content-Disposition"].startswith("inline")


@pytest.mark.parametrize("what", ["", "/preview"])
def test_nobody_else_does(house: House, show: str, photo: int, what: str) -> None:
    url, other = path(show, photo, what=what), house.show()
    assert opened(house, url).status_code == 401
    for role in ("source", "executor", "coordinator"):
        assert opened(house, url, role, slug=show).status_code == 403
    assert opened(house, url, "moderator", slug=other).status_code == 403
    # The prompter and the graphic show nothing that came with a question.
    for role in ("presenter", "gallery"):
        assert opened(house, url, role, slug=show).status_code == 404


def test_another_questions_file_is_not_found(house: House, show: str, photo: int) -> None:
    house.caller(show, "source").post("/questions", {"text": "Где автобус?"})
    assert opened(house, path(show, photo, number=2), "moderator", slug=show).status_code == 404
    assert opened(house, path(show, photo + 1000), "moderator", slug=show).status_code == 404


def test_a_photo_without_a_question_is_nobodys(house: House, show: str, photo: int) -> None:
    arrived = keep_photo(house.store, house.app.extensions["live"].files, pictures.picture())
    assert opened(house, path(show, arrived.id), "moderator", "admin").status_code == 404


def test_a_browser_keeps_it_for_itself_and_asks_again(house: House, show: str, photo: int) -> None:
    first = opened(house, path(show, photo), "moderator", slug=show)
    assert first.headers["Cache-Control"] == "private, no-cache"
    again = opened(house, path(show, photo), "moderator", slug=show, **{"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert opened(house, path(show, photo), **{"If-None-Match": first.headers["ETag"]}).status_code == 401


@pytest.mark.parametrize(
    ("content", "mime", "way"),
    [
        (pictures.OGG, "audio/ogg", "inline"),
        (pictures.MP4, "video/mp4", "attachment"),
        (pictures.PDF_AND_HTML, "application/pdf", "attachment"),
        ("Нет света".encode(), "text/plain", "attachment"),
    ],
)
def test_a_browser_runs_nothing_of_it(house: House, show: str, photo: int, content: bytes, mime: str, way: str) -> None:
    answer = opened(house, sent(house, show, content), "moderator", slug=show)
    assert (answer.status_code, answer.mimetype, answer.data) == (200, mime, content)
    assert answer.headers["Content-Disposition"].startswith(f"{way};")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_a_sound_is_given_in_parts(house: House, show: str, photo: int) -> None:
    part = opened(house, sent(house, show, pictures.OGG), "moderator", slug=show, Range="bytes=4-7")
    assert (part.status_code, part.data) == (206, pictures.OGG[4:8])


def ticket_of(house: House, show: str, department: str) -> str:
    made = house.caller(show, "moderator").obey("question.ticket", question=1, version=1, department=department)
    return str(made["ticket"])


def test_an_executor_opens_those_of_the_own_department_alone(house: House) -> None:
    show = house.show("open", "air")
    sends(Resident(house, show), pictures.photo())
    file = attached(house, show)[0]["file"]
    ticket = ticket_of(house, show, "ЖКХ")
    page: Any = opened(house, f"/api/v1/tickets/{ticket}", "coordinator", slug="tickets").get_json()
    assert [one["file"]["file"] for one in page["attachments"]] == [file]
    for what in ("", "/preview"):
        url = f"/tickets/{ticket}/files/{file}{what}"
        assert opened(house, url, "coordinator", slug="tickets").status_code == 200
        assert opened(house, url, "executor", slug="tickets").status_code == 404  # Of no department.
        assert opened(house, url).status_code == 401
        assert opened(house, url, "moderator", slug=show).status_code == 403


def test_a_file_of_another_ticket_is_not_found(house: House, show: str, photo: int) -> None:
    other = house.show("open", "air")
    house.caller(other, "source").post("/questions", {"text": "Где автобус?"})
    ticket = ticket_of(house, other, "Транспорт")
    assert opened(house, f"/tickets/{ticket}/files/{photo}", "coordinator", slug="tickets").status_code == 404


def test_what_is_gone_from_the_storage_is_not_found(house: House, show: str, photo: int) -> None:
    url = sent(house, show, pictures.WAV)
    with house.store.read() as connection:
        [name] = rows.names(rows.get(connection, int(url.rpartition("/")[2])))
    house.app.extensions["live"].files.delete(name)
    assert opened(house, url, "moderator", slug=show).status_code == 404
