"""A mail server as a test plays it: real SMTP (aiosmtpd) on a port of its own, with faults at will."""

from __future__ import annotations

import asyncio
import email
import email.policy
import socket
import ssl
import struct
import threading
from collections import deque
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USER, PASSWORD = "line@example.org", "mail-password"


@dataclass(frozen=True)
class Fault:
    """What goes wrong at a `step` of SMTP (MAIL, RCPT or DATA): an `answer`, or the line is cut.

    With `late` the letter is taken all the same, and only the answer is missing.
    """

    step: str
    answer: str | None = None
    late: bool = False
    seconds: float = 0.0


@dataclass(frozen=True)
class Taken:
    """A letter that was taken."""

    to: str
    sender: str
    message: EmailMessage
    user: str | None
    secured: bool

    @property
    def subject(self) -> str:
        return str(self.message["Subject"])

    @property
    def text(self) -> str:
        body = self.message.get_body(("plain",))
        assert body is not None
        return str(body.get_content()).replace("\r\n", "\n")

    @property
    def files(self) -> list[tuple[str | None, str, bytes]]:
        """(name, what it is, contents) of each that came along."""
        return [
            (one.get_filename(), one.get_content_type(), bytes(one.get_payload(decode=True)))
            for one in self.message.iter_attachments()
        ]


class Mail:
    """`letters` are those that it took. Whoever signs in does so as USER with PASSWORD."""

    def __init__(self, tls: ssl.SSLContext | None = None, auth: bool = False, from_the_start: bool = False) -> None:
        self.letters: list[Taken] = []
        self.refuses: set[str] = set()
        self._faults: deque[Fault] = deque()
        self._lock, self._started = threading.Lock(), threading.Event()
        self._tls, self._auth, self._wrapped = tls, auth, from_the_start
        self._loop = asyncio.new_event_loop()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._socket.getsockname()[1])

    @property
    def settings(self) -> dict[str, str]:
        line = {"host": "127.0.0.1", "port": str(self.port), "sender": "Прямая линия <line@example.org>"}
        return {**line, "security": "none"}

    def fail(self, *faults: Fault) -> None:
        """The next sessions go wrong like this, one fault after another."""
        with self._lock:
            self._faults.extend(faults)

    def to(self, address: str) -> list[Taken]:
        with self._lock:
            return [letter for letter in self.letters if letter.to == address]

    def __enter__(self) -> Mail:
        threading.Thread(target=self._run, daemon=True).start()
        self._started.wait()
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        wrapped = self._tls if self._wrapped else None
        starting = self._loop.create_server(self._session, sock=self._socket, ssl=wrapped)
        server = self._loop.run_until_complete(starting)
        self._started.set()
        self._loop.run_forever()
        server.close()
        self._loop.close()

    def _session(self) -> SMTP:
        later = self._tls if not self._wrapped else None
        return SMTP(
            self,
            hostname="mail.example.org",
            loop=self._loop,
            tls_context=later,
            require_starttls=later is not None,
            auth_required=self._auth and later is not None,
            auth_require_tls=self._tls is not None and not self._wrapped,
            authenticator=_authenticated,
        )

    # What aiosmtpd calls

    async def handle_MAIL(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any) -> str:
        if told := await self._wrong(server, "MAIL"):
            return told
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any) -> str:
        if told := await self._wrong(server, "RCPT"):
            return told
        if address in self.refuses:
            return "550 5.1.1 No such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        fault = self._next("DATA")
        if fault is None or fault.late:
            self._take(session, envelope)
        return await self._goes_wrong(server, fault) or "250 OK"

    def _take(self, session: Session, envelope: Envelope) -> None:
        assert isinstance(envelope.content, bytes) and envelope.mail_from
        read: Any = email.message_from_bytes(envelope.content, policy=email.policy.default)
        user = session.auth_data.decode() if session.auth_data else None
        secured = session.ssl is not None or self._wrapped
        with self._lock:
            self.letters += [Taken(to, envelope.mail_from, read, user, secured) for to in envelope.rcpt_tos]

    def _next(self, step: str) -> Fault | None:
        with self._lock:
            return self._faults.popleft() if self._faults and self._faults[0].step == step else None

    async def _wrong(self, server: SMTP, step: str) -> str | None:
        return await self._goes_wrong(server, self._next(step))

    async def _goes_wrong(self, server: SMTP, fault: Fault | None) -> str | None:
        if fault is None:
            return None
        await asyncio.sleep(fault.seconds)
        if fault.answer is None and not fault.seconds:
            assert server.transport is not None
            line = server.transport.get_extra_info("socket")
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        return fault.answer


def _authenticated(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
    if not isinstance(data, LoginPassword) or (data.login, data.password) != (USER.encode(), PASSWORD.encode()):
        return AuthResult(success=False, handled=False)
    return AuthResult(success=True, auth_data=data.login)
