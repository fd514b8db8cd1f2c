"""Files that go with a bot's message or post: core.telegram.org/bots/api#sending-files"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from live.channels.capabilities import ON_THE_PAGE, Http, OutgoingFile, OutgoingMessage
from live.channels.http import UPLOADING
from live.channels.telegram.client import call
from live.channels.webhook import read_str

Settings = Mapping[str, str]

CAPTION = 1024
"""Characters of a text that stands under a picture or a document."""

PICTURE, DOCUMENT = 10 * 1024 * 1024, 50 * 1024 * 1024
"""Bytes of what a bot sends."""


def parts(outgoing: OutgoingMessage, settings: Settings) -> list[OutgoingMessage]:
    """An album of pictures, then one of documents: Telegram mixes neither with the other, and a long text with none.

    A post is one message: the first album under a text that is short enough, else the text alone.
    """
    small = [file for file in outgoing.files if file.size <= DOCUMENT]
    pictures = tuple(file for file in small if is_picture(file))
    albums = [pictures, tuple(file for file in small if file not in pictures)]
    found = [replace(outgoing, text="", files=album) for album in albums if album]
    if found and len(outgoing.text) <= CAPTION:
        messages = [replace(found[0], text=outgoing.text), *found[1:]]
    else:
        messages = [replace(outgoing, files=()), *found]
    return messages[:1] if outgoing.contact == ON_THE_PAGE else messages


def place(outgoing: OutgoingMessage) -> str:
    return "bot"


def is_picture(file: OutgoingFile) -> bool:
    """Whether it is shown as one; a larger one is a document."""
    return file.is_picture and file.size <= PICTURE


def send(outgoing: OutgoingMessage, to: Mapping[str, Any], settings: Settings, http: Http) -> Any:
    """One, or an album of them; the text stands under the first. What Telegram has already is only named."""
    kind = "photo" if all(is_picture(file) for file in outgoing.files) else "document"
    sent = {f"file{file.id}": file.part for file in outgoing.files if file.token is None}
    named = [file.token or f"attach://file{file.id}" for file in outgoing.files]
    if len(named) == 1:
        said = {kind: named[0], "caption": outgoing.text} if outgoing.text else {kind: named[0]}
        return call(http, f"send{kind.capitalize()}", settings, UPLOADING, sent, **to, **said)
    media: list[dict[str, Any]] = [{"type": kind, "media": name} for name in named]
    if outgoing.text:
        media[0]["caption"] = outgoing.text
    return call(http, "sendMediaGroup", settings, UPLOADING, sent, **to, media=media)


def messages(made: Any) -> list[dict[str, Any]]:
    """What was posted: a message, or an album's one by one."""
    listed = made if isinstance(made, list) else [made]
    return [one for one in listed if isinstance(one, dict)]


def tokens(outgoing: OutgoingMessage, made: Any) -> dict[int, str]:
    """By what Telegram knows the files from now on, by their numbers."""
    return {file.id: name for file, one in zip(outgoing.files, messages(made), strict=False) if (name := _name(one))}


def _name(message: Mapping[str, Any]) -> str | None:
    """Of a picture the largest of its sizes."""
    found = message.get("document")
    sizes = message.get("photo")
    if isinstance(sizes, list) and sizes:
        found = sizes[-1]
    return read_str(found, "file_id") if isinstance(found, dict) else None
