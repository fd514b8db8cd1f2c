"""Where approval holds a final answer waits for a coordinator; who asked is told once, when it was approved."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from live.admin.departments import Given, add, change
from live.admin.lists import save_list
from live.domain.people import Actor, By, Role
from live.domain.refused import Refused
from live.store.centre import access, departments, lists
from live.store.followup import answers, tickets
from live.store.leases import Leases
from live.store.tables import answer_version, channel, escalation, outbox, ticket
from live.store.transaction import Store
from live.views.admin.departments import one_department
from live.views.tickets.board import TicketCounting
from live.views.tickets.listing import Mine, TicketFilter, tickets_page
from live.views.tickets.track import track
from live.workers.escalate import Escalation
from tests.followup.asking import Asking
from tests.support.rooms import Clock

OLGA = By("Ольга", "admin")
ANNA = Actor("Анна", frozenset({Role.COORDINATOR}), "user:1")

FIRST, SECOND = "Мост починят в мае.", "Мост починят до 20 мая, работы уже начались."


class Approving(Asking):
    """A department whose answers are approved, with an executor of it."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.department = f"Дороги {uuid.uuid4().hex[:6]}"
        self.key = add(store, Given(self.department), OLGA)
        self.igor = self.executor("Игорь", self.department)
        self.switch(on=True)

    def executor(self, name: str, department: str) -> Actor:
        return Actor(name, frozenset({Role.EXECUTOR}), f"key:{name}", department)

    def switch(self, *, on: bool) -> None:
        given = Given(self.department, approval=on)
        change(self.store, self.key, one_department(self.store, self.key).version, given, OLGA)

    def worked(self, question: int | None = None) -> str:
        """A ticket that the executor works on."""
        number = self.ticket(self.by_vk() if question is None else question, self.department)
        self.tickets.do("ticket.start", number, by=self.igor)
        return number

    def write(self, number: str, text: str = FIRST, by: Actor | None = None) -> Any:
        return self.tickets.do("ticket.reply", number, by=by or self.igor, text=text, final=True)

    def waiting(self, text: str = FIRST) -> str:
        """A ticket whose answer waits."""
        number = self.worked()
        self.write(number, text)
        return number

    def fates(self, number: str) -> list[tuple[str, str, str]]:
        """(text, what became of it, who wrote it) of every version, the first first."""
        return [(one["text"], one["fate"], one["by"]) for one in self.view(number).versions]

    def types(self, number: str) -> list[str]:
        return [one.type for one in self.tickets.events(number)]


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
    assert number not in [one["number"] for one in on_the_tab(approving)]
    approving.tickets.refused("illegal", "ticket.approve", number, by=ANNA)


def test_taken_out_with_its_ticket(approving: Approving) -> None:
    number = approving.waiting()
    row = approving.tickets.row(number)
    with approving.store.write() as tx:
        tickets.remove_rows(tx, [row])
    with approving.store.read() as connection:
        left = select(answer_version).where(answer_version.c.ticket_id == row.id)
        assert connection.execute(left).all() == []


# Refusals


@pytest.mark.parametrize(
    ("verb", "fields"),
    [("approve", {}), ("correct", {"text": SECOND}), ("return_answer", {"note": "Назовите день."})],
)
def test_only_a_coordinator_decides(approving: Approving, verb: str, fields: dict[str, str]) -> None:
    number = approving.waiting()
    approving.tickets.refused("forbidden", f"ticket.{verb}", number, by=approving.igor, **fields)
    assert approving.queued(number) == []


def test_a_coordinator_does_not_withdraw_what_an_executor_wrote(approving: Approving) -> None:
    approving.tickets.refused("forbidden", "ticket.withdraw_answer", approving.waiting(), by=ANNA)


def test_another_departments_executor_withdraws_nothing(approving: Approving) -> None:
    other = approving.executor("Пётр", "Вода")
    approving.tickets.refused("not_found", "ticket.withdraw_answer", approving.waiting(), by=other)


