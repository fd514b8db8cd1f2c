"""What has outlived its term, found and taken away in slices. Rows and numbers stay: everything still adds up."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from typing import Any

from sqlalchemy import Connection, Row, and_, delete, exists, func, insert, or_, select, update

from live.domain.broadcast import State as BroadcastState
from live.domain.call import State as Call
from live.domain.events import Event
from live.domain.files.attached import State as FileState
from live.domain.question import OPEN
from live.domain.reply import State as Reply
from live.domain.retention import PASSING, Kind
from live.domain.ticket import State as Ticket
from live.store.followup import news
from live.store.ids import TICKETS_LOG, question_id
from live.store.show import files, mentions
from live.store.show.files import ABOUT
from live.store.tables import (
    access_key,
    ban,
    broadcast,
    call,
    caution,
    command,
    dead_letter,
    escalation,
    event,
    file,
    handover,
    log,
    mention,
    outbox,
    person,
    publication_page,
    question,
    retention_run,
    shift,
    ticket,
    webhook,
)
from live.store.tables import news as news_table
from live.store.transaction import Transaction

_OVER = [state.value for state in (Reply.SENT, Reply.CANCELLED, Reply.FAILED)]
_DONE = [state.value for state in (Ticket.RESOLVED, Ticket.CLOSED)]
_AT_WORK = [state.value for state in OPEN]


@dataclass(frozen=True, slots=True)
class Slice:
    """Of the rows looked at, up to the key `last`: those whose term is over. `last` None: there are no more."""

    ids: Sequence[Any]
    last: Any


Find = Callable[[Connection, datetime, Any, int], Slice]
Clear = Callable[[Transaction, Sequence[Any]], None]


def _found(connection: Connection, key: Any, after: Any, size: int, *conditions: Any) -> Slice:
    """Of the next `size` rows those that meet the conditions: a table without any is not read in one go."""
    beyond = [key > after] if after is not None else []
    keys = connection.execute(select(key).where(*beyond).order_by(key).limit(size)).scalars().all()
    if not keys:
        return Slice((), None)
    ids = connection.execute(select(key).where(key.between(keys[0], keys[-1]), *conditions).order_by(key))
    return Slice(ids.scalars().all(), keys[-1])


def _plain(key: Any, conditions: Callable[[datetime], Any]) -> Find:
    def find(connection: Connection, cut: datetime, after: Any, size: int) -> Slice:
        return _found(connection, key, after, size, conditions(cut))

    return find


def _persons(connection: Connection, cut: datetime, after: Any, size: int) -> Slice:
    """Those nobody has heard of since, for whom no work is under way, whose answers are out, and who are not banned."""
    theirs = question.c.person_id == person.c.id
    rung = exists().where(call.c.person_id == person.c.id, call.c.created_at >= cut)
    asked = exists().where(theirs, or_(question.c.received_at >= cut, question.c.moved_at >= cut))
    on_its_way = or_(outbox.c.state.not_in(_OVER), outbox.c.moved_at >= cut)
    waits = exists().where(theirs, outbox.c.question_id == question.c.id, on_its_way)
    warned = exists().where(caution.c.person_id == person.c.id, caution.c.lifted_at.is_(None))
    old = and_(person.c.anonymised_at.is_(None), person.c.created_at < cut, ~asked, ~rung, ~waits, ~warned)
    found = _found(connection, person.c.id, after, size, old)
    at_work = _with_work(connection, cut, found.ids) if found.ids else set()
    return Slice([one for one in found.ids if one not in at_work], found.last)


def _with_work(connection: Connection, cut: datetime, person_ids: Sequence[int]) -> set[int]:
    """Those of these persons for whose questions, or what they were merged into, a ticket is open or was of late."""
    asked = connection.execute(
        select(question.c.id, question.c.person_id, question.c.broadcast_id, question.c.merged_into).where(
            question.c.person_id.in_(person_ids)
        )
    ).all()
    of: dict[int, set[int]] = {}
    step: list[tuple[Any, set[int]]] = [(row, {row.person_id}) for row in asked]
    while step:
        above: dict[int, set[int]] = {}
        for row, people in step:
            of.setdefault(row.id, set()).update(people)
            if row.merged_into is not None:
                above.setdefault(question_id(row.broadcast_id, row.merged_into), set()).update(people)
        rows = connection.execute(
            select(question.c.id, question.c.broadcast_id, question.c.merged_into).where(question.c.id.in_(list(above)))
        ).all()
        step = [(row, above[row.id]) for row in rows if not above[row.id] <= of.get(row.id, set())]
    busy = or_(ticket.c.state.not_in(_DONE), ticket.c.resolved_at >= cut, ticket.c.closed_at >= cut)
    still = select(ticket.c.question_id).where(ticket.c.question_id.in_(list(of)), busy)
    waiting = select(question.c.id).where(question.c.id.in_(list(of)), question.c.state.in_(_AT_WORK))
    found = [*connection.execute(still).scalars(), *connection.execute(waiting).scalars()]
    return set().union(*(of[one] for one in found)) if found else set()


def awaits_reply(connection: Connection, person_ids: Sequence[int]) -> bool:
    """Whether something that is to be sent to these persons, or told them, is not over yet."""
    on_its_way = (outbox.c.person_id.in_(person_ids), outbox.c.state.not_in(_OVER))
    return connection.execute(select(outbox.c.id).where(*on_its_way).limit(1)).first() is not None


def anonymise(tx: Transaction, ids: Sequence[int]) -> None:
    """Nothing is left by which they could be told or found; a screen that shows one of their questions hears of it."""
    asked = tx.connection.execute(
        select(question.c.broadcast_id, question.c.number, question.c.state)
        .join(broadcast, broadcast.c.id == question.c.broadcast_id)
        .where(question.c.person_id.in_(ids), broadcast.c.state != BroadcastState.ARCHIVED.value)
        .order_by(question.c.id)
    ).all()
    logs = sorted({row.broadcast_id for row in asked})
    tx.lock(*logs)
    nothing = dict.fromkeys(("name", "contact", "contact_kind", "profile", "contact_hash"))
    asked_for = func.coalesce(person.c.looked_up_at, tx.now, type_=person.c.looked_up_at.type)
    tx.connection.execute(
        update(person).where(person.c.id.in_(ids)).values(**nothing, anonymised_at=tx.now, looked_up_at=asked_for)
    )
    # A private conversation is named by whose it is.
    tx.connection.execute(update(question).where(question.c.person_id.in_(ids)).values(conversation=None))
    for log_id in logs:
        events = [Event("question.named", r.number, r.state, r.state) for r in asked if r.broadcast_id == log_id]
        tx.append(log_id, events, None)


def _set(key: Any, **columns: Any) -> Clear:
    def clear(tx: Transaction, ids: Sequence[Any]) -> None:
        tx.connection.execute(update(key.table).where(key.in_(ids)).values(**columns))

    return clear


def _forget(key: Any) -> Clear:
    def clear(tx: Transaction, ids: Sequence[Any]) -> None:
        tx.connection.execute(delete(key.table).where(key.in_(ids)))

    return clear


def _originals(cut: datetime) -> Any:
    holds_something = and_(question.c.original.is_not(None), question.c.state.not_in(_AT_WORK))
    return and_(question.c.received_at < cut, holds_something)


def _files(cut: datetime) -> Any:
    """What belongs to a question, to a reply to it or to the answers of a ticket, on which nobody has worked since;
    what has come for one that does not stand yet belongs to none."""
    busy = or_(ticket.c.state.not_in(_DONE), ticket.c.resolved_at >= cut, ticket.c.closed_at >= cut)
    at_work = exists().where(or_(ticket.c.question_id == ABOUT, ticket.c.id == file.c.ticket_id), busy)
    asked = exists().where(question.c.id == ABOUT, question.c.state.not_in(_AT_WORK))
    over = or_(asked, file.c.ticket_id.is_not(None))
    return and_(file.c.at < cut, file.c.state == FileState.KEPT.value, over, ~at_work)


def _calls(cut: datetime) -> Any:
    called_back = or_(and_(~call.c.missed, ~call.c.call_back), call.c.closed_at < cut)
    holds_something = or_(call.c.name.is_not(None), call.c.recording_url.is_not(None), call.c.legs.is_not(None))
    return and_(call.c.moved_at < cut, call.c.state == Call.ENDED.value, called_back, holds_something)


def _letters(cut: datetime) -> Any:
    return and_(dead_letter.c.settled_at < cut, dead_letter.c.body != "")


def _replies(cut: datetime) -> Any:
    over = outbox.c.state.in_([Reply.SENT.value, Reply.CANCELLED.value])
    return and_(outbox.c.moved_at < cut, over, outbox.c.text != "")


def _bans(cut: datetime) -> Any:
    return or_(ban.c.lifted_at < cut, ban.c.until < cut)


def _log(connection: Connection, cut: datetime, after: Any, size: int) -> Slice:
    """Of a log's next events those that pass; `after` is a log and a number in it, None behind its last old one."""
    last, since = after or (0, None)
    beyond = log.c.id > last if since is None else log.c.id == last
    mine = connection.execute(_LOGS.where(beyond).order_by(log.c.id).limit(1)).one_or_none()
    if mine is None:
        return Slice((), None)
    if mine.state == BroadcastState.WRAPPING.value:
        return Slice((), (mine.id, None))
    known = mine.told if mine.id == TICKETS_LOG and mine.told is not None else mine.head
    numbers = event.c.seq.between(max(since or 0, mine.floor) + 1, known)
    rows = connection.execute(_EVENTS.where(event.c.broadcast_id == mine.id, numbers).limit(size)).all()
    old = list(takewhile(lambda row: row.at < cut, rows))
    passing = [(mine.id, row.seq) for row in old if row.passes]
    return Slice(passing, (mine.id, old[-1].seq if len(old) == size else None))


