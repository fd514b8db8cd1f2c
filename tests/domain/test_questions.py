"""A question's moves, state by state, and the rules of merging, declining, taking to air and graphics."""

from __future__ import annotations

from typing import Any

import pytest

from live.domain import question
from live.domain.people import Role
from live.domain.question import Question, State
from live.domain.transitions import Change, check_version
from tests.domain.grid import Grid, refused, refused_with_moves

MOVES = Grid("""
                   new          shortlisted  on_air       answered     declined  merged  ticketed  transferred  blocked
edit               new          shortlisted  on_air       -            -         -       -         -            -
classify           new          shortlisted  on_air       answered     -         -       -         -            -
note               new          shortlisted  on_air       -            -         -       -         -            -
unmask             new          shortlisted  on_air       -            -         -       -         -            -
mask               new          shortlisted  on_air       -            -         -       -         -            -
allow_name         new          shortlisted  on_air       -            -         -       -         -            -
set_urgent         new          shortlisted  on_air       -            -         -       ticketed  -            blocked
set_asking         new          shortlisted  on_air       -            -         -       -         -            blocked
show_file          new          shortlisted  on_air       answered     -         -       ticketed  -            -
hide_file          new          shortlisted  on_air       answered     -         -       ticketed  -            -
shortlist          shortlisted  -            -            -            -         -       -         -            -
return             -            new          shortlisted  -            -         -       -         -            -
move               -            shortlisted  -            -            -         -       -         -            -
plan               -            shortlisted  on_air       -            -         -       -         -            -
take               -            on_air       -            -            -         -       -         -            -
answer             -            -            answered     -            -         -       -         -            -
reopen             -            -            -            shortlisted  -         -       -         -            -
want               -            shortlisted  on_air       -            -         -       -         -            -
unwant             -            shortlisted  on_air       -            -         -       -         -            -
promise            -            shortlisted  on_air       answered     -         -       -         -            -
amend_promise      new          shortlisted  on_air       answered     declined  merged  ticketed  transferred  blocked
withdraw_promise   new          shortlisted  on_air       answered     declined  merged  ticketed  transferred  blocked
decline            declined     declined     -            -            -         -       -         -            declined
restore            -            -            -            -            new       -       -         -            -
restore_as_ticket  -            -            -            -            ticketed  -       -         -            -
merge              merged       merged       -            -            -         -       -         -            -
split              -            -            -            -            -         new     -         -            -
unstack            new          -            -            -            -         -       -         -            -
ticket             ticketed     ticketed     -            -            -         -       -         -            ticketed
recall             -            -            -            -            -         -       new       -            -
block              blocked      blocked      -            -            declined  -       -         -            -
unblock            -            -            -            -            -         -       -         -            new
finish             answered     -            -            -            -         -       -         -            -
unfinish           -            -            -            new          -         -       -         -            -
transfer           transferred  transferred  -            -            -         -       -         -            -
follow             -            -            -            -            -         transferred -     -            -
summarise          -            -            -            answered     -         -       -         -            -
send_answer        -            -            -            answered     -         -       -         -            -
supplement         new          shortlisted  -            -            -         merged  ticketed  -            blocked
withdraw           declined     declined     -            -            -         declined -        -            declined
step_back          new          shortlisted  -            -            -         merged  ticketed  -            blocked
""")

PAST = dict(
    edit="edited", classify="classified", note="noted", shortlist="shortlisted", move="moved", take="taken",
    plan="planned", answer="answered", reopen="reopened", want="wanted", promise="promised", decline="declined",
    restore="restored",
    merge="merged", split="split", unstack="unstacked", ticket="ticketed", unmask="unmasked", mask="masked",
    allow_name="name_allowed", set_urgent="urgency_set", set_asking="asking_set",
    show_file="file_shown", hide_file="file_hidden",
    block="blocked", unblock="unblocked", unwant="unwanted", amend_promise="promise_amended",
    withdraw_promise="promise_withdrawn", restore_as_ticket="restored", recall="recalled",
    finish="finished", unfinish="unfinished", transfer="transferred", follow="transferred",
    summarise="summarised", send_answer="answer_sent",
    supplement="supplemented", withdraw="withdrawn", step_back="withdrawn",
    **{"return": "returned"},
)  # fmt: skip

