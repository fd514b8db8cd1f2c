"""VK's attachments as typed links: photo, video, audio, document, link; and the point that a message was sent with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from live.channels.webhook import ATTACHMENTS, read_str
from live.domain.files.place import on_map, written_on_map
from live.domain.foreign_values import web_link

TYPES = {"photo": "photo", "video": "video", "audio_message": "audio", "doc": "document", "link": "link"}
"""VK's type → ours, for what the desk knows how to show; any other keeps VK's word."""


def attachments(items: object) -> Iterator[dict[str, Any]]:
    """{type, url, title?} of whatever has an address."""
    for item in (items if isinstance(items, list) else [])[:ATTACHMENTS]:
        kind = item.get("type") if isinstance(item, dict) else None
        body = item.get(kind) if isinstance(kind, str) else None
        if not isinstance(kind, str) or not isinstance(body, dict):
            continue
        if url := _url(kind, body):
            title = read_str(body, "title")
            yield {"type": TYPES.get(kind, kind[:40]), "url": url, **({"title": title} if title else {})}


def point(geo: object) -> Iterator[dict[str, Any]]:
    """Where it was written: `coordinates` are {latitude, longitude} in a message, and "54.31 48.39" in a post."""
    coordinates = geo.get("coordinates") if isinstance(geo, dict) else None
    if isinstance(coordinates, dict):
        found = on_map(coordinates.get("latitude"), coordinates.get("longitude"))
    else:
        found = written_on_map(coordinates)
    if found:
        yield found


def _url(kind: str, body: Mapping[str, Any]) -> str | None:
    """Where an attachment can be looked at: its own address, its largest picture, or its page on VK."""
    for name in ("url", "link_mp3", "link_ogg"):
        if found := web_link(body.get(name)):
            return found
    pictures: list[Any] = next((body[name] for name in ("sizes", "images") if isinstance(body.get(name), list)), [])
    sized = [p for p in pictures if isinstance(p, dict) and web_link(p.get("url"))]
    if sized and kind != "video":
        return web_link(max(sized, key=_width)["url"])
    owner, number = body.get("owner_id"), body.get("id")
    if kind in ("photo", "video", "poll") and isinstance(owner, int) and isinstance(number, int):
        access = read_str(body, "access_key", 60)
        return web_link(f"https://vk.com/{kind}{owner}_{number}" + (f"?access_key={access}" if access else ""))
    return None


def _width(picture: Mapping[str, Any]) -> int:
    width = picture.get("width")
    return width if isinstance(width, int) else 0
