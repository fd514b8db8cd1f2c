"""A mailbox that is read by IMAP4rev1 (RFC 3501) and never changed: no letter is marked, moved or deleted.

It is opened by EXAMINE and read by BODY.PEEK. How far it was read are its UIDVALIDITY and the last UID; where the
server gives other numbers, the letters of late are read anew, and known by their Message-ID. A letter's text is its
plain part, else the words of its HTML. What a machine sent (RFC 3834) is passed over.
"""

from __future__ import annotations

import base64
import hashlib
import imaplib
import re
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr
from typing import Any

from live.channels import unreached
from live.channels.capabilities import Failed, Http, Polled, State
from live.channels.http import CONNECT, PATIENCE
from live.channels.listening import source
from live.channels.listening.markup import plain
from live.channels.listening.source import ANSWER, Settings, mentioned, named, passed_over, read
from live.channels.webhook import Outcome, Setting, shown_text, without
from live.domain.characters import one_line
from live.domain.listening.mention import Mention
from live.domain.submission import Author
from live.runtime.tasks import offload, within

__all__ = ["READS_ONLY", "SETTINGS", "check", "poll", "polls", "read", "understand"]

PORTS = {"tls": 993, "starttls": 143, "none": 143}
"""How the line is secured → the port that it is usually found at. The first is taken where nothing is said."""

SETTINGS = (
    Setting("host", required=True),
    Setting("port"),
    Setting("security", choices=tuple(PORTS)),
    Setting("user", required=True),
    Setting("password", secret=True, required=True),
    Setting("folder"),
)

READS_ONLY = True

PAUSE = 60.0
"""Seconds between two looks."""

SESSION = 25.0
"""Seconds that one look may take in all."""

AT_ONCE = 20
"""Letters that are read in one step."""

WINDOW = 2000
"""Numbers that are searched at once: a mailbox may hold a million."""

LARGEST = 256 * 1024
"""Bytes of a letter that are asked for: its words stand before its attachments."""

MOST = 16 * 1024 * 1024
"""Bytes that a server may say in one look."""


def polls(settings: Settings) -> bool:
    return all(settings.get(name) for name in ("host", "user", "password"))


def poll(state: State, settings: Settings, http: Http) -> Polled:
    """The next letters, the oldest first."""
    with _opened(settings) as box:
        numbers, after = box.next_after(state)
        letters = [(number, box.letter(number)) for number in numbers]
    outcomes = [(raw, offload(understand, raw, settings)) for _, raw in letters if raw is not None]
    return Polled(outcomes, after.state, 0.0 if after.more else PAUSE)


def check(settings: Settings, http: Http) -> str:
    """Whether the server lets us in, and has the folder."""
    with _opened(settings):
        return "The mailbox can be read."


# The line


class _Bounded(imaplib.IMAP4):
    """A client that a server cannot fill: neither by one great answer nor by many small ones."""

    said = 0

    def read(self, size: int) -> bytes:
        if size > LARGEST + 1024:
            raise self.abort("an answer that nobody asked for")
        return self._counted(super().read(size))

    def readline(self) -> bytes:
        return self._counted(super().readline())

    def _counted(self, data: bytes) -> bytes:
        self.said += len(data)
        if self.said > MOST:
            raise self.abort("more than anybody asked for")
        return data


class _Secured(_Bounded, imaplib.IMAP4_SSL):
    """The same over TLS from the beginning."""


@contextmanager
def _opened(settings: Settings) -> Iterator[_Box]:
    """The mailbox, open to be read; `Failed` says what is in the way."""
    imap: imaplib.IMAP4 | None = None
    try:
        with within(SESSION):
            imap = _connected(settings)
            _sign_in(imap, settings)
            yield _Box(imap, _examined(imap, settings))
            imap.logout()
            imap = None
    except TimeoutError:
        raise Failed("later", "The mail server did not answer.", None, "deadline") from None
    except ssl.SSLCertVerificationError:
        raise Failed("later", "The network cannot prove who it is.", None, "certificate") from None
    except imaplib.IMAP4.abort as error:
        raise Failed("later", "The mail server broke off.", None, _said(error, settings)) from None
    except imaplib.IMAP4.error as error:
        raise Failed("later", "The mail server refuses it.", None, _said(error, settings)) from None
    except OSError as error:
        raise Failed("later", "The mail server cannot be reached.", None, unreached.why(error)) from None
    finally:
        if imap is not None:
            with suppress(OSError):  # The line may be broken already.
                imap.shutdown()


