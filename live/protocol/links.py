"""The links that a producer makes: each opens one screen of one broadcast, in one role."""

from __future__ import annotations

from dataclasses import dataclass

from live.domain.people import Role


@dataclass(frozen=True, slots=True)
class Opened:
    """What a link opens: one screen, in one role."""

    screen: str
    role: Role


LINKS = {
    "prompter": Opened("prompter", Role.PRESENTER),
    "head": Opened("head", Role.HEAD),
    "observer": Opened("head", Role.OBSERVER),
    "overlay": Opened("overlay", Role.GALLERY),
    "gallery": Opened("gallery", Role.GALLERY),
    "desk": Opened("desk", Role.MODERATOR),
    "calls": Opened("calls", Role.SCREENER),
    "rundown": Opened("rundown", Role.PRODUCER),
}
"""By what they are called: `observer` is the head's screen, read only."""
