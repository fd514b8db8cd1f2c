"""The administrator's verbs on those who sign in: who they are, what they may do, whether they still may.

Whatever takes a right away raises the account's generation, which ends all of its sessions.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Collection, Iterable
from datetime import timedelta
from typing import Any

import structlog

from live.admin import passwords
from live.domain.audit import Act
from live.domain.characters import one_line
from live.domain.people import Actor, Role, checked_email
from live.domain.refused import Refused
from live.store.centre import access, audit, departments, invitations, sessions
from live.store.ids import TICKETS_LOG
from live.store.rows import Row
from live.store.transaction import Store, Transaction

log = structlog.get_logger()

LONGEST = 200
"""Characters of a name, and of a department's."""

LOGIN = re.compile(r"[^\s/\\\"'<>]{2,64}")

INVITED = timedelta(hours=72)
"""How long an invitation can be used."""
RESET = timedelta(hours=24)

CENTRE = 0
"""In place of a broadcast's id: a role that is held in all of them, and in the centre."""

Grant = tuple[str, int]
"""A role, and the broadcast that it is held in."""


def create_person(
    store: Store,
    login: str,
    name: str,
    grants: Collection[Grant],
    by: Actor,
    department: str = "",
    email: str = "",
    password: str | None = None,
) -> int:
    """A new person, who signs in once a password was set: this one, or by an invitation."""
    login = login.strip()
    if not LOGIN.fullmatch(login) or not login.isprintable():
        raise Refused("invalid", "A login has 2 to 64 characters, without spaces and quotes.")
    works, address = _department(department), checked_email(email) if email.strip() else None
    name = _name(name)
    kept = passwords.NONE
    if password is not None:
        passwords.check_good(password, [role for role, _ in grants], login, name)
        kept = passwords.hashed(password)
    with store.write() as tx:
        works = departments.chosen(tx.connection, works) if works else None
        account_id = access.add_account(tx, login, name, kept, [], department=works, email=address)
        access.set_roles(tx, account_id, _known(grants))
        audit.record(tx, Act.PERSON_ADDED, f"user/{account_id}", by, roles=_written(grants))
    log.info("a person was added", id=account_id, by=by.name)
    return account_id


def invite(store: Store, account_id: int, by: Actor) -> str:
    """The token of a link by which a person sets a password, once; an earlier link of theirs has ended."""
    token = secrets.token_urlsafe(20)
    with store.write() as tx:
        person = access.account_for_change(tx, account_id)
        if not person.active:
            raise Refused("illegal", "This person may not sign in: open the account first.")
        new = person.password_hash == passwords.NONE
        kind, term = ("invite", INVITED) if new else ("reset", RESET)
        invitations.add(tx, token, kind, account_id, by.name, term)
        audit.record(tx, Act.PERSON_INVITED, f"user/{account_id}", by, kind=kind)
    log.info("a link to set a password was made", id=account_id, kind=kind, by=by.name)
    return token


def accept_invitation(store: Store, token: str, password: str) -> int:
    """Set the password that somebody has chosen by such a link; their account. `not_found` for a link that is over."""
    gone = Refused("not_found", "This link was used already, or its time is over. Ask for a new one.")
    with store.read() as connection:
        found = invitations.find(connection, token, store.clock())
        roles = access.roles_of(connection, [found.account_id]) if found and found.account_id else []
    if found is None or found.account_id is None:
        raise gone
    passwords.check_good(password, [row.role for row in roles], found.login, found.name)
    kept = passwords.hashed(password)
    with store.write() as tx:
        person = access.account_for_change(tx, found.account_id)
        if not person.active or not invitations.use(tx, token):
            raise gone
        _set_password(tx, found.account_id, kept, _themselves(person))
    log.info("a password was set by a link", id=found.account_id, kind=found.kind)
    return int(found.account_id)


def change_own_password(store: Store, account_id: int, old: str, new: str) -> None:
    """Another password, by whoever knows the present one; every session of the account ends."""
    person = check_own_password(store, account_id, old)
    with store.read() as connection:
        roles = [row.role for row in access.roles_of(connection, [account_id])]
    _choose_password(store, person, roles, new, _themselves(person))


def check_own_password(store: Store, account_id: int, password: str) -> Row[Any]:
    """The person whose password it is; `invalid` where it is not."""
    with store.read() as connection:
        [person] = access.accounts(connection, [account_id])
    if not passwords.is_right(person.password_hash, password):
        raise Refused("invalid", "The present password is not right.")
    return person


def set_password(store: Store, account_id: int, new: str, by: Actor) -> None:
    """Another password, by an administrator at the command line."""
    with store.read() as connection:
        roles = [row.role for row in access.roles_of(connection, [account_id])]
        [person] = [row for row in access.all_accounts(connection) if row.id == account_id]
    _choose_password(store, person, roles, new, by)
    log.info("a password was set", id=account_id, by=by.name)


def _choose_password(store: Store, person: Row[Any], roles: Iterable[str], new: str, by: Actor) -> None:
    passwords.check_good(new, roles, person.login, person.name)
    kept = passwords.hashed(new)
    with store.write() as tx:
        access.account_for_change(tx, person.id)
        _set_password(tx, person.id, kept, by)


