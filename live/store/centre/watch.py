"""How the duty stands now: the roster, who is away, the rules of the night; and by which ways people are reached."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from live.domain.duty.night import Night
from live.domain.duty.watch import Watch
from live.store.centre import lists, shifts
from live.store.centre.settings import centre_zone
from live.store.followup.escalations import mail_channel
from live.store.tables import account, channel, staff_contact

Way = tuple[int, str]
"""A channel's id, and how it knows a person."""


def night(connection: Connection) -> Night:
    return Night.of_item(lists.read(connection, "night").items[0])


def watch(connection: Connection, now: datetime) -> Watch:
    around = [shifts.to_domain(row) for row in shifts.around(connection, now)]
    away, kept = shifts.absent(connection, now), shifts.keeps_roster(connection, now)
    return Watch(now, around, away, kept, night(connection), ZoneInfo(centre_zone(connection)))


def ways(connection: Connection, accounts: Iterable[int]) -> dict[int, list[Way]]:
    """By account, how a person is written to: by e-mail where there is an address, and by each bot that they bound."""
    ids, found = list(accounts), dict[int, list[Way]]()
    by_mail = mail_channel(connection)
    if by_mail is not None:
        reached = select(account.c.id, account.c.email).where(account.c.id.in_(ids), account.c.email.is_not(None))
        for row in connection.execute(reached):
            found.setdefault(row.id, []).append((by_mail, row.email))
    columns: tuple[Any, ...] = (staff_contact.c.account_id, staff_contact.c.channel_id, staff_contact.c.contact)
    bots = (
        select(*columns)
        .join(channel, channel.c.id == staff_contact.c.channel_id)
        .where(staff_contact.c.account_id.in_(ids), staff_contact.c.contact.is_not(None))
        .where(~channel.c.paused, channel.c.closed_at.is_(None))
    )
    for bot in connection.execute(bots.order_by(staff_contact.c.id)):
        if bot.contact:
            found.setdefault(bot.account_id, []).append((bot.channel_id, bot.contact))
    return found
