"""A large database of the version before sessions: every right that should stay stays, and who loses one is told."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests
from sqlalchemy import Text, func, select, type_coerce

from live.admin.sessions import Origin, sign_in
from live.commands.narrowed import KEYS, LINKS, OF_ONE
from live.store.centre import access
from live.store.database import Database
from live.store.tables import person
from live.store.transaction import Store
from live.views.admin.credentials import Device
from tests.faults.before_sessions import MAY, PAGES, PASSWORD, SLUGS, Left, contact, left_behind
from tests.support.backends import Backends
from tests.support.rooms import DATABASES
from tests.support.scale import scaled
from tests.support.server import SECRET, Installation, Server
from tests.web.house import csrf

pytestmark = [pytest.mark.faults, pytest.mark.soak]

PEOPLE = scaled(48, 500)
QUESTIONS = scaled(2_000, 100_000)
HTML = {"Accept": "text/html", "Accept-Language": "en"}


@dataclass(frozen=True)
class Upgraded:
    """An installation after `migrate`, what that printed, in how many seconds, and a server on it."""

    left: Left
    printed: str
    took: float
    installation: Installation
    server: Server
    store: Store

    def status(self, path: str, token: str | None = None, cookie: str | None = None) -> int:
        headers = {**HTML, **({"Authorization": f"Bearer {token}"} if token else {})}
        cookies = {"live": cookie} if cookie else {}
        url = f"{self.server.url}{path}"
        return requests.get(url, headers=headers, cookies=cookies, allow_redirects=False, timeout=30).status_code


@pytest.fixture(scope="module", params=DATABASES)
def upgraded(request: pytest.FixtureRequest, backends: Backends, folder: Path) -> Iterator[Upgraded]:
    if request.param == "postgresql":
        url = backends.postgres.url(backends.postgres.create_database())
    else:
        url = f"sqlite:///{folder}/{uuid.uuid4().hex[:8]}.db"
    left = left_behind(url, SECRET, PEOPLE, QUESTIONS)
    installation = Installation(request.param, url, None, folder)
    start = time.monotonic()
    printed = installation.cli("migrate")
    took = time.monotonic() - start
    store = Store(Database(url), SECRET)
    with Server(installation).start() as server:
        yield Upgraded(left, printed, took, installation, server, store)
    store.database.close()


def test_whoever_loses_a_right_is_told_and_nobody_else(upgraded: Upgraded) -> None:
    people, numbers = upgraded.left.people, upgraded.left.numbers
    administrators = [f"{login} (Анна): {kind.loses}" for login, kind in sorted(people.items()) if kind.loses]
    keys = [f"key {numbers[f'key {name}']} ({name}): {role}" for name, role in KEYS_OF_SCREENS.items()]
    of_may = f"key {numbers['key of may']} (of may): may"
    told = ["The schema is the newest.", OF_ONE, *administrators, of_may, KEYS, *keys, LINKS, "june: 1", "may: 1"]
    assert [line.strip() for line in upgraded.printed.splitlines()] == told


KEYS_OF_SCREENS = {"reader": "moderator", "of may": "admin", "centre": "admin"}


def test_every_person_opens_what_their_roles_say(upgraded: Upgraded) -> None:
    for login, kind in upgraded.left.people.items():
        number = upgraded.left.numbers[login]
        if kind.opens is None:
            with upgraded.store.read() as connection:
                assert not access.accounts(connection, [number]), login
            continue
        cookie = sign_in(upgraded.store, number, Device(), Origin(None, None))
        assert {page for page in PAGES if upgraded.status(page, cookie=cookie) == 200} == kind.opens, login


@pytest.mark.parametrize(("kind", "enters"), [("moderator", True), ("of_may", True), ("closed", False)])
def test_a_password_of_before_signs_in_whom_it_did(upgraded: Upgraded, kind: str, enters: bool) -> None:
    login = next(one for one in upgraded.left.people if one.startswith(f"{kind}-"))
    with requests.Session() as http:
        form = http.get(f"{upgraded.server.url}/login", headers=HTML, timeout=30).text
        body = {"csrf_token": csrf(form), "login": login, "password": PASSWORD}
        url = f"{upgraded.server.url}/login"
        answer = http.post(url, data=body, headers={**HTML, "Referer": url}, allow_redirects=False, timeout=30)
    assert (answer.status_code == 302) == enters, answer.text


def test_every_key_does_for_programs_what_it_did(upgraded: Upgraded) -> None:
    sending = {"site", "everywhere", "reader"}
    reads = {"reader": {"june"}, "of may": {"may"}, "centre": {"may", "june"}}
    for name, key in upgraded.left.keys.items():
        asked = {slug: upgraded.status(f"/api/v1/broadcasts/{slug}/questions", key.token) for slug in ("may", "june")}
        assert {slug for slug, status in asked.items() if status == 200} == reads.get(name, set()), (name, asked)
        home = SLUGS[key.where or MAY]
        url = f"{upgraded.server.url}/api/v1/broadcasts/{home}/questions"
        sent = requests.post(url, json={"text": "Когда?"}, headers={"Authorization": f"Bearer {key.token}"}, timeout=30)
        assert (sent.status_code == 201) == (name in sending), (name, sent.text)


def test_every_link_of_a_screen_opens_it_and_those_taken_back_do_not(upgraded: Upgraded) -> None:
    for name, link in upgraded.left.links.items():
        with requests.Session() as http:
            opened = http.get(f"{upgraded.server.url}/in/{link.token}", headers=HTML, timeout=30)
        page = f"{upgraded.server.url}/b/{SLUGS[link.where or MAY]}/{link.screen}"
        assert (opened.status_code == 200 and opened.url == page) != link.revoked, (name, opened.status_code)


def test_no_question_is_lost_and_every_person_is_sealed_and_found(
    upgraded: Upgraded, tell: Callable[[str], None]
) -> None:
    tell(f"{QUESTIONS} questions and {PEOPLE} people in {upgraded.took:.1f} s")
    upgraded.installation.cli("keys", "rotate")
    assert "DOES NOT BALANCE" not in upgraded.installation.cli("audit")
    closed = type_coerce(person.c.contact, Text()).startswith(f"sealed:{upgraded.store.keyring.number}:")
    mine = person.c.contact_hash == upgraded.store.contact_hash(contact(QUESTIONS))
    with upgraded.store.read() as connection:
        left = select(func.count()).where(person.c.contact.is_not(None))
        assert connection.execute(left).scalar_one() == QUESTIONS
        assert connection.execute(left.where(~closed)).scalar_one() == 0
        assert connection.execute(select(person.c.contact).where(mine)).scalar_one() == contact(QUESTIONS)
