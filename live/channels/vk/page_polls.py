"""A poll on the community's wall: dev.vk.com/method/polls.create, wall.post and polls.getById.

A poll is made, and read, by a person's key alone. VK itself counts each person once, and names nobody.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from live.channels.capabilities import Failed, Http, PollPost
from live.channels.vk.client import call, text_of
from live.channels.vk.uploads import group_of
from live.channels.webhook import chosen
from live.domain.polls.posting import Asked, Tally

Settings = Mapping[str, str]
Facts = Mapping[str, Any]

UNREADABLE = "The network's answer cannot be read."


def posts_polls(settings: Settings) -> bool:
    return chosen(settings, "polls") and bool(settings.get("user_token") and group_of(settings))


def make_poll(asked: Asked, settings: Settings, http: Http) -> Facts:
    """The poll itself, which nobody sees before a post shows it."""
    response = call(
        http,
        "polls.create",
        settings["user_token"],
        owner_id=f"-{group_of(settings)}",
        question=asked.question,
        add_answers=json.dumps(asked.options, ensure_ascii=False),
        is_anonymous=1,
        is_multiple=int(asked.many),
        end_date=int(asked.until.timestamp()) if asked.until else None,
    )
    answers = _answers(response)
    if len(answers) != len(asked.options):
        raise Failed("later", UNREADABLE, None, "polls.create")
    return {"poll": text_of(response, "id"), "answers": list(answers)}


def post_poll(asked: Asked, facts: Facts, settings: Settings, http: Http) -> PollPost:
    group = group_of(settings)
    token = settings.get("token") or settings["user_token"]
    named = f"-{group}_{facts['poll']}"
    what: dict[str, Any] = {"message": asked.question, "attachments": f"poll{named}", "guid": asked.guard}
    made = text_of(call(http, "wall.post", token, owner_id=f"-{group}", from_group=1, **what), "post_id")
    return PollPost(f"https://vk.com/wall-{group}_{made}", named)


def read_poll(name: str, facts: Facts, settings: Settings, http: Http) -> Tally | None:
    where = {"owner_id": f"-{group_of(settings)}", "poll_id": facts["poll"]}
    response = call(http, "polls.getById", settings["user_token"], **where)
    answers = _answers(response)
    votes = tuple(answers.get(one, 0) for one in facts["answers"])
    return Tally(name, votes, int(text_of(response, "votes")))


def end_poll(name: str, facts: Facts, settings: Settings, http: Http) -> None:
    """VK closes it at its `end_date`; before that no program can, and what comes later counts no more."""


def _answers(response: Any) -> dict[int, int]:
    """Of each answer its number at VK, in their order, and its votes."""
    listed = response.get("answers") if isinstance(response, dict) else None
    found = {}
    for one in listed if isinstance(listed, list) else []:
        if isinstance(one, dict) and type(one.get("id")) is int and type(one.get("votes")) is int:
            found[one["id"]] = one["votes"]
    return found
