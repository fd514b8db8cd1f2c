"""The views of files that came with questions."""

from __future__ import annotations

from typing_extensions import TypedDict


class FileView(TypedDict):
    """A file that came with a question, beside its attachment: `state` is wanted, kept or refused, `why` a sentence.

    `media` says as what it is shown: picture, sound, video or document. Sizes are bytes and pixels.
    """

    file: int
    state: str
    media: str | None
    size: int | None
    width: int | None
    height: int | None
    why: str | None
