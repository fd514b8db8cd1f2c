"""The verbs on what a person proves besides the password: codes of a program on the phone, and codes on paper.

Whatever changes it ends every session of the account; the device that did it begins anew.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

import pyotp
import structlog

from live.admin import passwords
from live.domain.audit import Act, Outcome
from live.domain.people import Actor
from live.domain.refused import Refused
from live.store.centre import access, audit, factors, sessions
from live.store.transaction import LETTERS, Store, Transaction

log = structlog.get_logger()

STEP = 30
"""Seconds that a code stands (RFC 6238)."""
DIGITS = 6
BESIDE = (0, -1, 1)
"""Codes that count: this one, and for clocks that differ the one before and the one after."""

PAPER = 10
"""Codes on paper, each known by the figure that it begins with."""
GROUPS, LETTERS_OF_GROUP = 3, 4

HALF_WAY = timedelta(minutes=5)
"""How long somebody whose password was right has for the rest."""
TRIES = 5
"""Codes that one right password lets somebody try."""


def has_factor(store: Store, account_id: int) -> bool:
    """Whether this person proves more than the password."""
    with store.read() as connection:
        return bool(factors.of_accounts(connection, [account_id]))


def propose_codes(store: Store, account_id: int) -> None:
    """A new secret for a program that makes codes; it counts from its first code on."""
    with store.write() as tx:
        factors.propose_totp(tx, account_id, pyotp.random_base32())


def accept_codes(store: Store, account_id: int, code: str, by: Actor) -> list[str]:
    """The proposed secret's first code was typed: it counts, in place of an earlier one.

    The codes on paper where there were none yet.
    """
    with store.read() as connection:
        found = next(iter(factors.totps(connection, [account_id])), None)
    if found is None or not found.pending:
        raise Refused("illegal", "There is no new code to confirm: begin anew.")
    step = _step_of(found.pending, plain(code), store.clock())
    if step is None:
        _tell_wrong(store, account_id, by)
        raise Refused("invalid", "This is not the code that the program shows now. Is the time of the phone right?")
    paper = paper_if_none(store, account_id)
    hashes = passwords.hashed_all(paper)
    with store.write() as tx:
        factors.accept_totp(tx, account_id, found.pending, step)
        audit.record(tx, Act.FACTOR_SET, f"user/{account_id}", by)
        changed(tx, account_id, hashes, by)
    log.info("codes of a phone were set up", id=account_id)
    return [shown(code) for code in paper]


def remove_codes(store: Store, account_id: int, required: bool, by: Actor) -> None:
    """The codes of the phone count no more."""
    with store.write() as tx:
        if not factors.remove_totp(tx, account_id):
            raise Refused("not_found", "There are no codes to switch off.")
        audit.record(tx, Act.FACTOR_REMOVED, f"user/{account_id}", by)
        something_is_left(tx, account_id, required)
        changed(tx, account_id, [], by)


def make_paper(store: Store, account_id: int, by: Actor) -> list[str]:
    """New codes on paper, in place of all earlier ones."""
    if not has_factor(store, account_id):
        raise Refused("illegal", "First set up codes from the phone or a passkey.")
    paper = new_paper()
    hashes = passwords.hashed_all(paper)
    with store.write() as tx:
        factors.keep_recovery(tx, account_id, hashes)
        audit.record(tx, Act.RECOVERY_MADE, f"user/{account_id}", by)
    return [shown(code) for code in paper]


def check_code(store: Store, account_id: int, typed: str, by: Actor) -> None:
    """A code of the phone, or one on paper, used up; `invalid` for any other, which is written down."""
    code = plain(typed)
    if not (_use_code(store, account_id, code) or _use_paper(store, account_id, code, by)):
        _tell_wrong(store, account_id, by)
        raise Refused("invalid", "The code is not right, or it was used already: wait for the next one.")


def reset(store: Store, account_id: int, by: Actor) -> None:
    """Whatever a person proves besides the password is forgotten, by an administrator; they are signed out."""
    if by.account == account_id:
        raise Refused("illegal", "Change your own second factor on the page of your account.")
    with store.write() as tx:
        access.account_for_change(tx, account_id)
        factors.remove_all(tx, account_id)
        sessions.end_all(tx, account_id)
        audit.record(tx, Act.FACTOR_RESET, f"user/{account_id}", by)
    log.info("a second factor was reset", id=account_id, by=by.name)


def begin_sign_in(store: Store, account_id: int) -> str:
    """The password was right: what a browser's cookie holds until the rest is proved."""
    token = sessions.new_id()
    with store.write() as tx:
        factors.begin(tx, token, "sign_in", account_id, HALF_WAY, None)
    return token