def _connected(settings: Settings) -> imaplib.IMAP4:
    host, security, port = settings.get("host", ""), settings.get("security") or "tls", settings.get("port")
    if security not in PORTS or (port and not re.fullmatch("[0-9]{1,5}", port)):
        raise Failed("never", "The mail server's port or security is none.")
    number = int(port or PORTS[security])
    if security == "tls":
        imap: imaplib.IMAP4 = _Secured(host, number, ssl_context=ssl.create_default_context(), timeout=CONNECT)
    else:
        imap = _Bounded(host, number, timeout=CONNECT)
    imap.sock.settimeout(PATIENCE)
    if security == "starttls":
        if "STARTTLS" not in imap.capabilities:
            raise Failed("never", "The mail server offers no STARTTLS.")
        imap.starttls(ssl.create_default_context())
    return imap


LATER = ("UNAVAILABLE", "LIMIT", "INUSE", "SERVERBUG", "CONTACTADMIN")
"""Codes of an answer (RFC 5530) by which a server says that the user and the password are not what is wrong."""


def _sign_in(imap: imaplib.IMAP4, settings: Settings) -> None:
    try:
        imap.login(settings["user"], settings["password"])
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error as error:
        said = _said(error, settings)
        if any(f"[{code}" in said.upper() for code in LATER):
            raise Failed("later", "The mail server asks to come again later.", None, said) from None
        raise Failed("never", "The mail server does not accept the user or the password.", 60.0, said) from None
    except UnicodeEncodeError:
        raise Failed("never", "The mail server does not accept the user or the password.", 60.0) from None


def _examined(imap: imaplib.IMAP4, settings: Settings) -> tuple[int, int | None]:
    """UIDVALIDITY and UIDNEXT of the folder, which is opened without a right to change it."""
    status, _ = imap.select(f'"{_utf7(settings.get("folder") or "INBOX")}"', readonly=True)
    if status != "OK":
        raise Failed("never", "The mailbox has no such folder.", None, settings.get("folder", ""))
    validity = _number(imap, "UIDVALIDITY")
    if validity is None:
        raise Failed("never", "The mail server does not number its letters.")
    return validity, _number(imap, "UIDNEXT")


def _number(imap: imaplib.IMAP4, name: str) -> int | None:
    told: Any = imap.response(name)[1]
    last = told[-1] if told else None
    return int(last) if isinstance(last, bytes) and last.isdigit() and len(last) <= 10 else None


def _utf7(folder: str) -> str:
    """A folder's name as IMAP writes it (RFC 3501, 5.1.3), without what would end its quotes."""
    parts: list[str] = []
    for run in re.findall(r"[ -~]+|[^ -~]+", folder):
        if run.isascii() and run.isprintable():
            parts.append(re.sub(r'["\\]', "", run).replace("&", "&-"))
        else:
            encoded = base64.b64encode(run.encode("utf-16-be", "replace")).rstrip(b"=").replace(b"/", b",")
            parts.append(f"&{encoded.decode()}-")
    return "".join(parts)


def _said(error: Exception, settings: Settings) -> str:
    """What a server said, in one line, without our password."""
    raw = error.args[0] if error.args else ""
    told = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else str(raw)
    return str(without([settings.get("password", "")], one_line(told)))


# The box


class _After:
    """How far a mailbox was read, and whether there is more now."""

    def __init__(self, validity: int, last: int, more: bool) -> None:
        self.state: State = {"validity": validity, "uid": last}
        self.more = more