_LOGS = select(log.c.id, log.c.head, log.c.floor, broadcast.c.state).outerjoin(broadcast, broadcast.c.id == log.c.id)
# What no receiver of webhooks was told yet stays, unless that one takes nothing.
_LOGS = _LOGS.add_columns(select(func.min(webhook.c.position)).where(~webhook.c.paused).scalar_subquery().label("told"))
_DONE_BY_SOMEBODY = and_(event.c.by_name.is_not(None), or_(event.c.question.is_not(None), event.c.ticket.is_not(None)))
_PASSES = and_(event.c.type.in_(PASSING), ~_DONE_BY_SOMEBODY)
_EVENTS = select(event.c.seq, event.c.at, _PASSES.label("passes")).order_by(event.c.seq)


def _cut(tx: Transaction, ids: Sequence[tuple[int, int]]) -> None:
    """Take these events, all of one log, out of it: up to the last of them it is no longer whole, and says so."""
    log_id, numbers = ids[0][0], [number for _, number in ids]
    [row] = tx.lock(log_id)
    if log_id != TICKETS_LOG and row.state == BroadcastState.WRAPPING.value:
        return  # Since a moment ago.
    tx.connection.execute(delete(event).where(event.c.broadcast_id == log_id, event.c.seq.in_(numbers)))
    tx.connection.execute(update(log).where(log.c.id == log_id).values(floor=max(numbers)))


