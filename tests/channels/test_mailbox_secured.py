"""A mailbox over a secured line: read where the server proves who it is, else not so much as asked for."""

from __future__ import annotations

import ssl
from collections.abc import Iterator

import pytest

from tests.channels.test_listening import of_box
from tests.support.certificate import believed
from tests.support.stubs.imap import Imap, letter

SECURITIES = ["tls", "starttls"]


@pytest.fixture(scope="module")
def secured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ssl.SSLContext]:
    with believed(tmp_path_factory.mktemp("imap")) as context:
        yield context


@pytest.mark.parametrize("security", SECURITIES)
def test_a_mailbox_is_read_over_a_secured_line(secured: ssl.SSLContext, security: str) -> None:
    with Imap(secured, security) as imap:
        imap.inbox.put(letter("Нет воды"))
        watch = of_box(imap)
        assert watch.check() == "The mailbox can be read."
        assert watch.texts(2) == ["Жалоба\n\nНет воды"]
        assert set(imap.signed_in_over) == {"TLS"}


@pytest.mark.parametrize("security", SECURITIES)
def test_a_server_that_cannot_prove_who_it_is_gets_no_password(
    secured: ssl.SSLContext, security: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with Imap(secured, security) as imap:
        failed = of_box(imap).failed()
        assert (failed.kind, failed.detail) == ("later", "certificate")
        assert failed.reason == "The network cannot prove who it is."
        assert "LOGIN" not in imap.commands


@pytest.mark.parametrize("security", SECURITIES)
def test_a_certificate_of_another_name_is_none(secured: ssl.SSLContext, security: str) -> None:
    with Imap(secured, security) as imap:
        failed = of_box(imap, host="localhost").failed()
        assert failed.detail == "certificate" and "LOGIN" not in imap.commands


@pytest.mark.parametrize("security", SECURITIES)
def test_a_server_that_speaks_no_tls_gets_no_password(security: str) -> None:
    with Imap() as imap:
        failed = of_box(imap, security=security).failed()
        assert failed.reason and "LOGIN" not in imap.commands


def test_where_nothing_is_said_the_line_is_secured(secured: ssl.SSLContext) -> None:
    with Imap(secured, "tls") as imap:
        assert of_box(imap, security="").check() == "The mailbox can be read."
        assert set(imap.signed_in_over) == {"TLS"}
