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

TERM = {
    Clock.REACTION: "срок реакции",
    Clock.RESOLUTION: "срок решения",
    Clock.APPROVAL: "срок согласования",
    Clock.PART: "срок части ответа",
}
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


def to_approve(notices: Sequence[Notice]) -> str:
    """A letter to coordinators about answers that nobody has approved in time."""
    lines = [line(notice) for notice in notices[:LISTED]]
    more = [f"и ещё {len(notices) - LISTED}"] if len(notices) > LISTED else []
    head = lines[:1] if len(notices) == 1 else [f"Ждут согласования дольше срока: ответов {len(notices)}", "", *lines]
    return "\n".join([*head, *more, "", "Откройте экран «Поручения», вкладку «На согласовании»."])


LateQuestion = tuple[int, str | None, str | None, Clock, Step, datetime]
"""A question near its time, or over it: number, topic, place, which of its clocks, how far, and when it is due."""


def late_questions(title: str, zone: str, late: Sequence[LateQuestion], besides: int = 0) -> str:
    """A letter about questions of a line between shows that nobody has taken up, or resolved, in time.

    `besides`: how many others there are that it does not name.
    """
    named = [question_line(one, zone) for one in late[:LISTED]]
    left = len(late) - len(named) + besides
    more = [f"и ещё {left}"] if left else []
    where = f"Откройте «{title}», экран «Модерация»; над очередью выберите срок «подходит срок» или «срок прошёл»."
    return "\n".join([f"{_how(late)}, вопросов: {len(late) + besides} — {title}", "", *named, *more, "", where])


def _how(late: Sequence[LateQuestion]) -> str:
    near = {step is Step.NEAR for _, _, _, _, step, _ in late}
    return "Горят сроки" if len(near) > 1 else "Подходит срок" if near == {True} else "Срок прошёл"


def question_line(one: LateQuestion, zone: str) -> str:
    number, topic, place, clock, step, due = one
    about = ", ".join(known for known in (topic, place) if known)
    how = HOW[Step.NEAR if step is Step.NEAR else Step.OVER]
    told = f"№ {number}: {TERM[clock]} {how} — {due.astimezone(ZoneInfo(zone)):%d.%m.%Y %H:%M}"
    return f"{told} ({about})" if about else told


def over_night(late: Sequence[tuple[str, str, LateQuestion]]) -> str:
    """One letter in the morning about what woke nobody: of each, its line's title and zone, and the question."""
    named = [f"{title}, {question_line(one, zone)}" for title, zone, one in late[:LISTED]]
    left = len(late) - len(named)
    more = [f"и ещё {left}"] if left else []
    return "\n".join([f"За ночь накопилось, сроков: {len(late)}", "", *named, *more, "", MORNING])


MORNING = "Ночью об этом не будили. Откройте экран «Модерация»; над очередью выберите срок «срок прошёл»."


def absent(name: str, until: datetime, zone: str, tickets: Sequence[str], matters: Sequence[tuple[int, str]]) -> str:
    """A letter to those on duty: whose work is theirs, or their department's, from now on."""
    listed = [f"поручение {number}: вернулось в ведомство без исполнителя" for number in tickets[:LISTED]]
    listed += [f"ситуация № {number}: «{title}» теперь на вас" for number, title in matters[:LISTED]]
    until_when = f"{until.astimezone(ZoneInfo(zone)):%d.%m.%Y %H:%M}"
    head = f"Отсутствует до {until_when}: {name}"
    return "\n".join([head, "", *(listed or ["Открытых поручений и ситуаций нет."])])


def rising(name: str, many: int, usual: float, page: str | None) -> str:
    """That a topic or a place is asked about more than is usual for its hour; `page`: where the figures stand."""
    usually = "обычно в это время ни одного" if usual < 0.5 else f"обычно в это время {usual:.0f}"
    lines = [f"Растёт: {name}", "", f"За последний час обращений: {many}, {usually}."]
    return "\n".join([*lines, *([f"Показатели: {page}"] if page else [])])