class _Box:
    def __init__(self, imap: imaplib.IMAP4, numbers: tuple[int, int | None]) -> None:
        self._imap = imap
        self._validity, self._next = numbers

    def next_after(self, state: State) -> tuple[Sequence[int], _After]:
        """The numbers of the letters to be read now, and how far that reaches."""
        last = state.get("uid")
        if state.get("validity") != self._validity or type(last) is not int:
            found = self._search("SINCE", datetime.fromtimestamp(source.beginning(), UTC).strftime("%d-%b-%Y"))
            first = min(found, default=self._next or 1)
            return [], _After(self._validity, first - 1, bool(found))
        until = last + WINDOW
        open_ended = self._next is None or until >= self._next - 1
        found = [one for one in self._search("UID", f"{last + 1}:{'*' if open_ended else until}") if one > last]
        numbers = found[:AT_ONCE]
        if len(found) > AT_ONCE:
            return numbers, _After(self._validity, numbers[-1], True)
        if open_ended:
            return numbers, _After(self._validity, max([last, *numbers]), False)
        return numbers, _After(self._validity, until, True)

    def _search(self, *criteria: str) -> list[int]:
        status, told = self._imap.uid("SEARCH", *criteria)
        if status != "OK":
            raise Failed("later", "The mail server refuses it.", None, "SEARCH")
        words = b" ".join(one for one in told if isinstance(one, bytes)).split()
        return sorted({int(one) for one in words if one.isdigit() and len(one) <= 10})

    def letter(self, number: int) -> bytes | None:
        """The beginning of a letter; None where it is gone."""
        status, told = self._imap.uid("FETCH", str(number), f"(BODY.PEEK[]<0.{LARGEST}>)")
        if status != "OK":
            raise Failed("later", "The mail server refuses it.", None, "FETCH")
        for part in told:
            if isinstance(part, tuple) and len(part) > 1 and isinstance(part[1], bytes):
                return part[1]
        return None


# A letter


def understand(body: bytes, settings: Settings) -> Outcome:
    """A letter, whole or its beginning."""
    try:
        letter: EmailMessage = message_from_bytes(body, policy=policy.default)
        return _of_letter(letter, body)
    except Exception as error:  # The library raises whatever a broken header leads it to.
        return Outcome(ANSWER, dead=f"the letter cannot be read: {type(error).__name__}")


def _of_letter(letter: EmailMessage, body: bytes) -> Outcome:
    if (letter.get("Auto-Submitted") or "no").strip().lower() != "no" or _header(letter, "Precedence") == "bulk":
        return passed_over("a machine sent it")
    subject = one_line(_header(letter, "Subject"))
    words = _words(letter)
    text = "\n\n".join(one for one in (subject, words) if one)
    if not text:
        return passed_over("a letter without words")
    name, address = parseaddr(_header(letter, "From"))
    author = Author(one_line(name)[:200] or None, f"mailto:{address.lower()}"[:200]) if "@" in address else None
    identity = _header(letter, "Message-ID").strip() or hashlib.sha256(body).hexdigest()
    one = Mention(named("mail", identity), shown_text(text)[0], None, author, _date(letter))
    return mentioned(one)


def _header(letter: EmailMessage, name: str) -> str:
    """A header's words; what no database would keep of them is a space."""
    return "".join(one if one.isprintable() else " " for one in str(letter.get(name) or "")[:2000])


def _words(letter: EmailMessage) -> str:
    """The plain part, else the words of the HTML."""
    for kind in ("plain", "html"):
        part = letter.get_body(preferencelist=(kind,))
        if part is not None:
            payload = part.get_payload(decode=True)
            raw = payload if isinstance(payload, bytes) else b""
            told = _decoded(raw, part.get_content_charset() or "utf-8")
            words = plain(told) if kind == "html" else told.strip()
            if words:
                return words
    return ""


def _decoded(raw: bytes, charset: str) -> str:
    try:
        return raw.decode(charset, "replace")
    except LookupError:
        return raw.decode("utf-8", "replace")


def _date(letter: EmailMessage) -> datetime | None:
    header: Any = letter["Date"]
    at = getattr(header, "datetime", None)
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC) if isinstance(at, datetime) else None
