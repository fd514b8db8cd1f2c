"""What is held of one person: found by the contact in any spelling, given out whole, and erased for good."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from live.admin import subjects
from live.domain.refused import Refused
from live.domain.submission import Author, Consent
from live.store.resealing import TABLES, as_stored
from live.store.tables import person
from tests.support.rooms import Show

CONTACT = "tel:+79000000077"
TYPED = "8 (900) 000-00-77"
TEXT = "Нет воды, звоните 8 900 000-00-77"


def asked(show: Show) -> list[int]:
    """Two who share a telephone ask; somebody else does too."""
    numbers = [
        show.asked(TEXT, author=Author(name, CONTACT), original={"text": TEXT}, consent=Consent("form-1"))
        for name in ("Анна Семёнова", "Пётр Семёнов")
    ]
    show.asked("Где автобус?", author=Author("Ольга", "tel:+79000000078"))
    return numbers


def test_all_that_is_held_of_whoever_has_a_contact_is_given_out(show: Show) -> None:
    asked(show)
    held = subjects.export(show.store, subjects.find(show.store, TYPED), "Проверка")
    told = json.dumps(held, ensure_ascii=False, default=str)
    assert "Анна Семёнова" in told and "Пётр Семёнов" in told and CONTACT in told and TEXT in told
    assert "Ольга" not in told and "79000000078" not in told
    assert held["consents"] and len(held["persons"]) == 2


def test_it_is_erased_for_good_and_the_questions_stay(show: Show) -> None:
    numbers = asked(show)
    subjects.erase(show.store, subjects.find(show.store, TYPED), "Проверка")
    with show.store.read() as connection:
        kept = repr([connection.execute(select(*as_stored(table))).all() for table in TABLES])
        names = connection.execute(select(person.c.name)).scalars().all()
    assert "Семёнов" not in kept and "000-00-77" not in kept and "Ольга" in names
    assert [show.row(number).text for number in numbers] == ["Нет воды, звоните [телефон]"] * 2
    with pytest.raises(Refused) as refused:
        subjects.find(show.store, TYPED)
    assert refused.value.code == "not_found"


@pytest.mark.parametrize("typed", ["", "никто", "8 900 000 99 99"])
def test_nobody_is_found_by_what_nobody_has(show: Show, typed: str) -> None:
    with pytest.raises(Refused) as refused:
        subjects.find(show.store, typed)
    assert refused.value.code == "not_found"
