"""VK listened to by a service token: posts found by words, and the walls and comments of communities.

    newsfeed.search  {"items": [{"id": 5, "owner_id": -77, "from_id": 123, "date": 1785571200, "text": "…",
                      "views": {"count": 900}}], "profiles": […], "groups": […], "next_from": "…"}
    wall.get         {"items": [post …], "profiles": […], "groups": […]}
    wall.getComments {"items": [{"id": 9, "from_id": 123, "date": …, "text": "…", "thread": {"items": […]}}], …}

A step asks for one subject, a phrase or a community, and the pause after it keeps within VK's quotas of a day: 1,000
searches, 5,000 walls. A post is named `wall:<owner>_<post>`, a comment `wall:<owner>_<post>_<comment>`, as those are
that a community's own channel reads.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from live.channels.capabilities import Failed, Http, Polled, PostOnPage, State
from live.channels.listening import source
from live.channels.listening.source import Settings, items, mentioned, passed_over, payload_of, read, unreadable
from live.channels.vk import wall_reader
from live.channels.vk.client import call
from live.channels.webhook import Outcome, Setting, chosen, from_seconds, read_int, read_object, shown_text
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
    Setting("words", lines=True),
    Setting("place"),
    *source.COMMUNITIES,
)

HOST = "https://api.vk.ru"
READS_ONLY = True

SEARCH_PAUSE = 90.0
"""Seconds after a search: 960 a day of the 1,000 that a token has."""

WALL_PAUSE = 20.0
"""Seconds after a wall: 4,320 a day of the 5,000."""

COMMENTS_PAUSE = 2.0
"""Seconds for each call for comments, beside that."""

PAGE = 100
DEEP = 5
"""Pages that are read in one step of a subject, or of a post's comments; where there are more, the next goes on."""

COMMENTED = 10
"""The newest posts of a community whose comments are read."""

COMMUNITY = re.compile(r"(?:https?://)?(?:m\.)?(?:vk\.(?:com|ru)/)?(?P<name>[A-Za-z0-9_.]{2,64}|-?[0-9]{1,19})/?")
PLACE = re.compile(r"\s*(-?[0-9]{1,2}(?:\.[0-9]+)?)[\s,;]+(-?[0-9]{1,3}(?:\.[0-9]+)?)\s*")


def polls(settings: Settings) -> bool:
    return bool(settings.get("token") and _subjects(settings))


def poll(state: State, settings: Settings, http: Http) -> Polled:
    """One subject, the one after that of the last step."""
    subjects = _subjects(settings)
    subject = source.next_of(subjects, state.get("last"))
    at, broken = source.kept(state, subjects), source.kept(state, subjects, "broken")
    kind, _, what = subject.partition(":")
    if kind == "words":
        found, at[subject] = _searched(what, at.get(subject, {}), settings, http)
        pause = SEARCH_PAUSE
    else:
        calls = 0
        try:
            found, at[subject], calls = _walked(what, at.get(subject, {}), settings, http)
            broken.pop(subject, None)
        except Failed as failed:
            if failed.kind != "never":
                raise
            found, broken[subject] = [], source.closed(what)  # It does not keep back the others.
        pause = WALL_PAUSE + COMMENTS_PAUSE * calls
    outcomes = source.understood(found, understand, settings)
    # What has more pages is gone on with before the others have their turn.
    more = at.get(subject, {}).get("from") or at.get(subject, {}).get("page")
    last = state.get("last") if more and subject not in broken else subject
    after = {"last": last, "read": at, "broken": broken}
    return Polled(outcomes, after, pause, next(iter(broken.values()), None))


def shows_posts(address: str, own: bool, settings: Settings) -> bool:
    """Of an official page, whichever it is."""
    return bool(settings.get("token"))


def newest_posts(address: str, own: bool, settings: Settings, http: Http) -> Sequence[PostOnPage]:
    return wall_reader.newest(address, settings["token"], http)


def _subjects(settings: Settings) -> list[str]:
    return [
        *(f"words:{one}" for one in items(settings.get("words", ""))),
        *(f"wall:{one}" for one in _communities(settings)),
    ]


def _communities(settings: Settings) -> list[str]:
    """Short names, `club77`, or numbers below zero."""
    found = (COMMUNITY.fullmatch(one) for one in items(settings.get("communities", "")))
    return list(dict.fromkeys(one["name"] for one in found if one))


# By words


def _searched(words: str, at: State, settings: Settings, http: Http) -> tuple[list[dict[str, Any]], State]:
    """The posts since the last search, the oldest first, and how far that reaches."""
    since: int = at.get("since") or source.beginning()
    newest: int = at.get("newest", since)
    page: str | None = at.get("from")
    found: list[dict[str, Any]] = []
    for _ in range(DEEP):
        response = _search(words, since, page, settings, http)
        posts = _items(response)
        found += [_with_author({"post": post}, post, response) for post in posts]
        newest = max([newest, *(_date(post) for post in posts)])
        told = response.get("next_from") if posts else None
        page = told if isinstance(told, str) and told else None
        if page is None:
            # A post of the same second may come late: that second is read again, and what is known is known.
            return found[::-1], {"since": newest}
    return found[::-1], {"since": since, "newest": newest, "from": page}


