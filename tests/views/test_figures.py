"""Every number of the figures' page is what plain SQL over the rows counts; what is open to all hides small counts."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from math import ceil
from typing import Any

import pytest

from live.domain.followup.steps import longest_in, step_of
from live.views.report.figures import Counts, Period, in_time, mean_of, scopes, today
from live.views.report.open_figures import LEAST, open_figures
from tests.views.told_centre import HOUSING, PERIOD, ROADS, ZONE, Centre, centre, moment

__all__ = ["centre"]

IN = "BETWEEN :since AND :until"
REAL = "state <> 'transferred'"
RECEIVED = f"SELECT count(*) FROM question WHERE {REAL} AND received_at {IN}"
OWN_TICKET = "LEFT JOIN ticket t ON t.question_id = q.id AND t.kind = 'unanswered'"

REACTED = f"""
    SELECT coalesce(q.asked_at, q.received_at), q.reacted_at FROM question q
    WHERE q.{REAL} AND q.react_due IS NOT NULL AND q.reacted_at {IN}
"""
REACTED_BY_TICKET = f"""
    SELECT coalesce(t.clock_from, t.created_at), t.reacted_at FROM question q JOIN ticket t ON t.question_id = q.id
    WHERE t.kind = 'unanswered' AND q.{REAL} AND q.react_due IS NULL AND t.reacted_at {IN}
"""
ANSWERED = f"SELECT count(*) FROM question WHERE state = 'answered' AND moved_at {IN}"
ANSWERED_ON_LINE = f"""
    SELECT coalesce(asked_at, received_at), moved_at FROM question
    WHERE state = 'answered' AND resolve_due IS NOT NULL AND moved_at {IN}
"""
BY_TICKET = f"""
    SELECT coalesce(t.clock_from, t.created_at), t.resolved_at FROM question q JOIN ticket t ON t.question_id = q.id
    WHERE t.kind = 'unanswered' AND q.state = 'ticketed' AND t.state IN ('resolved', 'closed') AND t.resolved_at {IN}
