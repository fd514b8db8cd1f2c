"""The verbs afterwards: what becomes of a ticket.

Every one of them loads its ticket by `tickets.seen`, which keeps an executor to its own department.
"""

from live.followup import bulk
from live.followup.clocks import COMMANDS as _CLOCKS
from live.followup.work import COMMANDS as _WORK
from live.store.commands import Commands

COMMANDS = Commands()
for _part in (_WORK, _CLOCKS):
    COMMANDS.known.update(_part.known)
bulk.declare(COMMANDS)

__all__ = ["COMMANDS"]
