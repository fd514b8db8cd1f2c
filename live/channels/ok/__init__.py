"""Odnoklassniki: a group's bot, the comments of its discussions, and the way back.

The bot's webhook has no signature: the channel's key in the path is the secret, so whatever comes there is kept, if
only among the dead letters. One answers to the chat, which is therefore the author's contact. Any 200 within five
seconds will do.

    {"sender": {"user_id": "user:123456789012"}, "recipient": {"chat_id": "chat:C3ecb9d02a600"},
     "message": {"text": "text", "seq": 98211023614189660, "mid": "mid:C3ecb9d02a600.15cea67d78d2059"},
     "timestamp": 1498581292941}

Comments have no webhook; discussions.getComments is asked for them, and each is read as

    {"discussion": {"type": "GROUP_TOPIC", "id": "155"}, "comment": {"id": "7", "author_id": "123",
     "author_name": "Anna", "text": "text", "date_ms": 1498581292941}}

and named `comment:GROUP_TOPIC:155:7`. Ignored: notices with a `webhookType` and no message (somebody joined, a button
was pressed), and the group's own comments, as its answers come back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from ipaddress import ip_address, ip_network
from typing import Any

from live.channels.capabilities import ON_THE_PAGE, Failed, Http, OutgoingMessage, Sent
from live.channels.ok import comments, page_polls, sent_files, topics
from live.channels.ok.client import NO_MESSAGES, graph, rest, signs
from live.channels.webhook import (
    ATTACHMENTS,
    JOINS,
    Outcome,
    Request,
    Setting,
    chosen,
    from_milliseconds,
    json_object,
    read_object,
    read_str,
    shown_text,
)
from live.domain.foreign_values import Unreadable, json_safe, web_link
from live.domain.refused import Refused
from live.domain.submission import Author, Submission

SETTINGS = (
    Setting("token", secret=True),
    Setting("user_token", secret=True),
    Setting("application_key"),
    Setting("application_secret", secret=True),
    Setting("group_id"),
    Setting("discussions"),
    Setting("topics", flag=True),
    Setting("polls", flag=True),
    Setting("ranges"),
    JOINS,
    Setting("host"),
)

HOST = "https://api.ok.ru"

OK = comments.OK

Settings = Mapping[str, str]


# In, by the webhook


def read(request: Request, settings: Settings) -> Outcome:
    """A bot's notice: `forbidden` only where the settings name the senders' ranges and it comes from elsewhere."""
    if settings.get("ranges", "").strip() and not _within(request.address, settings["ranges"]):
        raise Refused("forbidden", "This address is none of the network's.")
    return understand(request.body, settings)


def _within(address: str, ranges: str) -> bool:
    try:
        return any(ip_address(address) in ip_network(one) for one in re.findall(r"[^\s,;]+", ranges))
    except ValueError:
        return False


def understand(body: bytes, settings: Settings) -> Outcome:
    """A notice, or a comment that was asked for."""
    try:
        payload = json_object(body)
        if "comment" in payload and "discussion" in payload:
            return comments.of_comment(payload, settings)
        if "message" not in payload and isinstance(payload.get("webhookType"), str):
            return Outcome(OK, ignored="a notice without a message")
        return Outcome(OK, submissions=(_submission(payload),))
    except Unreadable as error:
        return Outcome(OK, dead=str(error))


def _submission(payload: dict[str, Any]) -> Submission:
    message = read_object(payload, "message")
    mid = read_str(message, "mid")
    if mid is None:
        raise Unreadable("“mid” is missing or no word")
    text, as_sent = shown_text(message.get("text"))
    asked_at = from_milliseconds(payload.get("timestamp"))
    author = _author(payload)
    return Submission(
        text=text,
        source="ok",
        author=author,
        external_id=mid,
        asked_at=asked_at,
        attachments=tuple(_attachments(message)),
        original=None if as_sent and author and asked_at else json_safe(payload),
    )


def _author(payload: Mapping[str, Any]) -> Author | None:
    sender, recipient = payload.get("sender"), payload.get("recipient")
    chat = read_str(recipient, "chat_id") if isinstance(recipient, dict) else None
    if not isinstance(sender, dict):
        return Author(contact=f"ok:{chat}") if chat else None
    user = re.fullmatch(r"user:([0-9]{1,20})", read_str(sender, "user_id") or "")
    profile = f"https://ok.ru/profile/{user[1]}" if user else None
    name, contact = read_str(sender, "name"), f"ok:{chat}" if chat else None
    return Author(name, contact, profile) if name or contact or profile else None


def _attachments(message: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    items = message.get("attachments")
    for item in (items if isinstance(items, list) else [])[:ATTACHMENTS]:
        body = item.get("payload") if isinstance(item, dict) else None
        url = web_link(body.get("url")) if isinstance(body, dict) else None
        if url:
            kind = (read_str(item, "type", 40) or "link").lower()
            yield {"type": KINDS.get(kind, kind), "url": url}


KINDS = {"image": "photo", "share": "link", "file": "document"}
"""What Odnoklassniki calls an attachment → what the desk calls it; any other keeps its word."""


# In, by asking for comments

polls, poll = comments.polls, comments.poll


# The way back

GUARD = timedelta(0)
"""Odnoklassniki cannot tell a repeated answer from a second one."""


def conversation(name: str) -> str | None:
    """The discussion, or the chat with the group."""
    known = re.fullmatch(r"(comment:[A-Z_]+:[0-9]+):.+|(mid:[A-Za-z0-9_-]+)\..+", name)
    return (known[1] or known[2]) if known else None


PAGES = {"GROUP_TOPIC": "topic", "GROUP_MOVIE": "video"}


def address(name: str) -> str | None:
    """The topic or the video under which a comment stands; it has no page of its own."""
    known = re.fullmatch(r"comment:([A-Z_]+):([0-9]+):.+", name)
    page = PAGES.get(known[1]) if known else None
    return f"https://ok.ru/{page}/{known[2]}" if known and page else None


def rate(outgoing: OutgoingMessage) -> float:
    return 5.0


is_public, parts, place, upload = sent_files.is_public, sent_files.parts, sent_files.place, sent_files.upload


def reply(outgoing: OutgoingMessage, settings: Settings, http: Http) -> Sent:
    """A comment under the comment that is answered, a message in its conversation, or a topic."""
    if outgoing.contact == ON_THE_PAGE:
        return topics.post(outgoing, settings, http)
    if comment := re.fullmatch(r"comment:([A-Z_]+):([0-9]+):(.+)", outgoing.context or ""):
        return _comment(outgoing, comment[1], comment[2], comment[3], settings, http)
    chat = re.fullmatch(r"ok:(chat:[A-Za-z0-9_-]+)", outgoing.contact or "")
    if chat is None:
        raise Failed("never", "It is not known where to answer.")
    said = {"recipient": {"chat_id": chat[1]}, "message": {"text": outgoing.text, **sent_files.attached(outgoing)}}
    response = graph(http, "POST", f"messages/{chat[1]}", settings, json=said)
    if response.get("success") in (False, [False]):
        raise Failed("never", NO_MESSAGES)
    if not response.get("success") and not response.get("message_id"):
        raise Failed("unsure", "The network's answer cannot be read.")
    return Sent(id=read_str(response, "message_id"))


def _comment(outgoing: OutgoingMessage, kind: str, number: str, comment: str, settings: Settings, http: Http) -> Sent:
    """In the group's name, where Odnoklassniki lets the application do so."""
    if not signs(settings):
        raise Failed("never", "A comment needs user_token, application_key and application_secret in the channel.")
    target = {"entityType": kind, "entityId": number, "reply_to_comment_id": comment}
    response = rest(
        http, "discussions.addDiscussionComment", settings, **target, comment=outgoing.text, as_admin="true"
    )
    made = comments.number_of(response if isinstance(response, dict) else {"id": response}, "id")
    group = settings.get("group_id", "").strip()
    page = f"https://ok.ru/group/{group}/topic/{number}" if group.isdecimal() and kind == "GROUP_TOPIC" else None
    return Sent(page, f"comment:{kind}:{number}:{made}" if made else None)


