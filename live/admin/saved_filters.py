"""A person's own named filters of the desk: kept, replaced and dropped. Nobody else is told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from live.domain.refused import Refused
from live.store.centre import saved_filters
from live.store.transaction import Store

MOST = 30
"""Views that one person may keep."""

Views = list[dict[str, Any]]


def own_views(store: Store, owner: str) -> Views:
    """{name, query} of each of this owner's, in the order in which they were first kept."""
    with store.read() as connection:
        return saved_filters.of_owner(connection, owner)


def keep_view(store: Store, owner: str, name: str, query: Mapping[str, str]) -> Views:
    """Keep a filter under a name, in place of what had that name."""
    with store.write() as tx:
        if saved_filters.others(tx.connection, owner, name) >= MOST:
            raise Refused("invalid", "There are {most} views already; delete one first.", most=MOST)
        saved_filters.keep(tx, owner, name, query)
        return saved_filters.of_owner(tx.connection, owner)


def drop_view(store: Store, owner: str, name: str) -> Views:
    with store.write() as tx:
        if not saved_filters.drop(tx, owner, name):
            raise Refused("not_found", "There is no view “{name}”.", name=name)
        return saved_filters.of_owner(tx.connection, owner)
