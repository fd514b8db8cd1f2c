"""A ticket and what hangs on it, as a screen is told of them."""

from __future__ import annotations

from typing import Any

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


class TicketView(TypedDict):
    number: str
    kind: str
    state: str
    version: int
    broadcast: str
    question: int
    text: str
    promise: str | None
    locality: str | None
    topic: str | None
    department: str | None
    owner: str | None
    owner_id: int | None
    priority: str
    urgent: bool
    urgent_words: list[str]
    askers: int
    created_at: str | None
    clock_from: str | None
    reaction_due: str | None
    reacted_at: str | None
    resolution_due: str | None
    resolved_at: str | None
    closed_at: str | None
    held_at: str | None
    hold_reason: str | None
    waits: bool
    track: str
    reopened: int
    rating: int | None
    rating_text: str | None
    answer: str | None
    published: str | None
    approval: ApprovalView | None
    parts: list[PartView]
    matter: int | None
    replies: dict[str, int]
    escalated: dict[str, Any] | None


class DueView(TypedDict):
    """A ticket's limits, where they alone have moved."""

    ticket: str
    reaction_due: str | None
    resolution_due: str | None
