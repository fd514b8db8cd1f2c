"""The HTTP API of matters: beside a broadcast's desk, and beside the board of tickets."""

from __future__ import annotations

from flask import Blueprint, g

from live.domain.broadcast import TICKETS
from live.domain.people import Role
from live.protocol.answers import matters as of_matters
from live.views.screens import SCREENS
from live.web import request_models
from live.web.access import allow
from live.web.request import query
from live.web.services import services

matters = Blueprint("matters", __name__)

HIGHEST = 2**31 - 1
"""A matter's number is at most this."""

DESK = SCREENS["desk"].roles
BOARD = frozenset({Role.COORDINATOR, Role.ADMIN})


@matters.get("/broadcasts/<slug>/matters")
@allow(DESK, reads=query(request_models.MattersQuery), cookie=True, screen="desk")
def list_on_desk(slug: str) -> of_matters.MattersPage:
    return services().queries.matters(g.body.before, g.body.limit, g.body.state)


@matters.get(f"/broadcasts/<slug>/matters/<int(max={HIGHEST}):number>")
@allow(DESK, cookie=True, screen="desk")
def get_on_desk(slug: str, number: int) -> of_matters.MatterPage:
    return services().queries.matter(number)


@matters.get("/tickets/matters")
@allow(BOARD, reads=query(request_models.MattersQuery), cookie=True, screen=TICKETS)
def list_on_board() -> of_matters.MattersPage:
    return services().queries.matters(g.body.before, g.body.limit, g.body.state)


@matters.get(f"/tickets/matters/<int(max={HIGHEST}):number>")
@allow(BOARD, cookie=True, screen=TICKETS)
def get_on_board(number: int) -> of_matters.MatterPage:
    return services().queries.matter(number)


@matters.get("/tickets/<number>/matters")
@allow(BOARD, cookie=True, screen=TICKETS)
def get_of_ticket(number: str) -> of_matters.TicketMatters:
    return services().queries.ticket_matters(number)
