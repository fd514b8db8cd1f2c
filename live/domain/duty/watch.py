"""Who is told of a step of a question's clock: those on duty whose business it is, else the coordinators."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from live.domain.duty.night import Night
from live.domain.duty.shift import Shift, whom
from live.domain.escalation import Clock, Step

COORDINATORS = 0
"""In place of an account: all who coordinate that broadcast."""


@dataclass(frozen=True, slots=True)
class Watch:
    """How the duty of the centre stands at a moment. `kept`: whether it has a roster at all; `zone`: of its night."""

    now: datetime
    shifts: Sequence[Shift]
    absent: Collection[int]
    kept: bool
    night: Night
    zone: ZoneInfo

    @property
    def is_night(self) -> bool:
        return self.night.is_on(self.now, self.zone)

    def on_duty(self, topic: str | None, place: str | None) -> list[int]:
        """The accounts whose business a question of this topic and place is now."""
        return whom(self.shifts, self.now, topic, place, self.absent)

    def told(self, topic: str | None, place: str | None, clock: Clock, step: Step) -> tuple[int, ...] | None:
        """The accounts that are told now, or (COORDINATORS,); None where it waits for the morning.

        The last step goes up to the coordinators. What comes before it is the duty's, and theirs only where nobody is
        there; a centre that keeps no roster has its desk alone for that.
        """
        if step is Step.CHIEF:
            return (COORDINATORS,)
        if not self.kept:
            return ()
        if not self.night.lets_through(clock, step, self.now, self.zone):
            return None
        return tuple(self.on_duty(topic, place)) or (COORDINATORS,)
