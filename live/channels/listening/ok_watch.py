"""Odnoklassniki listened to: the topics of groups that the centre lists, and the comments under them.

    mediatopic.getTopics    {"media_topics": [{"id": "155", "created_ms": 1498581292941, "author_ref": "group:53",
                             "media": [{"type": "text", "text": "…"}], "discussion_summary": {"comments_count": 3}}],
                             "anchor": "…", "has_more": true, "entities": {"users": […], "groups": […]}}
    discussions.getComments {"comments": [{"id": "7", "text": "…", "date_ms": …, "author_id": "123",
                             "author_name": "Anna", "author_ref": "user:123"}]}

A step asks for one group. A topic is named `topic:<group>:<topic>`, a comment `comment:GROUP_TOPIC:<topic>:<comment>`,
as those are that a group's own channel reads.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from live.channels.capabilities import Failed, Http, Polled, State
from live.channels.listening import source
from live.channels.listening.source import Settings, items, mentioned, named, passed_over, payload_of, read, unreadable
from live.channels.ok.client import rest, signs
from live.channels.ok.topics import newest_posts, shows_posts
from live.channels.webhook import Outcome, Setting, chosen, from_milliseconds, read_object, read_str, shown_text
from live.domain.foreign_values import Unreadable
from live.domain.listening.mention import Mention
from live.domain.submission import Author

__all__ = [
    "HOST",
    "READS_ONLY",
    "SETTINGS",
    "check",
    "newest_posts",
    "poll",
    "polls",
    "read",
    "shows_posts",
    "understand",
]

SETTINGS = (
    Setting("token", secret=True, required=True),
    Setting("application_key", required=True),
    Setting("application_secret", secret=True, required=True),
    *source.COMMUNITIES,
)

HOST = "https://api.ok.ru"
READS_ONLY = True

PAUSE = 30.0
"""Seconds after a group: the method's limit of a day is not told, and 2,880 calls are few."""

COMMENTS_PAUSE = 2.0
"""Seconds for each call for comments, beside that."""

PAGE = 50
DEEP = 5
COMMENTED = 10
"""The newest topics of a group whose comments are read."""

GROUP = re.compile(r"(?:https?://)?(?:m\.)?(?:ok\.ru/group/)?([0-9]{1,20})/?")
TOPIC_FIELDS = "media_topic.*,group.NAME,user.NAME"
COMMENT_FIELDS = (
    "comment.ID,comment.TEXT,comment.DATE,comment.TYPE,comment.AUTHOR_ID,comment.AUTHOR_NAME,comment.AUTHOR_REF"
)


def polls(settings: Settings) -> bool:
    return bool(_groups(settings)) and signs(settings)


def poll(state: State, settings: Settings, http: Http) -> Polled:
    """One group, the one after that of the last step."""
    groups = _groups(settings)
    group = source.next_of(groups, state.get("last"))
    at, broken = source.kept(state, groups), source.kept(state, groups, "broken")
    found: list[dict[str, Any]] = []
    calls = 0
    try:
        found, at[group], calls = _walked(group, at.get(group, {}), settings, http)
        broken.pop(group, None)
    except Failed as failed:
        if failed.kind != "never":
            raise
        broken[group] = source.closed(group)  # It does not keep back the others.
        # A page that is not there any more is not asked for again.
        at[group] = {name: value for name, value in at.get(group, {}).items() if name != "anchor"}
    outcomes = source.understood(found, understand, settings)
    # What has more pages is gone on with before the others have their turn.
    last = state.get("last") if at.get(group, {}).get("anchor") else group
    after = {"last": last, "read": at, "broken": broken}
    return Polled(outcomes, after, PAUSE + COMMENTS_PAUSE * calls, next(iter(broken.values()), None))


def _groups(settings: Settings) -> list[str]:
    found = (GROUP.fullmatch(one) for one in items(settings.get("communities", "")))
    return list(dict.fromkeys(one[1] for one in found if one))


