"""Word between the processes over Redis, each direction in a task of its own."""

from __future__ import annotations

from live.feed.pubsub import IDLE, RedisLink
from live.runtime.worker import Worker
from live.workers.means import Means


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
