"""A poll as a topic of the group: apiok.ru/dev/methods/rest/mediatopic, `mediatopic.post` and `getPollAnswerVoters`.

Odnoklassniki itself counts each person once. How many people have voted where several answers may be chosen it does
not say: at the least as many as chose the answer that most did.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from live.channels.capabilities import Failed, Http, PollPost
from live.channels.ok import topics
from live.channels.ok.client import rest
from live.channels.webhook import chosen
from live.domain.polls.posting import Asked, Tally

Settings = Mapping[str, str]
Facts = Mapping[str, Any]

UNREADABLE = "The network's answer cannot be read."


def posts_polls(settings: Settings) -> bool:
    return chosen(settings, "polls") and topics.publishes(settings)


def make_poll(asked: Asked, settings: Settings, http: Http) -> Facts:
    return {"answers": len(asked.options)}


def post_poll(asked: Asked, facts: Facts, settings: Settings, http: Http) -> PollPost:
    how = ["AnonymousVoting"] if asked.many else ["SingleChoice", "AnonymousVoting"]
    answers = [{"text": text} for text in asked.options]
    poll = {"type": "poll", "question": asked.question, "answers": answers, "options": ",".join(how)}
    number = topics.posted([poll], settings, http)
    return PollPost(topics.page(number, settings), number)


def read_poll(name: str, facts: Facts, settings: Settings, http: Http) -> Tally | None:
    return Tally(name, tuple(_votes(name, place, settings, http) for place in range(facts["answers"])))


def _votes(topic: str, place: int, settings: Settings, http: Http) -> int:
    response = rest(http, "mediatopic.getPollAnswerVoters", settings, topic_id=topic, answer_index=place, count=1)
    total = response.get("total_count") if isinstance(response, dict) else None
    if type(total) is not int:
        raise Failed("later", UNREADABLE, None, "total_count")
    return total


def end_poll(name: str, facts: Facts, settings: Settings, http: Http) -> None:
    """Odnoklassniki lets no program close it; what comes later counts no more."""