VERBS = [
    ("approve", {}),
    ("correct", {"text": SECOND}),
    ("return_answer", {"note": "Назовите день."}),
    ("withdraw_answer", {}),
]


@pytest.mark.parametrize(("verb", "fields"), VERBS)
def test_where_nothing_waits_there_is_nothing_to_decide(
    approving: Approving, verb: str, fields: dict[str, str]
) -> None:
    number = approving.worked()
    by = approving.igor if verb == "withdraw_answer" else ANNA
    approving.tickets.refused("illegal", f"ticket.{verb}", number, by=by, **fields)
    assert approving.queued(number) == [] and approving.fates(number) == []


@pytest.mark.parametrize(("verb", "fields"), VERBS)
def test_who_has_not_seen_the_version_that_waits_decides_nothing(
    approving: Approving, verb: str, fields: dict[str, str]
) -> None:
    number = approving.waiting()
    seen = approving.tickets.row(number).version
    approving.write(number, SECOND)
    by = approving.igor if verb == "withdraw_answer" else ANNA
    refusal = approving.tickets.refused("conflict", f"ticket.{verb}", number, by=by, version=seen, **fields)
    assert number in str(refusal)
    assert approving.fates(number)[-1] == (SECOND, "waiting", "Игорь") and approving.queued(number) == []


def test_approved_twice_it_goes_once(approving: Approving) -> None:
    number = approving.waiting()
    seen = approving.tickets.row(number).version
    approving.tickets.do("ticket.approve", number, by=ANNA)
    approving.tickets.refused("conflict", "ticket.approve", number, by=ANNA, version=seen)
    approving.tickets.refused("illegal", "ticket.approve", number, by=ANNA)
    assert len(approving.queued(number)) == 1


def test_a_return_says_why(approving: Approving) -> None:
    approving.tickets.refused("invalid", "ticket.return_answer", approving.waiting(), by=ANNA, note=" ")


def test_many_are_not_approved_at_once(approving: Approving) -> None:
    number = approving.waiting()
    with pytest.raises(Refused, match="ticket.approve"):
        approving.tickets.bulk("ticket.approve", number, by=ANNA)
    assert approving.queued(number) == []


# The board


def on_the_tab(approving: Approving, department: str | None = None) -> list[Any]:
    with approving.store.read() as connection:
        page = tickets_page(connection, department, TicketFilter(approval=True), approving.store.clock())
    return list(page["tickets"])


def test_the_tab_and_its_count_hold_what_waits(approving: Approving) -> None:
    def counted(department: str | None) -> int:
        return TicketCounting(approving.store).of(department, Mine(None, "Анна"), None)["approval"]

    whole, number = counted(None), approving.waiting()
    assert [one["number"] for one in on_the_tab(approving, approving.department)] == [number]
    assert (counted(None), counted(approving.department), counted("Вода")) == (whole + 1, 1, 0)
    approving.tickets.do("ticket.approve", number, by=ANNA)
    assert on_the_tab(approving, approving.department) == [] and counted(None) == whole


# The clocks


@pytest.fixture
def timed(clocked: Store) -> Approving:
    """It is nine o'clock on a Tuesday in Ulyanovsk; a coordinator can be written to."""
    assert isinstance(clocked.clock, Clock)
    clocked.clock.now = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
    with clocked.write() as tx:
        tx.connection.execute(update(ticket).values(state="closed"))
        tx.connection.execute(update(channel).values(paused=True))
    approving = Approving(clocked)
    approving.show.channel("mail", host="127.0.0.1", sender="line@example.org", security="none")
    return approving


def passed(approving: Approving, **time: float) -> None:
    assert isinstance(approving.store.clock, Clock)
    approving.store.clock.pass_(**time)
    Escalation(approving.store, Leases(approving.store)).tick()


