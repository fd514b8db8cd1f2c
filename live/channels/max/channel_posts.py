"""Posts in the bot's channel: dev.max.ru/docs-api, PUT, DELETE and GET of /messages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from live.channels.capabilities import Http, PageFigures, PostOnPage
from live.channels.max.client import call, done
from live.channels.webhook import from_milliseconds

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


def shows_posts(address: str, own: bool, settings: Settings) -> bool:
    """The bot is told of its own channel alone."""
    return own and publishes(settings)


def newest_posts(address: str, own: bool, settings: Settings, http: Http) -> Sequence[PostOnPage]:
    """GET /messages gives the newest first."""
    response = call(http, "GET", "messages", settings, params={"chat_id": chat_of(settings), "count": str(PAGE)})
    listed = response.get("messages")
    told = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    return [post for one in told if (post := _post(one)) is not None]


PAGE = 100


def _post(message: Mapping[str, Any]) -> PostOnPage | None:
    mid, at = _mid(message), from_milliseconds(message.get("timestamp"))
    if mid is None or at is None:
        return None
    body, link = message.get("body"), message.get("link")
    attached = body.get("attachments") if isinstance(body, dict) else None
    kinds = {one.get("type") for one in attached if isinstance(one, dict)} if isinstance(attached, list) else set()
    own = not (isinstance(link, dict) and link.get("type") == "forward")
    return PostOnPage(mid, at, own, "video" in kinds, PageFigures(views=_views(message)))


def _mid(message: Mapping[str, Any]) -> str | None:
    body = message.get("body")
    mid = body.get("mid") if isinstance(body, dict) else None
    return mid if isinstance(mid, str) else None


def _views(message: Mapping[str, Any]) -> int | None:
    stat = message.get("stat")
    views = stat.get("views") if isinstance(stat, dict) else None
    return views if type(views) is int else None
