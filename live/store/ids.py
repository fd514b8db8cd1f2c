"""The numbers by which rows are known: a question's id is its broadcast's id and its own number in one integer."""

from __future__ import annotations

from sqlalchemy import ColumnElement

from live.domain.question import NUMBERS

__all__ = ["NUMBERS", "TICKETS_LOG", "ids_of_broadcast", "looked_up", "question_id"]

TICKETS_LOG = 1
"""The id of the centre's log of tickets; a broadcast's log has the broadcast's id. The first migration takes it."""


def question_id(broadcast_id: int, number: int) -> int:
    return broadcast_id * NUMBERS + number


def ids_of_broadcast(broadcast_id: int) -> tuple[int, int]:
    """The least and the greatest id that a broadcast's question can have."""
    return question_id(broadcast_id, 0), question_id(broadcast_id + 1, 0) - 1


def looked_up(id_: ColumnElement[int]) -> ColumnElement[int]:
    """The id of another table's row, as that one is to be joined: looked up for each of these, which are few.

    SQLite, which cannot know how few they are, would else go through all of the other table to look for it among these.
    """
    return id_ + 0
