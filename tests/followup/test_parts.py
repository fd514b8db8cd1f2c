"""Further departments give parts of an answer; whoever has the ticket puts them together. Every version is kept."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from live.domain.refused import Refused
from live.store.followup import tickets
from live.store.tables import part, part_version
from live.store.transaction import Store
from tests.followup.sharing import ANNA, BETTER, QUESTION, WORDS, Sharing


@pytest.fixture
def sharing(store: Store) -> Sharing:
    return Sharing(store)


# Asking and giving


def test_a_department_is_asked_and_gives_its_part_and_no_resident_is_told(sharing: Sharing) -> None:
    number = sharing.worked()
    version = sharing.tickets.row(number).version
    asked = sharing.ask(number)
    told = sharing.part(number)
    assert (told["department"], told["text"], told["state"], told["by"]) == (sharing.water, QUESTION, "asked", "Игорь")
    sharing.give(number, asked)
    told = sharing.part(number)
    assert (told["state"], told["moved_by"], sharing.given(number)) == ("given", "Вера", [(WORDS, "Вера")])
    assert sharing.tickets.row(number).version == version and sharing.queued(number) == []
    assert sharing.types(number)[-2:] == ["ticket.part_asked", "ticket.part_given"]
    assert sharing.tickets.events(number)[-1].data == {"department": sharing.lead, "part": asked, "of": sharing.water}


def test_a_coordinator_asks_several_each_for_its_own(sharing: Sharing) -> None:
    number = sharing.worked()
    first, second = sharing.ask(number, by=ANNA), sharing.ask(number, sharing.power, by=ANNA, text="А свет?")
    sharing.give(number, second, "Света не будет.", by=sharing.pavel)
    assert [(one["id"], one["state"]) for one in sharing.seen(number)["parts"]] == [(first, "asked"), (second, "given")]


def test_a_part_is_corrected_until_the_final_answer_and_every_version_is_kept(sharing: Sharing) -> None:
    number = sharing.worked()
    asked = sharing.ask(number)
    sharing.give(number, asked)
    sharing.give(number, asked, BETTER)
    assert sharing.given(number) == [(WORDS, "Вера"), (BETTER, "Вера")]
    sharing.tickets.do("ticket.resolve", number, by=sharing.igor, answer=BETTER)
    sharing.refused("illegal", "give", number, asked, text=WORDS)
    assert sharing.given(number) == [(WORDS, "Вера"), (BETTER, "Вера")]


def test_a_department_declines_with_its_reason_and_may_be_asked_anew(sharing: Sharing) -> None:
    number = sharing.worked()
    sharing.move("decline", number, sharing.ask(number), reason="Это не наш участок.")
    declined = sharing.part(number)
    assert (declined["state"], declined["reason"], declined["moved_by"]) == ("declined", "Это не наш участок.", "Вера")
    sharing.ask(number)
    assert [one["state"] for one in sharing.seen(number)["parts"]] == ["declined", "asked"]


@pytest.mark.parametrize("given", [False, True])
def test_what_is_no_more_needed_is_dropped_and_kept(sharing: Sharing, given: bool) -> None:
    number = sharing.worked()
    asked = sharing.ask(number)
    if given:
        sharing.give(number, asked)
    sharing.move("drop", number, asked, by=sharing.igor)
    assert sharing.part(number)["state"] == "dropped"
    assert sharing.given(number) == ([(WORDS, "Вера")] if given else [])
    assert sharing.seen(number, sharing.water) is None


def test_after_reopening_a_part_may_be_corrected_again(sharing: Sharing) -> None:
    number = sharing.worked()
    asked = sharing.ask(number)
    sharing.give(number, asked)
    sharing.tickets.do("ticket.resolve", number, by=sharing.igor, answer=WORDS)
    sharing.tickets.do("ticket.reopen", number, by=ANNA)
    sharing.give(number, asked, BETTER)
    assert [text for text, _ in sharing.given(number)] == [WORDS, BETTER]


def test_a_final_answer_is_given_without_parts_that_are_missing(sharing: Sharing) -> None:
    number = sharing.worked()
    sharing.ask(number)
    sharing.tickets.do("ticket.resolve", number, by=sharing.igor, answer=WORDS)
    assert sharing.tickets.row(number).state == "resolved" and sharing.counted(sharing.water) == 0


@pytest.mark.parametrize("state", ["open", "assigned", "in_progress", "on_hold", "resolved", "closed"])
def test_parts_are_asked_for_and_given_while_the_ticket_is_unfinished(sharing: Sharing, state: str) -> None:
    number = sharing.in_state(state)
    if state in ("resolved", "closed"):
        fields = {"department": sharing.water, "text": QUESTION}
        sharing.tickets.refused("illegal", "ticket.ask_part", number, by=ANNA, **fields)
    else:
        sharing.give(number, sharing.ask(number))
        assert sharing.part(number)["state"] == "given" and sharing.tickets.row(number).state == state


# What a co-executor's people may


def test_they_see_the_ticket_with_its_notes_while_their_part_stands(sharing: Sharing) -> None:
    number = sharing.worked()
    sharing.tickets.do("ticket.note", number, by=sharing.igor, text="Ждём воду")
    assert sharing.seen(number, sharing.water) is None and number not in sharing.listed(sharing.water)
    with pytest.raises(Refused, match=number):
        sharing.page(number, sharing.water)
    asked = sharing.ask(number)
    assert sharing.seen(number, sharing.water)["number"] == number and number in sharing.listed(sharing.water)
    page = sharing.page(number, sharing.water)
    assert [one["text"] for one in page["notes"]] == ["Ждём воду"] and page["attachments"] == []
    assert page["askers_list"][0]["contact_masked"] is None
    sharing.give(number, asked)
    sharing.tickets.do("ticket.resolve", number, by=sharing.igor, answer=WORDS)
    assert sharing.seen(number, sharing.water)["answer"] == WORDS
    assert sharing.seen(number, sharing.power) is None


def test_they_write_notes(sharing: Sharing) -> None:
    number = sharing.worked()
    sharing.ask(number)
    sharing.tickets.do("ticket.note", number, by=sharing.vera, text="Уточняем у бригады")
    assert [one["by"] for one in sharing.view(number).notes] == ["Вера"]


@pytest.mark.parametrize(
    ("verb", "fields"),
    [
        ("reply", {"text": WORDS}),
        ("reply", {"text": WORDS, "final": True}),
        ("resolve", {"answer": WORDS}),
        ("take", {}),
        ("hold", {}),
        ("withdraw_answer", {}),
        ("pass_on", {}),
        ("ask_part", {"department": "Лес", "text": QUESTION}),
    ],
)
def test_the_rest_is_the_leads(sharing: Sharing, verb: str, fields: dict[str, Any]) -> None:
    number = sharing.worked()
    sharing.ask(number)
    refusal = sharing.tickets.refused("forbidden", f"ticket.{verb}", number, by=sharing.vera, **fields)
    assert number in str(refusal)


def test_steering_is_not_theirs_either(sharing: Sharing) -> None:
    number = sharing.worked()
    sharing.ask(number)
    sharing.tickets.refused("forbidden", "ticket.assign", number, by=sharing.vera, department=sharing.water)


def test_a_stranger_finds_nothing(sharing: Sharing) -> None:
    number = sharing.worked()
    asked = sharing.ask(number)
    sharing.refused("not_found", "give", number, asked, by=sharing.pavel, text=WORDS)
    sharing.tickets.refused("not_found", "ticket.note", number, by=sharing.pavel, text="И нам")


# Who may do what with a part


@pytest.mark.parametrize(("verb", "fields"), [("give", {"text": WORDS}), ("decline", {"reason": "Не наше"})])
@pytest.mark.parametrize("who", ["igor", "anna", "pavel"])
def test_a_part_is_written_by_the_department_that_was_asked(
    sharing: Sharing, verb: str, fields: dict[str, Any], who: str
) -> None:
    number = sharing.worked()
    asked = sharing.ask(number)
    sharing.ask(number, sharing.power)
    by = {"igor": sharing.igor, "anna": ANNA, "pavel": sharing.pavel}[who]
    sharing.refused("forbidden", verb, number, asked, by=by, version=1, **fields)


def test_it_is_dropped_by_those_whose_ticket_it_is(sharing: Sharing) -> None:
    number = sharing.worked()
    asked = sharing.ask(number)
    sharing.refused("forbidden", "drop", number, asked, by=sharing.vera)
    sharing.move("drop", number, asked, by=ANNA)


@pytest.mark.parametrize(
    ("before", "verb", "may"),
    [
        ("asked", "give", True),
        ("asked", "decline", True),
        ("asked", "drop", True),
        ("given", "give", True),
        ("given", "decline", False),
        ("given", "drop", True),
        ("declined", "drop", False),
        ("dropped", "drop", False),
    ],
)
def test_each_state_has_its_moves(sharing: Sharing, before: str, verb: str, may: bool) -> None:
    number = sharing.worked()
    asked = sharing.ask(number)
    lead: dict[str, Any] = {"by": sharing.igor}
    if before != "asked":
        how = {"given": "give", "declined": "decline", "dropped": "drop"}[before]
        sharing.move(how, number, asked, **_said(how), **(lead if how == "drop" else {}))
    who = lead if verb == "drop" else {}
    if may:
        sharing.move(verb, number, asked, **_said(verb), **who)
    else:
        sharing.refused("illegal", verb, number, asked, **_said(verb), **who)


def _said(verb: str) -> dict[str, Any]:
    said: dict[str, dict[str, Any]] = {"give": {"text": WORDS}, "decline": {"reason": "Не наше"}, "drop": {}}
    return said[verb]


# Refusals


def test_the_ticket_must_have_a_department(sharing: Sharing) -> None:
    number = str(sharing.show.do("question.ticket", sharing.by_vk())["ticket"])
    fields = {"department": sharing.water, "text": QUESTION}
    sharing.tickets.refused("illegal", "ticket.ask_part", number, by=ANNA, **fields)


def test_a_department_is_not_asked_for_a_part_of_its_own_answer(sharing: Sharing) -> None:
    number = sharing.worked()
    fields = {"department": sharing.lead, "text": QUESTION}
    sharing.tickets.refused("illegal", "ticket.ask_part", number, by=ANNA, **fields)


def test_a_department_is_asked_once_at_a_time(sharing: Sharing) -> None:
    number = sharing.worked()
    asked = sharing.ask(number)
    fields = {"department": sharing.water, "text": QUESTION}
    sharing.tickets.refused("illegal", "ticket.ask_part", number, by=ANNA, **fields)
    sharing.give(number, asked)
    sharing.tickets.refused("illegal", "ticket.ask_part", number, by=ANNA, **fields)


def test_no_more_than_so_many_are_asked(sharing: Sharing, monkeypatch: pytest.MonkeyPatch) -> None:
    number = sharing.worked()
    monkeypatch.setattr("live.domain.followup.part.MOST", 1)
    sharing.ask(number)
    fields = {"department": sharing.power, "text": QUESTION}
    sharing.tickets.refused("illegal", "ticket.ask_part", number, by=ANNA, **fields)


def test_a_person_must_work_there(sharing: Sharing) -> None:
    number = sharing.worked()
    fields = {"department": sharing.water, "text": QUESTION, "login": "nobody-here"}
    sharing.tickets.refused("invalid", "ticket.ask_part", number, by=ANNA, **fields)


@pytest.mark.parametrize(
    "fields", [{"text": ""}, {"department": " "}, {"hours": 0}, {"hours": 241}, {"text": "ж" * 1001}]
)
def test_what_is_asked_must_be_said(sharing: Sharing, fields: dict[str, Any]) -> None:
    number = sharing.worked()
    said = {"department": sharing.water, "text": QUESTION, **fields}
    sharing.tickets.refused("invalid", "ticket.ask_part", number, by=ANNA, **said)


@pytest.mark.parametrize(("verb", "fields"), [("give", {"text": " "}), ("decline", {"reason": ""})])
def test_what_is_said_of_it_is_no_blank(sharing: Sharing, verb: str, fields: dict[str, Any]) -> None:
    number = sharing.worked()
    sharing.refused("invalid", verb, number, sharing.ask(number), **fields)


def test_a_colleague_who_saw_another_version_is_told_so(sharing: Sharing) -> None:
    number = sharing.worked()
    asked = sharing.ask(number)
    sharing.give(number, asked)
    refusal = sharing.refused("conflict", "give", number, asked, text=BETTER, version=1)
    assert sharing.water in str(refusal) and sharing.given(number) == [(WORDS, "Вера")]


def test_a_part_of_another_ticket_is_not_found(sharing: Sharing) -> None:
    number, other = sharing.worked(), sharing.worked()
    asked = sharing.ask(number)
    sharing.ask(other)
    sharing.refused("not_found", "give", other, asked, text=WORDS)


# The board


def test_the_tab_and_its_count_hold_what_is_asked_and_not_given(sharing: Sharing) -> None:
    number = sharing.worked()
    asked = sharing.ask(number)
    assert sharing.listed(sharing.water, part=True, part_of=sharing.water) == [number]
    assert (sharing.counted(sharing.water), sharing.counted(sharing.power)) == (1, 0)
    sharing.give(number, asked)
    assert sharing.listed(sharing.water, part=True, part_of=sharing.water) == []
    assert sharing.counted(sharing.water) == 0 and number in sharing.listed(sharing.water)


def test_what_presses_is_listed_for_those_whose_ticket_it_is(sharing: Sharing) -> None:
    number = sharing.worked()
    sharing.ask(number)
    assert number not in sharing.listed(sharing.water, today=True)


# Tickets that go elsewhere, and that are no more


def test_a_ticket_that_comes_to_the_co_executor_asks_it_for_no_part(sharing: Sharing) -> None:
    number = sharing.worked()
    sharing.give(number, sharing.ask(number))
    sharing.ask(number, sharing.power)
    sharing.tickets.do("ticket.assign", number, by=ANNA, department=sharing.water)
    states = {one["department"]: one["state"] for one in sharing.seen(number)["parts"]}
    assert states == {sharing.water: "dropped", sharing.power: "asked"}
    assert sharing.seen(number, sharing.lead) is None and sharing.seen(number, sharing.power) is not None
    assert sharing.types(number)[-2:] == ["ticket.assigned", "ticket.part_dropped"]


def test_parts_go_with_their_ticket(sharing: Sharing) -> None:
    number = sharing.worked()
    asked = sharing.ask(number)
    sharing.give(number, asked)
    row = sharing.tickets.row(number)
    with sharing.store.write() as tx:
        tickets.remove_rows(tx, [row])
    with sharing.store.read() as connection:
        assert connection.execute(select(part).where(part.c.ticket_id == row.id)).all() == []
        assert connection.execute(select(part_version).where(part_version.c.part_id == asked)).all() == []


def test_a_ticket_with_a_part_is_no_question_again(sharing: Sharing) -> None:
    asked = sharing.by_vk()
    number = sharing.ticket(asked, sharing.lead)
    sharing.give(number, sharing.ask(number))
    sharing.show.refused("illegal", "question.recall", asked)
    assert sharing.given(number) == [(WORDS, "Вера")]
