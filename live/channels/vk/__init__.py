"""VK: a community's Callback API or Bots Long Poll, the comments under its live video, and the way back.

The Callback's body is {type, object, group_id, event_id, v, secret} (live/channels/vk/payloads.py). A `confirmation` is
answered with the community's string, everything else with the two letters `ok`, because VK repeats, and in the end
pauses, what is not answered so. Long Poll brings the same events without a secret. Replies carry VK's own guard: `guid`
of a comment, `random_id` of a message.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from live.channels.capabilities import Failed, Http, Polled, State
from live.channels.vk import answering, page_polls, wall
from live.channels.vk.client import call, text_of
from live.channels.vk.payloads import OK, understood
from live.channels.vk.payloads import address as address
from live.channels.vk.payloads import conversation as conversation
from live.channels.vk.uploads import group_of
from live.channels.webhook import JOINS, Outcome, Request, Setting, as_body, chosen, json_object, same_secret
from live.domain.foreign_values import Unreadable
from live.domain.refused import Refused
from live.domain.submission import Submission

SETTINGS = (
    Setting("confirmation"),
    Setting("secret", secret=True, required=True, ours=True),
    Setting("group_id"),
    Setting("token", secret=True),
    Setting("user_token", secret=True),
    Setting("longpoll", flag=True),
    Setting("posts"),
    Setting("video"),
    Setting("live", flag=True),
    Setting("polls", flag=True),
    JOINS,
    Setting("host"),
)

HOST = "https://api.vk.ru"

Settings = Mapping[str, str]


# In, by the Callback API


def read(request: Request, settings: Settings) -> Outcome:
    """A callback: `invalid` when the body is no JSON object, `forbidden` unless it carries this channel's secret."""
    try:
        payload = json_object(request.body)
    except Unreadable as error:
        raise Refused("invalid", "VK sends a JSON object; this body is none.") from error
    confirming = payload.get("type") == "confirmation"
    # VK confirms an address before its owner has saved the secret there, so a confirmation may come without one.
    early = confirming and "secret" not in payload and bool(settings.get("secret"))
    if not early and not same_secret(payload.get("secret"), settings.get("secret", "")):
        raise Refused("forbidden", "The secret is not the one of this channel.")
    return _confirm(payload, settings) if confirming else _of_payload(payload, settings)


def understand(body: bytes, settings: Settings) -> Outcome:
    """An event that was proved before, or that VK was asked for."""
    try:
        return _of_payload(json_object(body), settings)
    except Unreadable as error:
        return Outcome(OK, dead=str(error))


def _of_payload(payload: dict[str, Any], settings: Settings) -> Outcome:
    """What an event yields. Where the settings name posts, a comment under another one was asked between shows."""
    outcome, listened = understood(payload, group_of(settings)), _posts(settings)
    if not listened:
        return outcome
    asked = tuple(_placed(one, listened) for one in outcome.submissions)
    changes = tuple(
        replace(one, otherwise=_placed(one.otherwise, listened)) if one.otherwise else one for one in outcome.changes
    )
    return replace(outcome, submissions=asked, changes=changes)


PLACE = re.compile(r"(wall|video|photo|topic)(-?[0-9]{1,19}_[0-9]{1,19})")
"""A post, a video, a photo or a discussion, as its page is called."""

CALLED = {"topic": "board"}
"""A page's word → that of its comments' names, where they differ."""


def _posts(settings: Settings) -> frozenset[str]:
    """What is listened to, as the names of its comments begin; nothing where everything is."""
    named = {f"{CALLED.get(found[1], found[1])}:{found[2]}_" for found in PLACE.finditer(settings.get("posts", ""))}
    videos = {f"video:{owner}_{number}_" for owner, number in _videos(settings)} if named else set()
    return frozenset(named | videos)


def _placed(asked: Submission, listened: frozenset[str]) -> Submission:
    name = asked.external_id or ""
    here = name.startswith("message:") or any(name.startswith(one) for one in listened)
    return asked if here else replace(asked, between_shows=True)


def _confirm(payload: Mapping[str, Any], settings: Settings) -> Outcome:
    confirmation = settings.get("confirmation", "").strip()
    if not confirmation:
        raise Refused("forbidden", "This channel has no confirmation string yet: give it the one that VK shows.")
    if group_of(settings) not in ("", str(payload.get("group_id"))):
        raise Refused("forbidden", "The confirmation is for another community.")
    return Outcome((200, OK[1], confirmation), ignored="confirmation")


