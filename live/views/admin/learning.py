"""What the program suggests by itself, as the administrator's page tells it."""

from __future__ import annotations

from live.domain.language.suggestions import Kind
from live.store.language import switches
from live.store.transaction import Store


def switched(store: Store) -> dict[Kind, bool]:
    """Each kind, and whether it is on."""
    with store.read() as connection:
        return switches.all_of(connection)
