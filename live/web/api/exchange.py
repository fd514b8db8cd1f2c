"""The tickets as a file for a spreadsheet, written as it is read."""

from __future__ import annotations

from flask import Blueprint, Response, request

from live.domain.audit import Act
from live.domain.broadcast import TICKETS
from live.domain.people import Role
from live.domain.refused import Refused
from live.domain.ticket import State
from live.files.csv_writer import csv_lines
from live.files.xlsx_writer import Sheet, filled, packed
from live.runtime.tasks import offload
from live.views.tickets.columns import COLUMNS, WIDTHS, Chosen, table
from live.web import audit
from live.web.access import allow
from live.web.services import services

ticket_tables = Blueprint("ticket_tables", __name__)

TAKING = frozenset({Role.COORDINATOR, Role.ADMIN})
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@ticket_tables.get("/tickets.csv")
@allow(TAKING, cookie=True, screen=TICKETS, proved=True)
def as_csv() -> Response:
    _tell("csv")
    return _named(
        Response(csv_lines(COLUMNS, table(services().store, _chosen())), content_type="text/csv; charset=utf-8")
    )


@ticket_tables.get("/tickets.xlsx")
@allow(TAKING, cookie=True, screen=TICKETS, proved=True)
def as_xlsx() -> Response:
    _tell("xlsx")
    book = filled([Sheet("Поручения", COLUMNS, table(services().store, _chosen()), WIDTHS)])
    return _named(Response(offload(packed, book), content_type=XLSX))


def _tell(form: str) -> None:
    audit.told(Act.TICKETS_EXPORTED, TICKETS, form=form, state=_chosen().state)


def _named(answer: Response) -> Response:
    answer.headers["Content-Disposition"] = f"attachment; filename={request.path.rpartition('/')[2]}"
    return answer


def _chosen() -> Chosen:
    state = request.args.get("state") or None
    if state is not None and state not in set(State):
        raise Refused("invalid", "The field “{field}” can be: {expected}.", field="state", expected=", ".join(State))
    return Chosen(State(state) if state else None, request.args.get("department") or None)
