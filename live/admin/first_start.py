"""A first start: the first administrator, by a code that the terminal shows, and never once anybody has an account.

And the end of looking round: the show with invented questions is taken away.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import structlog

from live.admin import passwords
from live.admin.people import CENTRE, LOGIN
from live.domain.audit import Act
from live.domain.broadcast import Kind
from live.domain.characters import one_line
from live.domain.events import Event
from live.domain.people import By, Role
from live.domain.refused import Refused
from live.store.centre import access, audit, channels, invitations
from live.store.ids import TICKETS_LOG
from live.store.rows import Row
from live.store.show import broadcasts, rehearsal
from live.store.transaction import LETTERS, Store, Transaction

log = structlog.get_logger()

TERM = timedelta(hours=1)
GROUPS = 5
"""Of four letters each: 98 bits, for an hour."""


def first_code(store: Store) -> str | None:
    """A new code for the first administrator; None where somebody has an account already."""
    with store.write() as tx:
        if access.any_account(tx.connection):
            return None
        code = "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(GROUPS))
        invitations.add(tx, code, "first", None, None, TERM)
    return code


def make_first_administrator(store: Store, code: str, login: str, name: str, password: str) -> int:
    """The first administrator; `not_found` for a wrong code, and wherever there is an account."""
    refused = Refused("not_found", "This code is not right, or its hour is over. Every new start shows another one.")
    code, login, name = _as_shown(code), login.strip(), one_line(name)
    with store.read() as connection:
        if access.any_account(connection) or invitations.find(connection, code, store.clock()) is None:
            raise refused
    if not LOGIN.fullmatch(login) or not login.isprintable():
        raise Refused("invalid", "A login has 2 to 64 characters, without spaces and quotes.")
    if not name or not name.isprintable():
        raise Refused("invalid", "Say your name: the others see by it who has done what.")
    passwords.check_good(password, [Role.ADMIN], login, name)
    kept = passwords.hashed(password)
    with store.write() as tx:
        tx.lock(TICKETS_LOG)
        if access.any_account(tx.connection) or not invitations.use(tx, code):
            raise refused
        account_id = access.add_account(tx, login, name, kept, [Role.ADMIN.value], CENTRE)
    log.info("the first administrator was made", id=account_id)
    return account_id


def remove_demo(store: Store, by: By) -> int:
    """Take the show with invented questions away, from every board, with its links; how many questions it had.

    `not_found` where it is gone already, `illegal` while a real channel or show leads to it.
    """
    with store.write() as tx:
        tx.lock(TICKETS_LOG)
        invented = [row for row in broadcasts.all_of(tx.connection) if row.rehearsal]
        if not invented:
            raise Refused("not_found", "The show with invented questions is gone already.")
        tx.lock(*sorted(row.id for row in invented))
        _check_unused(tx, invented)
        tickets = 0
        for row in sorted(invented, key=lambda one: one.kind == Kind.STANDING.value):
            tickets += rehearsal.remove_all(tx, row.id)
            channels.remove_form(tx, row.id)
            broadcasts.remove(tx, row.id)
        if tickets:
            tx.append(TICKETS_LOG, [Event("tickets.removed", data={"count": tickets})], by)
        asked = sum(int(row.last_number) for row in invented)
        audit.record(tx, Act.DEMO_REMOVED, "centre", by, questions=asked, tickets=tickets)
    log.info("the show with invented questions was taken away", questions=asked, tickets=tickets, by=by.name)
    return asked


def _check_unused(tx: Transaction, invented: Sequence[Row[Any]]) -> None:
    ids = {row.id for row in invented}
    if any(row.standing_id in ids for row in broadcasts.all_of(tx.connection) if not row.rehearsal):
        raise Refused("illegal", "A real show has the invented standing broadcast behind it: choose another one there.")
    if any(row.broadcast_id in ids and row.type != "form" for row in channels.sealed(tx.connection)):
        raise Refused("illegal", "A channel delivers to the show with invented questions: move it first.")


def _as_shown(typed: str) -> str:
    """A code as the terminal shows it, though somebody types it in capitals or without its hyphens."""
    letters = "".join(letter for letter in typed.lower() if letter not in "- ")
    return "-".join(letters[n : n + 4] for n in range(0, len(letters), 4))
