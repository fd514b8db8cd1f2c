"""What one client may say over its websocket: packets of the protocol, no faster than allowed, or it is cut off."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from live.runtime.bucket import Bucket, Rate
from live.runtime.tasks import sleep

CLOSE, PONG = "1", "3"
MESSAGES = ("40", "41", "42")
"""How a message of Engine.IO begins that is a packet of Socket.IO which clients of ours send: join, leave, event."""

STRIKES = 5
"""How often a client may say what is no packet, or go on too fast for a second, until it is cut off."""

KIB = 1024


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a client may speak: packets and bytes a second. Above it the client waits; a `patient` one is only kept
    waiting, any other gets a strike for each second.
    """

    packets: Rate
    size: Rate
    patient: bool = False


STRANGER = Pace(Rate(5, 10), Rate(16 * KIB, 64 * KIB))
"""Until it has joined a screen: that takes one packet."""


class Hearing:
    """Hears one client. `cut` is called, once and with the reason, when no more of it will be heard."""

    __slots__ = ("_clock", "_cut", "_pace", "_packets", "_size", "_sleep", "_strikes", "_struck_at", "at", "is_over")

    def __init__(
        self,
        cut: Callable[[str], None],
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = sleep,
    ) -> None:
        self._cut, self._clock, self._sleep = cut, clock, sleep
        self.is_over = False
        self.at = self._struck_at = clock()
        self.allow(STRANGER)

    def allow(self, pace: Pace) -> None:
        """From now on it may speak at this pace; what was before is forgotten."""
        now = self._clock()
        self._pace, self._strikes = pace, 0
        self._packets, self._size = Bucket(pace.packets, now), Bucket(pace.size, now)

    def heard(self, message: str | bytes | None) -> str | None:
        """The message once it may be listened to; None where the client has left, or is cut off."""
        if message is None or self.is_over:
            return None
        now = self.at = self._clock()
        if not isinstance(message, str) or not _is_spoken(message):
            self._end("it does not speak the protocol")
            return None
        if self._packets.is_full(now) and self._size.is_full(now):
            self._strikes = 0
        pause = max(self._packets.owe(now), self._size.owe(now, len(message)))
        if pause:
            if not self._pace.patient and now - self._struck_at >= 1.0:
                self._struck_at = now
                self.strike("it says too much")
            self._sleep(pause)
        return None if self.is_over else message

    def strike(self, why: str) -> None:
        """It did what no screen of ours does."""
        self._strikes += 1
        if self._strikes >= STRIKES:
            self._end(why)

    def _end(self, why: str) -> None:
        if not self.is_over:
            self.is_over = True
            self._cut(why)


def _is_spoken(message: str) -> bool:
    """Whether it is a packet at all: what is none would not even be read without an error by those who come next."""
    return message in (CLOSE, PONG) or message.startswith(MESSAGES)
