"""What every channel shares: a request as it came, what reading it yields, and careful reading of a network's JSON.

Free of I/O and of any web framework: the screens hand the request in and store what comes out.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from live.domain.foreign_values import Unreadable
from live.domain.listening.mention import Mention
from live.domain.polls.posting import Ballot, Tally
from live.domain.submission import AuthorChange, Submission, cleaned

NO_TEXT = "Сообщение без текста"
"""Stands for the text of a message that has none (a photo alone). Content, as the message is, so not translated."""

ATTACHMENTS = 20
"""Links kept of one message; its original is kept whole beside them."""


@dataclass(frozen=True, slots=True)
class Request:
    """A webhook call. Header names are lower-case; `tail` is the path after the channel's key, without slashes."""

    body: bytes
    headers: Mapping[str, str]
    tail: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class CallSignal:
    """What a telephone exchange says about one call.

    `call_id` is the exchange's own; `state` is that of one of its legs (`live.domain.call_legs`), None where there is
    word of a recording alone. Numbers are E.164 where they can be understood, else as they came. `at` is aware, in UTC;
    None where the exchange gave no usable time. `seq` counts the words about a leg; without it `at` says what is older.
    """

    call_id: str
    state: str | None = None
    from_number: str | None = None
    to_number: str | None = None
    at: datetime | None = None
    recording_url: str | None = None
    leg: str | None = None
    seq: int | None = None

    @property
    def position(self) -> float | None:
        """Where it stands among the signals of its leg."""
        return self.seq if self.seq is not None else self.at.timestamp() if self.at else None


Answer = tuple[int, str, str]
"""Status, content type and body: exactly what the network wants to hear."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a webhook call yields. Beside its answer exactly one field is filled.

    `dead`: the secret was right but this payload cannot be read; the reason, in English, with which the whole body
    goes to the dead letters. `ignored`: why nothing need come of it.
    """

    answer: Answer
    submissions: tuple[Submission, ...] = ()
    changes: tuple[AuthorChange, ...] = ()
    calls: tuple[CallSignal, ...] = ()
    mentions: tuple[Mention, ...] = ()
    tallies: tuple[Tally, ...] = ()
    ballots: tuple[Ballot, ...] = ()
    dead: str | None = None
    ignored: str | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting that a channel takes: whether it is secret (never shown again) and whether reading needs it.

    `ours`: a secret that the centre makes up and the network is told. `flag`: it says yes or nothing (`chosen`).
    `choices`: it is one of these words, the first where it is empty. `address`: it is a whole web address, to which no
    secret goes. `lines`: it may be long, and is typed in several lines. `usual`: what a new channel's form offers.
    """

    name: str
    secret: bool = False
    required: bool = False
    ours: bool = False
    flag: bool = False
    choices: tuple[str, ...] = ()
    address: bool = False
    lines: bool = False
    usual: str = ""


JOINS = Setting("joins", choices=("no", "10", "60", "180", "1440"), usual="60")
"""For how many minutes after their last message a person's next one joins the question that is open."""


def joining_time(settings: Mapping[str, str]) -> timedelta | None:
    """The same of a channel's settings; None where every message is a question of its own."""
    minutes = settings.get(JOINS.name, "")
    return timedelta(minutes=int(minutes)) if minutes.isdecimal() and minutes in JOINS.choices else None


class Channel(Protocol):
    """What a file in this room offers."""

    @property
    def SETTINGS(self) -> tuple[Setting, ...]: ...

    def read(self, request: Request, settings: Mapping[str, str]) -> Outcome:
        """What the call yields; `Refused` (forbidden, invalid) where it cannot be trusted or is no JSON object."""
        ...


def same_secret(given: object, wanted: str) -> bool:
    """Constant-time comparison; an empty `wanted` matches nothing."""
    if not isinstance(given, str) or not wanted:
        return False
    return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), wanted.encode())


def json_object(body: bytes) -> dict[str, Any]:
    """The body as a JSON object; Unreadable for anything else, however it is broken."""
    try:
        payload = json.loads(body, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise Unreadable("the body is not JSON") from error
    if not isinstance(payload, dict):
        raise Unreadable("the body is not a JSON object")
    return payload


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def read_object(payload: Mapping[str, Any], name: str) -> dict[str, Any]:
    """The object under `name`; Unreadable without one."""
    value = payload.get(name)
    if not isinstance(value, dict):
        raise Unreadable(f"“{name}” is missing or no object")
    return value


def read_int(payload: Mapping[str, Any], *names: str) -> int:
    """The first of `names` that is there, as a whole number of at most 64 bits; Unreadable otherwise."""
    for name in names:
        value = payload.get(name)
        if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**63:
            return value
    raise Unreadable(f"“{names[0]}” is missing or no number")


def read_str(payload: Mapping[str, Any], name: str, limit: int = 200) -> str | None:
    """A short string without control characters; None where there is none."""
    value = payload.get(name)
    return (cleaned(value)[:limit] or None) if isinstance(value, str) else None


def from_seconds(seconds: object) -> datetime | None:
    """A Unix time in UTC; None where it is none that a calendar knows."""
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 < seconds < 253_402_300_800:
        return None
    return datetime.fromtimestamp(seconds, UTC)


def from_milliseconds(milliseconds: object) -> datetime | None:
    """The same of a Unix time in milliseconds."""
    if not isinstance(milliseconds, int | float) or isinstance(milliseconds, bool) or not abs(milliseconds) < 2**63:
        return None
    return from_seconds(milliseconds / 1000)


def shown_text(raw: object) -> tuple[str, bool]:
    """A message's text fit to show, and whether it is just what was sent: if not, the original is kept beside it."""
    text = cleaned(raw) if isinstance(raw, str) else ""
    return text or NO_TEXT, text == raw and bool(text)


def as_body(payload: Any) -> bytes:
    """What was fetched from a network, as the body in which it would have come."""
    return json.dumps(payload, ensure_ascii=False).encode("utf-8", "backslashreplace")


SHORTEST_SECRET = 6
"""A shorter secret is no secret: words of a text would be blotted out with it."""


def without(secrets: Sequence[str], value: Any) -> Any:
    """A text, or JSON, in which these secrets stand no more, wherever a network has repeated them."""
    if isinstance(value, str):
        for secret in secrets:
            if len(secret) >= SHORTEST_SECRET:
                value = value.replace(secret, "…")
        return value
    if isinstance(value, dict):
        return {name: without(secrets, inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [without(secrets, inner) for inner in value]
    return value


def chosen(settings: Mapping[str, str], name: str) -> bool:
    """Whether a setting says yes."""
    return settings.get(name, "").strip().lower() in ("1", "yes", "да", "true", "on")
