"""Who is away, from when to when: by whoever plans the roster, or by the person on their own page."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog

from live.domain.audit import Act
from live.domain.people import Actor, By
from live.domain.refused import Refused
from live.store.centre import access, audit, duty, shifts
from live.store.transaction import Store

log = structlog.get_logger()

LONGEST = timedelta(days=400)


def add_absence(store: Store, account_id: int, since: datetime, until: datetime, by: By | Actor) -> int:
    """From then on their work goes to those on duty; one that has begun already begins at once."""
    if until <= since:
        raise Refused("invalid", "The absence ends before it begins: look at its times.")
    if until - since > LONGEST:
        raise Refused(
            "invalid", "An absence is at most {most} days long: close the account instead.", most=LONGEST.days
        )
    with store.write() as tx:
        duty.lock(tx)
        if until <= tx.now:
            raise Refused("invalid", "The absence is over already: look at its days.")
        if not access.accounts(tx.connection, [account_id]):
            raise Refused("invalid", "There is no such person, or they may not sign in.")
        if any(
            one.since < until and since < one.until for one in shifts.absences_of(tx.connection, account_id, tx.now)
        ):
            raise Refused("conflict", "This person is marked absent for a part of that time already.")
        made = shifts.add_absence(tx, account_id, since, until, by.name)
        audit.record(tx, Act.ABSENCE_ADDED, f"user/{account_id}", by)
        duty.tell(tx, by if isinstance(by, By) else None)
    log.info("a person is away", id=account_id, by=by.name)
    return made


def end_absence(store: Store, absence_id: int, by: By | Actor, own: int | None = None) -> None:
    """They are back: one that has begun ends now, one that has not is taken away.

    `own`: the account whose absence it must be. Work that has gone to others stays there.
    """
    with store.write() as tx:
        duty.lock(tx)
        row = shifts.get_absence(tx.connection, absence_id)
        if own is not None and row.account_id != own:
            raise Refused("not_found", "There is no such absence.")
        if row.until <= tx.now:
            raise Refused("illegal", "This absence is over already.")
        if row.since >= tx.now:
            shifts.remove_absence(tx, absence_id)
        else:
            shifts.end_absence(tx, absence_id)
        audit.record(tx, Act.ABSENCE_ENDED, f"user/{row.account_id}", by)
        duty.tell(tx, by if isinstance(by, By) else None)
    log.info("a person is back", id=row.account_id, by=by.name)
