"""Mango Office: a virtual exchange that tells of every call, leg by leg.

The body is a form of `vpbx_api_key`, `sign` and `json`; the sign, hex SHA-256 of key + json + salt, proves the sender.

    {"call_id": "100:500:256", "entry_id": "232wc3e3w3s222", "timestamp": "1399906976", "seq": "1",
     "call_state": "Appeared", "location": "ivr", "from": {"number": "79000000000"},
     "to": {"number": "7800123456789", "line_number": "7800123456789"}}

An `entry_id` is a call, a `call_id` one of its legs. A menu's leg ends (1100) before that of the one who answers
appears, and so does that of one who did not pick up: both are passed, not ended. What an employee dials while the
caller waits stands aside. Where the caller hangs up (1110), and where events/summary says so, the whole call is over.

Used: events/call, events/summary, and events/record/added with the link of the recording. Ignored: the other events,
and the calls that employees make.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, quote

from live.channels.webhook import (
    CallSignal,
    Outcome,
    Request,
    Setting,
    from_seconds,
    json_object,
    read_object,
    read_str,
    same_secret,
)
from live.domain import call_legs
from live.domain.foreign_values import Unreadable, web_link
from live.domain.refused import Refused
from live.files.contacts import e164

SETTINGS = (
    Setting("api_key", required=True),
    Setting("api_salt", secret=True, required=True),
    Setting("host"),
)

OK = (200, "text/plain; charset=utf-8", "ok")

HOST = "https://app.mango-office.ru"
"""Where recordings are played from, unless the setting `host` says another."""

STATES = {
    "Appeared": call_legs.RINGING,
    "Connected": call_legs.ANSWERED,
    "OnHold": call_legs.HELD,
    "Disconnected": call_legs.ENDED,
}

HANDED_ON, HUNG_UP = 1100, 1110
"""Why a leg ended: in the normal way, as a menu's does; the one who calls has hung up."""

INCOMING, TALKED = 1, 1

RECORDING_DAYS = 365
"""For how long the link of a recording plays."""


def read(request: Request, settings: Mapping[str, str]) -> Outcome:
    """An event: `forbidden` without the right signature, `invalid` when the signed json is no JSON object."""
    fields = _fields(request.body)
    payload_json, key, salt = fields.get("json", b""), settings.get("api_key", ""), settings.get("api_salt", "")
    wanted = hashlib.sha256(key.encode() + payload_json + salt.encode()).hexdigest()
    sent_key, sign = (fields.get(name, b"").decode("utf-8", "replace") for name in ("vpbx_api_key", "sign"))
    if not (salt and same_secret(sent_key, key) and same_secret(sign.lower(), wanted)):
        raise Refused("forbidden", "The sign is not that of this json under the channel's key and salt.")
    try:
        payload = json_object(payload_json)
    except Unreadable as error:
        raise Refused("invalid", "Mango Office sends a JSON object in the field json; this one is none.") from error
    return _understood(payload, request.tail or "events/call", settings)


def understand(body: bytes, settings: Mapping[str, str]) -> Outcome:
    """An event that was proved before; which it is, it tells by what it speaks of."""
    try:
        payload = json_object(_fields(body).get("json", b""))
    except Unreadable as error:
        return Outcome(OK, dead=str(error))
    event = "record/added" if "recording_id" in payload else "summary" if "entry_result" in payload else "call"
    return _understood(payload, f"events/{event}", settings)


def _understood(payload: Mapping[str, Any], event: str, settings: Mapping[str, str]) -> Outcome:
    reader = READERS.get(event.strip("/"))
    if reader is None:
        return Outcome(OK, ignored="the event is not one that moves a call")
    try:
        return reader(payload, settings)
    except Unreadable as error:
        return Outcome(OK, dead=str(error))


def _fields(body: bytes) -> dict[str, bytes]:
    """The form's fields, each as its very bytes, of which the signature is; none where it is no form."""
    try:
        # Latin-1 is one character a byte, there and back.
        fields = parse_qsl(body.decode("latin-1"), keep_blank_values=True, encoding="latin-1", max_num_fields=100)
    except ValueError:
        return {}
    return {name: value.encode("latin-1", "replace") for name, value in fields}


