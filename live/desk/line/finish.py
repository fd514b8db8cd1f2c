"""A question that no show answers is done with: it was answered in writing, or it needs no answer."""

from __future__ import annotations

from typing import Any

from live.desk.questions import load_for_update, store
from live.domain import question as rules
from live.domain.people import By
from live.domain.refused import Refused
from live.protocol.commands import OnQuestion
from live.protocol.commands.questions import Finish
from live.store.commands import BUS
from live.store.rows import Row
from live.store.show import questions
from live.store.transaction import Transaction


@BUS.handles("question.finish")
def finish(tx: Transaction, broadcast: Row[Any], body: Finish, by: By) -> None:
    question = load_for_update(tx, broadcast, body, "finish")
    store(tx, broadcast, question, rules.transition(question, "finish", **{"as": body.as_}), by, how=body.as_)


@BUS.handles("question.unfinish")
def unfinish(tx: Transaction, broadcast: Row[Any], body: OnQuestion, by: By) -> None:
    """New again; its clock has run on. What was answered on air before it came here stays answered."""
    question = load_for_update(tx, broadcast, body, "unfinish")
    if questions.get(tx.connection, broadcast.id, question.number).how == rules.How.AIR.value:
        raise Refused("illegal", "Question {number} was answered on air.", number=question.number)
    store(tx, broadcast, question, rules.transition(question, "unfinish"), by, how=None)
