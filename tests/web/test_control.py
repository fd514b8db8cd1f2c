"""The show by single words over HTTP: POST, and GET for machines that can no more."""

from __future__ import annotations

import pytest
from werkzeug.test import TestResponse

from live.domain.control.verbs import VERBS
from live.domain.people import Role
from live.web.edge.allowances import PRESSES
from tests.support.rooms import Clock
from tests.web.house import Caller, House, problem


@pytest.fixture
def crew(house: House, clock: Clock) -> Caller:
    """A show on air with two questions in its list."""
    return staged(house, clock)


def staged(house: House, clock: Clock) -> Caller:
    crew = house.caller(house.show("open", "air"), "source", "moderator", "producer")
    for number, text in enumerate(("Где вода?", "Где свет?"), 1):
        crew.ask(text)
        crew.obey("question.shortlist", question=number, version=1)
    clock.pass_(seconds=1)
    return crew


def machine(house: House, crew: Caller) -> Caller:
    return house.caller(slug_of(crew), "control")


def slug_of(crew: Caller) -> str:
    return crew.base.rsplit("/", 1)[1]


def press(caller: Caller, words: str) -> TestResponse:
    return caller.client.post(f"{caller.base}/control/{words}", headers=caller.headers)


def number_on_air(crew: Caller) -> int | None:
    now = crew.read("/on-air")["now"]
    return now["number"] if now else None


def test_a_press_is_done_and_says_what_it_came_to(house: House, crew: Caller) -> None:
    answer = press(machine(house, crew), "take")
    assert answer.status_code == 200, answer.text
    told = answer.get_json()
    assert (told["ok"], told["verb"], told["command"]) == (True, "take", "question.take") and told["seq"] > 0
    assert number_on_air(crew) == 1


def test_a_number_stands_behind_the_word(house: House, crew: Caller) -> None:
    assert press(machine(house, crew), "take/2").status_code == 200
    assert number_on_air(crew) == 2


def test_on_each_database_a_doubled_press_is_one(each_house: House) -> None:
    before, each_house.store.clock = each_house.store.clock, (clock := Clock(each_house.store.clock()))
    try:
        crew = staged(each_house, clock)
        button = machine(each_house, crew)
        assert press(button, "next").status_code == 200
        problem(press(button, "next"), "conflict", 409)
        assert number_on_air(crew) == 1
        clock.pass_(seconds=0.5)
        assert press(button, "next").status_code == 200
        assert number_on_air(crew) == 2
    finally:
        each_house.store.clock = before


def test_a_refusal_is_a_sentence_in_russian(house: House, crew: Caller) -> None:
    told = problem(press(machine(house, crew), "answered"), "illegal", 409)
    assert "эфир" in told["detail"]


@pytest.mark.parametrize(
    "words", ["tak", "take/x", "take/-1", "take/0", "answered/1", "cue", "message", "question.take"]
)
def test_what_is_no_word_or_no_number_is_invalid(house: House, crew: Caller, words: str) -> None:
    problem(press(machine(house, crew), words), "invalid", 400)
    assert number_on_air(crew) is None


def test_a_machine_that_can_no_more_presses_by_an_address(house: House, crew: Caller) -> None:
    key = house.key(slug_of(crew), "control")
    stranger = house.caller(slug_of(crew))
    assert stranger.get("/control/take", token=key).status_code == 200
    assert number_on_air(crew) == 1


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.CONTROL}))
def test_no_other_key_presses_by_get(house: House, crew: Caller, role: str) -> None:
    key = house.key(slug_of(crew), role)
    stranger = house.caller(slug_of(crew))
    problem(stranger.get("/control/take", token=key), "forbidden", 403)
    assert (
        stranger.client.get(f"{stranger.base}/control/take", headers={"Authorization": f"Bearer {key}"}).status_code
        == 403
    )
    assert number_on_air(crew) is None


def test_no_cookie_presses(house: House, crew: Caller) -> None:
    device = house.device()
    house.let_in(device, house.key(slug_of(crew), "control", "producer"))
    problem(device.get(f"{crew.base}/control/take"), "unauthorized", 401)
    problem(device.post(f"{crew.base}/control/take"), "unauthorized", 401)
    assert number_on_air(crew) is None


def test_a_head_presses_nothing(house: House, crew: Caller) -> None:
    key = house.key(slug_of(crew), "control")
    answer = house.caller(slug_of(crew)).client.head(f"{crew.base}/control/take?token={key}")
    assert answer.status_code == 200 and number_on_air(crew) is None


def test_a_key_for_control_reads_what_is_on_air_and_no_questions(house: House, crew: Caller) -> None:
    button = machine(house, crew)
    assert button.get("/on-air").status_code == 200
    for path in ("/questions", "/questions/1", "/events", "/rundown", "/links", "/polls"):
        problem(button.get(path), "forbidden", 403)
    problem(button.command("question.take", question=1, version=2), "forbidden", 403)


def test_who_presses_without_end_is_held_back(house: House, crew: Caller) -> None:
    button = machine(house, crew)
    said = [press(button, "answered").status_code for _ in range(int(PRESSES.burst) + 20)]
    assert said[:20] == [409] * 20 and 429 in said


def test_a_press_stands_in_the_audit_as_the_command_under_the_keys_name(house: House, crew: Caller) -> None:
    press(machine(house, crew), "take")
    rows = [row for row in house.everything()["audit"] if row.act == "question.take"]
    assert (rows[-1].name, rows[-1].role, rows[-1].subject) == ("control", "control", f"{slug_of(crew)}/question/1")


def test_each_word_has_its_line_on_the_administrators_page(house: House) -> None:
    house.user(login := "buttons-admin", "верный пароль", "admin")
    client = house.device()
    house.sign_in(client, login, "верный пароль")
    page = client.get("/admin/control").text
    assert all(f"<code>{name}</code>" in page for name in VERBS)
    assert "Что говорит кнопка" in page and "OSC выключен" in page
