"""What is held of persons is closed at rest, found by its hash, and sealed anew while others work."""

from __future__ import annotations

import base64
import gzip
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import Text, select, type_coerce, update

from live.channels.webhook import CallSignal
from live.commands.broadcasts import CONSOLE
from live.desk.calls import signal
from live.desk.receive import keep_dead_letter
from live.domain.submission import Author
from live.store import keyring
from live.store.backup import backup, restore
from live.store.centre import channels
from live.store.followup import outbox as stored_outbox
from live.store.keyring import Keyring, opened
from live.store.leases import Leases
from live.store.resealing import TABLES, Resealing, _anew, _write, as_stored, is_due
from live.store.sealing import key_for
from live.store.show import people
from live.store.tables import call, channel, dead_letter, meta, outbox, person, question
from live.store.transaction import Store
from live.workers.seal import Sealing
from tests.support.rooms import Show

PHONE, PAGE = "tel:+79000000012", "https://vk.com/anna"
SECRETS = (PHONE, "79000000012", "vk.com/anna", "records/42", "head@example.org", "Письмо", "оригинал")
OLD, NEW = "of-the-tests", "another-secret-of-the-tests"


def filled(show: Show) -> int:
    """A show in which something of each sealed column stands; its question's number."""
    number = show.asked("Когда?", author=Author("Анна", PHONE, PAGE), original={"text": "оригинал"})
    news = CallSignal("1", "ringing", "+79000000012", recording_url="https://pbx.example.org/records/42.ogg")
    with show.store.write() as tx:
        channel_id = channels.add(tx, "phone", f"key-{show.id}", show.id, {"secret": "x"})
        stored_outbox.queue_notice(tx, None, channel_id, "head@example.org", "Срок", None)
    signal(show.store, show.id, f"channel:{channel_id}", news)
    keep_dead_letter(show.store, channel_id, "why", "Письмо")
    return number


def at_rest(store: Store) -> str:
    with store.read() as connection:
        return repr([connection.execute(select(*as_stored(table))).all() for table in TABLES])


def in_clear(store: Store) -> None:
    """Every row as an older program left it."""
    with store.write() as tx:
        for table, columns in (
            (person, {"contact": PHONE, "profile": PAGE, "contact_kind": None}),
            (outbox, {"address": "head@example.org"}),
            (call, {"recording_url": "https://pbx.example.org/records/42.ogg"}),
            (dead_letter, {"body": "Письмо"}),
            (question, {"original": {"text": "оригинал"}}),
        ):
            first = next(iter(columns))
            tx.connection.execute(update(table).where(table.c[first].is_not(None)).values(**columns))
        tx.connection.execute(meta.delete().where(meta.c.name == "sealed_by"))


def read(store: Store, show: Show, number: int) -> list[Any]:
    with store.read() as connection:
        row = show.row(number)
        whom = connection.execute(select(person).where(person.c.id == row.person_id)).one()
        rang = connection.execute(select(call.c.recording_url).where(call.c.broadcast_id == show.id)).scalar_one()
        mine = select(channel.c.id).where(channel.c.broadcast_id == show.id).scalar_subquery()
        told = connection.execute(select(outbox.c.address).where(outbox.c.channel_id == mine)).scalar_one()
        letter = connection.execute(select(dead_letter.c.body).where(dead_letter.c.channel_id == mine)).scalar_one()
        return [whom.contact, whom.profile, row.original, rang, told, letter]


EVERYTHING = [
    *(PHONE, PAGE, {"text": "оригинал"}, "https://pbx.example.org/records/42.ogg", "head@example.org", "Письмо")
]


