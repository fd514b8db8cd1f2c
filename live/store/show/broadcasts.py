"""Broadcasts' rows ↔ domain values."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, delete, func, insert, select, update

from live.domain.broadcast import ON_AIR, Broadcast, Kind, State
from live.domain.refused import Refused
from live.store.ids import NUMBERS, ids_of_broadcast
from live.store.language import clusters
from live.store.log import BROADCASTS, no_broadcast
from live.store.tables import (
    access_key,
    account_role,
    ballot,
    broadcast,
    call,
    channel,
    command,
    dead_letter,
    event,
    log,
    mention,
    message,
    notice_reader,
    outbox,
    poll,
    poll_count,
    poll_option,
    prompter_view,
    question,
    segment,
    tally,
    ticket,
)
from live.store.transaction import Transaction

_BY_SLUG = BROADCASTS.where(broadcast.c.slug == bindparam("slug"))


def find(connection: Connection, slug: str) -> Row[Any] | None:
    return connection.execute(_BY_SLUG, {"slug": slug}).one_or_none()


def get(connection: Connection, slug: str) -> Row[Any]:
    """The broadcast's row; `not_found` names the slug."""
    row = find(connection, slug)
    if row is None:
        raise no_broadcast(slug)
    return row


def get_real(connection: Connection, slug: str) -> Row[Any]:
    """The same of a show or a standing broadcast: a practice is nobody's to administer."""
    row = get(connection, slug)
    if row.kind == Kind.PRACTICE.value:
        raise no_broadcast(slug)
    return row


def by_id(connection: Connection, broadcast_id: int) -> Row[Any]:
    return connection.execute(BROADCASTS.where(broadcast.c.id == broadcast_id)).one()


def find_by_id(connection: Connection, broadcast_id: int) -> Row[Any] | None:
    return connection.execute(BROADCASTS.where(broadcast.c.id == broadcast_id)).one_or_none()


def all_of(connection: Connection) -> list[Row[Any]]:
    """Every show and standing broadcast, newest first; nobody's practice."""
    real = BROADCASTS.where(broadcast.c.kind != Kind.PRACTICE.value)
    return list(connection.execute(real.order_by(broadcast.c.id.desc())).all())


_IN_STATE = BROADCASTS.where(broadcast.c.state == bindparam("state")).order_by(broadcast.c.id)


def in_state(connection: Connection, state: State) -> list[Row[Any]]:
    return list(connection.execute(_IN_STATE, {"state": state.value}).all())


