"""Calls that follow their questions: to the air, back, and away."""

from __future__ import annotations

from typing import Any

from live.domain import call as rules
from live.domain.events import Event
from live.domain.people import By
from live.store.rows import Row
from live.store.show import calls
from live.store.transaction import Transaction


def follow(tx: Transaction, broadcast: Row[Any], number: int, verb: str, by: By | None) -> None:
    """Move the live call that a question was handed over from, where it has one whose state knows the move."""
    row = calls.of_question(tx.connection, broadcast.id, number)
    if row is None:
        return
    before = calls.to_domain(row)
    if before.state in rules.TRANSITIONS[verb].states:
        change(tx, broadcast, before, verb, by)


def record(tx: Transaction, broadcast: Row[Any], call: rules.Call, url: str) -> None:
    """Note where a call's recording is; of the call itself nothing changes."""
    calls.keep_recording(tx, call.id, url)
    tx.append(broadcast.id, [Event("call.recorded", call.question, call=call.id)], None)


def change(
    tx: Transaction,
    broadcast: Row[Any],
    before: rules.Call,
    verb: str,
    by: By | None,
    *,
    wants_back: bool = False,
    **columns: Any,
) -> rules.Call:
    """Move a call, store it, and tell the log. One that hangs on and may be called back is not forgotten."""
    waiting = before.state is rules.HELD and calls.get(tx.connection, broadcast.id, before.id).consent
    moved = rules.transition(before, verb, wants_back=wants_back or bool(waiting))
    if verb == "take" and by is not None:
        columns["taken_by"] = by.name
    calls.save(tx, before, moved.after, **columns)
    tx.append(broadcast.id, moved.events, by)
    return moved.after
