"""Two must not lead: who serves asks the other servers of its centre how they stand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import structlog

from live.runtime.worker import Worker
from live.understudy import succession
from live.understudy.leader import Leader
from live.understudy.line import Away, OtherSecret, Standing, ask_standing
from live.understudy.succession import Succession

log = structlog.get_logger()

EVERY = 2.0
"""Seconds between two rounds."""


def look_before_serving(file: Path, secret: str) -> None:
    """Of a server that comes back: whether another was promoted meanwhile is on the disk once this returns."""
    own = succession.read(file)
    if own.follows or own.succeeded_by:
        return
    for address in own.others:
        if (other := _standing(address, secret)) is not None and _beats(other, own):
            succession.write(file, replace(own, succeeded_by=address))
            return


class Watch:
    """Steps down as soon as another server of this centre leads by a later promotion."""

    def __init__(self, leader: Leader, secret: str) -> None:
        self._leader, self._secret = leader, secret

    def worker(self) -> Worker:
        return Worker("succession", self.look, EVERY)

    def look(self) -> None:
        following = {one.address for one in self._leader.changes.present()}
        for address in self._leader.addresses():
            other = None if address in following else _standing(address, self._secret)
            if other is not None and _beats(other, self._leader.succession):
                self._leader.step_down(address, other.term)


def _beats(other: Standing, own: Succession) -> bool:
    return other.serves and other.beats(Standing(True, own.term, own.since))


def _standing(address: str, secret: str) -> Standing | None:
    try:
        return ask_standing(address, secret)
    except Away:
        return None
    except OtherSecret:
        log.error("another server of this centre has another secret", address=address)
        return None
