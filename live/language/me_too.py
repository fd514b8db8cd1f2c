"""A resident's word that another question is theirs too: «+», as people write it in a chat that has asked for it."""

from __future__ import annotations

_SAYS = frozenset({"+", "++", "+1", "\uff0b", "\u2795", "плюс"})


def says_me_too(text: str) -> bool:
    """Whether a message says that and nothing else."""
    return text.strip().strip("«»\"'.! ").lower() in _SAYS
