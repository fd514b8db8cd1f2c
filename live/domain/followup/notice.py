"""What residents are told of their question without anybody writing to them: at what moment, and when not any more."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Any

from live.domain import templates
from live.domain.question import ANSWERED, BLOCKED, DECLINED, ON_AIR, SHORTLISTED, TICKETED, State
from live.domain.refused import Refused


class Kind(StrEnum):
    """A moment of a question that its askers hear of, each of them once."""

    ARRIVED = "arrived"
    SHORTLISTED = "shortlisted"
    SOON = "soon"
    ON_AIR = "on_air"
    ANSWERED = "answered"
    SUMMARY = "summary"
    """What was answered there was written down later, and an editor sends it to those who have not had it."""
    TICKETED = "ticketed"
    DECLINED = "declined"


_OF_EVENT = {
    "question.received": Kind.ARRIVED,
    "question.shortlisted": Kind.SHORTLISTED,
    "question.taken": Kind.ON_AIR,
    "question.answered": Kind.ANSWERED,
    "question.answer_sent": Kind.SUMMARY,
    "question.ticketed": Kind.TICKETED,
    "question.declined": Kind.DECLINED,
}


def moments(type_: str, question: int | None, data: Mapping[str, Any] | None) -> list[tuple[int, Kind]]:
    """What an event of a broadcast's log is to residents: whose question, by its number, and which moment of it."""
    if type_ == "questions.ticketed":
        return [(one["question"], Kind.TICKETED) for one in (data or {})["questions"]]
    kind = _OF_EVENT.get(type_)
    return [(question, kind)] if kind is not None and question is not None else []


REORDERING = frozenset(
    {
        *("broadcast.aired", "question.shortlisted", "question.moved", "question.taken", "question.answered"),
        *("question.returned", "question.reopened", "question.declined", "question.merged", "question.ticketed"),
        "question.withdrawn",
    }
)
"""Events after which others may be the next in the rundown."""

NEXT = 2
"""So many of the rundown are soon on air, while the broadcast is."""

AFTER = {
    Kind.ARRIVED: timedelta(seconds=30),
    Kind.SHORTLISTED: timedelta(minutes=1),
    Kind.SOON: timedelta(seconds=20),
    Kind.ON_AIR: timedelta(0),
    Kind.ANSWERED: timedelta(minutes=1),
    Kind.SUMMARY: timedelta(minutes=1),
    Kind.TICKETED: timedelta(minutes=2),
    Kind.DECLINED: timedelta(minutes=2),
}
"""For so long it is waited before an asker is told: whoever writes five messages is answered once, and what was done by
mistake is taken back in that time."""

LONGEST_WAIT = timedelta(minutes=3)
"""Somebody who goes on writing is answered all the same after this."""

AT_ANY_HOUR = frozenset({Kind.ARRIVED, Kind.SOON, Kind.ON_AIR})
"""What quiet hours do not hold back: who wrote a minute ago is awake, and the air does not wait."""

_STILL: Mapping[Kind, Collection[State]] = {
    Kind.ARRIVED: frozenset(State) - {BLOCKED},
    Kind.SHORTLISTED: {SHORTLISTED},
    Kind.SOON: {SHORTLISTED},
    Kind.ON_AIR: {ON_AIR},
    Kind.ANSWERED: {ANSWERED},
    Kind.SUMMARY: {ANSWERED},
    Kind.TICKETED: {TICKETED},
    Kind.DECLINED: {DECLINED},
}

UNSAID = frozenset({"abuse", "spam"})
"""Reasons to decline of which nobody is told: an answer would only say that the address is read."""


def still_holds(kind: Kind, state: str, reason: str | None) -> bool:
    """Whether an asker is to hear of it now, where their question stands in `state` by now."""
    unsaid = state == DECLINED.value and reason in UNSAID
    return State(state) in _STILL[kind] and not unsaid


# Words

NUMBER, LINK, SHOW, REASON, ANSWER, RECORDING = "номер", "ссылка", "эфир", "причина", "ответ", "запись"
ALIKE = "похожий"
OWN = templates.OWN