def told(approving: Approving, number: str) -> list[tuple[str, str]]:
    events = [one.data for one in approving.tickets.events(number) if one.type == "ticket.escalated"]
    return [(data["clock"], data["step"]) for data in events]


def coordinator(approving: Approving) -> str:
    address = f"{uuid.uuid4().hex[:8]}@example.org"
    with approving.store.write() as tx:
        access.add_account(tx, address.partition("@")[0], "Мария", "-", ["coordinator"], 0, None, address)
    return address


def letters(approving: Approving, address: str) -> list[str]:
    with approving.store.read() as connection:
        mine = select(outbox.c.address, outbox.c.text).order_by(outbox.c.id)
        return [row.text.splitlines()[0] for row in connection.execute(mine) if row.address == address]


def test_coordinators_have_two_hours_of_work_and_are_written_to_once_after_them(timed: Approving) -> None:
    maria = coordinator(timed)
    number = timed.waiting()
    assert timed.tickets.row(number).approval_due == timed.store.clock() + timedelta(hours=2)
    passed(timed, hours=1.9)
    assert told(timed, number) == [] and letters(timed, maria) == []
    for hours in (0.2, 0.5):
        passed(timed, hours=hours)
    assert told(timed, number) == [("approval", "over")]
    assert letters(timed, maria) == [f"{number}: срок согласования прошёл — 24.11.2026 11:00"]


def test_many_late_ones_come_in_one_letter(timed: Approving) -> None:
    maria = coordinator(timed)
    first, second = timed.waiting(), timed.waiting()
    passed(timed, hours=2)
    assert letters(timed, maria) == ["Ждут согласования дольше срока: ответов 2"]
    assert told(timed, first) == told(timed, second) == [("approval", "over")]


def test_a_returned_answer_that_waits_again_is_told_of_again(timed: Approving) -> None:
    number = timed.waiting()
    passed(timed, hours=2)
    timed.tickets.do("ticket.return_answer", number, by=ANNA, note="Назовите день.")
    assert timed.view(number).escalated is None
    timed.write(number, SECOND)
    passed(timed, hours=2)
    assert [one for one in told(timed, number) if one[0] == "approval"] == [("approval", "over")] * 2


def test_the_term_is_the_one_set_for_the_topic(timed: Approving) -> None:
    items = [
        {"topic": None, "priority": None, "reaction": 120, "resolution": 480},
        {"topic": "Мосты", "priority": None, "reaction": 120, "resolution": 480, "approval": 30},
    ]
    with timed.store.read() as connection:
        version = lists.read(connection, "deadlines").version
    save_list(timed.store, "deadlines", version, items, OLGA)
    number = timed.worked(timed.by_vk(topic="Мосты"))
    timed.write(number)
    assert timed.tickets.row(number).approval_due == timed.store.clock() + timedelta(minutes=30)


def test_the_resolution_deadline_runs_on_while_an_answer_waits(timed: Approving) -> None:
    number = timed.waiting()
    before = timed.tickets.row(number).resolution_due
    passed(timed, hours=8.5)
    assert ("resolution", "over") in told(timed, number)
    timed.tickets.do("ticket.approve", number, by=ANNA)
    row = timed.tickets.row(number)
    assert row.resolution_due == before and row.resolved_at == timed.store.clock() > before


def test_what_was_decided_is_told_of_no_more(timed: Approving) -> None:
    maria = coordinator(timed)
    early, late = timed.waiting(), timed.waiting()
    timed.tickets.do("ticket.approve", early, by=ANNA)
    passed(timed, hours=3)
    assert told(timed, early) == [] and len(letters(timed, maria)) == 1
    timed.tickets.do("ticket.approve", late, by=ANNA)
    approval = select(escalation).where(escalation.c.ticket_id == timed.tickets.row(late).id)
    with timed.store.read() as connection:
        assert connection.execute(approval.where(escalation.c.clock == "approval")).all() == []


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
