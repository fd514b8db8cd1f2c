"""Collections' rows: what is kept of each, what was sent of it, who has read that and what they answered."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from live.domain.followup.collection import Rhythm, Schedule
from live.domain.refused import Refused
from live.store.centre import departments
from live.store.centre.departments import NOBODY
from live.store.tables import collection, collection_issue, department, outbox, reading
from live.store.transaction import Store, Transaction


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who is sent a collection: a department's official, or whoever is told of the department's tickets.

    `official` is the name that was chosen, empty where the department was; `name` who that is now.
    """

    department_id: int
    department: str
    official: str
    name: str | None
    account_id: int | None
    address: str | None


def recipient(connection: Connection, department_id: int, official: str) -> Recipient:
    """Who it is now; where an official answers no longer, whoever does. Of a merged department it is the other's."""
    home = departments.by_id(connection, department_id)
    people = [one for one in departments.officials(connection, [home.id]) if one.account_id is None or one.active]
    chosen = next((one for one in people if official in (one.name, one.account_name) and official), None)
    if chosen is not None:
        address = chosen.email or chosen.account_email
        name = chosen.account_name or chosen.name
        return Recipient(home.id, home.name, official, name, chosen.account_id, address)
    told = departments.whom_to_tell(connection).get(home.name, NOBODY)
    accounts = {one.account_name or one.name: one.account_id for one in people}
    account = accounts.get(told.name) if told.name else None
    return Recipient(home.id, home.name, "", told.name, account, told.address or told.shared)


def schedule_of(row: Row[Any]) -> Schedule:
    return Schedule(Rhythm(row.rhythm), row.weekday, row.hour)


# Collections

_KEPT = collection.c.deleted_at.is_(None)


def listed(connection: Connection) -> list[Row[Any]]:
    return list(connection.execute(select(collection).where(_KEPT).order_by(collection.c.id)).all())


def find(connection: Connection, number: int) -> Row[Any] | None:
    return connection.execute(select(collection).where(_KEPT, collection.c.id == number)).one_or_none()


def get(connection: Connection, number: int) -> Row[Any]:
    """`not_found` for one that was deleted, too."""
    row = find(connection, number)
    if row is None:
        raise Refused("not_found", "There is no such collection; perhaps it was deleted.")
    return row


def count(connection: Connection) -> int:
    return int(connection.execute(select(func.count()).select_from(collection).where(_KEPT)).scalar_one())


def insert_new(tx: Transaction, **facts: Any) -> int:
    made = insert(collection).values(created_at=tx.now, **facts).returning(collection.c.id)
    return int(tx.connection.execute(made).scalar_one())


def save(tx: Transaction, number: int, version: int, **facts: Any) -> bool:
    """Write what has changed, one version on; False where somebody came before, or it was deleted."""
    this = (_KEPT, collection.c.id == number, collection.c.version == version)
    changed = update(collection).where(*this).values(version=version + 1, **facts)
    return bool(tx.connection.execute(changed).rowcount == 1)


def due(connection: Connection, now: datetime) -> list[int]:
    """Those that are to be sent by now."""
    waiting = (_KEPT, ~collection.c.paused, collection.c.next_at <= now)
    return list(connection.execute(select(collection.c.id).where(*waiting).order_by(collection.c.next_at)).scalars())


# What was sent


def add_issue(
    tx: Transaction, row: Row[Any], whose: str, since: datetime, until: datetime, figures: Any, by_name: str | None
) -> Row[Any]:
    """The next issue of a collection."""
    last = select(func.coalesce(func.max(collection_issue.c.number), 0)).where(
        collection_issue.c.collection_id == row.id
    )
    facts = {
        "collection_id": row.id,
        "number": tx.connection.execute(last).scalar_one() + 1,
        "title": row.title,
        "department": whose,
        "since": since,
        "until": until,
        "figures": figures,
        "by_name": by_name,
    }
    return tx.connection.execute(insert(collection_issue).values(**facts).returning(collection_issue)).one()


def issues(connection: Connection, number: int, limit: int) -> list[Row[Any]]:
    """The latest issues of a collection, the newest first."""
    mine = select(collection_issue).where(collection_issue.c.collection_id == number)
    return list(connection.execute(mine.order_by(collection_issue.c.number.desc()).limit(limit)).all())


def latest(connection: Connection) -> dict[int, Row[Any]]:
    """By a collection's number, its latest issue."""
    newest = select(func.max(collection_issue.c.id)).group_by(collection_issue.c.collection_id)
    rows = connection.execute(select(collection_issue).where(collection_issue.c.id.in_(newest)))
    return {row.collection_id: row for row in rows}


def issue(connection: Connection, number: int, issue_number: int) -> Row[Any]:
    this = (collection_issue.c.collection_id == number, collection_issue.c.number == issue_number)
    row = connection.execute(select(collection_issue).where(*this)).one_or_none()
    if row is None:
        raise Refused("not_found", "This collection has no issue {number}.", number=issue_number)
    return row


