"""What those who work on tickets are written of deadlines. Content, as a question is, so not translated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from live.domain.escalation import Clock, Step

LISTED = 50
"""Tickets that one letter names; of more it tells how many they are."""

TERM = {Clock.REACTION: "срок реакции", Clock.RESOLUTION: "срок решения"}
HOW = {Step.NEAR: "подходит", Step.OVER: "прошёл", Step.CHIEF: "прошёл, исполнитель предупреждён"}


@dataclass(frozen=True, slots=True)
class Notice:
    """A ticket's step, and who is to be told: by name in the product, and at an address where there is one."""

    ticket_id: int
    number: str
    state: str
    department: str | None
    clock: Clock
    step: Step
    turn: int
    due: datetime
    zone: str
    to: str | None
    address: str | None


def line(notice: Notice) -> str:
    due = notice.due.astimezone(ZoneInfo(notice.zone))
    return f"{notice.number}: {TERM[notice.clock]} {HOW[notice.step]} — {due:%d.%m.%Y %H:%M}"


def letter(notice: Notice, about: Any) -> str:
    """A letter about one ticket; `about` has its topic and place. Its first line becomes the subject."""
    known = {"Ведомство": notice.department, "Тема": about.topic, "Откуда": about.locality}
    facts = [f"{name}: {value}" for name, value in known.items() if value]
    where = f"Откройте поручение {notice.number} на экране «Поручения»."
    return "\n".join([line(notice), "", *facts, *([""] if facts else []), where])


def digest(notices: Sequence[Notice]) -> str:
    """One letter about many tickets."""
    named: Mapping[str, None] = dict.fromkeys(line(notice) for notice in notices[:LISTED])
    more = len(notices) - len(named)
    rest = ["", f"и ещё {more}: они на экране «Поручения», вкладка «Горящие»."] if more > 0 else []
    return "\n".join([f"Горят сроки: поручений {len(notices)}", "", *named, *rest])


LateQuestion = tuple[int, str | None, str | None, Clock, datetime]
"""A question that is over its time: number, topic, place, which of its clocks, and when it was due."""


def late_questions(title: str, zone: str, late: Sequence[LateQuestion], besides: int = 0) -> str:
    """A letter about questions of a line between shows that nobody has taken up, or resolved, for long.

    `besides`: how many others there are that it does not name.
    """
    named = []
    for number, topic, place, clock, due in late[:LISTED]:
        about = ", ".join(one for one in (topic, place) if one)
        named.append(f"№ {number}: {TERM[clock]} прошёл — {due.astimezone(ZoneInfo(zone)):%d.%m.%Y %H:%M}")
        named[-1] += f" ({about})" if about else ""
    left = len(late) - len(named) + besides
    more = [f"и ещё {left}"] if left else []
    where = f"Откройте «{title}», экран «Модерация»; над очередью выберите срок «срок прошёл»."
    return "\n".join([f"Срок прошёл, вопросов: {len(late) + besides} — {title}", "", *named, *more, "", where])
