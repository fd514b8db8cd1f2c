"""What a screen is given of the order beside its questions."""

from __future__ import annotations

from typing_extensions import TypedDict


class SegmentView(TypedDict):
    """A title of the order; `rank` sorts among those of the questions."""

    segment: int
    version: int
    title: str
    rank: str
