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
import zlib
from collections.abc import Iterator, Mapping
from datetime import timedelta
from ipaddress import ip_address, ip_network
from typing import Any

from live.channels.capabilities import Failed, Http, OutgoingMessage, Polled, Sent, State
from live.channels.ok import sent_files
from live.channels.ok.client import NO_MESSAGES, graph, rest, signs
from live.channels.webhook import (
    ATTACHMENTS,
    JOINS,
    Outcome,
    Request,
    Setting,
    as_body,
    from_milliseconds,
    json_object,
    read_object,
    read_str,
    shown_text,
)
from live.domain.foreign_values import Unreadable, json_safe, web_link
from live.domain.refused import Refused
from live.domain.submission import Author, AuthorChange, Submission

SETTINGS = (
    Setting("token", secret=True),
    Setting("user_token", secret=True),
    Setting("application_key"),
    Setting("application_secret", secret=True),
    Setting("group_id"),
    Setting("discussions"),
    Setting("ranges"),
    JOINS,
    Setting("host"),
)

HOST = "https://api.ok.ru"

OK = (200, "text/plain; charset=utf-8", "ok")

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
            return _of_comment(payload, settings)
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

BETWEEN = 5.0
"""Seconds between two looks at the discussions."""

PAGE = 100
DEEP = 20
"""Pages of comments that are read in one step."""

REMEMBERED = 500
"""The newest comments of a discussion, of which the words are known, so that a change of them is seen."""

FIELDS = "comment.ID,comment.TEXT,comment.DATE,comment.TYPE,comment.AUTHOR_ID,comment.AUTHOR_NAME,comment.AUTHOR_REF"

DISCUSSION = re.compile(r"(?:([A-Z_]+):)?([0-9]{1,20})")
PAGE_OF_ONE = re.compile(r"/(topic|video|live)/([0-9]{1,20})")
KIND_OF_PAGE = {"topic": "GROUP_TOPIC", "video": "GROUP_MOVIE", "live": "GROUP_MOVIE"}
"""A discussion stands in the setting by its number, its type before it if need be ("GROUP_MOVIE:123"), or its page."""


def polls(settings: Settings) -> bool:
    return bool(_discussions(settings)) and signs(settings)


def poll(state: State, settings: Settings, http: Http) -> Polled:
    """The new and the changed comments of every discussion; one that cannot be read does not keep back the others."""
    outcomes: list[tuple[bytes, Outcome]] = []
    after: State = {}
    broken: Failed | None = None
    for discussion in _discussions(settings):
        name = ":".join(discussion)
        after[name] = state.get(name, {})
        try:
            comments = _comments(discussion, after[name], settings, http)
        except Failed as failed:
            broken = failed
            continue
        new, after[name] = _news(discussion, comments, after[name], settings)
        outcomes += new
    if broken and not outcomes:
        raise broken
    return Polled(outcomes, after, BETWEEN)


def _discussions(settings: Settings) -> list[tuple[str, str]]:
    """Type and number of each."""
    found = []
    for given in re.findall(r"[^\s,;]+", settings.get("discussions", "")):
        if match := DISCUSSION.fullmatch(given) or PAGE_OF_ONE.search(given):
            found.append((KIND_OF_PAGE.get(match[1], match[1]) or "GROUP_TOPIC", match[2]))
    return found


def _comments(discussion: tuple[str, str], state: State, settings: Settings, http: Http) -> list[dict[str, Any]]:
    """The comments of a discussion, the oldest first; where the newest are listed first, not far beyond the known."""
    found: dict[str, dict[str, Any]] = {}
    for page in range(DEEP):
        parameters = {"discussionType": discussion[0], "discussionId": discussion[1], "fields": FIELDS}
        response = rest(http, "discussions.getComments", settings, **parameters, count=PAGE, offset=page * PAGE)
        listed = response.get("comments") if isinstance(response, dict) else None
        items = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
        new = {_id(one): one for one in items if _id(one) not in found}
        found.update(new)
        newest_first = bool(items) and _written(items[0]) >= _written(items[-1])
        if len(items) < PAGE or not new or (newest_first and not any(_is_new(one, state) for one in new.values())):
            break
    return sorted(found.values(), key=_written)


