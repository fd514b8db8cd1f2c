"""Posts in the bot's channel or group: core.telegram.org/bots/api#editmessagetext and #deletemessage.

Telegram tells a bot nothing of who has seen them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from live.channels.capabilities import Failed, Http, PageFigures
from live.channels.telegram.client import call

Settings = Mapping[str, str]

PAGE_TEXT = 4096
NAME = re.compile(r"(-?[0-9]+)_([0-9]+)")


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
    chat, number = _named(name)
    call(http, "editMessageText", settings, chat_id=chat, message_id=number, text=text)


def withdraw(name: str, settings: Settings, http: Http) -> None:
    chat, number = _named(name)
    call(http, "deleteMessage", settings, chat_id=chat, message_id=number)


def figures(names: Sequence[str], settings: Settings, http: Http) -> Mapping[str, PageFigures]:
    return {}


def _named(name: str) -> tuple[int, int]:
    known = NAME.fullmatch(name)
    if known is None:
        raise Failed("never", "It is not known which post this is.")
    return int(known[1]), int(known[2])
