"""What the centre tells everybody of its own work: a text by the centre's template, and what stands on the card.

The figures are the reports' own. What is fewer than LEAST of the public figures is not told as a number.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from live.domain.refused import Refused
from live.domain.templates import NAME, fill, named

Values = Mapping[str, str | None]


class Kind(StrEnum):
    SHOW = "show"
    WEEK = "week"
    """Any days of the centre, a week among them."""
    POLL = "poll"
    TICKET = "ticket"
    """An answer for everybody."""
    PROMISE = "promise"
    """The same of a ticket that a promise became."""
    MATTER = "matter"
    DISCUSSION = "discussion"
    """A matter that is put up for discussion."""
    OUTCOME = "outcome"
    """What came of one."""


PLACEHOLDERS: Mapping[Kind, tuple[str, ...]] = {
    Kind.SHOW: ("передача", "дата", "поступило", "прозвучало", "отвечено", "обещано", "поручено"),
    Kind.WEEK: ("период", "поступило", "отвечено", "отклик", "решение", "всрок"),
    Kind.POLL: ("опрос", "варианты", "голосовали", "способ"),
    Kind.TICKET: ("вопрос", "ответ", "ведомство", "место"),
    Kind.PROMISE: ("обещание", "ответ", "ведомство", "место", "срок"),
    Kind.MATTER: ("ситуация", "ответ", "вопросов"),
    Kind.DISCUSSION: ("обсуждение", "текст", "срок", "адрес"),
    Kind.OUTCOME: ("обсуждение", "учтено", "неучтено", "написали", "за", "против"),
}
"""What may stand in braces. They are data, as staff type them, so they are in the language of the texts."""

TEMPLATES: Mapping[Kind, str] = {
    Kind.SHOW: """«{передача}»: итоги эфира {дата}.

Поступило вопросов: {поступило}
Прозвучало в эфире: {прозвучало}
Ответ уже дан: {отвечено}
Дано обещаний: {обещано}
Передано ведомствам: {поручено}

Остальные ответы придут туда, откуда пришёл вопрос.""",
    Kind.WEEK: """Что сделано: {период}.

Поступило вопросов: {поступило}
Дан ответ: {отвечено}
Первый отклик, половине не позже чем через: {отклик}
Ответ, половине не позже чем через: {решение}
В срок: {всрок}""",
    Kind.POLL: """Итоги опроса «{опрос}»

{варианты}

Проголосовали: {голосовали}
{способ}""",
    Kind.TICKET: """Вопрос: {вопрос}

{ответ}

Отвечает: {ведомство}""",
    Kind.PROMISE: """Обещание выполнено: {обещание}

{ответ}

Отвечает: {ведомство}""",
    Kind.MATTER: """{ситуация}

{ответ}

Об этом спрашивали: {вопросов}""",
    Kind.DISCUSSION: """{обсуждение}

{текст}

Пишите в комментариях под этой записью.
Предложения принимаем до {срок}.
Написать на сайте: {адрес}""",
    Kind.OUTCOME: """Итоги обсуждения «{обсуждение}»

Учтено: {учтено}

Не учтено: {неучтено}

Написали: {написали}, за — {за}, против — {против}""",
}
"""What holds until the centre writes its own."""

METHOD = "Голосовали все желающие, каждый один раз; это не опрос по выборке."
"""Under every poll: who could vote, how it was counted, and what it is not."""

EVERYBODY = "уважаемые жители"
"""In place of the name of one who asked."""

FEW = "меньше 5"
"""In place of a count that would tell who asked."""

MONTHS = (
    *("января", "февраля", "марта", "апреля", "мая", "июня"),
    *("июля", "августа", "сентября", "октября", "ноября", "декабря"),
)


@dataclass(frozen=True, slots=True)
class Figure:
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Bar:
    """`share` in percent."""

    label: str
    share: int
    value: str


@dataclass(frozen=True, slots=True)
class Card:
    """What is drawn: a heading, and under it figures, or bars, or words."""

    heading: str
    figures: tuple[Figure, ...] = ()
    bars: tuple[Bar, ...] = ()
    words: str = ""
    foot: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """`origin`: of what it is, such as “show/line-2026”, by which a second one of the same is noticed."""

    origin: str
    kind: Kind
    values: Values
    card: Card

    def text(self, template: str) -> str:
        return filled(template, self.values)


def filled(template: str, values: Values) -> str:
    """The text with what is known put in. A line that names something of which nothing is known is left out."""
    lines = [line for line in template.splitlines() if all(values.get(name) for name in named(line))]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(fill(line, values) for line in lines)).strip()


def check_template(kind: Kind, text: str) -> None:
    """`invalid` for an empty one, or where it names what its kind does not know."""
    if not text.strip():
        raise Refused("invalid", "A template has a text.")
    for name in named(text):
        if name not in PLACEHOLDERS[kind]:
            known = PLACEHOLDERS[kind]
            raise Refused("invalid", "There is no placeholder “{name}”; there are: {known}.", name=name, known=known)


# The results


def of_show(slug: str, title: str, day: date, totals: Mapping[str, int]) -> Result:
    """A show that is over; `totals` are its report's."""
    told = {
        "поступило": totals["received"],
        "прозвучало": totals["aired"],
        "отвечено": totals["answered"],
        "обещано": totals["promises"],
        "поручено": totals["tickets"],
    }
    values = {"передача": title, "дата": day_said(day), **{name: number_said(many) for name, many in told.items()}}
    labels = {"поступило": "вопросов", "прозвучало": "в эфире", "отвечено": "с ответом", "обещано": "обещаний"}
    figures = tuple(Figure(values[name], label) for name, label in labels.items())
    return Result(f"{Kind.SHOW}/{slug}", Kind.SHOW, values, Card(title, figures, foot=day_said(day)))


