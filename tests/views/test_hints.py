"""What stands beside an open question: likely doubles, other topics and places."""

from __future__ import annotations

from live.protocol.answers.questions import Hints
from live.store.transaction import Store
from live.views.queries import Queries
from live.views.screens import BROADCAST_SCREENS, SCREENS
from tests.support.rooms import Show


def hints(show: Show, number: int) -> Hints:
    return Queries(show.store).hints(show.slug, SCREENS["desk"], number)


def doubles(show: Show, number: int) -> list[int]:
    return [found["number"] for found in hints(show, number)["similar"]]


def test_the_same_question_in_other_words_is_offered(show: Show) -> None:
    first = show.asked("Когда починят мост через Свиягу?")
    show.asked("Почему нет автобуса до больницы?")
    number = show.asked("Здравствуйте! Почините мост через Свиягу, когда это будет?")
    show.understood()
    [found] = hints(show, number)["similar"]
    assert found["number"] == first and 0.6 <= found["score"] <= 1


def test_every_screen_that_sees_a_question_is_told_its_hints(show: Show) -> None:
    """Also one that is not shown its topic."""
    number = show.taken("Когда починят мост через Свиягу?")
    queries = Queries(show.store)
    screens = [screen for screen in BROADCAST_SCREENS if screen.name != "calls"]
    told = [queries.hints(show.slug, screen, number)["similar"] for screen in screens]
    assert told == [[]] * 6


def test_what_takes_no_others_in_is_not_offered(show: Show) -> None:
    text = "Нет воды третью неделю"
    declined, merged, ticketed, root, number = (show.asked(text) for _ in range(5))
    show.do("question.decline", declined, reason="spam")
    show.do("question.merge", merged, into=root)
    show.do("question.ticket", ticketed)
    show.understood()
    assert doubles(show, number) == [root]


def test_one_of_another_place_comes_after_one_of_the_same(show: Show) -> None:
    text = "Не горят фонари на главной улице"
    same = show.asked(text, locality="Сосновка")
    other = show.asked(text, locality="Таволжанка")
    number = show.asked(text, locality="Сосновка")
    show.understood()
    assert doubles(show, number) == [same, other]


def test_what_shares_only_common_words_is_no_double(show: Show) -> None:
    show.asked("Здравствуйте, когда у нас это будет?")
    number = show.asked("Здравствуйте, когда это у вас закончится?")
    show.understood()
    assert doubles(show, number) == []


def test_at_most_five_are_offered_the_likest_first(show: Show) -> None:
    for n in range(8):
        show.asked("Нет воды третью неделю" + " и ещё света" * (n % 2))
    number = show.asked("Нет воды третью неделю")
    show.understood()
    scores = [found["score"] for found in hints(show, number)["similar"]]
    assert len(scores) == 5 and scores == sorted(scores, reverse=True)


def test_another_broadcasts_questions_are_no_doubles(store: Store, show: Show) -> None:
    Show(store).on_air().asked("Нет воды третью неделю")
    number = show.asked("Нет воды третью неделю")
    show.understood()
    assert doubles(show, number) == []


def test_other_topics_are_offered_without_the_present_one(show: Show) -> None:
    number = show.asked("Разбита дорога, и автобус не ходит по расписанию")
    show.understood()
    present = show.view(number)["topic"]
    offered = hints(show, number)["topics"]
    assert present is not None and present not in offered and len(offered) <= 5