def of_the_first_cipher(store: Store) -> None:
    """Every text as it was sealed before the keys were made for AES-GCM."""
    number = hashlib.sha256(key_for(OLD, "number")).hexdigest()[:8]
    texts = ((person.c.contact, "contact", PHONE), (person.c.profile, "profile", PAGE))
    with store.write() as tx:
        for column, use, text in (*texts, (dead_letter.c.body, "letter", "Письмо")):
            token = Fernet(base64.urlsafe_b64encode(key_for(OLD, f"sealed:{use}"))).encrypt(text.encode()).decode()
            closed = {column.name: f"sealed:{number}:{token}"}
            tx.connection.execute(update(column.table).where(column.is_not(None)).values(**closed))
        tx.connection.execute(update(meta).where(meta.c.name == "sealed_by").values(value=number))


def run(store: Store) -> int:
    resealing = Resealing(store)
    while resealing.slice():
        pass
    return resealing.done


def test_nothing_of_a_person_stands_in_clear_and_all_is_read(show: Show) -> None:
    number = filled(show)
    kept = at_rest(show.store)
    assert not [secret for secret in SECRETS if secret in kept]
    assert read(show.store, show, number) == EVERYTHING


def test_a_person_is_found_by_the_contact_in_any_spelling(show: Show) -> None:
    first = show.row(show.asked(author=Author("Анна", PHONE))).person_id
    again = show.row(show.asked(author=Author("Анна", "tel:8 900 000-00-12"))).person_id
    other = show.row(show.asked(author=Author("Пётр", PHONE))).person_id
    assert first == again != other
    with show.store.read() as connection:
        assert people.contact_of(connection, other) == PHONE


def test_what_an_older_program_left_in_clear_is_read_and_sealed_in_slices(show: Show) -> None:
    number = filled(show)
    in_clear(show.store)
    assert is_due(show.store) and read(show.store, show, number) == EVERYTHING
    assert run(show.store) >= 5
    kept = at_rest(show.store)
    assert not [secret for secret in SECRETS if secret in kept]
    assert read(show.store, show, number) == EVERYTHING
    assert not is_due(show.store) and run(show.store) == 0


def test_what_the_first_cipher_closed_is_read_and_sealed_anew(show: Show) -> None:
    number = filled(show)
    run(show.store)
    of_the_first_cipher(show.store)
    assert is_due(show.store) and read(show.store, show, number) == EVERYTHING
    assert run(show.store) >= 2, "the person and the letter"
    assert f"sealed:{Keyring(OLD).number}:" in at_rest(show.store) and "gAAAA" not in at_rest(show.store)
    assert read(show.store, show, number) == EVERYTHING


@pytest.mark.parametrize("at", [0, 20, -4])
def test_what_was_changed_by_somebody_reads_as_nothing(at: int) -> None:
    ring = Keyring(OLD)
    closed = ring.close("contact", PHONE)
    assert closed is not None and opened("contact", closed) == PHONE
    prefix, token = closed.rsplit(":", 1)
    raw = bytearray(base64.b64decode(token))
    raw[at] ^= 1
    assert opened("contact", f"{prefix}:{base64.b64encode(raw).decode()}") is None
    assert opened("profile", closed) is None, "closed for another use"


def test_names_are_asked_of_no_network_left_out_sealed_or_in_clear(show: Show) -> None:
    for contact in ("vk:71", "ok:user:72"):
        show.asked(author=Author(contact=contact))

    def nameless() -> set[str]:
        with show.store.read() as connection:
            return {row.contact for row in people.nameless(connection, 1000, ["vk"])}

    assert "ok:user:72" in nameless() and "vk:71" not in nameless()
    with show.store.write() as tx:
        known = person.c.contact_hash == show.store.contact_hash("vk:71")
        tx.connection.execute(update(person).where(known).values(contact="vk:71", contact_kind=None))
    assert "vk:71" not in nameless()


