"""The events that this process could not render: each logged once, and counted."""

from __future__ import annotations

from collections import deque

import structlog

from live.views.feed.visible_events import EventRenderer

log = structlog.get_logger()

REMEMBERED = 1000
"""The newest of them are known again when another screen asks for them."""


class BrokenEvents:
    def __init__(self) -> None:
        self.count = 0
        self._known: deque[tuple[int, int]] = deque(maxlen=REMEMBERED)

    def note(self, broadcast_id: int, renderer: EventRenderer) -> None:
        """Log and count those of a run that are new here. The run has been rendered for its screens before."""
        types = {event.seq: event.type for event in renderer.events}
        for seq, error in renderer.broken.items():
            if (broadcast_id, seq) not in self._known:
                self._known.append((broadcast_id, seq))
                self.count += 1
                log.error("an event is broken", broadcast=broadcast_id, seq=seq, type=types[seq], exc_info=error)
