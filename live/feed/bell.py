"""The bell: after a commit it wakes this process's tails at once, and tells the other processes to look."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from live.feed.hub import Hub
from live.feed.pubsub import Link

TOPIC = "bell"


class Bell:
    def __init__(self, hub: Hub, link: Link) -> None:
        self._hub = hub
        self._link = link
        link.listen(TOPIC, self._on_message)

    def ring(self, broadcast_ids: Sequence[int]) -> None:
        """These logs have grown. Never waits, never fails."""
        if broadcast_ids:
            self._hub.ring(broadcast_ids)
            self._link.publish(TOPIC, {"grown": list(broadcast_ids)})

    def _on_message(self, process: str, body: dict[str, Any]) -> None:
        self._hub.ring(body["grown"])
