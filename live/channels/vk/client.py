"""Calling VK's methods, and what its errors mean for a reply."""

from __future__ import annotations

from typing import Any

from live.channels.http import PATIENCE, Failed, Http

VERSION = "5.199"

LATER: dict[int, tuple[str, float]] = {
    6: ("VK takes no more calls in this second.", 1.0),
    9: ("VK takes this for a flood and wants a pause.", 60.0),
    14: ("VK wants a captcha; replies wait.", 300.0),
    29: ("VK's quota for this method is used up.", 900.0),
}
"""Error → what to tell, and for how many seconds to keep quiet."""

TOKEN = "VK does not accept the token."
RIGHTS = "The token has no right to do this."
CLOSED = "Comments are closed there."
NO_MESSAGES = "This person allows no messages from the community."

NEVER: dict[int, str] = {
    5: TOKEN,
    7: RIGHTS,
    15: "VK gives no access to it.",
    17: TOKEN,
    18: "This person's page is deleted or banned.",
    27: TOKEN,
    28: TOKEN,
    203: RIGHTS,
    212: CLOSED,
    213: CLOSED,
    222: "VK takes no links in these comments.",
    801: CLOSED,
    900: "This person is on the community's black list.",
    901: NO_MESSAGES,
    902: NO_MESSAGES,
    914: "The text is too long for VK.",
    917: "The community is not in this chat any more.",
    936: "This conversation is not there.",
}
REFUSED = "VK refuses it."

UNSURE = (1, 10)
"""Something broke at VK: nobody knows whether before or after."""


def call(http: Http, method: str, token: str, patience: float = PATIENCE, **parameters: Any) -> Any:
    """The `response` of a method; `Failed` says what its error means."""
    given = {name: value for name, value in parameters.items() if value is not None}
    response = http.post(f"method/{method}", {**given, "access_token": token, "v": VERSION}, patience=patience)
    if isinstance(response, dict) and "response" in response:
        return response["response"]
    error = response.get("error") if isinstance(response, dict) else None
    if not isinstance(error, dict):
        raise Failed("unsure", "The network's answer cannot be read.")
    raise _failed(error)


def _failed(error: dict[str, Any]) -> Failed:
    code = error.get("error_code")
    detail = f"VK {code}: {error.get('error_msg', '')}"
    if code in UNSURE:
        return Failed("unsure", "Something broke at the network.", None, detail)
    if code in LATER:
        reason, wait = LATER[code]
        return Failed("later", reason, wait, detail)
    return Failed("never", NEVER.get(code, REFUSED) if isinstance(code, int) else REFUSED, None, detail)


def text_of(response: Any, name: str) -> str:
    """A field that an answer must have; `Failed` where it has not."""
    value = response.get(name) if isinstance(response, dict) else None
    if not isinstance(value, str | int) or isinstance(value, bool):
        raise Failed("later", "The network's answer cannot be read.", None, name)
    return str(value)
