"""What an exchange tells of a call, leg by leg, put together. In whatever order it is told, what is newest counts.

A call has one leg or several: the exchange's menu, the one who answers, a colleague who is asked meanwhile. Each leg is
ringing, answered or held; `aside`, where it joins others than the caller; `passed`, where it is over and the caller
goes on; `ended`; or `over`, where the whole call is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Legs = Mapping[str, Sequence[object]]
"""By a leg's name, its state and its position among the exchange's signals (None where it gives none)."""

RINGING, ANSWERED, HELD, ENDED = "ringing", "answered", "held", "ended"
ASIDE, PASSED, OVER = "aside", "passed", "over"

STATES = (RINGING, ANSWERED, HELD, ASIDE, PASSED, ENDED, OVER)


def updated(legs: Legs, leg: str, state: str, position: float | None) -> Legs:
    """The legs after another signal about one of them; one older than the last about it changes nothing."""
    previous = legs.get(leg)
    last = previous[1] if previous else None
    if isinstance(last, int | float) and position is not None and position < last:
        return legs
    return {**legs, leg: (state, position if position is not None else last)}


def state(legs: Legs) -> str | None:
    """The whole call's: ringing, answered, held or ended; None where nothing was told."""
    states = {state for state, _ in legs.values()}
    if OVER in states or (ENDED in states and states <= {ENDED, PASSED}):
        return ENDED
    return next((here for here in (ANSWERED, HELD) if here in states), RINGING if states else None)
