"""One file for each outside network, and the table that names them.

A channel reads what its network sends: `read(request, settings)` gives an `Outcome` or raises `Refused`, without any
I/O. What else it can do is told by what it has of live/channels/capabilities.py. A new network is one file and one
line in TYPES, with a fixture pair in tests/channels (docs/channels/new.md).
"""

from __future__ import annotations

from collections.abc import Mapping

from live.channels import form, mail, mango, ok, phone, telegram, vk
from live.channels import max as max_
from live.channels.capabilities import (
    Checks,
    Failed,
    Http,
    OutgoingFile,
    OutgoingMessage,
    Polled,
    Sent,
    Subscribes,
    Threads,
)
from live.channels.listening import mailbox, news, ok_watch, vk_watch
from live.channels.webhook import Answer, CallSignal, Channel, Outcome, Request, Setting, without

TYPES: Mapping[str, Channel] = {
    "vk": vk,
    "ok": ok,
    "max": max_,
    "telegram": telegram,
    "phone": phone,
    "mango": mango,
    "form": form,
    "mail": mail,
    "vk_watch": vk_watch,
    "ok_watch": ok_watch,
    "news": news,
    "mailbox": mailbox,
}
"""Channel type → its network's file."""


def http_of(network: Channel, settings: Mapping[str, str]) -> Http:
    """The way to a network: at the host that the channel's settings name, else at the network's own."""
    host = settings.get("host") or str(getattr(network, "HOST", ""))
    return Http(host, secrets_of(network, settings), needs_https=getattr(network, "NEEDS_HTTPS", True))


def secrets_of(network: Channel | None, settings: Mapping[str, str]) -> list[str]:
    """What of a channel's settings nobody is shown."""
    known = network.SETTINGS if network is not None else ()
    return [settings[setting.name] for setting in known if setting.secret and settings.get(setting.name)]


def receives(type_: str) -> bool:
    """Whether anything comes in by a channel of this type."""
    return not getattr(TYPES.get(type_), "SENDS_ONLY", False)


def has_hook(type_: str) -> bool:
    """Whether its network, or whoever else, brings something to an address of ours."""
    return receives(type_) and not getattr(TYPES.get(type_), "READS_ONLY", False)


def conversation_of(type_: str, name: str | None) -> str | None:
    """The thread or the chat of a message, by its name in its network; None where nobody knows."""
    network = TYPES.get(type_)
    return network.conversation(name) if name is not None and isinstance(network, Threads) else None


def address_of(type_: str, name: str | None) -> str | None:
    """Where a message stands, for whoever opens a browser."""
    network = TYPES.get(type_)
    return network.address(name) if name is not None and isinstance(network, Threads) else None


def check(type_: str, settings: Mapping[str, str]) -> str:
    """What works of a channel with these settings, as its network says when asked. `Failed` says what does not."""
    network = TYPES.get(type_)
    if network is None:
        raise Failed("never", "There is no such network any more.")
    if not isinstance(network, Checks):
        return "It only receives."
    return network.check(settings, http_of(network, settings))


def subscribes(type_: str, settings: Mapping[str, str]) -> bool:
    """Whether a channel's network can be asked to bring what is new to an address of ours."""
    return isinstance(TYPES.get(type_), Subscribes) and bool(settings.get("token"))


__all__ = [
    "TYPES",
    "Answer",
    "CallSignal",
    "Channel",
    "Failed",
    "Http",
    "OutgoingFile",
    "OutgoingMessage",
    "Outcome",
    "Polled",
    "Request",
    "Sent",
    "Setting",
    "Subscribes",
    "address_of",
    "check",
    "conversation_of",
    "has_hook",
    "http_of",
    "receives",
    "secrets_of",
    "subscribes",
    "without",
]
