"""The screens that look on while the law is tried: each joins at any moment and hears of what is done late."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from hypothesis.stateful import RuleBasedStateMachine

from live.protocol.events import Log
from live.store import log
from live.store.ids import TICKETS_LOG
from live.store.transaction import Store
from live.views.feed.sections.section import Reader
from live.views.feed.snapshot import snapshot
from live.views.feed.visible_events import EventRenderer
from live.views.screens import SCREENS
from tests.support.reducer import Mirror, starts_over
from tests.support.rooms import Show
from tests.support.wire import check_event, check_snapshot
from tests.views.browser_mirror import Node

DEPARTMENTS = ("ЖКХ", "Дороги")

LOOKS: list[tuple[str, str | None]] = [
    *((name, None) for name in SCREENS if name != "tickets"),
    ("tickets", None),
    ("tickets", DEPARTMENTS[0]),
    ("tickets", "Лес"),
]
"""Every screen; and the tickets as one department's executor sees them, and one whose department has only parts."""


@dataclass
class Looker:
    """A screen somewhere, and what it holds: the browser's own code, or the reference reducer."""

    name: str
    department: str | None
    in_browser: bool
    mirror: Mirror = field(init=False)


class Onlookers(RuleBasedStateMachine):
    """What the screens hold of the show, and whether it is what a newcomer would see."""

    store: Store
    node: Node
    show: Show

    def __init__(self) -> None:
        super().__init__()
        self.lookers: list[Looker] = []

    def _log(self, looker: Looker) -> int:
        return TICKETS_LOG if looker.name == "tickets" else self.show.id

    def join(self, looker: Looker) -> None:
        """The screen begins anew, with what there is now."""
        looker.mirror = self.node.mirror(looker.name) if looker.in_browser else Mirror(looker.name)
        looker.mirror.load(self.snapshot(looker))

    def snapshot(self, looker: Looker) -> dict[str, Any]:
        """The answer to a sync without `since`."""
        log_id = self._log(looker)
        with self.store.read() as connection:
            at = log.position(connection, log_id)
            whole = snapshot(connection, at.broadcast, SCREENS[looker.name], Reader(looker.department))
        check_snapshot(json.loads(json.dumps(whole)))
        return {"epoch": at.epoch, "to": at.head, "snapshot": whole}

    def frame(self, looker: Looker, since: int, most: int) -> dict[str, Any]:
        """What the feed would send now of at most `most` events after `since`."""
        log_id = self._log(looker)
        with self.store.read() as connection:
            at = log.position(connection, log_id)
            events = log.events_since(connection, log_id, since, most)
            renderer = EventRenderer(connection, at.broadcast, events)
            seen = renderer.for_screen(SCREENS[looker.name], Reader(looker.department))
        for event in json.loads(json.dumps(seen)):
            check_event(Log.TICKETS if looker.name == "tickets" else Log.BROADCAST, event)
        return {"epoch": at.epoch, "from": since, "to": events[-1].seq if events else since, "events": seen}

    def hear(self, looker: Looker, since: int, most: int) -> bool:
        """A frame comes; where it does not do, the screen syncs. Whether anything was new."""
        frame = self.frame(looker, since, most)
        if frame["to"] <= looker.mirror.to:
            return False
        if not looker.mirror.apply(frame):
            over = any(map(starts_over, frame["events"]))
            assert looker.mirror.trimmed or over, "only what was trimmed can be missing"
            self.join(looker)
        assert looker.mirror.apply(frame), "a frame that comes again changes nothing"
        return True

    def settle(self) -> None:
        """Everybody hears everything, and holds what a newcomer would."""
        newcomers: dict[tuple[str, str | None], Mirror] = {}
        for looker in self.lookers:
            while self.hear(looker, looker.mirror.to, 7):
                pass
            kind = (looker.name, looker.department)
            if kind not in newcomers:
                newcomers[kind] = Mirror(looker.name)
                newcomers[kind].load(self.snapshot(looker))
            differences = looker.mirror.differences(newcomers[kind])
            assert not differences, (looker, differences)

    def _look(self, n: int, m: int) -> None:
        """A screen, or now and then one of every kind, joins; an earlier one of its kind may stay."""
        for at in LOOKS if m % 4 == 0 else [LOOKS[n % len(LOOKS)]]:
            same = [other for other in self.lookers if (other.name, other.department) == at]
            if len(same) == 2:
                self.lookers.remove(same[0])
            looker = Looker(*at, in_browser=bool(m % 2) != bool(same))
            self.join(looker)
            self.lookers.append(looker)

    def _hear(self, n: int, m: int) -> None:
        """A frame of a few events reaches one screen; it may begin with some that the screen has already."""
        if self.lookers:
            looker = self.lookers[n % len(self.lookers)]
            overlap = m % 4
            self.hear(looker, max(0, looker.mirror.to - overlap), overlap + 1 + m % 6)

    def _quiet(self, n: int, m: int) -> None:
        self.settle()
