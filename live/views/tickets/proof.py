"""The proof for one asker that their question was counted among all of a show, with what became of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal, TypedDict
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row

from live.domain.followup import merkle
from live.store.followup import fairness
from live.store.show import broadcasts


class Step(TypedDict):
    side: Literal["left", "right"]
    hash: str


class Proof(TypedDict):
    """The leaf of a question, and its path to the root. `at` by its show's clock; `open`: whether all may read it."""

    broadcast: str
    slug: str
    open: bool
    at: datetime
    leaves: int
    code: str
    end: str
    salt: str
    path: list[Step]
    root: str


def proof(connection: Connection, asked: list[Row[Any]]) -> Proof | None:
    """Of the last of these questions that has one: a question, and what it was handed over as. None before the wrap."""
    leaf = fairness.leaf_of(connection, [row.id for row in asked])
    if leaf is None:
        return None
    home = broadcasts.by_id(connection, leaf.broadcast_id)
    code = next(row.code for row in asked if row.id == leaf.question_id)
    branch = fairness.branch(connection, leaf.root_id, leaf.position)
    steps = merkle.path_by_branch(_bytes(branch), _bytes(leaf.branches), leaf.position)
    return {
        "broadcast": home.title,
        "slug": home.slug,
        "open": bool(home.fairness_open),
        "at": leaf.at.astimezone(ZoneInfo(home.zone)),
        "leaves": leaf.leaves,
        "code": code,
        "end": leaf.end,
        "salt": merkle.salt(bytes.fromhex(leaf.seed), code).hex(),
        "path": [{"side": step.side, "hash": step.hash.hex()} for step in steps],
        "root": leaf.root,
    }


def _bytes(hashes: list[str]) -> list[bytes]:
    return [bytes.fromhex(one) for one in hashes]
