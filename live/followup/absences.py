"""What an absent person leaves: tickets go back to their department, situations to the one on duty, who is told."""

from __future__ import annotations

import uuid
from typing import Any

from live.domain.duty.shift import on_duty
from live.domain.people import By
from live.followup.matters import logs, steering
from live.followup.reminders import absent
from live.followup.work import assign
from live.protocol.commands.matters import Edit
from live.protocol.commands.tickets import Assign
from live.store import log
from live.store.centre import shifts
from live.store.centre.settings import centre_zone
from live.store.centre.watch import watch, ways
from live.store.followup import matters, outbox, tickets
from live.store.ids import TICKETS_LOG
from live.store.rows import Row
from live.store.transaction import Store, Transaction

BY = By("Дежурство", "worker")
"""Content, as a person's name is, so not translated."""


def hand_on(store: Store, absence_id: int) -> None:
    """Once for each absence: the rows, the events, the letters and the mark that it was done are one transaction."""
    with store.write() as tx:
        logs.lock(tx)
        row = shifts.get_absence(tx.connection, absence_id)
        if row.handed_at is not None:
            return
        present = watch(tx.connection, tx.now)
        duty = [shift.holder for shift in on_duty(present.shifts, tx.now, present.absent) if shift.holder is not None]
        names = shifts.names(tx.connection, duty)
        returned = _return_tickets(tx, row)
        given = _give_matters(tx, row, names[duty[0]]) if duty else []
        shifts.handed_on(tx, absence_id)
        text = absent(row.person, row.until, centre_zone(tx.connection), returned, given)
        for reached in ways(tx.connection, dict.fromkeys(duty)).values():
            for channel_id, address in reached:
                outbox.queue_notice(tx, None, channel_id, address, text, BY)


def _return_tickets(tx: Transaction, row: Row[Any]) -> list[str]:
    """The numbers of those that somebody else of the department has to take."""
    board = log.position(tx.connection, TICKETS_LOG).broadcast
    returned = []
    for ticket in tickets.under_way_of(tx.connection, row.account_id):
        facts = {"ticket": ticket.number, "version": ticket.version, "department": ticket.department}
        assign(tx, board, Assign(id=uuid.uuid4(), type="ticket.assign", **facts), BY)
        returned.append(ticket.number)
    return returned


def _give_matters(tx: Transaction, row: Row[Any], to: str) -> list[tuple[int, str]]:
    """Those that whoever is on duty steers from now on: number and title."""
    board = log.position(tx.connection, TICKETS_LOG).broadcast
    given = []
    for matter in matters.open_of(tx.connection, row.person):
        steering.edit(tx, board, Edit(id=uuid.uuid4(), type="matter.edit", matter=matter.id, owner=to), BY)
        given.append((matter.id, matter.title))
    return given
