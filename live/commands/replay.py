"""Play a file of messages through the intake API, as load or as a rehearsal. A client of our own server."""

from __future__ import annotations

import csv
import gzip
import io
import threading
import time
import zlib
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests

FIELDS = ("text", "name", "contact", "profile", "locality", "topic", "external_id", "asked_at")
AUTHOR = ("name", "contact", "profile")
SENDERS = 32
TRIES = 60
"""Times that one message is sent before it counts as failed: a restarting server is waited for."""


class WrongFile(Exception):
    """The file cannot be played; one line says why."""


@dataclass
class Outcome:
    """What became of the messages; `seconds` from the first to the last answer."""

    sent: int = 0
    created: int = 0
    repeated: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    failed: int = 0
    seconds: float = 0.0

    @property
    def delivered(self) -> int:
        return self.created + self.repeated


def rows(path: Path, mapping: dict[str, str], limit: int | None) -> Iterator[dict[str, Any]]:
    """The file's rows as questions. `mapping` is column → field; without it, columns named like fields count.

    Each gets an external id of its file and row, so that a second play doubles nothing.
    """
    with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as raw:
        reader = csv.DictReader(io.TextIOWrapper(raw, encoding="utf-8-sig", newline=""))
        columns = reader.fieldnames or []
        chosen = mapping or {name: name for name in FIELDS if name in columns}
        missing = [column for column in chosen if column not in columns]
        unknown = [name for name in chosen.values() if name not in FIELDS]
        if missing:
            raise WrongFile(f"{path} has no column {missing[0]!r}; it has: {', '.join(columns)}")
        if unknown:
            raise WrongFile(f"there is no field {unknown[0]!r}; there are: {', '.join(FIELDS)}")
        if "text" not in chosen.values():
            raise WrongFile(f"no column is mapped to the field text; {path} has: {', '.join(columns)}")
        for number, row in enumerate(reader, 1):
            if limit is not None and number > limit:
                return
            yield _question(path, number, {chosen[c]: row[c] for c in chosen if row[c]})


def _question(path: Path, number: int, values: dict[str, str]) -> dict[str, Any]:
    author = {name: values.pop(name) for name in AUTHOR if name in values}
    question: dict[str, Any] = {"text": values.pop("text", ""), **values}
    question.setdefault("external_id", f"{path.name}:{number}")
    if author:
        question["author"] = author
    return question


def play(
    path: Path, url: str, token: str, slug: str, rate: float, mapping: dict[str, str], limit: int | None
) -> Outcome:
    """Send the file at `rate` messages a second; each is sent again until the server has answered for it."""
    outcome = Outcome()
    waiting: deque[tuple[float, dict[str, Any]]] = deque()
    started = time.monotonic()
    try:
        for index, question in enumerate(rows(path, mapping, limit)):
            waiting.append((started + index / rate, question))
    except (UnicodeDecodeError, csv.Error, EOFError, zlib.error) as error:
        raise WrongFile(f"{path} is no CSV file in UTF-8: {error}") from error
    outcome.sent = len(waiting)
    lock = threading.Lock()
    target = f"{url.rstrip('/')}/api/v1/broadcasts/{slug}/questions"
    senders = [
        threading.Thread(target=_send_all, args=(waiting, target, token, outcome, lock), daemon=True)
        for _ in range(min(SENDERS, max(1, len(waiting))))
    ]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    outcome.seconds = time.monotonic() - started
    return outcome


def _send_all(
    waiting: deque[tuple[float, dict[str, Any]]], target: str, token: str, outcome: Outcome, lock: threading.Lock
) -> None:
    with requests.Session() as session:
        session.headers["Authorization"] = f"Bearer {token}"
        for at, question in _taken_from(waiting):
            time.sleep(max(0.0, at - time.monotonic()))
            status, code = _send(session, target, question)
            with lock:
                if status == 201:
                    outcome.created += 1
                elif status == 200:
                    outcome.repeated += 1
                elif status is None:
                    outcome.failed += 1
                else:
                    outcome.refused[code] += 1


def _taken_from(waiting: deque[tuple[float, dict[str, Any]]]) -> Iterator[tuple[float, dict[str, Any]]]:
    """Each is taken once, however many take from it at the same time."""
    with suppress(IndexError):
        yield from iter(waiting.popleft, None)


def _send(session: requests.Session, target: str, question: dict[str, Any]) -> tuple[int | None, str]:
    """The answer's status and code; None where no answer came."""
    for _ in range(TRIES):
        try:
            response = session.post(target, json=question, timeout=20)
        except requests.RequestException:
            time.sleep(0.5)
            continue
        if response.status_code not in (429, 503):
            return response.status_code, _code(response)
        time.sleep(0.5)
    return None, "unavailable"


def _code(response: requests.Response) -> str:
    try:
        return str(response.json().get("code", ""))
    except (ValueError, AttributeError):
        return str(response.status_code)
