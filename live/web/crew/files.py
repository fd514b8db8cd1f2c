"""Files that residents have sent, for whoever sees their question or a ticket of it, and for nobody else.

They are strangers': a picture was drawn anew, everything else is as it came.
"""

from __future__ import annotations

from flask import Blueprint, g
from werkzeug.wrappers import Response as BaseResponse

from live.domain.broadcast import TICKETS
from live.domain.people import department_of
from live.web.access import SEEING, allow
from live.web.api import on_air
from live.web.api.routes import HIGHEST, TICKET_ROLES
from live.web.exchange.kept_files import sent
from live.web.services import services

resident_files = Blueprint("resident_files", __name__)

_FILE = "<int(max=9007199254740991):file>"
_OF_QUESTION = f"/b/<slug>/questions/<int(max={HIGHEST}):number>/files/{_FILE}"
_OF_TICKET = f"/tickets/<number>/files/{_FILE}"


@resident_files.get(_OF_QUESTION)
@allow(SEEING, cookie=True, reading=True)
def of_question(slug: str, number: int, file: int) -> BaseResponse:
    return sent(services().queries.question_file(slug, g.screen, number, file, preview=False))


@resident_files.get(f"{_OF_QUESTION}/preview")
@allow(SEEING, cookie=True, reading=True)
def preview_of_question(slug: str, number: int, file: int) -> BaseResponse:
    return sent(services().queries.question_file(slug, g.screen, number, file, preview=True))


@resident_files.get(_OF_TICKET)
@allow(TICKET_ROLES, cookie=True, screen=TICKETS)
def of_ticket(number: str, file: int) -> BaseResponse:
    return sent(services().queries.ticket_file(department_of(g.actor), number, file, preview=False))


@resident_files.get(f"{_OF_TICKET}/preview")
@allow(TICKET_ROLES, cookie=True, screen=TICKETS)
def preview_of_ticket(number: str, file: int) -> BaseResponse:
    return sent(services().queries.ticket_file(department_of(g.actor), number, file, preview=True))


@resident_files.get(f"/b/<slug>/on-air/pictures/{_FILE}")
@allow(on_air.ROLES, cookie=True, address=True, screen="overlay")
def picture_on_air(slug: str, file: int) -> BaseResponse:
    """A picture of the question on air, which a moderator has allowed: for graphics."""
    return sent(services().queries.picture_on_air(slug, file))
