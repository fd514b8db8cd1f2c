"""Those who sign in, their devices and the keys of programs, as the administrator sees them: no password, no token."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from live.domain.characters import alike
from live.domain.refused import Refused
from live.store.centre import access, factors, invitations, sessions
from live.store.show import broadcasts
from live.store.transaction import Store

CENTRE = 0

PAGE = 50
"""People on a page of the list."""


@dataclass(frozen=True, slots=True)
class GrantView:
    """A role in one broadcast (`title` is its name), or in the centre and all of them: `where` is 0."""

    role: str
    where: int
    title: str


@dataclass(frozen=True, slots=True)
class SessionView:
    """A device that somebody has signed in on. `id` tells it from the others and opens nothing."""

    id: str
    since: datetime
    seen: datetime
    address: str
    agent: str


@dataclass(frozen=True, slots=True)
class PasskeyView:
    id: int
    name: str
    since: datetime
    used: datetime | None


@dataclass(frozen=True, slots=True)
class Factors:
    """What is proved besides the password: codes of a phone, passkeys, and how many codes on paper are left."""

    codes: bool = False
    passkeys: tuple[PasskeyView, ...] = ()
    paper: int = 0

    def __bool__(self) -> bool:
        return self.codes or bool(self.passkeys)


@dataclass(frozen=True, slots=True)
class PersonView:
    """`version` goes with a change. `invited`: a link to set a password waits; `new`: none was ever set."""

    id: int
    login: str
    name: str
    grants: tuple[GrantView, ...]
    department: str
    email: str
    active: bool
    new: bool
    invited: bool
    sessions: tuple[SessionView, ...]
    factors: Factors
    version: str

    @property
    def roles(self) -> tuple[str, ...]:
        """Those held anywhere."""
        return tuple(sorted({grant.role for grant in self.grants}))

    def lacks_factor(self, required: Set[str]) -> bool:
        """Whether a role of theirs needs a second factor, and there is none."""
        return not self.factors and not required.isdisjoint(self.roles)


@dataclass(frozen=True, slots=True)
class KeyView:
    """A program's key, without its token. `title` is its broadcast's; None for the tickets, and `everywhere`."""

    id: int
    name: str
    roles: tuple[str, ...]
    slug: str | None
    title: str | None
    everywhere: bool
    by: str
    created_at: datetime
    expires_at: datetime | None
    per_minute: int | None
    revoked_at: datetime | None


def everybody(store: Store) -> list[PersonView]:
    """By login."""
    with store.read() as connection:
        return _people(connection, access.all_accounts(connection), store.clock())


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """PAGE of those who were looked for, by login; `kept` is how many there are at all."""

    rows: Sequence[PersonView]
    number: int
    pages: int
    total: int
    kept: int


def people_page(store: Store, q: str, number: int) -> PeoplePage:
    """Those whose name, login, department or e-mail holds `q`; a page beyond the last is the last."""
    with store.read() as connection:
        rows = access.all_accounts(connection)
        found = [row for row in rows if alike(q) in alike(_words(row))] if q else rows
        pages = max(1, -(-len(found) // PAGE))
        number = min(max(number, 1), pages)
        shown = found[PAGE * (number - 1) : PAGE * number]
        return PeoplePage(_people(connection, shown, store.clock()), number, pages, len(found), len(rows))


def _words(row: Row[Any]) -> str:
    return "\n".join((row.name, row.login, row.department or "", row.email or ""))


def person(store: Store, account_id: int) -> PersonView:
    """One of them; `not_found` otherwise."""
    with store.read() as connection:
        rows = [row for row in access.all_accounts(connection) if row.id == account_id]
        if not rows:
            raise Refused("not_found", "There is no such person.")
        return _people(connection, rows, store.clock())[0]


def _people(connection: Connection, rows: Sequence[Row[Any]], now: datetime) -> list[PersonView]:
    ids = [row.id for row in rows]
    titles = {row.id: row.title for row in broadcasts.all_of(connection)}
    grants: dict[int, list[GrantView]] = {}
    for row in access.roles_of(connection, ids):
        grants.setdefault(row.account_id, []).append(
            GrantView(row.role, row.broadcast_id, titles.get(row.broadcast_id, ""))
        )
    devices: dict[int, list[SessionView]] = {}
    for row in sessions.of_accounts(connection, ids, now):
        devices.setdefault(row.account_id, []).append(
            SessionView(row.id_hash, row.created_at, row.seen_at, row.address or "", row.agent or "")
        )
    waiting, proofs = invitations.waiting(connection, now), _factors(connection, ids)
    return [
        PersonView(
            id=row.id,
            login=row.login,
            name=row.name,
            grants=tuple(sorted(grants.get(row.id, ()), key=lambda grant: (grant.where, grant.role))),
            department=row.department or "",
            email=row.email or "",
            active=bool(row.active),
            new=not row.password_hash,
            invited=row.id in waiting,
            sessions=tuple(devices.get(row.id, ())),
            factors=proofs[row.id],
            version=access.version_of(row),
        )
        for row in rows
    ]


def _factors(connection: Connection, ids: Sequence[int]) -> dict[int, Factors]:
    codes = {row.account_id for row in factors.totps(connection, ids) if row.secret}
    paper = factors.recovery_left(connection, ids)
    passkeys: dict[int, list[PasskeyView]] = {}
    for row in factors.passkeys(connection, ids):
        passkeys.setdefault(row.account_id, []).append(PasskeyView(row.id, row.name, row.created_at, row.used_at))
    return {one: Factors(one in codes, tuple(passkeys.get(one, ())), paper.get(one, 0)) for one in ids}


def proposed_codes(store: Store, account_id: int) -> str | None:
    """The secret that waits for its first code; None where none was asked for."""
    with store.read() as connection:
        found = next(iter(factors.totps(connection, [account_id])), None)
    return found.pending if found is not None else None


@dataclass(frozen=True, slots=True)
class Invited:
    """Whose password a link sets."""

    login: str
    name: str
    roles: tuple[str, ...]
    kind: str


def invited(store: Store, token: str) -> Invited:
    """`not_found` for a link that was used, or whose time is over."""
    with store.read() as connection:
        found = invitations.find(connection, token, store.clock())
        if found is None or found.account_id is None:
            raise Refused("not_found", "This link was used already, or its time is over. Ask for a new one.")
        roles = {row.role for row in access.roles_of(connection, [found.account_id])}
    return Invited(found.login, found.name, tuple(sorted(roles)), found.kind)


def keys(store: Store) -> list[KeyView]:
    """The keys of programs, the newest first."""
    with store.read() as connection:
        return [
            KeyView(
                id=row.id,
                name=row.name,
                roles=tuple(row.roles),
                slug=row.slug,
                title=row.title,
                everywhere=row.broadcast_id is None,
                by=row.by_name or "",
                created_at=row.created_at,
                expires_at=row.expires_at,
                per_minute=int(row.rate.split()[0]) if row.rate else None,
                revoked_at=row.revoked_at,
            )
            for row in access.program_keys(connection)
        ]
