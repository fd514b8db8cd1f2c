"""What a resident who follows a question by its code says of its answer: how good it is, or that nothing is solved."""

from __future__ import annotations

from typing import Any

from live.domain import ticket as rules
from live.domain.refused import Refused
from live.domain.submission import checked_text
from live.followup.tickets import check_stays
from live.store.followup import answers, tickets
from live.store.followup.clocks import columns_of_a_restart
from live.store.ids import TICKETS_LOG
from live.store.rows import Row
from live.store.transaction import Store, Transaction

LONGEST = 1000
"""Characters of what a resident says of an answer."""

STARS = range(1, 6)


def rate(store: Store, code: str, number: str, stars: int, words: str) -> None:
    """How good the answer was, 1 to 5, and in words where there are any. `illegal` while there is none."""
    if stars not in STARS:
        raise Refused("invalid", "Choose from one to five.")
    text = _checked(words) if words.strip() else None
    with store.write() as tx:
        row = _ticket(tx, code, number)
        change = rules.transition(tickets.to_domain(row), "rate", department=row.department, stars=stars)
        tickets.save(tx, tickets.to_domain(row), change.after, rating=stars, rating_text=text)
        tx.append(TICKETS_LOG, change.events, rules.RESIDENT)


def not_solved(store: Store, code: str, number: str, words: str) -> None:
    """The ticket is worked on again, with the resident's words beside it and its clock begun anew."""
    text = _checked(words)
    with store.write() as tx:
        row = _ticket(tx, code, number)
        if row.reopened >= rules.MOST_REOPENED:
            raise Refused("illegal", "This was taken up again {times} times already: call us.", times=row.reopened)
        change = rules.transition(tickets.to_domain(row), "reopen", department=row.department)
        tickets.save(tx, tickets.to_domain(row), change.after, **columns_of_a_restart(tx, row))
        tickets.add_note(tx, row.id, text, rules.RESIDENT.name)
        tx.append(TICKETS_LOG, change.events, rules.RESIDENT)


def _checked(words: str) -> str:
    text = checked_text(words)
    if len(text) > LONGEST:
        limits = {"length": len(text), "limit": LONGEST}
        raise Refused("invalid", "The text has {length} characters; at most {limit} fit.", **limits)
    return text


def _ticket(tx: Transaction, code: str, number: str) -> Row[Any]:
    """A ticket of the question that this code leads to, its log locked; `not_found` where it is another's."""
    tx.lock(TICKETS_LOG)
    asked = answers.followed(tx.connection, answers.by_code(tx.connection, code))
    root = answers.root(tx.connection, asked)
    for row in tickets.of_questions(tx.connection, [root.id]):
        if row.number == number:
            check_stays(tx, row)
            return row
    raise Refused("not_found", "There is no ticket {number}.", number=number)
