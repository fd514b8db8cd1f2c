"""The pages of duty without JavaScript: the roster, a shift, absences, the rules of the night, a person's own duty."""

from __future__ import annotations

import html
import re
import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from live.store.centre import access
from live.store.tables import absence, audit, handover, shift, staff_contact
from tests.web.house import House, csrf

pytestmark = pytest.mark.faults

PASSWORD = "верный пароль"
HTML = {"Accept": "text/html"}


class Office:
    """An administrator at the roster, and a moderator whose account is at hand."""

    def __init__(self, house: House) -> None:
        self.house, self.client = house, house.app.test_client()
        self.client.environ_base["REMOTE_ADDR"] = f"2001:db8:{uuid.uuid4().hex[:4]}::1"
        login = f"olga-{uuid.uuid4().hex[:6]}"
        house.user(login, PASSWORD, "admin")
        house.sign_in(self.client, login, PASSWORD)
        self.irina = self.person("Ирина")
        self.today = house.store.clock().date()

    def person(self, name: str) -> int:
        login = f"duty-{uuid.uuid4().hex[:6]}"
        with self.house.store.write() as tx:
            return access.add_account(tx, login, name, "-", ["moderator"], email=f"{login}@example.org")

    def page(self, path: str = "") -> str:
        response = self.client.get(f"/admin/shifts{path}", headers=HTML)
        assert response.status_code == 200, response.text
        return html.unescape(response.text)

    def post(self, path: str = "", **fields: Any) -> TestResponse:
        body = {"csrf_token": csrf(self.page()), **fields}
        return self.client.post(f"/admin/shifts{path}", data=body, headers=HTML)

    def planned(self, **fields: Any) -> dict[str, Any]:
        day = self.today + timedelta(days=3)
        usual = {"do": "one", "person": self.irina, "day": day, "begins": "08:00", "ends": "20:00"}
        return {**usual, "topic": [], "places": "", "weeks": "4", "every": "1", **fields}

    def one(self) -> int:
        with self.house.store.read() as connection:
            return int(connection.execute(select(shift.c.id).order_by(shift.c.id.desc()).limit(1)).scalar_one())

    def acts(self, act: str) -> list[Any]:
        with self.house.store.read() as connection:
            return list(connection.execute(audit.select().where(audit.c.act == act)).all())


@pytest.fixture
def office(each_house: House) -> Iterator[Office]:
    with each_house.store.write() as tx:
        for table in (handover, shift, absence, staff_contact):
            tx.connection.execute(table.delete())
    yield Office(each_house)


def test_a_shift_is_planned_shown_in_its_week_changed_and_removed(office: Office) -> None:
    assert "Смен пока нет." in office.page()
    answer = office.post(**office.planned(topic="ЖКХ", places="Сосновка\r\nУндоры"))
    assert answer.status_code == 303
    week = html.unescape(office.client.get(answer.location, headers=HTML).text)
    assert "Добавлена 1 смена." in week and "08:00–20:00" in week and "ЖКХ, Сосновка, Ундоры" in week
    assert "Никто не дежурит:" in week
    number = office.one()
    assert office.post(f"/{number}", **office.planned(do="save", ends="18:00")).status_code == 303
    assert "08:00–18:00" in html.unescape(office.client.get(answer.location, headers=HTML).text)
    assert office.post(f"/{number}", do="remove").status_code == 303
    assert office.client.get(f"/admin/shifts/{number}", headers=HTML).status_code == 404
    assert [len(office.acts(act)) for act in ("shift.planned", "shift.changed", "shift.removed")] == [1, 1, 1]


def test_the_list_shows_eight_weeks_of_them(office: Office) -> None:
    for days in (3, 30, 100):
        office.post(**office.planned(day=office.today + timedelta(days=days)))
    shown = office.page("?view=list")
    assert shown.count("Ирина</b>") == 2 and "Никто не дежурит:" in shown
    assert office.page(f"?view=list&week={office.today + timedelta(days=100)}").count("Ирина</b>") == 1


def test_a_pattern_is_planned_for_its_weeks(office: Office) -> None:
    answer = office.post(**office.planned(do="pattern", weekday=[str(n) for n in range(7)], weeks="3"))
    assert answer.status_code == 303 and re.search(r"added-(1[5-9]|2[01])$", answer.location)


