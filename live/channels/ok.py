"""Odnoklassniki: a group's bot.

There is no signature: the channel's key in the path is the secret, so whatever comes here is kept, if only among the
dead letters. One answers to the chat, which is therefore the author's contact. Any 200 within five seconds will do.

    {"sender": {"user_id": "user:123456789012"}, "recipient": {"chat_id": "chat:C3ecb9d02a600"},
     "message": {"text": "text", "seq": 98211023614189660, "mid": "mid:C3ecb9d02a600.15cea67d78d2059"},
     "timestamp": 1498581292941}

Ignored: notices with a `webhookType` and no message (somebody joined, a button was pressed).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
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
    shown_text,
    word,
)
from live.domain.submission import Author, Submission

SETTINGS = (
    Setting("token", secret=True),
    Setting("application_key"),
    Setting("application_secret", secret=True),
)

OK = (200, "text/plain; charset=utf-8", "ok")


def read(request: Request, settings: Mapping[str, str]) -> Outcome:
    """A bot's notice; never refused, because only the network knows the path."""
    try:
        payload = json_object(request.body)
        if "message" not in payload and isinstance(payload.get("webhookType"), str):
            return Outcome(OK, ignored="a notice without a message")
        return Outcome(OK, submissions=(_submission(payload),))
    except Unreadable as error:
        return Outcome(OK, dead=str(error))


def _submission(payload: dict[str, Any]) -> Submission:
    message = part(payload, "message")
    mid = word(message, "mid")
    if mid is None:
        raise Unreadable("“mid” is missing or no word")
    text, as_sent = shown_text(message.get("text"))
    milliseconds = payload.get("timestamp")
    asked_at = moment(milliseconds / 1000) if isinstance(milliseconds, int) and milliseconds < 2**63 else None
    author = _author(payload)
    return Submission(
        text=text,
        source="ok",
        author=author,
        external_id=mid,
        asked_at=asked_at,
        attachments=tuple(_attachments(message)),
        original=None if as_sent and author and asked_at else kept(payload),
    )


def _author(payload: Mapping[str, Any]) -> Author | None:
    sender, recipient = payload.get("sender"), payload.get("recipient")
    chat = word(recipient, "chat_id") if isinstance(recipient, dict) else None
    if not isinstance(sender, dict):
        return Author(contact=f"ok:{chat}") if chat else None
    user = re.fullmatch(r"user:([0-9]{1,20})", word(sender, "user_id") or "")
    profile = f"https://ok.ru/profile/{user[1]}" if user else None
    name, contact = word(sender, "name"), f"ok:{chat}" if chat else None
    return Author(name, contact, profile) if name or contact or profile else None


def _attachments(message: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    items = message.get("attachments")
    for item in (items if isinstance(items, list) else [])[:ATTACHMENTS]:
        body = item.get("payload") if isinstance(item, dict) else None
        url = link(body.get("url")) if isinstance(body, dict) else None
        if url:
            yield {"type": (word(item, "type", 40) or "link").lower(), "url": url}
