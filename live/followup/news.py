"""Telling those who work on tickets what has happened to theirs: in the product, and by letter as each has chosen.

The tickets' log says what has happened. Reading it makes rows and moves the mark up to which it was read, in one
transaction; so an event is news once, whenever a process dies. A letter goes into the outbox in the transaction that
takes the rows which it tells of.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from live.domain.audit import Act
from live.domain.followup import news as domain
from live.domain.followup.news import SETTLES, WAYS, Choice, Kind, Moment, Work
from live.domain.people import Actor, account_of
from live.domain.refused import Refused
from live.followup.news_letters import letter
from live.store import log
from live.store.centre import access, audit, channels, departments, shifts
from live.store.centre.settings import centre_zone, reached_at
from live.store.centre.watch import night, watch, ways
from live.store.followup import news, outbox
from live.store.followup.escalations import mail_channel
from live.store.followup.news import Receiver
from live.store.ids import TICKETS_LOG, question_id
from live.store.rows import Connection, Row
from live.store.show import rehearsal
from live.store.transaction import Store, Transaction

EVENTS = 200
"""That are read in one transaction, and not many more tickets than that: a slice of a wrap has many."""

Happened = tuple[Row[Any], Moment]
"""An event of the tickets' log, and what it is news of."""


def unread_events(connection: Connection) -> tuple[int | None, Sequence[Row[Any]]]:
    """How far the log was read for news (None: never), and what comes next."""
    since = news.position(connection)
    if since is None:
        return None, ()
    return since, log.events_since(connection, TICKETS_LOG, since, EVENTS)


def begin(store: Store) -> None:
    """Of what was before nobody is told."""
    with store.write() as tx:
        tx.lock(TICKETS_LOG)
        if news.position(tx.connection) is None:
            news.advance(tx, None, tx.head(TICKETS_LOG))


def read_on(store: Store, since: int, events: Sequence[Row[Any]], told: bool = True) -> int:
    """Make news of the first of these, which follow `since`; up to which number. With `told` false they are no news."""
    found: list[Happened] = []
    count = 0
    for event in events:
        mine = domain.moments(event.type, event.ticket, event.data) if told else []
        found += [(event, one) for one in mine]
        count += sum(len(one.tickets) for one in mine)
        if count >= EVENTS:
            break
    with store.write() as tx:
        if found:
            tx.lock(TICKETS_LOG)
        if news.advance(tx, since, event.seq) and found:
            Recipients(tx, found).tell()
    return int(event.seq)


