"""A person who writes to a show by a network, message after message, as that network tells of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from live.channels import TYPES
from live.channels.capabilities import Understands
from live.desk.inbound import store_outcome
from live.desk.receive import receive_group
from live.store.centre import channels
from tests.support.rooms import Json, Show

START = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)


def vk_comment(number: int, who: int, where: int, text: str, at: int) -> Json:
    body = {"id": number, "post_id": where, "post_owner_id": -456, "from_id": who, "date": at, "text": text}
    return {"type": "wall_reply_new", "object": body, "group_id": 456}


def vk_message(number: int, who: int, where: int, text: str, at: int) -> Json:
    message = {"id": number, "date": at, "from_id": who, "peer_id": who, "text": text}
    return {"type": "message_new", "object": {"message": message}, "group_id": 456}


def ok(number: int, who: int, where: int, text: str, at: int) -> Json:
    comment = {"id": str(number), "author_id": str(who), "author_name": "Анна", "text": text, "date_ms": at * 1000}
    return {"discussion": {"type": "GROUP_TOPIC", "id": str(where)}, "comment": comment}


def max_(number: int, who: int, where: int, text: str, at: int) -> Json:
    message = {
        "sender": {"user_id": who, "first_name": "Анна", "is_bot": False},
        "recipient": {"chat_id": where, "chat_type": "dialog"},
        "timestamp": at * 1000,
        "body": {"mid": f"mid.{number}", "seq": number, "text": text, "attachments": []},
    }
    return {"update_type": "message_created", "timestamp": at * 1000, "message": message}


def telegram(number: int, who: int, where: int, text: str, at: int) -> Json:
    message = {
        "message_id": number,
        "date": at,
        "text": text,
        "from": {"id": who, "is_bot": False, "first_name": "Анна"},
        "chat": {"id": int(f"-100{1000000000 + where}"), "type": "supergroup"},
    }
    return {"update_id": number, "message": message}


Written = Callable[[int, int, int, str, int], Json]

NETWORKS: dict[str, tuple[str, Written]] = {
    "a comment of vk": ("vk", vk_comment),
    "a message of vk": ("vk", vk_message),
    "a comment of ok": ("ok", ok),
    "max": ("max", max_),
    "telegram": ("telegram", telegram),
}


class Writing:
    """A channel that delivers to a show, and what is written by it; `joins` is its setting, in minutes."""

    def __init__(self, show: Show, network: str = "a comment of vk", joins: str = "60", **settings: str) -> None:
        self.show = show
        self.type, self._written = NETWORKS[network]
        self.channel = show.channel(self.type, joins=joins, **settings)
        self.last = 0

    def body(self, text: str, *, who: int = 777, where: int = 7, after: float = 0, number: int | None = None) -> bytes:
        """A message as its network tells of it: so many minutes after the show's first."""
        if number is None:
            self.last += 1
        at = int((START + timedelta(minutes=after)).timestamp())
        return json.dumps(self._written(number or self.last, who, where, text, at)).encode()

    def tells(self, *bodies: bytes) -> None:
        network = TYPES[self.type]
        assert isinstance(network, Understands)
        with self.show.store.read() as connection:
            channel = channels.by_id(connection, self.show.store.seal, self.channel)
        store = self.show.store
        for body in bodies:
            outcome = network.understand(body, channel.settings)
            assert store_outcome(store, lambda some: receive_group(store, some), channel, outcome, body) is None

    def writes(self, text: str, **told: Any) -> int:
        """The number under which the message stands."""
        self.tells(self.body(text, **told))
        return self.newest

    @property
    def newest(self) -> int:
        return int(self.show.broadcast.last_number)

    def further(self, number: int) -> list[str]:
        """The further words of a question, as the desk reads them."""
        return [one["text"] for one in self.show.page(number)["merged"] if one["further"]]
