"""The HTTP API: questions in, questions out, commands and events."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Any

from flask import Blueprint, Response, current_app, g, request

from live.desk.polls.casting import Vote
from live.desk.receive import Arrival, Receipt, Result
from live.domain.audit import Act
from live.domain.broadcast import TICKETS
from live.domain.people import Role, department_of
from live.domain.refused import Refused
from live.domain.submission import Submission
from live.protocol.answers import problems as of_problems
from live.protocol.answers import questions as of_questions
from live.protocol.answers import show as of_show
from live.protocol.answers import tickets as of_tickets
from live.protocol.answers.intake import Receipts, ReceiptView, RefusedRow
from live.protocol.events import Log
from live.views.polls.page import newest_polls
from live.views.screens import SCREENS
from live.views.tickets.listing import Mine
from live.web import audit, request_models
from live.web.access import PUBLIC, SEEING, allow
from live.web.api import asyncapi, on_air, openapi
from live.web.api.control import control
from live.web.api.fast_intake import RECEIVED
from live.web.api.intake import ROLES, receipt_view
from live.web.api.matters import matters
from live.web.api.order import orders
from live.web.commands import GIVING, WORKING, body_for, perform
from live.web.errors import error_body
from live.web.request import LARGE, query
from live.web.services import services
from live.web.understudy.addresses import heard_by_our_pages, standing
from live.web.urls import screen_links

api = Blueprint("api", __name__, url_prefix="/api/v1")
api.register_blueprint(matters)
api.register_blueprint(control)
api.register_blueprint(orders)

HIGHEST = 2**32 - 1
"""A question's number is at most this."""
MOST_POLLS = 2**31 - 1
"""A poll's number is at most this."""
TICKET_ROLES = frozenset({Role.COORDINATOR, Role.EXECUTOR, Role.ADMIN})


CALLING_BACK = frozenset({Role.COORDINATOR, Role.ADMIN})


def _received(slug: str, submissions: Sequence[Submission]) -> list[Result]:
    """What became of each, in order; the quick way may have handed them in before it came here."""
    done: list[Result] | Refused | None = request.environ.get(RECEIVED)
    if isinstance(done, Refused):
        raise done
    if done is not None:
        return done
    broadcast_id, origin = services().queries.broadcast_id(slug), g.actor.credential
    arrivals = [Arrival(broadcast_id, origin, one) for one in submissions]
    return services().intake.receive(arrivals) if arrivals else []


def _once(name: str, made: Callable[[], dict[str, Any]]) -> Response:
    """A document that never changes while the app runs: made when it is first asked for."""
    documents: dict[str, str] = current_app.extensions.setdefault("live.documents", {})
    if name not in documents:
        documents[name] = current_app.json.dumps(made())
    return Response(documents[name], mimetype="application/json")


@api.get("/openapi.json")
@allow(PUBLIC)
def describe() -> Annotated[Response, dict[str, Any]]:
    return _once("openapi", lambda: openapi.document(current_app))


@api.get("/asyncapi.json")
@allow(PUBLIC)
def describe_socket() -> Annotated[Response, dict[str, Any]]:
    return _once("asyncapi", asyncapi.document)


@api.get("/standing")
@allow(PUBLIC)
def get_standing() -> of_show.Standing:
    """Whether a page may go over to this server: the pages of the centre's other addresses may ask."""
    heard_by_our_pages()
    return standing()


@api.post("/broadcasts/<slug>/questions")
@allow(ROLES, reads=request_models.one_question)
def send_question(slug: str) -> tuple[ReceiptView, int]:
    [result] = _received(slug, [g.body])
    if isinstance(result, Refused):
        raise result
    return receipt_view(result), 200 if result.repeated else 201


@api.post("/broadcasts/<slug>/questions:batch")
@allow(ROLES, reads=request_models.batch, large=LARGE)
def send_batch(slug: str) -> Receipts:
    rows: list[Submission | Refused] = g.body
    outcomes = iter(_received(slug, [row for row in rows if isinstance(row, Submission)]))
    results: list[ReceiptView | RefusedRow] = []
    for row in rows:
        outcome = row if isinstance(row, Refused) else next(outcomes)
        results.append(receipt_view(outcome) if isinstance(outcome, Receipt) else {"error": error_body(outcome)})
    return {"results": results}


