"""An Engine.IO socket's line: heard within bounds from when it is opened, and cut when no more shall be heard."""

from __future__ import annotations

from functools import partial
from typing import Any

import structlog

from live.runtime.deadlines import CONNECTION
from live.runtime.hearing import Hearing

log = structlog.get_logger()


def opened(engine_socket: Any, environ: dict[str, Any]) -> None:
    """A websocket was opened for it over this request's connection."""
    engine_socket.line = environ[CONNECTION]
    engine_socket.hearing = Hearing(partial(cut, engine_socket))


def close(engine_socket: Any) -> None:
    """End a connection once it has been sent what waits for it."""
    engine_socket.close(wait=False)


def cut(engine_socket: Any, why: str) -> None:
    """End a connection now, without waiting for what it has not read."""
    if not engine_socket.line.is_a_strangers:
        log.warning("client cut off", why=why, sid=engine_socket.sid)
    engine_socket.close(wait=False, abort=True)
    engine_socket.line.end()
