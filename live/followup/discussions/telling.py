"""What happens to discussions by itself: they close when their time is over; who wrote is told what came of them."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from live.domain.official_pages.discussion import State, next_state, told
from live.domain.people import By
from live.domain.refused import Refused
from live.followup.answers import ReplyRoutes
from live.store.centre import channels
from live.store.followup import outbox
from live.store.followup.outbox import NewReply
from live.store.official_pages import discussions
from live.store.rows import Row
from live.store.transaction import Store, Transaction

SLICE = 200
"""Who is told in one transaction."""


def expire(store: Store, row: Row[Any]) -> None:
    """Its time is over; what somebody has changed meanwhile stays."""
    with store.write() as tx:
        now = discussions.get(tx.connection, row.id)
        try:
            state = next_state(State(now.state), "expire")
        except Refused:
            return
        if now.until is not None and now.until <= tx.now:
            discussions.save(tx, row.id, now.version, state=state.value, closed_at=tx.now)


def tell_some(store: Store, row: Row[Any]) -> bool:
    """Tell some of those who wrote and were not told yet, each person once; False once everybody was."""
    with store.read() as connection:
        waiting = discussions.untold(connection, row.id, SLICE)
    with store.write() as tx:
        if not waiting:
            now = discussions.get(tx.connection, row.id)
            discussions.save(tx, row.id, now.version, told_at=tx.now)
            return False
        tx.lock(*{one.broadcast_id for one in waiting})
        _tell(tx, row, waiting)
    return True


def _tell(tx: Transaction, row: Row[Any], waiting: Any) -> None:
    still = {one.id for one in discussions.untold(tx.connection, row.id, SLICE)}
    ways = ReplyRoutes(channels.kinds(tx.connection))
    text = told(row.title, row.taken, row.rest)
    had = discussions.told_persons(tx.connection, row.id)
    replies: defaultdict[int, list[NewReply]] = defaultdict(list)
    for one in waiting:
        if one.id not in still or one.withdrawn_at is not None or one.person_id in had:
            continue
        way = ways.to(one)
        if way is None:
            continue
        if one.person_id is not None:
            had.add(one.person_id)
        replies[one.broadcast_id].append(NewReply(one, *way, text))
    by = By(row.concluded_by or "", "coordinator")
    for broadcast_id, theirs in replies.items():
        outbox.queue_all(tx, broadcast_id, theirs, by, final=True)
    discussions.note_told(tx, row.id, [one.id for one in waiting if one.id in still])
