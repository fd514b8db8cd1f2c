"""The verbs afterwards: what becomes of a ticket."""

from live.followup.work import COMMANDS

__all__ = ["COMMANDS"]
