"""The order of a show: planned lengths, titles between the questions, and a whole order that was planned elsewhere."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

import live.admin.broadcasts  # noqa: F401 - its handler registers with the bus
from live.desk import BUS
from live.domain.broadcast import Kind
from live.domain.order.segments import MOST
from live.domain.people import Role
from live.domain.refused import Refused
from live.protocol.commands import COMMANDS
from live.store.order import segments
from live.store.show import broadcasts
from live.store.transaction import Store
from live.views.order.reading import order_of
from tests.support.rooms import EVERYBODY, Show

Json = dict[str, Any]


@pytest.fixture
def planned(store: Store) -> Show:
    """A show that is not open yet."""
    return Show(store)


@pytest.fixture
def listed(planned: Show) -> Show:
    """Collecting, with questions 1 to 4 in its list."""
    show = planned
    show.do("broadcast.open")
    for number in range(1, 5):
        show.shortlisted(f"Вопрос {number}?")
    return show


def standing(show: Show) -> list[int | str]:
    """The order as it is read: numbers of questions, and titles."""
    return [item.text if item.number is None else item.number for item in order_of(show.store, show.slug).items]


def titled(show: Show, title: str, **place: Any) -> int:
    return int(show.do("segment.add", title=title, **place)["segment"])


def version_of(show: Show, segment: int) -> int:
    with show.store.read() as connection:
        return int(segments.get(connection, show.id, segment).version)


def on(show: Show, verb: str, segment: int, **fields: Any) -> Json:
    return show.do(f"segment.{verb}", segment=segment, version=version_of(show, segment), **fields)


# Lengths


def test_a_length_is_kept_with_its_question_and_told_by_an_event(listed: Show) -> None:
    listed.do("question.plan", 2, seconds=210)
    assert listed.view(2)["planned"] == 210
    event = listed.events()[-1]
    assert (event.type, event.question, event.data) == ("question.planned", 2, {"seconds": 210})


def test_a_length_is_taken_away(listed: Show) -> None:
    listed.do("question.plan", 2, seconds=210)
    listed.do("question.plan", 2, seconds=None)
    assert listed.view(2)["planned"] is None


def test_a_length_may_change_on_air(show: Show) -> None:
    number = show.taken()
    show.do("question.plan", number, seconds=60)
    assert show.view(number)["planned"] == 60


def test_a_length_outlives_the_way_back_to_the_desk(listed: Show) -> None:
    listed.do("question.plan", 2, seconds=210)
    listed.do("question.return", 2)
    assert listed.view(2)["planned"] == 210


def test_a_length_needs_a_question_of_the_list(listed: Show) -> None:
    listed.refused("illegal", "question.plan", listed.asked(), seconds=60)


@pytest.mark.parametrize("seconds", [4, 3601, "долго"])
def test_what_is_no_length_of_an_item_is_refused(listed: Show, seconds: object) -> None:
    listed.refused("invalid", "question.plan", 1, seconds=seconds)


def test_a_stale_writer_sets_no_length(listed: Show) -> None:
    listed.refused("conflict", "question.plan", 1, version=1, seconds=60)


def test_the_broadcast_says_how_long_an_item_is_by_itself(listed: Show) -> None:
    listed.do("broadcast.edit", item_seconds=90)
    assert listed.broadcast.item_seconds == 90
    assert {item.seconds for item in order_of(listed.store, listed.slug).items} == {90}


# Titles


def test_a_title_stands_before_a_question_before_another_title_or_last(listed: Show) -> None:
    roads = titled(listed, "Дороги", before=3)
    titled(listed, "Вода", before_segment=roads)
    titled(listed, "Разное")
    assert standing(listed) == [1, 2, "Вода", "Дороги", 3, 4, "Разное"]


def test_a_title_is_told_by_its_number_alone(listed: Show) -> None:
    segment = titled(listed, "Дороги")
    event = listed.events()[-1]
    assert (event.type, event.data) == ("segment.added", {"segment": segment})


def test_a_title_is_renamed_in_one_line(listed: Show) -> None:
    segment = titled(listed, "Дороги", before=2)
    on(listed, "rename", segment, title="Дороги\n и   мосты")
    assert standing(listed) == [1, "Дороги и мосты", 2, 3, 4]
    assert listed.types()[-1] == "segment.renamed"


def test_a_title_moves_alone(listed: Show) -> None:
    segment = titled(listed, "Дороги", before=1)
    on(listed, "move", segment, before=4)
    assert standing(listed) == [1, 2, 3, "Дороги", 4]
    on(listed, "move", segment)
    assert standing(listed) == [1, 2, 3, 4, "Дороги"]


def test_a_title_is_removed_and_its_questions_stay(listed: Show) -> None:
    segment = titled(listed, "Дороги", before=2)
    on(listed, "remove", segment)
    assert standing(listed) == [1, 2, 3, 4]
    assert listed.types()[-1] == "segment.removed"


def test_a_question_goes_before_a_title_and_behind_it(listed: Show) -> None:
    segment = titled(listed, "Дороги", before=3)
    listed.do("question.move", 4, before_segment=segment)
    assert standing(listed) == [1, 2, 4, "Дороги", 3]
    listed.do("question.move", 1, before=3)
    assert standing(listed) == [2, 4, "Дороги", 1, 3]
    assert listed.shortlist() == [2, 4, 1, 3]


def test_what_comes_last_comes_behind_the_last_title(listed: Show) -> None:
    titled(listed, "Разное")
    number = listed.shortlisted()
    assert standing(listed) == [1, 2, 3, 4, "Разное", number]


def test_a_question_from_the_air_comes_back_between_the_titles_that_it_stood_between(listed: Show) -> None:
    titled(listed, "Вода", before=1)
    titled(listed, "Дороги", before=2)
    listed.do("broadcast.air")
    listed.do("question.take", 1)
    assert standing(listed) == [1, "Вода", "Дороги", 2, 3, 4]
    listed.do("question.return", 1)
    assert standing(listed) == ["Вода", 1, "Дороги", 2, 3, 4]


def test_before_what_has_left_nothing_can_stand(listed: Show) -> None:
    segment = titled(listed, "Дороги")
    on(listed, "remove", segment)
    listed.refused("conflict", "question.move", 1, before_segment=segment)
    listed.do("question.return", 2)
    listed.refused("conflict", "segment.add", title="Вода", before=2)


def test_one_place_is_said_and_not_two(listed: Show) -> None:
    segment = titled(listed, "Дороги")
    listed.refused("invalid", "question.move", 1, before=2, before_segment=segment)


def test_of_two_who_change_a_title_the_second_is_told(listed: Show) -> None:
    segment = titled(listed, "Дороги")
    on(listed, "rename", segment, title="Мосты")
    listed.refused("conflict", "segment.rename", segment=segment, version=1, title="Вода")
    listed.refused("conflict", "segment.move", segment=segment, version=1)
    listed.refused("conflict", "segment.remove", segment=segment, version=1)


def test_a_title_of_another_show_is_unknown(listed: Show, store: Store) -> None:
    other = Show(store)
    segment = titled(other, "Дороги")
    listed.refused("not_found", "segment.remove", segment=segment, version=1)


@pytest.mark.parametrize("title", ["", "   ", "\u200b", "я" * 121])
def test_a_title_is_a_line_of_words(listed: Show, title: str) -> None:
    listed.refused("invalid", "segment.add", title=title)


def test_an_order_has_so_many_titles(listed: Show) -> None:
    for number in range(MOST):
        titled(listed, f"Блок {number}")
    listed.refused("illegal", "segment.add", title="Ещё один")


def test_titles_are_planned_before_the_show_is_open_and_stand_once_it_is_over(planned: Show) -> None:
    segment = titled(planned, "Дороги")
    planned.do("broadcast.open")
    planned.wrapped()
    for verb, fields in (("add", {"title": "Вода"}), ("remove", {"segment": segment, "version": 1})):
        planned.refused("illegal", f"segment.{verb}", **fields)


def test_a_standing_broadcast_has_no_titles_and_no_lengths(store: Store) -> None:
    line = Show(store, Kind.STANDING)
    line.refused("illegal", "segment.add", title="Дороги")
    line.refused("illegal", "question.plan", line.asked(), seconds=60)
    line.refused("illegal", "order.place", items=[{"question": 1}])
    line.refused("illegal", "broadcast.edit", item_seconds=60)


# A whole order


def place(show: Show, *items: Json) -> Json:
    return show.do("order.place", items=list(items))


def test_an_order_is_placed_before_what_else_stands(listed: Show) -> None:
    new = listed.asked("Новый вопрос?")
    answer = place(
        listed,
        {"title": "Дороги"},
        {"question": new, "seconds": 210},
        {"question": 3},
        {"title": "Вода"},
        {"question": 1},
    )
    assert (answer["placed"], answer["left_out"]) == (5, [])
    assert standing(listed) == ["Дороги", new, 3, "Вода", 1, 2, 4]
    assert listed.view(new)["planned"] == 210 and listed.view(3)["planned"] is None


def test_an_order_is_told_by_the_events_of_its_parts(listed: Show) -> None:
    new, before = listed.asked(), listed.head
    place(listed, {"title": "Дороги"}, {"question": new, "seconds": 60}, {"question": 1})
    told = [(event.type, event.question) for event in listed.events(before)]
    assert [one for one in told if one[0] not in ("question.classified", "question.restacked")] == [
        ("segment.added", None),
        ("question.shortlisted", new),
        ("question.planned", new),
        ("question.moved", 1),
    ]


def test_the_same_order_again_doubles_nothing(listed: Show) -> None:
    order = ({"title": "Дороги"}, {"question": 4}, {"title": "Вода"}, {"question": 2})
    place(listed, *order)
    place(listed, *order)
    assert standing(listed) == ["Дороги", 4, "Вода", 2, 1, 3]


def test_what_cannot_be_placed_is_left_out_and_named(listed: Show) -> None:
    listed.do("question.decline", 2, reason="spam")
    answer = place(listed, {"question": 2}, {"question": 99}, {"question": 4}, {"question": 4})
    assert (answer["placed"], answer["left_out"]) == (1, [2, 99, 4])
    assert standing(listed) == [4, 1, 3]


def test_a_blocks_length_is_shared_out_among_its_questions(listed: Show) -> None:
    second = {"question": 2, "seconds": 120}
    place(listed, {"title": "Дороги", "seconds": 600}, {"question": 1}, second, {"question": 3})
    assert [listed.view(number)["planned"] for number in range(1, 5)] == [240, 120, 240, None]


def test_an_order_without_lengths_takes_none_away(listed: Show) -> None:
    listed.do("question.plan", 1, seconds=90)
    place(listed, {"question": 1})
    assert listed.view(1)["planned"] == 90


def test_no_order_is_placed_over_a_show_on_air(listed: Show) -> None:
    listed.do("broadcast.air")
    listed.refused("illegal", "order.place", items=[{"question": 1}])


def test_no_order_is_placed_before_the_show_is_open(planned: Show) -> None:
    planned.refused("illegal", "order.place", items=[{"title": "Дороги"}])


def test_an_order_with_too_many_titles_changes_nothing(listed: Show) -> None:
    titled(listed, "Дороги")
    many = [{"title": f"Блок {number}"} for number in range(MOST)]
    listed.refused("illegal", "order.place", items=[{"question": 4}, *many])
    assert standing(listed) == [1, 2, 3, 4, "Дороги"]


@pytest.mark.parametrize("item", [{}, {"question": 1, "title": "Дороги"}, {"question": 0}, {"title": "Вода", "n": 1}])
def test_an_item_is_a_question_or_a_title(listed: Show, item: Json) -> None:
    listed.refused("invalid", "order.place", items=[item])


def test_an_order_sent_twice_is_placed_once(listed: Show) -> None:
    raw = {"id": str(uuid.uuid4()), "type": "order.place", "items": [{"title": "Дороги"}]}
    first = BUS.perform(listed.store, listed.slug, dict(raw), EVERYBODY)
    again = BUS.perform(listed.store, listed.slug, dict(raw), EVERYBODY)
    assert first["seq"] == again["seq"] and standing(listed).count("Дороги") == 1


@pytest.mark.parametrize("type_", ["question.plan", "segment.add", "segment.rename", "segment.move", "order.place"])
def test_the_order_is_the_producers_alone(type_: str) -> None:
    assert COMMANDS[type_].roles == {Role.PRODUCER}


def test_a_show_that_is_deleted_takes_its_titles_along(store: Store) -> None:
    show = Show(store)
    titled(show, "Дороги")
    with store.write() as tx:
        broadcasts.remove(tx, show.id)
    with store.read() as connection:
        assert not segments.in_order(connection, show.id)


def test_a_question_handed_over_takes_no_length_along(store: Store) -> None:
    line = Show(store, Kind.STANDING)
    show = Show(store, standing_id=line.id)
    show.do("broadcast.open")
    number = show.shortlisted()
    show.do("question.plan", number, seconds=90)
    there = show.do("question.transfer", number, to=line.slug)["number"]
    assert line.view(there)["planned"] is None


def test_a_refusal_of_an_order_is_a_sentence(listed: Show) -> None:
    with pytest.raises(Refused) as caught:
        listed.do("segment.add", title="Вода", before_segment=999)
    assert "{" not in str(caught.value)