UNSAID = {
    *("unmask", "mask", "allow_name", "set_urgent", "set_asking", "unstack", "show_file", "hide_file", "plan"),
    *("amend_promise", "withdraw_promise", "restore_as_ticket", "follow"),
    *("summarise", "send_answer", "supplement", "withdraw", "step_back"),
}
"""Moves that a refusal does not offer: about what is seen on air, promises, answers given, after the wrap, and what
whoever asked does."""


def offered(state: str) -> list[str]:
    return [verb for verb in MOVES.of(state) if verb not in UNSAID]


def a_question(state: str, number: int = 7, **more: Any) -> Question:
    return Question(number, State(state), version=3, **more)


def test_the_design_and_the_code_know_the_same_states_and_verbs() -> None:
    assert MOVES.states == [state.value for state in State]
    assert set(MOVES.rows) == set(question.TRANSITIONS)


@pytest.mark.parametrize(("state", "verb", "after"), MOVES.legal())
def test_a_move_that_is_there(state: str, verb: str, after: str) -> None:
    change = question.transition(a_question(state), verb)
    assert (change.after.state, change.after.version) == (State(after), 4)
    (event,) = change.events
    assert (event.type, event.question, event.was, event.state) == (f"question.{PAST[verb]}", 7, state, after)


@pytest.mark.parametrize(("state", "verb"), MOVES.illegal())
def test_a_move_that_is_not_there_is_refused_with_those_that_are(state: str, verb: str) -> None:
    refused_with_moves(lambda: question.transition(a_question(state), verb), offered(state))


def test_facts_of_a_move_travel_with_its_event() -> None:
    assert question.transition(a_question("on_air"), "answer", fully=False).events[0].data == {"fully": False}


@pytest.mark.parametrize(("state", "verb", "after"), MOVES.legal())
def test_only_the_shortlist_and_the_air_keep_a_rank(state: str, verb: str, after: str) -> None:
    moved = question.transition(a_question(state, rank="V"), verb).after
    assert moved.rank == ("V" if after in ("shortlisted", "on_air") else None)


@pytest.mark.parametrize(("state", "verb", "after"), MOVES.legal())
def test_leaving_the_air_takes_the_graphic_down(state: str, verb: str, after: str) -> None:
    moved = question.transition(a_question(state, graphic=True), verb).after
    assert moved.graphic == (after == "on_air")


WHO = {
    **dict.fromkeys(
        [
            *("edit", "classify", "note", "shortlist", "return", "decline", "restore", "merge", "split", "ticket"),
            *("unmask", "mask", "allow_name", "set_urgent", "set_asking", "unstack", "show_file", "hide_file"),
            *("recall", "transfer"),
        ],
        {Role.MODERATOR, Role.PRODUCER},
    ),
    **dict.fromkeys(["move", "plan", "take", "answer", "reopen"], {Role.PRODUCER}),
    **dict.fromkeys(["want", "unwant"], {Role.HEAD}),
    "restore_as_ticket": set(),
    **dict.fromkeys(["follow", "supplement", "withdraw", "step_back"], set()),
    **dict.fromkeys(["finish", "unfinish"], {Role.MODERATOR}),
    "block": {Role.MODERATOR, Role.ADMIN},
    **dict.fromkeys(["unblock", "summarise", "send_answer"], {Role.MODERATOR, Role.PRODUCER, Role.ADMIN}),
    **dict.fromkeys(["promise", "amend_promise", "withdraw_promise"], {Role.HEAD, Role.PRODUCER}),
}


@pytest.mark.parametrize("verb", MOVES.rows)
def test_who_may_make_a_move(verb: str) -> None:
    assert question.TRANSITIONS[verb].roles == WHO[verb]


def test_a_stale_version_is_a_conflict_that_names_the_state() -> None:
    check_version(a_question("on_air"), 3)
    assert "on_air" in str(refused("conflict", lambda: check_version(a_question("on_air"), 2)))
    assert "on_air" in str(refused("conflict", lambda: check_version(a_question("on_air"), 4)))


def test_a_question_taken_to_air_has_its_graphic() -> None:
    assert question.take(a_question("shortlisted"), on_air=None).after.graphic


def test_two_questions_are_never_on_air() -> None:
    refusal = refused("illegal", lambda: question.take(a_question("shortlisted"), on_air=5))
    assert "5" in str(refusal)


def test_taking_the_question_that_is_on_air_says_what_it_can_do() -> None:
    refused_with_moves(lambda: question.take(a_question("on_air"), on_air=7), offered("on_air"))


ROOTS = {"new", "shortlisted", "on_air", "answered", "ticketed"}


