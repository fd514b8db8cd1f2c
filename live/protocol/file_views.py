"""The views of files: of those that came with questions, and of those that answers carry."""

from __future__ import annotations

from typing_extensions import TypedDict


class FileView(TypedDict):
    """A file that came with a question, beside its attachment: `state` is wanted, kept or refused, `why` a sentence.

    `media` says as what it is shown: picture, sound, video or document. Sizes are bytes and pixels. `shown`: whether
    everybody may see it.
    """

    file: int
    state: str
    media: str | None
    size: int | None
    width: int | None
    height: int | None
    why: str | None
    shown: bool


class AnswerFileView(TypedDict):
    """A file that goes with an answer. `media`: picture or document; sizes are bytes and pixels."""

    file: int
    name: str
    media: str
    size: int
    width: int | None
    height: int | None