class Recipients:
    """One slice of events: what is read once for all of it."""

    def __init__(self, tx: Transaction, found: Sequence[Happened]) -> None:
        self._tx, self._found = tx, found
        connection = tx.connection
        self._given = {n: event.seq for event, one in found if one.kind is Kind.ASSIGNED for n in one.tickets}
        self._work = news.work_of(connection, {number for _, one in found for number in one.tickets})
        self._invented = rehearsal.invented_among(connection, {row.question_id for row in self._work.values()})
        self._people = news.colleagues(connection)
        self._choices = news.choices(connection, list(self._people))
        self._watch = watch(connection, tx.now)
        self._absent = shifts.absent(connection, tx.now)
        self._shared = departments.whom_to_tell(connection)
        self._mailed = mail_channel(connection) is not None

    def tell(self) -> None:
        rows = [row for event, moment in self._found for row in self._of(event, moment)]
        news.tell_counts(self._tx, news.add(self._tx, rows))

    def _of(self, event: Row[Any], moment: Moment) -> Iterator[dict[str, Any]]:
        if not moment.tickets:  # A question's note, of a broadcast.
            about = {"question_id": question_id(event.data["broadcast"], event.question)}
            yield from self._to(moment.to or (), event, moment.kind, about, None)
        for number in moment.tickets:
            row = self._work.get(number)
            is_last = moment.kind is not Kind.ASSIGNED or event.seq == self._given[number]
            if row is not None and is_last and row.question_id not in self._invented:
                yield from self._of_ticket(event, moment, row)

    def _of_ticket(self, event: Row[Any], moment: Moment, row: Row[Any]) -> Iterator[dict[str, Any]]:
        work, about = work_of(row), {"ticket_id": row.id}
        if moment.department is not None:
            if domain.still_holds(moment.kind, work, None, moment.department):
                yield from self._to_department(moment.department, moment.to, event, moment.kind, about)
        elif moment.to is not None:
            theirs = [one for one in moment.to if domain.still_holds(moment.kind, work, one, None)]
            yield from self._to(theirs, event, moment.kind, about, row if moment.kind is not Kind.TAKEN_BACK else None)
        elif not domain.still_holds(moment.kind, work, row.owner_id, row.department):
            return
        elif row.owner_id is not None:
            yield from self._to([row.owner_id], event, moment.kind, about, row)
        elif row.department is not None:
            to = None if row.owner is None else ()
            yield from self._to_department(row.department, to, event, moment.kind, about)

    def _to_department(
        self, name: str, to: Collection[int] | None, event: Row[Any], kind: Kind, about: dict[str, Any]
    ) -> Iterator[dict[str, Any]]:
        """These of its people, or (None) all who execute; and its own e-mail, unless a person of it is meant."""
        theirs = [id_ for id_, one in self._people.items() if one.executes and one.department == name]
        yield from self._to(theirs if to is None else to, event, kind, about, None)
        shared = self._shared.get(name)
        if not to and self._mailed and shared is not None and shared.shared:
            yield self._row(event, kind, about, department=name, due_at=event.at + SETTLES)

    def _to(
        self, accounts: Collection[int], event: Row[Any], kind: Kind, about: dict[str, Any], stands_in: Row[Any] | None
    ) -> Iterator[dict[str, Any]]:
        """Never of what they did themselves. `stands_in`: the ticket for which, of one who is away, the one on duty is
        told; the one who is away sees it when they are back."""
        doer = account_of(event.by_credential)
        for account in accounts:
            if account == doer or account not in self._people:
                continue
            if account not in self._absent:
                yield self._row(event, kind, about, account_id=account, due_at=self._due(account, kind, event.at))
                continue
            yield self._row(event, kind, about, account_id=account)
            for deputy in self._deputies(stands_in, {account, doer}):
                due_at = self._due(deputy, kind, event.at)
                yield self._row(event, kind, about, account_id=deputy, instead_of=account, due_at=due_at)

    def _deputies(self, row: Row[Any] | None, without: Collection[int | None]) -> list[int]:
        on_duty = self._watch.on_duty(row.topic, row.locality) if row is not None else []
        return [one for one in on_duty if one not in without and one in self._people][:1]

    def _due(self, account: int, kind: Kind, at: datetime) -> datetime | None:
        choice = self._choices[account]
        return choice.due(at, self._watch.night, self._watch.zone) if kind in choice.kinds else None

    @staticmethod
    def _row(event: Row[Any], kind: Kind, about: dict[str, Any], **columns: Any) -> dict[str, Any]:
        nothing = dict.fromkeys(("account_id", "department", "instead_of", "ticket_id", "question_id", "due_at"))
        return {**nothing, "kind": kind.value, "by_name": event.by_name, "at": event.at, **about, **columns}


def work_of(row: Row[Any]) -> Work:
    return Work(row.state, row.department, row.owner, row.owner_id, row.rating, _asked_of(row))


def _asked_of(row: Row[Any]) -> frozenset[str]:
    return frozenset((row.asked_of or "").splitlines())


