"""Takes out of a log line what tells of a person: a log is read by whoever keeps the machine, and kept for years."""

from __future__ import annotations

import logging
import re
from typing import Any

from structlog.typing import EventDict, WrappedLogger

_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_CONTACT = re.compile(r"(?<!\w)(tel|mailto|vk|ok|max|telegram):[^\s'\",;)\]}<>]+")
_PHONE = re.compile(
    r"(?<![\w.:/-])(?:\+[0-9][0-9 ()\u00a0-]{8,18}[0-9]"
    r"|[78][ (\u00a0-]{0,2}[0-9]{3}[ )\u00a0-]{0,2}[0-9]{3}[ \u00a0-]?[0-9]{2}[ \u00a0-]?[0-9]{2})(?![\w-])"
)
_ROW = re.compile(r"DETAIL:.*?(?=\n\[SQL|\n\(Background|\nCONTEXT:|\nHINT:|\n\nThe above|\n\nDuring|\Z)", re.DOTALL)
"""What PostgreSQL tells of the row that it refused: all of its values."""


def private(text: str) -> str:
    """The text without telephones, e-mail addresses, contacts and the values of refused rows."""
    text = _ROW.sub("DETAIL: …", text)
    text = _CONTACT.sub(r"\1:…", text)
    text = _EMAIL.sub("…@…", text)
    return _PHONE.sub("…", text)


def without_persons(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    """A processor of structlog: every text of a line, its traceback too, made private."""
    return {name: _private(value) for name, value in line.items()}


def _private(value: Any) -> Any:
    if isinstance(value, str):
        return private(value)
    if isinstance(value, dict):
        return {name: _private(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple | set):
        return [_private(inner) for inner in value]
    return value if value is None or isinstance(value, bool | int | float) else private(str(value))


class PrivateFormatter(logging.Formatter):
    """The same for what the libraries log."""

    def format(self, record: logging.LogRecord) -> str:
        return private(super().format(record))
