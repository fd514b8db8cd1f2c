"""The names of those who asked by a network whose messages name nobody: asked for many at a time, and kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import structlog

from live.channels import TYPES, Channel, Failed, http_of
from live.channels.capabilities import Names
from live.domain.events import Event
from live.domain.refused import Refused
from live.runtime.tasks import sleep
from live.store.centre import channels
from live.store.leases import Leases
from live.store.show import people, questions
from live.store.transaction import Store

log = structlog.get_logger()

LOOK = 1.0
SOME = 1000
"""Nameless ones that are looked at together."""

NAMES = "names"


class Naming:
    """`networks` are TYPES, or what a test puts in their place."""

    def __init__(self, store: Store, leases: Leases, networks: Mapping[str, Channel] = TYPES) -> None:
        self._store = store
        self._leases = leases
        self._networks = networks

    def run(self) -> None:
        while True:
            sleep(LOOK)
            try:
                if self._anybody() and self._leases.take(NAMES):
                    try:
                        while self._leases.holds(NAMES) and self.name_some():
                            pass
                    finally:
                        self._leases.free(NAMES)
            except Failed as failed:
                log.info("names were not told", reason=failed.reason, detail=failed.detail)
                sleep(max(failed.wait or 0.0, 10.0))
            except Refused:
                sleep(2.0)  # The database is away.
            except Exception:
                log.exception("naming failed")
                sleep(10.0)

    def _anybody(self) -> bool:
        with self._store.read() as connection:
            return bool(people.nameless(connection, 1))

    def name_some(self) -> int:
        """Ask for the names of some who have none yet; how many were dealt with. `Failed` as the network has it."""
        with self._store.read() as connection:
            nameless = people.nameless(connection, SOME)
            known = channels.all_of(connection, self._store.seal) if nameless else []
        by_network: dict[str, dict[str, int]] = {}
        for row in nameless:
            network, _, own_id = (row.contact or "").partition(":")
            by_network.setdefault(network, {})[own_id] = row.id
        for network, ids in by_network.items():
            self._name(network, ids, [channel for channel in known if channel.type == network])
        return len(nameless)

    def _name(self, type_: str, ids: dict[str, int], by: list[channels.Channel]) -> None:
        network = self._networks.get(type_)
        if not isinstance(network, Names):
            return self._keep({}, list(ids.values()))
        listed = list(ids)
        for start in range(0, len(listed), network.AT_ONCE):
            part = listed[start : start + network.AT_ONCE]
            told = _ask(network, part, [channel.settings for channel in by])
            self._keep({ids[one]: name for one, name in told.items() if one in ids}, [ids[one] for one in part])
        return None

    def _keep(self, names: dict[int, str], looked_up: list[int]) -> None:
        with self._store.read() as connection:
            asked = questions.of_persons(connection, sorted(names))
        with self._store.write() as tx:
            logs = sorted({row.broadcast_id for row in asked})
            tx.lock(*logs)
            people.looked_up(tx, looked_up)
            people.call_by_names(tx, names)
            told = questions.of_persons(tx.connection, sorted(names))
            for broadcast_id in logs:
                mine = [row for row in told if row.broadcast_id == broadcast_id]
                tx.append(
                    broadcast_id, [Event("question.named", row.number, row.state, row.state) for row in mine], None
                )


def _ask(network: Any, ids: list[str], by: list[Mapping[str, str]]) -> dict[str, str]:
    """The names as the first channel that works is told them; `Failed` where none of those that may ask does."""
    failed: Failed | None = None
    for settings in by:
        if network.names(settings):
            try:
                return network.people(ids, settings, http_of(network, settings))  # type: ignore[no-any-return]
            except Failed as error:
                failed = error
    if failed is not None:
        raise failed
    return {}
