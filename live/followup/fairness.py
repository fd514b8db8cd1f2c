"""The proof that every question of a show was counted: a tree of hashes over the codes and what became of them.

It is made once the show is wrapped, and anew when an end has changed since: each root stays, with its moment.
Whether everybody may read of it is said here too.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import structlog

from live.domain.audit import Act
from live.domain.followup import merkle
from live.domain.followup.fairness import Asked, end_of
from live.domain.people import By
from live.runtime.tasks import offload, sleep
from live.store.centre import audit
from live.store.followup import fairness
from live.store.ids import question_id
from live.store.rows import Row
from live.store.show import broadcasts
from live.store.transaction import Store

log = structlog.get_logger()

REST = timedelta(minutes=10)
"""How long after a root the next one is made at the soonest: what is put right in one go makes one root."""

SLICE = 500
"""Leaves that are written in one transaction: it holds the one writer of an embedded database."""

PAUSE = 0.01
"""Seconds between two slices: whoever works has a turn."""

Leaf = tuple[int, str, str]
"""A question's id, its end, and the hash of both in hexadecimal digits."""


def shows_to_look_at(store: Store) -> list[int]:
    """The shows that are over, of which there is no root yet, or something has happened since."""
    with store.read() as connection:
        return fairness.grown(connection)


def make_root(store: Store, broadcast_id: int) -> bool:
    """Make a show's root where it has none, or another one by now; whether there is a new one.

    Whatever happens meanwhile, the next try finds: a root stands only for what is true as it is written.
    """
    with store.read() as connection:
        home = broadcasts.by_id(connection, broadcast_id)
        last = fairness.newest(connection, broadcast_id)
        left = fairness.unfinished(connection, broadcast_id)
        changed = last is None or fairness.has_changed(connection, broadcast_id, last.seen)
    for root_id in left:
        _drop(store, root_id)
    if last is not None and not changed:
        return _seen(store, last.id, home.head)
    if last is not None and last.at + REST > store.clock():
        return False
    seed = last.seed if last is not None else fairness.new_seed()
    leaves, branches, root = offload(_tree, *_asked(store, home), home.id, bytes.fromhex(seed))
    if last is not None and root == last.root:
        return _seen(store, last.id, home.head)
    with store.write() as tx:
        root_id = fairness.begin(tx, broadcast_id, len(leaves), seed, branches, home.head)
    for first in range(0, len(leaves), SLICE):
        with store.write() as tx:
            fairness.add_leaves(tx, root_id, first, leaves[first : first + SLICE])
        sleep(PAUSE)
    with store.write() as tx:
        [now] = tx.lock(broadcast_id)
        if now.state in fairness.OVER and not fairness.has_changed(tx.connection, broadcast_id, home.head):
            fairness.finish(tx, root_id, root, now.head)
            log.info("the root of a show was made", slug=home.slug, leaves=len(leaves), root=root)
            return True
    _drop(store, root_id)
    return False


def _seen(store: Store, root_id: int, head: int) -> bool:
    with store.write() as tx:
        fairness.seen(tx, root_id, head)
    return False


def _drop(store: Store, root_id: int) -> None:
    more = True
    while more:
        with store.write() as tx:
            more = fairness.drop_some(tx, root_id, SLICE)
        sleep(PAUSE)


def _asked(store: Store, home: Row[Any]) -> tuple[dict[int, Asked], dict[int, str]]:
    asked: dict[int, Asked] = {}
    codes: dict[int, str] = {}
    for some, theirs in fairness.asked(store, home):
        asked |= some
        codes |= theirs
    return asked, codes


def _tree(
    asked: dict[int, Asked], codes: dict[int, str], broadcast_id: int, seed: bytes
) -> tuple[list[Leaf], list[str], str]:
    """The leaves in the order of their hashes, the roots of their branches, and the root; it touches nothing else."""
    hashed = []
    for number, code in codes.items():
        end = end_of(number, asked)
        hashed.append((merkle.leaf(code, end, merkle.salt(seed, code)), number, end))
    hashed.sort()
    branches = merkle.heads([hash_ for hash_, _, _ in hashed])
    leaves = [(question_id(broadcast_id, number), end, hash_.hex()) for hash_, number, end in hashed]
    return leaves, [branch.hex() for branch in branches], merkle.root(branches).hex()


def publish(store: Store, slug: str, is_open: bool, by: By) -> None:
    """Let everybody read how fair a show was, or nobody any more; `not_found` without it. Twice is once."""
    with store.write() as tx:
        [row] = tx.lock(broadcasts.get_real(tx.connection, slug).id)
        if bool(row.fairness_open) == is_open:
            return
        broadcasts.set_facts(tx, row.id, fairness_open=is_open)
        audit.record(tx, Act.FAIRNESS_OPENED if is_open else Act.FAIRNESS_CLOSED, slug, by)
