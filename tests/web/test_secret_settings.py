"""Where the secret comes from, and which stops the start (finding M5)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from live.settings import Settings, WrongSetting, read
from live.store.sealing import key_for
from live.views.signing import signing_keys
from live.web.sessions import PAGE_COOKIE
from tests.support.server import SECRET
from tests.web.house import House

OLD = "5e0c77b1d9a04f2cb8e36d1f90a7c254"


@pytest.mark.parametrize(
    "secret", ["x", "s" * 40, "of-the-tests" * 4, "change-me-" * 5, "0123456789abcdef" * 2, "short-7f1c9d0e2b"]
)
def test_a_secret_that_can_be_guessed_stops_the_start(secret: str) -> None:
    with pytest.raises(WrongSetting, match="LIVE_SECRET_KEY must be 32 characters.*openssl rand -hex 32") as refused:
        read({"LIVE_SECRET_KEY": secret})
    assert "\n" not in str(refused.value) and (len(secret) < 2 or secret not in str(refused.value))


@pytest.mark.parametrize("secret", ["f31c9ad07be258460d7c2b9e41f6a835", SECRET, "ключ из тридцати двух знаков 71"])
def test_one_that_cannot_is_taken(secret: str) -> None:
    assert read({"LIVE_SECRET_KEY": secret}).secret_key == secret


def test_a_file_holds_the_secret_and_those_before_it(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text(f"{SECRET}\n{OLD}\n")
    settings = read({"LIVE_SECRET_KEY_FILE": str(file)})
    assert (settings.secret_key, settings.earlier_secret_keys) == (SECRET, (OLD,))


def test_the_secret_beside_an_embedded_database_is_turned_in_the_same_way(tmp_path: Path) -> None:
    environ = {"LIVE_DATABASE_URL": f"sqlite:///{tmp_path / 'live.db'}"}
    made = read(environ)
    assert read(environ) == made and len(made.secret_key) == 64
    kept = tmp_path / "live.db.secret"
    assert kept.stat().st_mode & 0o077 == 0
    kept.write_text(f"{SECRET}\n{made.secret_key}\n")
    assert read(environ).earlier_secret_keys == (made.secret_key,)


def test_a_new_secret_is_on_the_disk_before_anything_is_sealed_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[int] = []
    sync = os.fsync

    def noted(handle: int) -> None:
        synced.append(os.fstat(handle).st_ino)
        sync(handle)

    monkeypatch.setattr(os, "fsync", noted)
    read({"LIVE_DATABASE_URL": f"sqlite:///{tmp_path / 'live.db'}"})
    assert synced == [(tmp_path / "live.db.secret").stat().st_ino, tmp_path.stat().st_ino]


@pytest.mark.parametrize("content", [None, b"", b"short\n", b"\xff\xfe\x00"], ids=["none", "empty", "weak", "no text"])
def test_a_file_without_a_good_secret_stops_the_start(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "secret"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(WrongSetting, match="LIVE_SECRET_KEY_FILE"):
        read({"LIVE_SECRET_KEY_FILE": str(file)})


def test_two_places_for_one_secret_stop_the_start(tmp_path: Path) -> None:
    with pytest.raises(WrongSetting, match="one of the two"):
        read({"LIVE_SECRET_KEY": SECRET, "LIVE_SECRET_KEY_FILE": str(tmp_path / "secret")})


def settings(secret: str, old: str = "") -> Settings:
    return read({"LIVE_SECRET_KEY": secret, "LIVE_SECRET_KEY_OLD": old})


def test_an_earlier_secret_may_be_weak_but_then_signs_nothing() -> None:
    turned = settings(SECRET, "x")
    assert turned.earlier_secret_keys == ("x",) and turned.signing_secrets == (SECRET,)


def test_earlier_secrets_are_told_apart_by_commas_and_keep_their_spaces() -> None:
    turned = settings(SECRET, "several words of before , another")
    assert turned.earlier_secret_keys == ("several words of before", "another")


def test_what_was_signed_before_counts_until_the_earlier_secret_is_gone() -> None:
    of = {secret: [key_for(secret, "signing").hex(), secret] for secret in (SECRET, OLD)}
    assert signing_keys(settings(SECRET, OLD).signing_secrets) == [*of[SECRET], *of[OLD]]


@pytest.mark.parametrize(("secret", "language"), [(SECRET, "en"), (OLD, "ru")], ids=["ours", "another"])
def test_a_cookie_of_before_the_keys_had_uses_still_counts(house: House, secret: str, language: str) -> None:
    before = Flask("before")
    before.secret_key = secret
    serializer = SecureCookieSessionInterface().get_signing_serializer(before)
    assert serializer is not None
    client = house.app.test_client()
    client.set_cookie(PAGE_COOKIE, str(serializer.dumps({"lang": "en"})))
    assert f'<html lang="{language}"' in client.get("/login", headers={"Accept-Language": "ru"}).text
