"""The administrator's verbs on departments: add, change, rename, merge, close. What belongs to one follows its name.

Topics, promises, tickets and people carry a department's name (docs/decisions/0022-departments.md). Another name, or
another department in its place, reaches topics, people and the first tickets in the same transaction;
`live/workers/departments.py` brings the rest along.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from live.admin.department_moves import move_work
from live.admin.lists import MOST, code_of, lock_what_is_told, tell_screens
from live.domain.audit import Act
from live.domain.characters import alike, one_line
from live.domain.people import By, checked_email
from live.domain.refused import Refused
from live.store.centre import access, audit, departments
from live.store.rows import Row
from live.store.transaction import Store, Transaction

LONGEST = 200
"""Characters of a name, of a post."""

MOST_DEPUTIES = 10

LONGEST_KEY = 56


@dataclass(frozen=True, slots=True)
class Official:
    """Who answers for a department, as it was typed: by the login of an account, or with a name and an e-mail."""

    name: str = ""
    post: str = ""
    email: str = ""
    login: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """A department as it was typed; without a `key` it gets one by its name.

    `with_topics` are to be its own, `without_topics` no longer; what stands in neither stays as it is. `approval`: a
    final answer of its people waits for a coordinator.
    """

    name: str
    key: str = ""
    email: str = ""
    chief: Official = Official()
    deputies: Sequence[Official] = ()
    with_topics: frozenset[str] = frozenset()
    without_topics: frozenset[str] = frozenset()
    approval: bool = False


@dataclass(slots=True)
class Pasted:
    """What became of a list that was pasted: how many departments it added, and the names that were there already."""

    added: int = 0
    doubles: list[str] = field(default_factory=list)


def add(store: Store, given: Given, by: By) -> str:
    """A new department; its key."""
    with _change(store, by) as tx:
        key = _added(tx, given, by, _Taken.now(tx))
        audit.record(tx, Act.DEPARTMENT_ADDED, f"department/{key}", by)
    return key


def add_many(store: Store, given: Sequence[Given], by: By) -> Pasted:
    """All of a list that are not there yet, or none where one of them is wrong; `invalid` says which."""
    if len(given) > MOST["departments"]:
        raise _too_many(len(given))
    pasted = Pasted()
    with _change(store, by) as tx:
        taken = _Taken.now(tx)
        for one in given:
            if alike(one_line(one.name)) in taken.names:
                pasted.doubles.append(one.name)
            else:
                _added(tx, one, by, taken)
                pasted.added += 1
        audit.record(tx, Act.DEPARTMENTS_PASTED, "list/departments", by, entries=pasted.added)
    return pasted


def change(store: Store, key: str, version: int, given: Given, by: By) -> str:
    """Save what was typed of a department; its key by now. `conflict` where it was changed since `version`."""
    with _change(store, by) as tx:
        row = _unchanged(tx, key, version)
        taken = _Taken.now(tx)
        name = _free_name(tx, given.name, taken, row.id)
        new_key = _free_key(given.key, taken.keys - {row.key}) if given.key.strip() else row.key
        email = checked_email(given.email) if given.email.strip() else None
        officials = _officials(tx, name, given)
        departments.save(tx, row, key=new_key, name=name, email=email, approval=given.approval)
        departments.set_officials(tx, row.id, officials)
        if name != row.name:
            _follow(tx, row.name, row.id, name, by)
        departments.give_topics(tx, name, given.with_topics, given.without_topics, by)
        audit.record(tx, Act.DEPARTMENT_CHANGED, f"department/{new_key}", by, version=row.version + 1)
    return str(new_key)


def merge(store: Store, key: str, version: int, into: str, by: By) -> str:
    """Make a department a part of another one, whose are its tickets, topics, people and promises; the other's key."""
    with _change(store, by) as tx:
        row, other = _unchanged(tx, key, version), departments.get(tx.connection, into)
        if row.id == other.id:
            raise Refused("illegal", "A department cannot be merged into itself: choose another one.")
        if other.closed_at is not None:
            raise Refused("illegal", "“{name}” is closed: open it first.", name=other.name)
        departments.save(tx, row, merged_into=other.id, closed_at=tx.now)
        departments.set_officials(tx, row.id, [])
        departments.hand_over_formers(tx, row.id, other.id)
        _follow(tx, row.name, other.id, other.name, by)
        audit.record(tx, Act.DEPARTMENT_MERGED, f"department/{row.key}", by, into=other.key)
    return str(other.key)


