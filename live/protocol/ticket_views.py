"""What hangs on a ticket, as a screen is told of it."""

from __future__ import annotations

from typing_extensions import TypedDict


class ApprovalView(TypedDict):
    """A final answer that waits for a coordinator: who wrote it and when, and by when it is to be approved."""

    by: str
    at: str | None
    due: str | None
