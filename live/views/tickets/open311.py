"""The centre's tickets as Open311 GeoReport v2 tells of them: to everybody, so without names, contacts or texts.

A service is one of the centre's topics; a request is a ticket of a question that was not answered, or not fully. What
was promised on air is no request of anybody's. Rehearsals and declined questions are never told.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, func, or_, select

from live.domain.broadcast import Kind as BroadcastKind
from live.domain.broadcast import State as BroadcastState
from live.domain.files.attached import State as FileState
from live.domain.question import State as QuestionState
from live.domain.refused import Refused
from live.domain.ticket import Kind, State
from live.language.latin import latin
from live.store.centre import lists
from live.store.ids import TICKETS_LOG, question_id
from live.store.show import broadcasts
from live.store.tables import broadcast, file, question, ticket
from live.store.transaction import Store
from live.views.questions.files import KeptFile, shown_file

OTHER = "other"
"""The code of what belongs to none of the centre's topics."""

CLOSED = frozenset({State.RESOLVED, State.CLOSED})
SHOWN = frozenset({Kind.UNANSWERED, Kind.REST})

MOST = 1000
"""Requests in one answer."""


@dataclass(frozen=True, slots=True)
class Service:
    """A topic. `code` is its name in Latin letters; `name` is None for OTHER, which has none of the centre's."""

    code: str
    name: str | None
    department: str | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which requests. `numbers`, where there are some, count alone; `codes` and `closed` None are all of them."""

    since: datetime | None = None
    until: datetime | None = None
    numbers: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    closed: bool | None = None
    page: int = 1
    size: int = MOST


@dataclass(frozen=True, slots=True)
class Request:
    """A ticket as everybody may see it. `text` only once it was published, `picture` once a moderator allows it."""

    number: str
    state: State
    service: Service
    text: str | None
    department: str | None
    requested_at: datetime
    updated_at: datetime
    expected_at: datetime | None
    locality: str | None
    picture: int | None = None


def services(store: Store) -> list[Service]:
    """The centre's topics in their order, and OTHER."""
    with store.read() as connection:
        return _services(connection)


def service(store: Store, code: str) -> Service:
    """`not_found` where there is none of this code."""
    return _known(services(store), code)


def requests(store: Store, wanted: Wanted) -> list[Request]:
    """The newest first. `not_found` names a service that is not there; numbers that are nothing are left out."""
    with store.read() as connection:
        known = _services(connection)
        conditions = [*_public(), *_asked(wanted, known)]
        newest = _REQUESTS.where(*conditions).order_by(ticket.c.created_at.desc(), ticket.c.id.desc())
        rows = connection.execute(newest.limit(wanted.size).offset((wanted.page - 1) * wanted.size)).all()
        by_name = {one.name: one for one in known}
        return [_request(row, by_name) for row in rows]


def request(store: Store, number: str) -> Request:
    """`not_found` where there is none, or none that everybody may see."""
    found = requests(store, Wanted(numbers=(number,)))
    if not found:
        raise Refused("not_found", "There is no request {number}.", number=number)
    return found[0]


def picture(store: Store, number: str, file_id: int) -> KeptFile:
    """A picture of a request that everybody may see; `not_found` for every other."""
    with store.read() as connection:
        row = connection.execute(_REQUESTS.where(*_public(), ticket.c.number == number)).one_or_none()
        if row is None:
            raise Refused("not_found", "There is no request {number}.", number=number)
        return shown_file(connection, row.question_id, file_id)


def number_of(store: Store, token: str) -> str | None:
    """The number of the ticket that a question with this code has by now; `not_found` where there is no such one."""
    asked, _, rest = token.partition("-")
    number = rest.partition("-")[0]
    if not (asked.isdecimal() and number.isdecimal() and len(asked) < 10 and len(number) < 10):
        raise Refused("not_found", "There is no token {token}.", token=token)
    of = and_(question.c.id == question_id(int(asked), int(number)), question.c.code == token)
    joined = select(ticket.c.number).select_from(question.outerjoin(ticket, _ITS_OWN)).where(of)
    with store.read() as connection:
        row = connection.execute(joined.order_by(ticket.c.id).limit(1)).one_or_none()
    if row is None:
        raise Refused("not_found", "There is no token {token}.", token=token)
    return None if row.number is None else str(row.number)


