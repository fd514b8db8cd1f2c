"""The view of a poll: what is asked, and how many have chosen what."""

from __future__ import annotations

from typing_extensions import TypedDict


class PollOptionView(TypedDict):
    """`option`: its number, from 1 on. `by`: its votes by where they came from; those by hand are of `hand`.

    `share` is in per cent: of all votes, or of the voters where each may choose several. `gone`: it was taken away.
    """

    option: int
    text: str
    votes: int
    by: dict[str, int]
    share: int
    gone: bool


class PollPostView(TypedDict):
    """A page of a network on which it stands, or is to stand. `reason`, `detail`: what the last try met with."""

    channel: int
    network: str
    title: str | None
    state: str
    link: str | None
    reason: str | None
    detail: str | None


class PollView(TypedDict):
    """`many`: several options may be chosen; `chats`: a word or a digit in a chat counts. `shown`: it is on air.

    `voters`: how many people have voted. `until`: when it closes by itself, null where nobody has said.
    """

    id: int
    version: int
    question: str
    options: list[PollOptionView]
    many: bool
    chats: bool
    state: str
    shown: bool
    voters: int
    until: str | None
    opened_at: str | None
    closed_at: str | None
    posts: list[PollPostView]
