"""Files that residents have sent, for whoever sees their question or a ticket of it, and for nobody else.

They are strangers': a picture was drawn anew, everything else is as it came. So whatever one holds, a browser takes it
for nothing but what we say, and runs nothing of it.
"""

from __future__ import annotations

import io

from flask import Blueprint, g, request, send_file
from werkzeug.wrappers import Response as BaseResponse

from live.domain.broadcast import TICKETS
from live.domain.files.attached import Media
from live.domain.people import department_of
from live.domain.refused import Refused
from live.views.questions.files import KeptFile
from live.web.access import SEEING, allow
from live.web.api.routes import HIGHEST, TICKET_ROLES
from live.web.services import services

resident_files = Blueprint("resident_files", __name__)

_FILE = "<int(max=9007199254740991):file>"
_OF_QUESTION = f"/b/<slug>/questions/<int(max={HIGHEST}):number>/files/{_FILE}"
_OF_TICKET = f"/tickets/<number>/files/{_FILE}"

SHOWN = (Media.PICTURE, Media.SOUND)
"""What a browser shows by itself; everything else is saved."""

SANDBOX = "default-src 'none'; sandbox"
"""Opened as a page of its own it is one that may do nothing."""


@resident_files.get(_OF_QUESTION)
@allow(SEEING, cookie=True, reading=True)
def of_question(slug: str, number: int, file: int) -> BaseResponse:
    return _sent(services().queries.question_file(slug, g.screen, number, file, preview=False))


@resident_files.get(f"{_OF_QUESTION}/preview")
@allow(SEEING, cookie=True, reading=True)
def preview_of_question(slug: str, number: int, file: int) -> BaseResponse:
    return _sent(services().queries.question_file(slug, g.screen, number, file, preview=True))


@resident_files.get(_OF_TICKET)
@allow(TICKET_ROLES, cookie=True, screen=TICKETS)
def of_ticket(number: str, file: int) -> BaseResponse:
    return _sent(services().queries.ticket_file(department_of(g.actor), number, file, preview=False))


@resident_files.get(f"{_OF_TICKET}/preview")
@allow(TICKET_ROLES, cookie=True, screen=TICKETS)
def preview_of_ticket(number: str, file: int) -> BaseResponse:
    return _sent(services().queries.ticket_file(department_of(g.actor), number, file, preview=True))


def _sent(kept: KeptFile) -> BaseResponse:
    """Kept by this browser alone, which asks each time whether it may still show it. A sound is given in parts too."""
    response: BaseResponse
    if request.if_none_match.contains(kept.hash):
        response = BaseResponse(status=304)
        response.set_etag(kept.hash)
    else:
        content = services().files.get(kept.name)
        if content is None:
            raise Refused("not_found", "There is no such file.")
        saved = kept.media not in SHOWN
        response = send_file(io.BytesIO(content), kept.mime, saved, kept.called, conditional=True, etag=kept.hash)
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