"""


def rank(times: list[int], share: float) -> int:
    return times[ceil(share * len(times)) - 1]


def test_what_came_and_what_was_resolved(centre: Centre) -> None:
    told = centre.told()
    for counts, period in ((told.now.counts, PERIOD), (told.before.counts, PERIOD.before())):
        assert counts["received"] == centre.sql(RECEIVED, period) > 20
        reacted = len(centre.rows(REACTED, period)) + len(centre.rows(REACTED_BY_TICKET, period))
        assert counts["reacted"] == reacted > 10
        assert counts["resolved"] == centre.sql(ANSWERED, period) + len(centre.rows(BY_TICKET, period)) > 5
        for state in ("declined", "merged"):
            ended = f"SELECT count(*) FROM question WHERE state = '{state}' AND moved_at {IN}"
            assert counts[state] == centre.sql(ended, period) > 1


def test_the_times_are_the_mean_the_median_and_what_nine_of_ten_did_not_exceed(centre: Centre) -> None:
    told = centre.told().now
    reactions = sorted(centre.seconds(REACTED) + centre.seconds(REACTED_BY_TICKET))
    resolutions = sorted(centre.seconds(ANSWERED_ON_LINE) + centre.seconds(BY_TICKET))
    for speed, times in ((told.reaction, reactions), (told.resolution, resolutions)):
        assert speed.many == len(times) > 10
        assert speed.mean == round(sum(times) / len(times))
        for shown, share in ((speed.median, 0.5), (speed.p90, 0.9)):
            exact = rank(times, share)
            assert shown == longest_in(step_of(exact)) > exact


def test_the_share_in_time_is_of_what_had_a_term(centre: Centre) -> None:
    counts = centre.told().now.counts
    late = centre.sql(
        f"SELECT count(*) FROM question WHERE {REAL} AND react_due IS NOT NULL AND reacted_at > react_due "
        f"AND reacted_at {IN}"
    ) + centre.sql(
        "SELECT count(*) FROM question q JOIN ticket t ON t.question_id = q.id WHERE t.kind = 'unanswered' AND "
        f"q.{REAL} AND q.react_due IS NULL AND t.reacted_at > t.reaction_due AND t.reacted_at {IN}"
    )
    assert counts["reacted_late"] == late > 0
    assert in_time(counts, "reacted") == 1 - late / counts["reacted"]
    late = centre.sql(
        f"SELECT count(*) FROM question WHERE state = 'answered' AND moved_at > resolve_due AND moved_at {IN}"
    ) + centre.sql(
        "SELECT count(*) FROM question q JOIN ticket t ON t.question_id = q.id WHERE t.kind = 'unanswered' AND "
        f"q.state = 'ticketed' AND t.state IN ('resolved', 'closed') AND t.resolved_at > t.resolution_due "
        f"AND t.resolved_at {IN}"
    )
    of = len(centre.rows(ANSWERED_ON_LINE)) + len(centre.rows(BY_TICKET))
    assert (counts["resolved_late"], counts["resolved_termed"]) == (late, of) and late > 0
    assert in_time(counts, "resolved") == 1 - late / of


def test_by_day_week_and_hour(centre: Centre) -> None:
    told = centre.told()
    came = [moment(row[0]).astimezone(ZONE) for row in centre.rows(f"SELECT received_at FROM question WHERE {REAL}")]
    came = [at for at in came if PERIOD.first <= at.date() <= PERIOD.last]
    assert {day: one["received"] for day, one in told.days.items() if one["received"]} == Counter(
        at.date() for at in came
    )
    assert {hour: one["received"] for hour, one in told.hours.items() if one["received"]} == Counter(
        at.hour for at in came
    )
    assert [one["received"] for one in told.weeks.values()] == [len(came)]
    assert sum(one["resolved"] for one in told.hours.values()) == told.now.counts["resolved"]
    assert list(told.days) == [PERIOD.first + timedelta(n) for n in range(7)]


@pytest.mark.parametrize(("kind", "column"), [("topic", "topic"), ("place", "locality"), ("source", "source")])
def test_by_what_they_are_about(centre: Centre, kind: str, column: str) -> None:
    rows = centre.told().groups[kind]
    came = centre.by(f"SELECT {column}, count(*) FROM question WHERE {REAL} AND received_at {IN} GROUP BY {column}")
    assert {name: one["received"] for name, one in rows.items() if one["received"]} == came and len(came) >= 2
    answered = centre.by(
        f"SELECT {column}, count(*) FROM question WHERE state = 'answered' AND moved_at {IN} GROUP BY {column}"
    )
    handed = centre.by(
        f"SELECT q.{column}, count(*) FROM question q JOIN ticket t ON t.question_id = q.id WHERE t.kind = "
        f"'unanswered' AND q.state = 'ticketed' AND t.state IN ('resolved', 'closed') AND t.resolved_at {IN} "
        f"GROUP BY q.{column}"
    )
    assert {name: one["resolved"] for name, one in rows.items() if one["resolved"]} == dict(
        Counter(answered) + Counter(handed)
    )


@pytest.mark.parametrize(("kind", "column"), [("department", "department"), ("official", "owner")])
def test_by_whose_tickets_they_are(centre: Centre, kind: str, column: str) -> None:
    rows = centre.told().groups[kind]
    made = centre.by(f"SELECT {column}, count(*) FROM ticket WHERE created_at {IN} GROUP BY {column}")
    assert {name: one["received"] for name, one in rows.items() if one["received"]} == made and len(made) >= 2
    done = centre.by(
        f"SELECT {column}, count(*) FROM ticket WHERE state IN ('resolved', 'closed') AND resolved_at {IN} "
        f"GROUP BY {column}"
    )
    assert {name: one["resolved"] for name, one in rows.items() if one["resolved"]} == done
    still = f"SELECT {column}, count(*) FROM ticket WHERE state NOT IN ('resolved', 'closed') AND created_at {IN} "
    assert {name: one["open"] for name, one in rows.items() if one["open"]} == centre.by(f"{still} GROUP BY {column}")


@pytest.mark.parametrize(("kind", "column"), [("topic", "topic"), ("place", "locality"), ("source", "source")])
def test_each_row_has_its_mean_times_and_its_shares_in_time(centre: Centre, kind: str, column: str) -> None:
    rows = centre.told().groups[kind]
    about = f"q.{REAL} AND coalesce(q.{column}, '') = :name"
    with_ticket = "FROM question q JOIN ticket t ON t.question_id = q.id AND t.kind = 'unanswered'"
    reacted = f"""
        SELECT coalesce(q.asked_at, q.received_at), q.reacted_at, q.react_due FROM question q
        WHERE {about} AND q.react_due IS NOT NULL AND q.reacted_at {IN}
        UNION ALL SELECT coalesce(t.clock_from, t.created_at), t.reacted_at, t.reaction_due {with_ticket}
        WHERE {about} AND q.react_due IS NULL AND t.reacted_at {IN}
    """
    resolved = f"""
        SELECT coalesce(q.asked_at, q.received_at), q.moved_at, q.resolve_due FROM question q
        WHERE {about} AND q.state = 'answered' AND q.resolve_due IS NOT NULL AND q.moved_at {IN}
        UNION ALL SELECT coalesce(t.clock_from, t.created_at), t.resolved_at, t.resolution_due {with_ticket}
        WHERE {about} AND q.state = 'ticketed' AND t.state IN ('resolved', 'closed') AND t.resolved_at {IN}
    """
    for name, one in rows.items():
        _checked(one, centre.rows(reacted, name=name), centre.rows(resolved, name=name))


@pytest.mark.parametrize(("kind", "column"), [("department", "department"), ("official", "owner")])
def test_each_row_of_tickets_has_them_too(centre: Centre, kind: str, column: str) -> None:
    since = "SELECT coalesce(clock_from, created_at)"
    mine = f"AND coalesce({column}, '') = :name"
    for name, one in centre.told().groups[kind].items():
        reacted = f"{since}, reacted_at, reaction_due FROM ticket WHERE reacted_at {IN} {mine}"
        resolved = f"{since}, resolved_at, resolution_due FROM ticket WHERE resolved_at {IN} {mine}"
        resolved += " AND state IN ('resolved', 'closed')"
        _checked(one, centre.rows(reacted, name=name), centre.rows(resolved, name=name))


def _checked(one: Counts, reactions: list[Any], resolutions: list[Any]) -> None:
    """Means and shares of a row are those of these: since when, when it was done, until when it was to be."""
    for noun, verb, rows in (("reaction", "reacted", reactions), ("resolution", "resolved", resolutions)):
        times = [int((moment(at) - moment(since)).total_seconds()) for since, at, _ in rows]
        assert mean_of(one, noun) == (round(sum(times) / len(times)) if times else None)
        late = [at for _, at, due in rows if moment(at) > moment(due)]
        assert in_time(one, verb) == (1 - len(late) / len(rows) if rows else None)


def test_how_it_was_resolved(centre: Centre) -> None:
    told = centre.told()
    ends = centre.by(
        f"SELECT coalesce(how, 'air'), count(*) FROM question WHERE state = 'answered' AND moved_at {IN} GROUP BY 1"
    )
    assert told.ends == {**ends, "department": len(centre.rows(BY_TICKET))}
    assert set(told.ends) == {"air", "written", "none", "department"}
    assert sum(told.ends.values()) == told.now.counts["resolved"]


def test_what_is_open_by_its_age(centre: Centre) -> None:
    still = centre.rows(
        f"SELECT q.received_at FROM question q {OWN_TICKET} WHERE q.state IN ('new', 'shortlisted', 'on_air', "
        "'blocked') OR (q.state = 'ticketed' AND t.state NOT IN ('resolved', 'closed'))"
    )
    now = today(centre.store)
    ages = [(now - moment(row[0]).astimezone(ZONE).date()).days for row in still]
    between = [(0, 0), (1, 2), (3, 7), (8, 30), (31, 10_000)]
    assert centre.told().ages == tuple(sum(low <= age <= high for age in ages) for low, high in between)
    assert len(ages) > 20


def test_the_marks_and_what_came_back(centre: Centre) -> None:
    told = centre.told().now
    since_answer = "coalesce(resolved_at, created_at)"
    marks = centre.by(
        f"SELECT CAST(rating AS text), count(*) FROM ticket WHERE rating IS NOT NULL AND {since_answer} {IN} GROUP BY 1"
    )
    assert {str(mark): many for mark, many in told.ratings.items()} == marks and marks
    assert told.counts["rated"] == sum(marks.values())
    assert told.counts["rating_sum"] == sum(int(mark) * many for mark, many in marks.items())
    whole = Period(date(2026, 11, 1), date(2026, 12, 5))
    again = centre.sql(f"SELECT sum(reopened) FROM ticket WHERE {since_answer} {IN}", whole)
    assert centre.told(period=whole).now.counts["reopened"] == again > 0


def test_a_department_has_figures_of_its_own_tickets(centre: Centre) -> None:
    told = centre.told(ROADS)
    mine = "FROM ticket WHERE department = :name"
    assert told.now.counts["received"] == centre.sql(f"SELECT count(*) {mine} AND created_at {IN}", name=ROADS) > 3
    assert told.now.counts["reacted"] == centre.sql(f"SELECT count(*) {mine} AND reacted_at {IN}", name=ROADS)
    done = f"{mine} AND state IN ('resolved', 'closed') AND resolved_at {IN}"
    times = centre.seconds(f"SELECT coalesce(clock_from, created_at), resolved_at {done}", name=ROADS)
    assert told.now.counts["resolved"] == len(times) > 0
    assert told.now.resolution.mean == round(sum(times) / len(times))
    assert told.now.resolution.median == longest_in(step_of(rank(times, 0.5)))
    late = centre.sql(f"SELECT count(*) {done} AND resolved_at > resolution_due", name=ROADS)
    assert told.now.counts["resolved_late"] == late
    assert sum(told.ages) == centre.sql(f"SELECT count(*) {mine} AND state NOT IN ('resolved', 'closed')", name=ROADS)
    topics = centre.by(
        "SELECT q.topic, count(*) FROM ticket t JOIN question q ON q.id = t.question_id WHERE t.department = :name "
        f"AND t.created_at {IN} GROUP BY q.topic",
        name=ROADS,
    )
    assert {name: one["received"] for name, one in told.groups["topic"].items() if one["received"]} == topics
    assert "department" not in told.groups
    assert set(scopes(centre.store)) >= {ROADS, HOUSING}


def test_a_long_period_is_read_by_its_whole_months(centre: Centre) -> None:
    for period in (
        Period(date(2026, 10, 15), date(2026, 12, 20)),
        Period(date(2026, 11, 1), date(2026, 11, 30)),
        Period(date(2026, 11, 5), date(2026, 12, 31)),
        Period(date(2026, 10, 31), date(2026, 11, 30)),
        Period(date(2026, 11, 2), date(2026, 12, 1)),
    ):
        told = centre.told(period=period)
        assert (
            told.now.counts["received"]
            == centre.sql(RECEIVED, period)
            == sum(one["received"] for one in told.days.values())
        )
        times = sorted(centre.seconds(ANSWERED_ON_LINE, period) + centre.seconds(BY_TICKET, period))
        assert told.now.resolution.p90 == longest_in(step_of(rank(times, 0.9)))
        assert told.now.resolution.many == len(times)


def test_an_empty_period_is_all_nothing(centre: Centre) -> None:
    told = centre.told(period=Period(date(2025, 1, 1), date(2025, 1, 31)))
    assert set(told.now.counts.values()) == {0}
    assert (told.now.reaction.mean, told.now.reaction.median, in_time(told.now.counts, "resolved")) == (None,) * 3
    assert len(told.days) == 31 and not any(told.groups.values())
    assert told.period.before() == Period(date(2024, 12, 1), date(2024, 12, 31))


def test_what_is_open_to_all_names_nobody_and_tells_no_small_count(centre: Centre) -> None:
    told = centre.told()
    shown = open_figures(told)
    assert shown["received"] == told.now.counts["received"]
    counts: list[int | None] = [one["received"] for one in (*shown["topics"], *shown["places"])]
    counts += [one["resolved"] for one in (*shown["topics"], *shown["places"])]
    assert counts and all(many is None or many >= LEAST for many in counts)
    assert all(name not in str(shown) for name in ("Пётр", "Анна", ROADS, HOUSING))
    small = open_figures(centre.told(period=Period(date(2026, 11, 2), date(2026, 11, 2))))
    day = centre.sql(RECEIVED, Period(date(2026, 11, 2), date(2026, 11, 2)))
    assert day > 0 and small["received"] == (day if day >= LEAST else None)
    assert small["resolution"] == {"median": None, "in_time": None}
