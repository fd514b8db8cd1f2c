"""Calling a bot's methods, what Telegram's errors mean, and where a message can be looked at."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from live.channels.http import PATIENCE, Failed, Http
from live.channels.webhook import read_str

Settings = Mapping[str, str]

Files = Mapping[str, tuple[str, bytes, str]]
"""Parts of a form."""

TOKEN = "Telegram does not accept the token."
TWO_WAYS = "A webhook is set, or another program asks too: only one of them gets the messages."


def call(
    http: Http, method: str, settings: Settings, patience: float = PATIENCE, files: Files | None = None, **given: Any
) -> Any:
    """The `result` of a method; `Failed` says what its error means. With `files` it is a form of several parts."""
    token = settings.get("token", "")
    if not token:
        raise Failed("never", "The channel has no token, so it only receives.")
    if not re.fullmatch(r"[0-9]+:[A-Za-z0-9_-]+", token):
        raise Failed("never", TOKEN)
    try:
        path = f"bot{token}/{method}"
        if files:
            form = {name: value if isinstance(value, str) else json.dumps(value) for name, value in given.items()}
            response = http.post(path, form, files=files, patience=patience)
        else:
            response = http.post(path, json=given, patience=patience)
    except Failed as failed:
        raise _explained(failed) from None
    if not isinstance(response, dict) or response.get("ok") is not True:
        raise Failed("unsure", "The network's answer cannot be read.")
    return response.get("result")


def _explained(failed: Failed) -> Failed:
    """A refusal in Telegram's own words; anything else as it is."""
    status, response = failed.status, failed.response if isinstance(failed.response, dict) else {}
    if status is None or status >= 500:
        return failed
    said = read_str(response, "description") or ""
    detail = f"Telegram {status}: {said}"
    if status == 429:
        pause = response.get("parameters")
        wait = pause.get("retry_after") if isinstance(pause, dict) else None
        return Failed("later", "The network is busy.", wait if isinstance(wait, int) else failed.wait, detail)
    if status == 409:
        return Failed("later", TWO_WAYS, None, detail)
    return Failed("never", _why_never(status, said), None, detail)


def _why_never(status: int, said: str) -> str:
    if status in (401, 404):
        return TOKEN
    if status == 403:
        return "The bot may not write there: this person has stopped it, or it was removed from the group."
    if "too long" in said:
        return "The text is too long for Telegram."
    return "This conversation is not there." if "chat not found" in said else "Telegram refuses it."


def username(chat: Mapping[str, Any]) -> str | None:
    found = re.fullmatch(r"[A-Za-z0-9_]{1,64}", read_str(chat, "username") or "")
    return found[0] if found else None


def page(chat: Mapping[str, Any], number: int) -> str | None:
    """Where a message of a group can be looked at; a private conversation has no such page."""
    if chat.get("type") == "private":
        return None
    if named := username(chat):
        return f"https://t.me/{named}/{number}"
    group = re.fullmatch(r"-100([0-9]+)", str(chat.get("id")))
    return f"https://t.me/c/{group[1]}/{number}" if group else None
