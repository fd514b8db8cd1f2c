"""What the quick ways past Flask share: which requests are plain, their bodies, and what a success carries."""

from __future__ import annotations

import io
from collections.abc import Hashable
from typing import TYPE_CHECKING, Any

from live.runtime.deadlines import Interrupted

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

ITS_OWN = ("Content-Type", "Content-Length")
"""Headers that each answer has of its own."""


def is_plain(environ: WSGIEnvironment) -> bool:
    """Whether nothing beside its path and its body says what is wanted, nor who sends it by a cookie."""
    return not (environ.get("QUERY_STRING") or "HTTP_COOKIE" in environ or "HTTP_TRANSFER_ENCODING" in environ)


def body_of(environ: WSGIEnvironment, most: int) -> bytes | None:
    """A body of at most so many bytes, which is put back for the route; None where it is for the route to say what is
    wrong with it."""
    length = environ.get("CONTENT_LENGTH", "")
    if not (length.isdigit() and 0 < int(length) <= most):
        return None
    try:
        raw: bytes = environ["wsgi.input"].read(int(length))
    except Interrupted:
        return None  # The route comes to its end too, and says so.
    environ["wsgi.input"] = io.BytesIO(raw)
    return raw if len(raw) == int(length) else None


class Learned:
    """What the route's own successes carried besides their type and length, by what tells one kind from another."""

    def __init__(self) -> None:
        self._carried: dict[tuple[Hashable, ...], list[tuple[str, str]]] = {}

    def of(self, *kind: Hashable) -> list[tuple[str, str]] | None:
        """The kind ends with the status. None before the route has answered with such a success."""
        return self._carried.get(kind)

    def learning(self, start_response: StartResponse, *kind: Hashable) -> StartResponse:
        """Notes what a success of the route carries, whatever its status."""

        def started(status: str, headers: list[tuple[str, str]], *exc_info: Any) -> Any:
            if status.startswith("2"):
                self._carried[*kind, status] = [pair for pair in headers if pair[0] not in ITS_OWN]
            return start_response(status, headers, *exc_info)

        return started
