"""What the sources that only read share: no way in by a hook, names for posts, and steps through many subjects."""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from live.channels.webhook import Outcome, Request, Setting, as_body, json_object
from live.domain.foreign_values import Unreadable
from live.domain.listening.mention import LONGEST_ID, Mention
from live.domain.refused import Refused
from live.runtime.tasks import sleep

ANSWER = (200, "text/plain; charset=utf-8", "ok")
"""Nobody is answered; an Outcome has one."""

FIRST = 24 * 3600
"""Seconds: how far back a source is read at first."""

COMMUNITIES = (Setting("communities", lines=True), Setting("comments", flag=True), Setting("host"))
"""The settings of a network whose communities are read: which, whether their comments too, and where it is."""

Settings = Mapping[str, str]


def read(request: Request, settings: Settings) -> Outcome:
    """Always refused: a source is asked, and nothing is brought to it."""
    raise Refused("forbidden", "This channel only reads; nothing is brought to it.")


def mentioned(one: Mention) -> Outcome:
    return Outcome(ANSWER, mentions=(one,))


def passed_over(why: str) -> Outcome:
    return Outcome(ANSWER, ignored=why)


def unreadable(error: Unreadable) -> Outcome:
    return Outcome(ANSWER, dead=str(error))


def payload_of(body: bytes) -> dict[str, Any]:
    """What was fetched, as JSON."""
    return json_object(body)


TURN = 10
"""Posts that are read between two turns of everybody else in this process."""


def understood(
    found: Iterable[Any], understand: Callable[[bytes, Settings], Outcome], settings: Settings
) -> list[tuple[bytes, Outcome]]:
    """Each of what was fetched as its body, with what it yields."""
    outcomes = []
    for index, payload in enumerate(found):
        if index % TURN == 0:
            sleep(0)  # The desk comes first.
        body = as_body(payload)
        outcomes.append((body, understand(body, settings)))
    return outcomes


def named(prefix: str, name: str) -> str:
    """A name that tells a post from others, and that fits: what is too long is known by its digest."""
    whole = f"{prefix}:{name}"
    return whole if len(whole) <= LONGEST_ID else f"{prefix}:{hashlib.sha256(name.encode()).hexdigest()}"


def items(setting: str) -> list[str]:
    """What a setting lists, by lines, commas or semicolons, each once."""
    return list(dict.fromkeys(one.strip() for one in re.split(r"[\n,;]+", setting) if one.strip()))


def next_of(subjects: Sequence[str], last: object) -> str:
    """The subject after the one that was asked last; the first where that is listed no more."""
    place = subjects.index(last) + 1 if isinstance(last, str) and last in subjects else 0
    return subjects[place % len(subjects)]


def closed(name: str) -> str:
    """What is said of a community that a network refuses, while the others are read."""
    return f"“{name}” cannot be read: it is closed, or there is none of this name."


def kept(state: Mapping[str, Any], subjects: Iterable[str], what: str = "read") -> dict[str, Any]:
    """How far each of these was read, without those that are listed no more."""
    known = state.get(what)
    return {one: known[one] for one in subjects if isinstance(known, dict) and one in known}


def beginning() -> int:
    """Since when, in seconds of Unix, a source is read at first."""
    return int(time.time()) - FIRST
