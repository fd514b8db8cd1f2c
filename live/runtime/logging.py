"""Structured logs, as text or as JSON. Never the locals of a traceback: they hold residents' words and contacts."""

from __future__ import annotations

import io
import logging
import sys
from typing import Any, TextIO

import structlog


def configure(form: str = "text") -> None:
    """Log to stderr as `text` or `json`."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    if form == "json":
        last: list[structlog.typing.Processor] = [
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ]
    else:
        renderer = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=_set_in)
        last = [_in_one_line, renderer]
    structlog.configure(
        processors=[*shared, *last],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    others = logging.StreamHandler(sys.stderr)
    others.setFormatter(_OneLine("%(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[others])
    # Its warnings hold addresses, and an address may hold a network's token.
    logging.getLogger("urllib3").setLevel(logging.ERROR)


class _OneLine(logging.Formatter):
    """For what libraries say by the standard library's own log."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - The standard library's name.
        return _printable(super().formatMessage(record))


def _in_one_line(_: Any, __: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Everything that is told stays in its line: a name with a line's end in it would forge the next one."""
    return {name: _printable(value) if isinstance(value, str) else value for name, value in event.items()}


def _printable(text: str) -> str:
    """The text, with what a terminal would obey written out."""
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in text)


def _set_in(out: TextIO, exc_info: structlog.typing.ExcInfo) -> None:
    """A traceback, each line of it marked: its last ones are an error's own words."""
    whole = io.StringIO()
    structlog.dev.plain_traceback(whole, exc_info)
    for line in whole.getvalue().strip().splitlines():
        out.write(f"\n  | {_printable(line)}")
