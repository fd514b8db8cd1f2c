"""Passkeys: added, signed in by, asked for in place of password and code; and what none of them may do."""

from __future__ import annotations

import re
from typing import Any

import pytest
from werkzeug.test import TestResponse

from live.store.centre import access
from live.views.admin.people import person
from tests.support.authenticator import Authenticator
from tests.support.rooms import Clock
from tests.web.holder import HTML, Holder, device, options, post
from tests.web.house import House
from tests.web.test_audit import Watch


@pytest.fixture
def olga(house: House, clock: Clock) -> Holder:
    """Somebody with a phone, who has signed in."""
    made = Holder(house, "admin")
    made.sign_in()
    return made


def add(holder: Holder, key: Authenticator, name: str = "Рабочий ноутбук") -> TestResponse:
    asked = options(holder.client, "/account/factor/passkeys/options")
    return post(holder.client, "/account/factor/passkeys", answer=key.make(asked), name=name)


@pytest.fixture
def key(olga: Holder) -> Authenticator:
    made = Authenticator()
    assert add(olga, made).status_code == 303
    return made


def enter(client: Any, key: Authenticator, asked: Any = None, **fields: str) -> TestResponse:
    """A sign-in by a passkey alone."""
    asked = asked or options(client, "/login/passkey/options", page="/login")
    return post(client, "/login/passkey", page="/login", answer=key.sign(asked), **fields)


def is_in(client: Any) -> bool:
    return bool(client.get("/account").status_code == 200)


def test_a_passkey_signs_in_without_a_password(olga: Holder, key: Authenticator) -> None:
    client, watch = device(olga.house), Watch(olga.house)
    assert enter(client, key, next="/account").location == "/account"
    assert is_in(client) and ("session.signed_in", f"user/{olga.id}", "done") in watch.acts


def test_the_first_factor_comes_with_codes_on_paper(house: House, clock: Clock) -> None:
    igor, key = Holder(house, phone=False), Authenticator()
    igor.password()
    shown = add(igor, key)
    assert len(re.findall(r"<code>[\w-]+</code>", shown.text)) == 10
    other = device(house)
    assert igor.password(other).location == "/login/code" and not is_in(other)


def test_a_passkey_ends_a_sign_in_after_the_password(olga: Holder, key: Authenticator) -> None:
    client = device(olga.house)
    olga.password(client)
    asked = options(client, "/login/code/options", page="/login/code")
    assert len(asked["allowCredentials"]) == 1
    assert post(client, "/login/code/passkey", page="/login/code", answer=key.sign(asked)).location == "/"
    assert is_in(client)


def test_a_signature_is_good_once_and_in_its_own_browser(olga: Holder) -> None:
    """Also of a device that does not count, where a signature that is sent again looks like the first."""
    add(olga, key := Authenticator(counts=False))
    client, thief = device(olga.house), device(olga.house)
    asked = options(client, "/login/passkey/options", page="/login")
    signed = key.sign(asked)
    assert post(thief, "/login/passkey", page="/login", answer=signed).status_code == 400
    assert post(client, "/login/passkey", page="/login", answer=signed).status_code == 302
    held = client.get_cookie("live-half-way")
    assert held is not None
    thief.set_cookie("live-half-way", str(held.value))
    assert post(thief, "/login/passkey", page="/login", answer=signed).status_code == 400
    assert not is_in(thief)


@pytest.mark.parametrize("what", ["origin", "unverified", "stranger", "count", "nonsense"])
def test_a_passkey_that_does_not_prove_its_holder_lets_nobody_in(olga: Holder, key: Authenticator, what: str) -> None:
    client, watch = device(olga.house), Watch(olga.house)
    if what == "origin":
        key.origin = "https://evil.example"
    elif what == "unverified":
        key.verified = False
    elif what == "count":
        enter(device(olga.house), key)
        key.count = 0
    elif what == "stranger":
        key.id = Authenticator().id
    asked = options(client, "/login/passkey/options", page="/login")
    answer = "[{]" if what == "nonsense" else key.sign(asked)
    refused = post(client, "/login/passkey", page="/login", answer=answer)
    assert refused.status_code == 400 and "Ключ доступа не подошёл" in refused.text and not is_in(client)
    known = what in ("origin", "unverified", "count")
    assert (("factor.wrong", f"user/{olga.id}", "failed") in watch.acts) is known


def test_somebody_elses_passkey_ends_no_sign_in_and_confirms_nothing(
    olga: Holder, key: Authenticator, clock: Clock
) -> None:
    igor = Holder(olga.house)
    client = device(olga.house)
    igor.password(client)
    asked = options(client, "/login/code/options", page="/login/code")
    assert post(client, "/login/code/passkey", page="/login/code", answer=key.sign(asked)).status_code == 400
    igor.sign_in()
    asked = options(igor.client, "/account/confirm/options", page="/account/confirm")
    form = {"page": "/account/confirm", "answer": key.sign(asked), "next": "/account/factor"}
    assert post(igor.client, "/account/confirm/passkey", **form).status_code == 400


def test_a_passkey_confirms_in_place_of_password_and_code(olga: Holder, key: Authenticator, clock: Clock) -> None:
    clock.pass_(minutes=16)
    assert olga.client.get("/admin/people").status_code == 403
    asked = options(olga.client, "/account/confirm/options", page="/account/confirm")
    form = {"page": "/account/confirm", "answer": key.sign(asked), "next": "/admin/people"}
    assert post(olga.client, "/account/confirm/passkey", **form).location == "/admin/people"
    assert olga.client.get("/admin/people").status_code == 200


def test_a_challenge_for_one_purpose_serves_no_other(olga: Holder, key: Authenticator) -> None:
    asked = options(olga.client, "/account/confirm/options", page="/account/confirm")
    assert post(olga.client, "/login/passkey", page="/account", answer=key.sign(asked)).status_code == 400


def test_a_passkey_is_removed_and_lets_nobody_in_any_more(olga: Holder, key: Authenticator) -> None:
    [one] = person(olga.house.store, olga.id).factors.passkeys
    igor = Holder(olga.house)
    igor.sign_in()
    assert post(igor.client, "/account/factor/passkeys/remove", passkey=one.id).status_code == 404
    assert post(olga.client, "/account/factor/passkeys/remove", passkey=one.id).status_code == 303
    assert enter(device(olga.house), key).status_code == 400


@pytest.mark.parametrize("name", ["", "x" * 61, "имя\x07"])
def test_a_passkey_has_a_name_of_one_line(olga: Holder, name: str) -> None:
    assert add(olga, Authenticator(), name).status_code == 400
    assert not person(olga.house.store, olga.id).factors.passkeys


def test_a_person_who_may_not_sign_in_any_more_has_no_passkey(olga: Holder, key: Authenticator) -> None:
    with olga.house.store.write() as tx:
        access.set_facts(tx, olga.id, active=False)
    assert enter(device(olga.house), key).status_code == 400


def test_over_plain_http_no_page_offers_a_passkey(olga: Holder, key: Authenticator) -> None:
    for path in ("/account/factor", "/account/confirm", "/login"):
        assert "data-passkey" in olga.client.get(path, headers=HTML).text, path
    elsewhere = device(olga.house).get("/login", headers=HTML, base_url="http://studio.lan")
    assert elsewhere.status_code == 200 and "data-passkey" not in elsewhere.text
