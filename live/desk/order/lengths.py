"""For how long a question is planned to be on air."""

from __future__ import annotations

from typing import Any

from live.desk.questions import load_for_update, store
from live.domain import question as rules
from live.domain.people import By
from live.protocol.commands.questions import Plan
from live.store.commands import BUS
from live.store.rows import Row
from live.store.transaction import Transaction


@BUS.handles("question.plan")
def plan(tx: Transaction, broadcast: Row[Any], body: Plan, by: By) -> None:
    question = load_for_update(tx, broadcast, body, "plan")
    change = rules.transition(question, "plan", seconds=body.seconds)
    store(tx, broadcast, question, change, by, planned_seconds=body.seconds)
