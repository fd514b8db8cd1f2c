"""Further words of a question: whoever wrote them is told once, answered once, and read whole."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from live.domain.refused import Refused
from live.store.show.continuing import is_further
from live.store.transaction import Store
from live.views.questions.exported import facts
from live.views.tickets.track import track
from tests.desk.conversing import Writing
from tests.followup.noticing import Noticing
from tests.support.rooms import Show


@pytest.fixture
def town(clocked: Store) -> Noticing:
    return Noticing(clocked)


def writing_to(town: Noticing) -> Writing:
    return Writing(town.show, "a message of vk", token="t", group_id="456")


def test_that_it_came_is_told_of_the_question_alone(town: Noticing) -> None:
    writing = writing_to(town)
    first = writing.writes("Здравствуйте")
    writing.writes("Когда починят мост?")
    assert town.after(minutes=1) == [("arrived", [first])]
    writing.writes("Он закрыт с мая", after=5)
    assert town.after(hours=1) == []


def test_each_moment_is_told_once_to_whoever_wrote_three_messages(town: Noticing) -> None:
    writing = writing_to(town)
    first = writing.writes("Здравствуйте")
    for text in ("Когда починят мост?", "Он закрыт с мая"):
        writing.writes(text)
    assert town.after(minutes=1) == [("arrived", [first])]
    town.show.do("question.shortlist", first)
    assert town.after(minutes=2) == [("shortlisted", [first])]


def test_the_answer_of_a_ticket_goes_once(town: Noticing) -> None:
    writing = writing_to(town)
    first = writing.writes("Когда починят мост?")
    writing.writes("Он закрыт с мая")
    ticket = town.ticket(first)
    town.tickets.do("ticket.resolve", ticket, answer="Мост починят в мае")
    assert [row.question_id % 2**32 for row in town.queued(ticket)] == [first]


def test_a_ticket_tells_the_words_with_whoever_wrote_them(town: Noticing) -> None:
    writing = writing_to(town)
    first = writing.writes("Когда починят мост?")
    writing.writes("Он закрыт с мая")
    other = writing.writes("А мост?", who=778)
    town.merged(first, other)
    asked = town.view(town.ticket(first)).askers_list
    assert [(one["question"], [words["text"] for words in one["further"]]) for one in asked] == [
        (first, ["Он закрыт с мая"]),
        (other, []),
    ]


def test_the_residents_page_shows_all_that_they_wrote(town: Noticing) -> None:
    writing = writing_to(town)
    first, later = writing.writes("Когда починят мост?"), writing.writes("Он закрыт с мая")
    for number in (first, later):
        known = track(town.store, town.show.row(number).code)
        assert (known["number"], known["further"]) == (first, ["Он закрыт с мая"])


# Nothing acknowledged is lost

MESSAGES = st.lists(
    st.tuples(
        st.sampled_from((777, 778)),  # who
        st.sampled_from((7, 8)),  # under which post
        st.integers(0, 90),  # minutes since the message before
        st.booleans(),  # whether the network tells of it twice
        st.sampled_from(("", "shortlist", "take", "decline", "ticket", "split", "merge")),  # what the desk does then
    ),
    max_size=12,
)


THEN: dict[str, dict[str, Any]] = {"decline": {"reason": "spam"}, "merge": {"into": 1}}


@settings(max_examples=15, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(messages=MESSAGES)
def test_the_words_of_all_messages_are_kept_once(store: Store, messages: list[tuple[int, int, int, bool, str]]) -> None:
    show = Show(store).on_air()
    writing, minutes = Writing(show), 0
    for n, (who, where, later, twice, then) in enumerate(messages):
        minutes += later
        body = writing.body(f"Слова {n}", who=who, where=where, after=minutes)
        writing.tells(*[body] * (2 if twice else 1))
        fields = THEN.get(then, {})
        if then:
            with suppress(Refused):
                show.do(f"question.{then}", writing.newest, **fields)
    written = [f"Слова {n}" for n in range(len(messages))]
    assert [one["text"] for one in facts(store, show.slug)] == written
    assert show.books().wrong == []
    rows = [show.row(number) for number in range(1, writing.newest + 1)]
    for row in rows:  # Whoever wrote it reads it on their page.
        known = track(store, row.code)
        assert row.text in (known["text"], *known["further"])
    further = [row for row in rows if is_further(row)]
    assert sum(row.further for row in rows) == len(further)
    # Everybody asks once: for a question that stands alone, or for what theirs was merged into.
    assert sum(row.askers for row in rows if row.state != "merged") == len(rows) - len(further)
