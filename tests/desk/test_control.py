"""The show by single presses: each verb on each stage, and what a press too much does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from live.desk.control.press import press
from live.domain.control.verbs import VERBS, value_of, verb
from live.domain.people import Actor, Role
from live.domain.refused import Refused
from live.store.transaction import Store
from tests.support.rooms import Show

BUTTON = Actor("Пульт", frozenset({Role.CONTROL}), "key:7", screen="osc", address="10.0.0.5")

OPTIONS: dict[str, Any] = {"question": "Что важнее?", "options": ["Дороги", "Школы"]}


class Crew:
    """A show whose machines press one button after the other, a second apart."""

    def __init__(self, store: Store) -> None:
        self.show = Show(store)

    def pause(self, seconds: float = 1.0) -> Crew:
        self.show.clock.pass_(seconds=seconds)
        return self

    def presses(self, name: str, value: str | None = None, by: Actor = BUTTON) -> dict[str, Any]:
        one = verb(name)
        return press(self.show.store, self.show.id, self.show.slug, one, value_of(one, value), by)

    def refused(self, name: str, value: str | None = None) -> Refused:
        """The refusal of a press, which has changed nothing."""
        before = self.show.head
        with pytest.raises(Refused) as caught:
            self.presses(name, value)
        assert self.show.head == before
        return caught.value

    def on_air(self) -> list[int]:
        show = self.show
        return [n for n in range(1, show.broadcast.last_number + 1) if show.row(n).state == "on_air"]


@pytest.fixture
def crew(clocked: Store) -> Crew:
    return Crew(clocked)


def listed(show: Show) -> Show:
    for text in ("Где вода?", "Где свет?"):
        show.shortlisted(text)
    return show


def with_question(show: Show) -> Show:
    show.on_air().taken()
    return listed(show)


def with_poll(show: Show, shown: bool) -> Show:
    poll = listed(show.on_air()).do("poll.open", **OPTIONS)["poll"]
    if shown:
        show.do("poll.show", poll=poll)
    return show


def cleared(show: Show) -> Show:
    with_question(show).do("graphic.clear")
    return show


def without_intake(show: Show) -> Show:
    show.on_air().do("broadcast.close_intake")
    return show


def opened(show: Show) -> Show:
    show.do("broadcast.open")
    return show


def alone(show: Show) -> Show:
    show.on_air().taken()
    return show


STAGES: dict[str, Callable[[Show], object]] = {
    "planned": lambda show: show,
    "collecting": lambda show: listed(opened(show)),
    "empty": lambda show: show.on_air(),
    "listed": lambda show: listed(show.on_air()),
    "question": with_question,
    "alone": alone,
    "cleared": cleared,
    "poll open": lambda show: with_poll(show, shown=False),
    "poll on air": lambda show: with_poll(show, shown=True),
    "shut": without_intake,
    "wrapped": lambda show: show.on_air().wrapped(),
}


ALWAYS = {name: "done" for name in VERBS if name.startswith("prompter-")} | {"message": "done"}
"""What is done whatever the air is."""

AWAY = dict.fromkeys(("take", "next", "answered", "partly", "returned"), "illegal")
NO_PICTURE = dict.fromkeys(("graphic-show", "graphic-clear", "poll-show", "poll-hide"), "illegal")
OVER = dict.fromkeys(("intake-open", "intake-close", "air"), "illegal")
RUNS = {"intake-open": "illegal", "intake-close": "done", "air": "illegal"}
ENDS = dict.fromkeys(("answered", "partly", "returned"), "done")

EXPECTED: dict[str, dict[str, str]] = {
    "planned": {**AWAY, **NO_PICTURE, **OVER, "cue": "not_found"},
    "collecting": {**AWAY, **NO_PICTURE, **RUNS, "cue": "done", "air": "done"},
    "empty": {**AWAY, **NO_PICTURE, **RUNS, "cue": "not_found"},
    "listed": {**AWAY, **NO_PICTURE, **RUNS, "cue": "done", "take": "done", "next": "done"},
    "question": {**AWAY, **NO_PICTURE, **RUNS, **ENDS, "cue": "done", "next": "done", "graphic-clear": "done"},
    "alone": {**AWAY, **NO_PICTURE, **RUNS, **ENDS, "cue": "illegal", "graphic-clear": "done"},
    "cleared": {**AWAY, **NO_PICTURE, **RUNS, **ENDS, "cue": "done", "next": "done", "graphic-show": "done"},
    "poll open": {**AWAY, **NO_PICTURE, **RUNS, "cue": "done", "take": "done", "next": "done", "poll-show": "done"},
    "poll on air": {
        **{**AWAY, **NO_PICTURE, **RUNS, "cue": "done", "take": "done", "next": "done"},
        **{"poll-hide": "done", "graphic-clear": "done"},
    },
    "shut": {**AWAY, **NO_PICTURE, **RUNS, "cue": "not_found", "intake-open": "done", "intake-close": "illegal"},
    "wrapped": {**AWAY, **NO_PICTURE, **OVER, "cue": "not_found"},
}
"""Each stage × each verb: done, or the code of the refusal."""


def test_the_table_below_speaks_of_each_verb_on_each_stage() -> None:
    assert EXPECTED.keys() == STAGES.keys()
    assert {stage: {*row, *ALWAYS} for stage, row in EXPECTED.items()} == dict.fromkeys(STAGES, set(VERBS))


@pytest.mark.parametrize("stage", STAGES)
def test_each_verb_is_done_or_refused_with_a_sentence(clocked: Store, stage: str) -> None:
    """What is refused, and what changes nothing of the air, is pressed on one show; each of the rest on its own."""
    expected = {**ALWAYS, **EXPECTED[stage]}

    def staged() -> Crew:
        crew = Crew(clocked)
        STAGES[stage](crew.show)
        return crew.pause()

    one = staged()
    for name in sorted(VERBS, key=lambda name: expected[name] == "done"):
        if expected[name] == "done" and name not in ALWAYS:
            one = staged()
        last = str(max(1, one.show.broadcast.last_number))
        value = last if name == "cue" else "1" if name == "message" else None
        try:
            said = "done" if one.pause().presses(name, value)["seq"] == one.show.head else "not told"
        except Refused as refused:
            said = refused.code
            assert str(refused)
        assert (name, said) == (name, expected[name])


def test_take_brings_the_first_of_the_list_to_air(crew: Crew) -> None:
    listed(crew.show.on_air())
    crew.pause().presses("take")
    assert crew.on_air() == [1] and crew.show.row(1).graphic


def test_take_and_next_may_name_the_question(crew: Crew) -> None:
    listed(crew.show.on_air())
    crew.pause().presses("take", "2")
    assert crew.on_air() == [2]
    crew.pause().presses("next", "1")
    assert crew.on_air() == [1] and crew.show.row(2).state == "answered"


def test_next_answers_what_is_on_air_and_takes_the_first(crew: Crew) -> None:
    with_question(crew.show)
    crew.pause().presses("next")
    assert crew.on_air() == [2]
    assert (crew.show.row(1).state, crew.show.row(1).answer_fully) == ("answered", True)


def test_partly_leaves_a_ticket_for_the_rest(crew: Crew) -> None:
    alone(crew.show)
    crew.pause().presses("partly")
    assert [ticket.kind for ticket in crew.show.tickets()] == ["rest"]


def test_cue_puts_a_question_first(crew: Crew) -> None:
    listed(crew.show.on_air())
    crew.pause().presses("cue", "2")
    assert crew.show.shortlist() == [2, 1]


def test_poll_show_brings_the_newest_that_is_open_and_poll_hide_takes_it_away(crew: Crew) -> None:
    crew.show.on_air().do("poll.open", **OPTIONS)
    newest = crew.show.do("poll.open", **OPTIONS)["poll"]
    crew.pause().presses("poll-show")
    assert crew.show.events()[-1].data == {"poll": newest} and crew.show.types()[-1] == "poll.shown"
    crew.pause().presses("poll-hide")
    assert crew.show.types()[-1] == "poll.hidden"


def test_message_sends_the_ready_one_of_that_place(crew: Crew) -> None:
    crew.show.on_air()
    number = crew.pause().presses("message", "2")["message"]
    assert crew.show.message(number).text == "Закругляйтесь"
    assert crew.pause().refused("message", "999").code == "not_found"


def test_a_step_of_the_prompter_is_told_and_nothing_else_of_it_stays(crew: Crew) -> None:
    crew.show.on_air()
    for step in ("start", "stop", "faster", "slower", "back", "page"):
        crew.pause().presses(f"prompter-{step}")
        last = crew.show.events()[-1]
        assert (last.type, last.data) == ("prompter.steered", {"do": step})


DOUBLED: dict[str, Callable[[Show], object]] = {
    "take": lambda show: listed(show.on_air()),
    "next": with_question,
    "answered": with_question,
    "partly": with_question,
    "returned": with_question,
    "graphic-clear": with_question,
    "graphic-show": cleared,
    "poll-show": lambda show: with_poll(show, shown=False),
    "poll-hide": lambda show: with_poll(show, shown=True),
    "message": lambda show: show.on_air(),
    "intake-close": lambda show: show.on_air(),
    "intake-open": without_intake,
}
"""A stage on which each verb is done once."""


@pytest.mark.parametrize("name", DOUBLED)
def test_a_doubled_press_does_nothing(crew: Crew, name: str) -> None:
    """Neither at once nor just before half a second is over."""
    DOUBLED[name](crew.show)
    value = "1" if name == "message" else None
    crew.pause().presses(name, value)
    assert crew.refused(name, value).code == "conflict"
    assert crew.pause(0.499).refused(name, value).code == "conflict"


def test_a_step_of_the_prompter_that_comes_twice_at_once_is_one(crew: Crew) -> None:
    crew.show.on_air()
    crew.pause().presses("prompter-page")
    assert crew.refused("prompter-page").code == "conflict"
    crew.presses("prompter-faster")
    crew.pause(0.06).presses("prompter-page")


def test_after_half_a_second_it_counts_again(crew: Crew) -> None:
    with_question(crew.show)
    crew.pause().presses("next")
    crew.pause(0.5).presses("next")
    assert crew.on_air() == [3]


@pytest.mark.parametrize("name", ["next", "answered", "returned", "graphic-clear", "cue"])
def test_what_the_producer_has_just_changed_on_air_is_not_changed_by_a_press(crew: Crew, name: str) -> None:
    with_question(crew.show)
    first = crew.show.row(1)
    previous = {"question": 1, "version": first.version, "as": "answered"}
    crew.pause().show.do("question.take", 2, previous=previous)
    assert crew.pause(0.4).refused(name, "3" if name == "cue" else None).code == "conflict"
    assert crew.on_air() == [2]


def test_take_waits_after_the_first_of_the_list_became_another(crew: Crew) -> None:
    listed(crew.show.on_air())
    crew.pause().show.do("question.move", 2, before=1)
    assert crew.refused("take").code == "conflict"
    crew.presses("take", "1")
    assert crew.on_air() == [1]


def test_take_does_not_wait_for_what_comes_last_into_the_list(crew: Crew) -> None:
    listed(crew.show.on_air())
    crew.pause().show.shortlisted("Где тепло?")
    crew.presses("take")
    assert crew.on_air() == [1]


def test_take_waits_after_the_first_has_left_the_list(crew: Crew) -> None:
    listed(crew.show.on_air())
    crew.pause().show.do("question.return", 1)
    assert crew.refused("take").code == "conflict"


def test_questions_that_come_in_hold_no_press_up(crew: Crew) -> None:
    listed(crew.show.on_air())
    crew.pause().show.receive(*(f"Вопрос {n}?" for n in range(50)))
    crew.presses("take")
    assert crew.on_air() == [1]


def test_it_is_written_down_under_the_machines_name_with_the_commands_own(crew: Crew) -> None:
    alone(crew.show)
    crew.pause().presses("answered")
    last = crew.show.events()[-1]
    assert (last.type, last.by_name, last.by_role, last.by_credential) == (
        "question.answered",
        "Пульт",
        "control",
        "key:7",
    )


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.CONTROL, Role.PRODUCER}))
def test_take_is_a_producers_or_a_machines(crew: Crew, role: Role) -> None:
    listed(crew.show.on_air())
    with pytest.raises(Refused) as caught:
        crew.pause().presses("take", by=Actor("Анна", frozenset({role})))
    assert caught.value.code == "forbidden" and crew.on_air() == []
