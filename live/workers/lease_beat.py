"""Holds on to the leases that this process has taken."""

from __future__ import annotations

from live.runtime.worker import Worker
from live.store.leases import BEAT
from live.workers.means import Means
from live.workers.set_aside import database_is_away


def worker(means: Means) -> Worker:
    return Worker("leases", means.leases.beat, BEAT, away=database_is_away)
