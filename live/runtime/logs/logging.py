"""Structured logs, as text or as JSON. Never the locals of a traceback, nor anybody's contact (`privacy`)."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime
from typing import Any

import structlog

from live.runtime.logs import request_ids
from live.runtime.logs.privacy import PrivateFormatter, private, without_persons


def configure(form: str = "text") -> None:
    """Log to stderr as `text` or `json`."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        request_ids.with_request,
        structlog.processors.add_log_level,
        structlog.processors.format_exc_info,
        without_persons,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    if form == "json":
        last: list[structlog.typing.Processor] = [structlog.processors.JSONRenderer(ensure_ascii=False)]
    else:
        last = [_in_one_line, structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())]
    structlog.configure(
        processors=[*shared, *last],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    others = logging.StreamHandler(sys.stderr)
    others.setFormatter(_Json() if form == "json" else _OneLine("%(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[others])
    # Its warnings hold addresses, and an address may hold a network's token.
    logging.getLogger("urllib3").setLevel(logging.ERROR)


class _OneLine(PrivateFormatter):
    """For what libraries say by the standard library's own log."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - The standard library's name.
        return _printable(super().formatMessage(record))


class _Json(logging.Formatter):
    """The same as JSON, in the fields of our own lines: whatever reads the log reads one form."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {"logger": record.name, "event": private(record.getMessage())}
        line["level"] = record.levelname.lower()
        line |= request_ids.told()
        if record.exc_info:
            line["exception"] = private(self.formatException(record.exc_info))
        at = datetime.fromtimestamp(record.created, UTC).isoformat().replace("+00:00", "Z")
        return json.dumps({**line, "timestamp": at}, ensure_ascii=False)


def _in_one_line(_: Any, __: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Everything that is told stays in its line: a name with a line's end in it would forge the next one."""
    told = {name: _printable(value) if isinstance(value, str) else value for name, value in event.items()}
    if "exception" in event:
        told["exception"] = _set_in(event["exception"])
    return told


def _printable(text: str) -> str:
    """The text, with what a terminal would obey written out."""
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in text)


def _set_in(traceback: str) -> str:
    """A traceback, each line of it marked: its last ones are an error's own words."""
    return "\n".join(f"  | {_printable(line)}" for line in traceback.strip().splitlines())
