"""Topics of the group: apiok.ru/dev/methods/rest/mediatopic, `mediatopic.post` and `mediatopic.getByIds`.

A picture is handed over first, to an address that apiok.ru/dev/methods/rest/photosV2/photosV2.getUploadUrl gives.

Odnoklassniki lets no program change a topic or take it away.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from live.channels.capabilities import Failed, Http, OutgoingFile, OutgoingMessage, PageFigures, PostOnPage, Sent
from live.channels.http import UPLOADING
from live.channels.ok.client import rest, signs
from live.channels.webhook import from_milliseconds, read_str
from live.domain.foreign_values import web_link

Settings = Mapping[str, str]

PAGE_TEXT = 30_000
AT_ONCE = 50
PREFIX = "comment:GROUP_TOPIC:"
"""How the names of a topic's comments begin: what follows is the topic's number."""

UNREADABLE = "The network's answer cannot be read."


def group_of(settings: Settings) -> str:
    return settings.get("group_id", "").strip()


def publishes(settings: Settings) -> bool:
    return signs(settings) and group_of(settings).isdecimal()


def post(outgoing: OutgoingMessage, settings: Settings, http: Http) -> Sent:
    media: list[Mapping[str, Any]] = [{"type": "text", "text": outgoing.text}]
    if outgoing.files:
        media.append({"type": "photo", "list": [{"id": file.token} for file in outgoing.files]})
    number = posted(media, settings, http)
    return Sent(page(number, settings), f"{PREFIX}{number}")


def posted(media: Sequence[Mapping[str, Any]], settings: Settings, http: Http) -> str:
    """The number of a new topic that shows this."""
    attachment = json.dumps({"media": media}, ensure_ascii=False)
    made = rest(http, "mediatopic.post", settings, type="GROUP_THEME", gid=group_of(settings), attachment=attachment)
    number = str(made)
    if not isinstance(made, str | int) or not number.isdecimal():
        raise Failed("unsure", UNREADABLE, None, "mediatopic.post")
    if not int(number):
        raise Failed("never", "Odnoklassniki lets this application post nothing in the group.")
    return number


IN_A_TOPIC = 10
"""Pictures of a topic; documents it takes none."""


def upload(file: OutgoingFile, settings: Settings, http: Http) -> str:
    """A picture for a topic of the group; its token is told where it is handed over."""
    given = rest(http, "photosV2.getUploadUrl", settings, gid=group_of(settings), count=1)
    url = web_link(given.get("upload_url")) if isinstance(given, dict) else None
    if url is None:
        raise Failed("later", UNREADABLE, None, "upload_url")
    made = http.post(url, files={"pic1": file.part}, patience=UPLOADING)
    photos = made.get("photos") if isinstance(made, dict) else None
    first = next(iter(photos.values()), None) if isinstance(photos, dict) else None
    token = read_str(first, "token", 4000) if isinstance(first, dict) else None
    if token is None:
        raise Failed("never", "The network does not take this file.", None, "photosV2")
    return token


def page(number: str, settings: Settings) -> str:
    return f"https://ok.ru/group/{group_of(settings)}/topic/{number}"


def correct(name: str, text: str, settings: Settings, http: Http) -> None:
    raise Failed("never", "Odnoklassniki lets no program change a topic: do it there by hand.")


def withdraw(name: str, settings: Settings, http: Http) -> None:
    raise Failed("never", "Odnoklassniki lets no program change a topic: do it there by hand.")


def figures(names: Sequence[str], settings: Settings, http: Http) -> Mapping[str, PageFigures]:
    asked = ",".join(name.removeprefix(PREFIX) for name in names[:AT_ONCE])
    response = rest(http, "mediatopic.getByIds", settings, topic_ids=asked, fields="media_topic.*", media_limit=1)
    listed = response.get("media_topics") if isinstance(response, dict) else None
    told = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    return {f"{PREFIX}{one.get('id')}": _figures(one) for one in told}


GROUP = re.compile(r"https?://ok\.ru/group/([0-9]{1,20})")


def group_at(address: str, own: bool, settings: Settings) -> str | None:
    """The number of the group whose page this is; one with a short name is known by the channel that it is alone."""
    known = GROUP.fullmatch(address)
    return known[1] if known else (group_of(settings) or None) if own else None


def shows_posts(address: str, own: bool, settings: Settings) -> bool:
    return signs(settings) and group_at(address, own, settings) is not None


def newest_posts(address: str, own: bool, settings: Settings, http: Http) -> Sequence[PostOnPage]:
    """apiok.ru/dev/methods/rest/mediatopic/mediatopic.getTopics"""
    asked = {"gid": group_at(address, own, settings), "count": AT_ONCE, "fields": "media_topic.*"}
    response = rest(http, "mediatopic.getTopics", settings, **asked)
    listed = response.get("media_topics") if isinstance(response, dict) else None
    told = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    return [post for one in told if (post := _post(one)) is not None]


def _post(topic: Mapping[str, Any]) -> PostOnPage | None:
    number, at = topic.get("id"), from_milliseconds(topic.get("created_ms"))
    if at is None or not isinstance(number, str | int):
        return None
    media = topic.get("media")
    kinds = {one.get("type") for one in media if isinstance(one, dict)} if isinstance(media, list) else set()
    return PostOnPage(f"{PREFIX}{number}", at, "topic" not in kinds, bool(kinds & FILMS), _figures(topic))


FILMS = frozenset({"movie", "movie-reshare"})
"""Kinds of a topic's media; one that repeats another topic has it as `topic`."""


def _figures(topic: Mapping[str, Any]) -> PageFigures:
    def count(of: str, name: str) -> int | None:
        summary = topic.get(of)
        value = summary.get(name) if isinstance(summary, dict) else None
        return value if type(value) is int else None

    views = topic.get("views_count")
    return PageFigures(
        views if type(views) is int else None,
        count("like_summary", "count"),
        count("reshare_summary", "count"),
        count("discussion_summary", "comments_count"),
    )
