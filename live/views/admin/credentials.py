"""What a token, a link or a sign-in stands for: roles, by broadcast."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Mapping, Set
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Row

from live.domain.broadcast import PRACTISED, practice_of
from live.domain.people import Actor, Role, session_term
from live.store.centre import access, factors, sessions
from live.store.ids import TICKETS_LOG
from live.store.transaction import Store
from live.views.screens import SCREENS

EVERYWHERE = 0
"""In place of a broadcast's id: roles that hold in every broadcast, and in what belongs to the centre."""

FRESH = 2.0
"""Seconds for which a looked-up key is believed: as long as between two looks at a socket's rights."""

LATE = timedelta(minutes=2)
"""How long after its use a session's row may tell of it."""

_WORKING_ON_TICKETS = frozenset({Role.COORDINATOR, Role.EXECUTOR})


@dataclass(frozen=True, slots=True)
class Credential:
    """`id` is "key:5" or "user:2". A screen's link is good for its `screen` alone; `link` is its number there.

    `session`: the device's that it was found on, where it was found by a cookie. `rate`: how often a key may be used.
    """

    id: str
    name: str
    roles: Mapping[int, frozenset[Role]]
    screen: str | None = None
    link: int | None = None
    broadcast_id: int | None = None
    department: str | None = None
    session: str | None = None
    rate: str | None = None

    def roles_in(self, broadcast_id: int) -> frozenset[Role]:
        return self.roles_in_centre() | self.roles.get(broadcast_id, frozenset())

    def roles_in_centre(self) -> frozenset[Role]:
        """People, channels, webhooks, lists and terms are the centre's: no role in one broadcast reaches them."""
        return self.roles.get(EVERYWHERE, frozenset())

    @property
    def owner(self) -> str | None:
        """By what its practices are told from others': the person, or the device that a link was opened on."""
        kind, _, number = self.id.partition(":")
        if kind == "user":
            return f"user{number}"
        return f"key{number}-{self.session[:12]}" if self.session else None

    @property
    def practised(self) -> frozenset[Role]:
        """The roles that it may practise: those that it holds anywhere, an administrator each of them."""
        held = frozenset().union(*self.roles.values())
        return frozenset(PRACTISED) if Role.ADMIN in held else held & frozenset(PRACTISED)

    def roles_on_tickets(self) -> frozenset[Role]:
        """The tickets are the centre's too, but a coordinator or executor of any broadcast works on them.

        A broadcast's administrator does not: its tickets are not told apart from the others'.
        """
        working = frozenset().union(*self.roles.values()) & _WORKING_ON_TICKETS
        return working | self.roles_in(TICKETS_LOG)


def actor(credentials: Iterable[Credential], broadcast_id: int | None, screen: str | None = None) -> Actor | None:
    """Who these credentials make of their holder in a broadcast, for one screen.

    Without a broadcast it is what they are on the tickets where that is the screen, and in the centre elsewhere.

    The first that holds a role there speaks alone: of two links to a screen the newer, and no right of the other's.
    None when they hold no role there at all.
    """
    for credential in credentials:
        if credential.screen is not None and credential.screen != screen:
            continue
        held = _held(credential, broadcast_id, screen)
        if held:
            return Actor(credential.name, held, credential.id, credential.department, screen)
    return None


def within(credentials: Iterable[Credential], slug: str) -> list[Credential]:
    """These as they stand in a broadcast: in a practice its owner's alone, with the one role that is practised."""
    practice = practice_of(slug)
    if practice is None:
        return list(credentials)
    return [
        replace(one, roles={EVERYWHERE: frozenset({practice.role}) & one.practised})
        for one in credentials
        if one.owner == practice.owner
    ]


def _held(credential: Credential, broadcast_id: int | None, screen: str | None) -> frozenset[Role]:
    if broadcast_id is not None:
        return credential.roles_in(broadcast_id)
    on_tickets = screen in SCREENS and SCREENS[screen].follows_tickets
    return credential.roles_on_tickets() if on_tickets else credential.roles_in_centre()


@dataclass(frozen=True, slots=True)
class Device:
    """What a device's cookie stands for now: the newest link first, and last whoever has signed in on it.

    `session` is None for one that has none, or whose session has ended; `ended` where somebody has ended it, rather
    than its time alone. `lacks_factor`: who has signed in may nothing until a second factor is set up.
    """

    session: str | None = None
    account_id: int | None = None
    key_ids: tuple[int, ...] = ()
    expires_at: datetime | None = None
    proved_at: datetime | None = None
    credentials: list[Credential] = field(default_factory=list)
    ended: bool = False
    lacks_factor: bool = False