def _escalations(connection: Connection, cut: datetime, after: Any, size: int) -> Slice:
    """By the ids of their tickets, which are done."""
    told = exists().where(escalation.c.ticket_id == ticket.c.id, escalation.c.at < cut)
    done_at = func.coalesce(ticket.c.closed_at, ticket.c.resolved_at, type_=ticket.c.closed_at.type)
    return _found(connection, ticket.c.id, after, size, ticket.c.state.in_(_DONE), done_at < cut, told)


def _mentions(cut: datetime) -> Any:
    return and_(mention.c.found_at < cut, _is_not_newest(mention.c.id))


def _shifts(cut: datetime) -> Any:
    return and_(shift.c.ends < cut, _is_not_newest(shift.c.id))


def _forget_shifts(tx: Transaction, ids: Sequence[int]) -> None:
    tx.connection.execute(delete(handover).where(handover.c.shift_id.in_(ids)))
    tx.connection.execute(delete(shift).where(shift.c.id.in_(ids)))


def _forget_news(tx: Transaction, ids: Sequence[int]) -> None:
    news.tell_counts(tx, news.forget(tx, news_table.c.id.in_(ids)))


def _settled(cut: datetime) -> Any:
    return and_(dead_letter.c.settled_at < cut, _is_not_newest(dead_letter.c.id))


def _notices(cut: datetime) -> Any:
    """Without what stands on the centre's pages: by its letter it is corrected and taken away, whenever that may be."""
    over = and_(outbox.c.state.in_(_OVER), outbox.c.question_id.is_(None))
    on_a_page = exists().where(publication_page.c.outbox_id == outbox.c.id)
    return and_(outbox.c.moved_at < cut, over, ~on_a_page, _is_not_newest(outbox.c.id))


