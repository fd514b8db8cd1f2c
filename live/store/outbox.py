"""Replies on their way out: their rows, and what the log hears of them."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, or_, select, update

from live.domain import reply as rules
from live.domain.events import Event
from live.domain.people import By
from live.domain.refused import Refused
from live.store import questions
from live.store.tables import NUMBERS, channel, outbox, person
from live.store.transaction import Transaction


def queue(tx: Transaction, asked: Row[Any], channel_id: int, text: str, by: By, *, final: bool = False) -> int:
    """A reply to the one who asked this question, by the channel it came by; its id. The broadcast's log is locked."""
    reply_id = tx.connection.execute(
        insert(outbox)
        .values(
            channel_id=channel_id,
            question_id=asked.id,
            person_id=asked.person_id,
            context=asked.external_id,
            text=text,
            final=final,
            guard=secrets.randbelow(2**31 - 1) + 1,
            state=rules.WAITING.value,
            next_at=tx.now,
            by_name=by.name,
            at=tx.now,
            moved_at=tx.now,
        )
        .returning(outbox.c.id)
    ).scalar_one()
    questions.set_facts(tx, asked.broadcast_id, asked.number, replied=True)
    _tell(tx, asked.broadcast_id, asked.number, "reply.queued", reply_id, by)
    return int(reply_id)


def queue_notice(tx: Transaction, ticket_id: int, channel_id: int, address: str, text: str, by: By) -> int:
    """A letter about a ticket to somebody who works on it, at an address of theirs; its id. No log hears of it."""
    return int(
        tx.connection.execute(
            insert(outbox)
            .values(
                channel_id=channel_id,
                ticket_id=ticket_id,
                address=address,
                text=text,
                final=False,
                guard=secrets.randbelow(2**31 - 1) + 1,
                state=rules.WAITING.value,
                next_at=tx.now,
                by_name=by.name,
                at=tx.now,
                moved_at=tx.now,
            )
            .returning(outbox.c.id)
        ).scalar_one()
    )


def get(connection: Connection, broadcast_id: int, reply_id: int) -> Row[Any]:
    """A reply to a question of this broadcast; `not_found` otherwise."""
    row = connection.execute(select(outbox).where(outbox.c.id == reply_id)).one_or_none()
    if row is None or row.question_id is None or row.question_id // NUMBERS != broadcast_id:
        raise Refused("not_found", "There is no reply {number} in this broadcast.", number=reply_id)
    return row


def move(tx: Transaction, reply_id: int, verb: str, by: By | None = None, **columns: Any) -> bool:
    """Make a move and tell the log of it; False where the reply is in a state, by now, that has no such move."""
    question_id = tx.connection.execute(select(outbox.c.question_id).where(outbox.c.id == reply_id)).scalar_one()
    broadcast_id, number = divmod(question_id or 0, NUMBERS)
    told = rules.EVENTS.get(verb) if question_id is not None else None  # A notice is no question's affair.
    if told is not None:
        tx.lock(broadcast_id)
    moved = False
    for before, after in rules.MOVES[verb].items():
        moved = moved or (
            tx.connection.execute(
                update(outbox)
                .where(outbox.c.id == reply_id, outbox.c.state == before.value)
                .values(state=after.value, moved_at=tx.now, **columns)
            ).rowcount
            == 1
        )
    if moved and told is not None:
        _tell(tx, broadcast_id, number, told, reply_id, by)
    return moved


def _tell(tx: Transaction, broadcast_id: int, number: int, type_: str, reply_id: int, by: By | None) -> None:
    state = questions.get(tx.connection, broadcast_id, number).state
    tx.append(broadcast_id, [Event(type_, number, state, state, data={"reply": reply_id})], by)


_ON_THE_WAY = outbox.c.state.in_([rules.WAITING.value, rules.SENDING.value])


def channels_at_work(connection: Connection, now: datetime) -> list[int]:
    """The channels, but the paused ones, by which something is due, or was left half sent."""
    due = (
        select(outbox.c.channel_id)
        .join(channel, channel.c.id == outbox.c.channel_id)
        .where(~channel.c.paused, _ON_THE_WAY, or_(outbox.c.next_at <= now, outbox.c.state == rules.SENDING.value))
    )
    return list(connection.execute(due.distinct()).scalars())


def due(connection: Connection, channel_id: int, now: datetime) -> Row[Any] | None:
    """The reply of a channel whose turn it is, with how its receiver is reached."""
    return connection.execute(
        select(outbox, person.c.contact)
        .outerjoin(person, person.c.id == outbox.c.person_id)
        .where(
            _ON_THE_WAY,
            outbox.c.channel_id == channel_id,
            outbox.c.state == rules.WAITING.value,
            outbox.c.next_at <= now,
        )
        .order_by(outbox.c.next_at, outbox.c.id)
        .limit(1)
    ).one_or_none()


def half_sent(connection: Connection, channel_id: int) -> list[Row[Any]]:
    """The replies of a channel that were being sent when its worker was last heard of."""
    return list(
        connection.execute(
            select(outbox).where(_ON_THE_WAY, outbox.c.channel_id == channel_id, outbox.c.state == rules.SENDING.value)
        ).all()
    )


def waiting(connection: Connection) -> dict[int, tuple[int, str | None, str | None]]:
    """By a channel's id, how many of its replies are on their way, and what the last try of one of them met with."""
    rows = connection.execute(
        select(outbox.c.channel_id, outbox.c.reason, outbox.c.detail)
        .where(_ON_THE_WAY)
        .order_by(outbox.c.channel_id, outbox.c.moved_at)
    )
    found: dict[int, tuple[int, str | None, str | None]] = {}
    for row in rows:
        count, reason, detail = found.get(row.channel_id, (0, None, None))
        found[row.channel_id] = (count + 1, *((row.reason, row.detail) if row.reason else (reason, detail)))
    return found


LATELY = 2000
"""So many replies of the whole centre are looked through for those that were not sent."""


def troubles(connection: Connection) -> dict[int, list[Any]]:
    """By a channel's id, those of the latest replies that have failed, or of which nobody knows; the newest first."""
    newest = select(func.max(outbox.c.id)).scalar_subquery()
    rows = connection.execute(
        select(outbox.c.channel_id, outbox.c.state, outbox.c.reason, outbox.c.detail, outbox.c.moved_at)
        .where(outbox.c.id > newest - LATELY, outbox.c.state.in_([rules.FAILED.value, rules.UNSURE.value]))
        .order_by(outbox.c.moved_at.desc())
    )
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.channel_id, []).append(row)
    return found


def of_questions(connection: Connection, question_ids: Sequence[int]) -> list[Row[Any]]:
    """The replies to these questions, the first first."""
    mine = outbox.c.question_id.in_(list(question_ids))
    return list(connection.execute(select(outbox).where(mine).order_by(outbox.c.id)).all())


def doubt_all(connection: Connection, reason: str) -> None:
    """After a restore nobody knows what has been sent since the copy was made."""
    connection.execute(update(outbox).where(_ON_THE_WAY).values(state=rules.UNSURE.value, reason=reason))
