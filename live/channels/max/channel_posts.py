"""Posts in the bot's channel: dev.max.ru/docs-api, PUT, DELETE and GET of /messages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from live.channels.capabilities import Http, PageFigures
from live.channels.max.client import call, done

Settings = Mapping[str, str]

PAGE_TEXT = 4000
AT_ONCE = 50


def chat_of(settings: Settings) -> str:
    """The channel's number."""
    return settings.get("chat", "").strip()


def publishes(settings: Settings) -> bool:
    return bool(settings.get("token")) and chat_of(settings).lstrip("-").isdecimal()


def correct(name: str, text: str, settings: Settings, http: Http) -> None:
    done(call(http, "PUT", "messages", settings, params={"message_id": name}, json={"text": text}))


def withdraw(name: str, settings: Settings, http: Http) -> None:
    done(call(http, "DELETE", "messages", settings, params={"message_id": name}))


def figures(names: Sequence[str], settings: Settings, http: Http) -> Mapping[str, PageFigures]:
    response = call(http, "GET", "messages", settings, params={"message_ids": ",".join(names[:AT_ONCE])})
    listed = response.get("messages")
    told = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    return {name: PageFigures(views=_views(one)) for one in told if (name := _mid(one))}


def _mid(message: Mapping[str, Any]) -> str | None:
    body = message.get("body")
    mid = body.get("mid") if isinstance(body, dict) else None
    return mid if isinstance(mid, str) else None


def _views(message: Mapping[str, Any]) -> int | None:
    stat = message.get("stat")
    views = stat.get("views") if isinstance(stat, dict) else None
    return views if type(views) is int else None
