"""Past the second factor: what a right password alone opens (nothing), and how often a code is guessed."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from live.admin.people import set_password
from live.admin.second_factor import HALF_WAY
from live.domain.people import Actor, Role
from live.store.centre import factors
from live.web.crew.second_step import GUESSES
from live.web.edge.limits import forgive
from live.web.sessions import HALF_WAY_COOKIE
from tests.support.rooms import Clock
from tests.web.every_call import path
from tests.web.holder import HTML, PAPER, Holder, device, post
from tests.web.house import House
from tests.web.test_audit import Watch
from tests.web.test_walk import closed_routes

CONSOLE = Actor("Сервер", frozenset({Role.ADMIN}))


@pytest.fixture
def olga(house: House, clock: Clock) -> Holder:
    """An administrator whose password was typed, and no code yet."""
    made = Holder(house, "admin")
    made.password()
    return made


def half(client: FlaskClient) -> str:
    held = client.get_cookie(HALF_WAY_COOKIE)
    assert held is not None
    return str(held.value)


@pytest.mark.parametrize("also", [False, True], ids=["as it came", "as the session's cookie"])
def test_half_a_sign_in_opens_no_route(house: House, olga: Holder, also: bool) -> None:
    if also:
        olga.client.set_cookie("live", half(olga.client))
    slug = house.show()
    opened = [
        f"{method} {rule.rule}"
        for rule, method, _ in closed_routes(house)
        if method == "GET" and olga.client.get(path(house, rule, slug)).status_code != 401
    ]
    own = [olga.client.get(one).status_code for one in ("/account", "/account/factor", "/account/confirm")]
    assert (opened, own) == ([], [401] * 3)


def test_another_browser_cannot_end_it(house: House, olga: Holder) -> None:
    other = device(house)
    assert olga.second(olga.code(), other).location == "/login?late=1"
    assert other.get("/account").status_code == 401
    assert olga.second(olga.code()).location == "/"


def test_it_is_over_after_five_minutes(olga: Holder, clock: Clock) -> None:
    clock.pass_(minutes=5, seconds=1)
    assert olga.second(olga.code()).location == "/login?late=1"
    assert olga.client.get("/account").status_code == 401


def test_it_is_good_once(house: House, olga: Holder, clock: Clock) -> None:
    stolen = half(olga.client)
    assert olga.second(olga.code()).status_code == 302
    clock.pass_(seconds=30)
    thief = device(house)
    thief.set_cookie(HALF_WAY_COOKIE, stolen)
    assert olga.second(olga.code(), thief).location == "/login?late=1"


def test_another_password_ends_it(house: House, olga: Holder) -> None:
    set_password(house.store, olga.id, "совсем другой пароль", CONSOLE)
    assert olga.second(olga.code()).location == "/login?late=1"


def test_one_right_password_is_good_for_five_codes(olga: Holder) -> None:
    answers = [olga.second("000000").status_code for _ in range(5)]
    assert answers == [400] * 5
    with olga.house.app.app_context():
        forgive(GUESSES, "second-factor", str(olga.id))  # As if a day had gone by.
    assert olga.second(olga.code()).status_code == 429
    assert olga.second(olga.code()).location == "/login?late=1"
    assert olga.client.get("/account").status_code == 401


def test_an_account_is_guessed_five_times_a_minute_however_often_its_password_is_typed(
    house: House, olga: Holder
) -> None:
    answers = []
    for _ in range(7):
        client = device(house)
        olga.password(client)
        answers.append(olga.second("000000", client).status_code)
    assert answers == [400] * 5 + [429] * 2
    assert olga.second(olga.code()).status_code == 429


def test_guesses_at_the_confirmation_are_counted_with_those_at_the_entrance(house: House, olga: Holder) -> None:
    olga.second(olga.code())
    form = {"page": "/account/confirm", "password": "верный длинный пароль", "next": "/", "code": "000000"}
    for _ in range(4):
        assert post(olga.client, "/account/confirm", **form).status_code == 400
    other = device(house)
    olga.password(other)
    assert [olga.second("000000", other).status_code for _ in range(2)] == [400, 429]


def test_what_was_begun_for_another_purpose_ends_no_sign_in(house: House, olga: Holder, clock: Clock) -> None:
    client = device(house)
    for purpose in ("confirm", "add", "passkey"):
        with house.store.write() as tx:
            factors.begin(tx, "x" * 43, purpose, olga.id, HALF_WAY, None)
        client.set_cookie(HALF_WAY_COOKIE, "x" * 43)
        assert olga.second(olga.code(), client).location == "/login?late=1", purpose
        with house.store.write() as tx:
            factors.end(tx, "x" * 43)


def test_a_wrong_code_is_written_down_without_what_was_typed(house: House, olga: Holder) -> None:
    watch = Watch(house)
    olga.second("314159")
    olga.second(f"0{PAPER[0][:-1]}")
    assert watch.acts.count(("factor.wrong", f"user/{olga.id}", "failed")) == 2
    assert "314159" not in repr(watch.entries) and PAPER[0][:-1] not in repr(watch.entries)


def test_the_form_needs_the_pages_token(olga: Holder) -> None:
    assert olga.client.post("/login/code", data={"code": olga.code()}, headers=HTML).status_code == 400
    assert olga.client.get("/account").status_code == 401
