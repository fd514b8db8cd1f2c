"""Files that answers carry: attached while the answer is written, and seen by whoever works on its ticket."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as BaseResponse

from live.domain.broadcast import TICKETS
from live.domain.files.attached import ANSWER_LARGEST
from live.domain.people import department_of
from live.domain.refused import Refused
from live.followup.answer_files import WRITERS, attach
from live.protocol.file_views import AnswerFileView
from live.views.questions.files import answer_file_view
from live.web.access import allow
from live.web.api.routes import TICKET_ROLES
from live.web.errors import answer
from live.web.exchange.kept_files import sent
from live.web.services import services

answer_files = Blueprint("answer_files", __name__, url_prefix="/tickets/<number>/answer-files")

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


@answer_files.post("")
@allow(WRITERS, cookie=True, screen=TICKETS)
def add(number: str) -> tuple[AnswerFileView, int]:
    """One file, as `file` of a form."""
    given = request.files.get("file")
    if given is None:
        raise Refused("invalid", "The field “{field}” is missing.", field="file")
    content, by = given.stream.read(), g.actor.acting(WRITERS)
    if len(content) > ANSWER_LARGEST:
        raise RequestEntityTooLarge
    return answer_file_view(attach(services().store, services().files, number, given.filename or "", content, by)), 201


@answer_files.get("/<int(max=9007199254740991):file>")
@allow(TICKET_ROLES, cookie=True, screen=TICKETS)
def whole(number: str, file: int) -> BaseResponse:
    return sent(services().queries.answer_file(department_of(g.actor), number, file, preview=False))


@answer_files.get("/<int(max=9007199254740991):file>/preview")
@allow(TICKET_ROLES, cookie=True, screen=TICKETS)
def preview(number: str, file: int) -> BaseResponse:
    return sent(services().queries.answer_file(department_of(g.actor), number, file, preview=True))