def half_way(store: Store, token: str) -> int | None:
    """Whose password was right in this browser lately; None where nobody's was, or it is too late."""
    with store.read() as connection:
        found = factors.begun(connection, token, "sign_in", store.clock())
    return int(found.account_id) if found is not None else None


def end_sign_in(store: Store, token: str, typed: str, by: Actor) -> None:
    """The code after the password, which this half of a sign-in is good for once."""
    account_id = by.account
    assert account_id is not None
    with store.write() as tx:
        one_more = factors.count_try(tx, token, TRIES)
        if not one_more:
            factors.end(tx, token)
    if not one_more:
        raise Refused("too_many", "Too many wrong codes. Sign in anew.")
    check_code(store, account_id, typed, by)
    with store.write() as tx:
        if not factors.end(tx, token):
            raise Refused("unauthorized", "The sign-in has taken too long. Sign in anew.")


def plain(typed: str) -> str:
    """A code without what makes it easy to read."""
    return "".join(letter for letter in typed.lower() if letter not in "- \u00a0")


def shown(code: str) -> str:
    """A code on paper as it is read."""
    return "-".join(code[n : n + LETTERS_OF_GROUP] for n in range(0, len(code), LETTERS_OF_GROUP))


def new_paper() -> list[str]:
    """Each of 54 bits, beside its figure."""
    length = GROUPS * LETTERS_OF_GROUP - 1
    return [f"{number}{''.join(secrets.choice(LETTERS) for _ in range(length))}" for number in range(PAPER)]


def paper_if_none(store: Store, account_id: int) -> list[str]:
    """Codes on paper for somebody who has no second factor yet; none for whoever has."""
    return [] if has_factor(store, account_id) else new_paper()


def changed(tx: Transaction, account_id: int, hashes: list[str], by: Actor) -> None:
    """What follows from every change: the codes on paper are kept, where some were made; nobody stays signed in."""
    if hashes:
        factors.keep_recovery(tx, account_id, hashes)
        audit.record(tx, Act.RECOVERY_MADE, f"user/{account_id}", by)
    sessions.end_all(tx, account_id)


def something_is_left(tx: Transaction, account_id: int, required: bool) -> None:
    """`illegal` where a required factor would be gone; with the last one the codes on paper go."""
    if factors.of_accounts(tx.connection, [account_id]):
        return
    if required:
        raise Refused("illegal", "Your role needs a second factor: set up another one first.")
    factors.remove_all(tx, account_id)


def secret_of(store: Store, account_id: int) -> tuple[str | None, bool]:
    """The secret of an account's codes, and whether it has a second factor at all: to look at codes where nothing can
    be written."""
    with store.read() as connection:
        found = next(iter(factors.totps(connection, [account_id])), None)
        return found.secret if found is not None else None, bool(factors.of_accounts(connection, [account_id]))


def code_fits(secret: str, typed: str, now: datetime) -> bool:
    """Whether it is a code of now. It is not used up."""
    return _step_of(secret, plain(typed), now) is not None


def _step_of(secret: str, code: str, now: datetime) -> int | None:
    """The half minute whose code it is; None for one that is not of now."""
    if len(code) != DIGITS or not (code.isascii() and code.isdecimal()):
        return None
    program = pyotp.TOTP(secret, interval=STEP, digits=DIGITS)
    step = program.timecode(now)
    return next((step + n for n in BESIDE if secrets.compare_digest(program.at(now, counter_offset=n), code)), None)


def _use_code(store: Store, account_id: int, code: str) -> bool:
    with store.read() as connection:
        found = next(iter(factors.totps(connection, [account_id])), None)
    step = _step_of(found.secret, code, store.clock()) if found is not None and found.secret else None
    if step is None:
        return False
    with store.write() as tx:
        return factors.use_step(tx, account_id, step)


def _use_paper(store: Store, account_id: int, code: str, by: Actor) -> bool:
    if len(code) != GROUPS * LETTERS_OF_GROUP or code[0] not in "0123456789":
        return False
    with store.read() as connection:
        found = factors.recovery(connection, account_id, int(code[0]))
    if found is None or not passwords.is_right(found.hash, code):
        return False
    with store.write() as tx:
        used = factors.use_recovery(tx, found.id)
        if used:
            audit.record(tx, Act.RECOVERY_USED, f"user/{account_id}", by, number=found.number)
    return used


def _tell_wrong(store: Store, account_id: int, by: Actor) -> None:
    with store.write() as tx:
        audit.record(tx, Act.FACTOR_WRONG, f"user/{account_id}", by, Outcome.FAILED)
    log.warning("a wrong code was typed", account=account_id, address=by.address)