@dataclass(frozen=True, slots=True)
class Days:
    """The public figures of some days: a count that would tell who asked is None; times in minutes, shares in %."""

    first: date
    last: date
    received: int | None
    resolved: int | None
    reaction: int | None
    resolution: int | None
    in_time: int | None


def of_days(days: Days) -> Result:
    period = period_said(days.first, days.last)
    values = {
        "период": period,
        "поступило": FEW if days.received is None else number_said(days.received),
        "отвечено": FEW if days.resolved is None else number_said(days.resolved),
        "отклик": duration_said(days.reaction),
        "решение": duration_said(days.resolution),
        "всрок": None if days.in_time is None else f"{days.in_time} %",
    }
    labels = {"поступило": "вопросов", "отвечено": "с ответом", "отклик": "первый отклик", "всрок": "в срок"}
    figures = tuple(Figure(value, label) for name, label in labels.items() if (value := values[name]))
    origin = f"{Kind.WEEK}/{days.first}..{days.last}"
    return Result(origin, Kind.WEEK, values, Card("Что сделано", figures, foot=period))


def of_poll(origin: str, asked: str, options: Sequence[Bar], voters: int) -> Result:
    """One that is closed; `options` without those that were taken away."""
    lines = "\n".join(f"{one.label}: {one.share} % ({one.value})" for one in options)
    values = {"опрос": asked, "варианты": lines, "голосовали": number_said(voters), "способ": METHOD}
    foot = f"Проголосовали: {number_said(voters)}. {METHOD}"
    return Result(origin, Kind.POLL, values, Card(asked, bars=tuple(options), foot=foot))


@dataclass(frozen=True, slots=True)
class Answered:
    """A ticket whose answer everybody may read; `promise`: what was promised on air, where it came of that."""

    number: str
    question: str
    answer: str
    department: str | None
    place: str | None
    promise: str | None = None
    due: date | None = None


def of_ticket(answered: Answered) -> Result:
    values: dict[str, str | None] = {
        "ответ": answered.answer,
        "ведомство": answered.department,
        "место": answered.place,
    }
    origin, foot = f"{Kind.TICKET}/{answered.number}", answered.department or ""
    if answered.promise is None:
        card = Card(answered.question, words=answered.answer, foot=foot)
        return Result(origin, Kind.TICKET, {"вопрос": answered.question, **values}, card)
    values |= {"обещание": answered.promise, "срок": day_said(answered.due) if answered.due else None}
    card = Card("Обещание выполнено", words=answered.promise, foot=foot)
    return Result(origin, Kind.PROMISE, values, card)


def of_matter(number: int, title: str, last_word: str, questions: int) -> Result:
    """One that is over; `last_word` as it was written, with a placeholder for each asker's name."""
    word = fill(last_word, {NAME: EVERYBODY})
    values = {"ситуация": title, "ответ": word, "вопросов": number_said(questions)}
    foot = f"Об этом спрашивали: {number_said(questions)}"
    return Result(f"{Kind.MATTER}/{number}", Kind.MATTER, values, Card(title, words=word, foot=foot))


@dataclass(frozen=True, slots=True)
class Discussed:
    """A discussion. `taken` and `rest`: what came of it; `voices`, and how many of them are for and against."""

    number: int
    title: str
    text: str
    address: str
    until: date | None = None
    taken: str = ""
    rest: str = ""
    voices: int = 0
    for_: int = 0
    against: int = 0


def of_discussion(one: Discussed) -> Result:
    """What announces it."""
    values = {
        "обсуждение": one.title,
        "текст": one.text,
        "срок": day_said(one.until) if one.until else None,
        "адрес": one.address or None,
    }
    foot = f"Предложения принимаем до {day_said(one.until)}" if one.until else ""
    card = Card(one.title, words=one.text, foot=foot)
    return Result(f"{Kind.DISCUSSION}/{one.number}", Kind.DISCUSSION, values, card)


def of_outcome(one: Discussed) -> Result:
    told = {"написали": one.voices, "за": one.for_, "против": one.against}
    values = {
        "обсуждение": one.title,
        "учтено": one.taken or None,
        "неучтено": one.rest or None,
        **{name: number_said(many) for name, many in told.items()},
    }
    figures = tuple(Figure(number_said(many), name) for name, many in told.items())
    return Result(
        f"{Kind.OUTCOME}/{one.number}", Kind.OUTCOME, values, Card(one.title, figures, foot="Итоги обсуждения")
    )


# As it is said


def number_said(many: int) -> str:
    return f"{many:,}".replace(",", "\u00a0")


def day_said(day: date) -> str:
    return f"{day.day}\u00a0{MONTHS[day.month - 1]} {day.year}"


def period_said(first: date, last: date) -> str:
    """«23–29 ноября 2026», «28 сентября – 4 октября 2026»."""
    if first == last:
        return day_said(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day_said(last)}"
    if first.year == last.year:
        return f"{first.day}\u00a0{MONTHS[first.month - 1]} – {day_said(last)}"
    return f"{day_said(first)} – {day_said(last)}"


def duration_said(minutes: int | None) -> str | None:
    if minutes is None:
        return None
    hours, rest = divmod(minutes, 60)
    said = ([f"{hours}\u00a0ч"] if hours else []) + ([f"{rest}\u00a0мин"] if rest or not hours else [])
    return " ".join(said)
