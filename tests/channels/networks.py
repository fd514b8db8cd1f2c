"""Each network's settings and the way it signs, for the tests of this room."""

from __future__ import annotations

from live.channels import TYPES, Outcome, Request
from tests.support import exchange

SETTINGS = {
    "vk": {"confirmation": "a1b2c3d4", "secret": "callback-secret", "group_id": "456"},
    "ok": {"token": "unused-by-reading"},
    "max": {"secret": "max-secret"},
    "telegram": {"secret": "telegram-secret"},
    "form": {},
    "mail": {"host": "127.0.0.1", "sender": "line@example.org"},
    "vk_watch": {"token": "service-token", "words": "вода"},
    "ok_watch": {"token": "reader-token", "application_key": "KEY", "application_secret": "application-secret"},
    "news": {"address": "https://news.example/feed.xml"},
    "mailbox": {"host": "127.0.0.1", "user": "line", "password": "imap-password"},
    "phone": {"secret": "telephone-secret"},
    "mango": {"api_key": "mango-key", "api_salt": "mango-salt"},
}


def signature(body: bytes, secret: str = "telephone-secret") -> str:
    return exchange.signature(body, secret)


def mango_form(told: bytes, key: str = "mango-key", salt: str = "mango-salt") -> bytes:
    return exchange.mango_form(told, key, salt)


def mango_event(told: bytes) -> str:
    """The end of the path by which Mango Office tells this."""
    if b'"recording_id"' in told:
        return "events/record/added"
    return "events/summary" if b'"entry_result"' in told else "events/call"


def proven(network: str, body: bytes) -> Request:
    """A body with all that its network adds to prove it; some do it in the body."""
    if network == "mango":
        return Request(mango_form(body), {}, mango_event(body))
    headers = {
        "phone": {"x-signature": signature(body)},
        "max": {"x-max-bot-api-secret": "max-secret"},
        "telegram": {"x-telegram-bot-api-secret-token": "telegram-secret"},
    }
    return Request(body, headers.get(network, {}))


def read(network: str, body: bytes) -> Outcome:
    """What the network's file makes of a body that is proven."""
    return TYPES[network].read(proven(network, body), SETTINGS[network])
