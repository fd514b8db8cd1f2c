"""A resident's word that what they were answered has not helped: «не решено», as people write it in a chat."""

from __future__ import annotations

import re

from live.language.words import words

_SUBJECT = "(?:это |все |ничего |никто |вопрос |проблема |пока |еще |так и |все еще |до сих пор )*"
_DONE = "(?:решен[оаы]?|решили|решил|устранен[оаы]?|устранили|исправлен[оаы]?|исправили|сделан[оаы]?|сделали|помогло)"
_SAYS = re.compile(f"{_SUBJECT}не {_DONE}(?: |$)")


def says_unsolved(text: str) -> bool:
    """Whether a message begins with it; in the middle of one it is told of something."""
    return _SAYS.match(words(text)) is not None