def _search(words: str, since: int, page: str | None, settings: Settings, http: Http, count: int = PAGE) -> Any:
    where = PLACE.fullmatch(settings.get("place", ""))
    latitude, longitude = where.groups() if where else (None, None)
    given: dict[str, Any] = {"q": words, "count": count, "start_time": since, "start_from": page, "extended": 1}
    response = call(http, "newsfeed.search", settings["token"], latitude=latitude, longitude=longitude, **given)
    return _checked(response)


# By communities


def _walked(community: str, at: State, settings: Settings, http: Http) -> tuple[list[dict[str, Any]], State, int]:
    """A community's posts since the last look, then the comments; how far that reaches, and the calls for comments."""
    last, since, first = at.get("post", 0), source.beginning(), at.get("page", 0)
    found: list[dict[str, Any]] = []
    recent: list[dict[str, Any]] = []
    more = True
    for page in range(first, first + DEEP):
        response = _wall(community, page * PAGE, settings, http)
        posts = _items(response)
        new = [post for post in posts if _id(post) > last and (last or _date(post) >= since)]
        found += [_with_author({"post": post}, post, response) for post in new]
        recent += posts
        more = len(posts) >= PAGE and any(not post.get("is_pinned") for post in new)
        if not more:
            break
    newest = max([last, at.get("newest", 0), *map(_id, recent)])
    reached = {"post": last, "newest": newest, "page": first + DEEP} if more else {"post": newest}
    after: State = {**reached, "comments": dict(at.get("comments", {}))}
    comments: list[dict[str, Any]] = []
    calls = 0
    if chosen(settings, "comments") and not first:  # The newest posts stand on the first pages.
        comments, calls = _commented(recent, after["comments"], settings, http)
    return [*found[::-1], *comments], after, calls


def _wall(community: str, offset: int, settings: Settings, http: Http, count: int = PAGE) -> Any:
    whose: dict[str, Any] = {"owner_id": community} if community.lstrip("-").isdecimal() else {"domain": community}
    response = call(http, "wall.get", settings["token"], **whose, count=count, offset=offset, extended=1)
    return _checked(response)


def _commented(
    posts: list[dict[str, Any]], known: dict[str, list[int]], settings: Settings, http: Http
) -> tuple[list[dict[str, Any]], int]:
    """What is new under the newest posts: only those are asked for of which VK says that they have more than before.

    `known`: post → how many it had, and the newest of them; it knows of these afterwards. Where not all could be read
    in one step, the newest of those that were, how many pages that is and how many the post had then stand there too.
    """
    watched = {f"{post['owner_id']}_{_id(post)}": post for post in _newest(posts)}
    for gone in known.keys() - watched.keys():
        del known[gone]
    found: list[dict[str, Any]] = []
    calls = 0
    for name, post in watched.items():
        has = _count(post, "comments") or 0
        had, last, before, first, began = [*known.get(name, [0, 0]), 0, 0, has][:5]
        if has <= had:
            known[name] = [has, last]
            continue
        new, taken, more = _comments(post, last, first, settings, http)
        calls += taken
        found += new
        newest = max([last, before, *(_id(one["comment"]) for one in new)])
        known[name] = [had, last, newest, first + taken, began] if more else [began, newest]
    return found, calls


