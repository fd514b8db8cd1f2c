"""What is held of one person: found by the contact in any spelling, given out whole, and erased for good."""

from __future__ import annotations

import itertools
import json
import re

import pytest
from sqlalchemy import select

from live.admin import subjects
from live.domain.people import Actor, Role
from live.domain.refused import Refused
from live.domain.retention import Ground
from live.domain.submission import Author, Consent
from live.store.resealing import TABLES, as_stored
from live.store.tables import audit, person
from tests.support.rooms import Show

BY = Actor("Проверка", frozenset({Role.ADMIN}), "user:1")
NUMBERS = itertools.count(10)


@pytest.fixture
def typed() -> str:
    """A telephone that nobody has used before, as a person writes it."""
    return f"8 (900) 000-70-{next(NUMBERS)}"


def contact_of(typed: str) -> str:
    return f"tel:+7{re.sub('[^0-9]', '', typed)[1:]}"


def text_of(typed: str) -> str:
    return f"Нет воды, звоните {typed}"


def asked(show: Show, typed: str) -> list[int]:
    """Two who share a telephone ask; somebody else does too."""
    text, contact = text_of(typed), contact_of(typed)
    numbers = [
        show.asked(
            text,
            author=Author(f"{name} Семёновы-{typed[-2:]}", contact),
            original={"text": text},
            consent=Consent("form-1"),
        )
        for name in ("Анна", "Пётр")
    ]
    show.asked("Где автобус?", author=Author("Ольга", "tel:+79000000078"))
    return numbers


def test_all_that_is_held_of_whoever_has_a_contact_is_given_out(show: Show, typed: str) -> None:
    asked(show, typed)
    held = subjects.export(show.store, subjects.find(show.store, typed), BY)
    told = json.dumps(held, ensure_ascii=False, default=str)
    assert (
        f"Анна Семёновы-{typed[-2:]}" in told
        and "Пётр" in told
        and contact_of(typed) in told
        and text_of(typed) in told
    )
    assert "Ольга" not in told and "79000000078" not in told
    assert held["consents"] and len(held["persons"]) == 2


def test_it_is_erased_for_good_and_the_questions_stay(show: Show, typed: str) -> None:
    numbers = asked(show, typed)
    subjects.erase(show.store, subjects.find(show.store, typed), Ground.ASKED, BY)
    with show.store.read() as connection:
        kept = repr([connection.execute(select(*as_stored(table))).all() for table in TABLES])
        names = connection.execute(select(person.c.name)).scalars().all()
    assert f"Семёновы-{typed[-2:]}" not in kept and typed not in kept and "Ольга" in names
    assert [show.row(number).text for number in numbers] == ["Нет воды, звоните [телефон]"] * 2
    with pytest.raises(Refused) as refused:
        subjects.find(show.store, typed)
    assert refused.value.code == "not_found"


@pytest.mark.parametrize("typed", ["", "никто", "8 900 000 99 99"])
def test_nobody_is_found_by_what_nobody_has(show: Show, typed: str) -> None:
    with pytest.raises(Refused) as refused:
        subjects.find(show.store, typed)
    assert refused.value.code == "not_found"


def told(show: Show, person_id: int) -> list[tuple[str, str, dict[str, object]]]:
    with show.store.read() as connection:
        theirs = select(audit).where(audit.c.subject == f"subject/{person_id}").order_by(audit.c.id)
        rows = connection.execute(theirs).all()
    return [(row.act, row.credential, row.facts) for row in rows]


def test_each_look_each_file_and_the_erasing_are_written_down_without_a_word_of_it(show: Show, typed: str) -> None:
    asked(show, typed)
    ids = subjects.find(show.store, typed)
    subjects.look(show.store, ids, BY)
    subjects.export(show.store, ids, BY)
    subjects.erase(show.store, ids, Ground.WITHDRAWN, BY)
    held = {"persons": 2, "questions": 2, "consents": 2}
    assert told(show, ids[0]) == [
        ("subject.seen", "user:1", held),
        ("subject.exported", "user:1", held),
        ("subject.erased", "user:1", {"ground": "withdrawn", **held}),
    ]


def test_what_has_come_in_meanwhile_is_not_erased_unseen(show: Show, typed: str) -> None:
    asked(show, typed)
    ids = subjects.find(show.store, typed)
    show.asked("И свет моргает", author=Author(f"Анна Семёновы-{typed[-2:]}", contact_of(typed)))
    with pytest.raises(Refused) as refused:
        subjects.erase(show.store, ids, Ground.ASKED, BY, typed="6")
    assert refused.value.code == "conflict"
    assert subjects.find(show.store, typed) == ids and told(show, ids[0]) == []
    assert subjects.erase(show.store, ids, Ground.ASKED, BY, typed=" 7 ") == 7


@pytest.mark.parametrize(
    ("contact", "typed"),
    [
        ("vk:123", "https://vk.com/id123"),
        ("vk:123", "vk:123"),
        ("ok:user:5", "ok.ru/profile/5"),
        ("vk:-9", "vk.com/club9"),
    ],
)
def test_a_page_of_a_network_is_found_by_its_address(show: Show, contact: str, typed: str) -> None:
    show.asked("Где автобус?", author=Author("Ольга", contact))
    assert len(subjects.find(show.store, typed)) == 1


def test_all_who_share_a_contact_are_found_by_the_code_of_a_question(show: Show, typed: str) -> None:
    first, second = asked(show, typed)
    ids = subjects.find(show.store, typed)
    assert subjects.find(show.store, show.row(second).code) == ids
    code = show.row(first).code
    for wrong in (code[:-1] + ("0" if code[-1] != "0" else "1"), "1-999-0123456789abcdef"):
        with pytest.raises(Refused):
            subjects.find(show.store, wrong)


def test_nobody_is_found_by_the_code_of_a_question_without_an_author(show: Show) -> None:
    number = show.asked("Где автобус?")
    with pytest.raises(Refused) as refused:
        subjects.find(show.store, show.row(number).code)
    assert refused.value.code == "not_found"
