"""WSGI apps that stand around one another."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any


def called(app: Any) -> Callable[..., Iterable[bytes]]:
    """How the app around this one calls it: by its method. To call the object takes C's stack, of which every socket
    keeps a piece for each app that it came through, as long as it is open."""
    method: Callable[..., Iterable[bytes]] = app.__call__
    return method