def standing_of(store: Store, broadcast_id: int | None) -> str:
    """The slug of the standing broadcast that takes what comes with a key of this broadcast; `closed` without any.

    That broadcast itself, or the one behind it; for a key of the tickets the centre's first.
    """
    with store.read() as connection:
        if broadcast_id not in (None, TICKETS_LOG):
            row = broadcasts.by_id(connection, broadcast_id)
            if _takes(row):
                return str(row.slug)
            if row.standing_id and _takes(behind := broadcasts.by_id(connection, row.standing_id)):
                return str(behind.slug)
        for row in reversed(broadcasts.all_of(connection)):
            if _takes(row) and not row.rehearsal:
                return str(row.slug)
    raise Refused("closed", "The centre has no standing broadcast that takes requests.")


def _takes(row: Row[Any]) -> bool:
    return bool(row.kind == BroadcastKind.STANDING.value and row.state != BroadcastState.ARCHIVED.value)


def _services(connection: Connection) -> list[Service]:
    found = [Service(OTHER, None)]
    codes = {OTHER}
    for item in lists.read(connection, "topics").items:
        code = latin(item["name"]) or "topic"
        if code in codes:  # By its name again, so that another order of the list changes no code.
            code = f"{code}_{hashlib.sha256(item['name'].encode()).hexdigest()[:6]}"
        codes.add(code)
        found.append(Service(code, item["name"], item["department"]))
    return [*found[1:], found[0]]


def _known(among: list[Service], code: str) -> Service:
    for one in among:
        if one.code == code:
            return one
    raise Refused("not_found", "There is no service {service}.", service=code)


_ITS_OWN = and_(ticket.c.question_id == question.c.id, ticket.c.kind.in_([kind.value for kind in SHOWN]))

_PICTURE = (
    select(func.min(file.c.id))
    .where(file.c.question_id == question.c.id, file.c.shown, file.c.state == FileState.KEPT.value)
    .scalar_subquery()
)

_REQUESTS = (
    select(ticket, question.c.topic, question.c.locality, _PICTURE.label("picture"))
    .join(question, _ITS_OWN)
    .join(broadcast, broadcast.c.id == question.c.broadcast_id)
)


def _public() -> list[Any]:
    return [
        ~broadcast.c.rehearsal,
        broadcast.c.rehearsal_pace.is_(None),
        question.c.state != QuestionState.DECLINED.value,
    ]


def _asked(wanted: Wanted, known: list[Service]) -> list[Any]:
    if wanted.numbers:
        return [ticket.c.number.in_(wanted.numbers)]
    conditions: list[Any] = []
    if wanted.since is not None:
        conditions.append(ticket.c.created_at >= wanted.since)
    if wanted.until is not None:
        conditions.append(ticket.c.created_at <= wanted.until)
    if wanted.closed is not None:
        closed = ticket.c.state.in_([state.value for state in CLOSED])
        conditions.append(closed if wanted.closed else ~closed)
    if wanted.codes:
        conditions.append(or_(*(_of_service(_known(known, code), known) for code in wanted.codes)))
    return conditions


def _of_service(one: Service, known: list[Service]) -> Any:
    if one.name is not None:
        return question.c.topic == one.name
    return or_(question.c.topic.is_(None), question.c.topic.not_in([other.name for other in known if other.name]))


def _request(row: Row[Any], by_name: dict[str | None, Service]) -> Request:
    moments = (row.created_at, row.reacted_at, row.held_at, row.resolved_at, row.closed_at, row.published_at)
    return Request(
        row.number,
        State(row.state),
        by_name.get(row.topic) or by_name[None],
        row.published_text,
        row.department,
        row.created_at,
        max(moment for moment in moments if moment is not None),
        row.resolution_due,
        public_locality(row.locality),
        row.picture,
    )


def public_locality(locality: str | None) -> str | None:
    """A settlement or a street, never somebody's door: whatever holds a figure stays inside."""
    return None if locality is None or re.search(r"\d", locality) else locality
