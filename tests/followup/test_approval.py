"""Where approval holds a final answer waits for a coordinator; who asked is told once, when it was approved."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select, update

from live.admin.lists import save_list
from live.store.centre import departments, lists
from live.store.followup import answers, tickets
from live.store.tables import answer_version, ticket
from live.store.transaction import Store
from live.views.tickets.track import track
from tests.followup.approving import ANNA, FIRST, OLGA, SECOND, Approving


@pytest.fixture
def approving(store: Store) -> Approving:
    return Approving(store)


# Where it holds


def test_an_executors_final_answer_waits_and_who_asked_is_told_nothing(approving: Approving) -> None:
    asked = approving.by_vk()
    number = approving.worked(asked)
    told = approving.write(number)
    assert (told["waits"], told["sent"], told["by_hand"], told["unreachable"]) == (True, 0, 0, 0)
    row, view = approving.tickets.row(number), approving.view(number)
    assert (row.state, row.answer, row.resolved_at) == ("in_progress", None, None)
    assert row.reacted_at is not None and view.approval["by"] == "Игорь"
    assert approving.fates(number) == [(FIRST, "waiting", "Игорь")]
    assert approving.queued(number) == [] and view.said == []
    [resident] = track(approving.store, approving.show.row(asked).code)["tickets"]
    assert resident["answers"] == [] and not resident["finished"]


@pytest.mark.parametrize("verb", ["reply", "resolve"])
def test_both_verbs_of_a_final_answer_wait(approving: Approving, verb: str) -> None:
    number = approving.worked()
    fields: dict[str, Any] = {"text": FIRST, "final": True} if verb == "reply" else {"answer": FIRST}
    assert approving.tickets.do(f"ticket.{verb}", number, by=approving.igor, **fields)["waits"]
    assert approving.types(number)[-1] == "ticket.submitted" and approving.queued(number) == []


def test_an_assigned_ticket_is_in_progress_once_its_answer_is_written(approving: Approving) -> None:
    number = approving.ticket(approving.by_vk(), approving.department)
    approving.write(number)
    assert approving.tickets.row(number).state == "in_progress"


def test_an_interim_answer_goes_at_once(approving: Approving) -> None:
    number = approving.worked()
    approving.tickets.do("ticket.reply", number, by=approving.igor, text="Выехала бригада.")
    assert [one.text for one in approving.queued(number)] == ["Выехала бригада."]


def test_a_coordinators_own_goes_at_once(approving: Approving) -> None:
    number = approving.worked()
    approving.write(number, by=ANNA)
    assert approving.tickets.row(number).state == "resolved" and len(approving.queued(number)) == 1


def test_where_it_is_off_an_answer_goes_at_once(approving: Approving) -> None:
    approving.switch(on=False)
    number = approving.waiting()
    assert approving.tickets.row(number).state == "resolved" and len(approving.queued(number)) == 1


def test_switched_off_later_what_waits_still_waits(approving: Approving) -> None:
    number = approving.waiting()
    approving.switch(on=False)
    approving.tickets.do("ticket.approve", number, by=ANNA)
    assert approving.tickets.row(number).answer == FIRST


def test_a_topic_alone_can_have_approval(approving: Approving) -> None:
    approving.switch(on=False)
    with approving.store.read() as connection:
        version = lists.read(connection, "topics").version
    save_list(approving.store, "topics", version, [{"name": "Мосты", "approval": True}, {"name": "Вода"}], OLGA)
    of_bridges, of_water = (approving.by_vk(topic=topic) for topic in ("Мосты", "Вода"))
    assert approving.write(approving.worked(of_bridges)).get("waits")
    assert not approving.write(approving.worked(of_water)).get("waits")


def test_a_departments_former_name_has_its_approval_too(approving: Approving) -> None:
    former = approving.department
    approving.department = f"{former} и мосты"
    approving.switch(on=True)
    with approving.store.read() as connection:
        assert departments.has_approval(connection, former, None)
        assert not departments.has_approval(connection, "Неизвестное", "Колодцы")
        assert not departments.has_approval(connection, None, None)


def test_a_merge_of_departments_leaves_what_waits(approving: Approving) -> None:
    number = approving.waiting()
    approving.department = f"{approving.department} и мосты"
    approving.switch(on=True)
    assert approving.tickets.row(number).department == approving.department
    approving.tickets.do("ticket.approve", number, by=ANNA)
    assert approving.tickets.row(number).answer == FIRST


@pytest.mark.parametrize("text", ["", "ж" * 4001, "Здравствуйте, {фамилия}!"])
def test_what_could_not_be_sent_is_refused_when_it_is_written(approving: Approving, text: str) -> None:
    number = approving.worked()
    approving.tickets.refused("invalid", "ticket.reply", number, by=approving.igor, text=text, final=True)
    assert approving.fates(number) == []


def test_a_ticket_on_hold_takes_no_final_answer(approving: Approving) -> None:
    number = approving.worked()
    approving.tickets.do("ticket.hold", number, by=approving.igor)
    approving.tickets.refused("illegal", "ticket.resolve", number, by=approving.igor, answer=FIRST)


# Deciding


def test_approved_it_goes_as_a_final_answer_does_and_once(approving: Approving) -> None:
    root = approving.by_vk()
    number = approving.worked(approving.merged(root, approving.by_vk("Пётр"), approving.by_form(None)))
    approving.write(number, "{имя}, мост починят в мае.")
    told = approving.tickets.do("ticket.approve", number, by=ANNA)
    assert (told["sent"], told["by_hand"], told["unreachable"]) == (2, 0, 1)
    assert [(one.text, one.final) for one in approving.queued(number)] == [
        ("Анна, мост починят в мае.", True),
        ("Пётр, мост починят в мае.", True),
    ]
    row, view = approving.tickets.row(number), approving.view(number)
    assert (row.state, row.approval_due) == ("resolved", None) and row.resolved_at is not None
    assert view.approval is None and [(one["by"], one["final"]) for one in view.said] == [("Игорь", True)]
    [version] = view.versions
    assert version["fate"] == "approved" and version["decided"]["by"] == "Анна"
    [resolved] = [one for one in approving.tickets.events(number) if one.type == "ticket.resolved"]
    assert resolved.data["how"] == "approve"


def test_a_final_answer_without_approval_says_nothing_of_how(approving: Approving) -> None:
    number = approving.worked()
    approving.write(number, by=ANNA)
    [resolved] = [one for one in approving.tickets.events(number) if one.type == "ticket.resolved"]
    assert "how" not in resolved.data


def test_returned_with_a_note_it_is_written_anew_and_every_version_is_kept(approving: Approving) -> None:
    number = approving.waiting()
    approving.tickets.do("ticket.return_answer", number, by=ANNA, note="Назовите день.")
    assert approving.tickets.row(number).state == "in_progress" and approving.view(number).approval is None
    approving.write(number, SECOND)
    approving.tickets.do("ticket.approve", number, by=ANNA)
    assert approving.fates(number) == [(FIRST, "returned", "Игорь"), (SECOND, "approved", "Игорь")]
    [returned, _] = approving.view(number).versions
    assert returned["note"] == "Назовите день." and returned["decided"]["by"] == "Анна"
    assert [one.text for one in approving.queued(number)] == [SECOND]


def test_corrected_the_coordinators_words_go_in_its_place(approving: Approving) -> None:
    number = approving.waiting()
    approving.tickets.do("ticket.correct", number, by=ANNA, text=SECOND)
    assert approving.fates(number) == [(FIRST, "corrected", "Игорь"), (SECOND, "approved", "Анна")]
    assert [one.text for one in approving.queued(number)] == [SECOND]
    assert approving.tickets.row(number).answer == SECOND


def test_a_coordinators_final_answer_beside_one_that_waits_is_a_correction(approving: Approving) -> None:
    number = approving.waiting()
    approving.write(number, SECOND, by=ANNA)
    assert approving.fates(number) == [(FIRST, "corrected", "Игорь"), (SECOND, "approved", "Анна")]
    assert [one.text for one in approving.queued(number)] == [SECOND]


def test_withdrawn_it_is_the_executors_again(approving: Approving) -> None:
    number = approving.waiting()
    approving.tickets.do("ticket.withdraw_answer", number, by=approving.igor)
    assert approving.fates(number) == [(FIRST, "withdrawn", "Игорь")] and approving.view(number).approval is None
    approving.tickets.refused("illegal", "ticket.approve", number, by=ANNA)


def test_written_again_before_anybody_decided_the_new_one_waits_in_its_place(approving: Approving) -> None:
    number = approving.waiting()
    approving.write(number, SECOND)
    assert approving.fates(number) == [(FIRST, "replaced", "Игорь"), (SECOND, "waiting", "Игорь")]
    approving.tickets.do("ticket.approve", number, by=ANNA)
    assert approving.tickets.row(number).answer == SECOND


def test_after_reopening_an_answer_is_approved_anew(approving: Approving) -> None:
    number = approving.waiting()
    approving.tickets.do("ticket.approve", number, by=ANNA)
    approving.tickets.do("ticket.reopen", number, by=ANNA)
    assert approving.view(number).approval is None
    approving.tickets.do("ticket.start", number, by=approving.igor)
    approving.write(number, SECOND)
    assert approving.fates(number) == [(FIRST, "approved", "Игорь"), (SECOND, "waiting", "Игорь")]
    assert len(approving.queued(number)) == 1


# What is done beside it


@pytest.mark.parametrize(
    ("verb", "fields"),
    [("assign", {"department": "Вода"}), ("hold", {"reason": "Ждём сметы"})],
)
def test_what_takes_the_ticket_elsewhere_lets_the_answer_lapse(
    approving: Approving, verb: str, fields: dict[str, str]
) -> None:
    number = approving.waiting()
    approving.tickets.do(f"ticket.{verb}", number, by=ANNA, **fields)
    assert approving.fates(number) == [(FIRST, "lapsed", "Игорь")]
    assert approving.tickets.row(number).approval_due is None
    approving.tickets.refused("illegal", "ticket.approve", number, by=ANNA)


@pytest.mark.parametrize(
    ("verb", "fields"),
    [
        ("take", {}),
        ("reply", {"text": "Скоро ответим."}),
        ("publish", {"text": "О мосте"}),
        ("prioritise", {"priority": "urgent"}),
        ("formal", {}),
        ("note", {"text": "Звонили"}),
    ],
)
def test_everything_else_leaves_it_waiting(approving: Approving, verb: str, fields: dict[str, str]) -> None:
    number = approving.waiting()
    approving.tickets.do(f"ticket.{verb}", number, by=ANNA, **fields)
    assert approving.view(number).approval is not None
    approving.tickets.do("ticket.approve", number, by=ANNA)
    assert approving.tickets.row(number).answer == FIRST


def test_what_a_program_from_before_has_resolved_waits_for_nobody(approving: Approving) -> None:
    number = approving.waiting()
    with approving.store.write() as tx:
        tx.connection.execute(update(ticket).where(ticket.c.number == number).values(state="resolved"))
    assert approving.view(number).approval is None
    assert number not in [one["number"] for one in approving.on_the_tab()]
    approving.tickets.refused("illegal", "ticket.approve", number, by=ANNA)


def test_taken_out_with_its_ticket(approving: Approving) -> None:
    number = approving.waiting()
    row = approving.tickets.row(number)
    with approving.store.write() as tx:
        tickets.remove_rows(tx, [row])
    with approving.store.read() as connection:
        left = select(answer_version).where(answer_version.c.ticket_id == row.id)
        assert connection.execute(left).all() == []


def test_an_answer_is_kept_for_whoever_follows_it_by_its_code(approving: Approving) -> None:
    number = approving.waiting()
    row = approving.tickets.row(number)
    approving.tickets.do("ticket.approve", number, by=ANNA)
    with approving.store.read() as connection:
        [kept] = answers.of_tickets(connection, [row.id])
    assert (kept.text, bool(kept.final)) == (FIRST, True)


def test_a_ticket_whose_answer_waits_is_no_question_again(approving: Approving) -> None:
    asked = approving.by_vk()
    number = approving.worked(asked)
    approving.write(number)
    approving.show.refused("illegal", "question.recall", asked)
    assert approving.fates(number) == [(FIRST, "waiting", "Игорь")]
