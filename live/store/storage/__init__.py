"""Where files' contents stand, beside the database: in a folder, or in a bucket that speaks S3.

A name tells the contents' hash and the row that they belong to, so that taking one away takes nothing from another.
"""

from __future__ import annotations

import hashlib
from typing import Protocol

import structlog

from live.domain.refused import Refused

log = structlog.get_logger()


def hash_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def name_of(hash_: str, row: int) -> str:
    """Where the contents of a row stand: two levels of 256 folders, which hold millions without one that is long."""
    return f"{hash_[:2]}/{hash_[2:4]}/{hash_}.{row}"


class Unreachable(Refused):
    """The storage cannot be read or written just now; the log is told why."""

    def __init__(self, why: str) -> None:
        super().__init__("unavailable", "The files cannot be reached just now. Try again in a minute.")
        log.error("the storage of files cannot be reached", why=why)


class Storage(Protocol):
    """Contents by name. Every method may raise `Unreachable`; one that waits lets others run meanwhile."""

    def put(self, name: str, content: bytes) -> None:
        """Keep it, for good once this returns. What stood there under the same name is replaced."""

    def get(self, name: str) -> bytes | None:
        """The contents; None where there are none."""

    def delete(self, name: str) -> None:
        """Take it away; nothing where it is gone already."""
