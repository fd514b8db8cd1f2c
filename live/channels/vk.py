"""VK: a community's Callback API.

The body is {type, object, group_id, event_id, v, secret}. A `confirmation` is answered with the community's string,
everything else with the two letters `ok`, because VK repeats, and in the end pauses, what is not answered so.

    {"type": "wall_reply_new", "object": {"id": 12, "post_id": 7, "post_owner_id": -456, "from_id": 123,
     "date": 1785571200, "text": "comment"}, "group_id": 456, "event_id": "e4", "v": "5.199", "secret": "…"}
    {"type": "message_new", "object": {"message": {"id": 10, "date": 1785571200, "from_id": 123, "peer_id": 456,
     "text": "hello"}, "client_info": {}}, "group_id": 456, "event_id": "e1", "v": "5.199", "secret": "…"}
    {"type": "wall_reply_delete", "object": {"id": 13, "post_id": 7, "owner_id": -456, "deleter_id": 123},
     "group_id": 456, "event_id": "e4b", "v": "5.199", "secret": "…"}

Ignored: all other types, and what the community itself writes on its wall (its answers come back as wall_reply_new).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from live.channels.webhook import (
    ATTACHMENTS,
    Outcome,
    Request,
    Setting,
    Unreadable,
    json_object,
    kept,
    link,
    moment,
    part,
    same_secret,
    shown_text,
    whole,
)
from live.domain.refused import Refused
from live.domain.submission import Author, AuthorChange, Submission

SETTINGS = (
    Setting("confirmation", required=True),
    Setting("secret", secret=True, required=True),
    Setting("group_id"),
    Setting("token", secret=True),
)

OK = (200, "text/plain; charset=utf-8", "ok")


def read(request: Request, settings: Mapping[str, str]) -> Outcome:
    """A callback: `invalid` when the body is no JSON object, `forbidden` unless it carries this channel's secret."""
    try:
        payload = json_object(request.body)
    except Unreadable as error:
        raise Refused("invalid", "VK sends a JSON object; this body is none.") from error
    kind = payload.get("type")
    # VK confirms an address before its owner has saved the secret there, so a confirmation may come without one.
    early = kind == "confirmation" and "secret" not in payload and bool(settings.get("secret"))
    if not early and not same_secret(payload.get("secret"), settings.get("secret", "")):
        raise Refused("forbidden", "The secret is not the one of this channel.")
    if kind == "confirmation":
        return _confirm(payload, settings)
    reader = READERS.get(kind) if isinstance(kind, str) else None
    try:
        if not isinstance(kind, str):
            raise Unreadable("“type” is missing or no word")
        if reader is None:
            return Outcome(OK, ignored="the type is not one that asks anything")
        if not _own_group(payload, settings):
            raise Unreadable("“group_id” is not the community of this channel")
        return reader(payload)
    except Unreadable as error:
        return Outcome(OK, dead=str(error))


def _confirm(payload: Mapping[str, Any], settings: Mapping[str, str]) -> Outcome:
    confirmation = settings.get("confirmation", "").strip()
    if not confirmation:
        raise Refused("forbidden", "This channel has no confirmation string yet: give it the one that VK shows.")
    if not _own_group(payload, settings):
        raise Refused("forbidden", "The confirmation is for another community.")
    return Outcome((200, OK[1], confirmation), ignored="confirmation")


def _own_group(payload: Mapping[str, Any], settings: Mapping[str, str]) -> bool:
    wanted = settings.get("group_id", "").strip().lstrip("-")
    return not wanted or str(payload.get("group_id")) == wanted


def _wall_reply_new(payload: dict[str, Any]) -> Outcome:
    reply = part(payload, "object")
    external_id = _wall_id(reply)
    author = _author(reply)
    if author and author.contact == f"vk:-{payload.get('group_id')}":
        return Outcome(OK, ignored="the community's own comment")
    return Outcome(OK, submissions=(_submission(payload, reply, external_id, author),))


def _wall_reply_edit(payload: dict[str, Any]) -> Outcome:
    reply = part(payload, "object")
    text, _ = shown_text(reply.get("text"))
    return Outcome(OK, changes=(AuthorChange(_wall_id(reply), text),))


def _wall_reply_delete(payload: dict[str, Any]) -> Outcome:
    return Outcome(OK, changes=(AuthorChange(_wall_id(part(payload, "object")), None),))


def _message_new(payload: dict[str, Any]) -> Outcome:
    message = part(part(payload, "object"), "message")
    peer = whole(message, "peer_id")
    number = message.get("id")
    # In a group chat every `id` is 0, and only the number within the conversation tells messages apart.
    within = f"c{whole(message, 'conversation_message_id')}" if number in (0, None) else str(whole(message, "id"))
    return Outcome(OK, submissions=(_submission(payload, message, f"message:{peer}_{within}", _author(message)),))


READERS: dict[str, Callable[[dict[str, Any]], Outcome]] = {
    "wall_reply_new": _wall_reply_new,
    "wall_reply_edit": _wall_reply_edit,
    "wall_reply_delete": _wall_reply_delete,
    "message_new": _message_new,
}


def _wall_id(reply: Mapping[str, Any]) -> str:
    owner = whole(reply, "post_owner_id", "owner_id")
    return f"wall:{owner}_{whole(reply, 'post_id')}_{whole(reply, 'id')}"


def _submission(
    payload: dict[str, Any], message: dict[str, Any], external_id: str, author: Author | None
) -> Submission:
    text, as_sent = shown_text(message.get("text"))
    asked_at = moment(message.get("date"))
    attachments = tuple(_attachments(message.get("attachments")))
    without_secret = {name: value for name, value in payload.items() if name != "secret"}
    return Submission(
        text=text,
        source="vk",
        author=author,
        external_id=external_id,
        asked_at=asked_at,
        attachments=attachments,
        original=None if as_sent and author and asked_at else kept(without_secret),
    )


def _author(message: Mapping[str, Any]) -> Author | None:
    """Who wrote: a person, or a community where the id is below zero; None where VK does not say."""
    try:
        number = whole(message, "from_id")
    except Unreadable:
        return None
    page = f"club{-number}" if number < 0 else f"id{number}"
    return Author(contact=f"vk:{number}", profile=f"https://vk.com/{page}")


def _attachments(items: object) -> Iterator[dict[str, Any]]:
    for item in (items if isinstance(items, list) else [])[:ATTACHMENTS]:
        kind = item.get("type") if isinstance(item, dict) else None
        body = item.get(kind) if isinstance(kind, str) else None
        url = _url(kind, body) if isinstance(kind, str) and isinstance(body, dict) else None
        if url:
            yield {"type": str(kind)[:40], "url": url}


def _url(kind: str, body: Mapping[str, Any]) -> str | None:
    """Where an attachment can be looked at: its own address, its largest picture, or its page on VK."""
    for name in ("url", "link_mp3", "link_ogg"):
        if found := link(body.get(name)):
            return found
    pictures: list[Any] = next((body[name] for name in ("sizes", "images") if isinstance(body.get(name), list)), [])
    sized = [p for p in pictures if isinstance(p, dict) and link(p.get("url"))]
    if sized:
        return link(max(sized, key=_width)["url"])
    owner, number = body.get("owner_id"), body.get("id")
    if kind in ("photo", "video", "poll") and isinstance(owner, int) and isinstance(number, int):
        return link(f"https://vk.com/{kind}{owner}_{number}")
    return None


def _width(picture: Mapping[str, Any]) -> int:
    width = picture.get("width")
    return width if isinstance(width, int) else 0
