"""E-mail against a server that speaks real SMTP: what arrives, and what is said of that which does not."""

from __future__ import annotations

import ssl
from collections.abc import Iterator

import pytest

from live.channels import Failed, OutgoingMessage, Sent, http_of, mail
from tests.support.certificate import believed
from tests.support.stubs.mail import PASSWORD, USER, Fault, Mail

ANNA = "anna@example.org"


@pytest.fixture
def server() -> Iterator[Mail]:
    with Mail() as stub:
        yield stub


def send(server: Mail, contact: str | None = f"mailto:{ANNA}", text: str = "Мост починят в мае", **more: str) -> Sent:
    settings = {**server.settings, **more}
    return mail.reply(OutgoingMessage(contact, text, 41), settings, http_of(mail, settings))


def refused(server: Mail, contact: str | None = f"mailto:{ANNA}", text: str = "Ответ", **more: str) -> Failed:
    with pytest.raises(Failed) as caught:
        send(server, contact, text, **more)
    assert PASSWORD not in str(caught.value)
    return caught.value


def test_a_letter_arrives_with_its_cyrillic_subject_and_body(server: Mail) -> None:
    text = "Мост починят в мае\n\nРаботы начнутся «скоро» — 5 мая.\n.\nС уважением"
    send(server, text=text, subject="Прямая линия:")
    [letter] = server.letters
    assert (letter.to, letter.sender) == (ANNA, "line@example.org")
    assert letter.subject == "Прямая линия: Мост починят в мае"
    assert letter.text.rstrip("\n") == text
    assert str(letter.message["From"]) == "Прямая линия <line@example.org>"
    assert letter.message["Auto-Submitted"] == "auto-generated"
    assert letter.message.get_content_type() == "text/plain" and letter.message["Date"]


def test_a_letter_that_is_repeated_can_be_told_by_its_name(server: Mail) -> None:
    first, again, other = send(server), send(server), send(server, text="Дорогу починят в июне")
    assert first.id == again.id != other.id
    assert [letter.message["Message-ID"] for letter in server.letters] == [first.id, again.id, other.id]


@pytest.mark.parametrize(
    "contact", [ANNA, f"mailto:{ANNA}", " anna@EXAMPLE.org", "anna+line@почта.example.org"], ids=str
)
def test_an_address_is_taken_as_it_is_stored(server: Mail, contact: str) -> None:
    send(server, contact)
    assert server.letters[0].to.lower() in (ANNA, "anna+line@xn--80a1acny.example.org")


WRONG = {
    "none": None,
    "a telephone": "tel:+79000000000",
    "a second receiver": f"{ANNA}, boris@example.org",
    "a header": f"{ANNA}\r\nBcc: boris@example.org",
    "a command": f"{ANNA}>\r\nRCPT TO:<boris@example.org",
    "no domain": "anna@",
    "a domain with a gap": "anna@exa mple.org",
    "two dots": "an..na@example.org",
    "a name in Cyrillic": "анна@example.org",
}


@pytest.mark.parametrize("contact", WRONG.values(), ids=WRONG.keys())
def test_what_is_no_address_is_given_up_and_nobody_else_gets_it(server: Mail, contact: str | None) -> None:
    assert refused(server, contact).kind == "never"
    assert not server.letters


def test_a_text_writes_no_header(server: Mail) -> None:
    send(server, text="Ответ\rBcc: boris@example.org\n\nВторая строка", subject="Линия\r\nBcc: boris@example.org")
    [letter] = server.letters
    assert letter.message["Bcc"] is None and letter.to == ANNA
    assert "\n" not in letter.subject


def test_a_long_first_line_is_cut_between_words_for_the_subject(server: Mail) -> None:
    send(server, text="слово " * 100)
    assert len(server.letters[0].subject) <= mail.LONGEST_SUBJECT + 2 and server.letters[0].subject.endswith("слово …")


