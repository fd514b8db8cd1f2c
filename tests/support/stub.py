"""An outside network as a test plays it: real HTTP on a port of its own, with faults at will and a record of it all."""

from __future__ import annotations

import email
import email.policy
import json
import random
import socket
import struct
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

Json = Any


@dataclass(frozen=True)
class Part:
    """Of a form of several; a field has no `name` of a file."""

    name: str | None
    mime: str
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode()


@dataclass(frozen=True)
class Call:
    """A request as it came."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True))

    @property
    def given(self) -> dict[str, str]:
        """The parameters, whichever way they came."""
        return {**self.query, **(self.form if self.method == "POST" else {})}

    def json(self) -> Json:
        return json.loads(self.body)

    @property
    def parts(self) -> dict[str, Part]:
        """A form of several parts (RFC 7578), by their names."""
        head = f"Content-Type: {self.headers.get('content-type', '')}\r\n\r\n".encode()
        whole: Any = email.message_from_bytes(head + self.body, policy=email.policy.HTTP)
        found = {}
        for one in whole.iter_parts():
            name = str(one.get_param("name", header="Content-Disposition"))
            found[name] = Part(one.get_filename(), one.get_content_type(), one.get_payload(decode=True))
        return found


@dataclass(frozen=True)
class Fault:
    """What goes wrong with a call: before it is heard, or `late`, once it was done and only the answer is missing.

    A `status` or an `answer` instead of the right one, after `seconds`; with neither, the connection is reset.
    """

    status: int | None = None
    answer: Json = None
    late: bool = False
    seconds: float = 0.0
    headers: Mapping[str, str] = field(default_factory=dict)


def reset(late: bool = False) -> Fault:
    return Fault(late=late)


def slow(seconds: float) -> Fault:
    """The call is done, but its answer takes long."""
    return Fault(late=True, seconds=seconds)


@dataclass(frozen=True)
class Answer:
    """Anything but 200 with JSON."""

    status: int
    body: Json = None


Handler = Callable[[Call], Json]


class Stub:
    """`routes` maps a path to what is done there; a path that ends in “/” takes whatever begins so."""

    def __init__(self) -> None:
        self.routes: dict[str, Handler] = {}
        self.calls: list[Call] = []
        self._scripted: deque[tuple[str, Fault]] = deque()
        self._often: tuple[float, Sequence[Fault], random.Random] | None = None
        self._lock = threading.RLock()
        self._server = _Server(("127.0.0.1", 0), self)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def fail(self, path: str, *faults: Fault) -> None:
        """The next calls of a path (or, where it is empty, of any) go wrong like this, one after another."""
        with self._lock:
            self._scripted.extend((path, fault) for fault in faults)

    def fail_often(self, share: float, *faults: Fault, seed: int = 6) -> None:
        """From now on this share of all calls goes wrong, in one of these ways."""
        self._often = (share, faults, random.Random(seed))

    def work(self) -> None:
        """Nothing goes wrong any more."""
        self._often = None
        self._scripted.clear()

    def called(self, path: str) -> list[Call]:
        with self._lock:
            return [call for call in self.calls if call.path == path]

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    # What its threads do

    def fault(self, call: Call) -> Fault | None:
        with self._lock:
            self.calls.append(call)
            for place, (path, fault) in enumerate(self._scripted):
                if path in ("", call.path):
                    del self._scripted[place]
                    return fault
            if self._often and self._often[2].random() < self._often[0]:
                return self._often[2].choice(self._often[1])
        return None

    def answer(self, call: Call) -> Json:
        handler = self.routes.get(call.path)
        if handler is None:
            above = [path for path in self.routes if path.endswith("/") and call.path.startswith(path)]
            handler = self.routes[max(above, key=len)] if above else None
        return handler(call) if handler else Answer(404, {"error": "no such path"})


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, address: tuple[str, int], stub: Stub) -> None:
        super().__init__(address, _Handler)
        self.stub = stub

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that is gone, as a killed worker is, is no trouble of the network's."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        call = Call(self.command, url.path, dict(parse_qsl(url.query, keep_blank_values=True)), headers, body)
        stub = self.server.stub
        fault = stub.fault(call)
        if fault is None:
            return self._tell(stub.answer(call))
        answer = stub.answer(call) if fault.late else None
        time.sleep(fault.seconds)
        if fault.status is not None or fault.answer is not None:
            return self._tell(Answer(fault.status or 200, fault.answer), fault.headers)
        if fault.seconds:
            return self._tell(answer)
        return self._reset()

    do_POST = do_PUT = do_DELETE = do_GET

    def _tell(self, answer: Json, headers: Mapping[str, str] | None = None) -> None:
        told = answer if isinstance(answer, Answer) else Answer(200, answer)
        body = json.dumps(told.body, ensure_ascii=False).encode()
        self.send_response(told.status)
        for name, value in {"Content-Type": "application/json", **(headers or {})}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _reset(self) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def finish(self) -> None:
        try:
            super().finish()
        except OSError:
            pass
