"""What whoever sends questions in is answered."""

from __future__ import annotations

from typing_extensions import TypedDict

from live.protocol.answers.problems import ErrorView


class ReceiptView(TypedDict):
    """`broadcast`: where it landed, the standing one where the one that was asked takes none."""

    number: int
    broadcast: str
    state: str
    version: int


class RefusedRow(TypedDict):
    error: ErrorView


class Receipts(TypedDict):
    """One for each row of a batch, in order."""

    results: list[ReceiptView | RefusedRow]