@api.get("/broadcasts/<slug>/questions")
@allow(SEEING, reads=query(request_models.QuestionQuery), cookie=True, reading=True)
def list_questions(slug: str) -> of_questions.QuestionsPage:
    return services().queries.questions(slug, g.screen, g.body.to_filter(), g.reader)


@api.get("/broadcasts/<slug>/questions/numbers")
@allow(SEEING, reads=query(request_models.NumbersQuery), cookie=True, reading=True)
def list_numbers(slug: str) -> of_questions.NumbersPage:
    return services().queries.numbers(slug, g.screen, g.body.to_filter())


@api.get(f"/broadcasts/<slug>/questions/<int(max={HIGHEST}):number>")
@allow(SEEING, cookie=True, reading=True)
def get_question(slug: str, number: int) -> of_questions.WholeQuestion:
    return services().queries.question(slug, g.screen, number, g.reader)


@api.get(f"/broadcasts/<slug>/questions/<int(max={HIGHEST}):number>/hints")
@allow(SEEING, cookie=True, reading=True)
def get_hints(slug: str, number: int) -> of_questions.Hints:
    return services().queries.hints(slug, g.screen, number)


@api.get(f"/broadcasts/<slug>/questions/<int(max={HIGHEST}):number>/earlier")
@allow(SCREENS["head"].roles | SCREENS["desk"].roles, cookie=True, reading=True)
def get_earlier(slug: str, number: int) -> of_questions.Earlier:
    return services().queries.earlier(slug, g.screen, number)


@api.get("/broadcasts/<slug>/promises")
@allow(SCREENS["head"].roles, cookie=True, reading=True)
def get_promises(slug: str) -> of_show.Promises:
    return services().queries.promises(slug)


@api.get("/broadcasts/<slug>/destinations")
@allow(SCREENS["desk"].roles, cookie=True, reading=True)
def get_destinations(slug: str) -> of_show.Destinations:
    return services().queries.destinations(slug)


@api.get("/broadcasts/<slug>/counts")
@allow(SCREENS["head"].roles, cookie=True, reading=True)
def get_counts(slug: str) -> of_show.Counts:
    return services().queries.counts(slug)


@api.get("/broadcasts/<slug>/events")
@allow(SEEING, reads=query(request_models.EventsQuery), reading=True)
def list_events(slug: str) -> of_show.EventsPage:
    return services().queries.events(slug, g.screen, g.reader, g.body.since, g.body.limit)


@api.get(f"/broadcasts/<slug>/calls/<int(max={HIGHEST}):call>/caller")
@allow(SCREENS["calls"].roles, cookie=True, screen="calls")
def get_caller(slug: str, call: int) -> of_show.Caller:
    caller = services().queries.caller(slug, call)
    audit.told(Act.CALLER_SEEN, f"{slug}/call/{call}")
    return caller


@api.get("/broadcasts/<slug>/rundown")
@allow(SCREENS["rundown"].roles, cookie=True, screen="rundown")
def get_rundown(slug: str) -> of_show.SoFar:
    return services().queries.so_far(slug)


@api.get("/broadcasts/<slug>/sources")
@allow(SCREENS["desk"].roles, cookie=True, screen="desk")
def get_sources(slug: str) -> of_show.SourcesRead:
    """Of the producer's strip what the desk shows."""
    return services().queries.sources(slug)


@api.get("/broadcasts/<slug>/health")
@allow(SCREENS["rundown"].roles, cookie=True, screen="rundown")
def get_health(slug: str) -> of_show.ShowHealth:
    """What the producer's strip shows; that it answers at all says that the database does."""
    read = services().queries.sources(slug)
    screens = services().presence.reached(services().queries.broadcast_id(slug))
    return {**read, "screens": screens, "database": True, "bell": services().link.answers()}


@api.get("/broadcasts/<slug>/links")
@allow(SCREENS["rundown"].roles, cookie=True, screen="rundown")
def list_links(slug: str) -> of_show.Links:
    return {"links": screen_links(slug)}


@api.get("/broadcasts/<slug>/on-air")
@allow(on_air.ROLES, cookie=True, address=True, screen="overlay")
def get_on_air(slug: str) -> Annotated[Response, of_show.OnAir]:
    return on_air.answer(services().queries.on_air(slug), "json")


