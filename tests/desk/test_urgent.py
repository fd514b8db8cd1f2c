"""The flag of danger: raised by the language work, taken off and put on by a person, who has the last word."""

from __future__ import annotations

from live.desk.author_changes import author_changed
from live.domain.broadcast import Kind
from live.protocol.commands import COMMANDS
from live.store.tables import ticket
from live.store.transaction import Store
from live.views.questions.listing import Filter, numbers_page
from live.views.questions.masking import without_marks
from live.views.screens import SCREENS
from live.views.tickets.view import TICKETS, ticket_views
from tests.support.rooms import Show

GAS = "В подъезде сильный запах газа"


def flag(show: Show, number: int) -> tuple[bool, list[str], bool]:
    view = show.view(number)
    return view["urgent"], view["urgent_words"], "urgent" in view["guessed"]


def listed(show: Show, urgent: bool = False) -> list[int]:
    with show.store.read() as connection:
        return numbers_page(connection, show.broadcast, SCREENS["desk"], Filter(("new",), urgent=urgent))["numbers"]


def on_ticket(store: Store, number: str) -> tuple[bool, list[str]]:
    with store.read() as connection:
        [view] = ticket_views(connection, connection.execute(TICKETS.where(ticket.c.number == number)).all())
    return view["urgent"], view["urgent_words"]


def test_what_tells_of_danger_is_flagged_with_its_words_and_stays_where_it_is(show: Show) -> None:
    number = show.asked(GAS)
    assert flag(show, number) == (False, [], False)
    show.understood()
    assert flag(show, number) == (True, ["запах газа"], True)
    assert (show.view(number)["state"], show.row(number).version) == ("new", 1)


def test_a_person_takes_the_flag_off_and_its_words_stay(show: Show) -> None:
    number = show.asked(GAS)
    show.understood()
    before = show.head
    show.do("question.set_urgent", number, urgent=False)
    assert flag(show, number) == (False, ["запах газа"], False)
    [event] = show.events(before)
    assert (event.type, event.data, event.was, event.state) == ("question.urgency_set", {"urgent": False}, "new", "new")


def test_a_person_flags_what_was_not_and_the_language_work_leaves_it(show: Show) -> None:
    number = show.asked("Бабушка третий день не открывает дверь")
    show.do("question.set_urgent", number, urgent=True)
    show.understood()
    assert flag(show, number) == (True, [], False)


def test_the_desk_lists_the_urgent_ones_alone(show: Show) -> None:
    urgent, plain = show.asked(GAS), show.asked("Когда починят мост?")
    show.understood()
    assert listed(show) == [plain, urgent]
    assert listed(show, urgent=True) == [urgent]


def test_its_ticket_shows_the_flag_and_hears_that_it_was_taken_off(store: Store, show: Show) -> None:
    number = show.asked(GAS)
    show.understood()
    show.do("question.ticket", number)
    [made] = show.tickets()
    assert on_ticket(store, made.number) == (True, ["запах газа"])
    show.do("question.set_urgent", number, urgent=False)
    assert show.retold() == [made.number]
    assert on_ticket(store, made.number) == (False, ["запах газа"])


def test_what_is_decided_takes_no_flag(show: Show) -> None:
    number = show.asked()
    show.do("question.decline", number, reason="spam")
    show.refused("illegal", "question.set_urgent", number, urgent=True)


def test_one_who_saw_an_older_version_is_told(show: Show) -> None:
    number = show.shortlisted()
    show.refused("conflict", "question.set_urgent", number, version=1, urgent=True)


def test_an_authors_new_words_are_read_for_danger_too(store: Store, show: Show) -> None:
    number = show.asked(GAS, external_id="m-1")
    show.understood()
    author_changed(store, show.origin, "m-1", "Газ починили, спасибо")
    assert flag(show, number) == (False, [], False)
    show.do("question.set_urgent", number, urgent=True)
    author_changed(store, show.origin, "m-1", "Искрит проводка")
    assert flag(show, number) == (True, ["Искрит"], False)


def test_it_goes_along_into_another_broadcast(store: Store, show: Show) -> None:
    number = show.asked(GAS)
    show.understood()
    there = Show(store, Kind.STANDING)
    moved = show.do("question.transfer", number, to=there.slug)["number"]
    assert flag(there, moved) == (True, ["запах газа"], True)


def test_what_is_shown_to_everybody_does_not_tell_of_it(show: Show) -> None:
    number = show.asked(GAS)
    show.understood()
    shown = without_marks(show.view(number))
    assert "urgent" not in shown and "urgent_words" not in shown
    assert COMMANDS["question.set_urgent"].roles == COMMANDS["question.classify"].roles