def take_in(store: Store, name: str, into: str, by: By) -> str:
    """What carries a name that is not in the list is that department's from now on; its key."""
    with _change(store, by) as tx:
        other = departments.get(tx.connection, into)
        if any(row.name == name for row in departments.listed(tx.connection)):
            raise Refused("illegal", "“{name}” is in the list: merge it on its own page.", name=name)
        if other.closed_at is not None:
            raise Refused("illegal", "“{name}” is closed: open it first.", name=other.name)
        _follow(tx, name, other.id, other.name, by)
        audit.record(tx, Act.DEPARTMENT_MERGED, f"department/{other.key}", by, into=other.key)
    return str(other.key)


def close(store: Store, key: str, version: int, by: By) -> None:
    """Nobody can choose it any more, and its topics are nobody's. Tickets and people keep it."""
    with _change(store, by) as tx:
        row = _unchanged(tx, key, version)
        if row.closed_at is None:
            departments.save(tx, row, closed_at=tx.now)
            departments.rename_topics(tx, row.name, None, by)
            audit.record(tx, Act.DEPARTMENT_CLOSED, f"department/{row.key}", by)


def reopen(store: Store, key: str, version: int, by: By) -> None:
    """It can be chosen again."""
    with _change(store, by) as tx:
        row = _unchanged(tx, key, version)
        if row.closed_at is not None:
            departments.save(tx, row, closed_at=None)
            audit.record(tx, Act.DEPARTMENT_OPENED, f"department/{row.key}", by)


@contextmanager
def _change(store: Store, by: By) -> Iterator[Transaction]:
    """One change at a time, and none while a ticket is made; every screen that offers departments hears of it."""
    with store.write() as tx:
        logs = lock_what_is_told(tx)
        yield tx
        departments.tell_older_programs(tx, by)
        tell_screens(tx, logs, "departments", by)


def _unchanged(tx: Transaction, key: str, version: int) -> Row[Any]:
    row = departments.get(tx.connection, key)
    if row.key != key or row.version != version:
        raise Refused("conflict", "“{name}” was changed meanwhile; look at it and save again.", name=row.name)
    return row


@dataclass(slots=True)
class _Taken:
    """The names of the departments, each alike to no other, with their ids; every key; the names that they had.

    Of a former name: its department, and what comes in its place where tickets still carry it.
    """

    names: dict[str, int]
    keys: set[str]
    formers: dict[str, tuple[int, str | None]]

    @classmethod
    def now(cls, tx: Transaction) -> _Taken:
        listed = departments.listed(tx.connection)
        into = {row.name: row.into for row in departments.moving(tx.connection)}
        formers = departments.formers(tx.connection, [row.id for row in listed])
        return cls(
            {alike(row.name): row.id for row in listed},
            departments.keys(tx.connection),
            {row.name: (row.department_id, into.get(row.name)) for row in formers},
        )


def _added(tx: Transaction, given: Given, by: By, taken: _Taken) -> str:
    """Its key; `taken` knows of it then."""
    if len(taken.names) >= MOST["departments"]:
        raise _too_many(MOST["departments"] + 1)
    name = _free_name(tx, given.name, taken)
    key = _free_key(given.key, taken.keys) if given.key.strip() else code_of(name, taken.keys, "department")
    email = checked_email(given.email) if given.email.strip() else None
    officials = _officials(tx, name, given)
    taken.keys.add(key)
    facts = {"key": key, "name": name, "email": email, "approval": given.approval}
    taken.names[alike(name)] = added = departments.add(tx, **facts)
    departments.set_officials(tx, added, officials)
    if given.with_topics:
        departments.give_topics(tx, name, given.with_topics, (), by)
    return key


