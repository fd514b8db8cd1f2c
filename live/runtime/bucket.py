"""Token buckets: how much may come at once, and how fast it may go on. The time is an argument."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rate:
    """So much a second, and `burst` at once."""

    per_second: float
    burst: float

    def times(self, factor: float) -> Rate:
        return Rate(self.per_second * factor, self.burst * factor)


class Bucket:
    """What one sender has left."""

    __slots__ = ("_rate", "_left", "_at")

    def __init__(self, rate: Rate, now: float) -> None:
        self._rate, self._left, self._at = rate, rate.burst, now

    def take(self, now: float, amount: float = 1.0) -> bool:
        """Whether so much was left; then it is gone."""
        self._refill(now)
        if self._left < amount:
            return False
        self._left -= amount
        return True

    def owe(self, now: float, amount: float = 1.0) -> float:
        """Take so much, though it may not be there yet: the seconds until it is."""
        self._refill(now)
        self._left -= amount
        return max(0.0, -self._left / self._rate.per_second)

    def is_full(self, now: float) -> bool:
        self._refill(now)
        return self._left >= self._rate.burst

    def _refill(self, now: float) -> None:
        self._left = min(self._rate.burst, self._left + (now - self._at) * self._rate.per_second)
        self._at = now


class Buckets:
    """A bucket for each sender, of the `most` that were there last."""

    def __init__(self, rate: Rate, most: int = 10_000) -> None:
        self._rate, self._most = rate, most
        self._of: OrderedDict[str, Bucket] = OrderedDict()

    def take(self, sender: str, now: float) -> bool:
        return self._bucket(sender, now).take(now)

    def owe(self, sender: str, now: float) -> float:
        return self._bucket(sender, now).owe(now)

    def _bucket(self, sender: str, now: float) -> Bucket:
        bucket = self._of.get(sender)
        if bucket is None:
            bucket = self._of[sender] = Bucket(self._rate, now)
            if len(self._of) > self._most:
                self._of.popitem(last=False)
        self._of.move_to_end(sender)
        return bucket
