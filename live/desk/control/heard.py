"""What has come in by OSC, and what became of it: counted, and the last of it kept to be looked at."""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from live.domain.refused import Refused


class Outcome(StrEnum):
    DONE = "done"
    RELEASED = "released"
    """A button was let go: nothing is to be done."""
    REFUSED = "refused"
    WRONG = "wrong"
    """It is no packet of OSC, or says nothing that is known here."""
    LATE = "late"
    FLOODED = "flooded"
    """More came than is looked at."""


class Port(StrEnum):
    """How the port stands at which packets are heard."""

    OFF = "off"
    HEARS = "hears"
    TAKEN = "taken"
    """Another process has it: of this installation, or of somebody else."""


@dataclass(frozen=True, slots=True)
class Packet:
    """`said`: what was asked for, without its key. `why`: the refusal, where there is one."""

    at: datetime
    host: str
    said: str
    outcome: Outcome
    why: Refused | None = None


@dataclass(slots=True)
class Heard:
    """Of one process, since it began."""

    port: Port = Port.OFF
    lost: int = 0
    """Packets that the system had no room for, before anybody could look at them."""
    counts: Counter[Outcome] = field(default_factory=Counter)
    last: deque[Packet] = field(default_factory=lambda: deque(maxlen=20))

    def note(self, packet: Packet) -> None:
        self.counts[packet.outcome] += 1
        self.last.append(packet)