class Credentials:
    """Looks credentials up, believing a token for FRESH seconds, and a session never longer than its request.

    Whoever holds one of the roles `required` to have a second factor, and has none, is let in nowhere.
    """

    def __init__(self, store: Store, required: Set[str] = frozenset()) -> None:
        self._store, self._required = store, required
        self.used: dict[str, datetime] = {}
        """The sessions that were used since somebody has last written it down, and when."""
        self._by_digest: dict[str, tuple[float, Credential | None]] = {}

    def of_token(self, token: str) -> Credential | None:
        digest = access.digest_of(token)
        known = self._by_digest.get(digest)
        now = time.monotonic()
        if known is not None and now - known[0] < FRESH:
            return known[1]
        with self._store.read() as connection:
            row = access.key_of(connection, self._store, token)
        found = next(iter(_of_keys([row] if row is not None else [], self._store.clock())), None)
        if len(self._by_digest) > 10_000:
            self._by_digest.clear()  # Guessed tokens must not fill the memory.
        self._by_digest[digest] = (now, found)
        return found

    def lately(self, token: str) -> Credential | None:
        """What a token stands for, where that was looked up within FRESH seconds; nothing is looked up here."""
        known = self._by_digest.get(access.digest_of(token))
        return known[1] if known is not None and time.monotonic() - known[0] < FRESH else None

    def link_token(self, typed: str) -> str:
        """A link's token as it was handed out, though somebody types it in capitals or without its hyphens."""
        if self.of_token(typed) is not None:
            return typed
        letters = "".join(letter for letter in typed.lower() if letter not in "- ")
        return "-".join(letters[n : n + 4] for n in range(0, len(letters), 4))

    def look_again(self) -> None:
        """Something was revoked here: nothing that was found before it is believed any more."""
        self._by_digest.clear()

    def device(self, session_id: str) -> Device:
        """What a cookie stands for."""
        id_hash = sessions.hash_of(session_id)
        return self.devices([id_hash]).get(id_hash, Device())

    def devices(self, hashes: Collection[str]) -> dict[str, Device]:
        """What these sessions stand for, each with a note that it is in use."""
        if not hashes:
            return {}
        now = self._store.clock()
        with self._store.read() as connection:
            rows = sessions.by_hashes(connection, hashes)
            people = {one.id: one for one in _of_accounts(connection, [r.account_id for r in rows if r.account_id])}
            lacking = self._lacking(connection, people.values())
            key_ids = {key_id for row in rows for key_id in row.key_ids}
            links = {one.id: one for one in _of_keys(access.keys(connection, key_ids), now)} if key_ids else {}
        found = {row.id_hash: _device(row, people, links, lacking, now) for row in rows}
        self.used |= {id_hash: now for id_hash, device in found.items() if device.session}
        return found

    def addresses(self, seconds: float) -> tuple[str, ...]:
        """Where those devices were opened that have been used in the last so many seconds."""
        now = self._store.clock()
        with self._store.read() as connection:
            return tuple(sessions.addresses(connection, now - timedelta(seconds=seconds), now))

    def _lacking(self, connection: Connection, people: Iterable[Credential]) -> set[str]:
        """Those among these people who need a second factor, and have none."""
        asked = [one.id for one in people if not self._required.isdisjoint(frozenset().union(*one.roles.values()))]
        if not asked:
            return set()
        have = factors.of_accounts(connection, [int(one.removeprefix("user:")) for one in asked])
        return {one for one in asked if int(one.removeprefix("user:")) not in have}

    def of_ids(self, ids: Iterable[str]) -> dict[str, Credential]:
        """The credentials that still stand among "key:5", "user:2" …, by id."""
        wanted: dict[str, list[int]] = {"key": [], "user": []}
        for credential_id in ids:
            kind, _, number = credential_id.partition(":")
            if kind in wanted and number.isdigit():
                wanted[kind].append(int(number))
        if not (wanted["key"] or wanted["user"]):
            return {}
        with self._store.read() as connection:
            found = _of_keys(access.keys(connection, wanted["key"]), self._store.clock()) if wanted["key"] else []
            found += _of_accounts(connection, wanted["user"]) if wanted["user"] else []
        return {credential.id: credential for credential in found}


def _device(
    row: Row[Any],
    people: Mapping[str, Credential],
    links: Mapping[str, Credential],
    lacking: Collection[str],
    now: datetime,
) -> Device:
    if row.revoked_at is not None or row.generation != (row.account_generation or 0):
        return Device(ended=True)
    opened = [links[name] for key_id in reversed(row.key_ids) if (name := f"key:{key_id}") in links]
    person = people.get(f"user:{row.account_id}")
    left_alone = person is None if row.account_id else not opened
    if left_alone:
        return Device(ended=True)
    term = session_term(frozenset().union(*person.roles.values()) if person else None)
    if now >= row.expires_at or (term.idle and now - row.seen_at > term.idle + LATE):
        return Device()
    lacks_factor = person is not None and person.id in lacking
    standing = [*opened, person] if person and not lacks_factor else opened
    return Device(
        session=row.id_hash,
        account_id=row.account_id,
        key_ids=tuple(key_id for key_id in row.key_ids if f"key:{key_id}" in links),
        expires_at=row.expires_at,
        proved_at=row.proved_at,
        credentials=[replace(one, session=row.id_hash) for one in standing],
        lacks_factor=lacks_factor,
    )


def _of_keys(rows: Iterable[Row[Any]], now: datetime) -> list[Credential]:
    """Those of these keys whose time is not over."""
    return [_of_key(row) for row in rows if row.expires_at is None or now < row.expires_at]


def _of_key(row: Row[Any]) -> Credential:
    roles = _roles(tuple(row.roles))
    link = row.id if row.salt is not None else None
    held = dict.fromkeys(_where(row), roles)
    return Credential(f"key:{row.id}", row.name, held, row.screen, link, row.broadcast_id, rate=row.rate)


@lru_cache(maxsize=256)
def _roles(names: tuple[str, ...]) -> frozenset[Role]:
    return frozenset(Role(name) for name in names)


def _where(row: Row[Any]) -> set[int]:
    """Where a grant holds. One of a rehearsal stands only while there is nothing else, and so holds everywhere."""
    return {row.broadcast_id or EVERYWHERE} | ({EVERYWHERE} if row.rehearsal else set())


def _of_accounts(connection: Connection, ids: list[int]) -> list[Credential]:
    held: dict[int, dict[int, frozenset[Role]]] = {}
    for row in access.roles_of(connection, ids):
        by_broadcast = held.setdefault(row.account_id, {})
        for where in _where(row):
            by_broadcast[where] = by_broadcast.get(where, frozenset()) | {Role(row.role)}
    return [
        Credential(f"user:{row.id}", row.name, held.get(row.id, {}), department=row.department)
        for row in access.accounts(connection, ids)
    ]
