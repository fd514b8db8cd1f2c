"""Telegram: a bot, by its webhook or by asking, and the way back.

The webhook carries the channel's secret in `X-Telegram-Bot-Api-Secret-Token`, and any 200 will do. Asking brings the
same updates; with each question Telegram is told how far they have been stored, and forgets them.

    {"update_id": 700000001, "message": {"message_id": 41, "date": 1785571200, "text": "hello",
     "from": {"id": 123, "is_bot": false, "first_name": "Anna"}, "chat": {"id": 123, "type": "private"}}}

A message's name is `<chat>_<message>`. Telegram tells of edits and not of deletions. A file's address would hold the
bot's token, so an attachment is a link to its message where a group has one, and else its kind alone. Ignored: what
bots and the group itself write, a channel's posts in its group, notices (somebody joined), the start button.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from live.channels.bot import BOT_SETTINGS, TAKEN, is_polled, read_update, reread_update
from live.channels.capabilities import ON_THE_PAGE, Failed, Http, OutgoingMessage, Polled, Sent, State
from live.channels.telegram import channel_posts, page_polls, sent_files
from live.channels.telegram.client import TWO_WAYS, call, page, username
from live.channels.webhook import (
    Outcome,
    Request,
    Setting,
    as_body,
    from_seconds,
    read_int,
    read_object,
    read_str,
    shown_text,
)
from live.domain.files.place import on_map
from live.domain.foreign_values import Unreadable, json_safe
from live.domain.submission import Author, AuthorChange, Submission

SETTINGS = (*BOT_SETTINGS[:-1], Setting("chat"), BOT_SETTINGS[-1])
HOST = "https://api.telegram.org"

Settings = Mapping[str, str]


# In, by the webhook


def read(request: Request, settings: Settings) -> Outcome:
    return read_update(request, settings, "x-telegram-bot-api-secret-token", _understood)


def understand(body: bytes, settings: Settings) -> Outcome:
    return reread_update(body, _understood)


def _understood(update: dict[str, Any]) -> Outcome:
    if update.keys() & {"poll", "poll_answer"}:
        return page_polls.understood(update)
    kind = next((kind for kind in ("message", "edited_message") if kind in update), None)
    if kind is None:
        return Outcome(TAKEN, ignored="the update is no message")
    try:
        message = read_object(update, kind)
        name = f"{read_int(read_object(message, 'chat'), 'id')}_{read_int(message, 'message_id')}"
        if why := _is_no_question(message):
            return Outcome(TAKEN, ignored=why)
        asked = _submission(update, message, name)
    except Unreadable as error:
        return Outcome(TAKEN, dead=str(error))
    if kind == "message":
        return Outcome(TAKEN, submissions=(asked,))
    return Outcome(TAKEN, changes=(AuthorChange(name, asked.text, asked),))


KINDS = {
    "photo": "photo",
    "video": "video",
    "video_note": "video",
    "animation": "video",
    "voice": "audio",
    "audio": "audio",
    "document": "document",
    "sticker": "sticker",
    "contact": "contact",
    "poll": "poll",
    "location": "place",
}
"""What a message may hold beside its text → what the desk calls it."""

START = re.compile(r"/start(@\w+)?( [\w-]{1,64})?", re.ASCII)
"""What the button sends with which a conversation with a bot begins."""


def _is_no_question(message: Mapping[str, Any]) -> str | None:
    """Why nothing need come of a message; None where it asks something."""
    sender, speaking_as = message.get("from"), message.get("sender_chat")
    if message.get("is_automatic_forward") is True:
        return "the channel's own post"
    if isinstance(speaking_as, dict):
        if speaking_as.get("id") == message["chat"]["id"]:
            return "the group's own message"
    elif isinstance(sender, dict) and sender.get("is_bot") is True:
        return "a bot's message"
    if not message.keys() & {"text", "caption", *KINDS}:
        return "a notice without a message"
    text = message.get("text")
    return "the start button" if isinstance(text, str) and START.fullmatch(text) else None


def _submission(update: dict[str, Any], message: dict[str, Any], name: str) -> Submission:
    text, as_sent = shown_text(message.get("text", message.get("caption")))
    author, asked_at = _author(message), from_seconds(message.get("date"))
    return Submission(
        text=text,
        source="telegram",
        author=author,
        external_id=name,
        asked_at=asked_at,
        attachments=tuple(_attachments(message)),
        original=None if as_sent and author and asked_at else json_safe(update),
    )


def _author(message: Mapping[str, Any]) -> Author | None:
    """Who wrote: a person, or a channel that speaks in a group; None where Telegram does not say."""
    speaking_as = message.get("sender_chat")
    sender = speaking_as if isinstance(speaking_as, dict) else message.get("from")
    if not isinstance(sender, dict):
        return None
    names = [read_str(sender, "title"), read_str(sender, "first_name"), read_str(sender, "last_name")]
    try:
        contact = f"telegram:{read_int(sender, 'id')}"
    except Unreadable:
        contact = None
    named = username(sender)
    profile = f"https://t.me/{named}" if named else None
    name = " ".join(filter(None, names))[:200] or None
    return Author(name, contact, profile) if name or contact or profile else None


def _attachments(message: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    where = page(message["chat"], message["message_id"])
    for field, kind in KINDS.items():
        body = message.get(field)
        if body is None or (field == "document" and "animation" in message):
            continue  # An animation comes as a document too.
        facts = body if isinstance(body, dict) else {}
        point = on_map(facts.get("latitude"), facts.get("longitude")) if field == "location" else None
        title = read_str(facts, "file_name")
        yield point or {"type": kind, **({"url": where} if where else {}), **({"title": title} if title else {})}


NAME = re.compile(r"(-?[0-9]+)_([0-9]+)")


def conversation(name: str) -> str | None:
    """The chat."""
    known = NAME.fullmatch(name)
    return known[1] if known else None


def address(name: str) -> str | None:
    """A group's message, for whoever is in the group."""
    known = NAME.fullmatch(name)
    return page({"id": known[1]}, int(known[2])) if known else None


