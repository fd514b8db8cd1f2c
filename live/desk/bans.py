"""The moderators' verbs on an author whose messages are abuse: into a tray of their own, and out of it."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from live.desk.questions import load_for_update, store
from live.domain import question as rules
from live.domain.abuse import ban as ban_rules
from live.domain.broadcast import check_counts
from live.domain.people import By
from live.domain.refused import Refused
from live.protocol.commands.questions import Block, Unblock
from live.store.centre import bans
from live.store.commands import BUS
from live.store.rows import Row
from live.store.show import people, questions
from live.store.transaction import Transaction

MOST = 500
"""Other questions of an author that follow the one that is moved."""


@BUS.handles("question.block")
def block(tx: Transaction, broadcast: Row[Any], body: Block, by: By) -> dict[str, Any]:
    """Whatever its author writes from now on is set apart, with what of theirs is new here."""
    check_counts(broadcast.kind)
    reason = ban_rules.checked_reason(body.reason)
    until = ban_rules.end_of(body.until, ZoneInfo(broadcast.zone), tx.now)
    question = load_for_update(tx, broadcast, body, "block")
    change = rules.transition(question, "block")
    row = questions.get(tx.connection, broadcast.id, question.number)
    contact = people.shared_contact(tx.connection, row.person_id)
    if contact is None:
        raise Refused(
            "illegal",
            "Question {number} came without a number, a page or an address: nothing tells its author from others.",
            number=question.number,
        )
    bans.check_room(tx)
    bans.add(tx, contact, reason, by.name, until)
    store(tx, broadcast, question, change, by)
    return {"others": _move_others(tx, broadcast, question.number, row.person_id, "block", rules.NEW, by)}


@BUS.handles("question.unblock")
def unblock(tx: Transaction, broadcast: Row[Any], body: Unblock, by: By) -> dict[str, Any]:
    """Back among the new ones; with `lift` its author is banned no longer, and all that waited of theirs is back."""
    question = load_for_update(tx, broadcast, body, "unblock")
    store(tx, broadcast, question, rules.transition(question, "unblock"), by)
    if not body.lift:
        return {"others": 0}
    person_id = questions.get(tx.connection, broadcast.id, question.number).person_id
    contact = people.shared_contact(tx.connection, person_id)
    if contact is not None:
        bans.lift_subject(tx, contact, by.name)
    return {"others": _move_others(tx, broadcast, question.number, person_id, "unblock", rules.BLOCKED, by)}


def _move_others(
    tx: Transaction, broadcast: Row[Any], number: int, person_id: int | None, verb: str, state: rules.State, by: By
) -> int:
    """The author's other questions in this state go the same way; how many they are."""
    theirs = questions.in_state_of(tx.connection, broadcast.id, person_id, state, MOST) if person_id else []
    others = [questions.to_domain(row) for row in theirs if row.number != number]
    for other in others:
        store(tx, broadcast, other, rules.transition(other, verb), by)
    return len(others)