def _walked(group: str, at: State, settings: Settings, http: Http) -> tuple[list[dict[str, Any]], State, int]:
    """A group's topics since the last look, then the comments; how far that reaches, and the calls for comments."""
    since = at.get("since") or source.beginning() * 1000
    found: list[dict[str, Any]] = []
    recent: list[dict[str, Any]] = []
    first = anchor = at.get("anchor")
    more = True
    for _ in range(DEEP):
        response = _topics(group, anchor, settings, http)
        topics = _listed(response, "media_topics")
        # A topic of the same moment may come late: that moment is read again, and what is known is known.
        new = [one for one in topics if _created(one) >= since]
        found += [{"group": group, "topic": one, **_named_author(one, response)} for one in new]
        recent += topics
        anchor = response.get("anchor")
        more = bool(new) and bool(response.get("has_more")) and isinstance(anchor, str)
        if not more:
            break
    newest = max([since, at.get("newest", 0), *map(_created, recent)])
    reached = {"since": since, "newest": newest, "anchor": anchor} if more else {"since": newest}
    after: State = {**reached, "comments": dict(at.get("comments", {}))}
    comments: list[dict[str, Any]] = []
    calls = 0
    if chosen(settings, "comments") and first is None:  # The newest topics stand on the first pages.
        comments, calls = _commented(group, recent, after["comments"], settings, http)
    return [*found[::-1], *comments], after, calls


def _topics(group: str, anchor: str | None, settings: Settings, http: Http, count: int = PAGE) -> dict[str, Any]:
    given = {"gid": group, "count": count, "fields": TOPIC_FIELDS, **({"anchor": anchor} if anchor else {})}
    response = rest(http, "mediatopic.getTopics", settings, **given)
    if not isinstance(response, dict):
        raise Failed("later", "The network's answer cannot be read.")
    return response


def _commented(
    group: str, topics: list[dict[str, Any]], known: dict[str, list[int]], settings: Settings, http: Http
) -> tuple[list[dict[str, Any]], int]:
    """What is new under the newest topics; `known`: topic → how many comments it had, and when the last was written.

    Where not all could be read in one step, when the last of those that were was written, how many pages that is and
    how many comments it had then stand there too.
    """
    newest = sorted((one for one in topics if _id(one)), key=_created, reverse=True)[:COMMENTED]
    watched = {_id(one): _comment_count(one) for one in newest}
    for gone in known.keys() - watched.keys():
        del known[gone]
    found: list[dict[str, Any]] = []
    calls = 0
    for topic, has in watched.items():
        had, last, before, first, began = [*known.get(topic, [0, 0]), 0, 0, has][:5]
        if has > had:
            new, taken, more = _comments(topic, last, first, settings, http)
            calls += taken
            found += [
                {"group": group, "discussion": {"type": "GROUP_TOPIC", "id": topic}, "comment": one} for one in new
            ]
            reached = max([last, before, *map(_written, new)])
            known[topic] = [had, last, reached, first + taken, began] if more else [began, reached]
        else:
            known[topic] = [has, last]
    return found, calls


def _comments(
    topic: str, last: int, first: int, settings: Settings, http: Http
) -> tuple[list[dict[str, Any]], int, bool]:
    """The comments that were written since, from the page `first` on, the oldest first.

    With how many calls it took, and whether there are more.
    """
    found: dict[str, dict[str, Any]] = {}
    more = True
    for page in range(first, first + DEEP):
        parameters = {"discussionType": "GROUP_TOPIC", "discussionId": topic, "fields": COMMENT_FIELDS}
        response = rest(http, "discussions.getComments", settings, **parameters, count=PAGE, offset=page * PAGE)
        comments = _listed(response, "comments")
        new = {_id(one): one for one in comments if _written(one) >= last and _id(one) not in found}
        found.update(new)
        more = len(comments) >= PAGE and bool(new)
        if not more:
            break
    return sorted(found.values(), key=_written), page - first + 1, more


# What Odnoklassniki tells


