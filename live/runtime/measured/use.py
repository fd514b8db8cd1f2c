"""A thing that is shared: how long it was waited for, how long it was held, how often it could not be had."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from time import monotonic
from types import TracebackType

from live.runtime import traces
from live.runtime.measured.numbers import Count, Durations, Number

BOUNDS = (0.001, 0.005, 0.02, 0.1, 0.5, 2, 10)


class Use:
    """Of `name`, by `kinds` of use. `fails` says whether what ended one means that the thing itself does."""

    def __init__(self, name: str, what: str, kinds: Sequence[str], fails: Callable[[BaseException], bool]) -> None:
        self.waited = Durations(f"{name}_wait_seconds", f"Until {what} could be used", ["kind"], bounds=BOUNDS)
        self.held = Durations(f"{name}_use_seconds", f"For which {what} was used", ["kind"], bounds=BOUNDS)
        self.failed = Count(
            f"{name}_failures_total", f"Uses of {what} that failed", ["kind"], [(one,) for one in kinds]
        )
        self.fails = fails
        self.parts = {kind: f"{name.removeprefix('live_')} {kind}" for kind in kinds}
        """What a use is in a trace, by its kind."""

    def numbers(self) -> tuple[Number, ...]:
        return self.waited, self.held, self.failed

    def of(self, kind: str) -> Using:
        """One use, from when it is wanted on."""
        return Using(self, kind)


class Using:
    """Entered when the thing is wanted; `begins()` once it is had. A class, for a generator would cost thrice that."""

    __slots__ = ("_had_at", "_kind", "_use", "_wanted_at", "_within")

    def __init__(self, use: Use, kind: str) -> None:
        self._use, self._kind = use, kind
        self._had_at: float | None = None

    def __enter__(self) -> Using:
        self._wanted_at, self._within = monotonic(), traces.here()
        return self

    def begins(self) -> None:
        self._had_at = monotonic()

    def __exit__(self, _: type[BaseException] | None, error: BaseException | None, __: TracebackType | None) -> None:
        now = monotonic()
        had_at = now if self._had_at is None else self._had_at
        self._use.waited.took(had_at - self._wanted_at, self._kind)
        if self._within is not None:
            waited = {"live.waited_us": round((had_at - self._wanted_at) * 1e6)}
            traces.was(self._use.parts[self._kind], now - self._wanted_at, self._within, waited)
        if self._had_at is not None:
            self._use.held.took(now - had_at, self._kind)
        if error is not None and self._use.fails(error):
            self._use.failed.add(self._kind)
