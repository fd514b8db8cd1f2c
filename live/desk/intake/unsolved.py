"""«Не решено» in the thread of an answered question: its ticket is worked on again, as by the resident's own page."""

from __future__ import annotations

from typing import Any

import structlog

from live.desk.intake.further import put_to
from live.domain import ticket as ticket_rules
from live.domain.question import NEW
from live.domain.submission import Submission
from live.domain.ticket import CLOSED, MOST_REOPENED, RESIDENT, RESOLVED
from live.language.unsolved import says_unsolved
from live.store.centre.channels import Channel
from live.store.followup import answers, tickets
from live.store.followup.clocks import columns_of_a_restart
from live.store.ids import TICKETS_LOG
from live.store.rows import Row
from live.store.show import broadcasts, questions
from live.store.transaction import Store, Transaction

log = structlog.get_logger()

FINISHED = frozenset({RESOLVED.value, CLOSED.value})


def take_up_again(store: Store, channel: Channel, asked: Submission) -> None:
    """Where a stored message says so: its question's finished ticket is reopened, with these words beside it.

    The message is no question of its own then. Where there is no such ticket, or it was reopened too often, it stays
    one, which names the one before it. Whoever is told of the same message again changes nothing.
    """
    if asked.external_id is None or not says_unsolved(asked.text):
        return
    with store.write() as tx:
        found = questions.by_external(tx.connection, [(channel.origin, asked.external_id)])
        if not found:
            return
        tx.lock(TICKETS_LOG)
        [broadcast] = tx.lock(found[0].broadcast_id)
        row = questions.get(tx.connection, broadcast.id, found[0].number)
        if row.state != NEW.value or row.continues is None or row.external_id != asked.external_id:
            return
        first = answers.followed(tx.connection, questions.by_id(tx.connection, row.continues))
        ticket = _finished(tx, first, row)
        if ticket is None:
            return
        before = tickets.to_domain(ticket)
        change = ticket_rules.transition(before, "reopen", department=ticket.department)
        tickets.save(tx, before, change.after, **columns_of_a_restart(tx, ticket))
        tickets.add_note(tx, ticket.id, row.text, RESIDENT.name)
        tx.append(TICKETS_LOG, change.events, RESIDENT)
        put_to(tx, broadcast, row, first)
    log.info("a resident says that it is not solved", ticket=ticket.number, channel=channel.id)


def _finished(tx: Transaction, first: Row[Any], row: Row[Any]) -> Row[Any] | None:
    """The ticket that was answered last before this message came."""
    root = answers.root(tx.connection, first)
    if broadcasts.is_unwrapping(tx.connection, root.broadcast_id):
        return None
    answered = [
        one
        for one in tickets.of_questions(tx.connection, [root.id])
        if one.state in FINISHED and one.resolved_at is not None and one.resolved_at <= row.received_at
    ]
    last = max(answered, key=lambda one: one.resolved_at, default=None)
    return last if last is not None and last.reopened < MOST_REOPENED else None
