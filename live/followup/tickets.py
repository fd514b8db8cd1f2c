"""What every command on a ticket begins and ends with: the ticket as its writer saw it, its move stored and told."""

from __future__ import annotations

from typing import Any

from live.domain import ticket as rules
from live.domain.events import Event
from live.domain.people import By
from live.domain.refused import Refused
from live.domain.transitions import Change, check_version
from live.protocol.commands import OnTicket
from live.store.centre import access
from live.store.followup import parts, tickets
from live.store.ids import NUMBERS
from live.store.rows import Row
from live.store.show import broadcasts
from live.store.transaction import Transaction


def get_visible(tx: Transaction, number: str, by: By) -> Row[Any]:
    """The ticket's row; `not_found` where there is none, or it is another department's than the executor's who asks.

    `forbidden` where their department sees it because a part of its answer is asked of it.
    """
    row = get_seen(tx, number, by)
    if by.department is not None and row.department != by.department:
        raise Refused(
            "forbidden", "Ticket {number} is another department's: yours gives a part of its answer.", number=number
        )
    return row


def get_seen(tx: Transaction, number: str, by: By) -> Row[Any]:
    """The same for what a co-executor may do too: whose department has a part of the answer to give."""
    row = tickets.get(tx.connection, number)
    anothers = by.department is not None and row.department != by.department
    if anothers and not parts.stands(tx.connection, row.id, str(by.department)):
        raise Refused("not_found", "There is no ticket {number}.", number=number)
    check_stays(tx, row)
    return row


def check_stays(tx: Transaction, row: Row[Any]) -> None:
    """`illegal` while the wrap that made this ticket is being taken back: it is on its way out."""
    if broadcasts.is_unwrapping(tx.connection, row.question_id // NUMBERS):
        raise Refused(
            "illegal",
            "The end of its show is being taken back: ticket {number} becomes a question again.",
            number=row.number,
        )


def load_for_update(tx: Transaction, body: OnTicket, by: By) -> tuple[Row[Any], rules.Ticket]:
    """The ticket that a command is about, within its giver's reach; `conflict` where it was seen at another version."""
    row = get_visible(tx, body.ticket, by)
    ticket = tickets.to_domain(row)
    check_version(ticket, body.version)
    return row, ticket


def store(
    tx: Transaction, log: Row[Any], before: rules.Ticket, change: Change[rules.Ticket], by: By, **columns: Any
) -> None:
    """Write a move with what else changes in the row, and tell the tickets' log."""
    tickets.save(tx, before, change.after, **columns)
    tx.append(log.id, change.events, by)


def ticket_event(type_: str, row: Row[Any], **facts: object) -> Event:
    """An event that leaves the ticket's state as it is.

    Every event names the department that its ticket then had: a department's own screens count by it.
    """
    facts = {"department": row.department, **facts}
    return Event(type_, was=row.state, state=row.state, ticket=row.number, data=facts)


def worker_of(tx: Transaction, department: str, login: str) -> tuple[str, int]:
    """The name and the account of a person of a department; `invalid` where nobody works there under that login."""
    account = access.account_by_login(tx.connection, login)
    if account is None or not account.active or account.department != department:
        raise Refused(
            "invalid", "Nobody works in “{department}” under the login “{login}”.", department=department, login=login
        )
    return account.name, account.id
