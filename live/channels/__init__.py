"""One file for each outside network, and the table that names them.

A channel reads what its network sends: `read(request, settings)` gives an `Outcome` or raises `Refused`, without any
I/O. What else it can do is told by what it has of live/channels/contract.py. A new network is one file and one line in
TYPES, with a fixture pair in tests/channels (docs/channels/new.md).
"""

from __future__ import annotations

from collections.abc import Mapping

from live.channels import form, mango, ok, phone, telegram, vk
from live.channels import max as max_
from live.channels.contract import Checks, Failed, Http, Letter, Polled, Sent
from live.channels.webhook import Answer, CallSignal, Channel, Outcome, Request, Setting

TYPES: Mapping[str, Channel] = {
    "vk": vk,
    "ok": ok,
    "max": max_,
    "telegram": telegram,
    "phone": phone,
    "mango": mango,
    "form": form,
}
"""Channel type → its network's file."""


def http_of(network: Channel, settings: Mapping[str, str]) -> Http:
    """The way to a network: at the host that the channel's settings name, else at the network's own."""
    return Http(settings.get("host") or str(getattr(network, "HOST", "")))


def check(type_: str, settings: Mapping[str, str]) -> tuple[bool, str]:
    """Whether a channel with these settings works, and one sentence on it: its network is asked, with its token."""
    network = TYPES.get(type_)
    if network is None:
        return False, "There is no such network any more."
    if not isinstance(network, Checks):
        return True, "It only receives."
    try:
        return True, network.check(settings, http_of(network, settings))
    except Failed as failed:
        return False, str(failed)


__all__ = [
    "TYPES",
    "Answer",
    "CallSignal",
    "Channel",
    "Failed",
    "Http",
    "Letter",
    "Outcome",
    "Polled",
    "Request",
    "Sent",
    "Setting",
    "check",
    "http_of",
]
