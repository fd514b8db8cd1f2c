"""A shorter wording out of a question's own sentences: nothing is said there that its author has not written."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from live.language.masking import MASKS, marks
from live.language.short_form import SECONDS, ShortForm, for_air, seconds
from live.language.words import words

LONG = (
    "Здравствуйте, уважаемый глава района! Пишу вам уже третий раз, и всё без толку. На улице Садовой третью неделю "
    "нет воды. Мы звонили в водоканал и оставляли заявку, нам ответили отпиской. Сколько можно терпеть? Когда починят "
    "водопровод на улице Садовой? Очень просим помочь. Заранее спасибо. С уважением, жители улицы Садовой."
)


def shorter(text: str) -> ShortForm:
    found = for_air(text, None)
    assert found is not None
    return found


def test_what_asks_and_what_names_the_trouble_stay_in_their_order() -> None:
    said = "На улице Садовой третью неделю нет воды. Когда починят водопровод на улице Садовой?"
    assert shorter(LONG).text == said


def test_the_pieces_together_are_the_text_and_say_what_was_left_out() -> None:
    found = shorter(LONG)
    assert "".join(piece.words for piece in found.pieces) == LONG
    assert (found.kept, found.sentences) == (2, 9)
    left_out = "".join(piece.words for piece in found.pieces if not piece.kept)
    assert "Здравствуйте" in left_out and "спасибо" in left_out and "нет воды" not in left_out


def test_what_leans_on_the_sentence_before_comes_with_it() -> None:
    text = (
        "Добрый вечер! Во дворе дома на Лесной улице провалился колодец. Он стоит без крышки, туда может упасть "
        "ребёнок. Очень надеемся на вас и ждём вашего ответа как можно скорее. Спасибо за внимание к нашей общей беде. "
        "Обращались уже в администрацию, писали на портал, получили ответ, что всё устранено. С уважением, Мария."
    )
    assert shorter(text).text.startswith("Во дворе дома на Лесной улице провалился колодец. Он стоит без крышки")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "🚒",
        "🚒" * 2000,
        "Когда починят мост?",
        "Здравствуйте! Когда починят мост через речку? Спасибо.",
        "ул. Садовая, дом 5",
        "When will the bridge be repaired at last. " * 100,
        "a" * 4000,
        "Спасибо вам большое! " * 40,
        "1. 2. 3. " * 200,
    ],
)
def test_what_is_short_or_says_nothing_is_offered_nothing(text: str) -> None:
    assert for_air(text, None) is None


def test_nothing_but_an_address_is_only_masked() -> None:
    found = shorter("ул. Садовая, д. 5, кв. 12")
    assert (found.text, found.kept, found.sentences) == ("[адрес]", 1, 1)
    assert [mark.kind for mark in found.hidden] == ["address"]


def test_numbers_that_are_somebodys_are_masked_in_it() -> None:
    found = shorter(LONG.replace("нет воды.", "нет воды, звоните 8 900 000-00-12 в квартиру 7."))
    assert "[телефон]" in found.text and "[квартира]" in found.text
    assert [mark.kind for mark in found.hidden] == ["phone", "flat"]


def test_what_a_moderator_has_written_is_masked_and_not_shortened() -> None:
    assert for_air(LONG, LONG.replace("Садовой", "Лесной")) is None
    found = for_air(LONG, "В квартире 7 на Садовой нет воды.")
    assert found is not None and found.text == "В [квартира] на Садовой нет воды."
    assert found.kept == found.sentences == 1


def test_what_was_let_through_stays() -> None:
    assert for_air(LONG, "В квартире 7 нет воды.", ["квартире 7"]) is None


SENTENCES = st.sampled_from(
    [
        *(
            "Здравствуйте!",
            "Добрый день, Иван Петрович.",
            "Спасибо.",
            "С уважением, Анна П.",
            "Помогите нам, пожалуйста!",
        ),
        *(
            "На улице Садовой нет воды",
            "Когда починят мост через реку Свиягу?",
            "В подъезде темно и грязно, лифт сломан;",
        ),
        *("Он не работает.", "Это продолжается год!!!", "Прошу убрать мусор во дворе дома 5.", "Фото прилагаю.", "1."),
        *(
            "Согласно ст. 5 закона № 7 вы обязаны.",
            "Тел. 8 900 000-00-12",
            "кв. 15",
            "а123вс73",
            "🚒",
            "...",
            "OK",
            "\n",
        ),
        *(
            "Писали в администрацию, ответа нет.",
            "нет.света.третий.день",
            "Ещё раз: холодно, а дети болеют, но никто не идёт",
        ),
    ]
)
TEXTS = st.lists(SENTENCES, max_size=25).map(" ".join) | st.text(max_size=400)


@settings(deadline=None)
@given(TEXTS)
def test_every_word_of_a_proposal_is_the_residents_or_a_mask(text: str) -> None:
    found = for_air(text, None)
    if found is not None:
        own = set(words(text).split()) | set(words(" ".join(MASKS.values())).split())
        assert set(words(found.text).split()) <= own
        assert "".join(piece.words for piece in found.pieces) == text


@settings(deadline=None)
@given(TEXTS)
def test_a_shortened_text_is_read_in_time_and_shows_nothing_of_anybodys(text: str) -> None:
    found = for_air(text, None)
    if found is not None:
        assert not marks(found.text)
        if found.kept < found.sentences:
            assert seconds(found.text) <= SECONDS + 2  # full stops are put, and a mask may be longer than what it hides
            assert len(found.text) < len(text)