@api.get("/broadcasts/<slug>/on-air.<any(json, xml, csv):form>")
@allow(on_air.ROLES, cookie=True, address=True, screen="overlay")
def get_on_air_as(slug: str, form: str) -> Annotated[Response, of_show.OnAir]:
    return on_air.answer(services().queries.on_air(slug), form)


@api.get("/broadcasts/<slug>/polls")
@allow(SEEING, cookie=True, reading=True)
def list_polls(slug: str) -> of_show.Polls:
    return {"polls": newest_polls(services().store, slug)}


@api.post(f"/broadcasts/<slug>/polls/<int(max={MOST_POLLS}):poll>/votes")
@allow({Role.SOURCE}, reads=request_models.vote)
def vote(slug: str, poll: int) -> tuple[of_show.VoteView, int]:
    """A voter of a key is nobody of another key."""
    told = Vote("api", f"{g.actor.credential}:{g.body.voter}", g.body.options)
    new = services().ballots.cast(services().queries.broadcast_id(slug), poll, told)
    return {"poll": poll, "options": sorted(set(told.options)), "new": new}, 201 if new else 200


@api.post("/broadcasts/<slug>/commands")
@allow(GIVING, reads=body_for(Log.BROADCAST))
def command(slug: str) -> of_problems.Obeyed:
    return perform(services().queries.broadcast_id(slug), slug, g.body, g.actor)


@api.get("/tickets")
@allow(TICKET_ROLES, reads=query(request_models.TicketsQuery), cookie=True, screen=TICKETS)
def list_tickets() -> of_tickets.TicketsPage:
    return services().queries.tickets(department_of(g.actor), g.body.to_filter(_mine()))


def _mine() -> Mine:
    return Mine(g.actor.account, g.actor.name, g.actor.department)


@api.get("/tickets/counts")
@allow(TICKET_ROLES, cookie=True, screen=TICKETS)
def get_ticket_counts() -> of_tickets.TicketCounts:
    return services().queries.ticket_counts(department_of(g.actor), _mine(), g.actor.department)


@api.get("/tickets/offers")
@allow(TICKET_ROLES, cookie=True, screen=TICKETS)
def get_ticket_offers() -> of_tickets.TicketOffers:
    """What the board can be narrowed by, and to whom a ticket can be assigned."""
    return services().queries.ticket_offers(department_of(g.actor))


@api.get("/tickets/deadlines")
@allow(TICKET_ROLES, cookie=True, screen=TICKETS)
def count_deadlines() -> of_tickets.Deadlines:
    return services().queries.deadlines(department_of(g.actor))


@api.get("/tickets/<number>")
@allow(TICKET_ROLES, cookie=True, screen=TICKETS)
def get_ticket(number: str) -> of_tickets.TicketPage:
    return services().queries.ticket(g.reader, number)


@api.get("/tickets/<number>/links")
@allow(TICKET_ROLES, cookie=True, screen=TICKETS)
def get_ticket_links(number: str) -> of_tickets.TicketLinks:
    return services().queries.ticket_links(department_of(g.actor), number)


@api.get("/tickets/<number>/templates")
@allow(TICKET_ROLES, cookie=True, screen=TICKETS)
def get_templates(number: str) -> of_tickets.Templates:
    return services().queries.templates(department_of(g.actor), number)


@api.get("/tickets/by-hand")
@allow(CALLING_BACK, reads=query(request_models.ByHandQuery), cookie=True, screen=TICKETS)
def list_by_hand() -> of_tickets.ByHand:
    """Whoever reads it calls them, or writes to them: a person asks for each contact."""
    waiting = services().queries.by_hand(g.reader, g.body.after, g.body.limit)
    if g.reader.contacts:
        audit.told(Act.BY_HAND_SEEN, TICKETS)
    return waiting


@api.post("/tickets/commands")
@allow(WORKING, reads=body_for(Log.TICKETS), screen=TICKETS)
def ticket_command() -> of_problems.Obeyed:
    return perform(services().queries.broadcast_id(TICKETS), TICKETS, g.body, g.actor)


@api.get(f"/broadcasts/{TICKETS}/events")
@allow(TICKET_ROLES, reads=query(request_models.EventsQuery), screen=TICKETS)
def list_ticket_events() -> of_show.EventsPage:
    since, limit = g.body.since, g.body.limit
    return services().queries.events(TICKETS, SCREENS[TICKETS], g.reader, since, limit)