def _too_many(count: int) -> Refused:
    most = {"most": MOST["departments"], "count": count}
    return Refused("invalid", "A list takes at most {most} entries; there are {count}.", **most)


def _free_name(tx: Transaction, typed: str, taken: _Taken, own: int | None = None) -> str:
    """A name as it is kept; `invalid` where another department has it, or something still follows away from it."""
    name = one_line(typed)
    if not name or not name.isprintable() or len(name) > LONGEST:
        raise Refused("invalid", "A department's name is a line of at most {most} characters.", most=LONGEST)
    if taken.names.get(alike(name), own) != own:
        raise Refused("invalid", "There is a department “{name}” already.", name=name)
    if name in taken.formers:
        department_id, into = taken.formers[name]
        if into is not None and department_id != own:
            where = {"name": name, "into": into}
            raise Refused("illegal", "Tickets of “{name}” are still going over to “{into}”: try again.", **where)
        departments.forget_former(tx, name)
    return name


def _free_key(typed: str, taken: Container[str]) -> str:
    key = typed.strip()
    if code_of(key, (), "") != key or len(key) > LONGEST_KEY:
        most = LONGEST_KEY
        raise Refused("invalid", "A key has at most {most} small Latin letters, digits and underscores.", most=most)
    if key in taken:
        raise Refused("invalid", "The key “{key}” is taken.", key=key)
    return key


def _officials(tx: Transaction, department: str, given: Given) -> list[dict[str, Any]]:
    """Rows of those who were typed: the chief first. `invalid` says of whom something is wrong."""
    deputies = [one for one in given.deputies if _is_typed(one)]
    if len(deputies) > MOST_DEPUTIES:
        raise Refused("invalid", "A department has at most {most} deputies.", most=MOST_DEPUTIES)
    chiefs = [given.chief] if _is_typed(given.chief) else []
    typed = [*(("chief", one) for one in chiefs), *(("deputy", one) for one in deputies)]
    logins = {one.login.strip() for _, one in typed if one.login.strip()}
    accounts = {row.login: row for row in access.accounts_by_login(tx.connection, logins)} if logins else {}
    return [_official(department, rank, one, accounts) for rank, one in typed]


def _is_typed(one: Official) -> bool:
    return any(value.strip() for value in (one.name, one.post, one.email, one.login))


def _official(department: str, rank: str, one: Official, accounts: dict[str, Row[Any]]) -> dict[str, Any]:
    login, name, post = one.login.strip(), one_line(one.name), one_line(one.post)
    account = accounts.get(login)
    if login and account is None:
        raise Refused("invalid", "“{name}”: there is no user “{login}”.", name=department, login=login)
    if account is not None:
        name = name or account.name
    if not name:
        raise Refused("invalid", "“{name}”: who answers for it has no name.", name=department)
    if not (name + post).isprintable() or max(len(name), len(post)) > LONGEST:
        raise Refused("invalid", "A name is a line of at most {most} characters.", most=LONGEST)
    return {
        "rank": rank,
        "name": name,
        "post": post or None,
        "email": checked_email(one.email) if one.email.strip() else None,
        "account_id": account.id if account is not None else None,
    }


def _follow(tx: Transaction, former: str, department_id: int, name: str, by: By) -> None:
    """What carries the former name carries this one: topics and people at once, tickets as many as a slice takes."""
    departments.keep_former(tx, former, department_id, by)
    departments.rename_topics(tx, former, name, by)
    access.move_department(tx, former, name)
    move_work(tx, former, name, by)