def _news(
    discussion: tuple[str, str], comments: list[dict[str, Any]], state: State, settings: Settings
) -> tuple[list[tuple[bytes, Outcome]], State]:
    """What is new or changed among these, and what is known then: id → when it was written, and a sum of its words."""
    known: dict[str, list[int]] = dict(state.get("known", {}))
    outcomes = []
    for comment in comments:
        number, checksum = _id(comment), zlib.crc32(str(comment.get("text")).encode("utf-8", "backslashreplace"))
        before = known.get(number)
        if (before is None and not _is_new(comment, state)) or (before is not None and before[1] == checksum):
            continue
        known[number] = [_written(comment), checksum]
        body = as_body({"discussion": {"type": discussion[0], "id": discussion[1]}, "comment": comment})
        outcome = understand(body, settings)
        outcomes.append((body, outcome if before is None else _as_change(outcome)))
    newest = sorted(known.items(), key=lambda item: item[1][0])
    forgotten = newest[:-REMEMBERED]
    since = max([state.get("since", 0), *(written for _, (written, _) in forgotten)])
    return outcomes, {"since": since, "known": dict(newest[-REMEMBERED:])}


def _is_new(comment: Mapping[str, Any], state: State) -> bool:
    written = _written(comment)
    return _id(comment) not in state.get("known", {}) and (not written or written > state.get("since", 0))


def _as_change(outcome: Outcome) -> Outcome:
    changes = tuple(AuthorChange(str(asked.external_id), asked.text, asked) for asked in outcome.submissions)
    return Outcome(OK, changes=changes) if changes else outcome


def _id(comment: Mapping[str, Any]) -> str:
    return str(comment.get("id"))[:200]


def _written(comment: Mapping[str, Any]) -> int:
    """When, in milliseconds; zero where that is not told."""
    value = comment.get("date_ms")
    return value if isinstance(value, int) and 0 < value < 2**63 else 0


def _of_comment(payload: dict[str, Any], settings: Settings) -> Outcome:
    discussion, comment = read_object(payload, "discussion"), read_object(payload, "comment")
    names = (read_str(discussion, "type"), read_str(discussion, "id"), _number(comment, "id"))
    if not all(names):
        raise Unreadable("“id” is missing or no word")
    if _is_own(comment, settings):
        return Outcome(OK, ignored="the group's own comment")
    text, as_sent = shown_text(comment.get("text"))
    name, number = read_str(comment, "author_name"), _number(comment, "author_id")
    asked_at = from_milliseconds(comment.get("date_ms"))
    profile = f"https://ok.ru/profile/{number}" if number and re.fullmatch("[0-9]{1,20}", number) else None
    author = Author(name, f"ok:user:{number}" if number else None, profile) if name or number else None
    asked = Submission(
        text=text,
        source="ok",
        author=author,
        external_id=":".join(["comment", *map(str, names)]),
        asked_at=asked_at,
        original=None if as_sent and author and asked_at else json_safe(payload),
    )
    return Outcome(OK, submissions=(asked,))


def _number(comment: Mapping[str, Any], name: str) -> str | None:
    """A number, which Odnoklassniki writes as a word or as a number."""
    value = comment.get(name)
    return str(value)[:40] if isinstance(value, int) and not isinstance(value, bool) else read_str(comment, name)


def _is_own(comment: Mapping[str, Any], settings: Settings) -> bool:
    """Whether the group has written it; where it is not named, any group."""
    group = settings.get("group_id", "").strip()
    ref = read_str(comment, "author_ref") or ""
    return ref == f"group:{group}" or _number(comment, "author_id") == group if group else ref.startswith("group:")


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
    """A comment under the comment that is answered, or a message in its conversation."""
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
    made = _number(response if isinstance(response, dict) else {"id": response}, "id")
    group = settings.get("group_id", "").strip()
    page = f"https://ok.ru/group/{group}/topic/{number}" if group.isdecimal() and kind == "GROUP_TOPIC" else None
    return Sent(page, f"comment:{kind}:{number}:{made}" if made else None)


def check(settings: Settings, http: Http) -> str:
    """Whether Odnoklassniki knows the token, and lets the comments be read which the settings name."""
    if settings.get("ranges", "").strip() and not _are_ranges(settings["ranges"]):
        raise Failed("never", "The setting “ranges” is no list of networks such as 217.20.145.192/28.")
    if settings.get("discussions", "").strip() and not polls(settings):
        raise Failed("never", "Comments need application_key, application_secret and the discussions' numbers.")
    for kind, number in _discussions(settings):
        parameters = {"discussionType": kind, "discussionId": number, "fields": FIELDS}
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
