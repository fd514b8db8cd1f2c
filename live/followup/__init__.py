"""The verbs afterwards: what becomes of a ticket, and what is answered."""

from live.followup.answers import COMMANDS as _ANSWERS
from live.followup.work import COMMANDS as _WORK
from live.store.commands import Commands

COMMANDS = Commands()
for _part in (_WORK, _ANSWERS):
    COMMANDS.known.update(_part.known)

__all__ = ["COMMANDS"]
