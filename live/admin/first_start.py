"""A first start: the first administrator, by a code that the terminal shows, and never once anybody has an account."""

from __future__ import annotations

import secrets
from datetime import timedelta

import structlog

from live.admin import passwords
from live.admin.people import CENTRE, LOGIN
from live.domain.characters import one_line
from live.domain.people import Role
from live.domain.refused import Refused
from live.store.centre import access, invitations
from live.store.ids import TICKETS_LOG
from live.store.transaction import LETTERS, Store

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


def _as_shown(typed: str) -> str:
    """A code as the terminal shows it, though somebody types it in capitals or without its hyphens."""
    letters = "".join(letter for letter in typed.lower() if letter not in "- ")
    return "-".join(letters[n : n + 4] for n in range(0, len(letters), 4))
