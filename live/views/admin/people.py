"""Those who sign in, as the administrator sees them: no password, no session."""

from __future__ import annotations

from dataclasses import dataclass

from live.store.centre import access
from live.store.transaction import Store


@dataclass(frozen=True, slots=True)
class PersonView:
    """`roles` are those held anywhere; `version` goes with a change."""

    id: int
    login: str
    name: str
    roles: tuple[str, ...]
    department: str
    email: str
    active: bool
    version: str


def everybody(store: Store) -> list[PersonView]:
    """By login."""
    with store.read() as connection:
        rows = access.all_accounts(connection)
        held: dict[int, set[str]] = {}
        for role in access.roles_of(connection, [row.id for row in rows]):
            held.setdefault(role.account_id, set()).add(role.role)
    return [
        PersonView(
            row.id,
            row.login,
            row.name,
            tuple(sorted(held.get(row.id, ()))),
            row.department or "",
            row.email or "",
            bool(row.active),
            access.version_of(row),
        )
        for row in rows
    ]
