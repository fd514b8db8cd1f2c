"""Later messages of one person join their open question: which do, which do not, and how they are parted."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.event import listen, remove

from live.channels import TYPES
from live.channels.capabilities import Understands
from live.desk.inbound import store_outcomes
from live.desk.receive import receive_group
from live.domain.broadcast import Kind
from live.domain.question import GOES_ON_FOR
from live.store.centre import channels
from tests.desk.conversing import NETWORKS, START, Writing
from tests.support.rooms import Show


@pytest.mark.parametrize("network", NETWORKS)
def test_a_later_message_is_further_words_of_the_open_question(show: Show, network: str) -> None:
    writing = Writing(show, network)
    first = writing.writes("Здравствуйте")
    second = writing.writes("Когда починят мост?", after=5)
    assert (show.row(second).state, show.row(second).merged_into, show.row(first).state) == ("merged", first, "new")
    assert writing.further(first) == ["Когда починят мост?"]
    assert (show.view(first)["further"], show.view(first)["askers"]) == (1, 1)
    assert show.books().balances


def test_the_desk_is_told_of_it(show: Show) -> None:
    writing = Writing(show)
    first, since = writing.writes("Здравствуйте"), show.head
    second = writing.writes("Когда починят мост?")
    told = [(one.type, one.question) for one in show.events(since)]
    assert told == [("question.received", second), ("question.merged", second), ("question.continued", first)]


def test_a_webhook_that_comes_twice_adds_nothing(show: Show) -> None:
    writing = Writing(show)
    first = writing.writes("Здравствуйте")
    again = writing.body("Когда починят мост?", after=1)
    writing.tells(again, again)
    assert (writing.further(first), show.view(first)["further"]) == (["Когда починят мост?"], 1)


def test_many_that_were_fetched_together_are_one_question(show: Show) -> None:
    writing = Writing(show)
    network = TYPES["vk"]
    assert isinstance(network, Understands)
    with show.store.read() as connection:
        channel = channels.by_id(connection, show.store.seal, writing.channel)
    bodies = [writing.body(f"Сообщение {n}", after=n, who=777 + n % 2) for n in range(6)]
    fetched = [(body, network.understand(body, channel.settings)) for body in bodies]
    store_outcomes(show.store, lambda some: receive_group(show.store, some), channel, fetched)
    assert {n: writing.further(n) for n in (1, 2)} == {
        1: ["Сообщение 2", "Сообщение 4"],
        2: ["Сообщение 3", "Сообщение 5"],
    }
    assert [show.view(n)["further"] for n in (1, 2)] == [2, 2] and show.books().balances


@pytest.mark.parametrize("known", [False, True], ids=["new", "of old"])
def test_those_who_have_written_nothing_lately_are_asked_of_together(show: Show, known: bool) -> None:
    statements: list[str] = []
    engine = show.store.database.engine()
    writing, network = Writing(show), TYPES["vk"]
    assert isinstance(network, Understands)
    with show.store.read() as connection:
        channel = channels.by_id(connection, show.store.seal, writing.channel)

    def noted(_: Any, __: Any, statement: str, *___: Any) -> None:
        if "FROM question" in statement:
            statements.append(statement)

    def tell(persons: range, after: float) -> int:
        """How often questions are looked for where a message of each of them is stored, which come together."""
        bodies = [writing.body("Когда починят мост?", who=one, where=one, after=after) for one in persons]
        outcomes = [(body, network.understand(body, channel.settings)) for body in bodies]
        statements.clear()
        store_outcomes(show.store, lambda some: receive_group(show.store, some), channel, outcomes)
        return len(statements)

    first = 10_000 + 100 * show.id
    few, many = range(first, first + 2), range(first + 50, first + 70)
    after = (show.store.clock() - START + GOES_ON_FOR + timedelta(days=2)).total_seconds() / 60
    if known:
        tell(few, 0), tell(many, 0)
    listen(engine, "before_cursor_execute", noted)
    try:
        assert tell(few, after) == tell(many, after) > 0
    finally:
        remove(engine, "before_cursor_execute", noted)


OTHERS = {
    "of another person": {"who": 778},
    "under another post": {"where": 8},
    "too late": {"after": 61},
}


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS)
def test_a_message_is_a_question_of_its_own(show: Show, other: dict[str, int]) -> None:
    writing = Writing(show)
    writing.writes("Здравствуйте")
    assert show.row(writing.writes("Когда починят мост?", **other)).state == "new"


def test_whoever_goes_on_writing_is_waited_for_from_the_last_word_on(show: Show) -> None:
    writing = Writing(show)
    first = writing.writes("Здравствуйте")
    for minutes in (50, 100, 150):
        writing.writes(f"Прошло {minutes}", after=minutes)
    assert writing.further(first) == ["Прошло 50", "Прошло 100", "Прошло 150"]


def test_without_the_setting_every_message_is_a_question(show: Show) -> None:
    writing = Writing(show, joins="no")
    numbers = [writing.writes(text) for text in ("Здравствуйте", "Когда починят мост?")]
    assert [show.row(n).state for n in numbers] == ["new", "new"]


def test_a_question_in_the_list_takes_later_words_too(show: Show) -> None:
    writing = Writing(show)
    first = writing.writes("Здравствуйте")
    show.do("question.shortlist", first)
    writing.writes("Когда починят мост?")
    assert (writing.further(first), show.row(first).state) == (["Когда починят мост?"], "shortlisted")


def test_what_is_on_air_stays_as_it_is(show: Show) -> None:
    writing = Writing(show)
    first = writing.writes("Когда починят мост?")
    show.do("question.shortlist", first)
    show.do("question.take", first)
    before = show.view(first)
    later = writing.writes("И дорогу тоже")
    assert show.view(first) == before
    assert (show.row(later).state, show.view(later)["continues"]["number"]) == ("new", first)


@pytest.mark.parametrize("finished", ["decline", "ticket"])
def test_after_a_finished_question_it_is_a_new_one_that_names_it(show: Show, finished: str) -> None:
    writing = Writing(show)
    first = writing.writes("Когда починят мост?")
    fields: dict[str, Any] = {"reason": "spam"} if finished == "decline" else {}
    show.do(f"question.{finished}", first, **fields)
    later = writing.writes("И дорогу тоже", after=30)
    assert (show.row(later).state, show.view(later)["continues"]["number"]) == ("new", first)


def test_words_join_a_question_that_was_merged_into_anothers(show: Show) -> None:
    writing = Writing(show)
    root, first = writing.writes("Мост?", who=778), writing.writes("Когда починят мост?")
    show.do("question.merge", first, into=root)
    later = writing.writes("Он закрыт с мая")
    assert (show.row(later).merged_into, writing.further(first)) == (first, ["Он закрыт с мая"])
    assert (show.row(root).askers, show.books().balances) == (2, True)
    show.do("question.split", first)
    assert (show.row(root).askers, show.row(first).askers, writing.further(first)) == (1, 1, ["Он закрыт с мая"])


# Parting


def test_a_message_is_parted_into_a_question_of_its_own(show: Show) -> None:
    writing = Writing(show)
    first, later = writing.writes("Когда починят мост?"), writing.writes("И ещё: где врач?")
    show.do("question.split", later)
    parted = show.view(later)
    assert (parted["state"], parted["askers"], parted["continues"]["number"]) == ("new", 1, first)
    assert (show.view(first)["askers"], show.view(first)["further"], writing.further(first)) == (1, 0, [])


def test_what_was_parted_is_merged_back_and_nobody_asks_twice(show: Show) -> None:
    writing = Writing(show)
    first, later = writing.writes("Когда починят мост?"), writing.writes("И ещё: где врач?")
    show.do("question.split", later)
    show.do("question.merge", show.asked("Где врач?"), into=later)
    show.do("question.merge", later, into=first)
    assert (show.view(first)["askers"], show.view(first)["further"]) == (2, 1)
    assert (show.books().balances, writing.further(first)) == (True, ["И ещё: где врач?"])
    show.do("question.split", later)
    assert (show.view(first)["askers"], show.view(later)["askers"]) == (1, 2)


def test_what_is_no_further_word_is_not_parted(show: Show) -> None:
    writing = Writing(show)
    show.refused("illegal", "question.split", writing.writes("Когда починят мост?"))


def test_after_a_parting_the_next_words_join_what_was_written_last(show: Show) -> None:
    writing = Writing(show)
    writing.writes("Когда починят мост?")
    parted = writing.writes("И ещё: где врач?")
    show.do("question.split", parted)
    writing.writes("Он в отпуске с мая")
    assert writing.further(parted) == ["Он в отпуске с мая"]


# What becomes of the words


def changed(kind: str, number: int, text: str = "") -> bytes:
    body = {"id": number, "post_id": 7, "post_owner_id": -456, "owner_id": -456, "from_id": 777, "text": text}
    return json.dumps({"type": f"wall_reply_{kind}", "object": body, "group_id": 456}).encode()


def test_an_author_changes_and_deletes_a_further_message(show: Show) -> None:
    writing = Writing(show)
    first = writing.writes("Когда починят мост?")
    writing.writes("Он закрыт с мая")
    since = show.head
    writing.tells(changed("edit", 2, "Он закрыт с июня"))
    [told] = show.page(first)["merged"]
    assert told["author_change"]["text"] == "Он закрыт с июня"
    assert [(e.type, e.question) for e in show.events(since)] == [
        ("question.changed_by_author", 2),
        ("question.continued", first),
    ]
    writing.tells(changed("delete", 2))
    assert show.page(first)["merged"][0]["author_change"]["deleted"]


def test_words_go_along_when_a_question_is_handed_over(show: Show) -> None:
    writing = Writing(show)
    first = writing.writes("Когда починят мост?")
    writing.writes("Он закрыт с мая")
    there = Show(show.store, Kind.STANDING)
    number = show.do("question.transfer", first, to=there.slug)["number"]
    assert [(one["text"], one["further"]) for one in there.page(number)["merged"]] == [("Он закрыт с мая", True)]
    assert (there.view(number)["askers"], there.view(number)["further"]) == (1, 1)


# The thread


def test_the_thread_stands_beside_a_question(show: Show) -> None:
    writing = Writing(show)
    before, asked, after = (writing.writes(f"Слова {who}", who=who) for who in (1, 2, 3))
    writing.writes("Под другим постом", who=4, where=8)
    thread = show.page(asked)["thread"]
    assert [[one["number"] for one in thread[side]] for side in ("before", "after")] == [[before], [after]]


ADDRESSES = {
    "a comment of vk": "https://vk.com/wall-456_7?reply=1",
    "a message of vk": None,
    "a comment of ok": "https://ok.ru/topic/7",
    "max": None,
    "telegram": "https://t.me/c/1000000007/1",
}


@pytest.mark.parametrize(("network", "address"), ADDRESSES.items(), ids=ADDRESSES)
def test_a_question_links_to_where_it_was_asked(show: Show, network: str, address: str | None) -> None:
    assert show.view(Writing(show, network).writes("Когда починят мост?"))["post"] == address
