"""The feed: what is new, as it comes; a look at every log that is followed; word to other processes of who is here."""

from __future__ import annotations

from live.feed.hub import POLL
from live.feed.presence import REPEAT
from live.feed.pubsub import IDLE, RedisLink
from live.runtime.worker import Worker
from live.workers.means import Means
from live.workers.set_aside import database_is_away


def tails(means: Means) -> Worker | None:
    """None where no screen is connected, ever."""
    return None if means.hub is None else means.hub.worker


def on_air(means: Means) -> Worker | None:
    """None where nobody listens, ever."""
    return None if means.hub is None else means.hub.air.worker


def poller(means: Means) -> Worker | None:
    """None where no screen is connected, ever."""
    return None if means.hub is None else Worker("feed", means.hub.look, POLL, away=database_is_away)


def presence(means: Means) -> Worker | None:
    """None where nobody is ever present."""
    return None if means.hub is None else Worker("presence", means.hub.presence.repeat, REPEAT)


def publisher(means: Means) -> Worker | None:
    """None where there is nobody to tell."""
    link = means.link
    if not isinstance(link, RedisLink):
        return None
    return Worker("redis_publish", link.publish_waiting, IDLE, link.wake, set_aside=lambda: link.not_sent)


def listener(means: Means) -> Worker | None:
    """None where there is nobody to listen to."""
    link = means.link
    if not isinstance(link, RedisLink):
        return None
    return Worker("redis_listen", link.listen_once, IDLE, set_aside=lambda: link.not_understood)
