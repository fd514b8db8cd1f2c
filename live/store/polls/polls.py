"""Polls: what is asked, whether it is on air, and what screens are told of its counts.

Whoever changes a poll holds its broadcast's log, then the poll's own row, which votes hold alone.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, func, insert, or_, select, update

from live.domain.polls.poll import HAND, Option, Poll, State, voters
from live.domain.polls.posting import total
from live.domain.refused import Refused
from live.store.polls import posts
from live.store.tables import poll, poll_count, poll_option
from live.store.transaction import Transaction

NOTHING = {"by": {}, "voters": 0}
"""What is told before anybody has voted."""


def add(
    tx: Transaction,
    broadcast_id: int,
    question: str,
    options: Sequence[str],
    *,
    many: bool,
    chats: bool,
    until: datetime | None,
    by_name: str,
) -> int:
    """A new poll, open; its number."""
    made = {"question": question, "many": many, "chats": chats, "until": until, "state": State.OPEN.value}
    opened = {"broadcast_id": broadcast_id, "tally": NOTHING, "opened_by": by_name, "opened_at": tx.now}
    number = int(tx.connection.execute(insert(poll).values(**made, **opened).returning(poll.c.id)).scalar_one())
    rows = [{"poll_id": number, "number": place, "text": text} for place, text in enumerate(options, 1)]
    tx.connection.execute(insert(poll_option), rows)
    return number


def get(connection: Connection, broadcast_id: int, poll_id: int) -> Row[Any]:
    """The poll's row; `not_found` where this broadcast has none of that number."""
    return _found(connection, broadcast_id, poll_id, lock=False)


def locked(tx: Transaction, broadcast_id: int, poll_id: int) -> Row[Any]:
    """The same, and nobody else changes it or votes in it until the end."""
    return _found(tx.connection, broadcast_id, poll_id, lock=True)


def _found(connection: Connection, broadcast_id: int, poll_id: int, lock: bool) -> Row[Any]:
    mine = select(poll).where(poll.c.id == poll_id, poll.c.broadcast_id == broadcast_id)
    row = connection.execute(mine.with_for_update() if lock else mine).one_or_none()
    if row is None:
        raise Refused("not_found", "There is no poll {number} in this broadcast.", number=poll_id)
    return row


def to_domain(connection: Connection, row: Row[Any]) -> Poll:
    options = tuple(Option(one.number, one.text, one.gone) for one in options_of(connection, [row.id])[row.id])
    return Poll(row.id, State(row.state), row.many, row.chats, row.shown, row.until, options)


def options_of(connection: Connection, poll_ids: Collection[int]) -> dict[int, list[Row[Any]]]:
    """The options of each of these, in their order."""
    rows = connection.execute(
        select(poll_option)
        .where(poll_option.c.poll_id.in_(list(poll_ids)))
        .order_by(poll_option.c.poll_id, poll_option.c.number)
    )
    options: dict[int, list[Row[Any]]] = {id_: [] for id_ in poll_ids}
    for row in rows:
        options[row.poll_id].append(row)
    return options


def by_ids(connection: Connection, poll_ids: Collection[int]) -> Sequence[Row[Any]]:
    return connection.execute(select(poll).where(poll.c.id.in_(list(poll_ids)))).all()


def newest(connection: Connection, broadcast_id: int, limit: int) -> list[Row[Any]]:
    """The newest, oldest first."""
    mine = select(poll).where(poll.c.broadcast_id == broadcast_id)
    return list(reversed(connection.execute(mine.order_by(poll.c.id.desc()).limit(limit)).all()))


def shown(connection: Connection, broadcast_id: int) -> Row[Any] | None:
    """The one that is on air."""
    return connection.execute(select(poll).where(poll.c.broadcast_id == broadcast_id, poll.c.shown)).one_or_none()


def standing(connection: Connection, broadcast_id: int) -> list[Row[Any]]:
    """Those that are open or on air, oldest first."""
    lasting = or_(poll.c.state == State.OPEN.value, poll.c.shown)
    mine = select(poll).where(poll.c.broadcast_id == broadcast_id, lasting)
    return list(connection.execute(mine.order_by(poll.c.id)).all())


def heard_in_chats(connection: Connection, broadcast_id: int) -> list[Row[Any]]:
    """Those in which a word of a chat counts: the one on air first, then the newest."""
    mine = (poll.c.broadcast_id == broadcast_id) & (poll.c.state == State.OPEN.value) & poll.c.chats
    return list(connection.execute(select(poll).where(mine).order_by(poll.c.shown.desc(), poll.c.id.desc())).all())


def first_open(connection: Connection, broadcast_id: int) -> int | None:
    """The one that whoever votes by a key means: the one on air, else the newest that is open."""
    mine = (poll.c.broadcast_id == broadcast_id) & (poll.c.state == State.OPEN.value)
    first = select(poll.c.id).where(mine).order_by(poll.c.shown.desc(), poll.c.id.desc()).limit(1)
    return connection.execute(first).scalar_one_or_none()


def newest_hidden(connection: Connection, broadcast_id: int) -> int | None:
    """The newest that is open and not on air."""
    mine = (poll.c.broadcast_id == broadcast_id) & (poll.c.state == State.OPEN.value) & poll.c.shown.is_(False)
    return connection.execute(select(func.max(poll.c.id)).where(mine)).scalar_one()


def count_after(connection: Connection, broadcast_id: int, poll_id: int) -> int:
    """How many polls of a broadcast are newer than this one."""
    newer = select(func.count()).where(poll.c.broadcast_id == broadcast_id, poll.c.id > poll_id)
    return int(connection.execute(newer).scalar_one())


def save(tx: Transaction, poll_id: int, **columns: Any) -> None:
    """Write what has changed, one version on."""
    mine = update(poll).where(poll.c.id == poll_id)
    tx.connection.execute(mine.values(version=poll.c.version + 1, **columns))


def withdraw(tx: Transaction, poll_id: int, number: int) -> None:
    mine = (poll_option.c.poll_id == poll_id) & (poll_option.c.number == number)
    tx.connection.execute(update(poll_option).where(mine).values(gone=True))


def to_look_at(connection: Connection, now: datetime) -> list[tuple[int, int]]:
    """The broadcast and the number of each poll of which there is more to tell, or whose time is over."""
    over = and_(poll.c.state == State.OPEN.value, poll.c.until.is_not(None), poll.c.until <= now)
    rows = connection.execute(select(poll.c.broadcast_id, poll.c.id).where(or_(poll.c.untold, over)))
    return [(row.broadcast_id, row.id) for row in rows]


def tell(tx: Transaction, row: Row[Any]) -> None:
    """What is counted by now is what screens are told, one version on. The row is locked."""
    counts = tx.connection.execute(select(poll_count).where(poll_count.c.poll_id == row.id, poll_count.c.votes > 0))
    by: dict[str, dict[str, int]] = {}
    for one in counts:
        by.setdefault(str(one.number), {})[one.source] = one.votes
    by_hand = [one.get(HAND, 0) for one in by.values()]
    in_posts, their_voters = posts.counted(tx.connection, row.id)
    for number, of in total(in_posts).items():
        by.setdefault(str(number), {}).update(of)
    people = voters(row.ballots, by_hand, row.many) + their_voters
    save(tx, row.id, tally={"by": by, "voters": people}, untold=False)
