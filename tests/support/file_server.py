"""A server from which files are fetched: real HTTP that says whatever a test wants it to."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

Say = Callable[[BaseHTTPRequestHandler], None]


class FileServer:
    """`files` maps a path to what is said there. `asked` are the paths that were asked for."""

    def __init__(self) -> None:
        self.files: dict[str, Say] = {}
        self.asked: list[str] = []
        self.ended = threading.Event()
        of = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                of.asked.append(self.path)
                try:
                    of.files.get(self.path, status(404))(self)
                except OSError:
                    pass  # Given up.

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port = int(self._server.server_address[1])
        self.url = f"http://127.0.0.1:{self.port}"

    def has(self, path: str, content: bytes, mime: str = "application/octet-stream") -> str:
        """The address of a file."""
        self.files[path] = whole(content, mime)
        return self.url + path

    def says(self, path: str, say: Say) -> str:
        self.files[path] = say
        return self.url + path

    def drips(self, handler: BaseHTTPRequestHandler) -> None:
        """A byte now and then, for ever."""
        self._head(handler, "image/jpeg")
        while not self.ended.wait(0.05):
            handler.wfile.write(b"\xff")

    def never_ends(self, handler: BaseHTTPRequestHandler) -> None:
        """As fast as it is taken, for ever."""
        self._head(handler, "image/jpeg")
        handler.wfile.write(b"\xff\xd8\xff")
        while not self.ended.is_set():
            handler.wfile.write(bytes(64 * 1024))

    @staticmethod
    def _head(handler: BaseHTTPRequestHandler, mime: str) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", mime)
        handler.end_headers()

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ended.set()
        self._server.shutdown()
        self._server.server_close()


def status(code: int, headers: Mapping[str, str] | None = None) -> Say:
    def say(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(code)
        for name, value in {"Content-Length": "0", **(headers or {})}.items():
            handler.send_header(name, value)
        handler.end_headers()

    return say


def moved(to: str) -> Say:
    return status(302, {"Location": to})


def whole(content: bytes, mime: str) -> Say:
    def say(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", mime)
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)

    return say
