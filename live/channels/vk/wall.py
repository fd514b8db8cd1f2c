"""Posts on the community's wall: dev.vk.com/method/wall.post, wall.edit, wall.delete and wall.getById.

A community's key posts; what stands there is changed, taken away and looked at by a person's key alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from live.channels.capabilities import Failed, Http, OutgoingMessage, PageFigures, PostOnPage, Sent
from live.channels.vk import wall_reader
from live.channels.vk.client import call, text_of
from live.channels.vk.uploads import group_of, named

Settings = Mapping[str, str]

PAGE_TEXT = 15_895
AT_ONCE = 100
NAME = re.compile(r"wall:(-[0-9]{1,19})_([0-9]{1,19})")


def publishes(settings: Settings) -> bool:
    return bool(group_of(settings) and (settings.get("token") or settings.get("user_token")))


def post(outgoing: OutgoingMessage, settings: Settings, http: Http) -> Sent:
    owner = f"-{group_of(settings)}"
    token = settings.get("token") or settings.get("user_token", "")
    said: dict[str, Any] = {"owner_id": owner, "from_group": 1, "message": outgoing.text, "guid": outgoing.guard}
    made = text_of(call(http, "wall.post", token, **said, **named(outgoing)), "post_id")
    return Sent(f"https://vk.com/wall{owner}_{made}", f"wall:{owner}_{made}")


def correct(name: str, text: str, settings: Settings, http: Http) -> None:
    """With what hangs on the post: VK takes away what is not named again."""
    owner, number = _named(name)
    token = _persons(settings)
    stands = _posts([name], token, http)
    if not stands:
        raise Failed("never", "The post is not there any more.")
    hangs: dict[str, Any] = {"attachments": attached} if (attached := _attachments(stands[0])) else {}
    call(http, "wall.edit", token, owner_id=owner, post_id=number, message=text, **hangs)


def withdraw(name: str, settings: Settings, http: Http) -> None:
    owner, number = _named(name)
    call(http, "wall.delete", _persons(settings), owner_id=owner, post_id=number)


def figures(names: Sequence[str], settings: Settings, http: Http) -> Mapping[str, PageFigures]:
    token = settings.get("user_token")
    if not token:
        return {}
    told = _posts(names[:AT_ONCE], token, http)
    return {f"wall:{one.get('owner_id')}_{one.get('id')}": wall_reader.figures(one) for one in told}


def _posts(names: Sequence[str], token: str, http: Http) -> list[dict[str, Any]]:
    """Those of these posts that stand there."""
    response = call(http, "wall.getById", token, posts=",".join("_".join(_named(name)) for name in names))
    items = response.get("items") if isinstance(response, dict) else response
    return [one for one in items if isinstance(one, dict)] if isinstance(items, list) else []


def _attachments(post: Mapping[str, Any]) -> str:
    """What hangs on a post as wall.edit names it: a link by its address, else photo<owner>_<id>_<key> and the like."""
    found = []
    listed = post.get("attachments")
    for one in listed if isinstance(listed, list) else []:
        kind = one.get("type") if isinstance(one, dict) else None
        item = one.get(kind) if isinstance(kind, str) else None
        if not isinstance(item, dict):
            continue
        if kind == "link":
            found.append(str(item.get("url", "")))
        elif type(item.get("owner_id")) is int and type(item.get("id")) is int:
            key = f"_{item['access_key']}" if isinstance(item.get("access_key"), str) else ""
            found.append(f"{kind}{item['owner_id']}_{item['id']}{key}")
    return ",".join(one for one in found if one)


def shows_posts(address: str, own: bool, settings: Settings) -> bool:
    return bool(settings.get("user_token"))


def newest_posts(address: str, own: bool, settings: Settings, http: Http) -> Sequence[PostOnPage]:
    return wall_reader.newest(address, settings["user_token"], http)


def _named(name: str) -> tuple[str, str]:
    known = NAME.fullmatch(name)
    if known is None:
        raise Failed("never", "It is not known which post this is.")
    return known[1], known[2]


def _persons(settings: Settings) -> str:
    token = settings.get("user_token")
    if not token:
        raise Failed("never", "VK lets only a person change a post, and the channel has no user_token: do it there.")
    return token
