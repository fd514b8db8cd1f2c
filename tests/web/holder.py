"""Somebody who has a second factor: a phone whose codes can be told, two codes on paper, and a browser."""

from __future__ import annotations

import uuid
from typing import Any

import pyotp
from argon2 import PasswordHasher
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from live.store.centre import access, factors
from tests.web.house import House, csrf

PASSWORD = "верный длинный пароль"
HTML = {"Accept": "text/html"}
PAPER = ("0aaaabbbbccc", "1aaaabbbbccc")
_quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def device(house: House) -> FlaskClient:
    client = house.app.test_client()
    client.environ_base["REMOTE_ADDR"] = f"2001:db8:{uuid.uuid4().hex[:4]}:{uuid.uuid4().hex[:4]}::1"
    return client


class Holder:
    """A person of these roles; with a phone where not said otherwise."""

    def __init__(self, house: House, *roles: str, phone: bool = True) -> None:
        self.house, self.login, self.client = house, f"olga-{uuid.uuid4().hex[:6]}", device(house)
        house.user(self.login, PASSWORD, *(roles or ("moderator",)))
        with house.store.read() as connection:
            row = access.account_by_login(connection, self.login)
        assert row is not None
        self.id = int(row.id)
        self.secret = pyotp.random_base32()
        if phone:
            with house.store.write() as tx:
                factors.propose_totp(tx, self.id, self.secret)
                factors.accept_totp(tx, self.id, self.secret, 0)
                factors.keep_recovery(tx, self.id, [_quick.hash(code) for code in PAPER])

    def code(self, beside: int = 0) -> str:
        """What the phone shows now, or so many half minutes later."""
        return pyotp.TOTP(self.secret).at(self.house.store.clock(), counter_offset=beside)

    def password(self, client: FlaskClient | None = None, **fields: str) -> TestResponse:
        return self.house.sign_in(client or self.client, self.login, PASSWORD, **fields)

    def second(self, code: str, client: FlaskClient | None = None, **fields: str) -> TestResponse:
        """What the form of the second step does."""
        return post(client or self.client, "/login/code", page="/login", code=code, **fields)

    def sign_in(self, client: FlaskClient | None = None) -> FlaskClient:
        client = client or self.client
        assert self.password(client).location.startswith("/login/code")
        assert self.second(self.code(), client).status_code == 302
        return client


def post(client: FlaskClient, path: str, page: str = "/account/factor", **fields: Any) -> TestResponse:
    """A form of a page, with its token."""
    token = csrf(client.get(page, headers=HTML).text)
    return client.post(path, data={"csrf_token": token, **fields}, headers=HTML)


def options(client: FlaskClient, path: str, page: str = "/account/factor") -> Any:
    """What a page's script asks before the browser's own dialog."""
    token = csrf(client.get(page, headers=HTML).text)
    answer = client.post(path, headers={"X-CSRFToken": token, "Accept": "application/json"})
    assert answer.status_code == 200, answer.text
    return answer.get_json()
