"""E-mail, one way: a letter by SMTP (RFC 5321) to a mailto: contact, or to somebody's address. Nothing comes in by it.

A letter's subject is the first line of its text, behind the channel's prefix. Its Message-ID (RFC 5322) is made of the
letter's guard, the receiver and the text, so whoever holds the same letter twice can tell; a mail server cannot, so
what may have arrived is never sent again by itself. It calls itself auto-generated (RFC 3834), so that no out-of-office
answers come back.
"""

from __future__ import annotations

import hashlib
import re
import smtplib
import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate, parseaddr

from live.channels import unreached
from live.channels.capabilities import Failed, Http, OutgoingFile, OutgoingMessage, Sent
from live.channels.http import CONNECT, PATIENCE
from live.channels.webhook import Outcome, Request, Setting, without
from live.domain.refused import Refused

PORTS = {"starttls": 587, "tls": 465, "none": 25}
"""How the line is secured → the port that it is usually found at. The first is taken where nothing is said."""

SETTINGS = (
    Setting("host", required=True),
    Setting("port"),
    Setting("security", choices=tuple(PORTS)),
    Setting("user"),
    Setting("password", secret=True),
    Setting("sender", required=True),
    Setting("subject"),
)

SENDS_ONLY = True

Settings = Mapping[str, str]

LONGEST_SUBJECT = 120

