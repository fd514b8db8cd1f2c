"""The bell: after a commit it wakes whoever looks in this process at once, and tells the other processes to look."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from live.feed.pubsub import Link

TOPIC = "bell"


class Bell:
    """`grown` hears which logs have grown, `written` of every write: it may have changed what is in no log."""

    def __init__(
        self,
        link: Link,
        grown: Callable[[Sequence[int]], None] = lambda ids: None,
        written: Callable[[], None] = lambda: None,
    ) -> None:
        self._link, self._grown, self._written = link, grown, written
        link.listen(TOPIC, self._on_message)

    def ring(self, broadcast_ids: Sequence[int]) -> None:
        """Something was written, by which these logs have grown. Never waits, never fails."""
        self._written()
        if broadcast_ids:
            self._grown(broadcast_ids)
            self._link.publish(TOPIC, {"grown": list(broadcast_ids)})

    def _on_message(self, process: str, body: dict[str, Any]) -> None:
        self._grown(body["grown"])
        self._written()
