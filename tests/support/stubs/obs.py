"""OBS as a test plays it: obs-websocket 5 over a real socket, which asks for a password, breaks, is slow, and refuses.

Its frames are written by hand after RFC 6455, so that what reads them is held against the standard, not against itself.
"""

from __future__ import annotations

import base64
import hashlib
import json
import socket
import struct
import threading
from contextlib import suppress
from typing import Any, Self

from live.channels.control.obs.session import Obs
from live.channels.control.outlet import line_to

SALT, CHALLENGE = "lM1GncleQOaCu9lT1yeUZhFYnqhsLLP1G5lAGo3ixaI=", "+IxH4CnCiqpX1rM9scsNynZzbOe4KhDeYcTNS3PDaeY="
GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
TEXT, CLOSE, PING, PONG = 1, 8, 9, 10

AT_EASE = 60.0
"""Seconds of patience that a busy machine needs."""

Answer = dict[str, Any] | int
"""The data of an answer, or the code of a refusal."""


class ObsStub:
    """`heard`: what was asked for by whoever knew the password. `scenes`: the sources of each, and which are shown.
    `texts`: of the sources of text. `silent`: no request is answered; `code`: each is refused with it. `greets`: what
    is said first in place of a Hello; `hangs_up`: who comes is let in and at once cut off. `ends_with`: the code with
    which a line is ended behind the next answer, in one go."""

    def __init__(self, password: str = "") -> None:
        self.password = password
        self.heard: list[tuple[str, dict[str, Any]]] = []
        self.scenes = {"Студия": {"Рамка": False}, "Вопрос": {}}
        self.texts = {"Номер": ""}
        self.program, self.chapters = "Студия", list[str]()
        self.silent, self.code, self.deaf_to_pings = False, 0, False
        self.greets: str | None = None
        self.hangs_up, self.ends_with = False, 0
        self.visits = 0
        self._port = 0
        self._lines: list[socket.socket] = []
        self._listener: socket.socket | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self._port}"

    def start(self) -> None:
        """Listen, where it listened before."""
        self._listener = socket.create_server(("127.0.0.1", self._port))
        self._port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def stop(self) -> None:
        """Go, as a program does that was ended: nobody is told."""
        if self._listener is not None:
            with suppress(OSError):
                self._listener.shutdown(socket.SHUT_RDWR)
            self._listener.close()
            self._listener = None
        for line in self._lines:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
            line.close()
        self._lines.clear()

    def end_lines(self, code: int) -> None:
        """End every line with a code, as its user's button does with 4011."""
        for line in self._lines:
            _send(line, CLOSE, struct.pack(">H", code))

    def kinds(self) -> list[str]:
        """What was asked for since this was last looked at."""
        found = [kind for kind, _ in self.heard]
        self.heard.clear()
        return found

    def _accept(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                line, _ = listener.accept()
                self.visits += 1
                if self.hangs_up:
                    line.close()
                    continue
                self._lines.append(line)
                threading.Thread(target=self._serve, args=(line,), daemon=True).start()

    def _serve(self, line: socket.socket) -> None:
        with suppress(OSError, EOFError, ValueError):
            _shake_hands(line)
            hello: dict[str, Any] = {"obsWebSocketVersion": "5.5.2", "rpcVersion": 1}
            if self.password:
                hello["authentication"] = {"challenge": CHALLENGE, "salt": SALT}
            _send(line, TEXT, (self.greets or json.dumps({"op": 0, "d": hello})).encode())
            identify = json.loads(self._next_text(line))["d"]
            if self.password and identify.get("authentication") != _expected(self.password):
                return _send(line, CLOSE, struct.pack(">H", 4009) + b"Authentication failed.")
            _send(line, TEXT, json.dumps({"op": 2, "d": {"negotiatedRpcVersion": identify["rpcVersion"]}}).encode())
            while True:
                self._answer(line, json.loads(self._next_text(line))["d"])

    def _next_text(self, line: socket.socket) -> str:
        while True:
            kind, data = _read(line)
            if kind == TEXT:
                return data.decode()
            if kind == CLOSE:
                raise EOFError
            if kind == PING and not self.deaf_to_pings:
                _send(line, PONG, data)

    def _answer(self, line: socket.socket, request: dict[str, Any]) -> None:
        kind, data = request["requestType"], request.get("requestData", {})
        if self.silent:
            return
        answer = self.code or self._do(kind, data)
        self.heard.append((kind, data))
        if isinstance(answer, int):
            status: dict[str, Any] = {"result": False, "code": answer, "comment": "No source was found."}
            said = {"requestStatus": status}
        else:
            said = {"requestStatus": {"result": True, "code": 100}, "responseData": answer}
        told = {"requestType": kind, "requestId": request["requestId"], **said}
        _send(line, TEXT, json.dumps({"op": 5, "d": {"eventType": "SomethingElse"}}).encode())
        end = _frame(CLOSE, struct.pack(">H", self.ends_with)) if self.ends_with else b""
        line.sendall(_frame(TEXT, json.dumps({"op": 7, "d": told}).encode()) + end)

    def _do(self, kind: str, data: dict[str, Any]) -> Answer:
        scene = self.scenes.get(data.get("sceneName", "Студия"))
        if scene is None:
            return 600
        if kind == "SetCurrentProgramScene":
            self.program = data["sceneName"]
            return {}
        if kind == "CreateRecordChapter":
            self.chapters.append(data.get("chapterName", ""))
            return {}
        if kind in ("SetInputSettings", "GetInputSettings"):
            return self._text(kind, data)
        if kind == "GetSceneItemId":
            names = list(scene)
            return {"sceneItemId": names.index(data["sourceName"])} if data["sourceName"] in names else 600
        if kind in ("SetSceneItemEnabled", "GetSceneItemEnabled"):
            name = list(scene)[data["sceneItemId"]]
            if kind == "GetSceneItemEnabled":
                return {"sceneItemEnabled": scene[name]}
            scene[name] = data["sceneItemEnabled"]
            return {}
        return 204

    def _text(self, kind: str, data: dict[str, Any]) -> Answer:
        if data["inputName"] not in self.texts:
            return 600
        if kind == "GetInputSettings":
            return {"inputKind": "text_ft2_source_v2", "inputSettings": {"text": self.texts[data["inputName"]]}}
        self.texts[data["inputName"]] = data["inputSettings"]["text"]
        return {}


def opened(place: str, password: str) -> Obs:
    return line_to(place, password, AT_EASE)


def hurry(line: Obs | None) -> None:
    """From now on nothing is waited for: it is known that nothing will come."""
    assert line is not None
    line._line._patience = 0.1


def _expected(password: str) -> str:
    secret = base64.b64encode(hashlib.sha256((password + SALT).encode()).digest())
    return base64.b64encode(hashlib.sha256(secret + CHALLENGE.encode()).digest()).decode()


def _shake_hands(line: socket.socket) -> None:
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        head += _exactly(line, 1)
    fields = dict(one.lower().split(": ", 1) for one in head.decode().splitlines()[1:] if ": " in one)
    key = next(
        one.split(": ", 1)[1] for one in head.decode().splitlines() if one.lower().startswith("sec-websocket-key")
    )
    assert fields["sec-websocket-protocol"] == "obswebsocket.json"
    accept = base64.b64encode(hashlib.sha1((key + GUID).encode()).digest()).decode()
    line.sendall(
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Accept: {accept}\r\nSec-WebSocket-Protocol: obswebsocket.json\r\n\r\n".encode()
    )


def _send(line: socket.socket, kind: int, data: bytes) -> None:
    line.sendall(_frame(kind, data))


def _frame(kind: int, data: bytes) -> bytes:
    size = bytes([len(data)]) if len(data) < 126 else struct.pack(">BH", 126, len(data))
    return bytes([0x80 | kind]) + size + data


def _read(line: socket.socket) -> tuple[int, bytes]:
    first, size = _exactly(line, 2)
    assert size & 0x80, "a client masks what it sends"
    size &= 0x7F
    if size == 126:
        [size] = struct.unpack(">H", _exactly(line, 2))
    mask = _exactly(line, 4)
    return first & 0x0F, bytes(one ^ mask[at % 4] for at, one in enumerate(_exactly(line, size)))


def _exactly(line: socket.socket, count: int) -> bytes:
    found = b""
    while len(found) < count:
        if not (more := line.recv(count - len(found))):
            raise EOFError
        found += more
    return found
