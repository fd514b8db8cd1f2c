"""MAX: a bot, by its webhook or by asking, and the way back.

The webhook carries the channel's secret in `X-Max-Bot-Api-Secret`; whatever is not answered with 200 comes again, for
eight hours. Asking brings the same updates, from the `marker` on that the last answer gave.

    {"update_type": "message_created", "timestamp": 1785571200000, "message": {
     "sender": {"user_id": 123, "name": "Anna", "is_bot": false}, "recipient": {"chat_id": 456, "chat_type": "dialog"},
     "timestamp": 1785571200000, "body": {"mid": "mid.0001", "seq": 1, "text": "hello", "attachments": []}}}

A message's name is `<chat>/<mid>`, that of a comment under a channel's post begins with `comment:`. Ignored: all other
types, what bots write, a channel's own posts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from live.channels.bot import BOT_SETTINGS, TAKEN, is_polled, read_update, reread_update
from live.channels.capabilities import ON_THE_PAGE, Failed, Http, OutgoingFile, OutgoingMessage, Polled, Sent, State
from live.channels.http import UPLOADING
from live.channels.max import channel_posts
from live.channels.max.client import call, done
from live.channels.webhook import (
    ATTACHMENTS,
    Outcome,
    Request,
    Setting,
    as_body,
    from_milliseconds,
    read_int,
    read_object,
    read_str,
    shown_text,
)
from live.domain.files.place import on_map
from live.domain.foreign_values import Unreadable, json_safe, web_link
from live.domain.submission import Author, AuthorChange, Submission

SETTINGS = (*BOT_SETTINGS[:-1], Setting("chat"), BOT_SETTINGS[-1])
HOST = "https://platform-api2.max.ru"

Settings = Mapping[str, str]


# In, by the webhook


def read(request: Request, settings: Settings) -> Outcome:
    return read_update(request, settings, "x-max-bot-api-secret", _understood)


def understand(body: bytes, settings: Settings) -> Outcome:
    return reread_update(body, _understood)


def _understood(update: dict[str, Any]) -> Outcome:
    try:
        kind = update.get("update_type")
        if not isinstance(kind, str):
            raise Unreadable("“update_type” is missing or no word")
        where, _, what = kind.partition("_")
        reader = READERS.get(what) if where in PREFIXES else None
        if reader is None:
            return Outcome(TAKEN, ignored="the type is not one that asks anything")
        return reader(update, PREFIXES[where])
    except Unreadable as error:
        return Outcome(TAKEN, dead=str(error))


PREFIXES = {"message": "", "comment": "comment:"}
"""What an update is about → how the names of such messages begin."""


def _created(update: dict[str, Any], prefix: str) -> Outcome:
    message = read_object(update, "message")
    asked = _submission(update, message, prefix)
    if why := _is_no_question(message):
        return Outcome(TAKEN, ignored=why)
    return Outcome(TAKEN, submissions=(asked,))


def _edited(update: dict[str, Any], prefix: str) -> Outcome:
    message = read_object(update, "message")
    asked = _submission(update, message, prefix)
    if why := _is_no_question(message):
        return Outcome(TAKEN, ignored=why)
    return Outcome(TAKEN, changes=(AuthorChange(str(asked.external_id), asked.text, asked),))


def _removed(update: dict[str, Any], prefix: str) -> Outcome:
    return Outcome(TAKEN, changes=(AuthorChange(_name(prefix, update, update, "message_id"), None),))


READERS: dict[str, Callable[[dict[str, Any], str], Outcome]] = {
    "created": _created,
    "edited": _edited,
    "removed": _removed,
}


def _name(prefix: str, chat: Mapping[str, Any], message: Mapping[str, Any], field: str) -> str:
    mid = read_str(message, field)
    if mid is None:
        raise Unreadable(f"“{field}” is missing or no word")
    return f"{prefix}{read_int(chat, 'chat_id')}/{mid}" if chat.get("chat_id") is not None else f"{prefix}{mid}"


def _is_no_question(message: Mapping[str, Any]) -> str | None:
    """Why nothing need come of a message; None where it asks something."""
    sender = message.get("sender")
    if isinstance(sender, dict):
        return "a bot's message" if sender.get("is_bot") is True else None
    recipient = message.get("recipient")
    in_channel = isinstance(recipient, dict) and recipient.get("chat_type") == "channel"
    return "the channel's own post" if in_channel else None


def _submission(update: dict[str, Any], message: dict[str, Any], prefix: str) -> Submission:
    body, recipient = read_object(message, "body"), message.get("recipient")
    forwarded = _forwarded(message)
    text, as_sent = shown_text(body.get("text") or forwarded.get("text"))
    author = _author(message)
    asked_at = from_milliseconds(message.get("timestamp")) or from_milliseconds(update.get("timestamp"))
    return Submission(
        text=text,
        source="max",
        author=author,
        external_id=_name(prefix, recipient if isinstance(recipient, dict) else {}, body, "mid"),
        asked_at=asked_at,
        attachments=tuple(_attachments(body, forwarded)),
        original=None if as_sent and author and asked_at and not forwarded else json_safe(update),
    )


def _forwarded(message: Mapping[str, Any]) -> dict[str, Any]:
    """The body of the message that this one passes on; empty where it passes on none."""
    tie = message.get("link")
    body = tie.get("message") if isinstance(tie, dict) and tie.get("type") == "forward" else None
    return body if isinstance(body, dict) else {}


def _author(message: Mapping[str, Any]) -> Author | None:
    sender = message.get("sender")
    if not isinstance(sender, dict):
        return None
    full = " ".join(filter(None, (read_str(sender, "first_name"), read_str(sender, "last_name"))))[:200]
    name = full or read_str(sender, "name")
    try:
        return Author(name, f"max:{read_int(sender, 'user_id')}")
    except Unreadable:
        return Author(name) if name else None


KINDS = {
    "image": "photo",
    "video": "video",
    "audio": "audio",
    "file": "document",
    "share": "link",
    "sticker": "sticker",
    "contact": "contact",
    "location": "place",
}
"""What MAX calls an attachment → what the desk calls it; others are no answer to anything (a keyboard)."""


def _attachments(*bodies: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    lists = [body.get("attachments") for body in bodies]
    items = [item for listed in lists if isinstance(listed, list) for item in listed if isinstance(item, dict)]
    for item in items[:ATTACHMENTS]:
        kind = KINDS.get(item["type"]) if isinstance(item.get("type"), str) else None
        if kind is None:
            continue
        payload = item.get("payload")
        url = web_link(payload.get("url")) if isinstance(payload, dict) else None
        title = read_str(item, "filename") or read_str(item, "title")
        point = on_map(item.get("latitude"), item.get("longitude")) if kind == "place" else None
        yield point or {"type": kind, **({"url": url} if url else {}), **({"title": title} if title else {})}


# In, by asking

WAIT = 25
"""Seconds for which MAX holds a question back until something happens."""

polls = is_polled

PAGE = 100


def poll(state: State, settings: Settings, http: Http) -> Polled:
    """What came since the marker that was stored: only now does MAX hear that it was."""
    response = call(
        http, "GET", "updates", settings, patience=WAIT + 10.0, params={"timeout": WAIT, "limit": PAGE, **state}
    )
    updates, marker = response.get("updates"), response.get("marker")
    bodies = [as_body(one) for one in (updates if isinstance(updates, list) else [])]
    after = {"marker": marker} if isinstance(marker, int | str) and not isinstance(marker, bool) else state
    moved = after != state
    return Polled([(body, understand(body, settings)) for body in bodies], after, 0.0 if moved else 0.2)


# The way back

GUARD = timedelta(0)
"""MAX cannot tell a repeated answer from a second one."""

TEXT = 4000
"""Characters that a message takes."""


def rate(outgoing: OutgoingMessage) -> float:
    """MAX takes thirty calls a second; when it is too much for one chat, it says so."""
    return 20.0


def is_public(context: str | None) -> bool:
    """A comment under a post, or a message in a chat of several, whose number is negative: dev.max.ru/docs-api."""
    kind, chat, _ = _address(context or "")
    return bool(kind) or chat.startswith("-")


def reply(outgoing: OutgoingMessage, settings: Settings, http: Http) -> Sent:
    """Under the message that is answered, in its chat; where that message is gone, simply there."""
    kind, chat, mid = _address(outgoing.context or "")
    person = re.fullmatch(r"max:([0-9]+)", outgoing.contact or "")
    if kind:
        raise Failed("never", "MAX lets no program answer a comment under a post: answer it there by hand.")
    if outgoing.contact == ON_THE_PAGE:
        chat = channel_posts.chat_of(settings)
    elif not chat and not person:
        raise Failed("never", "It is not known where to answer.")
    if len(outgoing.text) > TEXT:
        raise Failed("never", "The text is too long for MAX.")
    to = {"chat_id": chat} if chat or not person else {"user_id": person[1]}
    said: dict[str, Any] = {"text": outgoing.text} if outgoing.text or not outgoing.files else {}
    if outgoing.files:
        said["attachments"] = [{"type": _kind(file), "payload": {"token": file.token}} for file in outgoing.files]
    try:
        made = call(http, "POST", "messages", settings, params=to, json={**said, **_under(mid)})
    except Failed as failed:
        if failed.status != 404 or not mid:
            raise
        made = call(http, "POST", "messages", settings, params=to, json=said)
    posted = made.get("message")
    if not isinstance(posted, dict):
        raise Failed("unsure", "The network's answer cannot be read.")
    body = posted.get("body")
    return Sent(web_link(posted.get("url")), read_str(body, "mid") if isinstance(body, dict) else None)


# Posts in its channel

PAGE_TEXT, publishes = channel_posts.PAGE_TEXT, channel_posts.publishes
correct, withdraw, figures = channel_posts.correct, channel_posts.withdraw, channel_posts.figures
shows_posts, newest_posts = channel_posts.shows_posts, channel_posts.newest_posts


# Files: dev.max.ru/docs-api/use-cases/sending-messages/media


def parts(outgoing: OutgoingMessage, settings: Settings) -> list[OutgoingMessage]:
    """The text with its pictures, then each document: MAX takes one of those in a message. A post is one message."""
    pictures = tuple(file for file in outgoing.files if file.is_picture)
    documents = [file for file in outgoing.files if not file.is_picture]
    if outgoing.contact == ON_THE_PAGE:
        return [replace(outgoing, files=pictures or tuple(documents[:1]))]
    return [replace(outgoing, files=pictures), *(replace(outgoing, text="", files=(one,)) for one in documents)]


def place(outgoing: OutgoingMessage) -> str:
    return "bot"


def upload(file: OutgoingFile, outgoing: OutgoingMessage, settings: Settings, http: Http) -> str:
    """To the address that MAX gives for this one file; a picture's token is told there."""
    url = web_link(call(http, "POST", "uploads", settings, params={"type": _kind(file)}).get("url"))
    if url is None:
        raise Failed("later", "The network's answer cannot be read.", None, "url")
    made = http.post(url, files={"data": file.part}, patience=UPLOADING)
    token = _token_of(made) if isinstance(made, dict) else None
    if token is None:
        raise Failed("later", "The network's answer cannot be read.", None, "token")
    return token


