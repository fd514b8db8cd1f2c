"""A tree of hashes over what became of every question of a show: its root is printed, a path to it proves one leaf.

The tree is that of RFC 6962, section 2.1 (SHA-256; a leaf's bytes begin with 0x00, a node's with 0x01, so that neither
can be passed off as the other), built level by level: the last of an odd number goes up as it is, which is the same
tree. A leaf is salted: who holds all hashes of a tree learns no code from them.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

WIDTH = 256
"""Leaves of a branch, a power of two: a path needs the leaves of one branch, and the heads of all."""

SALT = 16
"""Bytes: what nobody can try out."""

Side = Literal["left", "right"]
"""On which side of what it is put together with a hash stands."""


@dataclass(frozen=True, slots=True)
class Step:
    side: Side
    hash: bytes


def salt(seed: bytes, code: str) -> bytes:
    """A leaf's own salt, by the show's secret seed: the same codes with the same ends have the same root."""
    return hmac.digest(seed, code.encode(), "sha256")[:SALT]


def leaf(code: str, end: str, salted: bytes) -> bytes:
    """The hash of three lines: a code, the end of its question, and the salt in hexadecimal digits."""
    return hashlib.sha256(b"\x00" + f"{code}\n{end}\n{salted.hex()}".encode()).digest()


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def levels(hashes: Sequence[bytes]) -> list[list[bytes]]:
    """Every level of the tree over these, from themselves up to the root, which stands alone."""
    found = [list(hashes)]
    while len(found[-1]) > 1:
        below = found[-1]
        pairs = [node(below[at], below[at + 1]) for at in range(0, len(below) - 1, 2)]
        found.append(pairs + below[len(pairs) * 2 :])
    return found


def root(hashes: Sequence[bytes]) -> bytes:
    """The root of the tree over one hash or more."""
    return levels(hashes)[-1][0]


def heads(hashes: Sequence[bytes]) -> list[bytes]:
    """The root of each branch: of WIDTH leaves that stand together, in their order. The tree over them has one root
    with the tree over all leaves."""
    return [root(hashes[at : at + WIDTH]) for at in range(0, len(hashes), WIDTH)]


def path(hashes: Sequence[bytes], at: int) -> list[Step]:
    """What the hash at this place is put together with on the way to the root, from below."""
    steps = []
    for level in levels(hashes)[:-1]:
        beside = at ^ 1
        if beside < len(level):
            steps.append(Step("left" if beside < at else "right", level[beside]))
        at //= 2
    return steps


def path_by_branch(branch: Sequence[bytes], branches: Sequence[bytes], at: int) -> list[Step]:
    """The same by the leaves of the branch in which the leaf stands, and the heads of all branches."""
    return path(branch, at % WIDTH) + path(branches, at // WIDTH)


def root_by(hash_: bytes, steps: Sequence[Step]) -> bytes:
    """The root to which a path leads from a leaf's hash."""
    for step in steps:
        hash_ = node(step.hash, hash_) if step.side == "left" else node(hash_, step.hash)
    return hash_
