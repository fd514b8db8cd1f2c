"""Facts and a long list as one JSON document, an item a line, written as they come; `json_reader` reads it back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

AT_ONCE = 64 * 1024
"""Characters that are held before they are handed on."""


def json_pieces(facts: Mapping[str, Any], name: str, items: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """`{…facts, name: [items]}` in UTF-8, a piece at a time."""
    held = "{" + "".join(f"{_json(key)}: {_json(value)},\n" for key, value in facts.items()) + f"{_json(name)}: ["
    between = "\n"
    for item in items:
        held += between + _json(item)
        between = ",\n"
        if len(held) > AT_ONCE:
            yield held.encode()
            held = ""
    yield f"{held}\n]}}\n".encode()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
