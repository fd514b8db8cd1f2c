"""Another site: pages and sounds from an origin of its own, and what it was asked for."""

from __future__ import annotations

import io
import threading
import wave
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

File = tuple[str, bytes]
"""A media type, and the bytes."""


class Site:
    """Serves these files, by their paths, until the block ends. `asked` are the headers of each request, by path."""

    def __init__(self, files: Mapping[str, File], host: str = "127.0.0.1") -> None:
        self.files = files
        self.asked: dict[str, list[Any]] = {path: [] for path in files}
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                kind, body = site.files.get(self.path, ("text/plain", b""))
                site.asked.setdefault(self.path, []).append(dict(self.headers))
                self.send_response(200)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://{host}:{self._server.server_port}"

    def __enter__(self) -> Site:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def a_sound(seconds: float = 0.2) -> bytes:
    """Silence, as a WAV file."""
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(int(seconds * 8000) * 2))
    return file.getvalue()
