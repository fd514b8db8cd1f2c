"""What the program suggests by itself, and how topics are learned, as the administrator's page tells it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row

from live.domain.language.models import FEWEST, Figures, ModelState, figures_of
from live.domain.language.suggestions import Kind
from live.store.centre import upkeep
from live.store.centre.settings import centre_zone
from live.store.centre.upkeep import Work
from live.store.language import models, switches, topics
from live.store.language.topics import WeekOfTopic
from live.store.transaction import Store
from live.views.questions.learned_topics import is_unreadable
from live.views.upkeep.backups import Doing, doing_of

WEEKS = 12
"""Weeks of which is told what was suggested."""

SHOWN = 20
"""Models, and questions that were guessed wrong."""


@dataclass(frozen=True, slots=True)
class ModelView:
    """`by`: who wished for it, None: it was night. `against`: how well did what was in use then, `against_model` by its
    number, None: key words."""

    id: int
    state: ModelState
    at: datetime
    by: str | None
    learned_from: int
    asked: int
    topics: int
    figures: Figures
    against: Figures
    against_model: int | None


@dataclass(frozen=True, slots=True)
class Judged:
    """How many suggestions people left, and how many they corrected."""

    name: str
    right: int
    wrong: int

    @property
    def many(self) -> int:
        return self.right + self.wrong

    @property
    def percent(self) -> int | None:
        return round(100 * self.right / self.many) if self.many else None


@dataclass(frozen=True, slots=True)
class Week:
    """A week by its Monday on the centre's clock, by the learned model and by key words."""

    monday: date
    learned: Judged
    by_words: Judged


@dataclass(frozen=True, slots=True)
class Mistake:
    """A question of which another topic was suggested than people set (`topic`; None: none)."""

    slug: str
    title: str
    number: int
    guessed: str
    percent: int
    words: Sequence[str]
    topic: str | None


@dataclass(frozen=True, slots=True)
class LearnedView:
    """`nothing` says why nothing was learned the last time, as a refusal's sentence and what stands in it.

    `unreadable`: what is in use cannot be read; `enough`: there are decisions enough to learn from.
    """

    doing: Doing
    nothing: Mapping[str, Any] | None
    nothing_at: datetime | None
    models: Sequence[ModelView]
    unreadable: bool
    enough: bool
    by_topic: Sequence[Judged]
    weeks: Sequence[Week]
    mistakes: Sequence[Mistake]

    @property
    def in_use(self) -> ModelView | None:
        return next((one for one in self.models if one.state == ModelState.IN_USE), None)

    @property
    def former(self) -> ModelView | None:
        return next((one for one in self.models if one.state == ModelState.FORMER), None)


def switched(store: Store) -> dict[Kind, bool]:
    """Each kind, and whether it is on."""
    with store.read() as connection:
        return switches.all_of(connection)


def learned_of(store: Store) -> LearnedView:
    now = store.clock()
    with store.read() as connection:
        zone = ZoneInfo(centre_zone(connection))
        mondays = _mondays(now.astimezone(zone).date())
        begin = [datetime.combine(monday, time(), zone) for monday in mondays]
        run = upkeep.run(connection, Work.LEARNING)
        doing = doing_of(connection, Work.LEARNING, now)
        listed = models.listed(connection, Kind.TOPICS, SHOWN)
        unreadable = is_unreadable(connection)
        enough = topics.are_decided(connection, FEWEST)
        judged = topics.judged(connection, begin)
        mistakes = topics.mistaken(connection, begin[0], SHOWN)
    return LearnedView(
        doing=doing,
        nothing=run.good.get("nothing"),
        nothing_at=run.good_at,
        models=[_model(row) for row in listed],
        unreadable=unreadable,
        enough=enough,
        by_topic=_by_topic(one for one in judged if one.learned),
        weeks=[_week(monday, [one for one in judged if one.week == n]) for n, monday in enumerate(mondays)],
        mistakes=[Mistake(r.slug, r.title, r.number, r.guessed, r.percent, r.words, r.topic) for r in mistakes],
    )


def _model(row: Row[Any]) -> ModelView:
    return ModelView(
        *(row.id, ModelState(row.state), row.at, row.by_name, row.learned_from, row.asked, row.figures["topics"]),
        figures_of(row.figures),
        figures_of(row.against),
        row.against["model"],
    )


def _by_topic(judged: Iterable[WeekOfTopic]) -> list[Judged]:
    """Each topic, the one first of which most was suggested."""
    counted: dict[str, tuple[int, int]] = {}
    for one in judged:
        right, wrong = counted.get(one.topic, (0, 0))
        counted[one.topic] = right + one.right, wrong + one.wrong
    return sorted((Judged(topic, *both) for topic, both in counted.items()), key=lambda one: (-one.many, one.name))


def _mondays(today: date) -> list[date]:
    """Of the weeks that are told of, the first first."""
    this = today - timedelta(days=today.weekday())
    return [this - timedelta(weeks=n) for n in reversed(range(WEEKS))]


def _week(monday: date, judged: Sequence[WeekOfTopic]) -> Week:
    learned, by_words = (
        Judged("", sum(one.right for one in kind), sum(one.wrong for one in kind))
        for kind in ([one for one in judged if one.learned], [one for one in judged if not one.learned])
    )
    return Week(monday, learned, by_words)
