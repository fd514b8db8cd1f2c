"""The HTTP API: questions in, questions out, commands and events."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, g, jsonify

from live.desk.receive import Arrival, Receipt
from live.domain.people import Role
from live.domain.refused import Refused
from live.domain.submission import Submission
from live.feed.member import department_of
from live.screens import bodies
from live.screens.access import SEEING, allow
from live.screens.commands import perform
from live.screens.errors import STATUS, error_body
from live.screens.parts import parts
from live.views.reading import TICKETS
from live.views.screens import SCREENS, Screen, widest

api = Blueprint("api", __name__, url_prefix="/api/v1")

SENDING = frozenset({Role.SOURCE, Role.MODERATOR, Role.SCREENER})
COMMANDING = frozenset(Role) - {Role.SOURCE}
"""Who may give some command; each command says itself who may give it."""
TICKET_ROLES = frozenset({Role.COORDINATOR, Role.EXECUTOR, Role.ADMIN})


def _arrival(slug: str, submission: Submission) -> Arrival:
    return Arrival(parts().reading.broadcast_id(slug), g.actor.credential, submission)


def _receipt(receipt: Receipt) -> dict[str, Any]:
    return {
        "number": receipt.number,
        "broadcast": receipt.broadcast,
        "state": receipt.state,
        "version": receipt.version,
    }


@api.post("/broadcasts/<slug>/questions")
@allow(SENDING, reads=bodies.one_question)
def send_question(slug: str) -> tuple[Response, int]:
    receipt = parts().intake.receive_one(_arrival(slug, g.body))
    return jsonify(_receipt(receipt)), 200 if receipt.repeated else 201


@api.post("/broadcasts/<slug>/questions:batch")
@allow(SENDING, reads=bodies.batch)
def send_batch(slug: str) -> Response:
    rows: list[Submission | Refused] = g.body
    arrivals = [_arrival(slug, row) for row in rows if isinstance(row, Submission)]
    outcomes = iter(parts().intake.receive(arrivals) if arrivals else [])
    results = []
    for row in rows:
        outcome = row if isinstance(row, Refused) else next(outcomes)
        results.append(_receipt(outcome) if isinstance(outcome, Receipt) else {"error": error_body(outcome)})
    return jsonify({"results": results})


def _widest() -> Screen:
    """The screen through which this key reads a broadcast."""
    screen = widest(g.actor)
    assert screen is not None  # SEEING let it in.
    return screen


@api.get("/broadcasts/<slug>/questions")
@allow(SEEING, reads=bodies.query(bodies.QuestionQuery), cookie=True)
def list_questions(slug: str) -> Response:
    return jsonify(parts().reading.questions(slug, _widest(), g.body.to_filter()))


@api.get("/broadcasts/<slug>/questions/<int:number>")
@allow(SEEING, cookie=True)
def get_question(slug: str, number: int) -> Response:
    return jsonify(parts().reading.question(slug, _widest(), number))


@api.get("/broadcasts/<slug>/events")
@allow(SEEING | TICKET_ROLES, reads=bodies.query(bodies.EventsQuery))
def list_events(slug: str) -> Response:
    if slug == TICKETS:
        screen, department = SCREENS[TICKETS], department_of(g.actor)
    else:
        found = widest(g.actor)
        if found is None:
            raise Refused("forbidden", "This needs the role: {roles}.", roles=sorted(SEEING))
        screen, department = found, None
    return jsonify(parts().reading.events(slug, screen, department, g.body.since, g.body.limit))


@api.post("/broadcasts/<slug>/commands")
@allow(COMMANDING, reads=bodies.command)
def command(slug: str) -> tuple[Response, int]:
    return _command(slug)


def _command(slug: str) -> tuple[Response, int]:
    try:
        return jsonify(perform(slug, g.body, g.actor)), 200
    except Refused as refused:
        return jsonify({"ok": False, "error": error_body(refused)}), STATUS[refused.code]


@api.get("/tickets")
@allow(TICKET_ROLES, reads=bodies.query(bodies.TicketsQuery), cookie=True, screen=TICKETS)
def list_tickets() -> Response:
    wanted = g.body
    return jsonify(parts().reading.tickets(department_of(g.actor), wanted.state, wanted.before, wanted.limit))


@api.get("/tickets/<number>")
@allow(TICKET_ROLES, cookie=True, screen=TICKETS)
def get_ticket(number: str) -> Response:
    return jsonify(parts().reading.ticket(department_of(g.actor), number))


@api.post("/tickets/commands")
@allow(TICKET_ROLES, reads=bodies.command)
def ticket_command() -> tuple[Response, int]:
    return _command(TICKETS)
