"""The terms of what is kept of persons, and what the last runs did."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row

from live.domain.retention import Kind, terms_of
from live.store.centre.lists import CentreList
from live.store.followup import retention
from live.store.transaction import Store
from live.views.admin.lists import whole_list

SHOWN = 30
"""Runs on the page."""


def terms_and_runs(store: Store) -> tuple[CentreList, dict[Kind, int], list[Row[Any]]]:
    present = whole_list(store, "retention")
    with store.read() as connection:
        return present, terms_of(present.items), retention.runs(connection, SHOWN)
