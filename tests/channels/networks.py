"""Each network's settings and the way it signs, for the tests of this room."""

from __future__ import annotations

import hashlib
import hmac

from live.channels import TYPES, Outcome, Request

SETTINGS = {
    "vk": {"confirmation": "a1b2c3d4", "secret": "callback-secret", "group_id": "456"},
    "ok": {"token": "unused-by-reading"},
    "max": {"secret": "max-secret"},
    "telegram": {"secret": "telegram-secret"},
    "phone": {"secret": "telephone-secret"},
}


def signature(body: bytes, secret: str = "telephone-secret") -> str:
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def proof(network: str, body: bytes) -> dict[str, str]:
    """The headers by which a network proves itself; some do it in the body."""
    return {
        "phone": {"x-signature": signature(body)},
        "max": {"x-max-bot-api-secret": "max-secret"},
        "telegram": {"x-telegram-bot-api-secret-token": "telegram-secret"},
    }.get(network, {})


def read(network: str, body: bytes) -> Outcome:
    """What the network's file makes of a body that comes with all that the network adds to it."""
    return TYPES[network].read(Request(body, proof(network, body)), SETTINGS[network])