def needs_setup(settings: Settings) -> bool:
    """Whether the confirmation is still to be asked for; who polls needs none."""
    return _can_ask(settings) and not settings.get("confirmation", "").strip() and not _long_polls(settings)


def setup(settings: Settings, http: Http) -> dict[str, str]:
    response = call(http, "groups.getCallbackConfirmationCode", settings["token"], group_id=group_of(settings))
    return {"confirmation": text_of(response, "code")}


# In, by asking

WAIT = 25
"""Seconds for which VK holds a question back until something happens; fewer where comments are asked for in between."""

BETWEEN = 5.0
"""Seconds between two looks at the comments under a video."""

PAGE = 100
DEEP = 20
"""Pages of new comments that are read in one step; what is older than these is left to the Callback API."""

VIDEO = re.compile(r"(-?[0-9]{1,19})_([0-9]{1,19})")


def polls(settings: Settings) -> bool:
    looks = bool(_videos(settings)) or _finds_live(settings)
    return _long_polls(settings) or bool(looks and _asking_token(settings))


def poll(state: State, settings: Settings, http: Http) -> Polled:
    """The comments under the videos, then what Long Poll has."""
    outcomes: list[tuple[bytes, Outcome]] = []
    newest, after = dict(state.get("video", {})), dict(state)
    found = _found(state)
    if _finds_live(settings):
        after["live"] = _live_videos(state.get("live", {}), settings, http)
        found += _found(after)  # One that has just ended is read this once more.
    for video in dict.fromkeys([*_videos(settings), *found]):
        outcomes += _comments(video, newest, settings, http)
    after["video"] = newest
    if not _long_polls(settings):
        return Polled(outcomes, after, BETWEEN)
    if outcomes:
        return Polled(outcomes, after)  # They are stored before anything is waited for.
    after["longpoll"], updates = _updates(state.get("longpoll", {}), settings, http)
    return Polled([_of_event(update, settings) for update in updates], after)


def _of_event(payload: Any, settings: Settings) -> tuple[bytes, Outcome]:
    """An event as its body would have come, with what it yields."""
    body = as_body(payload)
    return body, understand(body, settings)


def _updates(at: State, settings: Settings, http: Http) -> tuple[State, list[Any]]:
    """One question to the Long Poll server: where it stands after it, and what came."""
    if not at.get("key"):
        return {**_server(settings, http), **({"ts": at["ts"]} if at.get("ts") else {})}, []
    wait = 5 if _videos(settings) or _finds_live(settings) else WAIT
    query = {"act": "a_check", "key": at["key"], "ts": at["ts"], "wait": wait}
    response = http.get(str(at["server"]), query, patience=wait + 10.0)
    failed = response.get("failed") if isinstance(response, dict) else None
    if failed == 1:
        return {**at, "ts": text_of(response, "ts")}, []
    if failed in (2, 3):
        return ({"ts": at["ts"]} if failed == 2 else {}), []
    updates = response.get("updates") if isinstance(response, dict) else None
    return {**at, "ts": text_of(response, "ts")}, updates if isinstance(updates, list) else []


def _server(settings: Settings, http: Http) -> State:
    response = call(http, "groups.getLongPollServer", settings["token"], group_id=group_of(settings))
    return {name: text_of(response, name) for name in ("key", "server", "ts")}


def _comments(video: tuple[str, str], newest: State, settings: Settings, http: Http) -> list[tuple[bytes, Outcome]]:
    """The comments that were written since the last look, the oldest first; `seen` then knows of them."""
    owner, number = video
    name = f"{owner}_{number}"
    found: list[dict[str, Any]] = []
    last = int(newest.get(name, 0))
    for page in range(DEEP):
        parameters: dict[str, Any] = {
            "owner_id": owner,
            "video_id": number,
            "offset": page * PAGE,
            "count": PAGE,
            "sort": "desc",
        }
        response = call(http, "video.getComments", _asking_token(settings), **parameters)
        items = [
            item for item in (response.get("items") or []) if isinstance(item, dict) and type(item.get("id")) is int
        ]
        new = [item for item in items if item["id"] > last]
        found += new
        if len(new) < PAGE:
            break
    if found:
        newest[name] = max(item["id"] for item in found)
    return [_of_comment(item, owner, number, settings) for item in sorted(found, key=lambda item: item["id"])]


