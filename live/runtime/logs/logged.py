"""A WSGI app of which it is logged what breaks outside the web application, where nobody else would say so."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import structlog

log = structlog.get_logger()


class Logged:
    """Calls `app`. What it raises, also while its answer is sent, is logged and goes on to the server."""

    def __init__(self, app: Callable[..., Iterable[bytes]]) -> None:
        self.app = app

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        with _logging(environ):
            answer = self.app(environ, start_response)
        return answer if isinstance(answer, list) else _Answer(answer, environ)


class _Answer:
    """An answer that is made while it is sent."""

    def __init__(self, answer: Iterable[bytes], environ: dict[str, Any]) -> None:
        self.answer, self.environ = answer, environ

    def __iter__(self) -> Iterator[bytes]:
        with _logging(self.environ):
            yield from self.answer

    def close(self) -> None:
        close = getattr(self.answer, "close", None)
        if close is not None:
            close()


@contextmanager
def _logging(environ: dict[str, Any]) -> Generator[None]:
    try:
        yield
    except (ConnectionError, TimeoutError):
        raise  # The client's line broke: nothing of ours did.
    except Exception:
        method, path = environ.get("REQUEST_METHOD"), environ.get("PATH_INFO")
        log.exception("a request broke outside the application", method=method, path=path)
        raise
