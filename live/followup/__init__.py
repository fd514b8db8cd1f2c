"""The verbs afterwards: what becomes of a ticket, and what is answered.

Every one of them loads its ticket by `tickets.seen`, which keeps an executor to its own department.
"""

from live.followup import bulk
from live.followup.answers import COMMANDS as _ANSWERS
from live.followup.clocks import COMMANDS as _CLOCKS
from live.followup.work import COMMANDS as _WORK
from live.store.commands import Commands

COMMANDS = Commands()
for _part in (_WORK, _CLOCKS, _ANSWERS):
    COMMANDS.known.update(_part.known)
bulk.declare(COMMANDS)

__all__ = ["COMMANDS"]
