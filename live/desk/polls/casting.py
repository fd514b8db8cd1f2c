"""Votes: each counted once for each voter, the last word until the poll closes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from live.domain.polls.poll import chosen, is_open
from live.domain.refused import Refused
from live.store.polls import ballots, polls
from live.store.transaction import Store


@dataclass(frozen=True, slots=True)
class Vote:
    """What somebody has chosen, by the options' numbers. `voter` tells them from all others of that `source`."""

    source: str
    voter: str
    options: tuple[int, ...]


Outcome = bool | Refused
"""Whether one more has voted, or else somebody who had voted before; or why it is no vote."""


def cast_group(store: Store, broadcast_id: int, poll_id: int, votes: Sequence[Vote]) -> list[Outcome]:
    """Count these in one transaction, in their order; `not_found` where there is no such poll.

    No log hears of each: screens are told of all of them together (`steering.look`).
    """
    keys = [store.voter_hashes(f"{poll_id}:{vote.source}:{vote.voter}") for vote in votes]
    with store.write() as tx:
        row = polls.locked(tx, broadcast_id, poll_id)
        poll = polls.to_domain(tx.connection, row)
        known = ballots.of_voters(tx.connection, poll_id, {key for some in keys for key in some})
        before = {who: kept.choice for who, kept in known.items()}
        now: dict[str, tuple[str, int]] = {}
        outcomes: list[Outcome] = []
        for vote, theirs in zip(votes, keys, strict=True):
            who = next((key for key in theirs if key in before or key in now), theirs[0])
            try:
                choice = chosen(poll, vote.options, tx.now)
            except Refused as refused:
                outcomes.append(refused)
                continue
            outcomes.append(who not in before and who not in now)
            now[who] = vote.source, choice
        new = {who: one for who, one in now.items() if who not in before}
        changed = {who: (src, before[who], one) for who, (src, one) in now.items() if before.get(who, one) != one}
        if new or changed:
            ballots.put(tx, poll_id, new, changed)
    return outcomes


Cast = Callable[[int, int, Vote], bool]
"""The way in for one vote, of a broadcast's poll: the ballot box's `cast`, or `cast_alone` where there is none.

Whether one more has voted; a refusal is raised.
"""


def cast_alone(store: Store, broadcast_id: int, poll_id: int, vote: Vote) -> bool:
    """A vote in a transaction of its own."""
    [outcome] = cast_group(store, broadcast_id, poll_id, [vote])
    if isinstance(outcome, Refused):
        raise outcome
    return outcome


def way_in(store: Store, cast: Cast | None) -> Cast:
    return cast or partial(cast_alone, store)


def take_back(store: Store, broadcast_id: int, poll_id: int, source: str, voter: str) -> None:
    """Somebody has taken their vote back. A closed poll keeps it: it was their last word."""
    keys = set(store.voter_hashes(f"{poll_id}:{source}:{voter}"))
    with store.write() as tx:
        row = polls.locked(tx, broadcast_id, poll_id)
        if is_open(polls.to_domain(tx.connection, row), tx.now):
            known = ballots.of_voters(tx.connection, poll_id, keys)
            ballots.take_back(tx, poll_id, list(known.values()))
