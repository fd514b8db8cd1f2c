"""The view of news of work: a count of each person's, and no more. What they are that person alone reads."""

from __future__ import annotations

from typing_extensions import TypedDict


class NewsView(TypedDict):
    """How many news of their work a person has not seen yet."""

    account: int
    unread: int
