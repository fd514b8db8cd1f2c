"""The audit as an administrator looks through it: the newest first, narrowed by who, what, about what, when and how."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, or_, select

from live.domain.audit import Outcome
from live.store.tables import access_key, account, audit, broadcast
from live.store.transaction import Store

PAGE = 100
SLICE = 1000
"""Entries of a file that are read at once."""

SKEW = 1000
"""Numbers by which entries of two transactions may stand in another order than their times."""

OF_A_BROADCAST = ("question", "call", "link", "message", "reply", "caution")
OF_THE_CENTRE = ("ticket", "user", "key", "channel", "webhook", "list", "subject")

ITSELF = {"console": "командная строка", "worker": "worker"}
"""Credentials that are nobody's, and the names that they act by."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """`who`: part of a name or a login, a credential or an address. `place`: a broadcast's slug. `before`: an id."""

    who: str = ""
    act: str = ""
    place: str = ""
    number: str = ""
    outcome: str = ""
    since: datetime | None = None
    until: datetime | None = None
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A page's entries; `next` is what the one after it is `before`. `logins`: of accounts, by their credentials."""

    entries: Sequence[Row[Any]] = ()
    next: int | None = None
    logins: dict[str, str] = field(default_factory=dict)


def audit_page(store: Store, wanted: Wanted) -> Found:
    with store.read() as connection:
        rows = _rows(connection, wanted, PAGE + 1)
        shown = rows[:PAGE]
        logins = _logins(connection, {row.credential for row in shown if row.credential})
    return Found(shown, shown[-1].id if len(rows) > PAGE else None, logins)


def whole_audit(store: Store, wanted: Wanted) -> Iterator[tuple[Row[Any], str]]:
    """Every entry that is wanted, each with the login of who did it: read some at a time, nothing is held."""
    more = True
    while more:
        with store.read() as connection:
            rows = _rows(connection, wanted, SLICE)
            logins = _logins(connection, {row.credential for row in rows if row.credential})
        yield from ((row, logins.get(row.credential or "", "")) for row in rows)
        more = len(rows) == SLICE
        if more:
            wanted = replace(wanted, before=rows[-1].id)


def _rows(connection: Connection, wanted: Wanted, most: int) -> Sequence[Row[Any]]:
    statement = _narrowed(connection, select(audit), wanted).order_by(audit.c.id.desc()).limit(most)
    return connection.execute(statement).all()


def _narrowed(connection: Connection, rows: Select[Any], wanted: Wanted) -> Select[Any]:
    """By conditions that each have an index, so that a page costs the same after years."""
    if wanted.before is not None:
        rows = rows.where(audit.c.id < wanted.before)
    if wanted.who:
        rows = rows.where(_by(connection, wanted.who))
    if wanted.act:
        rows = rows.where(audit.c.act == wanted.act)
    if wanted.outcome:
        rare = [] if wanted.outcome == Outcome.DONE else [audit.c.outcome != Outcome.DONE.value]
        rows = rows.where(audit.c.outcome == wanted.outcome, *rare)
    if wanted.number:
        rows = rows.where(audit.c.subject.in_(_subjects(connection, wanted.place, wanted.number)))
    elif wanted.place:
        within = and_(audit.c.subject > f"{wanted.place}/", audit.c.subject < f"{wanted.place}0")
        rows = rows.where(or_(audit.c.subject == wanted.place, within))
    for condition in _between(connection, wanted.since, wanted.until):
        rows = rows.where(condition)
    return rows


def _between(connection: Connection, since: datetime | None, until: datetime | None) -> Iterator[Any]:
    """Times, and the ids that they stand for: entries are looked for in the order of their ids."""
    if since is not None:
        first = select(audit.c.id).where(audit.c.at >= since).order_by(audit.c.at).limit(1)
        yield audit.c.at >= since
        yield audit.c.id >= (connection.execute(first).scalar_one_or_none() or 0) - SKEW
    if until is not None:
        last = select(audit.c.id).where(audit.c.at < until).order_by(audit.c.at.desc()).limit(1)
        yield audit.c.at < until
        yield audit.c.id <= (connection.execute(last).scalar_one_or_none() or 0) + SKEW


def _by(connection: Connection, who: str) -> Any:
    try:
        return audit.c.address == str(ipaddress.ip_address(who))
    except ValueError:
        return audit.c.credential.in_(_credentials(connection, who))


def _credentials(connection: Connection, who: str) -> list[str]:
    """Those that are called so, now: a name in the audit is the one of then, and may be two people's."""
    part = who.casefold()
    people = connection.execute(select(account.c.id, account.c.login, account.c.name)).all()
    keys = connection.execute(select(access_key.c.id, access_key.c.name)).all()
    found = [f"user:{one.id}" for one in people if part in one.login.casefold() or part in one.name.casefold()]
    found += [f"key:{one.id}" for one in keys if part in one.name.casefold()]
    return [who, *found, *(credential for credential, name in ITSELF.items() if part in name)]


def _logins(connection: Connection, credentials: set[str]) -> dict[str, str]:
    ids = [int(number) for kind, _, number in (one.partition(":") for one in credentials) if kind == "user"]
    rows = connection.execute(select(account.c.id, account.c.login).where(account.c.id.in_(ids))) if ids else ()
    return {f"user:{row.id}": row.login for row in rows}


def _subjects(connection: Connection, place: str, number: str) -> list[str]:
    """What may be meant by a number: a question's, a call's … of this broadcast or of any, or a ticket's."""
    slugs = [place] if place else connection.execute(select(broadcast.c.slug)).scalars().all()
    of_broadcasts = [f"{slug}/{kind}/{number}" for slug in slugs for kind in OF_A_BROADCAST]
    return of_broadcasts + ([] if place else [f"{kind}/{number}" for kind in OF_THE_CENTRE])
