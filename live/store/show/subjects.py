"""One person's data as the law knows it: all that is held of whoever has a contact, and its end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select, update

from live.language.lemmas import lemmas
from live.language.masking import masked
from live.store.tables import ban, call, caution, consent, outbox, person, question, revision
from live.store.transaction import Store, Transaction


def ids_of(connection: Connection, store: Store, contact: str) -> list[int]:
    """Everybody who is known by this contact, whatever the names."""
    first = select(person.c.id).where(person.c.contact_hash.in_(store.contact_hashes(contact)))
    ids = connection.execute(first).scalars().all()
    others = select(person.c.id).where(person.c.alias_of.in_(ids))
    return sorted({*ids, *connection.execute(others).scalars()}) if ids else []


def held(connection: Connection, person_ids: Sequence[int]) -> dict[str, list[dict[str, Any]]]:
    """All that is held of these persons, by what it is."""
    theirs = select(question.c.id).where(question.c.person_id.in_(person_ids))
    parts = {
        "persons": select(person.c.id, person.c.name, person.c.contact, person.c.profile, person.c.created_at).where(
            person.c.id.in_(person_ids)
        ),
        "questions": select(question).where(question.c.person_id.in_(person_ids)),
        "consents": select(consent).where(consent.c.question_id.in_(theirs)),
        "calls": select(call).where(call.c.person_id.in_(person_ids)),
        "cautions": select(caution).where(caution.c.person_id.in_(person_ids)),
        "bans": select(ban.c.id, ban.c.subject, ban.c.reason, ban.c.at, ban.c.until).where(
            ban.c.hash.in_(_hashes(person_ids))
        ),
        "replies": select(outbox.c.id, outbox.c.text, outbox.c.state, outbox.c.at).where(
            outbox.c.person_id.in_(person_ids)
        ),
    }
    return {name: [dict(row) for row in connection.execute(statement).mappings()] for name, statement in parts.items()}


def _hashes(person_ids: Sequence[int]) -> Any:
    return select(person.c.contact_hash).where(person.c.id.in_(person_ids), person.c.contact_hash.is_not(None))


def clean(tx: Transaction, person_ids: Sequence[int]) -> None:
    """Take away what is theirs beside the persons' own rows: texts keep their sense, without what tells of anybody."""
    mine = question.c.person_id.in_(person_ids)
    for row in tx.connection.execute(select(question).where(mine)):
        texts = [masked(row.text), masked(row.air_text) if row.air_text else None, row.locality, row.topic]
        tx.connection.execute(
            update(question)
            .where(question.c.id == row.id)
            .values(
                text=texts[0],
                air_text=texts[1],
                author_text=None,
                original=None,
                attachments=None,
                let_through=None,
                name_on_air=False,
                lemmas=None if row.lemmas is None else lemmas(*texts),
            )
        )
        for wording in tx.connection.execute(select(revision).where(revision.c.question_id == row.id)):
            same = (revision.c.question_id == row.id, revision.c.version == wording.version)
            tx.connection.execute(update(revision).where(*same).values(air_text=masked(wording.air_text)))
    tx.connection.execute(ban.delete().where(ban.c.hash.in_(_hashes(person_ids))))
    nothing = dict.fromkeys(("name", "text", "recording_url", "legs"))
    tx.connection.execute(update(call).where(call.c.person_id.in_(person_ids)).values(**nothing))
    tx.connection.execute(update(outbox).where(outbox.c.person_id.in_(person_ids)).values(text="", address=None))
