"""A server's certificate of its own, which this process believes while a test wants it."""

from __future__ import annotations

import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


def made(folder: Path) -> tuple[Path, Path]:
    """The files of a certificate for 127.0.0.1 and of its key."""
    names = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *names]
    subprocess.run([*command, "-keyout", "key", "-out", "pem"], cwd=folder, check=True, capture_output=True)
    return folder / "pem", folder / "key"


@contextmanager
def believed(folder: Path) -> Iterator[ssl.SSLContext]:
    """A server's context on 127.0.0.1; who is to refuse it takes SSL_CERT_FILE out of the environment."""
    certificate, key = made(folder)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(certificate))
        yield context
