"""Which addresses are this site's own: where somebody is sent after signing in, or after choosing a language."""

from __future__ import annotations

import re
import string
from urllib.parse import quote

_INSIDE = re.compile(r"/(?:[^/\\\x00-\x1f\x7f][^\\\x00-\x1f\x7f]*)?")
"""A path that begins with one slash, without control characters and backslashes.

Browsers drop tabs and newlines out of an address and read a backslash as a slash, so what looks like a path here would
be another host there.
"""


def inside(path: str | None) -> str:
    """A path of ours to go on to, with its query, fit for a header; "" for none, and for what could lead elsewhere."""
    if not path or not _INSIDE.fullmatch(path):
        return ""
    return quote(path, safe=string.punctuation, errors="replace")
