"""The product's own server, which notes a thousand times a second of its processor's time what it is doing.

Started as `python -m bench.sampled PORT FILE`; after SIGUSR1 it writes what it has noted since the last time to FILE.
A sample belongs to the layer of its innermost frame whose file stands in LAYERS.
"""

from __future__ import annotations

from live.runtime import patch

patch()

import json
import os
import signal
import sys
from collections import Counter
from functools import lru_cache
from pathlib import Path
from types import FrameType

import app as product
from live.commands.common import configured
from live.runtime import server
from tests.support.server import ROOT

EVERY = 0.001
"""Seconds of the process's own time between two samples."""

LAYERS = (
    ("live/runtime/wire", "frames to the sockets"),
    ("live/runtime", "the server's own edge"),
    ("live/web", "routes and checks"),
    ("live/feed", "the feed"),
    ("live/views", "views"),
    ("live/language", "language"),
    ("live/workers", "the background"),
    ("live/desk", "the intake and the verbs"),
    ("live/store", "the store"),
    ("live/domain", "the domain"),
    ("live/protocol", "the protocol"),
    ("/sqlalchemy/", "SQLAlchemy"),
    ("/psycopg", "psycopg"),
    ("/pydantic", "pydantic"),
    ("/pymorphy3", "language"),
    ("/flask", "Flask"),
    ("/werkzeug/", "Flask"),
    ("/socketio/", "Socket.IO"),
    ("/engineio/", "Socket.IO"),
    ("/eventlet/wsgi", "HTTP"),
    ("/http/", "HTTP"),
    ("/email/", "HTTP"),
    ("/eventlet/", "eventlet"),
    ("/greenlet/", "eventlet"),
    ("/json/", "JSON"),
)
"""What a file's path holds, and whose time that is; the first that fits."""

OTHER = "the rest of Python"


@lru_cache(maxsize=10_000)
def layer_of(file: str) -> str | None:
    short = file.removeprefix(f"{ROOT}/")
    return next((layer for part, layer in LAYERS if part in short), None)


class Samples:
    def __init__(self, file: Path) -> None:
        self._file = file
        self._noted: Counter[str] = Counter()
        signal.signal(signal.SIGPROF, self._note)
        signal.signal(signal.SIGUSR1, self._write)
        signal.setitimer(signal.ITIMER_PROF, EVERY, EVERY)

    def _note(self, _: int, frame: FrameType | None) -> None:
        while frame is not None:
            layer = layer_of(frame.f_code.co_filename)
            if layer is not None:
                self._noted[layer] += 1
                return
            frame = frame.f_back
        self._noted[OTHER] += 1

    def _write(self, *_: object) -> None:
        noted, self._noted = self._noted, Counter()
        being_written = self._file.with_suffix(".part")
        being_written.write_text(json.dumps(noted), "utf-8")
        os.replace(being_written, self._file)


def main(port: int, file: Path) -> None:
    app = product.create_app(configured())
    Samples(file)
    server.serve(app, server.listen("127.0.0.1", port))


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
