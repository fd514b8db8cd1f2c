"""The names of those who asked by a network whose messages name nobody: asked for many at a time, and kept."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any

import structlog

from live.channels import TYPES, Channel, Failed, http_of
from live.channels.capabilities import Names
from live.domain.events import Event
from live.runtime.worker import UNHEARD, Worker
from live.store.centre import channels
from live.store.leases import Leases
from live.store.sealing import WrongKey
from live.store.show import people, questions
from live.store.transaction import Store
from live.workers.means import Means
from live.workers.set_aside import SetAside, database_is_away

log = structlog.get_logger()

PACE = 1.0
"""Seconds at least between two ticks."""
QUIET = 10.0
"""Seconds for which a network that has failed is left alone at least."""

SOME = 1000
"""Nameless ones that are looked at together."""

NAMES = "names"


class Naming:
    """`networks` are TYPES, or what a test puts in their place."""

    def __init__(self, store: Store, leases: Leases, networks: Mapping[str, Channel] = TYPES) -> None:
        self._store = store
        self._leases = leases
        self._networks = networks
        self.aside: SetAside[str] = SetAside("names of a network")
        self.quiet_until: dict[str, float] = {}

    def tick(self) -> float | None:
        """Name some, where there are any and nobody else does; 0 where more may be left."""
        if not self._nameless(1) or not self._leases.take(NAMES):
            return None
        try:
            return 0.0 if self.name_some() else None
        finally:
            self._leases.free(NAMES)

    def _nameless(self, most: int) -> Sequence[Any]:
        now = time.monotonic()
        quiet = [network for network, until in self.quiet_until.items() if now < until]
        with self._store.read() as connection:
            return people.nameless(connection, most, [*quiet, *self.aside.resting()])

    def name_some(self) -> int:
        """Ask for the names of some who have none yet; how many were dealt with. A network that fails is left alone."""
        by_network: dict[str, dict[str, int]] = {}
        for row in self._nameless(SOME):
            network, _, own_id = (row.contact or "").partition(":")
            by_network.setdefault(network, {})[own_id] = row.id
        named = 0
        for network, ids in by_network.items():
            with self.aside.attempt(network):
                try:
                    named += self._name(network, ids)
                except Failed as failed:
                    log.info("names were not told", network=network, reason=failed.reason, code=failed.code)
                    self.quiet_until[network] = time.monotonic() + max(failed.wait or 0.0, QUIET)
        return named

    def _name(self, type_: str, ids: dict[str, int]) -> int:
        """`Failed` as the network has it."""
        network = self._networks.get(type_)
        if not isinstance(network, Names):
            self._keep({}, list(ids.values()))
            return len(ids)
        settings, listed = self._settings(type_), list(ids)
        for start in range(0, len(listed), network.AT_ONCE):
            some = listed[start : start + network.AT_ONCE]
            found = _ask(network, some, settings)
            self._keep({ids[one]: name for one, name in found.items() if one in ids}, [ids[one] for one in some])
        return len(ids)

    def _settings(self, type_: str) -> list[Mapping[str, str]]:
        """Of this network's channels, those that open; `WrongKey` where none of them does."""
        with self._store.read() as connection:
            rows = [row for row in channels.sealed(connection) if row.type == type_]
        opened, wrong = [], None
        for row in rows:
            try:
                opened.append(channels.opened(self._store.seal, row).settings)
            except WrongKey as error:
                wrong = error
        if wrong is not None and not opened:
            raise wrong
        return opened

    def _keep(self, names: dict[int, str], looked_up: list[int]) -> None:
        logs: set[int] = set()
        while missing := self._kept(names, looked_up, logs):
            logs |= missing

    def _kept(self, names: dict[int, str], looked_up: list[int], logs: set[int]) -> set[int]:
        """Keep them, where `logs` are all in which they have asked; else the missing ones, and nothing is kept."""
        with self._store.write() as tx:
            tx.lock(*sorted(logs))
            asked = questions.of_persons(tx.connection, sorted(names))
            if missing := {row.broadcast_id for row in asked} - logs:
                return missing
            people.looked_up(tx, looked_up)
            people.call_by_names(tx, names)
            for broadcast_id in sorted(logs):
                mine = [row for row in asked if row.broadcast_id == broadcast_id]
                tx.append(
                    broadcast_id, [Event("question.named", row.number, row.state, row.state) for row in mine], None
                )
        return set()


def _ask(network: Any, ids: list[str], by: list[Mapping[str, str]]) -> dict[str, str]:
    """The names as the first channel that works is told them; `Failed` where none of those that may ask does."""
    failed: Failed | None = None
    for settings in by:
        if network.names(settings):
            try:
                return network.people(ids, settings, http_of(network, settings))
            except Failed as error:
                failed = error
    if failed is not None:
        raise failed
    return {}


def worker(means: Means) -> Worker:
    task = Naming(means.store, means.leases)
    return Worker("author_names", task.tick, UNHEARD, pace=PACE, away=database_is_away, set_aside=task.aside.count)
