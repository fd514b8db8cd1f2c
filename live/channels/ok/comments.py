"""The comments of a group's discussions, which have no webhook and are asked for: `discussions.getComments`.

Asked for are the discussions that the settings name and, where they say so, the group's newest topics, as soon as
`mediatopic.getTopics` tells that one has more comments than before.
"""

from __future__ import annotations

import re
import time
import zlib
from collections.abc import Mapping
from typing import Any

from live.channels.capabilities import Failed, Http, Polled, State
from live.channels.ok.client import rest, signs
from live.channels.webhook import (
    Outcome,
    as_body,
    chosen,
    from_milliseconds,
    json_object,
    read_object,
    read_str,
    shown_text,
)
from live.domain.foreign_values import Unreadable, json_safe
from live.domain.submission import Author, AuthorChange, Submission

OK = (200, "text/plain; charset=utf-8", "ok")

Settings = Mapping[str, str]

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


TOPICS = 20
"""The group's newest topics under which comments are looked for."""

LOOK = 12
"""Steps between two looks at them: about a minute."""

KNOWN = "topics"
"""Where the state keeps what is known of them."""


def polls(settings: Settings) -> bool:
    return bool(discussions_of(settings) or _hears_topics(settings)) and signs(settings)


def poll(state: State, settings: Settings, http: Http) -> Polled:
    """The new and the changed comments of every discussion; one that cannot be read does not keep back the others."""
    outcomes: list[tuple[bytes, Outcome]] = []
    after: State = {}
    broken: Failed | None = None
    named = discussions_of(settings)
    topics = _grown_topics(state, after, settings, http) if _hears_topics(settings) else []
    after |= {":".join(one): state.get(":".join(one), {}) for one in named}
    for discussion in dict.fromkeys([*named, *topics]):
        name = ":".join(discussion)
        try:
            comments = _comments(discussion, after[name], settings, http)
        except Failed as failed:
            broken = failed
            after.get(KNOWN, {}).get("counts", {}).pop(discussion[1], None)  # It is looked at again.
            continue
        new, after[name] = _news(discussion, comments, after[name], settings)
        outcomes += new
    if broken and not outcomes:
        raise broken
    return Polled(outcomes, after, BETWEEN)


def _hears_topics(settings: Settings) -> bool:
    return chosen(settings, "topics") and settings.get("group_id", "").strip().isdecimal()


def _grown_topics(state: State, after: State, settings: Settings, http: Http) -> list[tuple[str, str]]:
    """The newest topics that have more comments than at the last look; what is known of all of them goes into `after`.

    What was written before the first look is nobody's question.
    """
    known = state.get(KNOWN) or {"steps": 0, "since": int(time.time() * 1000), "counts": None}
    counts = known["counts"]
    if known["steps"] > 0:
        after[KNOWN], told = {**known, "steps": known["steps"] - 1}, counts
    else:
        told = _comment_counts(settings, http)
        after[KNOWN] = {**known, "steps": LOOK, "counts": dict(told)}
    for number in told or {}:
        name = f"GROUP_TOPIC:{number}"
        after[name] = state.get(name, {"since": known["since"]})
    if counts is None or told is counts:
        return []
    return [("GROUP_TOPIC", number) for number, many in told.items() if many != counts.get(number, 0)]


def _comment_counts(settings: Settings, http: Http) -> dict[str, int]:
    """By a topic's number."""
    asked = {"gid": settings["group_id"].strip(), "count": TOPICS, "fields": "media_topic.*"}
    response = rest(http, "mediatopic.getTopics", settings, **asked)
    listed = response.get("media_topics") if isinstance(response, dict) else None
    found = {}
    for one in listed if isinstance(listed, list) else []:
        summary = one.get("discussion_summary") if isinstance(one, dict) else None
        many = summary.get("comments_count") if isinstance(summary, dict) else None
        if type(many) is int and re.fullmatch("[0-9]{1,20}", str(one.get("id"))):
            found[str(one["id"])] = many
    return found


def discussions_of(settings: Settings) -> list[tuple[str, str]]:
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
        outcome = _understood(body, settings)
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


def _understood(body: bytes, settings: Settings) -> Outcome:
    try:
        return of_comment(json_object(body), settings)
    except Unreadable as error:
        return Outcome(OK, dead=str(error))


def of_comment(payload: dict[str, Any], settings: Settings) -> Outcome:
    discussion, comment = read_object(payload, "discussion"), read_object(payload, "comment")
    names = (read_str(discussion, "type"), read_str(discussion, "id"), number_of(comment, "id"))
    if not all(names):
        raise Unreadable("“id” is missing or no word")
    if _is_own(comment, settings):
        return Outcome(OK, ignored="the group's own comment")
    text, as_sent = shown_text(comment.get("text"))
    name, number = read_str(comment, "author_name"), number_of(comment, "author_id")
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


def number_of(comment: Mapping[str, Any], name: str) -> str | None:
    """A number, which Odnoklassniki writes as a word or as a number."""
    value = comment.get(name)
    return str(value)[:40] if isinstance(value, int) and not isinstance(value, bool) else read_str(comment, name)


def _is_own(comment: Mapping[str, Any], settings: Settings) -> bool:
    """Whether the group has written it; where it is not named, any group."""
    group = settings.get("group_id", "").strip()
    ref = read_str(comment, "author_ref") or ""
    return ref == f"group:{group}" or number_of(comment, "author_id") == group if group else ref.startswith("group:")
