"""What VK's events say, whether they come by the Callback API or by Long Poll: comments of four kinds, and messages.

    {"type": "wall_reply_new", "object": {"id": 12, "post_id": 7, "post_owner_id": -456, "from_id": 123,
     "date": 1785571200, "text": "comment"}, "group_id": 456, "event_id": "e4", "v": "5.199", "secret": "…"}
    {"type": "message_new", "object": {"message": {"id": 10, "date": 1785571200, "from_id": 123, "peer_id": 456,
     "text": "hello"}, "client_info": {}}, "group_id": 456, "event_id": "e1", "v": "5.199", "secret": "…"}
    {"type": "wall_reply_delete", "object": {"id": 13, "post_id": 7, "owner_id": -456, "deleter_id": 123},
     "group_id": 456, "event_id": "e4b", "v": "5.199", "secret": "…"}

A message's name is `wall:-456_7_12`, `video:…`, `photo:…`, `board:…` (owner, what it stands under, its own number) or
`message:<peer>_<number>`: the same by whatever way it comes. Ignored: all other types, and the community's own words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from live.channels.vk.attachments import attachments, point
from live.channels.webhook import Outcome, from_seconds, read_int, read_object, shown_text
from live.domain.foreign_values import Unreadable, json_safe
from live.domain.submission import Author, AuthorChange, Submission

OK = (200, "text/plain; charset=utf-8", "ok")


@dataclass(frozen=True, slots=True)
class CommentKind:
    """A kind of comment: what its name begins with, the fields that say whose it stands under, and what; its page."""

    prefix: str
    owner: tuple[str, ...]
    under: str
    page: str

    def name(self, comment: Mapping[str, Any]) -> str:
        return (
            f"{self.prefix}:{read_int(comment, *self.owner)}_{read_int(comment, self.under)}_{read_int(comment, 'id')}"
        )


COMMENTS = {
    "wall_reply": CommentKind("wall", ("post_owner_id", "owner_id"), "post_id", "wall"),
    "video_comment": CommentKind("video", ("video_owner_id", "owner_id"), "video_id", "video"),
    "photo_comment": CommentKind("photo", ("photo_owner_id", "owner_id"), "photo_id", "photo"),
    "board_post": CommentKind("board", ("topic_owner_id", "owner_id"), "topic_id", "topic"),
}


_NAME = re.compile(r"([a-z]+):(-?[0-9]+)_([0-9]+)_([0-9]+)")


_CONVERSATION = re.compile(r"((?:wall|video|photo|board):-?[0-9]+_[0-9]+|message:-?[0-9]+)_c?[0-9]+")


def conversation(name: str) -> str | None:
    """What a comment stands under, or whose messages these are: its name without its own number."""
    known = _CONVERSATION.fullmatch(name)
    return known[1] if known else None


def address(name: str) -> str | None:
    """Where a comment stands, for whoever opens a browser; None for a message, and for what is no name of ours."""
    known = _NAME.fullmatch(name)
    page = next((kind.page for kind in COMMENTS.values() if known and kind.prefix == known[1]), None)
    if known is None or page is None:
        return None
    reply = f"?reply={known[4]}" if page == "wall" else ""
    return f"https://vk.com/{page}{known[2]}_{known[3]}{reply}"


def understood(payload: dict[str, Any], group: str) -> Outcome:
    """What an event yields; `group` is the community that it must be of, empty for any."""
    kind = payload.get("type")
    reader = READERS.get(kind) if isinstance(kind, str) else None
    try:
        if not isinstance(kind, str):
            raise Unreadable("“type” is missing or no word")
        if reader is None:
            return Outcome(OK, ignored="the type is not one that asks anything")
        if group and str(payload.get("group_id")) != group:
            raise Unreadable("“group_id” is not the community of this channel")
        return reader(payload)
    except Unreadable as error:
        return Outcome(OK, dead=str(error))


def comment(payload: dict[str, Any], comment_kind: CommentKind, body: dict[str, Any]) -> Submission | None:
    """A comment as a question; None for the community's own, as its answers come back."""
    name, author = comment_kind.name(body), _author(body)
    if author and author.contact == f"vk:-{payload.get('group_id')}":
        return None
    return _submission(payload, body, name, author)


def _comment_new(comment_kind: CommentKind, payload: dict[str, Any]) -> Outcome:
    asked = comment(payload, comment_kind, read_object(payload, "object"))
    return Outcome(OK, submissions=(asked,)) if asked else Outcome(OK, ignored="the community's own comment")


def _comment_edit(comment_kind: CommentKind, payload: dict[str, Any]) -> Outcome:
    body = read_object(payload, "object")
    return Outcome(OK, changes=(AuthorChange(comment_kind.name(body), shown_text(body.get("text"))[0]),))


def _comment_restore(comment_kind: CommentKind, payload: dict[str, Any]) -> Outcome:
    body = read_object(payload, "object")
    asked = comment(payload, comment_kind, body)
    if asked is None:
        return Outcome(OK, ignored="the community's own comment")
    return Outcome(OK, changes=(AuthorChange(comment_kind.name(body), shown_text(body.get("text"))[0], asked),))


def _comment_delete(comment_kind: CommentKind, payload: dict[str, Any]) -> Outcome:
    return Outcome(OK, changes=(AuthorChange(comment_kind.name(read_object(payload, "object")), None),))


def _message(payload: dict[str, Any]) -> tuple[dict[str, Any], str]:
    """A private message and its name; an edited one stands in the event itself."""
    body = read_object(payload, "object")
    message = read_object(body, "message") if "message" in body or "peer_id" not in body else body
    number = message.get("id")
    # In a group chat every `id` is 0, and only the number within the conversation tells messages apart.
    within = f"c{read_int(message, 'conversation_message_id')}" if number in (0, None) else str(read_int(message, "id"))
    return message, f"message:{read_int(message, 'peer_id')}_{within}"


def _message_new(payload: dict[str, Any]) -> Outcome:
    message, name = _message(payload)
    return Outcome(OK, submissions=(_submission(payload, message, name, _author(message)),))


def _message_edit(payload: dict[str, Any]) -> Outcome:
    message, name = _message(payload)
    return Outcome(OK, changes=(AuthorChange(name, shown_text(message.get("text"))[0]),))


READERS: dict[str, Callable[[dict[str, Any]], Outcome]] = {
    "message_new": _message_new,
    "message_edit": _message_edit,
    **{
        f"{kind}_{what}": partial(reader, comment_kind)
        for kind, comment_kind in COMMENTS.items()
        for what, reader in {
            "new": _comment_new,
            "edit": _comment_edit,
            "restore": _comment_restore,
            "delete": _comment_delete,
        }.items()
    },
}


def _submission(payload: dict[str, Any], message: dict[str, Any], name: str, author: Author | None) -> Submission:
    text, as_sent = shown_text(message.get("text"))
    asked_at = from_seconds(message.get("date"))
    without_secret = {field: value for field, value in payload.items() if field != "secret"}
    return Submission(
        text=text,
        source="vk",
        author=author,
        external_id=name,
        asked_at=asked_at,
        attachments=(*attachments(message.get("attachments")), *point(message.get("geo"))),
        original=None if as_sent and author and asked_at else json_safe(without_secret),
    )


def _author(message: Mapping[str, Any]) -> Author | None:
    """Who wrote: a person, or a community where the id is below zero; None where VK does not say."""
    try:
        number = read_int(message, "from_id")
    except Unreadable:
        return None
    page = f"club{-number}" if number < 0 else f"id{number}"
    return Author(contact=f"vk:{number}", profile=f"https://vk.com/{page}")
