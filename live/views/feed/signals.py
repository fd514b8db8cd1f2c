"""The signals that a centre has set, for their pages."""

from __future__ import annotations

from live.domain.control.signals import Signal
from live.domain.refused import Refused
from live.store.centre import signals
from live.store.transaction import Store


def all_signals(store: Store) -> list[Signal]:
    with store.read() as connection:
        return signals.all_of(connection)


def signal(store: Store, number: int) -> Signal:
    """`not_found` where there is none."""
    for one in all_signals(store):
        if one.id == number:
            return one
    raise Refused("not_found", "There is no signal {number}.", number=number)
