"""How the official pages are kept over a period and over the one before it: by page, by body, and all of the region.

A question counts where it came by the channel that a page is too; what was declined, joined to another, handed to
another broadcast or is of a banned author does not count. Its first answer is the first letter that went out to it, or
its answer on air; times run by the clock, without pauses, from when the resident wrote.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row

from live.channels import TYPES
from live.channels.capabilities import is_public
from live.domain.characters import alike
from live.domain.official_pages import score as rules
from live.domain.official_pages.score import Asked, Measures, Part, Posted, Rules
from live.domain.question import ANSWERED, BLOCKED, DECLINED, MERGED, TRANSFERRED
from live.runtime.tasks import sleep
from live.store.centre import channels, lists
from live.store.centre.channels import id_of_origin
from live.store.centre.settings import centre_zone
from live.store.official_pages import asked, posts
from live.store.transaction import Store
from live.views.admin.official_pages import OfficialPage, whole_register
from live.views.report.figures import Period

NOT_COUNTED = frozenset({DECLINED, MERGED, TRANSFERRED, BLOCKED})


@dataclass(frozen=True, slots=True)
class Kept:
    """How a page, or a body by all of its pages, is kept. `score` None: nothing is known of it."""

    now: Measures
    before: Measures
    parts: Sequence[rules.Row]
    score: int | None
    score_before: int | None


@dataclass(frozen=True, slots=True)
class PageKept:
    """`trouble`: why nothing is known of what stands there; `read_at` None: it was not looked at yet."""

    page: OfficialPage
    kept: Kept
    silent: bool
    trouble: str | None
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class BodyKept:
    body: str
    kept: Kept
    pages: Sequence[PageKept]


@dataclass(frozen=True, slots=True)
class PageScores:
    """The bodies with the best score first, those without one last; `middle`: the median of the bodies."""

    period: Period
    rules: Rules
    bodies: Sequence[BodyKept]
    middle: int | None
    middles: Mapping[Part, float | None]
    zone: str
    at: datetime


def page_scores(store: Store, period: Period) -> PageScores:
    """Read piece by piece, and others have a turn after each."""
    with store.read() as connection:
        zone = ZoneInfo(centre_zone(connection))
        aims = rules.of_item(lists.read(connection, "page_scores").items[0])
        read = {row.id: row for row in posts.pages(connection)}
        own, latest = posts.channels_of(connection), posts.latest(connection)
        types = {one.id: one.type for one in channels.kinds(connection)}
    now, spans = store.clock(), (_span(period, zone), _span(period.before(), zone))
    posted = [_posted(store, *span) for span in spans]
    by_channel = [_asked(store, own.values(), types, *span, now) for span in spans]
    bodies: dict[str, list[PageKept]] = {}
    facts: dict[str, list[list[Any]]] = {}
    for page in whole_register(store):
        told = [(posted[n].get(page.id, []), by_channel[n].get(own.get(page.id, 0), [])) for n in range(2)]
        silent = _days_since(latest.get(page.id), now) if read[page.id].trouble is None else None
        kept = _kept(period, aims, told, silent)
        row = read[page.id]
        bodies.setdefault(page.body, []).append(
            PageKept(page, kept, rules.is_silent(kept.now, aims), row.trouble, row.read_at)
        )
        facts.setdefault(page.body, []).append(told)
    rows = [_body(name, pages, facts[name], period, aims) for name, pages in bodies.items()]
    rows.sort(key=lambda one: (one.kept.score is None, -(one.kept.score or 0), alike(one.body)))
    return PageScores(period, aims, rows, *_middles(rows), str(zone), now)


def _body(name: str, pages: Sequence[PageKept], facts: Sequence[Any], period: Period, aims: Rules) -> BodyKept:
    told = [([one for of in facts for one in of[n][0]], [one for of in facts for one in of[n][1]]) for n in range(2)]
    known = [one.kept.now.silent for one in pages if one.kept.now.silent is not None]
    return BodyKept(name, _kept(period, aims, told, min(known, default=None)), pages)


def _kept(period: Period, aims: Rules, told: Sequence[Any], silent: int | None) -> Kept:
    (posted, written), (posted_before, written_before) = told
    now = rules.measured(period.days, posted, written, silent)
    before = rules.measured(period.days, posted_before, written_before, None)
    parts = rules.rows(now, aims)
    return Kept(now, before, parts, rules.score(parts), rules.score(rules.rows(before, aims)))


def _middles(bodies: Sequence[BodyKept]) -> tuple[int | None, dict[Part, float | None]]:
    scores = [one.kept.score for one in bodies if one.kept.score is not None]
    middles: dict[Part, float | None] = {}
    for place, part in enumerate(Part):
        values = [value for one in bodies if (value := one.kept.parts[place].value) is not None]
        middles[part] = median(values) if values else None
    return (round(median(scores)) if scores else None), middles


def _span(period: Period, zone: ZoneInfo) -> tuple[datetime, datetime]:
    first = datetime.combine(period.first, time(), zone)
    last = datetime.combine(period.last + timedelta(days=1), time(), zone)
    return first.astimezone(UTC), last.astimezone(UTC)


def _days_since(at: datetime | None, now: datetime) -> int | None:
    return (now - at).days if at is not None else None


def _posted(store: Store, since: datetime, until: datetime) -> dict[int, list[Posted]]:
    with store.read() as connection:
        rows = posts.between(connection, since, until)
    found: dict[int, list[Posted]] = {}
    for row in rows:
        found.setdefault(row.page_id, []).append(Posted(bool(row.own), bool(row.video), row.views))
    return found


def _asked(
    store: Store, own: Any, types: Mapping[int, str], since: datetime, until: datetime, now: datetime
) -> dict[int, list[Asked]]:
    """By channel."""
    found: dict[int, list[Asked]] = {}
    for rows in asked.asked(store, set(own), since, until):
        counted = [row for row in rows if row.state not in NOT_COUNTED]
        with store.read() as connection:
            ids = [row.id for row in counted]
            answers, marks = asked.answers(connection, ids), asked.marks(connection, ids)
        for row in counted:
            channel_id = id_of_origin(row.origin) or 0
            public = is_public(TYPES.get(types.get(channel_id, "")), row.external_id)
            one = _one(row, public, answers.get(row.id), marks.get(row.id), now)
            found.setdefault(channel_id, []).append(one)
        sleep(0)
    return found


def _one(row: Row[Any], public: bool, answered: Any, mark: int | None, now: datetime) -> Asked:
    if answered is None and row.state == ANSWERED.value:
        answered = (row.moved_at, row.moved_at)
    if answered is None:
        return Asked(public, age=(now - row.at).days, mark=mark)
    first, last = ((one - row.at).total_seconds() if one is not None else None for one in answered)
    return Asked(public, first, last, mark=mark)
