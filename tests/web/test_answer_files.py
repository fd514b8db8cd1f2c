"""Files of answers over HTTP: attached by whoever answers, seen by staff and by whoever holds the question's code."""

from __future__ import annotations

import io
import uuid
from typing import Any

import pytest
from werkzeug.test import TestResponse

from live.domain.files.attached import ANSWER_LARGEST
from tests.support import pictures
from tests.web.house import House, csrf, problem
from tests.web.test_ask import Resident as Asking
from tests.web.test_ask_photos import attached, sends
from tests.web.test_resident_files import ticket_of
from tests.web.test_track import Resident

pytestmark = pytest.mark.faults


class Answers:
    """A ticket of one resident's question, and those who answer it."""

    def __init__(self, house: House) -> None:
        self.house, self.show = house, house.show("open", "air")
        self.resident = Resident(house, self.show)
        self.ticket = ticket_of(house, self.show, "ЖКХ")

    @property
    def path(self) -> str:
        return f"/tickets/{self.ticket}/answer-files"

    def key(self, *roles: str, slug: str = "tickets") -> dict[str, str]:
        return {"Authorization": f"Bearer {self.house.key(slug, *roles)}"}

    def sends(self, content: bytes, name: str = "Акт.pdf", *roles: str) -> TestResponse:
        body: Any = {"file": (io.BytesIO(content), name)}
        client, headers = self.house.app.test_client(), self.key(*(roles or ("coordinator",)))
        return client.post(self.path, data=body, headers=headers, content_type="multipart/form-data")

    def kept(self, content: bytes, name: str = "Акт.pdf") -> int:
        answer = self.sends(content, name)
        assert answer.status_code == 201, answer.text
        return int(answer.get_json()["file"])

    def said(self, *files: int) -> None:
        headers, client = self.key("coordinator"), self.house.app.test_client()
        page = client.get(f"/api/v1/tickets/{self.ticket}", headers=headers).get_json()
        fields = {"ticket": self.ticket, "version": page["version"], "text": "Починили"}
        body = {"id": str(uuid.uuid4()), "type": "ticket.reply", **fields, "files": list(files)}
        told = client.post("/api/v1/tickets/commands", json=body, headers=headers)
        assert told.status_code == 200, told.text

    def opened(self, url: str, *roles: str) -> TestResponse:
        return self.house.app.test_client().get(url, headers=self.key(*roles) if roles else {})

    def public(self, file: int, what: str = "") -> TestResponse:
        return self.resident.client.get(f"/track/{self.resident.code}/files/{file}{what}")


@pytest.fixture
def answers(house: House) -> Answers:
    return Answers(house)


def test_what_was_attached_is_told(answers: Answers) -> None:
    told = answers.sends(pictures.photo(), "IMG_1.png").get_json()
    assert (told["name"], told["media"], told["width"], told["height"]) == ("IMG_1.jpg", "picture", 640, 480)


def test_whoever_works_on_the_ticket_sees_it_and_nobody_else(answers: Answers) -> None:
    url = f"{answers.path}/{answers.kept(pictures.photo())}"
    for what in ("", "/preview"):
        assert answers.opened(url + what, "coordinator").mimetype == "image/jpeg"
        assert answers.opened(url + what, "executor").status_code == 404  # Of no department.
        assert answers.opened(url + what).status_code == 401


def test_a_file_of_another_ticket_is_not_found(house: House, answers: Answers) -> None:
    file = answers.kept(pictures.PDF)
    assert answers.opened(f"{Answers(house).path}/{file}", "coordinator").status_code == 404


@pytest.mark.parametrize("content", [pictures.MP4, pictures.SVG, pictures.HEIC, b""])
def test_what_no_answer_carries_is_refused_with_a_sentence(answers: Answers, content: bytes) -> None:
    problem(answers.sends(content), "invalid", 400)


def test_one_that_is_too_large_is_refused(answers: Answers) -> None:
    problem(answers.sends(pictures.PDF + bytes(ANSWER_LARGEST + 200_000)), "too_large", 413)


def test_a_page_sends_one_with_its_token_and_none_without(house: House, answers: Answers) -> None:
    login, password = f"vera-{uuid.uuid4().hex[:6]}", f"слово-{uuid.uuid4().hex}"
    house.user(login, password, "coordinator", slug="tickets")
    page = house.device()
    assert house.sign_in(page, login, password).status_code == 302
    token = csrf(page.get("/account", headers={"Accept": "text/html"}, follow_redirects=True).text)
    large = pictures.PDF + bytes(100_000)  # More than another request may have.
    for headers, status in (({"X-CSRFToken": token}, 201), ({}, 400)):
        body: Any = {"file": (io.BytesIO(large), "Акт.pdf")}
        told = page.post(answers.path, data=body, headers=headers, content_type="multipart/form-data")
        assert told.status_code == status, told.text


def test_a_form_without_a_file_is_refused(answers: Answers) -> None:
    client, headers = answers.house.app.test_client(), answers.key("coordinator")
    problem(client.post(answers.path, data={}, headers=headers), "invalid", 400)


def test_without_rights_nothing_is_attached(answers: Answers) -> None:
    assert answers.sends(pictures.PDF, "a.pdf", "source").status_code == 403


def test_the_resident_sees_pictures_and_saves_documents(answers: Answers) -> None:
    photo, document = answers.kept(pictures.photo(), "Яма.jpg"), answers.kept(pictures.PDF_AND_HTML, "Акт приёмки.pdf")
    assert answers.public(photo).status_code == 404, "nobody has said it yet"
    answers.said(photo, document)
    page = answers.resident.look()
    assert f"/files/{photo}/preview" in page and "Акт приёмки.pdf" in page
    seen, saved = answers.public(photo, "/preview"), answers.public(document)
    assert seen.mimetype == "image/jpeg" and seen.headers["Content-Disposition"].startswith("inline")
    assert saved.data == pictures.PDF_AND_HTML and saved.headers["Content-Disposition"].startswith("attachment")
    for answer in (seen, saved):
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer.headers["Cache-Control"] == "private, no-cache"
        assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_by_another_code_there_is_nothing(house: House, answers: Answers) -> None:
    photo = answers.kept(pictures.photo())
    answers.said(photo)
    other = Resident(house, answers.show, "Где автобус?")
    assert other.client.get(f"/track/{other.code}/files/{photo}").status_code == 404


def test_a_residents_own_photo_is_not_read_by_the_code(house: House, answers: Answers) -> None:
    sends(Asking(house, answers.show), pictures.photo())
    [file] = attached(house, answers.show, 2)
    assert answers.public(int(str(file["file"]))).status_code == 404
