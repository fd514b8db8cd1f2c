"""The understudy's own page: how far it is, and the button by which a person has it take over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pyotp
import pytest
import requests

from live.admin.second_factor import code_fits
from tests.support.backends import EMBEDDED, Backends
from tests.support.process import wait_until
from tests.support.server import Installation, Server
from tests.support.understudy import Understudy, understudy_of

pytestmark = pytest.mark.faults

PASSWORD = "сорок два дома на Лесной"


@pytest.fixture
def centre(backends: Backends, tmp_path: Path) -> Iterator[Installation]:
    (folder := tmp_path / "leader").mkdir()
    with backends.installation(EMBEDDED, folder) as installation:
        installation.user("anna", PASSWORD, "producer")
        installation.user("boris", PASSWORD, "moderator")
        yield installation


@pytest.fixture
def understudy(centre: Installation, tmp_path: Path) -> Iterator[Understudy]:
    with Server(centre).start() as leader, understudy_of(leader, tmp_path / "understudy") as understudy:
        yield understudy


def press(understudy: Understudy, login: str, password: str) -> requests.Response:
    form = {"login": login, "password": password, "code": ""}
    return requests.post(f"{understudy.server.url}/promote", data=form, headers={"Accept": "text/html"}, timeout=60)


def test_it_says_how_far_it_is_and_whom_it_follows(understudy: Understudy) -> None:
    page = requests.get(understudy.server.url, headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert "Повторяет всё" in page.text
    assert understudy.leader.url in page.text


def test_it_is_no_server_to_send_anybody_to(understudy: Understudy) -> None:
    url = understudy.server.url
    assert requests.get(f"{url}/healthz").status_code == 200
    assert requests.get(f"{url}/readyz").status_code == 503
    assert requests.get(f"{url}/api/v1/standing").json() == {"serves": False}
    answer = requests.post(f"{url}/api/v1/broadcasts/show/questions", json={"text": "Вопрос"})
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert understudy.leader.url in answer.json()["detail"]


def test_a_producer_promotes_it_by_its_button(understudy: Understudy) -> None:
    answer = press(understudy, "anna", PASSWORD)
    assert answer.status_code == 200
    wait_until(understudy.server.ready, "it serves")
    assert understudy.phase() is None


@pytest.mark.faults
@pytest.mark.parametrize(
    ("login", "password", "status"),
    [("anna", "не тот пароль", 401), ("nobody", PASSWORD, 401), ("", "", 401), ("boris", PASSWORD, 403)],
)
def test_nobody_else_does(understudy: Understudy, login: str, password: str, status: int) -> None:
    answer = press(understudy, login, password)
    assert answer.status_code == status
    assert 'role="alert"' in answer.text
    assert understudy.phase() == "following"


@pytest.mark.faults
def test_whoever_guesses_is_stopped(understudy: Understudy) -> None:
    statuses = [press(understudy, "anna", f"угадываю {n}").status_code for n in range(7)]
    assert statuses[-1] == 429
    assert press(understudy, "anna", PASSWORD).status_code == 429


@pytest.mark.faults
def test_the_form_keeps_its_login_and_no_password(understudy: Understudy) -> None:
    page = press(understudy, "anna", "не тот пароль").text
    assert 'value="anna"' in page
    assert "не тот пароль" not in page


def test_codes_of_the_phone_are_those_of_the_account() -> None:
    secret, now = pyotp.random_base32(), datetime(2026, 11, 26, 12, tzinfo=UTC)
    right = pyotp.TOTP(secret).at(now)
    assert code_fits(secret, right, now)
    assert not code_fits(secret, f"{(int(right) + 1) % 1_000_000:06d}", now)
