"""A telephone exchange as its hook hears it: our own signed JSON, and Mango Office's forms. It only ever posts."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import requests

Post = Callable[[str, bytes, dict[str, str]], Any]
"""How a body gets to a path with these headers: `over_http`, or a test client's own way."""

MENU, DESK, COLLEAGUE = "100:500:256", "100:500:257", "100:500:258"
"""Legs of a call at Mango Office."""


def over_http(url: str) -> Post:
    """Posts to a server in another process; the answer is requests' own."""
    return lambda path, body, headers: requests.post(url + path, data=body, headers=headers, timeout=15)


def signature(body: bytes, secret: str) -> str:
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def mango_form(told: bytes, key: str, salt: str) -> bytes:
    """An event as Mango Office posts it."""
    sign = hashlib.sha256(key.encode() + told + salt.encode()).hexdigest()
    return urlencode({"vpbx_api_key": key, "sign": sign, "json": told}).encode()


class Exchange:
    """One that sends our own JSON, as Asterisk's dialplan can."""

    def __init__(self, post: Post, path: str, secret: str) -> None:
        self.post, self.path, self.secret = post, path, secret

    def say(self, call_id: str, state: str, secret: str | None = None, **more: Any) -> Any:
        body = json.dumps({"call_id": call_id, "state": state, "from": "8 (900) 000-00-12", **more}).encode()
        return self.post(self.path, body, {"X-Signature": signature(body, secret or self.secret)})


class Mango:
    """Mango Office, which adds the event's own path to ours."""

    def __init__(self, post: Post, path: str, key: str, salt: str) -> None:
        self.post, self.path, self.key, self.salt = post, path, key, salt

    def tell(self, event: str, told: dict[str, Any]) -> Any:
        body = mango_form(json.dumps(told).encode(), self.key, self.salt)
        return self.post(f"{self.path}/events/{event}", body, {"Content-Type": "application/x-www-form-urlencoded"})

    def call(self, entry: str, leg: str, seq: int, state: str, **more: Any) -> Any:
        return self.tell("call", call_event(entry, leg, seq, state, **more))


def call_event(entry: str, leg: str, seq: int, state: str, number: str = "79000000012", **more: Any) -> dict[str, Any]:
    """One of events/call; numbers come now as strings, now as numbers."""
    place = "ivr" if leg == MENU else "abonent"
    caller = {"number": number} | ({} if leg == MENU else {"taken_from_call_id": MENU})
    event = {"entry_id": entry, "call_id": leg, "timestamp": str(1785571200 + seq), "seq": seq, "call_state": state}
    return {**event, "location": place, "from": caller, "to": {"number": "78422000000"}, **more}


def consulted(entry: str) -> list[dict[str, Any]]:
    """A call as Mango Office documents it: through the menu to an employee, who asks a colleague and leaves."""
    asks: dict[str, Any] = {"from": {"extension": "123", "taken_from_call_id": DESK}, "to": {"extension": "321"}}
    return [
        call_event(entry, MENU, 1, "Appeared"),
        call_event(entry, MENU, 2, "Disconnected", disconnect_reason="1100"),
        call_event(entry, DESK, 1, "Appeared"),
        call_event(entry, DESK, 2, "Connected"),
        call_event(entry, DESK, 3, "OnHold"),
        call_event(entry, COLLEAGUE, 1, "Appeared", **asks),
        call_event(entry, COLLEAGUE, 2, "Connected", **asks),
        call_event(entry, DESK, 4, "Disconnected", disconnect_reason="1120"),
        call_event(entry, COLLEAGUE, 3, "Connected"),
        call_event(entry, COLLEAGUE, 4, "Disconnected", disconnect_reason="1110"),
    ]
