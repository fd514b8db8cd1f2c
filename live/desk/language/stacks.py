"""The moderators' verb on stacks of like questions, and what takes a question off one by itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from live.desk.questions import load_for_update, store
from live.domain import question as rules
from live.domain.events import Event
from live.domain.language.stack import check_stands
from live.domain.people import By
from live.language.about import About, about_question, likeness
from live.protocol.commands import OnQuestion
from live.store.commands import BUS
from live.store.language import stacks, vectors
from live.store.rows import Row
from live.store.show import questions
from live.store.transaction import Transaction


@BUS.handles("question.unstack")
def unstack(tx: Transaction, broadcast: Row[Any], body: OnQuestion, by: By) -> None:
    """For good: it never comes back onto that stack."""
    question = load_for_update(tx, broadcast, body, "unstack")
    row = questions.get(tx.connection, broadcast.id, question.number)
    stack = check_stands(question.number, row.stack)
    change = rules.transition(question, "unstack", of_stack=stack)
    store(tx, broadcast, question, change, by, stack=None)
    stacks.remember_parting(tx.connection, row.id, stack, by.name, tx.now)
    tx.append(broadcast.id, stacks.tops_beside(tx.connection, broadcast.id, [stack], [question.number]), None)


def about_otherwise(tx: Transaction, row: Row[Any], **facts: Any) -> Sequence[Event]:
    """These facts of a question are others now: its text, its wording for air, its place. The events of it where it
    stands on its stack no longer.

    It stays where what it is about is as like what it was about as the centre asks of two questions. Otherwise it is
    taken off, and a stack is looked for anew.
    """
    then = (row.text, row.air_text, row.locality)
    text, air_text, locality = (facts.get(name, getattr(row, name)) for name in ("text", "air_text", "locality"))
    if text != row.text:
        vectors.wait(tx.connection, [row.id])
    before, now = about_question(*then), about_question(text, air_text, locality)
    if before == now or (before.house == now.house and _is_the_same(tx, before, now)):
        return ()
    stacks.take_off(tx.connection, row.id)
    stacks.wait(tx.connection, [row.id])
    return stacks.tops_beside(tx.connection, row.broadcast_id, [row.stack], [row.number])


def _is_the_same(tx: Transaction, before: About, now: About) -> bool:
    return likeness(before, now) >= stacks.threshold(tx.connection)
