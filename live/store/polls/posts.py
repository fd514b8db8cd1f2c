"""Polls on the pages of networks: their rows, and what the networks have counted there.

Whoever moves one holds its broadcast's log and its poll's row.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, insert, or_, select, update

from live.domain.polls import posting as rules
from live.domain.polls.poll import State as PollState
from live.store.tables import channel, poll, poll_post
from live.store.transaction import Transaction

_WITH_CHANNEL = select(poll_post, channel.c.type.label("network"), channel.c.title).join(
    channel, channel.c.id == poll_post.c.channel_id
)

_WITH_BROADCAST: Select[Any] = select(
    *(poll_post, poll.c.broadcast_id, poll.c.state.label("poll_state")),
    *(poll.c.until, poll.c.question, poll.c.many, poll.c.shown),
).join(poll, poll.c.id == poll_post.c.poll_id)


def add(tx: Transaction, poll_id: int, channel_id: int, by_name: str) -> None:
    """It is to be posted by this channel."""
    row = {"poll_id": poll_id, "channel_id": channel_id, "state": rules.WAITING.value, "by_name": by_name}
    moments = {"next_at": tx.now, "moved_at": tx.now, "guard": secrets.randbelow(2**31 - 1) + 1}
    tx.connection.execute(insert(poll_post).values(**row, **moments))


def of_polls(connection: Connection, poll_ids: Collection[int]) -> dict[int, list[Row[Any]]]:
    """The posts of each of these, with their channels' networks and titles, in their order."""
    mine = _WITH_CHANNEL.where(poll_post.c.poll_id.in_(list(poll_ids))).order_by(poll_post.c.id)
    found: dict[int, list[Row[Any]]] = {id_: [] for id_ in poll_ids}
    for row in connection.execute(mine):
        found[row.poll_id].append(row)
    return found


def called(connection: Connection, channel_id: int, name: str) -> Row[Any] | None:
    """The post that a network calls so, with its broadcast; None where it is none of ours, or counts no more."""
    mine = (poll_post.c.channel_id == channel_id) & (poll_post.c.name == name)
    there = _WITH_BROADCAST.where(mine, poll_post.c.state == rules.POSTED.value)
    return connection.execute(there).one_or_none()


def channels_at_work(connection: Connection, now: datetime) -> list[int]:
    """The channels, but the paused ones, by which something is to be posted or read, or was left half done."""
    waits = and_(poll_post.c.state == rules.WAITING.value, poll_post.c.next_at <= now)
    due = or_(waits, poll_post.c.state.in_([rules.POSTING.value, rules.POSTED.value]))
    mine = select(poll_post.c.channel_id).join(channel, channel.c.id == poll_post.c.channel_id)
    able = (~channel.c.paused, channel.c.closed_at.is_(None))
    return list(connection.execute(mine.where(*able, due).distinct()).scalars())


def half_done(connection: Connection, channel_id: int) -> Sequence[Row[Any]]:
    """Those that were being posted when its worker was last heard of."""
    return _of_channel(connection, channel_id, rules.POSTING)


def standing(connection: Connection, channel_id: int) -> Sequence[Row[Any]]:
    """Those in which votes may be counted."""
    return _of_channel(connection, channel_id, rules.POSTED)


def _of_channel(connection: Connection, channel_id: int, state: rules.State) -> Sequence[Row[Any]]:
    mine = (poll_post.c.channel_id == channel_id) & (poll_post.c.state == state.value)
    return connection.execute(_WITH_BROADCAST.where(mine).order_by(poll_post.c.id)).all()


def due(connection: Connection, channel_id: int, now: datetime, without: Collection[int]) -> Row[Any] | None:
    """The one of a channel whose turn it is to be posted; none of `without`."""
    mine = and_(poll_post.c.channel_id == channel_id, poll_post.c.state == rules.WAITING.value)
    ready = and_(mine, poll_post.c.next_at <= now, poll_post.c.id.not_in(list(without)))
    return connection.execute(_WITH_BROADCAST.where(ready).order_by(poll_post.c.next_at).limit(1)).one_or_none()


def move(tx: Transaction, post_id: int, verb: str, **columns: Any) -> bool:
    """Make a move; False where it is in a state, by now, that has no such move."""
    for before, after in rules.TRANSITIONS[verb].states.items():
        mine = update(poll_post).where(poll_post.c.id == post_id, poll_post.c.state == before.value)
        if tx.connection.execute(mine.values(state=after.value, moved_at=tx.now, **columns)).rowcount:
            return True
    return False


def save(tx: Transaction, post_id: int, **columns: Any) -> None:
    """What was learnt of it without its moving."""
    tx.connection.execute(update(poll_post).where(poll_post.c.id == post_id).values(**columns))


def count(tx: Transaction, post_id: int, votes: Mapping[int, int], voters: int, order: int) -> None:
    """So many votes its network has counted there, in place of those before: then there is more to tell of its poll.

    Nothing comes of what is of a lower `order` than what was counted last.
    """
    counted = {str(number): count for number, count in votes.items()}
    row = tx.connection.execute(select(poll_post).where(poll_post.c.id == post_id)).one()
    if order < row.counted_at or (counted, voters) == (row.votes, row.voters):
        return
    save(tx, post_id, votes=counted, voters=voters, counted_at=order)
    tx.connection.execute(update(poll).where(poll.c.id == row.poll_id).values(untold=True))


def withdraw(tx: Transaction, poll_id: int, number: int, many: bool) -> None:
    """What was counted of this option counts no more."""
    mine = (poll_post.c.poll_id == poll_id) & poll_post.c.votes.is_not(None)
    for row in tx.connection.execute(select(poll_post.c.id, poll_post.c.votes, poll_post.c.voters).where(mine)).all():
        left = {name: votes for name, votes in row.votes.items() if name != str(number)}
        save(tx, row.id, votes=left, voters=row.voters if many else sum(left.values()))


def counted(connection: Connection, poll_id: int) -> tuple[list[tuple[str, dict[int, int]]], int]:
    """What each post of a poll has counted, by the source that its network is, and how many people those are."""
    rows = connection.execute(_WITH_CHANNEL.where(poll_post.c.poll_id == poll_id, poll_post.c.votes.is_not(None)))
    found, voters = [], 0
    for row in rows:
        found.append((f"{row.network}_poll", {int(number): votes for number, votes in row.votes.items()}))
        voters += row.voters
    return found, voters


def mark_all_unconfirmed(connection: Connection, reason: str) -> None:
    """After a restore nobody knows what has been posted since the copy was made."""
    on_the_way = poll_post.c.state.in_([rules.WAITING.value, rules.POSTING.value])
    connection.execute(update(poll_post).where(on_the_way).values(state=rules.UNSURE.value, reason=reason))


def is_over(row: Row[Any], now: datetime) -> bool:
    """Whether its poll takes no votes any more."""
    return row.poll_state != PollState.OPEN.value or (row.until is not None and row.until <= now)
