"""Collections as those who keep them see them, and as those who are sent them do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from live.domain.followup.collection import begins
from live.domain.refused import Refused
from live.store.centre import departments, lists
from live.store.followup import collections
from live.store.show import links
from live.store.transaction import Store
from live.views.collections.counting import Scope, count
from live.views.collections.told import Listed, Told, behind, of_issue, told

ISSUES = 60
"""Issues of a collection that its page lists, the newest."""

WAITING = 50
"""Issues that an official's own page lists, the newest."""


@dataclass(frozen=True, slots=True)
class ReaderView:
    """Who was sent an issue. `letter`: how the letter does; None where none could be written."""

    id: int
    name: str | None
    department: str
    sent_at: datetime
    letter: str | None
    trouble: str | None
    read_at: datetime | None
    reminded_at: datetime | None
    answer: str | None
    answered_at: datetime | None
    taken_as: str | None
    taken_to: str | None
    taken_by: str | None
    handed_by: str | None
    token: str | None


@dataclass(frozen=True, slots=True)
class IssueView:
    number: int
    until: datetime
    by: str | None
    readers: Sequence[ReaderView]

    @property
    def unread(self) -> int:
        return sum(one.read_at is None for one in self.readers)

    @property
    def answers(self) -> int:
        """Those that nobody has made use of yet."""
        return sum(one.answer is not None and one.taken_as is None for one in self.readers)


@dataclass(frozen=True, slots=True)
class CollectionView:
    """`key` and `department` are for whom it is; `last` is what was sent last."""

    number: int
    version: int
    title: str
    key: str
    department: str
    official: str
    topics: Sequence[str]
    localities: Sequence[str]
    rhythm: str
    weekday: int
    hour: int
    skips_empty: bool
    paused: bool
    next_at: datetime | None
    last: IssueView | None


@dataclass(frozen=True, slots=True)
class Addressee:
    """Who may be chosen: a department by its key, or one of those who answer for it."""

    key: str
    department: str
    official: str
    post: str
    reached: bool


@dataclass(frozen=True, slots=True)
class Whole:
    """A collection's own page. `reader`, `reached`: whom the next issue goes to, and whether a letter can."""

    collection: CollectionView
    issues: Sequence[IssueView]
    reader: str | None
    reached: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """An issue as it is read by a link, and what its reader has said of it."""

    told: Told
    reader: ReaderView
    others: Sequence[Addressee]


@dataclass(frozen=True, slots=True)
class Waiting:
    title: str
    until: datetime
    read: bool
    token: str | None


def all_collections(store: Store) -> list[CollectionView]:
    with store.read() as connection:
        last = collections.latest(connection)
        readers = _readers(store, connection, [one.id for one in last.values()])
        shown = {number: _issue(row, readers) for number, row in last.items()}
        return [_collection(connection, row, shown.get(row.id)) for row in collections.listed(connection)]


def one_collection(store: Store, number: int) -> Whole:
    with store.read() as connection:
        row = collections.get(connection, number)
        rows = collections.issues(connection, number, ISSUES)
        readers = _readers(store, connection, [one.id for one in rows])
        issues = [_issue(one, readers) for one in rows]
        whom = collections.recipient(connection, row.department_id, row.official)
        shown = _collection(connection, row, issues[0] if issues else None)
        return Whole(shown, issues, whom.name, whom.address is not None)


def one_issue(store: Store, number: int, issue: int) -> tuple[Told, IssueView]:
    """`not_found` where there is none; of a deleted collection, too."""
    with store.read() as connection:
        collections.get(connection, number)
        row = collections.issue(connection, number, issue)
        return of_issue(connection, row), _issue(row, _readers(store, connection, [row.id]))


def list_of_issue(
    store: Store, number: int, issue: int, what: str, topic: str | None, locality: str | None
) -> tuple[Told, Listed]:
    with store.read() as connection:
        collections.get(connection, number)
        row = collections.issue(connection, number, issue)
        return of_issue(connection, row), behind(connection, row.figures, what, topic, locality)


def preview(store: Store, number: int) -> Told:
    """What the next issue would tell if it went now. Nothing is kept."""
    with store.read() as connection:
        row = collections.get(connection, number)
        whom = collections.recipient(connection, row.department_id, row.official)
    until = store.clock()
    since = begins(collections.schedule_of(row), until, row.told_until)
    scope = Scope(whom.department, tuple(row.topics), tuple(row.localities))
    figures = count(store, scope, since, until)
    with store.read() as connection:
        return told(connection, row.title, whom.department, since, until, figures)