# In, by asking

WAIT = 25
"""Seconds for which Telegram holds a question back until something happens."""

polls = is_polled


def poll(state: State, settings: Settings, http: Http) -> Polled:
    """What came since the last update that was stored: only now is Telegram told that it was."""
    asked = {"timeout": WAIT, "allowed_updates": UPDATES, **state}
    response = call(http, "getUpdates", settings, patience=WAIT + 10.0, **asked)
    updates = response if isinstance(response, list) else []
    numbers = [one["update_id"] for one in updates if isinstance(one, dict) and type(one.get("update_id")) is int]
    bodies = [as_body(one) for one in updates]
    after = {"offset": max(numbers) + 1} if numbers else state
    return Polled([(body, understand(body, settings)) for body in bodies], after, 0.0 if numbers else 0.2)


# The way back

GUARD = timedelta(0)
"""Telegram cannot tell a repeated answer from a second one."""


def rate(outgoing: OutgoingMessage) -> float:
    """Thirty a second, and in one group twenty a minute."""
    return 1 / 3 if (outgoing.context or "").startswith("-") else 20.0


def is_public(context: str | None) -> bool:
    """A message in a group or a channel, whose chats have negative numbers: core.telegram.org/bots/api#chat."""
    return (context or "").startswith("-")


def reply(outgoing: OutgoingMessage, settings: Settings, http: Http) -> Sent:
    """Under the message that is answered, in its chat; where that message is gone, simply there."""
    message = re.fullmatch(r"(-?[0-9]+)_([0-9]+)", outgoing.context or "")
    person = re.fullmatch(r"telegram:(-?[0-9]+)", outgoing.contact or "")
    if message:
        under = {"message_id": int(message[2]), "allow_sending_without_reply": True}
        to: dict[str, Any] = {"chat_id": int(message[1]), "reply_parameters": under}
    elif outgoing.contact == ON_THE_PAGE:
        to = {"chat_id": channel_posts.chat_of(settings)}
    elif person:
        to = {"chat_id": int(person[1])}
    else:
        raise Failed("never", "It is not known where to answer.")
    if outgoing.files:
        made = sent_files.send(outgoing, to, settings, http)
    else:
        made = call(http, "sendMessage", settings, **to, text=outgoing.text)
    messages, tokens = sent_files.messages(made), sent_files.tokens(outgoing, made)
    try:
        chat, number = read_object(messages[0], "chat"), read_int(messages[0], "message_id")
        name = f"{read_int(chat, 'id')}_{number}"
        if outgoing.files and outgoing.contact == ON_THE_PAGE:
            name = f"{name}-{read_int(messages[-1], 'message_id')}"
        return Sent(page(chat, number), name, tokens)
    except (Unreadable, IndexError):
        return Sent(tokens=tokens)  # It was taken; where it stands is not told.


# Files

parts, place = sent_files.parts, sent_files.place


# Posts in its channel or group

PAGE_TEXT, publishes = channel_posts.PAGE_TEXT, channel_posts.publishes
correct, withdraw, figures = channel_posts.correct, channel_posts.withdraw, channel_posts.figures


# A poll in its channel or group

posts_polls, make_poll, post_poll = page_polls.posts_polls, page_polls.make_poll, page_polls.post_poll
read_poll, end_poll = page_polls.read_poll, page_polls.end_poll


def check(settings: Settings, http: Http) -> str:
    """Whether Telegram knows the token, and by which of the two ways the messages come."""
    if not settings.get("token"):
        return "It only receives: there is no token."
    call(http, "getMe", settings)
    response = call(http, "getWebhookInfo", settings)
    webhook = response if isinstance(response, dict) else {}
    if bool(webhook.get("url")) == polls(settings):
        raise Failed("never", TWO_WAYS if polls(settings) else "No webhook is set, and longpoll is off: nothing comes.")
    if error := read_str(webhook, "last_error_message"):
        raise Failed("later", "The network could not deliver to the webhook lately.", None, error)
    return "Telegram accepts the token."


# The webhook

UPDATES = ["message", "edited_message", *page_polls.UPDATES]


def subscriptions(settings: Settings, http: Http) -> list[str]:
    response = call(http, "getWebhookInfo", settings)
    url = read_str(response, "url", 2000) if isinstance(response, dict) else None
    return [url] if url else []


def subscribe(address: str, settings: Settings, http: Http) -> None:
    """Ask Telegram to bring the updates that are read here, with the channel's secret."""
    call(http, "setWebhook", settings, url=address, secret_token=settings.get("secret", ""), allowed_updates=UPDATES)


def unsubscribe(address: str, settings: Settings, http: Http) -> None:
    """Telegram knows one address alone: another program's is left to it."""
    if address in subscriptions(settings, http):
        call(http, "deleteWebhook", settings)
