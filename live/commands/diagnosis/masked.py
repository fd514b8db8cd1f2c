"""What may leave the machine of settings, metrics and logs: figures and the program's own words, and nothing else.

Everything goes by a list of what is known to be harmless. What stands not there is left out, whatever it is: of what
people type into a name, a title or a text nobody can tell by its looks whose it is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from live.settings.shipped import LIVE, ROOT

SHOWN = (
    *("LIVE_ASYNC", "LIVE_LOG", "LIVE_PROXIES", "LIVE_PROXY_FROM", "LIVE_PLAIN_NETWORK", "LIVE_SECOND_FACTOR"),
    *("LIVE_ASK_LIMIT", "LIVE_CONNECTIONS_PER_ADDRESS", "LIVE_CONNECTIONS_OF_STRANGERS", "LIVE_CONNECTIONS_RESERVED"),
    *("LIVE_REQUESTS_PER_ADDRESS", "LIVE_READS_PER_PERSON", "LIVE_OUT_NETWORKS", "LIVE_OUT_PORTS"),
    *("LIVE_FILES_NETWORKS", "LIVE_FILES_S3_REGION"),
)
"""Settings that are told as they stand: numbers, networks, and words of ours. Of all others only that they are set."""

PLAIN = re.compile(r"[0-9A-Za-z,./:; _-]{1,200}")
"""What such a setting looks like; anything else in its place is not told."""

KEPT = ("timestamp", "level", "request", "task", "endpoint", "code", "logger")
"""The fields of a log's line that the program itself chooses."""

WORD = re.compile(r"[A-Za-z0-9_.:+-]{1,64}")

CALL = re.compile(r'\blog\.\w+\(\s*"([^"]+)"')
"""A line of the log as the code writes it."""

FRAME = re.compile(r'File "(?:(?:[^"]*/)?((?:live|site-packages)/[^"]+)|[^"]*app\.py)", line (\d+), in (\w+)', re.A)

ERROR = re.compile(r"(?:\s*\| )?([A-Za-z_][\w.]*(?:Error|Exception|Refused|Timeout|Exit|Interrupt|Warning)\b)", re.A)

LABEL = re.compile(r'(\w+)="((?:[^"\\]|\\.)*)"')

ASKED = frozenset(
    {
        *("state", "screen", "task", "process", "error", "le", "method", "status", "command", "outcome"),
        *("where", "kind", "network", "channel", "version", "schema"),
    }
)
"""Labels of metrics whose values are words of ours."""

ROUTE = re.compile(r"[A-Za-z0-9_.:/<>-]{1,200}")
"""A route's rule, with a name in the place of what somebody has asked for."""


NAMING = frozenset({"port", "certificate", "workers"})
"""Checks whose sentences name a host or a machine: of those the figures alone are told."""

PATH = re.compile(r"(?<![\w.])/[^\s:;,]+")


def diagnosis(told: dict[str, Any]) -> dict[str, Any]:
    """What doctor has found, without the names of machines and folders."""
    return {**told, "checks": {name: _finding(name, one) for name, one in told["checks"].items()}}


def _finding(name: str, one: dict[str, Any]) -> dict[str, Any]:
    says = {} if name in NAMING else {"says": PATH.sub("/…", one["says"])}
    facts = {what: value for what, value in one["facts"].items() if what != "silent"}
    return {"level": one["level"], **says, "facts": facts}


def settings(environ: Mapping[str, str]) -> dict[str, str]:
    """Each LIVE_ setting that is given: its value where it may be told, else that there is one."""
    given = sorted(name for name, value in environ.items() if name.startswith("LIVE_") and value)
    return {name: _setting(name, environ[name]) for name in given}


def _setting(name: str, value: str) -> str:
    return value if name in SHOWN and PLAIN.fullmatch(value) else "(set)"


def metrics(text: str) -> str:
    """Prometheus's text, in which what somebody has named is numbered."""
    numbers: dict[str, str] = {}

    def masked(found: re.Match[str]) -> str:
        name, value = found[1], found[2]
        if (name in ASKED and WORD.fullmatch(value)) or (name == "route" and ROUTE.fullmatch(value)):
            return found[0]
        return f'{name}="#{numbers.setdefault(value, str(len(numbers) + 1))}"'

    lines = (line if line.startswith("#") else LABEL.sub(masked, line) for line in text.splitlines())
    return "\n".join(lines) + "\n"


def log_lines(lines: Iterable[str]) -> Iterator[str]:
    """What the program said, a line each as JSON: when, what in its own words, for which request, where it broke."""
    for line in lines:
        if told := _line(line.rstrip("\n")):
            yield json.dumps(told, ensure_ascii=False)


def _line(line: str) -> dict[str, Any]:
    told = _of_json(line) if line.startswith("{") else _of_text(line)
    event = told.pop("event", None)
    found = {name: value for name, value in told.items() if name in KEPT and WORD.fullmatch(str(value))}
    if event is not None:
        found["event"] = event if event in events() else f"(not told, {len(str(event))} letters)"
    if trace := list(_trace(str(told.get("exception", "")))):
        found["trace"] = trace
    return found


def _of_json(line: str) -> dict[str, Any]:
    try:
        told = json.loads(line)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


TEXT = re.compile(r"(?:\S+ )*?(\d{4}-\d\d-\d\dT[\d:.]+Z?) \[(\w+) *\] (.*)")
"""A line in the form `text`, whatever a journal has put before it."""

FIELD = re.compile(r"\b(request|task|endpoint|code)=([A-Za-z0-9_.:+-]+)(?= |$)")


def _of_text(line: str) -> dict[str, Any]:
    found = TEXT.match(re.sub(r"\x1b\[[\d;]*m", "", line))
    if found is None:
        return {"exception": line} if FRAME.search(line) or ERROR.match(line) else {}
    at, level, said = found.groups()
    event = next((one for one in events() if said == one or said.startswith(f"{one} ")), said)
    return {"timestamp": at, "level": level, "event": event, **dict(FIELD.findall(said[len(event) :]))}


def _trace(told: str) -> Iterator[str]:
    """Where in our code and in libraries something broke, and the kinds of errors, without their words."""
    for line in told.splitlines():
        if frame := FRAME.search(line):
            yield f"{frame[1] or 'app.py'}:{frame[2]} {frame[3]}"
        elif error := ERROR.match(line):
            yield error[1]


@cache
def events() -> tuple[str, ...]:
    """Everything that the program's own lines can say, the longest first."""
    files = [*ROOT.glob("app.py"), *LIVE.rglob("*.py")]
    found = {said for file in files for said in CALL.findall(file.read_text("utf-8"))}
    return tuple(sorted(found, key=len, reverse=True))
