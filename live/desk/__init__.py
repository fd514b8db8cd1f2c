"""The verbs while a broadcast runs: receive, moderate, run, present, call, reply, close.

A verb reads like its sentence: load, ask the domain, store. No network call, no emit and no yield inside a
transaction. Each command declares beside its handler which roles may give it; `COMMANDS` holds them all.
"""

from live.desk.calls import COMMANDS as _CALL
from live.desk.links import COMMANDS as _LINK
from live.desk.moderate import COMMANDS as _MODERATE
from live.desk.present import COMMANDS as _PRESENT
from live.desk.rehearsal import COMMANDS as _REHEARSE
from live.desk.reply import COMMANDS as _REPLY
from live.desk.run import COMMANDS as _RUN
from live.store.commands import Commands

COMMANDS = Commands()
for _part in (_MODERATE, _RUN, _PRESENT, _CALL, _LINK, _REHEARSE, _REPLY):
    COMMANDS.known.update(_part.known)
