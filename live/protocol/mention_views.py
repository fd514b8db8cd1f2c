"""The views of mentions: posts of others that were found beyond the centre's own pages."""

from __future__ import annotations

from typing_extensions import TypedDict


class MentionView(TypedDict):
    """A post of somebody else, as the tray shows it.

    `source`: the type of the channel that found it, `channel` what the centre calls that; `text` is cut to a length.
    `reach`: how many have seen it, null where that is not told; `found`: how often it was found, in copies too.
    `can_hide_author`: whether anything tells its author from others.
    """

    mention: int
    source: str
    channel: str | None
    author: str | None
    text: str
    link: str | None
    published_at: str | None
    found_at: str
    reach: int | None
    found: int
    can_hide_author: bool


class MentionsView(TypedDict):
    """The tray: how many wait (`more`: and others beyond that number), and the newest of them, the newest first."""

    waiting: int
    more: bool
    listed: list[MentionView]
