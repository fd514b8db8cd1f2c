"""A mail server that speaks real IMAP4rev1 (RFC 3501) on a port of its own: enough of it for any client that reads.

It holds one user's folders, refuses what would change them, and counts what it was asked. Faults: a wrong sign-in, a
line that breaks, an answer without end, one that is greater than anybody asked for.
"""

from __future__ import annotations

import re
import socket
import socketserver
import ssl
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any, Self

USER, PASSWORD = "mentions@example.org", "imap-password-of-the-tests"


@dataclass
class Folder:
    validity: int = 1
    letters: dict[int, bytes] = field(default_factory=dict)
    next: int = 1

    def put(self, raw: bytes) -> int:
        number, self.next = self.next, self.next + 1
        self.letters[number] = raw
        return number

    def renumber(self) -> None:
        """The server has lost its numbers: all are others now."""
        raws, self.letters, self.next = list(self.letters.values()), {}, 1
        self.validity += 1
        for raw in raws:
            self.put(raw)


def letter(text: str, subject: str = "Жалоба", sender: str = "Анна <anna@example.org>", **headers: str) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, USER, subject
    message["Date"] = headers.pop("date", datetime.now(UTC).strftime("%a, %d %b %Y %H:%M:%S +0000"))
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message.as_bytes()


class Imap:
    """The server. `break_at`: a command at which the line breaks. `flood`: one at which it never stops talking.

    `tls` with `security`, tls or starttls: its line is secured from the start, or once that is asked for.
    """

    def __init__(self, tls: ssl.SSLContext | None = None, security: str = "none") -> None:
        self.tls, self.security = tls, security
        self.signed_in_over: list[str] = []
        self.folders = {"INBOX": Folder(), "&BB4EMQRABDAESQQ1BD0EOARP-": Folder()}
        self.commands: list[str] = []
        self.refuses: str | None = None
        self.break_at: str | None = None
        self.flood: str | None = None
        self.huge = False
        self.silent = False
        self.flags: list[str] = []
        self._server = _Server(("127.0.0.1", 0), self)
        self.port = int(self._server.server_address[1])

    @property
    def inbox(self) -> Folder:
        return self.folders["INBOX"]

    @property
    def settings(self) -> dict[str, str]:
        secured = {"host": "127.0.0.1", "port": str(self.port), "security": self.security}
        return {**secured, "user": USER, "password": PASSWORD}

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, address: tuple[str, int], imap: Imap) -> None:
        super().__init__(address, _Session)
        self.imap = imap

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that breaks off is no trouble of the server's."""


class _Session(socketserver.StreamRequestHandler):
    server: _Server
    disable_nagle_algorithm = True  # An answer is several small writes.

    def setup(self) -> None:
        if self.server.imap.security == "tls":
            self._secure()
        super().setup()

    def _secure(self) -> None:
        assert self.server.imap.tls is not None
        self.request = self.server.imap.tls.wrap_socket(self.request, server_side=True)

    def handle(self) -> None:
        self.imap, self.folder, self.signed_in = self.server.imap, None, False
        while self.imap.silent:
            if not self.rfile.readline(8192):
                return
        self._tell("* OK IMAP4rev1 ready")
        while line := self.rfile.readline(8192):
            tag, _, rest = line.decode("utf-8", "replace").strip().partition(" ")
            name, _, given = rest.partition(" ")
            name = name.upper()
            if name == "UID":
                sub, _, given = given.partition(" ")
                name = f"UID {sub.upper()}"
            self.imap.commands.append(name)
            if self.imap.break_at == name:
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            while self.imap.flood == name:
                self._tell("* OK still here " + "x" * 900)
            self._done(tag, name, given)
            if name == "LOGOUT":
                return

    folder: Folder | None
    imap: Imap
    signed_in: bool

    def _done(self, tag: str, name: str, given: str) -> None:
        if name == "CAPABILITY":
            starts = " STARTTLS" if self.imap.security == "starttls" else ""
            self._tell(f"* CAPABILITY IMAP4rev1{starts}")
        elif name == "STARTTLS" and self.imap.security == "starttls":
            self._tell(f"{tag} OK begin")
            self._secure()
            return super().setup()
        elif name == "LOGOUT":
            self._tell("* BYE see you")
        elif name == "LOGIN":
            words = re.findall(r'"((?:[^"\\]|\\.)*)"|(\S+)', given)
            user, password = (quoted or bare for quoted, bare in words)
            if self.imap.refuses or (user, password) != (USER, PASSWORD):
                return self._tell(f"{tag} NO {self.imap.refuses or '[AUTHENTICATIONFAILED] wrong'} for {given}")
            self.signed_in = True
            self.imap.signed_in_over.append("TLS" if isinstance(self.connection, ssl.SSLSocket) else "none")
        elif not self.signed_in:
            return self._tell(f"{tag} BAD sign in first")
        elif name == "EXAMINE":
            self.folder = self.imap.folders.get(given.strip('"'))
            if self.folder is None:
                return self._tell(f"{tag} NO [NONEXISTENT] no such folder")
            self._tell(f"* {len(self.folder.letters)} EXISTS")
            self._tell(f"* OK [UIDVALIDITY {self.folder.validity}] valid")
            self._tell(f"* OK [UIDNEXT {self.folder.next}] next")
            return self._tell(f"{tag} OK [READ-ONLY] done")
        elif self.folder is None:
            return self._tell(f"{tag} BAD open a folder first")
        elif name == "UID SEARCH":
            self._tell(" ".join(["* SEARCH", *map(str, self._found(self.folder, given))]))
        elif name == "UID FETCH":
            self._fetch(self.folder, given)
        else:
            self.imap.flags.append(name)
            return self._tell(f"{tag} NO [READ-ONLY] nothing may be changed")
        self._tell(f"{tag} OK done")

    def _found(self, folder: Folder, given: str) -> list[int]:
        if span := re.match(r"UID (\d+):(\d+|\*)", given):
            last = max(folder.letters, default=0)
            ends = [int(span[1]), last if span[2] == "*" else int(span[2])]
            return [one for one in folder.letters if min(ends) <= one <= max(ends)]  # RFC 3501: in either order.
        return list(folder.letters)

    def _fetch(self, folder: Folder, given: str) -> None:
        asked = re.match(r"(\d+) \(BODY\.PEEK\[\]<0\.(\d+)>\)", given)
        if asked is None:
            self.imap.flags.append(f"FETCH {given}")
            return
        number = int(asked[1])
        raw = folder.letters.get(number)
        if raw is None:
            return
        body = b"x" * 3_000_000 if self.imap.huge else raw[: int(asked[2])]
        self.wfile.write(f"* 1 FETCH (UID {number} BODY[]<0> {{{len(body)}}}\r\n".encode() + body + b")\r\n")

    def _tell(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")
