"""The bell: after a commit it wakes whoever looks in this process at once, and tells the other processes to look."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from live.feed.pubsub import Link
from live.runtime.worker import Written
from live.store.quick.handed import Grown

TOPIC = "bell"


class Bell:
    """`grown` hears which logs have grown, `written` of every write: it may have changed what is in no log. A program
    that says nothing of what it has written has written anything."""

    def __init__(
        self,
        link: Link,
        grown: Callable[[Sequence[int]], None] = lambda ids: None,
        written: Callable[[Written], None] = lambda what: None,
    ) -> None:
        self._link, self._grown, self._written = link, grown, written
        link.listen(TOPIC, self._on_message)

    def ring(self, grown: Grown) -> None:
        """Something was written, by which these logs have grown. Never waits, never fails.

        Whoever is woken first runs first: screens and lamps, before the tasks of the background.
        """
        if grown:
            self._grown(grown)
            alone = {"questions": True} if grown.written is Written.QUESTIONS else {}
            self._link.publish(TOPIC, {"grown": list(grown), **alone})
        self._written(grown.written)

    def _on_message(self, process: str, body: dict[str, Any]) -> None:
        grown = Grown(Written.QUESTIONS if body.get("questions") else Written.ANYTHING)
        grown.extend(body["grown"])
        self._grown(grown)
        self._written(grown.written)
