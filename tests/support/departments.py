"""The centre's departments, as a test wants them."""

from __future__ import annotations

from typing import Any

from live.admin.departments import Given, Official, add
from live.domain.people import By
from live.store.tables import department, former_department, official
from live.store.transaction import Store

OLGA = By("Ольга", "admin", credential="user:7")


def keep_departments(store: Store, *items: dict[str, Any]) -> list[str]:
    """These and no others, each {name, email?, chief?: a login}; their keys."""
    forget_departments(store)
    return [
        add(
            store,
            Given(one["name"], email=one.get("email") or "", chief=Official(login=one.get("chief") or "")),
            OLGA,
        )
        for one in items
    ]


def forget_departments(store: Store) -> None:
    """As in a centre that keeps no list of them."""
    with store.write() as tx:
        for table in (former_department, official, department):
            tx.connection.execute(table.delete())
