"""The verbs afterwards: what becomes of a ticket."""

from live.followup import clocks as _clocks  # noqa: F401 - declares its commands
from live.followup.work import COMMANDS

__all__ = ["COMMANDS"]
