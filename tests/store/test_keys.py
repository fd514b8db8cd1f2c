"""The keys that follow from LIVE_SECRET_KEY: one for each use, and those of earlier secrets too (finding M5)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import select

from live.domain.control.signals import Signal, Way
from live.domain.submission import comparable
from live.store import schema
from live.store.centre import channels, signals
from live.store.database import Database
from live.store.followup import webhooks
from live.store.sealing import Seal, WrongKey, key_for
from live.store.show import links
from live.store.tables import channel, webhook
from live.store.transaction import Store
from tests.support.rooms import Show

OLD, NEW, OTHER = (f"{word}: 41b0e2d9a7c35f68, of the tests" for word in ("the old", "the new", "another"))
SETTINGS = {"token": "a-token"}


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'live.db'}")
    schema.migrate(database)
    yield database
    database.close()


def of_the_first_version(secret: str) -> dict[str, str]:
    """Settings as they were sealed before the secret had a key for each use."""
    key = base64.urlsafe_b64encode(hashlib.sha256(b"channels:" + secret.encode()).digest())
    return {"sealed": Fernet(key).encrypt(json.dumps(SETTINGS).encode()).decode()}


def test_each_use_has_a_key_of_its_own() -> None:
    labels = ("channels", "links", "signing", "contacts")
    keys = {key_for(secret, label) for secret in (OLD, NEW) for label in labels}
    assert len(keys) == 8 and {len(key) for key in keys} == {32}


def test_a_key_is_that_of_hkdf() -> None:
    """RFC 5869 with SHA-256, no salt and the label as its info, by the standard library's own HMAC."""
    extracted = hmac.digest(bytes(32), OLD.encode(), "sha256")
    assert key_for(OLD, "links") == hmac.digest(extracted, b"live:links\x01", "sha256")


@pytest.mark.parametrize("sealed", [of_the_first_version(OLD), Seal(OLD).close(SETTINGS)], ids=["first", "present"])
def test_what_was_opened_is_not_deciphered_again(sealed: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """A hook opens its channel's settings at each message. Whoever changes what was opened changes it for nobody."""
    seal = Seal(NEW, [OLD])
    seal.open(sealed)["token"] = "changed"
    monkeypatch.setattr(Fernet, "_decrypt_data", lambda *_: 1 / 0)
    assert seal.open(sealed) == SETTINGS
    with pytest.raises(ZeroDivisionError):
        Seal(NEW, [OLD]).open(sealed)


@pytest.mark.parametrize("sealed", [of_the_first_version(OLD), Seal(OLD).close(SETTINGS)], ids=["first", "present"])
def test_what_an_earlier_secret_has_sealed_opens(sealed: dict[str, str]) -> None:
    assert Seal(NEW, [OTHER, OLD]).open(sealed) == SETTINGS
    assert Seal(OLD).open(sealed) == SETTINGS
    with pytest.raises(WrongKey):
        Seal(NEW, [OTHER]).open(sealed)


def test_what_the_present_secret_has_sealed_needs_no_earlier_one() -> None:
    anew = Seal(NEW, [OLD]).closed_anew(of_the_first_version(OLD))
    assert anew is not None and Seal(NEW).open(anew) == SETTINGS
    assert Seal(NEW).closed_anew(anew) is None
    assert Seal(OTHER).closed_anew(anew) is None, "what nobody can open stays as it is"


def test_a_start_seals_everything_by_the_present_secret(database: Database) -> None:
    show = Show(Store(database, OLD))
    with show.store.write() as tx:
        channels.add(tx, "vk", "k", show.id, SETTINGS)
        webhooks.add(tx, "https://receiver.example", "whsec", None, "Анна")
        password = signals.sealed(show.store.seal, "of OBS")
        signals.save(tx, [Signal(1, "OBS", Way.OBS_SCENE, "10.0.5.3:4455", sealed=password)], "Анна")
    turned = Store(database, NEW, earlier=[OLD])
    channels.seal_all(turned)
    webhooks.seal_all(turned)
    signals.seal_all(turned)
    alone = Store(database, NEW)
    with alone.read() as connection:
        [scene] = signals.all_of(connection)
        assert signals.password_of(alone.seal, scene) == "of OBS"
        assert alone.seal.open(connection.execute(select(channel.c.settings)).scalar_one()) == SETTINGS
        assert alone.seal.open(connection.execute(select(webhook.c.secret)).scalar_one()) == {"secret": "whsec"}


def test_a_contact_is_found_again_under_another_secret(database: Database) -> None:
    before, after = Store(database, OLD), Store(database, NEW, earlier=[OTHER, OLD])
    assert before.contact_hash("tel:+79000000001") in after.contact_hashes("tel:+79000000001")
    first = hashlib.sha256(b"contacts:" + OLD.encode()).digest()
    contact = comparable("tel:+79000000001").encode()
    assert before.contact_hash("tel:+79000000001") == hmac.digest(first, contact, "sha256").hex()


def test_a_link_of_an_earlier_secret_can_still_be_told(database: Database) -> None:
    show = Show(Store(database, OLD))
    link = show.do("link.add", screen="prompter", name="Студия")["link"]
    for store, told in ((Store(database, NEW, earlier=[OLD]), True), (Store(database, NEW), False)):
        with store.read() as connection:
            [row] = links.by_ids(connection, [link])
        token = links.token_of(store, row)
        assert (token is not None) == told and (token is None or row.hash in store.link_digests(token))
