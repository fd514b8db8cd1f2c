"""Words for search: what a text and a query have in common, whatever their case and ё."""

from __future__ import annotations

import re

_WORD = re.compile(r"\w+", re.UNICODE)


def words(text: str) -> str:
    """The text's words in lower case with ё as е, in their order, one space between."""
    return " ".join(_WORD.findall(text.lower().replace("ё", "е")))