def test_a_receiver_that_the_server_does_not_know_is_given_up_with_its_own_words(server: Mail) -> None:
    server.refuses.add(ANNA)
    failed = refused(server)
    assert (failed.kind, failed.reason) == ("never", "The mail server takes no letters to this address.")
    assert "No such mailbox" in failed.detail


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA"])
def test_what_the_server_puts_off_may_be_tried_again(server: Mail, step: str) -> None:
    server.fail(Fault(step, "451 4.7.1 Greylisted, come again"))
    assert refused(server).kind == "later"
    send(server)
    assert len(server.letters) == 1


def test_a_letter_that_the_server_does_not_want_is_given_up(server: Mail) -> None:
    server.fail(Fault("DATA", "554 5.7.1 It looks like spam"))
    assert refused(server).kind == "never"


def test_a_line_that_breaks_before_the_letter_has_done_nothing(server: Mail) -> None:
    server.fail(Fault("RCPT"))
    assert refused(server).kind == "later"


@pytest.mark.parametrize("late", [False, True])
def test_a_line_that_breaks_once_the_letter_went_out_leaves_nobody_knowing(server: Mail, late: bool) -> None:
    server.fail(Fault("DATA", late=late))
    assert refused(server).kind == "unsure"
    assert len(server.letters) == late


def test_a_server_that_does_not_answer_in_time_leaves_nobody_knowing(
    server: Mail, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail, "PATIENCE", 0.3)
    server.fail(Fault("DATA", late=True, seconds=1.5))
    assert refused(server).kind == "unsure"


def test_a_server_that_is_away_has_done_nothing(server: Mail) -> None:
    assert refused(server, port="1").kind == "later"


@pytest.mark.parametrize(
    "settings", [{"sender": "кто-то"}, {"security": "ssl"}, {"port": "smtp"}], ids=lambda one: next(iter(one))
)
def test_settings_that_cannot_work_are_named(server: Mail, settings: dict[str, str]) -> None:
    assert refused(server, **settings).kind == "never"


def test_a_test_says_that_the_server_takes_our_letters_and_sends_none(server: Mail) -> None:
    assert mail.check(server.settings, http_of(mail, {})) == "The mail server takes our letters."
    assert not server.letters


def test_a_test_says_that_our_sender_is_not_wanted(server: Mail) -> None:
    server.fail(Fault("MAIL", "553 5.7.1 Sender address rejected"))
    with pytest.raises(Failed, match="no letters from this sender"):
        mail.check(server.settings, http_of(mail, {}))


# Secured


@pytest.fixture(scope="module")
def secured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ssl.SSLContext]:
    with believed(tmp_path_factory.mktemp("mail")) as context:
        yield context


SIGNED_IN = {"user": USER, "password": PASSWORD}


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_letter_goes_over_a_secured_line_once_signed_in(secured: ssl.SSLContext, security: str) -> None:
    with Mail(secured, auth=True, from_the_start=security == "tls") as server:
        send(server, security=security, **SIGNED_IN)
        [letter] = server.letters
        assert letter.secured and letter.user == USER


def test_a_wrong_password_is_told_and_not_repeated(secured: ssl.SSLContext) -> None:
    with Mail(secured, auth=True) as server:
        failed = refused(server, security="starttls", user=USER, password="wrong-password")
        assert failed.kind == "never" and "user or the password" in failed.reason
        assert "wrong-password" not in str(failed)


def test_a_server_that_cannot_prove_who_it_is_gets_no_letter(
    secured: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with Mail(secured) as server:
        failed = refused(server, security="starttls")
        assert (failed.kind, failed.detail) == ("later", "certificate") and not server.letters


def test_no_password_goes_over_a_line_that_was_to_be_secured_and_is_not(server: Mail) -> None:
    failed = refused(server, security="starttls", **SIGNED_IN)
    assert (failed.kind, failed.reason) == ("never", "The mail server offers no STARTTLS.")
