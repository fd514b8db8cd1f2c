"""Posts in the bot's channel or group: core.telegram.org/bots/api#updating-messages.

A post of files is an album: its name tells the first and the last of its messages, and its text is the first's caption.

Telegram tells a bot nothing of who has seen them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from live.channels.capabilities import Failed, Http, PageFigures
from live.channels.telegram.client import call
from live.channels.telegram.sent_files import CAPTION

Settings = Mapping[str, str]

PAGE_TEXT = 4096
NAME = re.compile(r"(-?[0-9]{1,19})_([0-9]{1,19})(?:-([0-9]{1,19}))?")

ALBUM = 10
"""Messages that an album has at most."""


def chat_of(settings: Settings) -> int | str | None:
    """The number of a chat, or @ and the name of one, which people give with the sign, without it, or as a link."""
    given = settings.get("chat", "").strip().rstrip("/")
    if re.fullmatch(r"-?[0-9]{1,19}", given):
        return int(given)
    name = re.fullmatch(r"(?:(?:https?://)?t\.me/|@)?([A-Za-z0-9_]{1,64})", given)
    return f"@{name[1]}" if name else None


def publishes(settings: Settings) -> bool:
    return bool(settings.get("token")) and chat_of(settings) is not None


def correct(name: str, text: str, settings: Settings, http: Http) -> None:
    chat, numbers, is_album = _named(name)
    if not is_album:
        call(http, "editMessageText", settings, chat_id=chat, message_id=numbers[0], text=text)
    elif len(text) > CAPTION:
        raise Failed("never", "The words are too long for what stands under a picture.")
    else:
        call(http, "editMessageCaption", settings, chat_id=chat, message_id=numbers[0], caption=text)


def withdraw(name: str, settings: Settings, http: Http) -> None:
    chat, numbers, is_album = _named(name)
    if is_album:
        call(http, "deleteMessages", settings, chat_id=chat, message_ids=list(numbers))
    else:
        call(http, "deleteMessage", settings, chat_id=chat, message_id=numbers[0])


def figures(names: Sequence[str], settings: Settings, http: Http) -> Mapping[str, PageFigures]:
    return {}


def _named(name: str) -> tuple[int, range, bool]:
    """The chat, the numbers of the post's messages, and whether it is one of files."""
    known = NAME.fullmatch(name)
    if known is None:
        raise Failed("never", "It is not known which post this is.")
    first, last = int(known[2]), int(known[3] or known[2])
    return int(known[1]), range(first, min(last, first + ALBUM - 1) + 1), known[3] is not None