def write(store: Store, address: str, receiver: Receiver) -> None:
    """One letter to a receiver about all that waits for them and still is so, by each way that they have chosen.

    `address`: what the server was started with ("": nothing).
    """
    account_id, department = receiver
    with store.write() as tx:
        zone = ZoneInfo(centre_zone(tx.connection))
        if account_id is None:
            to = _mailbox(tx.connection, department)
        else:
            choice = news.choices(tx.connection, [account_id])[account_id]
            until = choice.after_night(tx.now, night(tx.connection), zone)
            if until > tx.now:
                news.put_off(tx, account_id, until)
                return
            to = _ways(tx.connection, account_id, choice, tx.now)
        taken = [row for row in news.take(tx, receiver) if account_id is None or Kind(row.kind) in choice.kinds]
        theirs = _departments(tx.connection, taken)
        rows = [
            row
            for row in domain.settled(taken, lambda row: (Kind(row.kind), row.ticket_id))
            if _still_holds(row, theirs)
        ]
        if not rows:
            return
        text = letter(rows, reached_at(tx.connection, address), zone)
        about = rows[0].ticket_id if len(rows) == 1 else None
        for channel_id, contact in to:
            outbox.queue_notice(tx, about, channel_id, contact, text, None)


def _whose(row: Row[Any]) -> int | None:
    return row.instead_of or row.account_id


def _departments(connection: Connection, rows: Sequence[Row[Any]]) -> dict[int, str | None]:
    """By account, the department of whoever these are told to, or instead of whom."""
    accounts = {account for row in rows if (account := _whose(row)) is not None}
    return {row.id: row.department for row in access.accounts(connection, accounts)}


def _still_holds(row: Row[Any], departments_of: dict[int, str | None]) -> bool:
    """Whether it is told by letter: a ticket that has moved on meanwhile is told by its last state."""
    if row.ticket_id is None:
        return row.question is not None or row.page is not None
    work = Work(row.state, row.ticket_department, row.owner, row.owner_id, row.rating, _asked_of(row))
    account = _whose(row)
    department = row.department if account is None else departments_of.get(account)
    return domain.still_holds(Kind(row.kind), work, account, department)


def _mailbox(connection: Connection, department: str | None) -> list[tuple[int, str]]:
    channel_id = mail_channel(connection)
    shared = departments.whom_to_tell(connection).get(department or "")
    return [(channel_id, shared.shared)] if channel_id is not None and shared is not None and shared.shared else []


def _ways(connection: Connection, account_id: int, choice: Choice, now: datetime) -> list[tuple[int, str]]:
    """Nobody who is away, or who may not sign in any more, is written to."""
    if account_id in shifts.absent(connection, now) or not access.accounts(connection, [account_id]):
        return []
    types = {one.id: one.type for one in channels.kinds(connection)}
    return [way for way in ways(connection, [account_id]).get(account_id, ()) if types[way[0]] in choice.ways]


# What each person says of it


def choose(
    store: Store, account_id: int, kinds: Collection[str], by_ways: Collection[str], pace: str, quiet: bool, by: Actor
) -> None:
    """From now on this person is written to so; what waits for them goes by it too."""
    if not (set(kinds) <= set(Kind) and set(by_ways) <= set(WAYS) and pace in set(domain.Pace)):
        raise Refused("invalid", "The request is not understood.")
    choice = Choice(frozenset(map(Kind, kinds)), frozenset(by_ways), domain.Pace(pace), quiet)
    with store.write() as tx:
        tx.lock(TICKETS_LOG)
        news.choose(tx, account_id, choice)
        zone = ZoneInfo(centre_zone(tx.connection))
        news.put_off(tx, account_id, choice.due(tx.now, night(tx.connection), zone))
        audit.record(tx, Act.NEWS_CHOSEN, f"user/{account_id}", by)


def see(store: Store, account_id: int, up_to: int) -> None:
    """This person has seen their news up to this one; their other screens hear of it."""
    with store.write() as tx:
        tx.lock(TICKETS_LOG)
        if news.read_all(tx, account_id, up_to):
            news.tell_counts(tx, [account_id])