@pytest.mark.parametrize("root", MOVES.states)
@pytest.mark.parametrize("state", ["new", "shortlisted"])
def test_a_question_is_merged_into_whatever_still_gets_an_answer(state: str, root: str) -> None:
    def merge() -> Change[Question]:
        return question.merge(a_question(state, rank="V"), a_question(root, number=5))

    if root not in ROOTS:
        assert root in str(refused("illegal", merge))
        return
    change = merge()
    assert (change.after.state, change.after.merged_into, change.after.rank) == (State.MERGED, 5, None)
    merged, gathered = change.events
    assert (merged.type, merged.data) == ("question.merged", {"into": 5})
    assert (gathered.type, gathered.question, gathered.was, gathered.state) == ("question.gathered", 5, root, root)


@pytest.mark.parametrize("state", ["on_air", "answered", "declined", "merged", "ticketed"])
@pytest.mark.parametrize("root", MOVES.states)
def test_a_question_past_the_shortlist_is_merged_into_nothing(state: str, root: str) -> None:
    refused_with_moves(lambda: question.merge(a_question(state), a_question(root, number=5)), offered(state))


@pytest.mark.parametrize("state", MOVES.states)
def test_no_question_is_merged_into_itself(state: str) -> None:
    refused("invalid", lambda: question.merge(a_question(state), a_question(state)))


@pytest.mark.parametrize("above", [["new"], ["answered"], ["merged", "on_air"], ["merged", "declined"]])
def test_a_question_is_split_out_of_all_that_gathered_it(above: list[str]) -> None:
    roots = [a_question(state, number=20 + place) for place, state in enumerate(above)]
    change = question.split(a_question("merged", merged_into=20), roots)
    assert (change.after.state, change.after.merged_into) == (State.NEW, None)
    split, *gathered = change.events
    assert (split.type, split.was, split.state) == ("question.split", "merged", "new")
    assert [(event.type, event.question, event.state) for event in gathered] == [
        ("question.gathered", root.number, root.state) for root in roots
    ]


@pytest.mark.parametrize("state", [state for state in MOVES.states if state != "merged"])
def test_only_a_merged_question_is_split(state: str) -> None:
    refused_with_moves(lambda: question.split(a_question(state), [a_question("new", number=5)]), offered(state))


@pytest.mark.parametrize(("state", "verb"), [("new", "shortlist"), ("shortlisted", "move"), ("answered", "reopen")])
def test_a_question_enters_the_shortlist_at_its_rank(state: str, verb: str) -> None:
    change = question.ranked(question.transition(a_question(state), verb), "k")
    assert (change.after.state, change.after.rank, change.after.version) == (State.SHORTLISTED, "k", 4)
    assert len(change.events) == 1


@pytest.mark.parametrize("reason", question.REASONS)
def test_a_question_is_declined_for_a_reason(reason: str) -> None:
    change = question.decline(a_question("new"), reason, "кто-то продаёт дрова")
    assert change.after.state is State.DECLINED
    assert change.events[0].data == {"reason": reason}


@pytest.mark.parametrize("reason", [reason for reason in question.REASONS if reason != "other"])
def test_a_reason_of_its_own_needs_no_text(reason: str) -> None:
    assert question.decline(a_question("new"), reason, None).after.state is State.DECLINED


@pytest.mark.parametrize("text", [None, "", " \n"])
def test_the_reason_other_needs_a_text(text: str | None) -> None:
    refused("invalid", lambda: question.decline(a_question("new"), "other", text))


def test_an_unknown_reason_is_refused_with_those_that_are() -> None:
    refusal = refused("invalid", lambda: question.decline(a_question("new"), "boring", None))
    assert all(reason in str(refusal) for reason in question.REASONS)


def test_a_centre_has_reasons_of_its_own() -> None:
    assert question.decline(a_question("new"), "advert", None, frozenset({"advert"})).after.state is State.DECLINED


@pytest.mark.parametrize(("shown", "type"), [(True, "graphic.shown"), (False, "graphic.cleared")])
def test_the_graphic_of_the_question_on_air_changes_no_version(shown: bool, type: str) -> None:
    change = question.show_graphic(a_question("on_air", graphic=not shown), shown)
    assert (change.after.graphic, change.after.version, change.events[0].type) == (shown, 3, type)


@pytest.mark.parametrize("state", [state for state in MOVES.states if state != "on_air"])
def test_no_other_question_has_a_graphic(state: str) -> None:
    refused("illegal", lambda: question.show_graphic(a_question(state), True))
