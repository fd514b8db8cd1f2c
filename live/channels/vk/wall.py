"""Posts on the community's wall: dev.vk.com/method/wall.post, wall.edit, wall.delete and wall.getById.

A community's key posts; what stands there is changed, taken away and looked at by a person's key alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from live.channels.capabilities import Failed, Http, OutgoingMessage, PageFigures, Sent
from live.channels.vk.client import call, text_of
from live.channels.vk.uploads import group_of

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
    made = text_of(call(http, "wall.post", token, **said), "post_id")
    return Sent(f"https://vk.com/wall{owner}_{made}", f"wall:{owner}_{made}")


def correct(name: str, text: str, settings: Settings, http: Http) -> None:
    owner, number = _named(name)
    call(http, "wall.edit", _persons(settings), owner_id=owner, post_id=number, message=text)


def withdraw(name: str, settings: Settings, http: Http) -> None:
    owner, number = _named(name)
    call(http, "wall.delete", _persons(settings), owner_id=owner, post_id=number)


def figures(names: Sequence[str], settings: Settings, http: Http) -> Mapping[str, PageFigures]:
    token = settings.get("user_token")
    if not token:
        return {}
    asked = ",".join("_".join(_named(name)) for name in names[:AT_ONCE])
    response = call(http, "wall.getById", token, posts=asked)
    items = response.get("items") if isinstance(response, dict) else response
    told = [one for one in items if isinstance(one, dict)] if isinstance(items, list) else []
    return {f"wall:{one.get('owner_id')}_{one.get('id')}": _figures(one) for one in told}


def _figures(post: Mapping[str, Any]) -> PageFigures:
    counts = {name: post.get(name) for name in ("views", "likes", "reposts", "comments")}
    return PageFigures(**{name: of.get("count") if isinstance(of, dict) else None for name, of in counts.items()})


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
