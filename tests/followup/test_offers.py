"""«Об этом уже спрашивали» in a chat: what is told of the likest question, and what «+» in answer to it does."""

from __future__ import annotations

import pytest

from live.followup.offers import FEW
from live.language.me_too import says_me_too
from live.store.transaction import Store
from tests.desk.conversing import Writing
from tests.followup.noticing import Noticing

BEFORE = "Когда отремонтируют дорогу на Речной улице в Сосновке?"
ALIKE = "Когда отремонтируют дорогу по Речной улице?"


class Town(Noticing):
    """A town where something was asked that the crew has let through, and a person who writes in a chat."""

    def __init__(self, store: Store, network: str = "a message of vk", joins: str = "60") -> None:
        super().__init__(store, now="2026-11-27 12:00:00+00:00")
        self.root = self.quiet_arrival(text=BEFORE)
        self.show.understood()
        self.show.do("question.shortlist", self.root)
        self.after(minutes=2)
        self.chat = Writing(self.show, network, joins=joins, token="t", group_id="456")
        self.minutes = 0

    def asks(self, text: str = ALIKE, who: int = 901) -> int:
        number = self.writes(text, who)
        assert ("arrived", [number]) in self.after(minutes=1)
        return number

    def writes(self, text: str, who: int = 901) -> int:
        self.minutes += 1
        return self.chat.writes(text, who=who, after=self.minutes)

    def stands(self, number: int) -> tuple[str, int | None]:
        row = self.show.row(number)
        return row.state, row.merged_into


@pytest.fixture
def town(clocked: Store) -> Town:
    return Town(clocked)


def test_the_likest_that_was_let_through_is_told_with_what_became_of_it(town: Town) -> None:
    town.asks()
    assert f"Об этом уже спрашивали: «{BEFORE}» Он отобран для эфира." in town.text()
    assert "Ответьте «+»" in town.text()


def test_what_nobody_has_decided_on_is_told_to_nobody(town: Town) -> None:
    town.show.do("question.return", town.root)
    town.asks()
    assert "уже спрашивали" not in town.text()


def test_of_something_else_nothing_is_told(town: Town) -> None:
    town.asks("Почему в школе нет горячих обедов для первоклассников?")
    assert "уже спрашивали" not in town.text()


def test_under_a_comment_nothing_is_told(clocked: Store) -> None:
    town = Town(clocked, "a comment of vk")
    town.choose(channels={town.chat.channel: "everywhere"})
    town.asks()
    assert "уже спрашивали" not in town.text()


def test_with_several_questions_in_one_word_nothing_is_told(clocked: Store) -> None:
    town = Town(clocked, joins="")
    first, second = town.writes(ALIKE), town.writes("И почему не ходит автобус до Сосновки по выходным?")
    assert town.after(minutes=1) == [("arrived", [first, second])]
    assert "уже спрашивали" not in town.text()


def test_in_a_flood_it_is_not_looked_for(town: Town) -> None:
    for who in range(FEW + 1):
        town.writes(ALIKE, who=1000 + who)
    town.after(minutes=1)
    assert not any("уже спрашивали" in row.text for row in town.sent())


@pytest.mark.parametrize("joins", ["60", ""])
def test_a_plus_joins_the_question_to_it(clocked: Store, joins: str) -> None:
    town = Town(clocked, joins=joins)
    asked = town.asks()
    said = town.writes("+")
    assert (town.stands(asked), town.stands(said)) == (("merged", town.root), ("merged", asked))
    assert (town.show.view(town.root)["askers"], town.chat.further(asked)) == (2, ["+"])
    assert town.show.books().balances


def test_whoever_joined_hears_what_becomes_of_it(town: Town) -> None:
    asked = town.asks()
    town.writes("+")
    town.show.do("question.take", town.root)
    assert ("on_air", [asked]) in town.after(seconds=5)


def test_the_plus_itself_is_told_of_nothing(town: Town) -> None:
    town.asks()
    town.writes("+")
    assert [kind for kind, _ in town.after(minutes=5)].count("arrived") == 0


def test_told_twice_it_joins_once(town: Town) -> None:
    town.asks()
    plus = town.chat.body("+", who=901, after=9)
    town.chat.tells(plus, plus)
    head = town.show.head
    town.chat.tells(plus)
    assert (town.show.view(town.root)["askers"], town.show.head) == (2, head)


def test_without_such_a_word_a_plus_is_read_by_the_desk(town: Town) -> None:
    asked = town.asks("Почему в школе нет горячих обедов для первоклассников?")
    town.writes("+")
    assert town.stands(asked) == ("new", None)
    assert town.chat.further(asked) == ["+"]


def test_the_plus_of_somebody_else_joins_nothing(town: Town) -> None:
    asked = town.asks()
    said = town.writes("+", who=902)
    assert (town.stands(asked), town.stands(said)) == (("new", None), ("new", None))


def test_what_somebody_has_decided_on_meanwhile_stays_as_it_is(town: Town) -> None:
    asked = town.asks()
    town.show.do("question.shortlist", asked)
    town.writes("+")
    assert town.stands(asked) == ("shortlisted", None)


def test_where_that_question_was_put_aside_meanwhile_the_own_one_stands(town: Town) -> None:
    asked = town.asks()
    town.show.do("question.decline", town.root, reason="not_ours")
    town.writes("+")
    assert town.stands(asked) == ("new", None)
    assert town.show.books().balances


@pytest.mark.parametrize("text", ["+", " + ", "«+»", "+1", "➕", "Плюс", "+!"])
def test_these_say_me_too(text: str) -> None:
    assert says_me_too(text)


@pytest.mark.parametrize("text", ["", "+ и ещё вода", "плюсую к вопросу о доме", "да", "2+2", "спасибо"])
def test_these_do_not(text: str) -> None:
    assert not says_me_too(text)
