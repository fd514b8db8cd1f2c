"""Second factors as they are kept, and sign-ins that are half way to one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, or_, select, update

from live.store.centre.sessions import hash_of
from live.store.tables import account, half_way, passkey, recovery_code, totp
from live.store.transaction import Transaction

OF_A_PERSON = (totp, recovery_code, passkey, half_way)

SEALED = "second factor"


def of_accounts(connection: Connection, ids: Collection[int]) -> set[int]:
    """Those among these accounts that have a second factor."""
    codes = select(totp.c.account_id).where(totp.c.account_id.in_(list(ids)), totp.c.secret.is_not(None))
    keys = select(passkey.c.account_id).where(passkey.c.account_id.in_(list(ids)))
    return set(connection.execute(codes.union(keys)).scalars())


def totps(connection: Connection, ids: Collection[int]) -> list[Row[Any]]:
    return list(connection.execute(select(totp).where(totp.c.account_id.in_(list(ids)))).all())


def passkeys(connection: Connection, ids: Collection[int]) -> list[Row[Any]]:
    """The oldest first."""
    theirs = select(passkey).where(passkey.c.account_id.in_(list(ids)))
    return list(connection.execute(theirs.order_by(passkey.c.id)).all())


def recovery_left(connection: Connection, ids: Collection[int]) -> dict[int, int]:
    """How many codes on paper each of these accounts has left."""
    unused = (recovery_code.c.account_id.in_(list(ids)), recovery_code.c.used_at.is_(None))
    counted = (
        select(recovery_code.c.account_id, func.count().label("many"))
        .where(*unused)
        .group_by(recovery_code.c.account_id)
    )
    return {row.account_id: row.many for row in connection.execute(counted)}


def propose_totp(tx: Transaction, account_id: int, secret: str) -> None:
    """A secret that waits for its first code, in place of one that waited before."""
    closed = tx.store.keyring.close(SEALED, secret)
    this = update(totp).where(totp.c.account_id == account_id).values(pending=closed)
    if tx.connection.execute(this).rowcount == 0:
        row = {"account_id": account_id, "secret": None, "pending": closed, "last_step": 0}
        tx.connection.execute(insert(totp).values(row))


def accept_totp(tx: Transaction, account_id: int, secret: str, step: int) -> None:
    """The secret that waited takes the place of the one before; the code of this step is used up."""
    facts = {"secret": tx.store.keyring.close(SEALED, secret), "pending": None, "last_step": step}
    tx.connection.execute(update(totp).where(totp.c.account_id == account_id).values(facts))


def use_step(tx: Transaction, account_id: int, step: int) -> bool:
    """Whether no code of this half minute, or of a later one, was used before."""
    this = (totp.c.account_id == account_id) & (totp.c.last_step < step)
    return tx.connection.execute(update(totp).where(this).values(last_step=step)).rowcount == 1


def remove_totp(tx: Transaction, account_id: int) -> bool:
    """Whether there was one."""
    this = (totp.c.account_id == account_id) & totp.c.secret.is_not(None)
    return tx.connection.execute(delete(totp).where(this)).rowcount == 1


def keep_recovery(tx: Transaction, account_id: int, hashes: Sequence[str]) -> None:
    """New codes on paper, in place of all that were there."""
    tx.connection.execute(delete(recovery_code).where(recovery_code.c.account_id == account_id))
    rows = [{"account_id": account_id, "number": number, "hash": one} for number, one in enumerate(hashes)]
    if rows:
        tx.connection.execute(insert(recovery_code), rows)


def recovery(connection: Connection, account_id: int, number: int) -> Row[Any] | None:
    """The code on paper with this number, while it is unused."""
    this = (recovery_code.c.account_id == account_id) & (recovery_code.c.number == number)
    return connection.execute(select(recovery_code).where(this, recovery_code.c.used_at.is_(None))).one_or_none()


def use_recovery(tx: Transaction, code_id: int) -> bool:
    """Whether nobody has used it before."""
    this = (recovery_code.c.id == code_id) & recovery_code.c.used_at.is_(None)
    return tx.connection.execute(update(recovery_code).where(this).values(used_at=tx.now)).rowcount == 1


def add_passkey(tx: Transaction, account_id: int, name: str, credential: str, public_key: str, sign_count: int) -> bool:
    """Whether nobody had this passkey before."""
    if passkey_of(tx.connection, credential) is not None:
        return False
    row = {
        "account_id": account_id,
        "name": name,
        "credential": credential,
        "public_key": public_key,
        "sign_count": sign_count,
        "created_at": tx.now,
    }
    tx.connection.execute(insert(passkey).values(row))
    return True


def passkey_of(connection: Connection, credential: str) -> Row[Any] | None:
    return connection.execute(select(passkey).where(passkey.c.credential == credential)).one_or_none()


def use_passkey(tx: Transaction, passkey_id: int, before: int, sign_count: int) -> bool:
    """Whether nothing else was signed by it meanwhile."""
    this = (passkey.c.id == passkey_id) & (passkey.c.sign_count == before)
    return (
        tx.connection.execute(update(passkey).where(this).values(sign_count=sign_count, used_at=tx.now)).rowcount == 1
    )


def remove_passkey(tx: Transaction, account_id: int, passkey_id: int) -> bool:
    """Whether it was there, and this account's."""
    this = (passkey.c.id == passkey_id) & (passkey.c.account_id == account_id)
    return tx.connection.execute(delete(passkey).where(this)).rowcount == 1


