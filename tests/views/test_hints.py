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
    assert found["number"] == first and 0.6 <= found["score"] <= 1 and found["found_by"] == "words"


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


def test_one_of_the_same_house_is_offered_whatever_its_words(show: Show) -> None:
    roof = "протекает крыша, вода стекает по стенам четвёртого этажа, обещали ремонт весной"
    first, _ = (show.asked(f"Улица Мира, дом {house}: {roof}") for house in (5, 7))
    number = show.asked("В доме 5 по улице Мира темно: лампочки перегорели ещё осенью, дети боятся, никто не меняет")
    show.stacked()
    [found] = hints(show, number)["similar"]
    assert found["number"] == first and 0.6 <= found["score"] < 0.75 and found["found_by"] == "house"


def test_of_one_house_the_nearer_comes_first_and_none_from_beyond_three_weeks(clocked: Store) -> None:
    show = Show(clocked).on_air()
    numbers = []
    for day, trouble in (
        (1, "сломан грузовой лифт, кнопки не горят, диспетчер не отвечает"),
        (3, "протекает крыша, вода стекает по стенам четвёртого этажа"),
        (9, "дует из рассохшегося окна, батареи еле тёплые, дети простужены"),
        (24, "грязная лестница, плитка отвалилась, перила шатаются, мусоропровод забит"),
    ):
        show.clock.set(f"2027-03-{day:02}T11:00:00+03:00")
        numbers.append(show.asked(f"Улица Мира, дом 5: {trouble}"))
    show.stacked()
    assert doubles(show, numbers[3]) == [numbers[2], numbers[1]]


def test_what_takes_no_others_in_is_not_offered_for_its_house(show: Show) -> None:
    declined = show.asked("Улица Мира, дом 5: протекает крыша")
    number = show.asked("В доме 5 по улице Мира темно в подъезде")
    show.stacked()
    show.do("question.decline", declined, reason="spam")
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


LONG = (
    "Здравствуйте! Пишу вам уже третий раз, и всё без толку. На улице Садовой третью неделю нет воды. Мы звонили в "
    "водоканал и оставляли заявку, нам ответили отпиской. Когда починят водопровод на улице Садовой? Очень просим "
    "помочь."
)
SHORTER = "На улице Садовой третью неделю нет воды. Когда починят водопровод на улице Садовой?"


def test_a_long_text_is_offered_shorter_with_what_was_left_out(show: Show) -> None:
    shorter = hints(show, show.asked(LONG))["shorter"]
    assert shorter is not None and shorter["text"] == SHORTER
    assert (shorter["kept"], shorter["sentences"], shorter["hidden"]) == (2, 6, [])
    assert "".join(piece["words"] for piece in shorter["pieces"]) == LONG


def test_a_short_text_and_one_that_was_worded_are_offered_nothing(show: Show) -> None:
    assert hints(show, show.asked())["shorter"] is None
    number = show.asked(LONG)
    show.do("question.edit", number, air_text=f"{LONG} И ещё.")
    assert hints(show, number)["shorter"] is None


def test_what_is_not_for_the_air_is_offered_with_masks_unless_it_was_let_through(show: Show) -> None:
    number = show.asked("Затопило из квартиры 7")
    shorter = hints(show, number)["shorter"]
    assert shorter is not None and shorter["text"] == "Затопило из [квартира]"
    assert shorter["hidden"] == [{"kind": "flat", "words": "квартиры 7"}]
    show.do("question.unmask", number, words="квартиры 7")
    assert hints(show, number)["shorter"] is None


def test_the_desk_alone_is_offered_it_and_while_it_may_be_worded(show: Show) -> None:
    number = show.taken(LONG)
    queries = Queries(show.store)
    offered = {
        one.name
        for one in BROADCAST_SCREENS
        if one.name != "calls" and queries.hints(show.slug, one, number)["shorter"]
    }
    assert offered == {"desk"}
    show.do("question.answer", number)
    assert hints(show, number)["shorter"] is None
