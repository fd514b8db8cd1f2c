"""The rehearsal's telephone: somebody rings now and then, never more than two at once."""

from __future__ import annotations

import random

from sqlalchemy import select

from live.commands import demo
from live.store.tables import call
from live.store.transaction import Store


def test_invented_calls_ring_two_at_a_time(store: Store) -> None:
    show = demo.prepare(store)
    assert show is not None
    chance = random.Random(1)
    for _ in range(4):
        demo.ring(store, show, chance)
    with store.read() as connection:
        rows = connection.execute(select(call.c.state, call.c.missed).order_by(call.c.id)).all()
    assert [(row.state, bool(row.missed)) for row in rows] == [("ended", True)] * 2 + [("ringing", False)] * 2


def test_the_rehearsal_has_a_link_for_the_screener(store: Store) -> None:
    show = demo.prepare(store)
    assert show is not None
    assert "calls" in demo.links(store, "of-the-tests" * 4, show)
