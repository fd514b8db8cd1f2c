"""A poll in the bot's channel or group: core.telegram.org/bots/api#sendpoll

In a channel Telegram lets nobody see who votes and tells how many have; in a group it tells who has chosen what, and
so a person who has also voted by a word counts once. It tells by itself, in updates of their own:

    {"update_id": 700000002, "poll": {"id": "5", "is_anonymous": true, "total_voter_count": 3,
     "options": [{"text": "Yes", "voter_count": 2}, {"text": "No", "voter_count": 1}]}}
    {"update_id": 700000003, "poll_answer": {"poll_id": "5", "user": {"id": 123}, "option_ids": [0]}}
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from live.channels.bot import TAKEN, is_polled
from live.channels.capabilities import Failed, Http, PollPost
from live.channels.telegram import channel_posts
from live.channels.telegram.client import call, page
from live.channels.webhook import Outcome, read_int, read_object, read_str
from live.domain.foreign_values import Unreadable
from live.domain.polls.posting import PEOPLE, Asked, Ballot, Tally

Settings = Mapping[str, str]
Facts = Mapping[str, Any]

UPDATES = ("poll", "poll_answer")

UNREADABLE = "The network's answer cannot be read."


posts_polls = channel_posts.publishes


def make_poll(asked: Asked, settings: Settings, http: Http) -> Facts:
    """Where it goes, and whether anybody there may see who votes."""
    if not is_polled(settings):
        heard = call(http, "getWebhookInfo", settings)
        if isinstance(heard, dict) and not set(UPDATES).issubset(heard.get("allowed_updates") or ()):
            raise Failed("never", "The webhook brings no votes yet: set it anew on the channel's page.")
    chat = call(http, "getChat", settings, chat_id=channel_posts.chat_of(settings))
    try:
        return {"chat": read_int(chat, "id"), "anonymous": chat.get("type") == "channel"}
    except (Unreadable, AttributeError):
        raise Failed("later", UNREADABLE, None, "getChat") from None


def post_poll(asked: Asked, facts: Facts, settings: Settings, http: Http) -> PollPost:
    said: dict[str, Any] = {"question": asked.question, "options": [{"text": text} for text in asked.options]}
    how = {"is_anonymous": facts["anonymous"], "allows_multiple_answers": asked.many}
    made = call(http, "sendPoll", settings, chat_id=facts["chat"], **said, **how)
    try:
        number, poll = read_int(made, "message_id"), read_object(made, "poll")
        name = poll["id"]
        return PollPost(page(read_object(made, "chat"), number), str(name), {"message": number})
    except (Unreadable, AttributeError, LookupError):
        raise Failed("unsure", UNREADABLE, None, "sendPoll") from None


def read_poll(name: str, facts: Facts, settings: Settings, http: Http) -> Tally | None:
    return None


def end_poll(name: str, facts: Facts, settings: Settings, http: Http) -> None:
    call(http, "stopPoll", settings, chat_id=facts["chat"], message_id=facts["message"])


def understood(update: Mapping[str, Any]) -> Outcome:
    """What has been counted in a channel, or what somebody in a group has chosen."""
    try:
        if "poll_answer" in update:
            return Outcome(TAKEN, ballots=(_ballot(read_object(update, "poll_answer")),))
        poll = read_object(update, "poll")
        if poll.get("is_anonymous") is False:
            return Outcome(TAKEN, ignored="who has voted is told one by one")
        return Outcome(TAKEN, tallies=(_tally(poll, read_int(update, "update_id")),))
    except Unreadable as error:
        return Outcome(TAKEN, dead=str(error))


def _ballot(answer: Mapping[str, Any]) -> Ballot:
    who = read_object(answer, "voter_chat" if "voter_chat" in answer else "user")
    places = answer.get("option_ids")
    if not isinstance(places, list) or any(type(place) is not int or place < 0 for place in places):
        raise Unreadable("“option_ids” is missing or no list")
    return Ballot(_name(answer, "poll_id"), f"telegram:{read_int(who, 'id')}", tuple(places))


def _tally(poll: Mapping[str, Any], update: int) -> Tally:
    options = poll.get("options")
    if not isinstance(options, list) or not all(isinstance(one, dict) for one in options):
        raise Unreadable("“options” is missing or no list")
    votes = tuple(_count(one, "voter_count") for one in options)
    return Tally(_name(poll, "id"), votes, _count(poll, "total_voter_count"), update)


def _count(of: Mapping[str, Any], name: str) -> int:
    number = read_int(of, name)
    if not 0 <= number <= PEOPLE:
        raise Unreadable(f"“{name}” is missing or no number")
    return number


def _name(of: Mapping[str, Any], name: str) -> str:
    found = read_str(of, name)
    if found is None:
        raise Unreadable(f"“{name}” is missing or no word")
    return found