def issue_by_id(connection: Connection, issue_id: int) -> Row[Any]:
    return connection.execute(select(collection_issue).where(collection_issue.c.id == issue_id)).one()


def locked_issue(tx: Transaction, issue_id: int) -> Row[Any]:
    """An issue to which readers are added by nobody else meanwhile."""
    this = select(collection_issue).where(collection_issue.c.id == issue_id)
    return tx.connection.execute(this.with_for_update()).one()


# Who reads it

_SENT = reading.join(collection_issue, collection_issue.c.id == reading.c.issue_id).join(
    collection, collection.c.id == collection_issue.c.collection_id
)


def add_reading(
    tx: Transaction, issue_id: int, whom: Recipient, remind_at: datetime, handed_from: int | None
) -> Row[Any]:
    salt = secrets.token_hex(16)
    facts = {
        "issue_id": issue_id,
        "department_id": whom.department_id,
        "official": whom.official,
        "name": whom.name,
        "account_id": whom.account_id,
        "salt": salt,
        "hash": tx.store.link_digest(tx.store.link_token(salt)),
        "sent_at": tx.now,
        "remind_at": remind_at,
        "handed_from": handed_from,
    }
    return tx.connection.execute(insert(reading).values(**facts).returning(reading)).one()


def set_reading(tx: Transaction, reading_id: int, **facts: Any) -> None:
    tx.connection.execute(update(reading).where(reading.c.id == reading_id).values(**facts))


def read_first(tx: Transaction, reading_id: int) -> bool:
    """It has been read, whoever says so first; what reminds of it is over."""
    unread = (reading.c.id == reading_id, reading.c.read_at.is_(None))
    return bool(tx.connection.execute(update(reading).where(*unread).values(read_at=tx.now, remind_at=None)).rowcount)


def remind_first(tx: Transaction, reading_id: int) -> bool:
    """Whether nobody has reminded of it before, and it has not been read."""
    due_now = (reading.c.id == reading_id, reading.c.remind_at.is_not(None), reading.c.read_at.is_(None))
    told = update(reading).where(*due_now).values(remind_at=None, reminded_at=tx.now)
    return bool(tx.connection.execute(told).rowcount)


def readings(connection: Connection, issue_ids: Iterable[int]) -> list[Row[Any]]:
    """Of these issues, in the order in which they were sent, each with how its letter does (None: there is none)."""
    of_them = reading.c.issue_id.in_(list(issue_ids))
    columns: tuple[Any, ...] = (
        reading,
        department.c.name.label("department"),
        outbox.c.state.label("letter"),
        outbox.c.detail.label("trouble"),
    )
    found = (
        select(*columns)
        .join(department, department.c.id == reading.c.department_id)
        .outerjoin(outbox, outbox.c.id == reading.c.letter_id)
    )
    return list(connection.execute(found.where(of_them).order_by(reading.c.id)).all())


def reading_of(connection: Connection, issue_id: int, reading_id: int) -> Row[Any]:
    for row in readings(connection, [issue_id]):
        if row.id == reading_id:
            return row
    raise Refused("not_found", "Nobody of that number was sent this collection.")


def by_token(store: Store, connection: Connection, token: str) -> Row[Any]:
    """The reading that a link opens; `not_found` for what is none, and where its collection was deleted."""
    known = select(reading).select_from(_SENT).where(_KEPT)
    row = connection.execute(known.where(reading.c.hash.in_(store.link_digests(token)))).one_or_none()
    if row is None:
        raise Refused("not_found", "This link opens no collection: it was mistyped, or the collection was deleted.")
    return row


def waiting_for(connection: Connection, account: int | None, departments_: Sequence[int], limit: int) -> list[Row[Any]]:
    """The newest readings of an account, and those of these departments that are nobody's of their own."""
    theirs = reading.c.department_id.in_(departments_) & reading.c.account_id.is_(None)
    mine = (reading.c.account_id == account) | theirs if account is not None else theirs
    columns: tuple[Any, ...] = (
        reading,
        *(collection_issue.c.title, collection_issue.c.department, collection_issue.c.since),
        *(collection_issue.c.until, collection_issue.c.number.label("issue")),
    )
    found = select(*columns).select_from(_SENT)
    return list(connection.execute(found.where(_KEPT, mine).order_by(reading.c.id.desc()).limit(limit)).all())


def to_remind(connection: Connection, now: datetime) -> list[int]:
    """The readings of which nobody has confirmed by now that they were read."""
    late = (_KEPT, reading.c.remind_at <= now, reading.c.read_at.is_(None))
    found = select(reading.c.id).select_from(_SENT).where(*late)
    return list(connection.execute(found.order_by(reading.c.remind_at)).scalars())


def reading_by_id(connection: Connection, reading_id: int) -> Row[Any]:
    return connection.execute(select(reading).where(reading.c.id == reading_id)).one()