def in_turn(connection: Connection, last: Select[Any]) -> Iterator[int]:
    """The broadcasts that have rows of some kind: what is on air first, then the others, each time the newest.

    `last`: the greatest question's id of such a row `below` another. So they are found one by one: one of a million
    costs as little as one of ten.
    """
    aired = sorted((row.id for row in in_state(connection, ON_AIR)), reverse=True)
    yield from aired
    found = connection.execute(last, {"below": 2**62}).scalar_one_or_none()
    while found is not None:
        if found // NUMBERS not in aired:
            yield found // NUMBERS
        found = connection.execute(last, {"below": ids_of_broadcast(found // NUMBERS)[0]}).scalar_one_or_none()


def to_domain(row: Row[Any]) -> Broadcast:
    return Broadcast(
        row.slug, Kind(row.kind), State(row.state), bool(row.intake_open), row.version, row.rehearsal_pace is not None
    )


def add(tx: Transaction, new: Broadcast, **columns: Any) -> int:
    """A new broadcast's id; `conflict` when its slug is taken."""
    if find(tx.connection, new.slug) is not None:
        raise Refused("conflict", "There is a broadcast “{slug}” already.", slug=new.slug)
    log_id = int(tx.connection.execute(insert(log).returning(log.c.id)).scalar_one())
    facts = {"slug": new.slug, "kind": new.kind.value, "state": new.state.value, "intake_open": new.intake_open}
    tx.connection.execute(insert(broadcast).values(id=log_id, created_at=tx.now, **facts, **columns))
    return log_id


def set_facts(tx: Transaction, broadcast_id: int, **columns: Any) -> None:
    """Write columns of a locked broadcast as they are given."""
    tx.connection.execute(update(broadcast).where(broadcast.c.id == broadcast_id).values(**columns))


def led_here(connection: Connection, broadcast_id: int) -> tuple[int, int]:
    """How many shows that are not archived have this standing broadcast behind them, and how many channels deliver."""
    behind = (broadcast.c.standing_id == broadcast_id) & (broadcast.c.state != State.ARCHIVED.value)
    shows = select(func.count()).select_from(broadcast).where(behind)
    delivers = (channel.c.broadcast_id == broadcast_id) & channel.c.closed_at.is_(None)
    channels = select(func.count()).select_from(channel).where(delivers)
    return int(connection.execute(shows).scalar_one()), int(connection.execute(channels).scalar_one())


def has_tickets(connection: Connection, broadcast_id: int) -> bool:
    """Whether anything of it has become a ticket."""
    mine = select(ticket.c.id).join(question, question.c.id == ticket.c.question_id)
    return connection.execute(mine.where(question.c.broadcast_id == broadcast_id).limit(1)).first() is not None


def is_empty(connection: Connection, row: Row[Any]) -> bool:
    """Whether nobody has ever asked or called there, but for a rehearsal whose traces are gone."""
    calls = select(call.c.id).where(call.c.broadcast_id == row.id).limit(1)
    return bool(row.last_number == row.removed) and connection.execute(calls).first() is None


def remove(tx: Transaction, broadcast_id: int) -> None:
    """Take a broadcast without questions and calls out, with the keys and the roles that were for it alone.

    Its log's row stays, so that no other broadcast gets its number.
    """
    _leave_no_poll(tx, broadcast_id)
    clusters.remove_all(tx, broadcast_id)
    own = (event, command, tally, message, prompter_view, segment, access_key, account_role, mention, notice_reader)
    for table in own:
        tx.connection.execute(delete(table).where(table.c.broadcast_id == broadcast_id))
    behind = update(broadcast).where(broadcast.c.standing_id == broadcast_id)
    tx.connection.execute(behind.values(standing_id=None))
    _leave_closed_channels(tx, broadcast_id)
    tx.connection.execute(delete(broadcast).where(broadcast.c.id == broadcast_id))


def _leave_no_poll(tx: Transaction, broadcast_id: int) -> None:
    theirs = select(poll.c.id).where(poll.c.broadcast_id == broadcast_id)
    for table in (ballot, poll_count, poll_option):
        tx.connection.execute(delete(table).where(table.c.poll_id.in_(theirs)))
    tx.connection.execute(delete(poll).where(poll.c.broadcast_id == broadcast_id))


def _leave_closed_channels(tx: Transaction, broadcast_id: int) -> None:
    """Channels that were closed are kept for what came by them: with another broadcast, where there is one."""
    closed = (channel.c.broadcast_id == broadcast_id) & channel.c.closed_at.is_not(None)
    others = (broadcast.c.id != broadcast_id) & (broadcast.c.kind != Kind.PRACTICE.value)
    other = tx.connection.scalar(select(func.min(broadcast.c.id)).where(others))
    if other is not None:
        tx.connection.execute(update(channel).where(closed).values(broadcast_id=other))
        return
    theirs = select(channel.c.id).where(closed)
    tx.connection.execute(delete(dead_letter).where(dead_letter.c.channel_id.in_(theirs)))
    tx.connection.execute(delete(mention).where(mention.c.channel_id.in_(theirs)))
    tx.connection.execute(update(outbox).where(outbox.c.channel_id.in_(theirs)).values(channel_id=None))
    tx.connection.execute(delete(channel).where(closed))


def begin_wrap(tx: Transaction, broadcast_id: int, total: int) -> None:
    """Note how many questions are to have their tickets."""
    set_facts(tx, broadcast_id, wrap_total=total, wrap_done=0, unwrapping=False)


def wrap_on(tx: Transaction, broadcast_id: int, done: int) -> None:
    """So many more have them."""
    set_facts(tx, broadcast_id, wrap_done=broadcast.c.wrap_done + done)


def begin_unwrap(tx: Transaction, broadcast_id: int, total: int, reason: str, by_name: str) -> None:
    """Note who takes the wrap back, why, and how many questions are to be questions again."""
    why = {"unwrap_reason": reason, "unwrap_by": by_name, "unwrap_at": tx.now}
    set_facts(tx, broadcast_id, unwrapping=True, wrap_total=total, wrap_done=0, **why)


def end_unwrap(tx: Transaction, broadcast_id: int) -> None:
    set_facts(tx, broadcast_id, unwrapping=False, wrap_total=None, wrap_done=None)


def is_unwrapping(connection: Connection, broadcast_id: int) -> bool:
    """Whether a broadcast's wrap is being taken back now."""
    return bool(connection.execute(select(broadcast.c.unwrapping).where(broadcast.c.id == broadcast_id)).scalar())


def _moments(state: State, before: Row[Any], now: datetime) -> dict[str, datetime | None]:
    if state is State.COLLECTING:
        return {"aired_at": None, "wrapped_at": None}
    if state is State.ON_AIR:
        return {"aired_at": before.aired_at or now, "wrapped_at": None}
    return {"wrapped_at": now} if state is State.WRAPPED else {}


def save(tx: Transaction, broadcast_id: int, after: Broadcast) -> None:
    """Write a moved broadcast, with the moments that its state gives it, or takes from it again."""
    before = tx.lock(broadcast_id)[0]
    moments: dict[str, datetime | None] = {}
    if before.state != after.state.value:
        moments = _moments(after.state, before, tx.now)
    moved = {"state": after.state.value, "intake_open": after.intake_open, "version": after.version}
    set_facts(tx, broadcast_id, **moved, **moments)
