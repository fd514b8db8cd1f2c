"""Tells the other processes again who is on this one's screens."""

from __future__ import annotations

from live.feed.presence import REPEAT
from live.runtime.worker import Worker
from live.workers.means import Means


def worker(means: Means) -> Worker:
    return Worker("presence", means.presence.repeat, REPEAT)