def _set_password(tx: Transaction, account_id: int, kept: str, by: Actor) -> None:
    access.set_facts(tx, account_id, password_hash=kept)
    sessions.end_all(tx, account_id)
    invitations.withdraw(tx, account_id)
    audit.record(tx, Act.PASSWORD_SET, f"user/{account_id}", by)


def _themselves(person: Row[Any]) -> Actor:
    return Actor(person.name, frozenset(), f"user:{person.id}")


def keep_anew(store: Store, account_id: int, password: str) -> None:
    """Keep a password that has just been right with as much work as is usual now; no session ends."""
    kept = passwords.hashed(password)
    with store.write() as tx:
        access.set_facts(tx, account_id, password_hash=kept)


def change_person(
    store: Store, account_id: int, version: str, name: str, department: str, email: str, by: Actor
) -> None:
    """Save what was typed of a person; `conflict` where it was changed since `version`."""
    facts = {
        "name": _name(name),
        "department": _department(department),
        "email": checked_email(email) if email.strip() else None,
    }
    with store.write() as tx:
        present = _unchanged(tx, account_id, version)
        if typed := facts["department"]:
            facts["department"] = departments.chosen(tx.connection, typed, present.department)
        access.set_facts(tx, account_id, **facts)
        changed = [fact for fact, now in facts.items() if getattr(present, fact) != now]
        audit.record(tx, Act.PERSON_CHANGED, f"user/{account_id}", by, changed=changed)
    log.info("a person was changed", id=account_id, by=by.name)


def set_roles(
    store: Store, account_id: int, version: str, places: Collection[int], grants: Collection[Grant], by: Actor
) -> None:
    """What a person may do in these places from now on; other places stay as they are.

    `conflict` where the person was changed since `version`.
    """
    with store.write() as tx:
        tx.lock(TICKETS_LOG)
        _unchanged(tx, account_id, version)
        before = {(row.role, row.broadcast_id) for row in access.roles_of(tx.connection, [account_id])}
        after = {grant for grant in before if grant[1] not in places} | _known(grants)
        if (Role.ADMIN.value, CENTRE) in before - after:
            _leaves_an_administrator(tx, account_id)
        if after != before:
            access.set_roles(tx, account_id, after)
            sessions.end_all(tx, account_id)
            given, taken = _written(after - before), _written(before - after)
            audit.record(tx, Act.ROLES_CHANGED, f"user/{account_id}", by, given=given, taken=taken)
    log.info("a person's roles were changed", id=account_id, given=sorted(after - before), by=by.name)


def close_person(store: Store, account_id: int, version: str, by: Actor) -> None:
    """They may not sign in any more, and are signed out everywhere."""
    if by.credential == f"user:{account_id}":
        raise Refused("illegal", "You cannot shut yourself out.")
    with store.write() as tx:
        tx.lock(TICKETS_LOG)
        _unchanged(tx, account_id, version)
        _leaves_an_administrator(tx, account_id)
        access.set_facts(tx, account_id, active=False)
        sessions.end_all(tx, account_id)
        invitations.withdraw(tx, account_id)
        audit.record(tx, Act.PERSON_CLOSED, f"user/{account_id}", by)
    log.info("a person was closed", id=account_id, by=by.name)


def open_person(store: Store, account_id: int, version: str, by: Actor) -> None:
    """They may sign in again, with their old password."""
    with store.write() as tx:
        _unchanged(tx, account_id, version)
        access.set_facts(tx, account_id, active=True)
        audit.record(tx, Act.PERSON_OPENED, f"user/{account_id}", by)
    log.info("a person was opened", id=account_id, by=by.name)


def _unchanged(tx: Transaction, account_id: int, version: str) -> Row[Any]:
    present = access.account_for_change(tx, account_id)
    if version != access.version_of(present):
        raise Refused("conflict", "This person was changed meanwhile.")
    return present


def _leaves_an_administrator(tx: Transaction, account_id: int) -> None:
    is_one = any(
        (row.role, row.broadcast_id) == (Role.ADMIN, CENTRE) for row in access.roles_of(tx.connection, [account_id])
    )
    if is_one and not access.administered_by_others(tx.connection, account_id):
        raise Refused("illegal", "The centre needs an administrator: make another one first.")


def _known(grants: Collection[Grant]) -> set[Grant]:
    """The grants, each of a role that a person can hold."""
    return {(Role(role).value, where) for role, where in grants}


def _written(grants: Collection[Grant]) -> list[str]:
    """Grants as the audit keeps them, such as "moderator" or "moderator:7" for one broadcast."""
    return sorted(f"{role}:{where}" if where else role for role, where in grants)


def _name(typed: str) -> str:
    name = one_line(typed)
    if not name or not name.isprintable() or len(name) > LONGEST:
        raise Refused("invalid", "A name is a line of at most {most} characters.", most=LONGEST)
    return name


def _department(typed: str) -> str | None:
    department = one_line(typed)
    if not department.isprintable() or len(department) > LONGEST:
        raise Refused("invalid", "A department's name is a line of at most {most} characters.", most=LONGEST)
    return department or None