# Its topics

PAGE_TEXT, publishes, correct, withdraw = topics.PAGE_TEXT, topics.publishes, topics.correct, topics.withdraw
figures, shows_posts, newest_posts = topics.figures, topics.shows_posts, topics.newest_posts


# A poll among its topics

posts_polls, make_poll, post_poll = page_polls.posts_polls, page_polls.make_poll, page_polls.post_poll
read_poll, end_poll = page_polls.read_poll, page_polls.end_poll


def check(settings: Settings, http: Http) -> str:
    """Whether Odnoklassniki knows the token, and lets the comments be read which the settings name."""
    if settings.get("ranges", "").strip() and not _are_ranges(settings["ranges"]):
        raise Failed("never", "The setting “ranges” is no list of networks such as 217.20.145.192/28.")
    if (settings.get("discussions", "").strip() or chosen(settings, "topics")) and not polls(settings):
        raise Failed("never", "Comments need application_key, application_secret and the discussions' numbers.")
    for kind, number in comments.discussions_of(settings):
        parameters = {"discussionType": kind, "discussionId": number, "fields": comments.FIELDS}
        rest(http, "discussions.getComments", settings, **parameters, count=1, offset=0)
    if not settings.get("token"):
        return "It only receives: there is no token."
    if not graph(http, "GET", "subscriptions", settings).get("subscriptions"):
        raise Failed("never", "The token works, but no webhook is set: no messages come.")
    return "Odnoklassniki accepts the token."


# The webhook


def subscriptions(settings: Settings, http: Http) -> list[str]:
    listed = graph(http, "GET", "subscriptions", settings).get("subscriptions")
    items = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    return [str(one["url"]) for one in items if isinstance(one.get("url"), str)]


def subscribe(address: str, settings: Settings, http: Http) -> None:
    _done(graph(http, "POST", "subscribe", settings, json={"url": address}))


def unsubscribe(address: str, settings: Settings, http: Http) -> None:
    _done(graph(http, "POST", "unsubscribe", settings, json={"url": address}))


def _done(response: Mapping[str, Any]) -> None:
    if response.get("success") is not True:
        raise Failed("never", "Odnoklassniki refuses it.", None, read_str(response, "message") or "")


def _are_ranges(ranges: str) -> bool:
    try:
        return bool([ip_network(one) for one in re.findall(r"[^\s,;]+", ranges)])
    except ValueError:
        return False