def _kind(file: OutgoingFile) -> str:
    return "image" if file.is_picture else "file"


def _token_of(made: Mapping[str, Any]) -> str | None:
    """Of a document it stands there itself, of a picture within its sizes."""
    sizes = made.get("photos")
    first = next(iter(sizes.values()), None) if isinstance(sizes, dict) else made
    return read_str(first, "token", 4000) if isinstance(first, dict) else None


def _address(context: str) -> tuple[str, str, str]:
    """The parts of a message's name: how it begins, its chat, its `mid`; each may be empty."""
    found = re.fullmatch(r"(comment:|)(?:(-?[0-9]+)/|)(.*)", context, re.DOTALL)
    return (found[1], found[2] or "", found[3]) if found else ("", "", "")


def conversation(name: str) -> str | None:
    """The chat, or the post whose comments these are."""
    kind, chat, _ = _address(name)
    return f"{kind}{chat}" if chat else None


def address(name: str) -> None:
    """MAX has no page by a message's name."""


def _under(mid: str) -> dict[str, Any]:
    return {"link": {"type": "reply", "mid": mid}} if mid else {}


def check(settings: Settings, http: Http) -> str:
    """Whether MAX knows the token, and by which of the two ways the messages come."""
    if not settings.get("token"):
        return "It only receives: there is no token."
    call(http, "GET", "me", settings)
    subscribed = bool(call(http, "GET", "subscriptions", settings).get("subscriptions"))
    if subscribed and polls(settings):
        raise Failed("never", "A webhook is set, or another program asks too: only one of them gets the messages.")
    if not subscribed and not polls(settings):
        raise Failed("never", "No webhook is set, and longpoll is off: nothing comes.")
    return "MAX accepts the token."


# The webhook

UPDATES = [f"{prefix}_{what}" for prefix in PREFIXES for what in READERS]


def subscriptions(settings: Settings, http: Http) -> list[str]:
    listed = call(http, "GET", "subscriptions", settings).get("subscriptions")
    items = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    return [str(one["url"]) for one in items if isinstance(one.get("url"), str)]


def subscribe(address: str, settings: Settings, http: Http) -> None:
    """Ask MAX to bring the updates that are read here, with the channel's secret."""
    wanted = {"url": address, "secret": settings.get("secret", ""), "update_types": UPDATES}
    done(call(http, "POST", "subscriptions", settings, json=wanted))


def unsubscribe(address: str, settings: Settings, http: Http) -> None:
    done(call(http, "DELETE", "subscriptions", settings, params={"url": address}))
