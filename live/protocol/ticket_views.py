"""What hangs on a ticket, as a screen is told of it."""

from __future__ import annotations

from typing_extensions import TypedDict


class ApprovalView(TypedDict):
    """A final answer that waits for a coordinator: who wrote it and when, and by when it is to be approved."""

    by: str
    at: str | None
    due: str | None


class PartView(TypedDict):
    """A part of the answer that another department is asked for: `text` is what is asked, `due` by when.

    `state`: asked, given, declined (`reason` says why) or dropped. `version` is the part's own.
    """

    id: int
    version: int
    department: str
    person: str | None
    person_id: int | None
    text: str
    due: str | None
    state: str
    by: str
    at: str | None
    moved_by: str | None
    moved_at: str | None
    reason: str | None
