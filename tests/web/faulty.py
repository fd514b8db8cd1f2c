"""Faults of an installation, planted in real parts: for `doctor`, which is to find them."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from socket import AF_INET, SOCK_DGRAM, create_server, socket

import psycopg
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from sqlalchemy import insert, update

from live import settings
from live.commands.common import open_store
from live.runtime.worker import Health
from live.store.centre import audit, channels, upkeep
from live.store.show import broadcasts
from live.store.tables import channel, dead_letter, outbox
from live.store.transaction import Store
from live.web.upkeep.task_lights import ELSEWHERE
from tests.support.rooms import Clock
from tests.support.server import Installation
from tests.support.services import PrivatePostgres

HEALTHY = Health(ready=True, beat=1.0, failures=0, error=None, error_age=None, set_aside=0)
FRESH = -timedelta(minutes=10)
"""What was said just now, and is still so when a busy machine comes to look."""


@contextmanager
def store_at(installation: Installation, ago: timedelta) -> Iterator[Store]:
    """The installation's store, at a moment so long ago, or to come."""
    store = open_store(settings.read(installation.environment()))
    store.clock = Clock(datetime.now(UTC) - ago)
    yield store
    store.database.close()


def worker_said(installation: Installation, name: str, ago: timedelta, **tasks: Health) -> None:
    """A worker on another machine last said so long ago how it does."""
    facts = {one: asdict(health) for one, health in {**dict.fromkeys(ELSEWHERE, HEALTHY), **tasks}.items()}
    told = {"host": f"host-of-{name}", "pid": 7, "kind": "worker", "tasks": facts, "screens": {}}
    with store_at(installation, ago) as store, store.write() as tx:
        upkeep.tell_process(tx, name[:8], told, datetime.now(UTC) - timedelta(days=1))


def written_in_the_future(installation: Installation) -> None:
    """By a server whose clock is an hour ahead of ours: as if ours had been set back."""
    with store_at(installation, -timedelta(hours=1)) as store, store.write() as tx:
        audit.record(tx, "database.copied", "database", None)


def channel_fails(installation: Installation, slug: str, title: str) -> None:
    """A channel that failed an hour ago, with a reply that was to go then, and a letter that nobody could read."""
    with store_at(installation, timedelta(hours=1)) as store, store.write() as tx:
        own = broadcasts.get(tx.connection, slug).id
        number = channels.add(tx, "telegram", "planted-key", own, {"secret": "planted", "token": "planted"}, title)
        failed = {"error": "It does not take this.", "error_at": tx.now}
        tx.connection.execute(update(channel).where(channel.c.id == number).values(**failed))
        reply = {"channel_id": number, "text": "Ответ", "final": True, "guard": 1, "state": "waiting"}
        moments = dict.fromkeys(("next_at", "at", "moved_at"), tx.now)
        tx.connection.execute(insert(outbox).values(**reply, **moments, by_name="Мария"))
        letter = {"reason": "no text", "body": "{}", "digest": "0" * 64, "received_at": tx.now}
        tx.connection.execute(insert(dead_letter).values(channel_id=number, **letter))


@contextmanager
def another_program() -> Iterator[int]:
    """The port of a program that is none of ours, and answers whoever comes with a word of its own."""
    with closing(create_server(("127.0.0.1", 0))) as listening:

        def answer() -> None:
            with suppress(OSError):
                while True:
                    line, _ = listening.accept()
                    with suppress(OSError), closing(line):
                        line.sendall(b"220 another program\r\n")

        threading.Thread(target=answer, daemon=True).start()
        yield int(listening.getsockname()[1])


@contextmanager
def another_that_hears() -> Iterator[int]:
    """The port at which a program that is none of ours takes packets."""
    with closing(socket(AF_INET, SOCK_DGRAM)) as hears:
        hears.bind(("127.0.0.1", 0))
        yield int(hears.getsockname()[1])


@contextmanager
def our_server_over_tls(pem: Path, key: Path) -> Iterator[int]:
    """The port of what answers as a server of ours would, over https."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem, key)
    with closing(create_server(("127.0.0.1", 0))) as listening:

        def answer() -> None:
            with suppress(OSError):
                while True:
                    plain, _ = listening.accept()
                    with suppress(OSError), closing(context.wrap_socket(plain, server_side=True)) as line:
                        line.recv(4096)
                        line.sendall(b'HTTP/1.0 200 OK\r\n\r\n{"ready": true}')

        threading.Thread(target=answer, daemon=True).start()
        yield int(listening.getsockname()[1])


def certificate(folder: Path, name: str, days: int) -> tuple[Path, Path]:
    """A certificate of its own that ends in so many days, and its key."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "live.example")])
    made = (
        x509.CertificateBuilder(who, who, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=400))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("live.example")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem, own = folder / f"{name}.pem", folder / f"{name}.key"
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    pem.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    own.write_bytes(key.private_bytes(*form))
    return pem, own


@contextmanager
def who_needs_a_password(cluster: PrivatePostgres) -> Iterator[str]:
    """A user of PostgreSQL that does: its name."""
    rules = cluster.folder / "data" / "pg_hba.conf"
    before = rules.read_text()
    superuser = f"host=127.0.0.1 port={cluster.port} user=live dbname=postgres"
    with psycopg.connect(superuser, autocommit=True) as connection:
        connection.execute("CREATE ROLE stranger LOGIN PASSWORD 'the-right-one'")
        rules.write_text(f"host all stranger 127.0.0.1/32 scram-sha-256\n{before}")
        connection.execute("SELECT pg_reload_conf()")
        yield "stranger"
        rules.write_text(before)
        connection.execute("SELECT pg_reload_conf()")
        connection.execute("DROP ROLE stranger")