def remove_all(tx: Transaction, account_id: int) -> None:
    """Whatever a person proves besides the password."""
    for table in OF_A_PERSON:
        tx.connection.execute(delete(table).where(table.c.account_id == account_id))


def begin(
    tx: Transaction, token: str, purpose: str, account_id: int | None, term: timedelta, challenge: str | None
) -> None:
    """Something to be proved; whatever nobody has ended in its time goes."""
    tx.connection.execute(delete(half_way).where(half_way.c.expires_at <= tx.now))
    now = select(account.c.generation).where(account.c.id == account_id)
    row = {
        "id_hash": hash_of(token),
        "purpose": purpose,
        "account_id": account_id,
        "generation": tx.connection.execute(now).scalar_one() if account_id is not None else 0,
        "challenge": challenge,
        "tries": 0,
        "expires_at": tx.now + term,
    }
    tx.connection.execute(insert(half_way).values(row))


def begun(connection: Connection, token: str, purpose: str, now: datetime) -> Row[Any] | None:
    """What this browser has begun for this purpose, while it may be ended and its account is as it was."""
    this = (
        select(half_way)
        .outerjoin(account, account.c.id == half_way.c.account_id)
        .where(half_way.c.id_hash == hash_of(token), half_way.c.purpose == purpose, half_way.c.expires_at > now)
        .where(
            or_(
                half_way.c.account_id.is_(None),
                account.c.active & (account.c.generation == half_way.c.generation),
            )
        )
    )
    return connection.execute(this).one_or_none()


def set_challenge(tx: Transaction, token: str, challenge: str | None) -> None:
    this = half_way.c.id_hash == hash_of(token)
    tx.connection.execute(update(half_way).where(this).values(challenge=challenge))


def count_try(tx: Transaction, token: str, most: int) -> bool:
    """Whether one more try is left to it; it is counted."""
    this = (half_way.c.id_hash == hash_of(token)) & (half_way.c.tries < most)
    return tx.connection.execute(update(half_way).where(this).values(tries=half_way.c.tries + 1)).rowcount == 1


def end(tx: Transaction, token: str) -> bool:
    """Whether it was there: it is good once."""
    return tx.connection.execute(delete(half_way).where(half_way.c.id_hash == hash_of(token))).rowcount == 1