def test_another_secret_seals_all_anew_and_nobody_is_lost(show: Show) -> None:
    number = filled(show)
    rotated = Store(show.store.database, NEW, earlier=[OLD])
    assert read(rotated, show, number) == EVERYTHING
    known = show.row(number).person_id
    with rotated.write() as tx:
        assert people.add(tx, Author("Анна", PHONE)) == known, "found by the hash of the earlier secret"
    assert is_due(rotated) and run(rotated) >= 5
    assert f"sealed:{Keyring(OLD).number}" not in at_rest(rotated)
    alone = Store(show.store.database, NEW)
    assert not is_due(alone) and read(alone, show, number) == EVERYTHING
    with alone.write() as tx:
        assert people.add(tx, Author("Анна", PHONE)) == known
    with alone.read() as connection:
        kept = {one.settings["secret"] for one in channels.all_of(connection, alone.seal)}
    assert kept == {"x"}
    assert run(Store(show.store.database, OLD, earlier=[NEW])) >= 5


def test_what_no_secret_opens_is_counted_and_never_taken_for_sealed(show: Show) -> None:
    number = filled(show)
    run(show.store)
    wrong = Store(show.store.database, "a-third-secret-of-the-tests")
    kept = at_rest(show.store)
    in_vain = Resealing(wrong)
    with forgotten(OLD):
        while in_vain.slice():
            pass
    assert in_vain.unreadable >= 6 and in_vain.done == 0 and at_rest(show.store) == kept
    assert is_due(wrong) and not is_due(show.store)
    assert read(show.store, show, number) == EVERYTHING


def test_the_worker_tries_what_no_secret_opens_once_and_not_each_minute(show: Show) -> None:
    filled(show)
    run(show.store)
    wrong = Store(show.store.database, "a-third-secret-of-the-tests")
    task = Sealing(wrong, Leases(wrong))
    with forgotten(OLD):
        while task.tick() is not None:
            pass
        assert is_due(wrong) and task.tick() is None


@contextmanager
def forgotten(secret: str) -> Iterator[None]:
    """As in a process that was started without this secret."""
    number = Keyring(secret).number
    keyring._opened.cache_clear()
    known = keyring._SECRETS.pop(number)
    yield
    keyring._SECRETS[number] = known


def test_a_row_that_somebody_changed_meanwhile_is_left_as_it_is(show: Show) -> None:
    person_id = show.row(show.asked(author=Author("Вера", "tel:+79000000034"))).person_id
    rotated = Store(show.store.database, NEW, earlier=[OLD])
    with rotated.read() as connection:
        row = connection.execute(select(*as_stored(person)).where(person.c.id == person_id)).one()
    change, _ = _anew(rotated, person, row)
    assert change is not None
    with rotated.write() as tx:
        tx.connection.execute(update(person).where(person.c.id == person_id).values(contact=None))
    assert _write(rotated, person, [change]) == 0
    with rotated.read() as connection:
        assert people.contact_of(connection, person_id) is None


def test_a_copy_is_as_closed_as_the_database_and_is_restored(show: Show, tmp_path: Path) -> None:
    number = filled(show)
    backup(show.store, tmp_path / "copy.gz")
    copied = gzip.decompress((tmp_path / "copy.gz").read_bytes()).decode()
    assert not [secret for secret in SECRETS if secret in copied]
    restore(show.store, tmp_path / "copy.gz", CONSOLE)
    assert read(show.store, show, number) == EVERYTHING


@pytest.mark.parametrize("stored", ["sealed:00000000:gAAAA", "sealed:", f"sealed:{Keyring(OLD).number}:broken"])
def test_what_no_key_opens_is_nothing_and_stops_nobody(show: Show, stored: str) -> None:
    number = filled(show)
    with show.store.write() as tx:
        tx.connection.execute(update(person).values(contact=stored))
    assert read(show.store, show, number)[0] is None
    with show.store.read() as connection:
        assert stored in connection.execute(select(type_coerce(person.c.contact, Text()))).scalars().all()


def test_a_key_is_for_one_column_alone() -> None:
    closed = Keyring(OLD).close("contact", PHONE)
    assert closed is not None and opened("contact", closed) == PHONE
    assert opened("profile", closed) is None
