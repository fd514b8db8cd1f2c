"""The view of duty: who is on duty now and next, and what was left to who follows."""

from __future__ import annotations

from typing_extensions import TypedDict


class ShiftView(TypedDict):
    """A shift. `who` stands it, or is to; null where nobody is found yet. `instead_of`: for whom it was planned.

    `topics`, `places`: empty is all. `taken`: somebody stands it; `handed`: its note is written; `told`: who stands it
    is told of alarms now; `away`: who is to stand it is marked absent.
    """

    shift: int
    who: str | None
    account: int | None
    instead_of: str | None
    begins: str
    ends: str
    topics: list[str]
    places: list[str]
    taken: bool
    handed: bool
    told: bool
    away: bool


class DutyNoteView(TypedDict):
    """What was left by who stood a shift, and nobody has confirmed yet. `account`: whose note it is."""

    shift: int
    text: str
    by: str
    account: int | None
    at: str


class DutyView(TypedDict):
    """`kept`: whether the centre has a roster at all. `now`: the shifts that run, and those that are stood beyond their
    end until who follows has confirmed; `coming`: the next. `notes`: the newest first; none for an executor.
    """

    kept: bool
    now: list[ShiftView]
    coming: list[ShiftView]
    notes: list[DutyNoteView]