def _of_comment(item: dict[str, Any], owner: str, number: str, settings: Settings) -> tuple[bytes, Outcome]:
    """A comment as the event that the Callback API would have sent of it."""
    video = {"video_owner_id": int(owner), "video_id": int(number)}
    group = int(group_of(settings) or owner.lstrip("-"))
    return _of_event({"type": "video_comment_new", "object": {**item, **video}, "group_id": group}, settings)


def _videos(settings: Settings) -> list[tuple[str, str]]:
    return [(found[1], found[2]) for found in VIDEO.finditer(settings.get("video", ""))]


LOOK = 12
"""Steps between two looks for the community's live videos: about a minute."""

AMONG = 30
"""The newest videos among which live ones are looked for."""


def _finds_live(settings: Settings) -> bool:
    return chosen(settings, "live") and bool(group_of(settings))


def _live_videos(known: State, settings: Settings, http: Http) -> State:
    """The community's videos that are live, as of the last look, and in how many steps to look again."""
    if known.get("steps", 0) > 0:
        return {**known, "steps": known["steps"] - 1}
    owner = f"-{group_of(settings)}"
    response = call(http, "video.get", _asking_token(settings), owner_id=owner, count=AMONG)
    items = response.get("items") if isinstance(response, dict) else None
    live = [one for one in (items or []) if isinstance(one, dict) and one.get("live_status") == "started"]
    videos = [[str(one.get("owner_id", owner)), str(one["id"])] for one in live if type(one.get("id")) is int]
    return {"steps": LOOK, "videos": videos}


def _found(state: State) -> list[tuple[str, str]]:
    return [(owner, number) for owner, number in state.get("live", {}).get("videos", [])]


def _long_polls(settings: Settings) -> bool:
    return chosen(settings, "longpoll") and _can_ask(settings)


def _can_ask(settings: Settings) -> bool:
    return bool(settings.get("token") and group_of(settings))


def _asking_token(settings: Settings) -> str:
    return settings.get("user_token") or settings.get("token") or ""


# Who asks

AT_ONCE = 500


def names(settings: Settings) -> bool:
    return bool(_asking_token(settings))


def people(ids: Iterable[str], settings: Settings, http: Http) -> dict[str, str]:
    """The names of persons, and of communities, whose ids are below zero."""
    known = [one for one in ids if re.fullmatch("-?[1-9][0-9]{0,18}", one)]
    token = settings.get("token") or settings.get("user_token", "")
    found: dict[str, str] = {}
    if persons := [one for one in known if not one.startswith("-")]:
        for person in call(http, "users.get", token, user_ids=",".join(persons)):
            found[str(person["id"])] = f"{person.get('first_name', '')} {person.get('last_name', '')}".strip()
    if groups := [one[1:] for one in known if one.startswith("-")]:
        response = call(http, "groups.getById", token, group_ids=",".join(groups))
        for group in response["groups"] if isinstance(response, dict) else response:
            found[f"-{group['id']}"] = str(group.get("name", "")).strip()
    return {one: name for one, name in found.items() if name}


# The way back

GUARD, rate, is_public, reply = answering.GUARD, answering.rate, answering.is_public, answering.reply
parts, place, upload = answering.parts, answering.place, answering.upload


# Posts on its wall

PAGE_TEXT, publishes, correct, withdraw = wall.PAGE_TEXT, wall.publishes, wall.correct, wall.withdraw
figures, shows_posts, newest_posts = wall.figures, wall.shows_posts, wall.newest_posts


# A poll on its wall

posts_polls, make_poll, post_poll = page_polls.posts_polls, page_polls.make_poll, page_polls.post_poll
read_poll, end_poll = page_polls.read_poll, page_polls.end_poll


def check(settings: Settings, http: Http) -> str:
    """Whether VK knows the token, and that it has the rights which the settings need."""
    if not settings.get("token"):
        return "It only receives: there is no token."
    response = call(http, "groups.getTokenPermissions", settings["token"])
    granted = {right.get("name") for right in response.get("permissions", [])} if isinstance(response, dict) else set()
    if missing := {"messages", "wall", "manage"} - granted:
        raise Failed("never", "The token has no right to do this.", None, ", ".join(sorted(missing)))
    if settings.get("user_token"):
        call(http, "users.get", settings["user_token"])
    return "VK accepts the token."
