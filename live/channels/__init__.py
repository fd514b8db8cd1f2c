"""One file for each outside network, and the table that names them.

A channel reads what its network sends: `read(request, settings)` gives an `Outcome` or raises `Refused`. Nothing here
performs any I/O. A new network is one file and one line in TYPES, with a fixture pair in tests/channels.
"""

from __future__ import annotations

from collections.abc import Mapping

from live.channels import form, mango, ok, phone, vk
from live.channels.webhook import Answer, CallSignal, Channel, Outcome, Request, Setting

TYPES: Mapping[str, Channel] = {
    "vk": vk,
    "ok": ok,
    "phone": phone,
    "mango": mango,
    "form": form,
}
"""Channel type → its reader, for the types that have a webhook."""

__all__ = ["TYPES", "Answer", "CallSignal", "Channel", "Outcome", "Request", "Setting"]
