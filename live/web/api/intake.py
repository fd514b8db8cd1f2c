"""What the two ways in of a program's questions share: who may send, how much, and what a sender is told."""

from __future__ import annotations

from live.desk.receive import Receipt
from live.domain.people import Role
from live.protocol.answers.intake import ReceiptView
from live.web.request import LARGE, USUAL

ROLES = frozenset({Role.SOURCE, Role.MODERATOR, Role.SCREENER})

LIMITS = {False: USUAL, True: LARGE}
"""Bytes of a body, by whether it is a batch."""


def receipt_view(receipt: Receipt) -> ReceiptView:
    assert receipt.number is not None  # Dead letters are the networks' alone.
    return {
        "number": receipt.number,
        "broadcast": receipt.broadcast,
        "state": receipt.state,
        "version": receipt.version,
    }
