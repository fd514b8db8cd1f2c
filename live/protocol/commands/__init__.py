"""Every command that a client may give: what it carries, who may give it, and to which log.

A new command is a line in the file of its subject, and a handler that a verb registers by its name.
"""

from __future__ import annotations

from typing import Any

from live.domain.refused import Refused
from live.protocol.commands import (
    broadcasts,
    calls,
    contacts,
    matters,
    mentions,
    order,
    parts,
    polls,
    presence,
    questions,
    shifts,
    tickets,
)
from live.protocol.commands.base import Body, Command, OnQuestion, OnTicket, parse
from live.protocol.events import Log

SUBJECTS = (
    *(questions, broadcasts, order, polls, calls, tickets, parts, matters, shifts, contacts, mentions, presence),
)

COMMANDS: dict[str, Command] = {command.name: command for subject in SUBJECTS for command in subject.COMMANDS}


def given_to(log: Log) -> dict[str, Command]:
    """The commands that are given to this kind of log, by name."""
    return {name: command for name, command in COMMANDS.items() if command.given_to(log)}


def read(log: Log, raw: Any) -> Body:
    """A client's JSON value as the body of a command that may be given to this kind of log; else `invalid`."""
    if not isinstance(raw, dict):
        raise Refused("invalid", "A command is a JSON object.")
    type_ = raw.get("type")
    command = COMMANDS.get(type_) if isinstance(type_, str) else None
    if command is None or not command.given_to(log):
        raise Refused("invalid", "There is no command “{type}”.", type=str(type_))
    return parse(command.body, raw)


__all__ = ["COMMANDS", "Body", "Command", "OnQuestion", "OnTicket", "given_to", "parse", "read"]
