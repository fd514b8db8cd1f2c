"""A question is handed from the line between shows to a show, or back, with everybody who asks it.

It becomes another question there, under a number of its own, and so does whatever was merged into it. The ones here
say where theirs went: a resident's code follows them, and so does what their network tells of their messages. The
matter that one stands in goes with it: what was said of that before is not said again, what is said later is.
"""

from __future__ import annotations

from typing import Any

from live.desk.questions import load_for_update
from live.domain import broadcast as broadcast_rules
from live.domain import question as rules
from live.domain.events import Event
from live.domain.people import By
from live.domain.refused import Refused
from live.protocol.commands.questions import Transfer
from live.store.commands import BUS
from live.store.followup import answers, matters
from live.store.ids import TICKETS_LOG, question_id
from live.store.rows import Row
from live.store.show import broadcasts, questions, transfers
from live.store.transaction import Growth, Transaction

MOST = 500
"""Askers of a question that is handed over: each is stored anew, in one transaction."""


@BUS.handles("question.transfer")
def transfer(tx: Transaction, broadcast: Row[Any], body: Transfer, by: By) -> dict[str, Any]:
    question = load_for_update(tx, broadcast, body, "transfer")
    [there] = tx.lock(broadcasts.get(tx.connection, body.to).id)
    broadcast_rules.check_transfer(broadcasts.to_domain(broadcast), broadcasts.to_domain(there))
    rules.TRANSITIONS.next_state(question.state, "transfer")
    ids = [row.id for row in answers.messages(tx.connection, question_id(broadcast.id, question.number), MOST + 1)]
    if len(ids) > MOST:
        sentence = "More than {most} people ask question {number}: make a ticket of it."
        raise Refused("illegal", sentence, most=MOST, number=question.number)
    rows = transfers.rows_of(tx.connection, ids)
    numbers = {row.number: there.last_number + place for place, row in enumerate(rows, 1)}
    left: list[Event] = []
    for row in rows:
        before, to = questions.to_domain(row), numbers[row.number]
        verb = "transfer" if before.number == question.number else "follow"
        change = rules.transition(before, verb, to=there.slug, number=to)
        gone = {"went_to": question_id(there.id, to), "external_id": None, "digest": None}
        questions.save(tx, broadcast.id, before, change.after, moved_by=by.name, **gone)
        left += change.events
    transfers.copy(tx, rows, there, numbers)
    standing = matters.of_questions(tx.connection, ids)
    if standing:
        tx.lock(TICKETS_LOG)  # Whoever writes of a matter holds it.
        moved = {row.id: question_id(there.id, numbers[row.number]) for row in rows if row.id in standing}
        matters.move(tx, moved)
    come = [Event("question.received", numbers[row.number], state=transfers.state_there(row).value) for row in rows]
    grown = {broadcast.id: Growth(left), there.id: Growth(come, received=len(come))}
    tx.append_to_several(grown, by)
    return {"to": there.slug, "number": numbers[question.number]}
