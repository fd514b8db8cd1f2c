"""A question that its asker takes back, before it was on air: the desk sees it at once, and its ticket is closed.

It stays for whoever else asks the same. What was written stays too, for those who work with questions, until its term.
"""

from __future__ import annotations

from typing import Any

from live.desk.askers.own_question import locked
from live.desk.merging import add_askers, ancestors
from live.desk.questions import store as store_change
from live.desk.tickets import close_withdrawn, refresh
from live.domain import question as rules
from live.domain.question import TICKETED, UNAIRED, WITHDRAWN, State
from live.domain.refused import Refused
from live.domain.ticket import RESIDENT, UNFINISHED, Kind
from live.store.followup import tickets
from live.store.rows import Row
from live.store.show import questions
from live.store.transaction import Store, Transaction

NOTE = "Житель отозвал вопрос."
"""What stands beside a ticket that ends so: content, as every note is."""


def withdraw(store: Store, code: str) -> None:
    """`illegal` once it was on air, decided on or answered."""
    with store.write() as tx:
        broadcast, row = locked(tx, code)
        _withdraw(tx, broadcast, row)


def _withdraw(tx: Transaction, broadcast: Row[Any], row: Row[Any]) -> None:
    question, others = questions.to_domain(row), row.askers > 1
    above = ancestors(tx, broadcast, question)
    change = rules.withdraw(question, others, [questions.to_domain(one) for one in above])
    if question.state is TICKETED and not others:
        _close_ticket(tx, row)
    facts: dict[str, Any] = {"withdrawn_at": tx.now, "author_deleted": True, "author_changed_at": tx.now}
    if change.after.state is rules.DECLINED:
        facts["decline_reason"] = WITHDRAWN
    store_change(tx, broadcast, question, change, RESIDENT, name_on_air=False, **facts)
    if not others and above:
        add_askers(tx, broadcast, above, -row.askers)
        refresh(tx, broadcast, [one.number for one in above], RESIDENT)
        _leave_nobodys(tx, broadcast, above[0].number)


def _close_ticket(tx: Transaction, row: Row[Any]) -> None:
    mine = tickets.of_question(tx.connection, row.id, Kind.UNANSWERED)
    if mine is None or mine.state not in UNFINISHED:
        raise Refused("illegal", "There is an answer already: the question can be withdrawn no more.")
    close_withdrawn(tx, mine, NOTE, RESIDENT)


def _leave_nobodys(tx: Transaction, broadcast: Row[Any], number: int) -> None:
    """The last of those who asked the same has gone too: what they were joined to, whose asker had left, goes now."""
    row = questions.get(tx.connection, broadcast.id, number)
    if row.withdrawn_at is not None and row.askers == 1 and State(row.state) in UNAIRED:
        mine = tickets.of_question(tx.connection, row.id, Kind.UNANSWERED)
        if row.state != TICKETED.value or (mine is not None and mine.state in UNFINISHED):
            _withdraw(tx, broadcast, row)
