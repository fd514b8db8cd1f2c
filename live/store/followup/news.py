"""News' rows: how far the tickets' log was read for them, who is told of what, and who has seen how much of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, or_, select, update

from live.domain.events import Event
from live.domain.followup.news import Choice, Named, Person, named
from live.domain.people import By, Role
from live.store.bulk import insert_rows
from live.store.centre import access
from live.store.followup import parts
from live.store.ids import TICKETS_LOG
from live.store.tables import broadcast, meta, news, news_reader, official_page, question, ticket
from live.store.text import written
from live.store.transaction import Transaction

Receiver = tuple[int | None, str | None]
"""An account; or, without one, a department by its own e-mail."""

# How far the log was read

_POSITION = select(meta.c.value).where(meta.c.name == "news")


def position(connection: Connection) -> int | None:
    """None where it was never read: then it is read from now on."""
    found = connection.execute(_POSITION).scalar_one_or_none()
    return None if found is None else int(found)


def advance(tx: Transaction, was: int | None, to: int) -> bool:
    """The log is read up to there; False where another process has read on meanwhile."""
    if was is None:
        tx.connection.execute(insert(meta).values(name="news", value=str(to)))
        return True
    mine = update(meta).where(meta.c.name == "news", meta.c.value == str(was))
    return tx.connection.execute(mine.values(value=str(to))).rowcount == 1


# Who may be told


@dataclass(frozen=True, slots=True)
class Colleague(Person):
    """An active account. `steers`: sees every ticket; `executes`: works on those of the own department.

    `asks_in`: the broadcasts whose questions it reads, 0 for all of them.
    """

    department: str | None
    steers: bool
    executes: bool
    asks_in: frozenset[int]

    def sees(self, department: str | None) -> bool:
        """Whether it may open a ticket of this department."""
        return self.steers or (self.executes and department is not None and department == self.department)

    def reads(self, broadcast_id: int) -> bool:
        """Whether it may open a question of this broadcast."""
        return not self.asks_in.isdisjoint({0, broadcast_id})


_READING = frozenset({Role.MODERATOR, Role.PRODUCER, Role.ADMIN})


def colleagues(connection: Connection) -> dict[int, Colleague]:
    people = [row for row in access.all_accounts(connection) if row.active]
    held: dict[int, set[tuple[str, int]]] = {}
    for row in access.roles_of(connection, [one.id for one in people]):
        held.setdefault(row.account_id, set()).add((row.role, row.broadcast_id))
    return {row.id: _colleague(row, held.get(row.id, set())) for row in people}


def _colleague(row: Row[Any], held: Collection[tuple[str, int]]) -> Colleague:
    roles = {role for role, _ in held}
    steers = Role.COORDINATOR in roles or (Role.ADMIN, 0) in held
    reads = frozenset(broadcast_id for role, broadcast_id in held if role in _READING)
    return Colleague(row.id, row.login, row.name, row.department, steers, Role.EXECUTOR in roles, reads)


def named_in(
    connection: Connection, text: str, by: By, may_read: Callable[[Colleague], bool]
) -> tuple[Named, list[str]]:
    """Whom a note names, and what they are called: nobody who could not read it, and not its writer."""
    if "@" not in text:
        return Named(), []
    people = {one.id: one for one in colleagues(connection).values() if may_read(one)}
    whom = named(text, list(people.values())).without([by.account])
    return whom, [people[one].name for one in whom.all]


_WORK = select(
    ticket.c.id,
    ticket.c.number,
    ticket.c.state,
    ticket.c.department,
    ticket.c.owner,
    ticket.c.owner_id,
    ticket.c.rating,
    ticket.c.question_id,
    parts.ASKED_OF,
    question.c.topic,
    question.c.locality,
).join(question, question.c.id == ticket.c.question_id)


def work_of(connection: Connection, numbers: Collection[str]) -> dict[str, Any]:
    """By number, how these tickets stand now."""
    return {row.number: row for row in connection.execute(_WORK.where(ticket.c.number.in_(list(numbers))))}


# What is told


def add(tx: Transaction, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """These are news; the accounts whose unread ones grow by it. The tickets' log is locked."""
    if not rows:
        return []
    insert_rows(tx.connection, (news, [_plain(row) for row in rows]))
    grown: dict[int, int] = {}
    for row in rows:
        if row["account_id"] is not None:
            grown[row["account_id"]] = grown.get(row["account_id"], 0) + 1
    for account_id, many in sorted(grown.items()):
        _reader(tx, account_id, unread=news_reader.c.unread + many, at=tx.now, or_else={"unread": many})
    return sorted(grown)


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    due_at = row["due_at"]
    return {**row, "at": written(row["at"]), "due_at": written(due_at) if due_at else None}


def _reader(tx: Transaction, account_id: int, or_else: Mapping[str, Any] | None = None, **columns: Any) -> None:
    mine = update(news_reader).where(news_reader.c.account_id == account_id)
    if not tx.connection.execute(mine.values(**columns)).rowcount:
        new = {**columns, **(or_else or {}), "at": tx.now, "account_id": account_id}
        tx.connection.execute(insert(news_reader).values(**new))


def tell_counts(tx: Transaction, accounts: Iterable[int]) -> None:
    """The screens of these people hear how many they have not seen."""
    tx.append(TICKETS_LOG, [Event("news.counted", data={"account": one}) for one in accounts], None)


