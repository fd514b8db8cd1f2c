"""Why a machine could not be reached, in words for whoever has set it up; they are translated where they are shown."""

from __future__ import annotations

import errno
import socket
import ssl
from collections.abc import Iterator

NO_WAY = frozenset({errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EHOSTDOWN})


def why(error: BaseException) -> str:
    """By what the error came of, the first of all first; its own name where there are no words for any of it."""
    found = (_words(one) for one in reversed(list(_chain(error))))
    return next(filter(None, found), type(error).__name__)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _words(error: BaseException) -> str:
    match error:
        case socket.gaierror():
            return "No machine has this name."
        case TimeoutError():
            return "No answer came in time."
        case ConnectionRefusedError():
            return "Nothing listens there."
        case ConnectionResetError() | ConnectionAbortedError() | BrokenPipeError():
            return "The line broke off."
        case ssl.SSLError():
            return "No secure line came about."
        case OSError() if error.errno in NO_WAY:
            return "No way leads there."
        case _:
            return ""