PLACEHOLDERS = (
    templates.NAME,
    NUMBER,
    templates.QUESTION,
    SHOW,
    LINK,
    OWN,
    templates.DEPARTMENT,
    templates.DUE,
    REASON,
    ANSWER,
    RECORDING,
    ALIKE,
)
"""What may stand in braces."""

LONGEST_TEXT = 1000


def check(text: str) -> str:
    """The text as it is kept; `invalid` where it is empty, too long, or names a placeholder that there is not."""
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise Refused("invalid", "Write what residents are told, or switch it off.")
    if len(text) > LONGEST_TEXT:
        raise Refused("invalid", "A text takes at most {most} characters.", most=LONGEST_TEXT)
    templates.check(text, PLACEHOLDERS)
    return text


def words(text: str, values: Mapping[str, str | None]) -> str:
    """The text with what is known put in; a line that names something unknown is left out."""
    known = [line for line in text.splitlines() if all(values.get(name) for name in templates.named(line))]
    return templates.fill("\n".join(known).strip(), values)


def of_several(numbers: Sequence[int]) -> str:
    """Numbers of questions in a row of words: «12, 13»."""
    return ", ".join(map(str, numbers))


# Hours

_HOUR = re.compile("([01][0-9]|2[0-3]):[0-5][0-9]")


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours of the centre's clock in which residents are let sleep; over midnight where they end before they begin."""

    begins: time
    ends: time

    @classmethod
    def between(cls, begins: str, ends: str) -> Quiet | None:
        """As they are written, such as 22:00 and 08:00; None where both are empty, `invalid` for anything else."""
        if not (begins or ends):
            return None
        if not (_HOUR.fullmatch(begins) and _HOUR.fullmatch(ends)):
            raise Refused("invalid", "Quiet hours: two times of day such as 22:00 and 08:00, or both empty.")
        if begins == ends:
            raise Refused("invalid", "Quiet hours that begin as they end leave no hour to tell anything.")
        return cls(time.fromisoformat(begins), time.fromisoformat(ends))

    def over(self, at: datetime) -> datetime:
        """`at` itself, or when the quiet hours that it falls into are over. `at` is in the centre's zone."""
        of_day = at.timetz().replace(tzinfo=None)
        if self.begins < self.ends:
            quiet, tomorrow = self.begins <= of_day < self.ends, False
        else:
            quiet, tomorrow = of_day >= self.begins or of_day < self.ends, of_day >= self.begins
        if not quiet:
            return at
        day = at.date() + timedelta(days=1) if tomorrow else at.date()
        return datetime.combine(day, self.ends, at.tzinfo)


class Where(StrEnum):
    """How far a channel goes with what nobody wrote by hand."""

    OFF = "off"
    PRIVATE = "private"
    """In a conversation that nobody else reads."""
    EVERYWHERE = "everywhere"
    """Under comments too, where everybody reads it."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What the centre has chosen. `off`: by a broadcast, the moments that it tells nobody of.

    `texts` are the centre's own, where it has any; `channels` says how far each goes, `Where.PRIVATE` where nobody has
    said it.
    """

    on: frozenset[Kind] = frozenset()
    texts: Mapping[Kind, str] = field(default_factory=dict)
    quiet: Quiet | None = None
    channels: Mapping[int, Where] = field(default_factory=dict)
    off: Mapping[int, frozenset[Kind]] = field(default_factory=dict)

    @classmethod
    def of_item(cls, item: Mapping[str, Any]) -> Rules:
        """From the one item of the list `notices`."""
        return cls(
            frozenset(map(Kind, item["on"])),
            {Kind(kind): text for kind, text in item["texts"].items()},
            Quiet.between(*item["quiet"]),
            {int(number): Where(where) for number, where in item["channels"].items()},
            {int(number): frozenset(map(Kind, kinds)) for number, kinds in item["off"].items()},
        )

    def tells(self, kind: Kind, broadcast_id: int) -> bool:
        return kind in self.on and kind not in self.off.get(broadcast_id, ())

    def where(self, channel_id: int) -> Where:
        return self.channels.get(channel_id, Where.PRIVATE)