def _newest(posts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    told = [post for post in posts if type(post.get("owner_id")) is int and _id(post)]
    return sorted(told, key=_id, reverse=True)[:COMMENTED]


def _comments(
    post: Mapping[str, Any], last: int, first: int, settings: Settings, http: Http
) -> tuple[list[dict[str, Any]], int, bool]:
    """The comments and answers to them with a number above `last`, from the page `first` on, the oldest first.

    With how many calls it took, and whether there are more.
    """
    found: list[dict[str, Any]] = []
    where = {"owner_id": post["owner_id"], "post_id": _id(post)}
    more = True
    for page in range(first, first + DEEP):
        response = _checked(
            call(
                http,
                "wall.getComments",
                settings["token"],
                **where,
                sort="desc",
                count=PAGE,
                offset=page * PAGE,
                extended=1,
                thread_items_count=10,
            )
        )
        listed = _items(response)
        new = [one for top in listed for one in (top, *_thread(top)) if _id(one) > last]
        found += [_with_author({"comment": one, "post": where}, one, response) for one in new]
        more = len(listed) >= PAGE and bool(new)
        if not more:
            break
    return sorted(found, key=lambda one: _id(one["comment"])), page - first + 1, more


def _thread(comment: Mapping[str, Any]) -> list[dict[str, Any]]:
    thread = comment.get("thread")
    return _items(thread) if isinstance(thread, dict) else []


# What VK tells


def _checked(response: Any) -> Any:
    if not isinstance(response, dict):
        raise Failed("later", "The network's answer cannot be read.")
    return response


def _items(response: Mapping[str, Any]) -> list[dict[str, Any]]:
    listed = response.get("items")
    return [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []


def _id(thing: Mapping[str, Any]) -> int:
    value = thing.get("id")
    return value if type(value) is int and 0 < value < 2**62 else 0


def _date(thing: Mapping[str, Any]) -> int:
    value = thing.get("date")
    return value if type(value) is int and 0 < value < 2**40 else 0


def _count(thing: Mapping[str, Any], name: str) -> int | None:
    told = thing.get(name)
    value = told.get("count") if isinstance(told, dict) else None
    return value if type(value) is int and 0 <= value < 2**53 else None


def _with_author(payload: dict[str, Any], thing: Mapping[str, Any], response: Mapping[str, Any]) -> dict[str, Any]:
    """What was fetched with the name of who wrote it, as the same answer tells it."""
    number = thing.get("from_id", thing.get("owner_id"))
    listed = response.get("groups" if type(number) is int and number < 0 else "profiles")
    if type(number) is int and isinstance(listed, list):
        for one in listed:
            if isinstance(one, dict) and one.get("id") == abs(number):
                name = one.get("name") or f"{one.get('first_name', '')} {one.get('last_name', '')}"
                return {**payload, "author": name} if isinstance(name, str) else payload
    return payload


def understand(body: bytes, settings: Settings) -> Outcome:
    """A post or a comment, with the name of its author where that was told."""
    try:
        payload = payload_of(body)
        return _comment(payload) if "comment" in payload else _post(payload)
    except Unreadable as error:
        return unreadable(error)


def _post(payload: Mapping[str, Any]) -> Outcome:
    post = read_object(payload, "post")
    owner, number = read_int(post, "owner_id"), read_int(post, "id", "post_id")
    if not (text := _text(post)):
        return passed_over("a post without words")
    name = f"{owner}_{number}"
    one = Mention(
        f"wall:{name}",
        text,
        f"https://vk.com/wall{name}",
        _author(read_int(post, "from_id", "owner_id"), payload),
        from_seconds(post.get("date")),
        _count(post, "views"),
    )
    return mentioned(one)


def _text(post: Mapping[str, Any]) -> str:
    """Its own words, and those of the post that it shares."""
    shared = post.get("copy_history")
    first = shared[0] if isinstance(shared, list) and shared and isinstance(shared[0], dict) else {}
    told = [one for one in (post.get("text"), first.get("text")) if isinstance(one, str) and one.strip()]
    return shown_text("\n\n".join(told))[0] if told else ""


def _comment(payload: Mapping[str, Any]) -> Outcome:
    comment, post = read_object(payload, "comment"), read_object(payload, "post")
    owner, under, number = read_int(post, "owner_id"), read_int(post, "post_id"), read_int(comment, "id")
    if not isinstance(comment.get("text"), str) or not comment["text"].strip():
        return passed_over("a comment without words")
    one = Mention(
        f"wall:{owner}_{under}_{number}",
        shown_text(comment["text"])[0],
        f"https://vk.com/wall{owner}_{under}?reply={number}",
        _author(read_int(comment, "from_id"), payload),
        from_seconds(comment.get("date")),
    )
    return mentioned(one)


def _author(number: int, payload: Mapping[str, Any]) -> Author:
    page = f"club{-number}" if number < 0 else f"id{number}"
    name = payload.get("author")
    told = shown_text(name)[0][:200] if isinstance(name, str) and name.strip() else None
    return Author(told, f"vk:{number}", f"https://vk.com/{page}")


def check(settings: Settings, http: Http) -> str:
    """Whether VK lets us search, and read each community. One call for each, of the day's quota."""
    if settings.get("place") and not PLACE.fullmatch(settings["place"]):
        raise Failed("never", "The place is two numbers: latitude and longitude, such as 54.31, 48.39.")
    if strange := [one for one in items(settings.get("communities", "")) if not COMMUNITY.fullmatch(one)]:
        raise Failed("never", "This is no community of VK.", None, ", ".join(strange[:3]))
    if not _subjects(settings):
        raise Failed("never", "Nothing is listened to: give words or communities.")
    for words in items(settings.get("words", ""))[:1]:
        _search(words, source.beginning(), None, settings, http, count=1)
    for community in _communities(settings):
        try:
            _wall(community, 0, settings, http, count=1)
        except Failed as failed:
            failed.detail = f"{community}: {failed.detail}"
            raise
    return "VK lets everything be read that is listened to."
