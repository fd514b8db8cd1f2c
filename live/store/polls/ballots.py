"""Ballots: one for each voter of a poll, and the counts that go with them. The poll's row is locked meanwhile."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, func, insert, select, update

from live.domain.polls.poll import HAND, State, bit, numbers_of
from live.store.bulk import insert_rows
from live.store.tables import ballot, poll, poll_count
from live.store.text import written
from live.store.transaction import Transaction


def of_voters(connection: Connection, poll_id: int, voters: Collection[str]) -> dict[str, Row[Any]]:
    """The ballots that these have here, by voter."""
    mine = (ballot.c.poll_id == poll_id) & ballot.c.voter.in_(list(voters))
    return {row.voter: row for row in connection.execute(select(ballot).where(mine))}


_CHANGE = (
    update(ballot)
    .where(ballot.c.poll_id == bindparam("poll"), ballot.c.voter == bindparam("who"))
    .values(choice=bindparam("chosen"), at=bindparam("moment"))
)


def put(
    tx: Transaction, poll_id: int, new: Mapping[str, tuple[str, int]], changed: Mapping[str, tuple[str, int, int]]
) -> None:
    """New ballots by voter: source and choice; and changed ones: source, choice before and now. All are counted."""
    counted: Counter[tuple[int, str]] = Counter()
    for source, choice in new.values():
        counted.update((number, source) for number in numbers_of(choice))
    for source, before, now in changed.values():
        counted.update((number, source) for number in numbers_of(now))
        counted.subtract((number, source) for number in numbers_of(before))
    common = {"poll_id": poll_id, "at": written(tx.now)}
    rows = [{**common, "voter": who, "source": source, "choice": choice} for who, (source, choice) in new.items()]
    insert_rows(tx.connection, (ballot, rows))
    if changed:
        told = {"poll": poll_id, "moment": tx.now}
        tx.connection.execute(_CHANGE, [{**told, "who": who, "chosen": now} for who, (_, _, now) in changed.items()])
    for (number, source), by in counted.items():
        if by:
            add_votes(tx, poll_id, number, source, by)
    mine = update(poll).where(poll.c.id == poll_id)
    tx.connection.execute(mine.values(ballots=poll.c.ballots + len(new), untold=True))


def take_back(tx: Transaction, poll_id: int, ballots: Sequence[Row[Any]]) -> None:
    """These people have chosen nothing after all, and may vote again."""
    for row in ballots:
        tx.connection.execute(delete(ballot).where(ballot.c.poll_id == poll_id, ballot.c.voter == row.voter))
        for number in numbers_of(row.choice):
            add_votes(tx, poll_id, number, row.source, -1)
    mine = update(poll).where(poll.c.id == poll_id)
    tx.connection.execute(mine.values(ballots=poll.c.ballots - len(ballots), untold=True))


def add_votes(tx: Transaction, poll_id: int, number: int, source: str, by: int) -> None:
    """So many votes more, or less."""
    _set(tx, poll_id, number, source, poll_count.c.votes + by, by)


def count_by_hand(tx: Transaction, poll_id: int, number: int, votes: int) -> None:
    """So many votes of an option were counted by hand, in place of those before."""
    _set(tx, poll_id, number, HAND, votes, votes)


def _set(tx: Transaction, poll_id: int, number: int, source: str, votes: Any, first: int) -> None:
    mine = (poll_count.c.poll_id == poll_id) & (poll_count.c.number == number) & (poll_count.c.source == source)
    if not tx.connection.execute(update(poll_count).where(mine).values(votes=votes)).rowcount:
        row = {"poll_id": poll_id, "number": number, "source": source, "votes": first}
        tx.connection.execute(insert(poll_count).values(**row))


def withdraw(tx: Transaction, poll_id: int, number: int) -> None:
    """Nobody has chosen this option any more; who had chosen nothing else has no ballot, and may vote again."""
    mine, chosen = ballot.c.poll_id == poll_id, ballot.c.choice.bitwise_and(bit(number)) != 0
    alone = mine & (ballot.c.choice == bit(number))
    gone = tx.connection.execute(delete(ballot).where(alone)).rowcount
    tx.connection.execute(update(ballot).where(mine, chosen).values(choice=ballot.c.choice - bit(number)))
    tx.connection.execute(delete(poll_count).where(poll_count.c.poll_id == poll_id, poll_count.c.number == number))
    tx.connection.execute(update(poll).where(poll.c.id == poll_id).values(ballots=poll.c.ballots - gone))


def to_forget(connection: Connection, before: datetime) -> int | None:
    """A poll that was closed before this moment, and of which somebody's ballot is still kept."""
    closed = (poll.c.state == State.CLOSED.value) & (poll.c.closed_at < before)
    kept = select(ballot.c.voter).where(ballot.c.poll_id == poll.c.id).exists()
    return connection.execute(select(func.min(poll.c.id)).where(closed, kept)).scalar_one()


def forget(tx: Transaction, poll_id: int, most: int) -> None:
    """Take so many of its ballots away; what was counted stays."""
    some = select(ballot.c.voter).where(ballot.c.poll_id == poll_id).limit(most)
    tx.connection.execute(delete(ballot).where(ballot.c.poll_id == poll_id, ballot.c.voter.in_(some)))
