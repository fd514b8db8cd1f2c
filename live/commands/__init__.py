"""The command line, one file a subject: what each command takes, and what it prints."""

from __future__ import annotations

import click

from live.commands.bans import ban
from live.commands.broadcasts import broadcast
from live.commands.channels import channel
from live.commands.database import audit, backup, migrate, recount, restore
from live.commands.diagnosis.doctor import doctor
from live.commands.diagnosis.support import support
from live.commands.export import export
from live.commands.keys import key
from live.commands.language import language
from live.commands.people import session, user
from live.commands.person import person
from live.commands.questions import import_file, replay
from live.commands.retention import retention
from live.commands.sealing import keys
from live.commands.tickets import tickets
from live.commands.understudy import promote
from live.commands.webhooks import webhook

COMMANDS: tuple[click.Command, ...] = (
    *(migrate, backup, restore, audit, recount, promote),
    *(broadcast, user, session, key, channel, import_file, replay, export),
    *(webhook, retention, tickets, keys, person, ban, language),
    *(doctor, support),
)

__all__ = ["COMMANDS"]
