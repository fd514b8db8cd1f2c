"""Guessing passwords: from many addresses, from one network, on one account, and all at once.

Finding M4 of the security review.
"""

from __future__ import annotations

import threading
import uuid

import pytest
from argon2 import PasswordHasher
from structlog.testing import capture_logs

from live.admin import passwords
from live.admin.passwords import AT_ONCE, QUEUE, Turns, check_good
from live.admin.people import create_person
from live.domain.people import Actor, Role
from live.domain.refused import Refused
from live.store.centre import access
from tests.support.process import wait_until
from tests.web.house import House, csrf

PASSWORD = "верный пароль"
HTML = {"Accept": "text/html"}
NO_PLACE = (1, -1)
"""Turns in which nobody may even wait; whoever did all the same would get one at once."""
CONSOLE = Actor("Сервер", frozenset({Role.ADMIN}))


@pytest.fixture
def login(house: House) -> str:
    name = f"maria-{uuid.uuid4().hex[:6]}"
    house.user(name, PASSWORD, "moderator")
    return name


def test_an_account_is_tried_five_times_a_minute_from_wherever(house: House, login: str) -> None:
    answers = [house.sign_in(house.device(), login, f"мимо-{n}").status_code for n in range(7)]
    assert answers == [401] * 5 + [429] * 2
    assert house.sign_in(house.device(), login, PASSWORD).status_code == 429


def test_a_device_that_was_here_before_is_never_kept_out_by_a_stranger(house: House, login: str) -> None:
    own = house.device()
    assert house.sign_in(own, login, PASSWORD).status_code == 302
    own.post("/logout", data={"csrf_token": csrf(own.get("/").text)}, headers=HTML)
    for n in range(8):
        house.sign_in(house.device(), login, f"мимо-{n}")
    assert house.sign_in(house.device(), login, PASSWORD).status_code == 429
    assert house.sign_in(own, login, PASSWORD).status_code == 302


def test_several_people_may_share_a_login_on_new_devices(house: House, login: str) -> None:
    """Only what fails goes on being counted."""
    assert [house.sign_in(house.device(), login, PASSWORD).status_code for _ in range(8)] == [302] * 8


def test_knowing_one_account_gives_no_free_tries_at_another(house: House, login: str) -> None:
    other = f"igor-{uuid.uuid4().hex[:6]}"
    house.user(other, PASSWORD, "moderator")
    stranger = house.device()
    house.sign_in(stranger, other, PASSWORD)
    known = stranger.get_cookie("live-page")
    assert known is not None
    answers = []
    for n in range(6):
        elsewhere = house.device()
        elsewhere.set_cookie("live-page", known.value)
        answers.append(house.sign_in(elsewhere, login, f"мимо-{n}").status_code)
    assert answers == [401] * 5 + [429]


def test_a_login_that_nobody_has_is_counted_alike(house: House) -> None:
    made_up = f"nobody-{uuid.uuid4().hex}"
    answers = [house.sign_in(house.device(), made_up, f"мимо-{n}").status_code for n in range(6)]
    assert answers == [401] * 5 + [429]


@pytest.mark.parametrize(
    ("addresses", "answers"),
    [
        ([f"2001:db8:77:1::{n:x}" for n in range(1, 12)], [401] * 10 + [429]),
        ([f"::ffff:192.0.2.{n}" for n in range(1, 12)], [401] * 11),
        (["::ffff:198.51.100.7", *["198.51.100.7"] * 10], [401] * 10 + [429]),
    ],
    ids=["one network of IPv6", "many of IPv4", "one of IPv4 in two spellings"],
)
def test_one_subscriber_is_one_whoever_many_addresses_it_has(
    house: House, addresses: list[str], answers: list[int]
) -> None:
    tried = [house.sign_in(house.device(one), f"nobody-{uuid.uuid4().hex}", "мимо").status_code for one in addresses]
    assert tried == answers