LOCAL = re.compile(r"(?=.{1,64}$)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
"""What stands before the @: words with dots between them."""


def read(request: Request, settings: Settings) -> Outcome:
    """Always refused: letters go out by this channel alone."""
    raise Refused("forbidden", "This channel only sends; nothing comes in by it.")


GUARD = timedelta(0)
"""A mail server takes the same letter twice."""


def rate(outgoing: OutgoingMessage) -> float:
    return 2.0


def reply(outgoing: OutgoingMessage, settings: Settings, http: Http) -> Sent:
    """One letter over a connection of its own."""
    to, sender = _receiver(outgoing.contact), _sender(settings)
    written = _written(outgoing, to, sender, settings)
    with _signed_in(settings) as smtp:
        _expect(smtp.mail(sender.addr_spec), "The mail server takes no letters from this sender.", settings)
        _expect(smtp.rcpt(to.addr_spec), "The mail server takes no letters to this address.", settings)
        _hand_over(smtp, written.as_bytes(), settings)
    return Sent(id=str(written["Message-ID"]))


LARGEST_LETTER = 15 * 1024 * 1024
"""Bytes of all files of a letter: in base64 a third more, and many servers take no more than 25 MB."""


def parts(outgoing: OutgoingMessage, settings: Settings) -> list[OutgoingMessage]:
    """One letter, with those of the files that fit into it."""
    fit: list[OutgoingFile] = []
    for file in outgoing.files:
        if file.size + sum(one.size for one in fit) <= LARGEST_LETTER:
            fit.append(file)
    return [replace(outgoing, files=tuple(fit))]


def place(outgoing: OutgoingMessage) -> str:
    return "letter"


def check(settings: Settings, http: Http) -> str:
    """Whether the mail server lets us in, and takes letters from our sender. None is sent."""
    sender = _sender(settings)
    with _signed_in(settings) as smtp:
        _expect(smtp.mail(sender.addr_spec), "The mail server takes no letters from this sender.", settings)
        smtp.rset()
    return "The mail server takes our letters."


# The letter


def _receiver(contact: str | None) -> Address:
    try:
        return _address((contact or "").removeprefix("mailto:"))
    except ValueError:
        raise Failed("never", "This is no address that a letter can be sent to.") from None


def _sender(settings: Settings) -> Address:
    name, address = parseaddr(settings.get("sender", ""))
    try:
        return _address(address, " ".join(name.split()))
    except ValueError:
        raise Failed("never", "The sender is no e-mail address.") from None


def _address(written: str, name: str = "") -> Address:
    """An address in ASCII, its domain in Punycode; ValueError for what is none, such as two, or one of two lines."""
    local, _, domain = written.strip().rpartition("@")
    if not LOCAL.fullmatch(local):
        raise ValueError(written)
    try:
        ascii_domain = domain.encode("idna").decode()
    except UnicodeError:
        raise ValueError(written) from None
    if not re.fullmatch(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*", ascii_domain):
        raise ValueError(written)
    return Address(name, local, ascii_domain)


def _written(outgoing: OutgoingMessage, to: Address, sender: Address, settings: Settings) -> EmailMessage:
    alike = hashlib.sha256(f"{to.addr_spec}\n{outgoing.text}".encode()).hexdigest()[:16]
    message = EmailMessage(policy.SMTP)
    message["From"], message["To"], message["Subject"] = sender, to, _subject(outgoing.text, settings)
    message["Date"] = formatdate()
    message["Message-ID"] = f"<live.{outgoing.guard}.{alike}@{sender.domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(outgoing.text, charset="utf-8", cte="base64")
    for file in outgoing.files:
        name, content, mime = file.part
        kind, _, sub = mime.partition("/")
        message.add_attachment(content, kind, sub, filename=name)
    return message


def _subject(text: str, settings: Settings) -> str:
    """The prefix and the text's first line, on one line whatever either holds."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    one_line = " ".join(f"{settings.get('subject', '')} {first}".split())
    printable = "".join(letter for letter in one_line if letter.isprintable())
    if len(printable) <= LONGEST_SUBJECT:
        return printable
    return printable[:LONGEST_SUBJECT].rpartition(" ")[0] + " …"


# The line


@contextmanager
def _signed_in(settings: Settings) -> Iterator[smtplib.SMTP]:
    """A mail server that listens to us. What breaks before a letter was handed over has done nothing."""
    smtp: smtplib.SMTP | None = None
    try:
        smtp = _connected(settings)
        _sign_in(smtp, settings)
        yield smtp
    except smtplib.SMTPResponseException as error:
        raise _refusal(error.smtp_code, error.smtp_error, "The mail server refuses to talk.", settings) from None
    except ssl.SSLCertVerificationError:
        raise Failed("later", "The network cannot prove who it is.", None, "certificate") from None
    except (smtplib.SMTPException, OSError) as error:
        raise Failed("later", "The mail server cannot be reached.", None, unreached.why(error)) from None
    finally:
        if smtp is not None:
            smtp.close()


def _connected(settings: Settings) -> smtplib.SMTP:
    host, security, port = settings.get("host", ""), settings.get("security") or "starttls", settings.get("port")
    if security not in PORTS or (port and not re.fullmatch("[0-9]{1,5}", port)):
        raise Failed("never", "The mail server's port or security is none.")
    address, ours = (host, int(port or PORTS[security])), _our_name()
    if security == "tls":
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(*address, ours, timeout=CONNECT, context=ssl.create_default_context())
    else:
        smtp = smtplib.SMTP(*address, ours, timeout=CONNECT)
    assert smtp.sock is not None
    smtp.sock.settimeout(PATIENCE)
    if security == "starttls":
        try:
            smtp.starttls(context=ssl.create_default_context())
        except smtplib.SMTPNotSupportedError:
            raise Failed("never", "The mail server offers no STARTTLS.") from None
    smtp.ehlo_or_helo_if_needed()
    return smtp


def _our_name() -> str:
    """How we introduce ourselves: by a whole name, or as RFC 5321 has it where there is none."""
    name = socket.gethostname()
    return name if "." in name else "[127.0.0.1]"


def _sign_in(smtp: smtplib.SMTP, settings: Settings) -> None:
    if not settings.get("user"):
        return
    try:
        smtp.login(settings["user"], settings.get("password", ""))
    except smtplib.SMTPAuthenticationError as error:
        why = "The mail server does not accept the user or the password."
        raise _refusal(error.smtp_code, error.smtp_error, why, settings) from None
    except smtplib.SMTPNotSupportedError:
        raise Failed("never", "The mail server takes no sign-in over this line.") from None
    except UnicodeEncodeError:
        raise Failed("never", "The mail server does not accept the user or the password.") from None


def _hand_over(smtp: smtplib.SMTP, letter: bytes, settings: Settings) -> None:
    """From here on a line that breaks leaves nobody knowing."""
    why = "The mail server does not take this letter."
    try:
        _expect(smtp.data(letter), why, settings)
    except smtplib.SMTPDataError as error:  # It did not even want to see it.
        raise _refusal(error.smtp_code, error.smtp_error, why, settings) from None
    except (smtplib.SMTPServerDisconnected, OSError) as error:
        raise Failed("unsure", "The mail server did not answer.", None, unreached.why(error)) from None


def _expect(response: tuple[int, bytes], why: str, settings: Settings) -> None:
    if not 200 <= response[0] < 300:
        raise _refusal(*response, why, settings)


def _refusal(code: int, said: bytes | str, why: str, settings: Settings) -> Failed:
    """4xx: another time; anything else is for good."""
    reply_text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    detail = str(without([settings.get("password", "")], f"SMTP {code}: {' '.join(reply_text.split())}"))
    if 400 <= code < 500 or code == -1:
        return Failed("later", "The mail server asks to come again later.", None, detail)
    return Failed("never", why, None, detail)
