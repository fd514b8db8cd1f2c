"""A planned order, as a table or a program hands it in: questions by their numbers, and titles of segments.

What each of its lines becomes is said before anything is changed, and is the same when it is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from live.domain.broadcast import ON_AIR, Broadcast, check_moderation
from live.domain.characters import alike
from live.domain.order.forecast import LENGTHS
from live.domain.question import NEW, SHORTLISTED, State
from live.domain.refused import Refused

MOST = 500
"""Lines of one order."""


class Fate(StrEnum):
    """What becomes of a line."""

    COMES = "comes"
    """A new question: it goes into the list."""
    STANDS = "stands"
    """A question of the list: it goes to its place in the order."""
    OPENS = "opens"
    """A segment that is not there yet."""
    KEEPS = "keeps"
    """A segment of this title stands already: it goes to its place, and there is no second one."""
    UNKNOWN = "unknown"
    """No question has this number."""
    AWAY = "away"
    """It can go into no list: it was answered, declined, merged or handed over."""
    TWICE = "twice"
    """The order names it a second time."""


PLACED = frozenset({Fate.COMES, Fate.STANDS, Fate.OPENS, Fate.KEEPS})


@dataclass(frozen=True, slots=True)
class Line:
    """A question's number, or the title of a segment; and how many seconds it is planned to last, None: as usual."""

    number: int | None = None
    title: str | None = None
    seconds: int | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """`state`: the question's, where there is one."""

    line: Line
    fate: Fate
    state: State | None = None

    @property
    def is_placed(self) -> bool:
        return self.fate in PLACED


def check_early(broadcast: Broadcast) -> None:
    """`illegal` once the show is on air, where a whole order would go over what is being done; or before it is open."""
    if broadcast.state is ON_AIR:
        raise Refused("illegal", "The show is on air: a planned order is brought in before it. Move the items by hand.")
    check_moderation(broadcast, "move")


def planned(lines: Sequence[Line], states: Mapping[int, State], titles: Collection[str]) -> list[Placed]:
    """What becomes of each line. `states`: of the questions that there are; `titles`: of the segments that stand."""
    standing = {alike(title) for title in titles}
    seen: set[int | str] = set()
    fates = []
    for line in lines:
        name = line.number if line.number is not None else alike(line.title or "")
        state = states.get(line.number) if line.number is not None else None
        fates.append(Placed(line, Fate.TWICE if name in seen else _fate(line, state, standing), state))
        seen.add(name)
    return list(_shared(fates))


def _fate(line: Line, state: State | None, standing: Collection[str]) -> Fate:
    if line.number is None:
        return Fate.KEEPS if alike(line.title or "") in standing else Fate.OPENS
    if state is None:
        return Fate.UNKNOWN
    return {NEW: Fate.COMES, SHORTLISTED: Fate.STANDS}.get(state, Fate.AWAY)


def _shared(fates: Sequence[Placed]) -> Iterator[Placed]:
    """A segment's length is shared out among those of its questions that have none of their own, to the second."""
    for opens, own in _segments(fates):
        if opens is not None:
            yield replace(opens, line=replace(opens.line, seconds=None))
        yield from _within(opens.line.seconds if opens is not None else None, own)


def _segments(fates: Sequence[Placed]) -> Iterator[tuple[Placed | None, list[Placed]]]:
    """Each segment with what stands in it; first what stands before them all."""
    opens: Placed | None = None
    own: list[Placed] = []
    for one in fates:
        if one.line.number is None and one.is_placed:
            yield opens, own
            opens, own = one, []
        else:
            own.append(one)
    yield opens, own


def _within(seconds: int | None, own: Sequence[Placed]) -> Iterator[Placed]:
    """What stands in a segment of so many seconds; where a share would be no length, none gets one."""
    wanting = [one for one in own if one.is_placed and one.line.seconds is None]
    left = (seconds or 0) - sum(one.line.seconds or 0 for one in own if one.is_placed)
    each, over = divmod(left, len(wanting)) if wanting else (0, 0)
    if each not in LENGTHS or each + (over > 0) not in LENGTHS:
        wanting = []
    for one in own:
        if one not in wanting:
            yield one
            continue
        yield replace(one, line=replace(one.line, seconds=each + (over > 0)))
        over -= 1
