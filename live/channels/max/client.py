"""Calling a bot's methods at MAX, and what its errors mean."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from live.channels.http import Failed, Http
from live.channels.webhook import read_str

Settings = Mapping[str, str]

TOKEN = "MAX does not accept the token."

NEVER = {
    "verify.token": TOKEN,
    "chat.denied": "The bot may not write there: this person has stopped it, or it was removed from the group.",
    "dialog.not.found": "This conversation is not there.",
    "chat.not.found": "This conversation is not there.",
    "not.found": "This conversation is not there.",
}
"""MAX's own word for a refusal → what to tell."""


def call(http: Http, method: str, path: str, settings: Settings, **more: Any) -> dict[str, Any]:
    """What MAX answers; `Failed` says what its refusal means."""
    token = settings.get("token", "")
    if not token:
        raise Failed("never", "The channel has no token, so it only receives.")
    if not re.fullmatch("[!-~]+", token):
        raise Failed("never", TOKEN)
    try:
        response = http.call(method, path, headers={"Authorization": token}, **more)
    except Failed as failed:
        raise _explained(failed) from None
    if not isinstance(response, dict):
        raise Failed("unsure", "The network's answer cannot be read.")
    return response


def _explained(failed: Failed) -> Failed:
    """A refusal in MAX's own words; anything else as it is."""
    if failed.status == 429 and failed.wait is None:
        return Failed("later", failed.reason, 1.0, failed.detail)  # It counts by the second.
    if failed.kind != "never" or failed.status is None:
        return failed
    response = failed.response if isinstance(failed.response, dict) else {}
    code = read_str(response, "code") or ""
    if code == "attachment.not.ready":
        return Failed("later", "MAX is still reading the files.", None, f"MAX {failed.status}: {code}")
    reason = NEVER.get(code) or (TOKEN if failed.status == 401 else "MAX refuses it.")
    explained = Failed("never", reason, None, f"MAX {failed.status}: {code} {read_str(response, 'message') or ''}")
    explained.status = failed.status
    return explained


def done(response: Mapping[str, Any]) -> None:
    """`Failed` where MAX says that it has not done it."""
    if response.get("success") is not True:
        raise Failed("never", "MAX refuses it.", None, read_str(response, "message") or "")
