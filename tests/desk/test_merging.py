"""The same question asked by many: one root, all its askers, and what becomes of them."""

from __future__ import annotations

from tests.support.rooms import Show


def test_a_merge_counts_its_askers_and_both_are_told(show: Show) -> None:
    root, number = show.asked(), show.asked()
    since = show.head
    assert show.do("question.merge", number, into=root)["into"] == root
    assert (show.view(root)["askers"], show.view(number)["merged_into"]) == (2, root)
    assert [(e.type, e.question) for e in show.events(since)] == [
        ("question.merged", number),
        ("question.gathered", root),
    ]
    assert show.row(root).version == 1


def test_a_merge_into_a_merged_one_goes_to_its_root(show: Show) -> None:
    root, middle, number = (show.asked() for _ in range(3))
    show.do("question.merge", middle, into=root)
    assert show.do("question.merge", number, into=middle)["into"] == root
    assert (show.view(root)["askers"], show.view(middle)["askers"]) == (3, 1)


def test_a_merged_root_brings_along_whoever_it_had(show: Show) -> None:
    root, middle, number = (show.asked() for _ in range(3))
    show.do("question.merge", number, into=middle)
    show.do("question.merge", middle, into=root)
    assert show.view(root)["askers"] == 3


def test_a_split_takes_its_askers_out_of_everything_above_it(show: Show) -> None:
    root, middle, number = (show.asked() for _ in range(3))
    show.do("question.merge", number, into=middle)
    show.do("question.merge", middle, into=root)
    since = show.head
    show.do("question.split", number)
    assert [show.view(n)["askers"] for n in (root, middle, number)] == [2, 1, 1]
    assert [(e.type, e.question) for e in show.events(since)] == [
        ("question.split", number),
        ("question.gathered", middle),
        ("question.gathered", root),
    ]


def test_a_split_middle_one_keeps_whoever_was_merged_into_it(show: Show) -> None:
    root, middle, number = (show.asked() for _ in range(3))
    show.do("question.merge", number, into=middle)
    show.do("question.merge", middle, into=root)
    show.do("question.split", middle)
    assert [show.view(n)["askers"] for n in (root, middle)] == [1, 2]
    assert show.row(number).state == "merged"


def test_a_question_cannot_be_merged_into_itself_nor_into_its_own(show: Show) -> None:
    root, number = show.asked(), show.asked()
    show.refused("invalid", "question.merge", root, into=root)
    show.do("question.merge", number, into=root)
    told = show.refused("invalid", "question.merge", root, into=number)
    assert str(told) == f"Question {number} is already merged into this one."


def test_nothing_is_merged_into_a_declined_one(show: Show) -> None:
    root, number = show.asked(), show.asked()
    show.do("question.decline", root, reason="spam")
    show.refused("illegal", "question.merge", number, into=root)


def test_what_is_on_air_is_not_merged_but_takes_others_in(show: Show) -> None:
    aired, number = show.taken(), show.asked()
    show.refused("illegal", "question.merge", aired, into=number)
    show.do("question.merge", number, into=aired)
    assert show.view(aired)["askers"] == 2


def test_an_answered_or_ticketed_one_takes_others_in(show: Show) -> None:
    answered, ticketed = show.answered(), show.asked()
    show.do("question.ticket", ticketed)
    for root in (answered, ticketed):
        show.do("question.merge", show.asked(), into=root)
        assert show.view(root)["askers"] == 2
    assert show.books().balances


def test_declining_and_restoring_a_root_keeps_its_children(show: Show) -> None:
    root, number = show.asked(), show.asked()
    show.do("question.merge", number, into=root)
    show.do("question.decline", root, reason="off_topic")
    show.do("question.restore", root)
    assert (show.view(root)["askers"], show.row(number).merged_into) == (2, root)


def test_a_ticket_of_the_root_tells_how_many_ask_by_now(show: Show) -> None:
    root = show.answered(fully=False)
    number = show.asked()
    show.do("question.merge", number, into=root)
    [ticket] = show.tickets()
    assert show.retold() == [ticket.number]
    show.do("question.split", number)
    assert show.retold() == [ticket.number] * 2


def test_a_ticket_of_the_root_tells_its_new_topic(show: Show) -> None:
    root = show.answered(fully=False)
    show.do("question.classify", root, topic="Дороги")
    assert len(show.retold()) == 1