def due(connection: Connection, now: datetime, limit: int, without: Collection[Receiver] = ()) -> list[Receiver]:
    """Who is to be written to by now, but these: at most so many, who waits longest first."""
    waits = (news.c.due_at <= now, *(_of(one, is_not=True) for one in without))
    receivers = select(news.c.account_id, news.c.department).where(*waits)
    receivers = receivers.group_by(news.c.account_id, news.c.department).order_by(func.min(news.c.due_at))
    return [(row.account_id, row.department) for row in connection.execute(receivers.limit(limit))]


def _of(receiver: Receiver, is_not: bool = False) -> Any:
    account_id, department = receiver
    if account_id is None:
        mine = news.c.account_id.is_(None) & (news.c.department == department)
        return or_(news.c.account_id.is_not(None), news.c.department != department) if is_not else mine
    if is_not:
        return or_(news.c.account_id.is_(None), news.c.account_id != account_id)
    return news.c.account_id == account_id


_ABOUT = (
    select(
        news,
        ticket.c.number.label("ticket"),
        ticket.c.state,
        ticket.c.department.label("ticket_department"),
        ticket.c.owner,
        ticket.c.owner_id,
        ticket.c.rating,
        ticket.c.resolution_due,
        parts.ASKED_OF,
        question.c.number.label("question"),
        question.c.topic,
        question.c.locality,
        broadcast.c.slug,
        broadcast.c.title,
        broadcast.c.zone,
        official_page.c.address.label("page"),
        official_page.c.body,
    )
    .outerjoin(ticket, ticket.c.id == news.c.ticket_id)
    .outerjoin(question, question.c.id == func.coalesce(ticket.c.question_id, news.c.question_id))
    .outerjoin(broadcast, broadcast.c.id == question.c.broadcast_id)
    .outerjoin(official_page, official_page.c.id == news.c.page_id)
)
"""News, each with how its ticket or its question stands now."""


def take(tx: Transaction, receiver: Receiver) -> Sequence[Row[Any]]:
    """All that waits for a receiver, due or not, which from now on waits no more: nobody else is given it."""
    waits = (news.c.due_at.is_not(None), _of(receiver))
    taken = tx.connection.execute(update(news).where(*waits).values(due_at=None).returning(news.c.id)).scalars().all()
    return tx.connection.execute(_ABOUT.where(news.c.id.in_(taken)).order_by(news.c.id)).all()


def put_off(tx: Transaction, account_id: int, until: datetime) -> None:
    """What waits for a person goes then."""
    mine = (news.c.account_id == account_id, news.c.due_at.is_not(None))
    tx.connection.execute(update(news).where(*mine).values(due_at=until))


# Who has seen how much of it


def listed(connection: Connection, account_id: int, limit: int) -> Sequence[Row[Any]]:
    """A person's news, the newest first."""
    mine = _ABOUT.where(news.c.account_id == account_id)
    return connection.execute(mine.order_by(news.c.id.desc()).limit(limit)).all()


def reader(connection: Connection, account_id: int) -> Row[Any] | None:
    """How a person stands with the news; None where there was none, and nothing was chosen."""
    return connection.execute(select(news_reader).where(news_reader.c.account_id == account_id)).one_or_none()


def readers(connection: Connection, ids: Collection[int]) -> Sequence[Row[Any]]:
    return connection.execute(select(news_reader).where(news_reader.c.account_id.in_(list(ids)))).all()


def all_readers(connection: Connection, limit: int) -> Sequence[Row[Any]]:
    """How everybody stands, of the newest accounts so many."""
    newest = select(news_reader).order_by(news_reader.c.account_id.desc()).limit(limit)
    return list(reversed(connection.execute(newest).all()))


def choices(connection: Connection, ids: Collection[int]) -> dict[int, Choice]:
    """By account, what each has chosen, or begins with."""
    chosen = {row.account_id: row.choice for row in readers(connection, ids)}
    return {one: Choice.of_item(chosen.get(one)) for one in ids}


def choose(tx: Transaction, account_id: int, choice: Choice) -> None:
    _reader(tx, account_id, choice=choice.as_item())


def read_all(tx: Transaction, account_id: int, up_to: int) -> bool:
    """A person has seen their news up to this one; whether that is any news. The tickets' log is locked."""
    mine = (news_reader.c.account_id == account_id, news_reader.c.read_to < up_to)
    later = select(func.count()).where(news.c.account_id == account_id, news.c.id > up_to).scalar_subquery()
    seen = update(news_reader).where(*mine).values(read_to=up_to, unread=later, at=tx.now)
    return tx.connection.execute(seen).rowcount == 1


# What goes


def forget_of_tickets(tx: Transaction, gone: Any) -> None:
    """Of these tickets, which are no more. Their log has every screen start anew, so it is told of no counts."""
    forget(tx, news.c.ticket_id.in_(gone))


def forget(tx: Transaction, condition: Any) -> list[int]:
    """These news are no more; the accounts of which fewer are unread by it. The tickets' log is locked."""
    counted = (
        select(news.c.account_id, func.count().label("many"))
        .join(news_reader, news_reader.c.account_id == news.c.account_id)
        .where(condition, news.c.id > news_reader.c.read_to)
        .group_by(news.c.account_id)
    )
    fewer = {row.account_id: row.many for row in tx.connection.execute(counted)}
    tx.connection.execute(delete(news).where(condition))
    # SQLite gives the number of the newest row that went to the next one.
    newest = tx.connection.execute(select(func.coalesce(func.max(news.c.id), 0))).scalar_one()
    tx.connection.execute(update(news_reader).where(news_reader.c.read_to > newest).values(read_to=newest))
    for account_id, many in sorted(fewer.items()):
        _reader(tx, account_id, unread=news_reader.c.unread - many, at=tx.now)
    return sorted(fewer)