def test_so_many_passwords_are_worked_on_at_once_and_so_many_wait() -> None:
    turns, leave = Turns(AT_ONCE, QUEUE), threading.Event()
    counted = threading.Lock()
    inside = most = 0

    def work() -> None:
        nonlocal inside, most
        with turns.turn():
            with counted:
                inside += 1
                most = max(most, inside)
            leave.wait(30)
            with counted:
                inside -= 1

    threads = [threading.Thread(target=work) for _ in range(AT_ONCE + QUEUE)]
    for thread in threads:
        thread.start()
    wait_until(lambda: turns.here == AT_ONCE + QUEUE, "all of them have come")
    patience = threading.Timer(20, leave.set)  # Else one who is let in to wait would wait for ever.
    patience.start()
    with pytest.raises(Refused) as refused, turns.turn():
        pass
    assert refused.value.code == "too_many"
    patience.cancel()
    leave.set()
    for thread in threads:
        thread.join()
    assert most == AT_ONCE
    with turns.turn():
        pass


def test_who_comes_while_the_queue_is_full_is_told_to_wait(house: House, login: str) -> None:
    before, passwords.TURNS = passwords.TURNS, Turns(*NO_PLACE)
    try:
        answer = house.sign_in(house.device(), login, PASSWORD)
    finally:
        passwords.TURNS = before
    assert answer.status_code == 429 and "очень много людей" in answer.text


def test_a_very_long_password_costs_nothing() -> None:
    before, passwords.TURNS = passwords.TURNS, Turns(*NO_PLACE)
    try:
        assert passwords.is_right(passwords.hasher.hash(PASSWORD), "x" * 257) is False
    finally:
        passwords.TURNS = before


@pytest.mark.parametrize(
    ("password", "roles", "fits"),
    [
        ("семь-зн", ["moderator"], False),
        ("восемь-з", ["moderator"], True),
        ("восемь-зна", ["moderator", "admin"], False),
        ("двенадцать-з", ["admin"], True),
        ("x" * 10 + "абв" * 82, ["admin"], True),
        ("абвг" * 65, ["moderator"], False),
        ("password123", ["moderator"], False),
        ("Qwerty123456", ["moderator"], False),
        ("йцукенгшщз", ["moderator"], False),
        ("пароль123", ["moderator"], False),
        ("aaaaaaaaaaaaaaaa", ["moderator"], False),
        ("maria.petrova", ["moderator"], False),
    ],
)
def test_a_password_is_long_enough_and_none_of_the_first_that_are_tried(
    password: str, roles: list[str], fits: bool
) -> None:
    try:
        check_good(password, roles, "Maria.Petrova", "Мария Петрова")
        assert fits
    except Refused as refused:
        assert not fits and refused.code == "invalid"


def test_a_weak_password_is_refused_wherever_a_person_is_made(house: House) -> None:
    with house.unchanged(), pytest.raises(Refused):
        create_person(house.store, "weak", "Слабый", {("admin", 0)}, CONSOLE, password="коротко11")


def test_a_password_that_was_kept_with_less_work_is_kept_anew(house: House, login: str) -> None:
    def kept() -> str:
        with house.store.read() as connection:
            row = access.account_by_login(connection, login)
        assert row is not None
        return str(row.password_hash)

    older = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1).hash(PASSWORD)
    with house.store.write() as tx:
        row = access.account_by_login(tx.connection, login)
        assert row is not None
        access.set_facts(tx, row.id, password_hash=older)
    first, second = house.device(), house.device()
    house.sign_in(first, login, PASSWORD)
    assert not passwords.outdated(kept())
    house.sign_in(second, login, PASSWORD)
    assert first.get("/account").status_code == second.get("/account").status_code == 200


def test_a_failure_is_logged_without_what_was_typed(house: House, login: str) -> None:
    with capture_logs() as logged:
        house.sign_in(house.device(), login, "очень-тайный")
        house.sign_in(house.device(), "очень-тайный", "?")
    failures = [line for line in logged if line["event"] == "a sign-in failed"]
    assert [line["why"] for line in failures] == ["wrong", "wrong"] and failures[0]["account"] is not None
    assert "очень-тайный" not in repr(logged)
