"""What an official says of a collection by the link that they were sent: read, an answer, handed on to another.

The link proves who it is, as a code does a resident; what becomes of an answer a coordinator decides.
"""

from __future__ import annotations

from typing import Any

from live.domain.audit import Act
from live.domain.followup.collection import LONGEST_ANSWER
from live.domain.people import By, Role
from live.domain.refused import Refused
from live.domain.submission import checked_text
from live.followup.collections.sending import write_to
from live.store.centre import audit, departments
from live.store.followup import collections
from live.store.rows import Row
from live.store.transaction import Store, Transaction

MOST_READERS = 50
"""So many are sent one issue, by whomever."""


def confirm(store: Store, token: str, address: str | None) -> None:
    """They have read it; saying so twice is saying it once."""
    with store.write() as tx:
        row = collections.by_token(store, tx.connection, token)
        if collections.read_first(tx, row.id):
            _record(tx, Act.COLLECTION_READ, row, address)


def answer(store: Store, token: str, words: str, address: str | None) -> None:
    """To the coordinators, in place of what was answered before, as long as that was not made use of."""
    if not words.strip():
        raise Refused("invalid", "Write what is to be answered.")
    text = checked_text(words)
    if len(text) > LONGEST_ANSWER:
        limits = {"length": len(text), "limit": LONGEST_ANSWER}
        raise Refused("invalid", "The text has {length} characters; at most {limit} fit.", **limits)
    with store.write() as tx:
        row = collections.by_token(store, tx.connection, token)
        if row.taken_as is not None:
            raise Refused("illegal", "Your answer is in use already; tell the coordinator what has changed.")
        collections.read_first(tx, row.id)
        collections.set_reading(tx, row.id, answer=text, answered_at=tx.now)
        _record(tx, Act.COLLECTION_ANSWERED, row, address)


def hand_on(store: Store, token: str, department: str, official: str, base: str, address: str | None) -> None:
    """To another official or department (its key), who gets a link and a letter of their own."""
    if not department:
        raise Refused("invalid", "Choose to whom the collection is handed on.")
    with store.write() as tx:
        row = collections.by_token(store, tx.connection, token)
        home = departments.get(tx.connection, department)
        whom = collections.recipient(tx.connection, home.id, official)
        if whom.official != official:
            raise Refused(
                "invalid", "“{name}” does not answer for “{department}”.", name=official, department=home.name
            )
        issue = collections.locked_issue(tx, row.issue_id)
        known = collections.readings(tx.connection, [issue.id])
        if any(_is_same(one, whom) for one in known if one.id == row.id):
            raise Refused("invalid", "A collection cannot be handed on to oneself: choose another one.")
        if any(_is_same(one, whom) for one in known):
            name = whom.name or whom.department
            raise Refused("illegal", "{name} has this collection already.", name=name)
        if len(known) >= MOST_READERS:
            raise Refused("illegal", "This collection was sent to {most} people already.", most=MOST_READERS)
        write_to(tx, issue, whom, base, handed=row)
        collections.read_first(tx, row.id)
        _record(tx, Act.COLLECTION_HANDED, row, address)


def take_answer(store: Store, number: int, issue: int, reading_id: int, taken_as: str, ticket: str, by: By) -> None:
    """An answer was made a note (`note`) or an interim answer (`reply`) of a ticket."""
    with store.write() as tx:
        sent = collections.issue(tx.connection, number, issue)
        row = collections.reading_of(tx.connection, sent.id, reading_id)
        collections.set_reading(tx, row.id, taken_as=taken_as, taken_to=ticket, taken_by=by.name)


def _is_same(reading: Row[Any], whom: Any) -> bool:
    """The same person by another way counts too: the department whose chief it is."""
    if (reading.department_id, reading.official) == (whom.department_id, whom.official):
        return True
    if reading.account_id is not None and reading.account_id == whom.account_id:
        return True
    return bool(reading.department_id == whom.department_id and reading.name and reading.name == whom.name)


def _record(tx: Transaction, act: Act, reading: Row[Any], address: str | None) -> None:
    """By whom the link was sent to: it is they who hold it."""
    who = By(reading.name or "", Role.EXECUTOR.value, credential=f"reading:{reading.id}", address=address)
    issue = collections.issue_by_id(tx.connection, reading.issue_id)
    audit.record(tx, act, f"collection/{issue.collection_id}", who, issue=issue.number)
