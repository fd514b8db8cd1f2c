"""What wakes the one on duty at night: the rest waits for the morning and is told in one letter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from live.domain.escalation import OF_A_QUESTION, Clock, Step

STEPS = tuple(f"{clock.value}.{step.value}" for clock in OF_A_QUESTION for step in (Step.NEAR, Step.OVER))
"""What can be chosen to wake somebody, such as "reaction.over"."""


@dataclass(frozen=True, slots=True)
class Night:
    """From one hour of the clock to another, beyond midnight as a rule; equal ones are no night at all."""

    begins: time = time(22)
    ends: time = time(7)
    wakes: frozenset[str] = frozenset({"reaction.over", "resolution.over"})

    @classmethod
    def of_item(cls, item: Mapping[str, Any]) -> Night:
        """From the one item of the list `night`."""
        begins, ends = time.fromisoformat(item["begins"]), time.fromisoformat(item["ends"])
        return cls(begins, ends, frozenset(item["wakes"]))

    def is_on(self, now: datetime, zone: ZoneInfo) -> bool:
        hour = now.astimezone(zone).time()
        if self.begins <= self.ends:
            return self.begins <= hour < self.ends
        return hour >= self.begins or hour < self.ends

    def lets_through(self, clock: Clock, step: Step, now: datetime, zone: ZoneInfo) -> bool:
        """Whether a step is told at once. What goes up to a chief always is: they are no one's watch."""
        return step is Step.CHIEF or not self.is_on(now, zone) or f"{clock.value}.{step.value}" in self.wakes
