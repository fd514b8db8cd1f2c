"""The verbs while a broadcast runs: receive, moderate, run, present, call, reply, close.

A verb reads like its sentence: load, ask the domain, store. No network call, no emit and no yield inside a
transaction. What a command carries and who may give it stands in live/protocol/commands; each verb registers with `BUS`
as the handler of its own.
"""

from live.desk import bans, calls, links, moderate, present, rehearsal, reply, run, undo
from live.desk.language import stacks
from live.desk.line import finish, transfer
from live.desk.listening import tray
from live.desk.order import lengths, placing, segments
from live.desk.polls import steering
from live.store.commands import BUS

__all__ = [
    "BUS",
    "bans",
    "calls",
    "finish",
    "lengths",
    "links",
    "moderate",
    "placing",
    "present",
    "rehearsal",
    "reply",
    "run",
    "segments",
    "stacks",
    "steering",
    "transfer",
    "tray",
    "undo",
]
