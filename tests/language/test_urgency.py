"""Words of danger: found in whatever form, not where they are denied, long ago or only might be."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from live.language.urgency import DANGERS, Urgency

LISTED = Urgency(["запах газа", "пожар", "нет отопления + ребёнок", "искр*", "не дышит", "оголённые провода"])
ALL = Urgency(DANGERS)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("В подъезде сильный запах газа!", ["запах газа"]),
        ("ЗАПАХОМ бытового ГАЗА тянет из подвала", ["ЗАПАХОМ бытового ГАЗА"]),
        ("Газа запах стоит", ["Газа запах"]),
        ("Искрит щиток, искры летят", ["Искрит"]),
        ("Торчат оголенные провода", ["оголенные провода"]),
        ("В доме нет отопления. Дома маленький ребенок.", ["нет отопления", "ребенок"]),
        ("Сосед не дышит", ["не дышит"]),
        ("Пожар! В доме пожар, пожар!", ["Пожар"]),
        ("", []),
        ("🚒", []),
    ],
)
def test_a_phrase_is_found_as_it_stands(text: str, found: list[str]) -> None:
    assert LISTED.found(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "Запаха газа нет",
        "Нет никакого запаха газа",
        "Газ провели, а запах от мусора",
        "Запах. Газ отключили.",
        "В прошлом году у нас был пожар",
        "Пожар был 5 лет назад",
        "Куда звонить в случае пожара?",
        "Если случится пожар, машина не проедет",
        "После пожара дом стоит пустой",
        "Пожарная машина не проедет",
        "Нет отопления",
        "Ребёнок ходит в школу пешком",
        "Дети дышат пылью, и не раз",
    ],
)
def test_what_is_denied_past_possible_or_apart_is_not(text: str) -> None:
    assert LISTED.found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Пахнет газом в подъезде, аварийка не едет",
        "Во дворе открытый люк, рядом детская площадка",
        "В мороз нет отопления, в доме грудной ребёнок",
        "Провалился асфальт, машины объезжают",
        "Соседка угрожает покончить с собой",
        "Из щитка дым, проводка искрит",
        "Висят оголённые провода над дорожкой",
        "Застряли в лифте, связи с диспетчером нет",
        "Дерево вот-вот упадёт на дом",
        "Бродячая собака укусила мальчика",
    ],
)
def test_what_every_centre_begins_with_knows_danger(text: str) -> None:
    assert ALL.found(text)


@pytest.mark.parametrize(
    "text",
    [
        "Когда починят мост?",
        "В подвале постоянно горит свет",
        "Не горит фонарь у дома",
        "Когда проведут газ в деревню?",
        "Нужен пожарный проезд",
        "Сделайте детскую площадку",
        "Спасибо, отопление дали",
        "Установите искусственную неровность",
    ],
)
def test_what_every_centre_begins_with_leaves_plain_words_alone(text: str) -> None:
    assert ALL.found(text) == []


def test_an_empty_list_finds_nothing() -> None:
    assert Urgency([]).found("Запах газа") == []
    assert Urgency(["+", " ", "*"]).found("Запах газа") == []


@settings(deadline=None)
@given(
    st.lists(st.sampled_from([*DANGERS, "не", "нет", ",", ".", "\n", "в случае", "🚒", "OK"]), max_size=8).map(" ".join)
    | st.text()
)
def test_what_is_found_stands_in_the_text_each_once(text: str) -> None:
    found = ALL.found(text)
    assert all(words and words in text for words in found)
    assert len(set(found)) == len(found)


class Patient(Urgency):
    """Looks for every line in every text."""

    def _possible(self, text: str) -> list[Any]:
        return [line for some in self._by_first.values() for _, line in some]


LINES = (*DANGERS, "искр*", "не дышит", "бе*+ дет*", "вода вода")
BOTH = Urgency(LINES), Patient(LINES)
SAID = [word for line in LINES for word in line.replace("*", "ят").split()]
AROUND = ("не", "нет", "без", "риск", "случае", "в прошлом году", "дом", "İ", "ЁЖ", ",", ".", "+", "\n")


@settings(deadline=None)
@given(st.lists(st.sampled_from([*LINES, *SAID, *AROUND]), max_size=12).map(" ".join) | st.text())
def test_to_look_only_for_what_a_text_may_have_finds_as_much(text: str) -> None:
    quick, patient = BOTH
    assert quick.found(text) == patient.found(text)