def addressees(store: Store) -> list[Addressee]:
    """Every open department, and after it those who answer for it."""
    with store.read() as connection:
        return _addressees(connection)


def choices(store: Store) -> tuple[list[str], list[str]]:
    """The centre's topics and places."""
    with store.read() as connection:
        topics, places = (lists.read(connection, name).items for name in ("topics", "localities"))
    return [one["name"] for one in topics], [one["name"] for one in places]


def read_by(store: Store, token: str) -> Reading:
    """What a link opens; `not_found` for one that opens nothing."""
    with store.read() as connection:
        row = collections.by_token(store, connection, token)
        issue = collections.issue_by_id(connection, row.issue_id)
        readers = _readers(store, connection, [issue.id])[issue.id]
        mine = next(one for one in readers if one.id == row.id)
        others = [
            one for one in _addressees(connection) if (one.key, one.official) != (_key(connection, row), row.official)
        ]
        return Reading(of_issue(connection, issue), mine, others)


def list_read_by(store: Store, token: str, what: str, topic: str | None, locality: str | None) -> tuple[Told, Listed]:
    with store.read() as connection:
        row = collections.by_token(store, connection, token)
        issue = collections.issue_by_id(connection, row.issue_id)
        return of_issue(connection, issue), behind(connection, issue.figures, what, topic, locality)


def waiting(store: Store, account: int | None, department: str | None) -> list[Waiting]:
    """What was sent to an account; and to a department as a whole, where they work in one."""
    with store.read() as connection:
        of = [row.id for row in departments.listed(connection) if department and row.name == department]
        rows = collections.waiting_for(connection, account, of, WAITING)
        return [Waiting(row.title, row.until, row.read_at is not None, links.token_of(store, row)) for row in rows]


def _addressees(connection: Connection) -> list[Addressee]:
    rows = [row for row in departments.listed(connection) if row.closed_at is None]
    told_of = departments.whom_to_tell(connection)
    people: dict[int, list[Row[Any]]] = {}
    for one in departments.officials(connection, [row.id for row in rows]):
        if one.account_id is None or one.active:
            people.setdefault(one.department_id, []).append(one)
    found = []
    for row in rows:
        reached = told_of[row.name]
        found.append(Addressee(row.key, row.name, "", "", bool(reached.address or reached.shared)))
        for one in people.get(row.id, []):
            found.append(Addressee(row.key, row.name, one.name, one.post or "", bool(one.email or one.account_email)))
    return found


def _key(connection: Connection, row: Row[Any]) -> str:
    return str(departments.by_id(connection, row.department_id).key)


def _collection(connection: Connection, row: Row[Any], last: IssueView | None) -> CollectionView:
    home = departments.by_id(connection, row.department_id)
    return CollectionView(
        row.id,
        row.version,
        row.title,
        home.key,
        home.name,
        row.official,
        row.topics,
        row.localities,
        row.rhythm,
        row.weekday,
        row.hour,
        bool(row.skips_empty),
        bool(row.paused),
        row.next_at,
        last,
    )


def _issue(row: Row[Any], readers: dict[int, list[ReaderView]]) -> IssueView:
    return IssueView(row.number, row.until, row.by_name, readers.get(row.id, []))


def _readers(store: Store, connection: Connection, issue_ids: Sequence[int]) -> dict[int, list[ReaderView]]:
    rows = collections.readings(connection, issue_ids)
    names = {row.id: row.name or row.department for row in rows}
    found: dict[int, list[ReaderView]] = {}
    for row in rows:
        view = ReaderView(
            row.id,
            row.name,
            row.department,
            row.sent_at,
            row.letter,
            row.trouble,
            row.read_at,
            row.reminded_at,
            row.answer,
            row.answered_at,
            row.taken_as,
            row.taken_to,
            row.taken_by,
            names.get(row.handed_from),
            links.token_of(store, row),
        )
        found.setdefault(row.issue_id, []).append(view)
    return found


def answer_of(store: Store, number: int, issue: int, reader: int) -> str:
    """What a reader has answered; `illegal` where they have not, or where that was made use of."""
    _, shown = one_issue(store, number, issue)
    found = next((one for one in shown.readers if one.id == reader), None)
    if found is None or found.answer is None:
        raise Refused("not_found", "Nobody of that number has answered this collection.")
    if found.taken_as is not None:
        raise Refused("illegal", "This answer is in use already: ticket {number}.", number=found.taken_to)
    return found.answer
