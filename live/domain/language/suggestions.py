"""What the program suggests by itself. Each kind has a switch; nothing is ever done by a suggestion alone."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """In the order of the administrator's page."""

    TOPICS = "topics"
    """A topic learned from the centre's own decisions."""
    STACKS = "stacks"
    """Questions that ask the same, as one row of the desk."""
    MEANING = "meaning"
    """Questions that are near to each other in meaning, whatever their words."""
    CLUSTERS = "clusters"
    """What is being asked about now."""
    WORDING = "wording"
    """A shorter wording for air."""
