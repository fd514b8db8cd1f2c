"""A list of questions, and one of them, are found by an index: what it costs does not grow with the broadcast."""

from __future__ import annotations

from typing import Any

import pytest

from live.domain.control.signals import Moment
from live.views.feed.lights import values_of
from live.views.questions.listing import Filter, numbers_page, questions_page
from live.views.screens import SCREENS
from tests.support.asked import gone_through
from tests.support.rooms import Show

NARROWED: dict[str, dict[str, Any]] = {
    "all": {},
    "new": {"states": ("new",)},
    "topic": {"topic": "Дороги"},
    "source": {"source": "vk"},
    "locality": {"locality": "Ундоры"},
    "urgent": {"urgent": True},
    "thanks": {"not_asking": True},
    "stack": {"stack": 1},
    "cluster": {"cluster": 1},
    "new of a cluster": {"cluster": 1, "states": ("new",)},
    "late": {"alarm": "over"},
    "found by a word": {"q": "мост"},
    "before one": {"before": 3},
    "of a cluster, found by a word": {"cluster": 1, "q": "мост"},
}
"""By what the desk narrows its list."""


@pytest.mark.parametrize("narrowed", NARROWED.values(), ids=list(NARROWED))
def test_a_page_is_found_by_an_index(show: Show, narrowed: dict[str, Any]) -> None:
    show.receive("Когда починят мост?", "Где автобус?")
    with gone_through(show.store) as whole, show.store.read() as connection:
        for page in (questions_page, numbers_page):
            page(connection, show.broadcast, SCREENS["desk"], Filter(**narrowed))
    assert not whole


def test_what_a_signal_tells_of_a_question_is_found_by_its_number(show: Show) -> None:
    number = show.taken()
    with gone_through(show.store) as whole, show.store.read() as connection:
        assert values_of(connection, show.broadcast, number, Moment.TAKEN)
    assert not whole
