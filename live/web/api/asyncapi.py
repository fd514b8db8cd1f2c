"""The description of the Socket.IO namespace /live (AsyncAPI 3), made of live/protocol: docs/protocol.md in full."""

from __future__ import annotations

from typing import Any

from live.protocol.schema import REF, schemas
from live.views.screens import SCREENS

Json = dict[str, Any]
WHOLE: Json = {"type": "integer"}
TEXT: Json = {"type": "string"}
TIME: Json = {"type": "string", "format": "date-time"}


def _ref(name: str) -> Json:
    return {"$ref": REF.format(model=name)}


def _object(properties: Json, *optional: str, **more: Any) -> Json:
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required, **more}


EVENT: Json = {"oneOf": [_ref("BroadcastEvent"), _ref("TicketsEvent"), _ref("BrokenEvent")]}
SPAN: Json = {"epoch": TEXT, "from": WHOLE, "to": WHOLE}
EVENTS: Json = {"type": "array", "items": EVENT, "maxItems": 500}
YOU: Json = _object(
    {
        "name": TEXT,
        "roles": {"type": "array", "items": TEXT},
        "mark": TEXT,
        "department": {"type": ["string", "null"]},
        "account": {"type": ["integer", "null"]},
    },
    *("department", "account"),
)
STALE: Json = _object({**SPAN, "stale": {"const": True}}, description="too many for a frame: sync")
REFUSED: Json = _object(
    {
        "ok": {"const": False},
        "error": _object({"code": TEXT, "detail": TEXT, "current": {"type": "object"}}, "current"),
    }
)

_PRESENT: Json = {
    "screens": {
        "type": "array",
        "items": _object(
            {"screen": {"enum": list(SCREENS)}, "name": TEXT, "device": TEXT, "link": WHOLE}, *("device", "link")
        ),
    },
    "claims": {
        "type": "array",
        "items": _object({"question": WHOLE, "ticket": TEXT, "by": TEXT, "mark": TEXT}, "question", "ticket"),
    },
}
"""The lists of presence."""

MESSAGES: dict[str, tuple[str, Json]] = {
    "sync": ("What a screen has, if anything.", _object({"epoch": TEXT, "since": WHOLE}, "epoch", "since")),
    "synced": (
        "What it lacks: events where that is possible, else a snapshot.",
        {
            "oneOf": [
                _object({**SPAN, "events": EVENTS, "you": YOU}),
                _object({"epoch": TEXT, "to": WHOLE, "snapshot": _ref("Snapshot"), "you": YOU}),
            ]
        },
    ),
    "events": (
        "All that this screen may see of (from, to].",
        {"oneOf": [_object({**SPAN, "events": EVENTS}), STALE]},
    ),
    "pulse": (
        "Every 2 s, after every frame up to `to`.",
        _object({"epoch": TEXT, "to": WHOLE, "time": TIME, "screens": WHOLE}),
    ),
    "ending": (
        "This server ends: leave, and come again after a random time within so many seconds.",
        _object({"within": {"type": "number"}}),
    ),
    "command": ("What is to be done.", {"oneOf": [_ref("BroadcastCommand"), _ref("TicketsCommand")]}),
    "answered": (
        "Done, or refused with the truth in `current`.",
        {"oneOf": [_object({"ok": {"const": True}, "seq": WHOLE}, "seq", additionalProperties=True), REFUSED]},
    ),
    "seen": ("The number that a screen shows, at most once a pulse.", _object({"to": WHOLE})),
    "presence": (
        "Who is there, and on what. Never stored; not to prompter and overlay.",
        _object({**_PRESENT, "numbers": _object({"screens": WHOLE, "claims": WHOLE})}),
    ),
    "presence_changes": (
        "What is different in one list of presence, from one of its numbers to the next.",
        {
            "oneOf": [
                _object({"list": {"const": name}, "from": WHOLE, "to": WHOLE, "came": entries, "gone": entries})
                for name, entries in _PRESENT.items()
            ]
        },
    ),
    "presence_missed": ("A change was missed: `presence` comes again.", {}),
}
"""Every message by its name: what it is, and its payload."""

ANSWERS = {"sync": "synced", "command": "answered"}
"""What is acknowledged, and how."""

FROM_CLIENT = ("sync", "command", "seen", "presence_missed")
FROM_SERVER = ("events", "pulse", "presence", "presence_changes", "ending")


def document() -> Json:
    """The namespace as AsyncAPI 3: a channel for each event of Socket.IO, an operation as the server sees it."""
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "Live", "version": "1", "description": "What each field means: docs/protocol.md."},
        "defaultContentType": "application/json",
        "servers": {
            "here": {
                "host": "{host}",
                "protocol": "socket.io",
                "pathname": "/socket.io",
                "description": "Namespace /live, websocket alone; `auth`: {broadcast, screen, token?, device?}.",
                "variables": {"host": {"default": "localhost:8000"}},
            }
        },
        "channels": {name: _channel(name) for name in (*FROM_CLIENT, *FROM_SERVER)},
        "operations": {name: _operation(name) for name in (*FROM_CLIENT, *FROM_SERVER)},
        "components": {"schemas": {**schemas(), "BrokenEvent": _broken()}},
    }


def _channel(name: str) -> Json:
    names = [one for one in (name, ANSWERS.get(name)) if one]
    return {"address": name, "messages": {one: _message(one) for one in names}}


def _message(name: str) -> Json:
    about, payload = MESSAGES[name]
    return {"name": name, "summary": about, "payload": payload}


def _operation(name: str) -> Json:
    channel = f"#/channels/{name}"
    operation: Json = {
        "action": "receive" if name in FROM_CLIENT else "send",
        "channel": {"$ref": channel},
        "messages": [{"$ref": f"{channel}/messages/{name}"}],
    }
    if name in ANSWERS:
        answer = {"$ref": f"{channel}/messages/{ANSWERS[name]}"}
        operation["reply"] = {"channel": {"$ref": channel}, "messages": [answer]}
    return operation


def _broken() -> Json:
    return _object(
        {"seq": WHOLE, "at": TIME, "type": TEXT, "broken": {"const": True}},
        description="One that the server could not render: sync without `since`.",
    )