@pytest.mark.parametrize(
    ("fields", "status", "sentence"),
    [
        ({"person": ""}, 400, "Выберите, кто дежурит, или «пока никого»"),
        ({"person": "99999999"}, 400, "Выберите, кто дежурит: модератора или координатора"),
        ({"day": "завтра"}, 400, "это не дата"),
        ({"day": "0001-01-01"}, 400, "это не дата"),
        ({"begins": "25:00"}, 400, "не время вида"),
        ({"do": "pattern", "weekday": []}, 400, "Выберите дни недели."),
        ({"do": "pattern", "weekday": "1", "weeks": "99"}, 400, "Повторять можно"),
        ({"day": "2020-01-01"}, 400, "уже прошла"),
        ({"places": "\n".join(f"Место {n}" for n in range(60))}, 400, "не больше 50 тем"),
    ],
)
def test_what_makes_no_sense_gets_a_sentence_and_what_was_typed_stays(
    office: Office, fields: dict[str, Any], status: int, sentence: str
) -> None:
    answer = office.post(**office.planned(**fields))
    assert answer.status_code == status
    assert sentence in html.unescape(answer.text)
    assert 'value="20:00"' in answer.text


def test_an_empty_shift_stands_in_the_roster_as_a_gap(office: Office) -> None:
    answer = office.post(**office.planned(person="nobody"))
    week = html.unescape(office.client.get(answer.location, headers=HTML).text)
    assert "пока никого" in week and "Никто не дежурит:" in week


def test_one_person_is_not_planned_twice_at_once(office: Office) -> None:
    office.post(**office.planned())
    answer = office.post(**office.planned(begins="12:00", ends="13:00"))
    assert answer.status_code == 409 and "уже есть смена: Ирина" in html.unescape(answer.text)


def test_the_rules_of_the_night_are_saved_and_not_over_anothers(office: Office) -> None:
    version = re.search(r'name="version" value="(\d+)"', office.page())
    assert version
    rules = {"version": version[1], "night_begins": "23:30", "night_ends": "06:00", "wakes": "resolution.over"}
    assert office.post("/night", **rules).status_code == 303
    page = office.page()
    assert 'value="23:30"' in page and 'value="resolution.over" checked' in page
    assert 'value="reaction.over" checked' not in page
    assert office.post("/night", **rules).status_code == 409
    assert office.post("/night", **{**rules, "night_begins": "ночь"}).status_code == 400
    assert office.post("/night", **{**rules, "wakes": "all"}).status_code == 400


def test_who_is_away_is_listed_and_comes_back(office: Office) -> None:
    day = office.today + timedelta(days=3)
    office.post(**office.planned())
    assert office.post("/absences", person=office.irina, since=day, until=day).status_code == 303
    week = office.page(f"?week={day}")
    assert "отсутствует" in week and "Снова работает" in week
    found = re.search(r"/admin/shifts/absences/(\d+)", week)
    assert found and office.post(f"/absences/{found[1]}").status_code == 303
    assert "Отсутствующих нет." in office.page()
    assert office.post(f"/absences/{found[1]}").status_code == 404
    assert office.post("/absences", person="", since=day, until=day).status_code == 400


def test_a_persons_own_page_shows_their_shifts_and_notes_an_absence(office: Office) -> None:
    client, login = office.house.app.test_client(), f"petr-{uuid.uuid4().hex[:6]}"
    office.house.user(login, PASSWORD, "moderator")
    office.house.sign_in(client, login, PASSWORD)
    with office.house.store.read() as connection:
        account = access.account_by_login(connection, login)
    assert account is not None
    office.post(**office.planned(person=account.id))

    def page() -> str:
        return html.unescape(client.get("/account/duty", headers=HTML).text)

    def post(path: str, **fields: Any) -> int:
        return client.post(path, data={"csrf_token": csrf(page()), **fields}, headers=HTML).status_code

    day = office.today + timedelta(days=5)
    assert "08:00" in page() and "Отсутствие не отмечено." in page()
    assert post("/account/duty/absences", since=day, until=day) == 303
    found = re.search(r"/account/duty/absences/(\d+)", page())
    assert found and post(f"/account/duty/absences/{found[1]}") == 303
    assert post("/account/duty/absences", since=day, until="2020-01-01") == 400
    assert post("/account/duty/bots/999999") == 404
    other = office.post("/absences", person=office.irina, since=day, until=day)
    theirs = re.search(r"/admin/shifts/absences/(\d+)", office.page())
    assert other.status_code == 303 and theirs and post(f"/account/duty/absences/{theirs[1]}") == 404
