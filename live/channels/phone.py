"""The telephone: signed JSON that any exchange can be made to send (Asterisk does it with the dialplan's CURL).

The header `X-Signature: sha256=<hex HMAC-SHA256 of the body under the channel's secret>` proves the sender. Fields
that an exchange adds of its own are let be.

    {"call_id": "1785571200.42", "state": "ringing", "from": "8 (900) 000-00-12", "to": "+78422000000",
     "at": "2026-08-01T12:00:00+04:00", "recording_url": "https://pbx.example/records/42.ogg"}

`state` is ringing, answered, held or ended. `at` is RFC 3339, or Unix seconds.

Who votes in a poll presses a key, and the exchange tells which (in a menu of its own, where nobody is kept waiting):

    {"vote": "2", "from": "+79000000012"}

Ignored is a vote of whose number nobody knows: it could count twice.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from live.channels.webhook import (
    CallSignal,
    Outcome,
    Request,
    Setting,
    from_seconds,
    json_object,
    read_str,
    same_secret,
)
from live.domain.foreign_values import Unreadable, web_link
from live.domain.polls.posting import Ballot
from live.domain.refused import Refused
from live.files.contacts import e164

SETTINGS = (Setting("secret", secret=True, required=True, ours=True),)

OK = (200, "application/json", '{"ok":true}')

STATES = ("ringing", "answered", "held", "ended")


def read(request: Request, settings: Mapping[str, str]) -> Outcome:
    """One call's news: `forbidden` without the right signature, `invalid` when the signed body is no JSON object."""
    secret = settings.get("secret", "")
    wanted = "sha256=" + hmac.new(secret.encode(), request.body, hashlib.sha256).hexdigest()
    if not secret or not same_secret(request.headers.get("x-signature", "").strip().lower(), wanted):
        raise Refused("forbidden", "The signature in X-Signature is not that of this body under the channel's secret.")
    try:
        payload = json_object(request.body)
    except Unreadable as error:
        raise Refused("invalid", "The telephone sends a JSON object; this body is none.") from error
    return _understood(payload)


def understand(body: bytes, settings: Mapping[str, str]) -> Outcome:
    """A call's news that was proved before."""
    try:
        return _understood(json_object(body))
    except Unreadable as error:
        return Outcome(OK, dead=str(error))


def _understood(payload: Mapping[str, Any]) -> Outcome:
    try:
        if "vote" in payload:
            return _vote(payload)
        return Outcome(OK, calls=(_signal(payload),))
    except Unreadable as error:
        return Outcome(OK, dead=str(error))


def _vote(payload: Mapping[str, Any]) -> Outcome:
    pressed = re.fullmatch(r"([1-9]|10|0)", str(payload["vote"]))
    if pressed is None or isinstance(payload["vote"], bool):
        raise Unreadable("“vote” is none of the keys of a poll")
    number = _number(payload, "from")
    if number is None or not number.startswith("+"):
        return Outcome(OK, ignored="nobody knows whose vote it is")
    place = (int(pressed[1]) or 10) - 1  # The key 0 is the tenth.
    return Outcome(OK, ballots=(Ballot(None, f"phone:{number}", (place,)),))


def _signal(payload: Mapping[str, Any]) -> CallSignal:
    number = payload.get("call_id")
    call_id = read_str({"call_id": str(number)} if type(number) is int and abs(number) < 2**63 else payload, "call_id")
    if call_id is None:
        raise Unreadable("“call_id” is missing or no word")
    state = payload.get("state")
    if not isinstance(state, str) or state not in STATES:
        raise Unreadable("“state” is none of ringing, answered, held, ended")
    return CallSignal(
        call_id=call_id,
        state=state,
        from_number=_number(payload, "from"),
        to_number=_number(payload, "to"),
        at=_time(payload.get("at")),
        recording_url=web_link(payload.get("recording_url")),
    )


def _number(payload: Mapping[str, Any], name: str) -> str | None:
    """The number as E.164; as it came where it is none (an inner line, “anonymous”)."""
    raw = read_str(payload, name, limit=64)
    return e164(raw) if raw else None


def _time(value: object) -> datetime | None:
    if not isinstance(value, str):
        return from_seconds(value)
    try:
        at = datetime.fromisoformat(value)
        return at.astimezone(UTC) if at.tzinfo else None
    except (ValueError, OverflowError):
        return None
