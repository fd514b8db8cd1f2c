"""A final answer before it goes: each version that somebody wrote, and what became of it."""

from __future__ import annotations

from enum import StrEnum


class Fate(StrEnum):
    """What became of a version of an answer. One that waits is the only one of its ticket."""

    WAITING = "waiting"
    APPROVED = "approved"
    """It went to those who asked as it stands."""
    RETURNED = "returned"
    CORRECTED = "corrected"
    """A coordinator's own words went in its place; they are the version after it."""
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"
    """Its author's department wrote another one before anybody had decided."""
    LAPSED = "lapsed"
    """The ticket went elsewhere: to another department, on hold, or closed with its promise."""
