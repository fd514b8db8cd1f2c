"""Structured logs, as text or as JSON. Never the locals of a traceback, nor anybody's contact (`log_privacy`)."""

from __future__ import annotations

import logging
import sys

import structlog

from live.runtime.log_privacy import PrivateFormatter, without_persons


def configure(form: str = "text") -> None:
    """Log to stderr as `text` or `json`."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.format_exc_info,
        without_persons,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    plain = structlog.dev.plain_traceback
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=plain)
    )
    structlog.configure(
        processors=[*shared, renderer],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(PrivateFormatter("%(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    # Its warnings hold addresses, and an address may hold a network's token.
    logging.getLogger("urllib3").setLevel(logging.ERROR)
