"""A screen's end of a socket of Engine.IO, as the feed writes to it: what was queued for it is kept."""

from __future__ import annotations

import json
from queue import SimpleQueue
from types import SimpleNamespace
from typing import Any

from live.domain.people import Actor, Role
from live.feed.member import Member
from live.views.screens import SCREENS

Json = dict[str, Any]


class Line:
    is_a_strangers = False

    def end(self) -> None:
        return


class Heard:
    """`packets` are the events in the order in which they came, each with its body."""

    def __init__(self) -> None:
        self.sid, self.line, self.connection = "heard", Line(), None
        self.closed = self.closing = False
        self.packets: SimpleQueue[tuple[str, Json]] = SimpleQueue()
        self.queue = SimpleNamespace(qsize=lambda: 0, put=self._put)

    def _put(self, packet: Any) -> None:
        event, body = json.loads(packet.data.partition(",")[2])
        self.packets.put((event, body))

    def close(self, wait: bool, abort: bool) -> None:
        self.closed = True

    def next(self, event: str, seconds: float = 20) -> Json:
        """The next body of this event; others before it are passed over."""
        while True:
            came, body = self.packets.get(timeout=seconds)
            if came == event:
                return body

    def all(self) -> list[tuple[str, Json]]:
        """What has come and was not taken yet."""
        return [self.packets.get() for _ in range(self.packets.qsize())]


def member(
    broadcast_id: int, name: str = "Мария", screen: str = "desk", role: Role = Role.MODERATOR, **more: Any
) -> Member:
    actor = Actor(name, frozenset({role}), credential=f"key:{name}")
    return Member(f"sid-{name}", Heard(), broadcast_id, "show", SCREENS[screen], actor, f"mark-{name}", **more)
