"""What stands on a community's wall, its own or another's.

That is dev.vk.com/method/wall.get, which a person's key or a service token may call.

    {"count": 150, "items": [{"id": 7, "owner_id": -456, "date": 1785571200, "text": "…", "copy_history": [post …],
     "attachments": [{"type": "video", …}], "views": {"count": 900}, "likes": {"count": 7}, …}]}
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from live.channels.capabilities import Http, PageFigures, PostOnPage
from live.channels.vk.client import call
from live.channels.webhook import from_seconds

AT_ONCE = 100
FILMS = frozenset({"video", "clip", "video_playlist"})
COUNTS = ("views", "likes", "reposts", "comments")


def newest(address: str, token: str, http: Http) -> list[PostOnPage]:
    """By the short name at the end of the page's address; what is pinned stands there too."""
    name = address.rstrip("/").rpartition("/")[2]
    response = call(http, "wall.get", token, domain=name, filter="owner", count=AT_ONCE)
    items = response.get("items") if isinstance(response, dict) else None
    told = [one for one in items if isinstance(one, dict)] if isinstance(items, list) else []
    return [post for one in told if (post := _post(one)) is not None]


def figures(post: Mapping[str, Any]) -> PageFigures:
    counts = {name: post.get(name) for name in COUNTS}
    return PageFigures(**{name: of.get("count") if isinstance(of, dict) else None for name, of in counts.items()})


def _post(item: Mapping[str, Any]) -> PostOnPage | None:
    at = from_seconds(item.get("date"))
    if at is None or type(item.get("owner_id")) is not int or type(item.get("id")) is not int:
        return None
    hangs = item.get("attachments")
    kinds = {one.get("type") for one in hangs if isinstance(one, dict)} if isinstance(hangs, list) else set()
    own = not item.get("copy_history")
    return PostOnPage(f"wall:{item['owner_id']}_{item['id']}", at, own, bool(kinds & FILMS), figures(item))