def _listed(response: Any, name: str) -> list[dict[str, Any]]:
    listed = response.get(name) if isinstance(response, dict) else None
    return [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []


def _id(thing: Mapping[str, Any]) -> str:
    value = thing.get("id")
    return str(value)[:100] if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _moment(thing: Mapping[str, Any], name: str) -> int:
    value = thing.get(name)
    return value if type(value) is int and 0 < value < 2**53 else 0


def _created(topic: Mapping[str, Any]) -> int:
    return _moment(topic, "created_ms")


def _written(comment: Mapping[str, Any]) -> int:
    return _moment(comment, "date_ms")


def _comment_count(topic: Mapping[str, Any]) -> int:
    told = topic.get("discussion_summary")
    return _moment(told, "comments_count") if isinstance(told, dict) else 0


def _named_author(topic: Mapping[str, Any], response: Mapping[str, Any]) -> dict[str, Any]:
    """The name of a topic's author, as the same answer tells it: a group's or a person's."""
    kind, _, number = str(topic.get("author_ref")).partition(":")
    entities = response.get("entities")
    listed = _listed(entities, f"{kind}s")
    name = next((one.get("name") for one in listed if number in (str(one.get("uid")), str(one.get("id")))), None)
    return {"author": name} if isinstance(name, str) else {}


def understand(body: bytes, settings: Settings) -> Outcome:
    """A topic with its author's name, or a comment."""
    try:
        payload = payload_of(body)
        return _comment(payload) if "comment" in payload else _topic(payload)
    except Unreadable as error:
        return unreadable(error)


def _topic(payload: Mapping[str, Any]) -> Outcome:
    topic, group = read_object(payload, "topic"), _number(payload.get("group"))
    number = _number(topic.get("id"))
    media = topic.get("media")
    told = [one.get("text") for one in media if isinstance(one, dict)] if isinstance(media, list) else []
    texts = [one for one in told if isinstance(one, str) and one.strip()]
    if not texts:
        return passed_over("a topic without words")
    kind, _, whose = (read_str(topic, "author_ref") or f"group:{group}").partition(":")
    page = "group" if kind == "group" else "profile"
    author = Author(read_str(payload, "author"), f"ok:{kind}:{whose}"[:200], _page(page, whose))
    reach = topic.get("views_count")
    one = Mention(
        named("topic", f"{group}:{number}"),
        shown_text("\n\n".join(texts))[0],
        f"https://ok.ru/group/{group}/topic/{number}",
        author,
        from_milliseconds(topic.get("created_ms")),
        reach if type(reach) is int and 0 <= reach < 2**53 else None,
    )
    return mentioned(one)


def _comment(payload: Mapping[str, Any]) -> Outcome:
    comment, discussion = read_object(payload, "comment"), read_object(payload, "discussion")
    group, topic = _number(payload.get("group")), _number(discussion.get("id"))
    number = _id(comment)
    if not number:
        raise Unreadable("“id” is missing or no word")
    if not isinstance(comment.get("text"), str) or not comment["text"].strip():
        return passed_over("a comment without words")
    ref = read_str(comment, "author_ref") or f"user:{_id(comment | {'id': comment.get('author_id')})}"
    kind, _, whose = ref.partition(":")
    author = Author(
        read_str(comment, "author_name"), f"ok:{ref}"[:200], _page("group" if kind == "group" else "profile", whose)
    )
    one = Mention(
        named("comment", f"GROUP_TOPIC:{topic}:{number}"),
        shown_text(comment["text"])[0],
        f"https://ok.ru/group/{group}/topic/{topic}",
        author if whose else None,
        from_milliseconds(comment.get("date_ms")),
    )
    return mentioned(one)


def _number(value: object) -> str:
    """A number, which Odnoklassniki writes as a word or as a number."""
    told = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    if not re.fullmatch("[0-9]{1,20}", told):
        raise Unreadable("“id” is missing or no word")
    return told


def _page(kind: str, number: str) -> str | None:
    return f"https://ok.ru/{kind}/{number}" if re.fullmatch("[0-9]{1,20}", number) else None


def check(settings: Settings, http: Http) -> str:
    """Whether Odnoklassniki lets each group be read."""
    if strange := [one for one in items(settings.get("communities", "")) if not GROUP.fullmatch(one)]:
        raise Failed("never", "This is no number of a group.", None, ", ".join(strange[:3]))
    if not polls(settings):
        raise Failed("never", "Nothing is listened to: give groups.")
    for group in _groups(settings):
        try:
            _topics(group, None, settings, http, count=1)
        except Failed as failed:
            failed.detail = f"{group}: {failed.detail}"
            raise
    return "Odnoklassniki lets everything be read that is listened to."