def _keys(cut: datetime) -> Any:
    """A screen's link stays as long as its broadcast, whose log tells of it."""
    archived = exists().where(
        broadcast.c.id == access_key.c.broadcast_id, broadcast.c.state == BroadcastState.ARCHIVED.value
    )
    ended = or_(access_key.c.revoked_at < cut, access_key.c.expires_at < cut)
    return and_(ended, or_(access_key.c.salt.is_(None), archived), _is_not_newest(access_key.c.id))


def _is_not_newest(key: Any) -> Any:
    """SQLite would give the number of the newest row to the next one."""
    return key < select(func.max(key)).scalar_subquery()


def lock_all(tx: Transaction) -> None:
    """Nobody asks, rings or opens a ticket meanwhile: whoever is found again by a contact must not be losing it."""
    live = select(broadcast.c.id).where(broadcast.c.state != BroadcastState.ARCHIVED.value)
    tx.lock(*sorted({TICKETS_LOG, *tx.connection.execute(live).scalars()}))


def _lock_tickets(tx: Transaction) -> None:
    tx.lock(TICKETS_LOG)


def _lock_none(tx: Transaction) -> None:
    """What nobody writes to any more; a log is locked when it is cut."""


@dataclass(frozen=True, slots=True)
class Way:
    """How what has outlived its term is found and taken away, and what is locked meanwhile."""

    find: Find
    clear: Clear
    lock: Callable[[Transaction], None] = _lock_none


WAYS: Mapping[Kind, Way] = {
    Kind.PERSONS: Way(_persons, anonymise, lock_all),
    Kind.ORIGINALS: Way(_plain(question.c.id, _originals), _set(question.c.id, original=None), lock_all),
    Kind.FILES: Way(_plain(file.c.id, _files), files.outlived, lock_all),
    Kind.CALLS: Way(_plain(call.c.id, _calls), _set(call.c.id, name=None, recording_url=None, legs=None), lock_all),
    Kind.LETTERS: Way(_plain(dead_letter.c.id, _letters), _set(dead_letter.c.id, body="")),
    Kind.REPLIES: Way(_plain(outbox.c.id, _replies), _set(outbox.c.id, text="", address=None), lock_all),
    Kind.COMMANDS: Way(_plain(command.c.id, lambda cut: command.c.at < cut), _forget(command.c.id)),
    Kind.BANS: Way(_plain(ban.c.id, _bans), _forget(ban.c.id)),
    Kind.LOG: Way(_log, _cut),
    Kind.SETTLED: Way(_plain(dead_letter.c.id, _settled), _forget(dead_letter.c.id)),
    Kind.NOTICES: Way(_plain(outbox.c.id, _notices), _forget(outbox.c.id)),
    Kind.ESCALATIONS: Way(_escalations, _forget(escalation.c.ticket_id), _lock_tickets),
    Kind.MENTIONS: Way(_plain(mention.c.id, _mentions), mentions.outlived),
    Kind.SHIFTS: Way(_plain(shift.c.id, _shifts), _forget_shifts, _lock_tickets),
    Kind.NEWS: Way(_plain(news_table.c.id, lambda cut: news_table.c.at < cut), _forget_news, _lock_tickets),
    Kind.KEYS: Way(_plain(access_key.c.id, _keys), _forget(access_key.c.id)),
}


def begin(tx: Transaction, dry: bool, terms: Mapping[Kind, int], by_name: str) -> int:
    values = {
        "dry": dry,
        "terms": {str(k): v for k, v in terms.items()},
        "counts": {},
        "by_name": by_name,
        "at": tx.now,
    }
    return int(tx.connection.execute(insert(retention_run).values(values).returning(retention_run.c.id)).scalar_one())


def end(tx: Transaction, run_id: int, counts: Mapping[Kind, int]) -> None:
    stored_counts = {str(kind): count for kind, count in counts.items()}
    mine = retention_run.c.id == run_id
    tx.connection.execute(update(retention_run).where(mine).values(counts=stored_counts, ended_at=tx.now))


def runs(connection: Connection, most: int) -> list[Row[Any]]:
    """The latest runs, the newest first."""
    return list(connection.execute(select(retention_run).order_by(retention_run.c.id.desc()).limit(most)).all())


def last_done(connection: Connection) -> datetime | None:
    """When the last run that was none to look ended."""
    ended = select(func.max(retention_run.c.ended_at)).where(~retention_run.c.dry)
    return connection.execute(ended).scalar_one()