def _call(payload: Mapping[str, Any], settings: Mapping[str, str]) -> Outcome:
    entry, leg = _named(payload, "entry_id"), _named(payload, "call_id")
    seq = _number(payload.get("seq"))
    state = STATES.get(read_str(payload, "call_state") or "")
    if seq is None:
        raise Unreadable("“seq” is missing or no number")
    if state is None:
        raise Unreadable("“call_state” is none of Appeared, Connected, OnHold, Disconnected")
    caller, called = _party(payload, "from"), _party(payload, "to")
    taken_over = bool(read_str(caller, "taken_from_call_id"))
    employee = caller.get("extension") not in (None, "")
    if (employee and not taken_over) or read_str(payload, "callback_initiator"):
        return Outcome(OK, ignored="a call that an employee makes")
    if employee:
        state = call_legs.PASSED if state == call_legs.ENDED else call_legs.ASIDE
    elif state == call_legs.ENDED:
        state = _ended(payload, taken_over)
    number = None if employee else _phone(caller, "number")
    to = _phone(called, "line_number") or _phone(called, "number")
    at = from_seconds(_number(payload.get("timestamp")))
    return Outcome(OK, calls=(CallSignal(entry, state, number, to, at, leg=leg, seq=seq),))


def _ended(payload: Mapping[str, Any], taken_over: bool) -> str:
    """What the end of a caller's leg means for the call: that it is over, that it may be, or that it goes on."""
    reason = _number(payload.get("disconnect_reason")) or 0
    if reason == HUNG_UP:
        return call_legs.OVER
    menu = payload.get("location") in ("ivr", "queue") and reason == HANDED_ON
    not_reached = taken_over and reason >= 2000
    transferred = bool(read_str(payload, "transfer"))
    return call_legs.PASSED if menu or not_reached or transferred else call_legs.ENDED


def _summary(payload: Mapping[str, Any], settings: Mapping[str, str]) -> Outcome:
    """A call's end, which may be all that has reached us of it."""
    entry = _named(payload, "entry_id")
    if _number(payload.get("call_direction")) != INCOMING:
        return Outcome(OK, ignored="a call that an employee makes")
    number, to = _phone(_party(payload, "from"), "number"), _phone(payload, "line_number")
    at = from_seconds(_number(payload.get("end_time")))
    over = CallSignal(entry, call_legs.OVER, number, to, at, leg="summary", seq=2)
    if _number(payload.get("entry_result")) != TALKED:
        return Outcome(OK, calls=(over,))
    return Outcome(OK, calls=(CallSignal(entry, call_legs.ANSWERED, number, to, leg="summary", seq=1), over))


def _recording(payload: Mapping[str, Any], settings: Mapping[str, str]) -> Outcome:
    """The recording's link: Mango Office plays it to whoever has it, where the centre has allowed that."""
    entry, recording = _named(payload, "entry_id"), _named(payload, "recording_id")
    added = _number(payload.get("timestamp"))
    if from_seconds(added) is None:
        raise Unreadable("“timestamp” is missing or no time")
    key, salt, until = settings["api_key"], settings["api_salt"], f"{(added or 0) + RECORDING_DAYS * 86400}"
    sign = hashlib.sha256(f"{key}{until}{recording}{salt}".encode()).hexdigest()
    path = "/".join(quote(segment, safe="=") for segment in (recording, "play", key, until, sign))
    host = (settings.get("host") or HOST).rstrip("/")
    url = web_link(f"{host}/vpbx/queries/recording/link/{path}")
    if url is None:
        raise Unreadable("its recording has no link that could be shown")
    return Outcome(OK, calls=(CallSignal(entry, recording_url=url),))


READERS = {"events/call": _call, "events/summary": _summary, "events/record/added": _recording}
"""What is used, by the end of the path that Mango Office adds to ours."""


def _named(payload: Mapping[str, Any], name: str) -> str:
    found = read_str(payload, name)
    if found is None:
        raise Unreadable(f"“{name}” is missing or no word")
    return found


def _party(payload: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    return read_object(payload, name) if name in payload else {}


def _phone(party: Mapping[str, Any], name: str) -> str | None:
    raw = read_str(party, name, limit=64)
    return e164(raw) if raw else None


def _number(value: object) -> int | None:
    """A whole number of at most 64 bits, which comes as a string or as a number."""
    if isinstance(value, str) and len(value) <= 20 and value.isascii() and value.isdigit():
        value = int(value)
    return value if type(value) is int and abs(value) < 2**63 else None
