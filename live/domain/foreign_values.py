"""Values that other people's programs sent, made safe to keep and to show: JSON that every database stores, links."""

from __future__ import annotations

import math
import re
from typing import Any

LINK_LENGTH = 2048
"""Characters that a link may have."""


class Unreadable(ValueError):
    """A payload, or the part that tells one message from another, is not what its network documents."""


def web_link(value: object) -> str | None:
    """A web address that may be shown as a link; None for anything else (such as javascript:)."""
    if isinstance(value, str) and len(value) <= LINK_LENGTH and re.fullmatch(r"https?://[!-~\u00a1-\ud7ff]+", value):
        return value
    return None


DEPTH = 200
"""Objects and lists within one another that are kept: forwarded messages nest, a hundred deep at most."""


def json_safe(value: Any, room: int = DEPTH) -> Any:
    """JSON as it came, with the characters that no database stores (NUL, lone surrogates) written as escapes."""
    if room == 0:
        raise Unreadable("the body is nested too deep")
    if isinstance(value, str):
        return re.sub(r"[\x00\ud800-\udfff]", lambda m: f"\\u{ord(m[0]):04x}", value)
    if isinstance(value, dict):
        return {json_safe(name): json_safe(inner, room - 1) for name, inner in value.items()}
    if isinstance(value, float) and not math.isfinite(value):  # 1e999 is JSON, Infinity is not
        return str(value)
    if isinstance(value, list):
        return [json_safe(inner, room - 1) for inner in value]
    return value
