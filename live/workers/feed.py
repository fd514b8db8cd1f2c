"""The feed: what is new, as it comes; a look at every log that is followed; word to other processes of who is here."""

from __future__ import annotations

from live.feed.hub import POLL
from live.feed.presence import REPEAT
from live.runtime.worker import Worker
from live.workers.means import Means
from live.workers.set_aside import database_is_away


def tails(means: Means) -> Worker | None:
    """None where no screen is connected, ever."""
    return None if means.hub is None else means.hub.worker


def poller(means: Means) -> Worker | None:
    """None where no screen is connected, ever."""
    return None if means.hub is None else Worker("feed", means.hub.look, POLL, away=database_is_away)


def presence(means: Means) -> Worker | None:
    """None where nobody is ever present."""
    return None if means.hub is None else Worker("presence", means.hub.presence.repeat, REPEAT)
