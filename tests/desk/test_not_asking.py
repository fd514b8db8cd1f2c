"""The mark of what only thanks, greets or advertises: set by the language work, taken off for good by a person."""

from __future__ import annotations

import pytest

from live.desk.author_changes import author_changed
from live.domain.broadcast import Kind
from live.protocol.commands import COMMANDS
from live.store.transaction import Store
from live.views.questions.listing import Filter, numbers_page
from live.views.questions.masking import without_marks
from live.views.screens import SCREENS
from tests.desk.conversing import Writing
from tests.support.rooms import Show

THANKS = "Спасибо за новую остановку!"


def mark(show: Show, number: int) -> tuple[str | None, list[str]]:
    view = show.view(number)
    return view["not_asking"], view["not_asking_words"]


def listed(show: Show, not_asking: bool = False) -> list[int]:
    with show.store.read() as connection:
        return numbers_page(connection, show.broadcast, SCREENS["desk"], Filter(("new",), not_asking=not_asking))[
            "numbers"
        ]


@pytest.mark.parametrize(
    ("text", "kind"),
    [(THANKS, "thanks"), ("Добрый день!", "greeting"), ("Окна ПВХ, скидки, звоните 8 900 000-00-12", "advertising")],
)
def test_what_asks_nothing_is_marked_with_its_words_and_stays_where_it_is(show: Show, text: str, kind: str) -> None:
    number = show.asked(text)
    assert mark(show, number) == (None, [])
    show.understood()
    found, words = mark(show, number)
    assert found == kind
    assert all(one in text for one in words)
    assert (show.view(number)["state"], show.row(number).version) == ("new", 1)


def test_a_question_has_no_mark(show: Show) -> None:
    number = show.asked("Спасибо, но когда же починят?")
    show.understood()
    assert mark(show, number) == (None, [])


def test_abuse_and_danger_are_never_called_thanks(show: Show) -> None:
    rude, urgent = show.asked("Спасибо, дураки"), show.asked("Спасибо, что убрали пожар")
    show.understood()
    assert [mark(show, number)[0] for number in (rude, urgent)] == [None, None]
    assert (show.view(rude)["rude"], show.view(urgent)["urgent"]) == (["дураки"], True)


def test_a_person_takes_the_mark_off_and_puts_it_back(show: Show) -> None:
    number = show.asked(THANKS)
    show.understood()
    before = show.head
    show.do("question.set_asking", number, asks=True)
    assert mark(show, number) == (None, ["Спасибо"])
    [event] = show.events(before)
    assert (event.type, event.data, event.was, event.state) == ("question.asking_set", {"asks": True}, "new", "new")
    show.do("question.set_asking", number, asks=False)
    assert mark(show, number) == ("thanks", ["Спасибо"])


def test_once_taken_off_it_does_not_come_back_with_the_authors_new_words(store: Store, show: Show) -> None:
    number = show.asked(THANKS, external_id="m-1")
    show.understood()
    show.do("question.set_asking", number, asks=True)
    author_changed(store, show.origin, "m-1", "Спасибо большое")
    assert mark(show, number)[0] is None


def test_an_authors_new_words_are_read_anew(store: Store, show: Show) -> None:
    number = show.asked(THANKS, external_id="m-1")
    show.understood()
    author_changed(store, show.origin, "m-1", "Когда починят мост?")
    assert mark(show, number) == (None, [])
    author_changed(store, show.origin, "m-1", "Здравствуйте!")
    assert mark(show, number) == ("greeting", ["Здравствуйте"])


def test_the_desk_lists_all_of_them_with_the_others_and_alone(show: Show) -> None:
    thanks, plain, taken_off = show.asked(THANKS), show.asked("Когда починят мост?"), show.asked("Здравствуйте")
    show.understood()
    show.do("question.set_asking", taken_off, asks=True)
    assert listed(show) == [taken_off, plain, thanks]
    assert listed(show, not_asking=True) == [thanks]


def test_a_greeting_before_the_question_itself_has_no_mark_until_they_are_parted(show: Show) -> None:
    writing = Writing(show)
    first = writing.writes("Здравствуйте")
    show.understood()
    assert mark(show, first) == ("greeting", ["Здравствуйте"])
    second = writing.writes("Когда починят мост?", after=5)
    assert mark(show, first) == (None, []) and listed(show, not_asking=True) == []
    show.do("question.split", second)
    assert mark(show, first) == ("greeting", ["Здравствуйте"]) and listed(show, not_asking=True) == [first]


def test_what_its_author_added_after_it_was_read_takes_the_mark_off(store: Store, show: Show) -> None:
    number = show.shortlisted(THANKS, external_id="m-1")
    show.understood()
    author_changed(store, show.origin, "m-1", "Спасибо, но скамейки нет")
    assert show.row(number).text == THANKS
    assert mark(show, number) == (None, [])


def test_thanks_with_a_photo_have_no_mark_and_an_advertisement_has_pictures(show: Show) -> None:
    photo = ({"type": "photo"},)
    thanks = show.asked(THANKS, attachments=photo)
    advertising = show.asked("Окна ПВХ, скидки, звоните 8 900 000-00-12", attachments=photo)
    show.understood()
    assert [mark(show, number)[0] for number in (thanks, advertising)] == [None, "advertising"]
    assert listed(show, not_asking=True) == [advertising]


def test_what_is_decided_takes_no_mark(show: Show) -> None:
    number = show.asked(THANKS)
    show.do("question.decline", number, reason="other", text="Благодарность")
    show.refused("illegal", "question.set_asking", number, asks=True)


def test_one_who_saw_an_older_version_is_told(show: Show) -> None:
    number = show.shortlisted()
    show.refused("conflict", "question.set_asking", number, version=1, asks=True)


def test_it_goes_along_into_another_broadcast(store: Store, show: Show) -> None:
    number = show.asked(THANKS)
    show.understood()
    there = Show(store, Kind.STANDING)
    moved = show.do("question.transfer", number, to=there.slug)["number"]
    assert mark(there, moved) == ("thanks", ["Спасибо"])


def test_what_is_shown_to_everybody_does_not_tell_of_it(show: Show) -> None:
    number = show.asked(THANKS)
    show.understood()
    shown = without_marks(show.view(number))
    assert "not_asking" not in shown and "not_asking_words" not in shown
    assert COMMANDS["question.set_asking"].roles == COMMANDS["question.classify"].roles
