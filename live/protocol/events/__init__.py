"""Every type of event, a class each: when it happens, which log it stands in, and what its data holds.

A new event is a class in the file of its subject. What no class declares cannot be written to a log.
"""

from live.protocol.events import broadcasts as _broadcasts
from live.protocol.events import calls as _calls
from live.protocol.events import clusters as _clusters
from live.protocol.events import duty as _duty
from live.protocol.events import matters as _matters
from live.protocol.events import news as _news
from live.protocol.events import order as _order
from live.protocol.events import polls as _polls
from live.protocol.events import questions as _questions
from live.protocol.events import tickets as _tickets
from live.protocol.events.base import DECLARED, DeclaredEvent, Log, UndeclaredEvent, check

SUBJECTS = (_questions, _broadcasts, _calls, _tickets, _matters, _duty, _news, _polls, _clusters, _order)
"""The files that declare events: to import them is to fill DECLARED."""

__all__ = ["DECLARED", "SUBJECTS", "DeclaredEvent", "Log", "UndeclaredEvent", "check"]
