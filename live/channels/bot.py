"""What the bots of MAX and of Telegram share: their settings, and updates that come by a webhook or by asking.

A webhook's call proves itself by the channel's secret in a header.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from live.channels.webhook import JOINS, Outcome, Request, Setting, chosen, json_object, same_secret
from live.domain.foreign_values import Unreadable
from live.domain.refused import Refused

BOT_SETTINGS = (
    Setting("secret", secret=True, required=True, ours=True),
    Setting("token", secret=True),
    Setting("longpoll", flag=True),
    JOINS,
    Setting("host"),
)

TAKEN = (200, "text/plain; charset=utf-8", "ok")

Understood = Callable[[dict[str, Any]], Outcome]
"""What an update yields; it raises nothing."""


def read_update(request: Request, settings: Mapping[str, str], header: str, understood: Understood) -> Outcome:
    """An update: `forbidden` unless `header` carries the channel's secret, `invalid` when it is no JSON object."""
    if not same_secret(request.headers.get(header), settings.get("secret", "")):
        raise Refused("forbidden", "The secret is not the one of this channel.")
    try:
        return understood(json_object(request.body))
    except Unreadable as error:
        raise Refused("invalid", "The network sends a JSON object; this body is none.") from error


def reread_update(body: bytes, understood: Understood) -> Outcome:
    """An update that was proved before, or that the network was asked for."""
    try:
        return understood(json_object(body))
    except Unreadable as error:
        return Outcome(TAKEN, dead=str(error))


def is_polled(settings: Mapping[str, str]) -> bool:
    """Whether the network is to be asked for updates."""
    return chosen(settings, "longpoll") and bool(settings.get("token"))
