"""The list behind a number of the figures has as many as the number says, and what it says of them."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date

import pytest
from sqlalchemy import select

from live.domain.followup.figures import HOURLY, LISTED
from live.store.tables import figure_day
from live.views.report.figure_list import Counted, Number, figure_list
from live.views.report.figures import Period
from tests.support.scale import scaled
from tests.views.told_centre import PERIOD, Centre, centre

pytestmark = pytest.mark.faults

__all__ = ["centre"]

EVER = Period(date(2000, 1, 1), date(2026, 12, 31))


@pytest.mark.soak
def test_every_number_is_of_as_many_as_its_list_has(centre: Centre) -> None:
    centre.told()
    with centre.store.read() as connection:
        counters = connection.execute(select(figure_day).where(figure_day.c.day < "m")).mappings().all()
    numbers: Counter[Number] = Counter()
    for counter in counters:
        for measure in LISTED:
            if counter[measure]:
                of = Number(counter["scope"], counter["kind"], counter["name"], measure)
                numbers[of] += counter[measure]
    assert len(numbers) > 150 and {of.measure for of in numbers} == set(LISTED)
    wanted = sorted(numbers, key=str)
    for of in random.Random(20261127).sample(wanted, scaled(60, len(wanted))):
        many = numbers[of]
        listed = _all_of(centre, of, EVER)
        assert many == len(listed) or (of.measure == "reopened" and many >= len(listed) > 0), of
        assert len({(one.broadcast_id, one.number, one.ticket) for one in listed}) == len(listed)


def test_a_number_of_an_hour_or_of_a_mark_has_its_list_too(centre: Centre) -> None:
    told = centre.told()
    for hour, counts in told.hours.items():
        for measure in HOURLY:
            assert len(_all_of(centre, Number("", "all", "", measure, hour=hour), PERIOD)) == counts[measure]
    for mark in range(1, 6):
        listed = _all_of(centre, Number("", "all", "", "rated", mark=mark), PERIOD)
        assert len(listed) == told.now.ratings.get(mark, 0)


def test_what_is_open_is_listed_with_its_text_and_where_it_stands(centre: Centre) -> None:
    centre.told()
    listed = _all_of(centre, Number("", "topic", "Дороги", "open"), EVER)
    still = centre.rows(
        "SELECT q.broadcast_id, q.number FROM question q "
        "LEFT JOIN ticket t ON t.question_id = q.id AND t.kind = 'unanswered' "
        "WHERE q.topic = 'Дороги' AND (q.state IN ('new', 'shortlisted', 'on_air', 'blocked') "
        "OR (q.state = 'ticketed' AND t.state NOT IN ('resolved', 'closed')))"
    )
    assert {(one.broadcast_id, one.number) for one in listed} == {(row[0], row[1]) for row in still} and still
    assert all(one.text.startswith("Вопрос") and one.topic == "Дороги" for one in listed)
    assert [one.day for one in listed] == sorted((one.day for one in listed), reverse=True)


def _all_of(centre: Centre, of: Number, period: Period) -> list[Counted]:
    """The whole list, page by page."""
    found: list[Counted] = []
    start, more = None, True
    while more:
        page = figure_list(centre.store, of, period, start)
        found += page.counted
        start, more = page.later, page.later is not None
    return found
