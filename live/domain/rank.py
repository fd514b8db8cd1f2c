"""Order keys for the shortlist: strings that sort byte by byte, with room between any two.

Fractional indexing over base 62, after D. Greenspan, "Implementing Fractional Indexing" (2017): moving a question
writes that question alone.
"""

from __future__ import annotations

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def between(before: str | None, after: str | None) -> str:
    """A rank strictly between two others; None is the open end. Ranks never end in the lowest digit."""
    if before is not None and after is not None and before >= after:
        raise ValueError(f"no room between {before!r} and {after!r}")
    if after is None and before is not None:
        return _next(before)
    if before is None and after is not None:
        return _previous(after)
    return _midpoint(before or "", after)


def _next(before: str) -> str:
    """A short rank after `before`: appending at the end must not grow the key by half a digit each time."""
    for index, digit in enumerate(before):
        if digit != DIGITS[-1]:
            return before[:index] + DIGITS[DIGITS.index(digit) + 1]
    return before + DIGITS[1]


def _previous(after: str) -> str:
    """A short rank before `after`: a producer puts things on top as often as at the end."""
    index = next(index for index, digit in enumerate(after) if digit != DIGITS[0])
    lower = DIGITS.index(after[index]) - 1
    return after[:index] + (DIGITS[lower] if lower else DIGITS[0] + DIGITS[-1])


def _midpoint(low: str, high: str | None) -> str:
    if high is not None:
        shared = 0
        while shared < len(high) and (low[shared] if shared < len(low) else DIGITS[0]) == high[shared]:
            shared += 1
        if shared:
            return high[:shared] + _midpoint(low[shared:], high[shared:])
    first = DIGITS.index(low[0]) if low else 0
    last = DIGITS.index(high[0]) if high is not None else len(DIGITS)
    if last - first > 1:
        return DIGITS[(first + last) // 2]
    if high is not None and len(high) > 1:
        return high[0]
    return DIGITS[first] + _midpoint(low[1:], None)
