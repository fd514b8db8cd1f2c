"""A database as the version before sessions left it: its schema, people, keys, links, and residents in clear."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from alembic import command
from sqlalchemy import Connection, text

from live.admin import passwords
from live.store import schema
from live.store.bulk import insert_rows
from live.store.database import Database
from live.store.ids import question_id
from live.store.sealing import first_key_for
from live.store.tables import access_key, account, account_role, broadcast, event, log, person, question
from live.store.text import written
from live.store.transaction import _typed

REVISION = "0009"
CENTRE, TICKETS, MAY, JUNE, REHEARSAL = 0, 1, 2, 3, 4
SLUGS = {TICKETS: "tickets", MAY: "may", JUNE: "june", REHEARSAL: "rehearsal"}
NOW = datetime.now(UTC)
AT = written(NOW - timedelta(days=30))
PASSWORD = "пароль из прошлого"
GROUP = 2000

OF_ONE = {"desk", "calls", "rundown", "prompter", "head"}
PAGES = {f"/b/{slug}/{screen}" for slug in ("may", "june") for screen in OF_ONE} | {
    *("/tickets", "/admin/people", "/admin/channels", "/admin/keys", "/admin/audit")
}
"""What is looked at for each right."""


def of(slug: str, *screens: str) -> set[str]:
    return {f"/b/{slug}/{screen}" for screen in screens or OF_ONE}


@dataclass(frozen=True)
class Kind:
    """People with these roles, and what they open after the upgrade (None: they may not sign in)."""

    grants: tuple[tuple[str, int], ...]
    opens: set[str] | None
    loses: str | None = None
    department: str | None = None


KINDS: dict[str, Kind] = {
    "centre": Kind((("admin", CENTRE),), PAGES),
    "reader": Kind((("moderator", CENTRE),), of("may", "desk") | of("june", "desk")),
    "moderator": Kind((("moderator", MAY),), of("may", "desk")),
    "two_shows": Kind(
        (("producer", MAY), ("moderator", JUNE)), of("may", "desk", "rundown", "prompter", "head") | of("june", "desk")
    ),
    "several": Kind((("screener", MAY), ("coordinator", MAY)), of("may", "calls") | {"/tickets"}),
    "executor": Kind((("executor", MAY),), {"/tickets"}, department="Отдел дорог"),
    "coordinator": Kind((("coordinator", CENTRE),), {"/tickets"}),
    "presenter": Kind((("presenter", MAY),), of("may", "prompter")),
    "head": Kind((("head", JUNE),), of("june", "head")),
    "observer": Kind((("observer", CENTRE),), of("may", "head") | of("june", "head")),
    "of_may": Kind((("admin", MAY),), of("may"), loses="may"),
    "of_june": Kind((("admin", JUNE), ("moderator", MAY)), of("june") | of("may", "desk"), loses="june"),
    "of_two": Kind((("admin", MAY), ("admin", JUNE)), of("may") | of("june"), loses="june, may"),
    "both": Kind((("admin", MAY), ("admin", CENTRE)), PAGES),
    "closed": Kind((("admin", MAY),), None),
    "rehearsed": Kind((("admin", REHEARSAL),), set()),
}


@dataclass(frozen=True)
class Token:
    """A key or a link: its token, roles and broadcast (None: everywhere)."""

    token: str
    roles: tuple[str, ...]
    where: int | None
    screen: str | None = None
    salt: str | None = None
    revoked: bool = False


@dataclass
class Left:
    """What stands in the database."""

    people: dict[str, Kind] = field(default_factory=dict)
    keys: dict[str, Token] = field(default_factory=dict)
    links: dict[str, Token] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)


def left_behind(url: str, secret: str, people: int, questions: int) -> Left:
    database = Database(url)
    with database.write() as connection:
        command.upgrade(schema.config(connection), REVISION)
        _broadcasts(connection, questions)
        left = Left()
        _people(connection, left, people)
        _tokens(connection, left, secret)
        for start in range(1, questions + 1, GROUP):
            _questions(connection, secret, range(start, min(start + GROUP, questions + 1)))
    database.close()
    return left


def _broadcasts(connection: Connection, questions: int) -> None:
    heads = {MAY: questions, JUNE: 0, REHEARSAL: 0}
    counters = [{"id": one, "head": n, "last_number": n} for one, n in heads.items()]
    shows = [
        {
            **{"id": one, "slug": SLUGS[one], "title": "Прямая линия", "head_name": "Иван Петров", "kind": "show"},
            **{"state": "on_air" if one == MAY else "collecting", "intake_open": True, "rehearsal": one == REHEARSAL},
            **{"created_at": AT, "starts_at": written(NOW), "minutes": 120, "zone": "Europe/Ulyanovsk"},
        }
        for one in heads
    ]
    insert_rows(connection, (log, counters))
    insert_rows(connection, (broadcast, shows))


def _people(connection: Connection, left: Left, count: int) -> None:
    hashed = passwords.hasher.hash(PASSWORD)
    names = list(KINDS)
    accounts, roles = [], []
    for number in range(1, count + 1):
        kind = names[number % len(names)]
        login = f"{kind}-{number}"
        left.people[login], left.numbers[login] = KINDS[kind], number
        department = KINDS[kind].department
        facts = {"id": number, "login": login, "name": "Анна", "password_hash": hashed, "department": department}
        accounts.append({**facts, "active": KINDS[kind].opens is not None, "created_at": AT})
        roles += [{"account_id": number, "role": role, "broadcast_id": where} for role, where in KINDS[kind].grants]
    insert_rows(connection, (account, accounts))
    insert_rows(connection, (account_role, roles))


def _tokens(connection: Connection, left: Left, secret: str) -> None:
    for name, roles, where, revoked in (
        ("site", ("source",), MAY, False),
        ("everywhere", ("source",), None, False),
        ("reader", ("moderator",), JUNE, False),
        ("of may", ("admin",), MAY, False),
        ("centre", ("admin",), None, False),
        ("revoked", ("admin",), None, True),
        ("rehearsed", ("moderator",), REHEARSAL, False),
    ):
        left.keys[name] = Token(secrets.token_urlsafe(24), roles, where, revoked=revoked)
    for name, role, screen, where, revoked in (
        ("prompter", "presenter", "prompter", MAY, False),
        ("desk", "moderator", "desk", JUNE, False),
        ("taken back", "moderator", "desk", MAY, True),
    ):
        salt = secrets.token_hex(16)
        token = _typed(hmac.digest(first_key_for(secret, "links"), salt.encode(), "sha256"))
        left.links[name] = Token(token, (role,), where, screen, salt, revoked)
    rows = [
        {
            **{"id": number, "hash": sha256(one.token.encode()).hexdigest(), "name": name, "roles": list(one.roles)},
            **{"broadcast_id": one.where, "screen": one.screen, "salt": one.salt, "created_at": AT},
            "revoked_at": AT if one.revoked else None,
        }
        for number, (name, one) in enumerate({**left.keys, **left.links}.items(), 1)
    ]
    for name, number in zip({**left.keys, **left.links}, range(1, len(rows) + 1), strict=True):
        left.numbers[f"key {name}"] = number
    insert_rows(connection, (access_key, rows))
    if connection.dialect.name == "postgresql":
        for table in ("account", "access_key", "log"):
            connection.execute(text(f"SELECT setval('{table}_id_seq', (SELECT max(id) FROM {table}))"))


def _questions(connection: Connection, secret: str, numbers: Sequence[int]) -> None:
    key = first_key_for(secret, "contacts")
    persons = [
        {
            **{"id": number, "name": "Пётр", "contact": contact(number), "profile": f"https://vk.com/id{number}"},
            "contact_hash": hmac.new(key, contact(number).encode(), sha256).hexdigest(),
            "created_at": AT,
        }
        for number in numbers
    ]
    asked = [
        {
            **{"id": question_id(MAY, number), "broadcast_id": MAY, "number": number, "person_id": number},
            **{"text": "Когда починят мост?", "source": "api", "origin": "key:1", "code": f"code-{number}"},
            **{"received_at": AT, "lemmas": "когда починить мост"},
        }
        for number in numbers
    ]
    received = [
        {"broadcast_id": MAY, "seq": one, "at": AT, "type": "question.received", "question": one, "state": "new"}
        for one in numbers
    ]
    insert_rows(connection, (person, persons))
    insert_rows(connection, (question, asked))
    insert_rows(connection, (event, received))


def contact(number: int) -> str:
    return f"tel:7000{number:07}"
