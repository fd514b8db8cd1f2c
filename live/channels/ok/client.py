"""Calling Odnoklassniki: the REST API with its signature, the bots' API, and what their errors mean."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from live.channels.http import Failed, Http
from live.channels.webhook import read_str

Settings = Mapping[str, str]


def signs(settings: Settings) -> bool:
    """Whether the REST API can be called."""
    token = settings.get("user_token") or settings.get("token")
    return bool(token and settings.get("application_key") and settings.get("application_secret"))


def rest(http: Http, method: str, settings: Settings, **given: Any) -> Any:
    """A method of the REST API, signed as the application's."""
    token = settings.get("user_token") or settings.get("token") or ""
    key, secret = settings.get("application_key", ""), settings.get("application_secret", "")
    form = {**given, "method": method, "application_key": key, "format": "json"}
    session_secret = _md5(token + secret)
    sig = _md5("".join(f"{name}={form[name]}" for name in sorted(form)) + session_secret)
    return _call(http, "POST", "fb.do", data={**form, "access_token": token, "sig": sig})


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def graph(
    http: Http, method: str, path: str, settings: Settings, *, type: str | None = None, **more: Any
) -> dict[str, Any]:
    """The bot's API, with the group's token alone; `type` of what is asked for, where there are several."""
    if not settings.get("token"):
        raise Failed("never", "The channel has no token, so it only receives.")
    query = {"access_token": settings["token"], **({"type": type} if type else {})}
    response = _call(http, method, f"graph/me/{path}", params=query, **more)
    if not isinstance(response, dict):
        raise Failed("unsure", "The network's answer cannot be read.")
    return response


def _call(http: Http, method: str, path: str, **more: Any) -> Any:
    try:
        response = http.call(method, path, **more)
    except Failed as failed:
        if failed.kind != "never" or not isinstance(failed.response, dict) or "error_code" not in failed.response:
            raise
        response = failed.response
    if isinstance(response, dict) and "error_code" in response:
        raise _failed(response)
    return response


NO_MESSAGES = "This person allows no messages from the community."
TOKEN = "Odnoklassniki does not accept the token or the application's keys."
RIGHTS = "The token has no right to do this."
BY_HAND = "Odnoklassniki lets no program answer there: answer it by hand."

LATER: dict[int, tuple[str, float | None]] = {
    2: ("The network is busy.", None),
    7: ("Odnoklassniki takes this for a flood and wants a pause.", 300.0),
    8: ("Odnoklassniki takes this for a flood and wants a pause.", 60.0),
    11: ("Odnoklassniki's limit for this method is used up.", 900.0),
}
"""Error → what to tell, and for how many seconds to keep quiet."""

NEVER: dict[int, str] = {
    3: BY_HAND,
    10: RIGHTS,
    24: RIGHTS,
    50: RIGHTS,
    101: TOKEN,
    102: TOKEN,
    103: TOKEN,
    104: TOKEN,
    200: RIGHTS,
    300: "What is to be answered is gone.",
    401: TOKEN,
    453: TOKEN,
    454: "Odnoklassniki does not let these words through.",
    455: NO_MESSAGES,
    456: "Comments are closed there.",
    457: RIGHTS,
    458: NO_MESSAGES,
    700: "What is to be answered is gone.",
    702: "What is to be answered is gone.",
    705: "This conversation is not there.",
}

UNSURE = (1, 5000, 9999)
"""Something broke at Odnoklassniki: nobody knows whether before or after."""


def _failed(response: Mapping[str, Any]) -> Failed:
    code = response.get("error_code")
    detail = f"OK {code}: {read_str(response, 'error_msg') or ''}"
    if code in UNSURE or not isinstance(code, int):
        return Failed("unsure", "Something broke at the network.", None, detail)
    if code in LATER:
        reason, wait = LATER[code]
        return Failed("later", reason, wait, detail)
    return Failed("never", NEVER.get(code, "Odnoklassniki refuses it."), None, detail)
