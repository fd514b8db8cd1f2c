"""All that one person has asked, for whoever opens the link that was sent to them: where each of it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, select

from live.channels import TYPES
from live.channels.capabilities import Replies, is_public
from live.domain import question as rules
from live.domain.broadcast import Kind
from live.domain.ticket import ON_HOLD, RESOLVED
from live.domain.ticket import State as TicketState
from live.store import own_links
from live.store.centre import channels
from live.store.centre.channels import id_of_origin
from live.store.followup import answers
from live.store.show import subjects
from live.store.tables import broadcast, question, ticket
from live.store.transaction import Store

MOST = 100
"""Questions that one page lists, the newest."""


@dataclass(frozen=True, slots=True)
class OwnQuestion:
    """`stands`: where it stands by now, as a key of the words for residents."""

    code: str
    number: int
    text: str
    broadcast: str
    received_at: datetime
    stands: str
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class OwnQuestions:
    until: datetime
    questions: list[OwnQuestion]
    more: bool


def own_questions(store: Store, token: str) -> OwnQuestions:
    """Theirs and of whoever shares the contact that the link was sent to; `not_found` for a link that is none."""
    now = store.clock()
    own = own_links.read(store, token, now)
    with store.read() as connection:
        ids = subjects.sharing(connection, own.person_id)
        rows = connection.execute(
            select(question, broadcast.c.title, broadcast.c.zone)
            .join(broadcast, broadcast.c.id == question.c.broadcast_id)
            .where(
                question.c.person_id.in_(ids),
                question.c.state != rules.TRANSFERRED.value,
                broadcast.c.kind != Kind.PRACTICE.value,
            )
            .order_by(question.c.received_at.desc(), question.c.id.desc())
            .limit(MOST + 1)
        ).all()
        found = [_own(connection, row) for row in rows[:MOST]]
    return OwnQuestions(own.until, found, len(rows) > MOST)


def _own(connection: Connection, row: Row[Any]) -> OwnQuestion:
    return OwnQuestion(
        row.code,
        row.number,
        row.text,
        row.title,
        row.received_at.astimezone(ZoneInfo(row.zone)),
        stands(connection, answers.root(connection, row)),
        row.withdrawn_at is not None,
    )


_TICKETS = select(ticket.c.state).order_by(ticket.c.id)


def stands(connection: Connection, root: Row[Any]) -> str:
    """Where a question stands, by its root: what its own page says of it, in a word."""
    if root.state == rules.ANSWERED.value:
        return f"answered_{root.how or rules.How.AIR.value}"
    if root.state != rules.TICKETED.value:
        return str(root.state)
    states = connection.execute(_TICKETS.where(ticket.c.question_id == root.id)).scalars().all()
    if any(state in (RESOLVED.value, TicketState.CLOSED.value) for state in states):
        return "ticket_answered"
    return "ticket_held" if ON_HOLD.value in states else "ticketed"


def link_of_asker(store: Store, code: str) -> str | None:
    """The token of the link to all that they have asked, where the code proves who asks.

    So it does where it was told by the network itself, to the one who wrote there and to nobody else: not where a
    contact was typed into a form, nor under a comment, where everybody reads the code.
    """
    with store.read() as connection:
        asked = answers.by_code(connection, code)
        types = {one.id: TYPES.get(one.type) for one in channels.kinds(connection)}
        person_id = asked.person_id if subjects.sharing(connection, asked.person_id or 0) else None
    network = types.get(id_of_origin(asked.origin) or 0)
    if person_id is None or not isinstance(network, Replies) or is_public(network, asked.external_id):
        return None
    return own_links.token(store, person_id, store.clock())
