"""The tickets as files, written as they are read: those that the board shows by the same filters."""

from __future__ import annotations

from flask import Blueprint, Response, g

from live.domain.audit import Act
from live.domain.broadcast import TICKETS
from live.domain.people import Role
from live.views.tickets.columns import pieces
from live.views.tickets.listing import Mine
from live.web import audit
from live.web.access import allow
from live.web.exchange.attached import attached
from live.web.request import query
from live.web.request_models import TicketsChosen
from live.web.services import services

ticket_tables = Blueprint("ticket_tables", __name__)

TAKING = frozenset({Role.COORDINATOR, Role.ADMIN})


@ticket_tables.get("/tickets.csv")
@allow(TAKING, reads=query(TicketsChosen), cookie=True, screen=TICKETS, proved=True)
def as_csv() -> Response:
    return _file("csv")


@ticket_tables.get("/tickets.xlsx")
@allow(TAKING, reads=query(TicketsChosen), cookie=True, screen=TICKETS, proved=True)
def as_xlsx() -> Response:
    return _file("xlsx")


@ticket_tables.get("/tickets.json")
@allow(TAKING, reads=query(TicketsChosen), cookie=True, screen=TICKETS, proved=True)
def as_json() -> Response:
    return _file("json")


def _file(form: str) -> Response:
    """What the address asks for; that it was taken out is written down."""
    written = pieces(services().store, form, g.body.to_filter(Mine(g.actor.account, g.actor.name)))
    audit.told(Act.TICKETS_EXPORTED, TICKETS, form=form, state=g.body.state, narrowed=sorted(g.body.model_fields_set))
    return attached(written, f"tickets.{form}")
