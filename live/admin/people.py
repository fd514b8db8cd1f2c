"""The administrator's verb on those who sign in: where they work, where they are written to, whether they still do."""

from __future__ import annotations

import structlog

from live.domain.audit import Act
from live.domain.people import Actor, checked_email
from live.domain.refused import Refused
from live.store.centre import access, audit
from live.store.transaction import Store

log = structlog.get_logger()

LONGEST = 200
"""Characters of a department's name."""


def change_person(
    store: Store, account_id: int, version: str, department: str, email: str, active: bool, by: Actor
) -> None:
    """Save what was typed of a person; `conflict` where it was changed since `version`."""
    department = " ".join(department.split())
    if not department.isprintable() or len(department) > LONGEST:
        raise Refused("invalid", "A department's name is a line of at most {most} characters.", most=LONGEST)
    address = checked_email(email) if email.strip() else None
    if not active and by.credential == f"user:{account_id}":
        raise Refused("illegal", "You cannot shut yourself out.")
    with store.write() as tx:
        present = access.account_for_change(tx, account_id)
        if version != access.version_of(present):
            raise Refused("conflict", "This person was changed meanwhile.")
        access.set_facts(tx, account_id, department=department or None, email=address, active=active)
        changed = [
            name
            for name, now in (("department", department or None), ("email", address), ("active", active))
            if getattr(present, name) != now
        ]
        audit.record(tx, Act.PERSON_CHANGED, f"user/{account_id}", by, changed=changed, active=active)
    log.info("a person was changed", id=account_id, active=active, by=by.name)
