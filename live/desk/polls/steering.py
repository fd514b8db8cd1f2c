"""A poll is opened, shown, counted by hand and closed; one at most is on air."""

from __future__ import annotations

from typing import Any

from live.domain.broadcast import State as BroadcastState
from live.domain.events import Event
from live.domain.people import By
from live.domain.polls import poll as rules
from live.domain.refused import Refused
from live.protocol.commands.polls import Count, OnOption, OnPoll, Open
from live.store.commands import BUS
from live.store.polls import ballots, polls, posts
from live.store.rows import Row
from live.store.transaction import Store, Transaction
from live.views.feed.sections.polls import Polls


@BUS.handles("poll.open")
def open_(tx: Transaction, broadcast: Row[Any], body: Open, by: By) -> dict[str, Any]:
    standing = polls.standing(tx.connection, broadcast.id)
    open_now = sum(row.state == rules.State.OPEN.value for row in standing)
    rules.check_opens(BroadcastState(broadcast.state), open_now, body.until, tx.now)
    # Screens hold the newest: none that is open or on air may come to be older than those.
    if standing and polls.count_after(tx.connection, broadcast.id, standing[0].id) >= Polls.limit - 1:
        raise Refused("illegal", "Close the poll “{question}” first: it is the oldest.", question=standing[0].question)
    number = polls.add(
        tx,
        broadcast.id,
        body.question,
        body.options,
        many=body.many,
        chats=body.chats,
        until=body.until,
        by_name=by.name,
    )
    poll = polls.to_domain(tx.connection, polls.get(tx.connection, broadcast.id, number))
    tx.append(broadcast.id, [poll.event("poll.opened")], by)
    return {"poll": number}


@BUS.handles("poll.show")
def show(tx: Transaction, broadcast: Row[Any], body: OnPoll, by: By) -> None:
    """The one that was on air leaves it."""
    row, poll = _locked(tx, broadcast, body.poll)
    rules.check_shows(poll, BroadcastState(broadcast.state))
    events = hide_shown(tx, broadcast)
    polls.save(tx, row.id, shown=True)
    tx.append(broadcast.id, [*events, poll.event("poll.shown")], by)


@BUS.handles("poll.hide")
def hide(tx: Transaction, broadcast: Row[Any], body: OnPoll, by: By) -> None:
    row, poll = _locked(tx, broadcast, body.poll)
    rules.check_hides(poll)
    tx.append(broadcast.id, [_hide(tx, row)], by)


@BUS.handles("poll.close")
def close(tx: Transaction, broadcast: Row[Any], body: OnPoll, by: By) -> None:
    """What was counted by then is its result; it stays on air."""
    row, poll = _locked(tx, broadcast, body.poll)
    rules.check_open(poll)
    tx.append(broadcast.id, [_close(tx, row, by)], by)


@BUS.handles("poll.count")
def count(tx: Transaction, broadcast: Row[Any], body: Count, by: By) -> None:
    row, poll = _locked(tx, broadcast, body.poll)
    rules.check_open(poll)
    rules.option_of(poll, body.option)
    ballots.count_by_hand(tx, row.id, body.option, body.votes)
    polls.tell(tx, row)
    tx.append(broadcast.id, [poll.event("poll.counted")], by)


@BUS.handles("poll.withdraw")
def withdraw(tx: Transaction, broadcast: Row[Any], body: OnOption, by: By) -> None:
    """An option is taken away, with the votes that it has."""
    row, poll = _locked(tx, broadcast, body.poll)
    rules.check_withdraws(poll, body.option)
    ballots.withdraw(tx, row.id, body.option)
    polls.withdraw(tx, row.id, body.option)
    posts.withdraw(tx, row.id, body.option, row.many)
    polls.tell(tx, polls.get(tx.connection, broadcast.id, row.id))
    tx.append(broadcast.id, [poll.event("poll.withdrawn")], by)


def end_all(tx: Transaction, broadcast: Row[Any], by: By | None) -> None:
    """The broadcast is over: its polls are closed, and none is on air."""
    for standing in polls.standing(tx.connection, broadcast.id):
        row, poll = _locked(tx, broadcast, standing.id)
        events = [_hide(tx, row)] if poll.shown else []
        events += [_close(tx, row, by)] if poll.state is rules.State.OPEN else []
        tx.append(broadcast.id, events, by)


def hide_shown(tx: Transaction, broadcast: Row[Any]) -> list[Event]:
    """The one that is on air leaves it: what is to be told of it, nothing where there is none."""
    row = polls.shown(tx.connection, broadcast.id)
    return [] if row is None else [_hide(tx, row)]


def look(store: Store, broadcast_id: int, poll_id: int) -> None:
    """Tell screens what has been counted since they were told last; a poll whose time is over is closed."""
    with store.write() as tx:
        [broadcast] = tx.lock(broadcast_id)
        row, poll = _locked(tx, broadcast, poll_id)
        if poll.state is rules.State.OPEN and poll.until is not None and poll.until <= tx.now:
            tx.append(broadcast_id, [_close(tx, row, None)], None)
        elif row.untold:
            polls.tell(tx, row)
            tx.append(broadcast_id, [poll.event("poll.counted")], None)


def _locked(tx: Transaction, broadcast: Row[Any], poll_id: int) -> tuple[Row[Any], rules.Poll]:
    row = polls.locked(tx, broadcast.id, poll_id)
    return row, polls.to_domain(tx.connection, row)


def _hide(tx: Transaction, row: Row[Any]) -> Event:
    polls.save(tx, row.id, shown=False)
    return polls.to_domain(tx.connection, row).event("poll.hidden")


def _close(tx: Transaction, row: Row[Any], by: By | None) -> Event:
    polls.tell(tx, row)
    closed = {"closed_by": by.name if by else None, "closed_at": tx.now}
    polls.save(tx, row.id, state=rules.State.CLOSED.value, **closed)
    return polls.to_domain(tx.connection, row).event("poll.closed")
