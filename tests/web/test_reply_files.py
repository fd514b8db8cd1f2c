"""Files of the desk's replies over HTTP: attached by who answers in writing, seen by them, and by whoever was told."""

from __future__ import annotations

import io
import uuid
from typing import Any

import pytest
from werkzeug.test import TestResponse

from live.domain.files.attached import ANSWER_LARGEST
from tests.support import pictures
from tests.web.house import House, csrf, problem
from tests.web.test_track import Resident

pytestmark = pytest.mark.faults


class Replies:
    """A show with one resident's question."""

    def __init__(self, house: House, show: str | None = None) -> None:
        self.house, self.show = house, show or house.show("open", "air")
        self.resident = Resident(house, self.show, number=1 if show else None)
        self.path = f"/b/{self.show}/questions/1/answer-files"

    def key(self, *roles: str, slug: str | None = None) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.house.key(slug or self.show, *roles)}"}

    def sends(self, content: bytes, *roles: str, name: str = "Акт.pdf") -> TestResponse:
        body: Any = {"file": (io.BytesIO(content), name)}
        client, headers = self.house.app.test_client(), self.key(*(roles or ("moderator",)))
        return client.post(self.path, data=body, headers=headers, content_type="multipart/form-data")

    def kept(self, content: bytes) -> int:
        answer = self.sends(content)
        assert answer.status_code == 201, answer.text
        return int(answer.get_json()["file"])

    def opened(self, url: str, *roles: str) -> TestResponse:
        return self.house.app.test_client().get(url, headers=self.key(*roles) if roles else {})


@pytest.fixture
def replies(house: House) -> Replies:
    return Replies(house)


@pytest.mark.parametrize("role", ["moderator", "producer", "coordinator"])
def test_who_answers_in_writing_attaches_and_sees_it(replies: Replies, role: str) -> None:
    told = replies.sends(pictures.photo(), role, name="IMG_1.png")
    assert told.status_code == 201 and told.get_json()["name"] == "IMG_1.jpg"
    for what in ("", "/preview"):
        assert replies.opened(f"{replies.path}/{told.get_json()['file']}{what}", role).mimetype == "image/jpeg"


@pytest.mark.parametrize("role", ["presenter", "head", "screener", "source"])
def test_nobody_else_does(replies: Replies, role: str) -> None:
    assert replies.sends(pictures.PDF, role).status_code == 403
    url = f"{replies.path}/{replies.kept(pictures.photo())}"
    assert replies.opened(url, role).status_code == 403 and replies.opened(url).status_code == 401


def test_an_administrator_sees_it(replies: Replies) -> None:
    assert replies.opened(f"{replies.path}/{replies.kept(pictures.photo())}", "admin").status_code == 200


def test_a_file_of_another_question_is_not_found(house: House, replies: Replies) -> None:
    other = Replies(house)
    assert other.opened(f"{other.path}/{replies.kept(pictures.PDF)}", "moderator").status_code == 404


def test_a_document_is_saved_and_never_shown(replies: Replies) -> None:
    answer = replies.opened(f"{replies.path}/{replies.kept(pictures.PDF_AND_HTML)}", "moderator")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize("content", [pictures.MP4, pictures.HEIC, b""])
def test_what_no_reply_carries_is_refused_with_a_sentence(replies: Replies, content: bytes) -> None:
    problem(replies.sends(content), "invalid", 400)


def test_one_that_is_too_large_is_refused(replies: Replies) -> None:
    problem(replies.sends(pictures.PDF + bytes(ANSWER_LARGEST + 200_000)), "too_large", 413)


def test_a_page_sends_one_with_its_token_and_none_without(house: House, replies: Replies) -> None:
    login, password = f"vera-{uuid.uuid4().hex[:6]}", f"слово-{uuid.uuid4().hex}"
    house.user(login, password, "moderator", slug=replies.show)
    page = house.device()
    assert house.sign_in(page, login, password).status_code == 302
    token = csrf(page.get("/account", headers={"Accept": "text/html"}, follow_redirects=True).text)
    large = pictures.PDF + bytes(100_000)  # More than another request may have.
    for headers, status in (({"X-CSRFToken": token}, 201), ({}, 400)):
        body: Any = {"file": (io.BytesIO(large), "Акт.pdf")}
        told = page.post(replies.path, data=body, headers=headers, content_type="multipart/form-data")
        assert told.status_code == status, told.text


def test_the_resident_reads_the_reply_with_its_pictures_and_documents(house: House) -> None:
    show = house.show("open", "air")
    settings = {"secret": "callback-secret", "confirmation": "c", "token": "t", "group_id": "456"}
    comment = {"id": 12, "post_id": 7, "post_owner_id": -456, "from_id": 123, "text": "Когда починят мост?"}
    hook = {"type": "wall_reply_new", "object": comment, "group_id": 456, "secret": "callback-secret"}
    assert house.app.test_client().post(house.channel("vk", show, **settings), json=hook).text == "ok"
    replies = Replies(house, show)
    photo, document = replies.kept(pictures.photo()), replies.kept(pictures.PDF)
    assert f"/files/{photo}" not in replies.resident.look(), "nobody has said it yet"
    moderator = house.caller(show, "moderator")
    moderator.obey("question.reply", question=1, text="Починим в мае", final=True, files=[photo, document])
    page = replies.resident.look()
    assert "Что вам написали" in page and "Починим в мае" in page and f"/files/{photo}/preview" in page
    assert "Акт.pdf" in page
    assert replies.resident.client.get(f"/track/{replies.resident.code}/files/{document}").data == pictures.PDF
