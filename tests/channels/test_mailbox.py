"""A mailbox that is read by IMAP, against a server that speaks it: what is found and refused, and over which line."""

from __future__ import annotations

import ssl
from collections.abc import Iterator

import pytest

from tests.channels.test_listening import Watch
from tests.support.certificate import believed
from tests.support.stubs.imap import PASSWORD, Imap, letter


@pytest.fixture
def imap() -> Iterator[Imap]:
    with Imap() as stub:
        yield stub


def of_box(imap: Imap, **settings: str) -> Watch:
    return Watch("mailbox", **{**imap.settings, **settings})


def test_letters_are_read_and_nothing_in_the_box_is_changed(imap: Imap) -> None:
    imap.inbox.put(letter("Третью неделю не вывозят мусор", "Мусор", Message_ID="<1@example.org>"))
    watch = of_box(imap)
    [found] = watch.step(2)
    assert found.text == "Мусор\n\nТретью неделю не вывозят мусор"
    assert found.external_id == "mail:<1@example.org>" and found.link is None
    assert found.author is not None and found.author.contact == "mailto:anna@example.org"
    assert imap.flags == []
    assert watch.step() == []
    imap.inbox.put(letter("Ещё одно"))
    assert watch.texts() == ["Жалоба\n\nЕщё одно"]


def test_of_a_letter_in_html_the_words_are_read(imap: Imap) -> None:
    raw = letter("<style>p{}</style><p>Нет<br>света</p><script>x</script>").replace(b"text/plain", b"text/html")
    imap.inbox.put(raw)
    assert of_box(imap).texts(2) == ["Жалоба\n\nНет\nсвета"]


def test_what_a_machine_sent_is_passed_over(imap: Imap) -> None:
    imap.inbox.put(letter("Меня нет", Auto_Submitted="auto-replied"))
    assert of_box(imap).step(2) == []


def test_other_numbers_of_the_server_are_noticed(imap: Imap) -> None:
    imap.inbox.put(letter("Первое", Message_ID="<1@example.org>"))
    watch = of_box(imap)
    watch.step(2)
    imap.inbox.renumber()
    imap.inbox.put(letter("Второе", Message_ID="<2@example.org>"))
    assert [one.external_id for one in watch.step(2)] == ["mail:<1@example.org>", "mail:<2@example.org>"]


def test_many_letters_are_read_in_steps(imap: Imap) -> None:
    for number in range(50):
        imap.inbox.put(letter(f"Письмо {number}", "", Message_ID=f"<{number}@example.org>"))
    assert of_box(imap).texts(4) == [f"Письмо {number}" for number in range(50)]


def test_a_folder_is_named_as_people_name_it(imap: Imap) -> None:
    imap.folders["&BB4EMQRABDAESQQ1BD0EOARP-"].put(letter("В папке"))
    assert of_box(imap, folder="Обращения").texts(2) == ["Жалоба\n\nВ папке"]
    assert of_box(imap, folder="Нет такой").unchecked() == "The mailbox has no such folder."


def test_a_mailbox_that_refuses_says_why_without_the_password(imap: Imap) -> None:
    assert of_box(imap).check() == "The mailbox can be read."
    assert of_box(imap, password="wrong-password").failed().kind == "never"
    imap.refuses = "[UNAVAILABLE] later"
    failed = of_box(imap).failed()
    assert failed.kind == "later" and PASSWORD not in str(failed)


@pytest.mark.parametrize("command", ["LOGIN", "EXAMINE", "UID SEARCH", "UID FETCH"])
def test_a_line_that_breaks_loses_nothing(imap: Imap, command: str) -> None:
    imap.inbox.put(letter("Первое"))
    watch = of_box(imap)
    watch.step()
    imap.break_at = command
    assert watch.failed().kind == "later"
    imap.break_at = None
    assert watch.texts() == ["Жалоба\n\nПервое"]


def test_a_server_that_says_more_than_anybody_asked_for_is_given_up(imap: Imap) -> None:
    imap.inbox.put(letter("Первое"))
    watch = of_box(imap)
    watch.step()
    imap.huge = True
    assert "nobody asked for" in str(watch.failed())
    imap.huge, imap.flood = False, "EXAMINE"
    assert "anybody asked for" in str(watch.failed())


# Over a secured line


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
