"""The verbs on what devices have signed in: each beginning has a new id, so that no planted cookie is ever raised."""

from __future__ import annotations

from dataclasses import dataclass

from live.domain.audit import Act
from live.domain.people import Actor, session_term
from live.domain.refused import Refused
from live.store.centre import access, audit, sessions
from live.store.transaction import Store, Transaction
from live.views.admin.credentials import Credential, Device

MOST_LINKS = 20
"""Links that one device holds: the newest."""

LONGEST_AGENT = 200


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a device is seen: its address, and what its browser calls itself."""

    address: str | None
    agent: str | None


def sign_in(store: Store, account_id: int, device: Device, origin: Origin) -> str:
    """A person begins on a device; the id for its cookie. Whoever used it before leaves nothing behind."""
    with store.write() as tx:
        _end_present(tx, device)
        session_id = sessions.new_id()
        roles = access.roles_of(tx.connection, [account_id])
        ends = tx.now + session_term({row.role for row in roles}).whole
        sessions.add(tx, session_id, account_id, [], ends, tx.now, origin.address, _short(origin.agent))
        [person] = access.accounts(tx.connection, [account_id])
        who = Actor(person.name, frozenset(), f"user:{account_id}", address=origin.address)
        audit.record(tx, Act.SIGNED_IN, f"user/{account_id}", who)
    return session_id


def prove(store: Store, device: Device, origin: Origin) -> str:
    """The person who has signed in here has typed the password again; the id for the cookie from now on."""
    with store.write() as tx:
        _end_present(tx, device)
        session_id = sessions.new_id()
        ends = device.expires_at or tx.now
        agent = _short(origin.agent)
        sessions.add(tx, session_id, device.account_id, device.key_ids, ends, tx.now, origin.address, agent)
    return session_id


def open_link(store: Store, link: Credential, device: Device, origin: Origin) -> str:
    """A link opens its screen on a device beside what that holds already; the id for its cookie."""
    with store.write() as tx:
        _end_present(tx, device)
        session_id = sessions.new_id()
        key_id = int(link.id.removeprefix("key:"))
        held = [*(one for one in device.key_ids if one != key_id), key_id][-MOST_LINKS:]
        ends = device.expires_at if device.account_id else None
        ends = ends or tx.now + session_term(None).whole
        agent = _short(origin.agent)
        sessions.add(tx, session_id, device.account_id, held, ends, device.proved_at, origin.address, agent)
        who = Actor(link.name, frozenset(), link.id, screen=link.screen, address=origin.address)
        audit.record(tx, Act.LINK_OPENED, f"key/{key_id}", who)
    return session_id


def sign_out(store: Store, device: Device, origin: Origin) -> None:
    """Whatever this device may do has ended, wherever a copy of its cookie lies."""
    with store.write() as tx:
        _end_present(tx, device)
        for one in device.credentials:
            who = Actor(one.name, frozenset(), one.id, screen=one.screen, address=origin.address)
            audit.record(tx, Act.SIGNED_OUT, one.id.replace(":", "/"), who)


def move_over(store: Store, device: Device, origin: Origin) -> None:
    """A device goes on at this server with the session that it has begun at another of the centre's."""
    with store.write() as tx:
        for one in device.credentials:
            who = Actor(one.name, frozenset(), one.id, screen=one.screen, address=origin.address)
            audit.record(tx, Act.SESSION_MOVED, one.id.replace(":", "/"), who)


def end_session(store: Store, account_id: int, id_hash: str, by: Actor) -> None:
    """One session of an account; `not_found` where it is none of its, or has ended."""
    with store.write() as tx:
        if not sessions.end(tx, id_hash, account_id):
            raise Refused("not_found", "This device is not signed in any more.")
        audit.record(tx, Act.SESSIONS_ENDED, f"user/{account_id}", by, which="one")


def end_all_sessions(store: Store, account_id: int, by: Actor) -> None:
    """Every session of an account, on every device."""
    with store.write() as tx:
        access.account_for_change(tx, account_id)
        sessions.end_all(tx, account_id)
        audit.record(tx, Act.SESSIONS_ENDED, f"user/{account_id}", by, which="all")


def _end_present(tx: Transaction, device: Device) -> None:
    if device.session:
        sessions.end(tx, device.session)


def _short(agent: str | None) -> str | None:
    return agent[:LONGEST_AGENT] if agent else None
