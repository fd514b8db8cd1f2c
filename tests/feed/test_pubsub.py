"""Word between processes over a real Redis: heard by the others, never waited for."""

from __future__ import annotations

import queue
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from live.feed.pubsub import IDLE, WAITING, NoLink, RedisLink
from live.runtime.worker import Worker
from tests.support.process import free_port
from tests.support.services import PrivateRedis


@pytest.fixture(scope="module")
def redis() -> Iterator[PrivateRedis]:
    started = PrivateRedis()
    started.start()
    yield started
    started.remove()


class Ear:
    """One process that listens."""

    def __init__(self, url: str) -> None:
        self.heard: queue.SimpleQueue[tuple[str, dict[str, Any]]] = queue.SimpleQueue()
        self.link = RedisLink(url)
        self.link.listen("bell", lambda process, body: self.heard.put((process, body)))
        Worker("redis_listen", self.link.listen_once, IDLE).start()
        Worker("redis_publish", self.link.publish_waiting, IDLE, self.link.wake).start()


def test_the_others_hear_and_the_speaker_does_not(redis: PrivateRedis) -> None:
    here, there = Ear(redis.url), Ear(redis.url)
    for n in range(1000):  # Until the other has subscribed, nobody hears.
        here.link.publish("bell", {"grown": [n]})
        try:
            process, body = there.heard.get(timeout=0.2)
            break
        except queue.Empty:
            continue
    assert process == here.link.process
    assert set(body) == {"grown"}
    assert here.heard.empty()


def test_publishing_waits_for_nobody_and_keeps_no_more_than_its_bound() -> None:
    nowhere = RedisLink(f"redis://127.0.0.1:{free_port()}/0")
    for n in range(WAITING * 3):
        nowhere.publish("bell", {"grown": [n]})
    assert len(nowhere._waiting) == WAITING


def test_one_process_has_nobody_to_tell() -> None:
    link = NoLink()
    link.listen("bell", lambda process, body: pytest.fail("nobody speaks"))
    link.publish("bell", {"grown": [1]})
    assert link.answers() is None


def test_what_another_version_says_again_and_again_is_counted_and_logged_once(redis: PrivateRedis) -> None:
    link = RedisLink(redis.url)
    link.listen("bell", lambda process, body: body["grown"])
    with structlog.testing.capture_logs() as lines:
        for data in (b"no json", b"{}", b"no json", b"[]", b"no json"):
            link._hand_over({"channel": b"live:bell", "data": data})
    assert link.not_understood == 5
    assert len(lines) == 3
