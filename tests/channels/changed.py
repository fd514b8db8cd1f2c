"""What is valid, with some of it made anything at all."""

from __future__ import annotations

from collections.abc import Collection
from copy import deepcopy
from typing import Any

from hypothesis import strategies as st

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(["\x00", "\ud800", "", "-0"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)


def changed(draw: st.DrawFn, valid: dict[str, Any], left_alone: Collection[str] = ()) -> dict[str, Any]:
    """A copy with up to three of its values replaced by anything or taken out, none of them in what is `left_alone`."""
    payload = deepcopy(valid)
    for _ in range(draw(st.integers(1, 3))):
        open_to_change = [place for place in _places(payload) if place[0] not in left_alone]
        if not open_to_change:
            break
        *way, last = draw(st.sampled_from(open_to_change))
        holder: Any = payload
        for step in way:
            holder = holder[step]
        if draw(st.booleans()):
            holder[last] = draw(ANYTHING)
        else:
            del holder[last]
    return payload


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place for name, part in inner for place in [(*path, name), *_places(part, (*path, name))]]
