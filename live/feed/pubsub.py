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
from redis.backoff import NoBackoff
from redis.retry import Retry

from live.runtime.tasks import Signal

log = structlog.get_logger()

Handler = Callable[[str, dict[str, Any]], None]
"""Called with the other process's name and its message."""

IDLE = 10.0
"""Seconds after which the two tasks go round though nothing has happened."""

WAITING = 1000
"""Messages that may wait for Redis; older ones are dropped."""


def asked_once(seconds: float) -> dict[str, Any]:
    """Options by which Redis is asked once, and so long at most: its own habit is to be asked ten times more."""
    return {"socket_timeout": seconds, "socket_connect_timeout": seconds, "retry": Retry(NoBackoff(), 0)}


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
    """Redis publish and subscribe. Two tasks call `publish_waiting` (as `wake` rings) and `listen_once`, on and on."""

    def __init__(self, url: str) -> None:
        self.process = uuid.uuid4().hex
        # Bounded waits: a frozen Redis holds up these two tasks and nobody else.
        self._client = redis.Redis.from_url(url, **asked_once(2))
        self._handlers: dict[str, Handler] = {}
        self._waiting: deque[tuple[str, dict[str, Any]]] = deque(maxlen=WAITING)
        self._subscription: redis.client.PubSub | None = None
        self.wake = Signal()
        self._up = True
        self.not_sent = 0
        """Messages of ours that could not be written down."""
        self.not_understood = 0
        """Messages of others that broke: of another version, or of another program."""
        self._complained: set[tuple[Any, type[Exception]]] = set()
        """What of theirs has been logged already: where it came and how it broke."""

    def publish(self, topic: str, message: dict[str, Any]) -> None:
        self._waiting.append((topic, message))
        self.wake.ring()

    def listen(self, topic: str, handler: Handler) -> None:
        self._handlers[topic] = handler

    def answers(self) -> bool | None:
        return self._up

    def publish_waiting(self) -> None:
        """Send what waits; all of it is dropped where Redis does not answer."""
        while self._waiting:
            topic, message = self._waiting.popleft()
            try:
                body = json.dumps({"process": self.process, **message})
            except (TypeError, ValueError):
                self.not_sent += 1
                log.exception("a message to the other processes was left out", topic=topic)
                continue
            try:
                self._client.publish(f"live:{topic}", body)
                self._said(True)
            except redis.RedisError as error:
                self._said(False, error)
                self._waiting.clear()

    def listen_once(self) -> float:
        """Wait a second for a message at most, and hand it over; the seconds until the next time."""
        try:
            message = self._subscribed().get_message(timeout=1.0)
        except redis.RedisError as error:
            self._said(False, error)
            self._unsubscribe()
            return 0.5
        if message is not None:
            self._hand_over(message)
        return 0.0

    def _subscribed(self) -> redis.client.PubSub:
        if self._subscription is None:
            subscription = self._client.pubsub(ignore_subscribe_messages=True)  # type: ignore[no-untyped-call]  # redis has it untyped
            subscription.subscribe(*[f"live:{topic}" for topic in self._handlers])
            self._subscription = subscription
        return self._subscription

    def _unsubscribe(self) -> None:
        if self._subscription is not None:
            self._subscription.close()
            self._subscription = None

    def _hand_over(self, message: dict[str, Any]) -> None:
        """What cannot be understood is counted: it must not make this process deaf to what comes behind it."""
        try:
            body = json.loads(message["data"])
            process = body.pop("process")
            if process != self.process:
                self._handlers[message["channel"].decode().removeprefix("live:")](process, body)
        except Exception as error:
            self.not_understood += 1
            if (kind := (message.get("channel"), type(error))) not in self._complained:
                self._complained.add(kind)  # An older version beside this one speaks every other second.
                log.exception("a message of another process was not understood")

    def _said(self, up: bool, error: Exception | None = None) -> None:
        if up != self._up:
            self._up = up
            if up:
                log.info("Redis answers again")
            else:
                log.warning("Redis does not answer; screens follow by polling", cause=str(error))
