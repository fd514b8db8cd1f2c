"""Word between the processes of one installation: over Redis, or nowhere at all when there is one process.

`publish` never waits: it leaves the message for a task, and what cannot be told is dropped. Whoever uses it must
be right without it.
"""

from __future__ import annotations

import json
import uuid
from collections import deque
from collections.abc import Callable
from typing import Any, Protocol

import redis
import structlog

from live.runtime.tasks import Signal, sleep, spawn

log = structlog.get_logger()

Handler = Callable[[str, dict[str, Any]], None]
"""Called with the other process's name and its message."""

WAITING = 1000
"""Messages that may wait for Redis; older ones are dropped."""


class Link(Protocol):
    def publish(self, topic: str, message: dict[str, Any]) -> None: ...

    def listen(self, topic: str, handler: Handler) -> None: ...

    def answers(self) -> bool | None:
        """Whether the other end answered lately; None where there is none."""
        ...


class NoLink:
    """One process, nobody to tell."""

    def publish(self, topic: str, message: dict[str, Any]) -> None:
        return

    def listen(self, topic: str, handler: Handler) -> None:
        return

    def answers(self) -> bool | None:
        return None


class RedisLink:
    """Redis publish and subscribe, each in a task of its own. `start()` it once."""

    def __init__(self, url: str) -> None:
        self.process = uuid.uuid4().hex
        # Bounded waits: a frozen Redis holds up these two tasks and nobody else.
        self._client = redis.Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2)
        self._handlers: dict[str, Handler] = {}
        self._waiting: deque[tuple[str, dict[str, Any]]] = deque(maxlen=WAITING)
        self._signal = Signal()
        self._up = True

    def publish(self, topic: str, message: dict[str, Any]) -> None:
        self._waiting.append((topic, message))
        self._signal.ring()

    def listen(self, topic: str, handler: Handler) -> None:
        self._handlers[topic] = handler

    def answers(self) -> bool | None:
        return self._up

    def start(self) -> None:
        spawn(self._publish_all)
        spawn(self._listen_all)

    def _publish_all(self) -> None:
        while True:
            self._signal.wait()
            while self._waiting:
                topic, message = self._waiting.popleft()
                try:
                    self._client.publish(f"live:{topic}", json.dumps({"process": self.process, **message}))
                    self._said(True)
                except redis.RedisError as error:
                    self._said(False, error)
                    self._waiting.clear()

    def _listen_all(self) -> None:
        while True:
            try:
                with self._client.pubsub(ignore_subscribe_messages=True) as subscription:  # type: ignore[no-untyped-call]
                    subscription.subscribe(*[f"live:{topic}" for topic in self._handlers])
                    while True:
                        message = subscription.get_message(timeout=1.0)
                        if message is not None:
                            self._hand_over(message)
            except redis.RedisError as error:
                self._said(False, error)
                sleep(0.5)

    def _hand_over(self, message: dict[str, Any]) -> None:
        body = json.loads(message["data"])
        process = body.pop("process")
        if process != self.process:
            self._handlers[message["channel"].decode().removeprefix("live:")](process, body)

    def _said(self, up: bool, error: Exception | None = None) -> None:
        if up != self._up:
            self._up = up
            if up:
                log.info("Redis answers again")
            else:
                log.warning("Redis does not answer; screens follow by polling", cause=str(error))
