"""Files that answers carry: attached while the answer is written, and seen by whoever works on what it is to."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as BaseResponse

from live.desk import reply as to_questions
from live.domain.broadcast import TICKETS
from live.domain.files.attached import ANSWER_LARGEST
from live.domain.people import Role, department_of
from live.domain.refused import Refused
from live.domain.reply import WRITERS
from live.followup import answer_files as to_tickets
from live.protocol.file_views import AnswerFileView
from live.views.questions.files import answer_file_view
from live.web.access import allow
from live.web.api.routes import HIGHEST, TICKET_ROLES
from live.web.errors import answer
from live.web.exchange.kept_files import sent
from live.web.services import services

answer_files = Blueprint("answer_files", __name__)

_TO_TICKET = "/tickets/<number>/answer-files"
_TO_QUESTION = f"/b/<slug>/questions/<int(max={HIGHEST}):number>/answer-files"
_FILE = "<int(max=9007199254740991):file>"

READERS = WRITERS | {Role.ADMIN}
"""Who sees the replies in writing to questions."""

FORM = 64 * 1024
"""Bytes of a form around its file."""


@answer_files.url_value_preprocessor
def take_files(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Let a request be as long as its file, before the page's token is looked for among what it sends."""
    request.max_content_length = ANSWER_LARGEST + FORM


@answer_files.errorhandler(RequestEntityTooLarge)
def too_large(_: RequestEntityTooLarge) -> BaseResponse:
    limit = ANSWER_LARGEST // 1024**2
    return answer(Refused("too_large", "The file is over {limit} MB: choose a smaller one.", limit=limit))


@answer_files.post(_TO_TICKET)
@allow(to_tickets.WRITERS, cookie=True, screen=TICKETS)
def add(number: str) -> tuple[AnswerFileView, int]:
    """One file, as `file` of a form."""
    name, content = _given()
    kept = to_tickets.attach(
        services().store, services().files, number, name, content, g.actor.acting(to_tickets.WRITERS)
    )
    return answer_file_view(kept), 201


@answer_files.post(_TO_QUESTION)
@allow(WRITERS, cookie=True, screen="desk")
def add_to_reply(slug: str, number: int) -> tuple[AnswerFileView, int]:
    """The same for a reply in writing to a question."""
    name, content = _given()
    kept = to_questions.attach(services().store, services().files, slug, number, name, content, g.actor.acting(WRITERS))
    return answer_file_view(kept), 201


def _given() -> tuple[str, bytes]:
    """The name and the contents of the file that was sent."""
    given = request.files.get("file")
    if given is None:
        raise Refused("invalid", "The field “{field}” is missing.", field="file")
    content = given.stream.read()
    if len(content) > ANSWER_LARGEST:
        raise RequestEntityTooLarge
    return given.filename or "", content


@answer_files.get(f"{_TO_TICKET}/{_FILE}")
@allow(TICKET_ROLES, cookie=True, screen=TICKETS)
def whole(number: str, file: int) -> BaseResponse:
    return sent(services().queries.answer_file(department_of(g.actor), number, file, preview=False))


@answer_files.get(f"{_TO_TICKET}/{_FILE}/preview")
@allow(TICKET_ROLES, cookie=True, screen=TICKETS)
def preview(number: str, file: int) -> BaseResponse:
    return sent(services().queries.answer_file(department_of(g.actor), number, file, preview=True))


@answer_files.get(f"{_TO_QUESTION}/{_FILE}")
@allow(READERS, cookie=True, screen="desk")
def whole_of_reply(slug: str, number: int, file: int) -> BaseResponse:
    return sent(services().queries.reply_file(slug, number, file, preview=False))


@answer_files.get(f"{_TO_QUESTION}/{_FILE}/preview")
@allow(READERS, cookie=True, screen="desk")
def preview_of_reply(slug: str, number: int, file: int) -> BaseResponse:
    return sent(services().queries.reply_file(slug, number, file, preview=True))
