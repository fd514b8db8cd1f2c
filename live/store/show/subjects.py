"""One person's data as the law knows it: all that is held of whoever has a contact, and its end."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, exists, func, or_, select, update

from live.domain.broadcast import ARCHIVED
from live.domain.events import Event
from live.domain.files.attached import State
from live.language.lemmas import lemmas
from live.language.masking import masked
from live.store.ids import question_id
from live.store.language import clusters, vectors
from live.store.show import broadcasts, files, mentions
from live.store.tables import (
    ban,
    broadcast,
    call,
    caution,
    consent,
    file,
    outbox,
    person,
    question,
    revision,
    ticket,
    topic_guess,
)
from live.store.transaction import Store, Transaction

Held = dict[str, list[dict[str, Any]]]
"""Rows by what they are."""


def ids_of(connection: Connection, store: Store, contact: str) -> list[int]:
    """Everybody who is known by this contact, whatever the names."""
    first = select(person.c.id).where(person.c.contact_hash.in_(store.contact_hashes(contact)))
    return [one for found in connection.execute(first).scalars() for one in sharing(connection, found)]


def of_question(connection: Connection, code: str) -> list[int]:
    """Whoever asked the question of a code, and those who share their contact; nobody where it has no author."""
    home, number, _ = code.split("-")
    meant = question.c.id == question_id(int(home), int(number))
    row = connection.execute(select(question.c.code, question.c.person_id).where(meant)).one_or_none()
    if row is None or row.person_id is None or not hmac.compare_digest(row.code, code):
        return []
    return sharing(connection, row.person_id)


def sharing(connection: Connection, person_id: int) -> list[int]:
    """A person and all who share their contact, the first first; nobody where what was held of them is gone."""
    known = person.c.anonymised_at.is_(None)
    row = connection.execute(select(person.c.alias_of).where(person.c.id == person_id, known)).one_or_none()
    if row is None:
        return []
    first = row.alias_of or person_id
    together = or_(person.c.id.in_((first, person_id)), person.c.alias_of == first)
    return list(connection.execute(select(person.c.id).where(together, known).order_by(person.c.id)).scalars())


def held(connection: Connection, person_ids: Sequence[int]) -> Held:
    """All that is held of these persons, by what it is."""
    theirs = select(question.c.id).where(question.c.person_id.in_(person_ids))
    show = (broadcast.c.slug.label("broadcast"), broadcast.c.title.label("broadcast_title"))
    parts = {
        "persons": select(person.c.id, person.c.name, person.c.contact, person.c.profile, person.c.created_at).where(
            person.c.id.in_(person_ids)
        ),
        "questions": select(question, *show).join(broadcast).where(question.c.person_id.in_(person_ids)),
        "wordings": select(question.c.number, revision.c.air_text, revision.c.by_name, revision.c.at)
        .join(question, question.c.id == revision.c.question_id)
        .where(revision.c.question_id.in_(theirs)),
        "consents": select(question.c.number, consent)
        .join(question, question.c.id == consent.c.question_id)
        .where(consent.c.question_id.in_(theirs)),
        "files": select(question.c.number, *files.TOLD)
        .select_from(file)
        .outerjoin(ticket, ticket.c.id == file.c.ticket_id)
        .join(question, question.c.id == func.coalesce(files.ABOUT, ticket.c.question_id))
        .where(
            or_(
                file.c.question_id.in_(theirs),
                file.c.replied_id.in_(_replied_alone(question.c.person_id.in_(person_ids))),
                file.c.ticket_id.in_(_answered_alone(question.c.person_id.in_(person_ids))),
            ),
            file.c.state == State.KEPT.value,
        ),
        "calls": select(call, *show).join(broadcast).where(call.c.person_id.in_(person_ids)),
        "cautions": select(caution).where(caution.c.person_id.in_(person_ids)),
        "bans": select(ban.c.id, ban.c.subject, ban.c.reason, ban.c.at, ban.c.until).where(
            ban.c.hash.in_(_hashes(person_ids))
        ),
        "mentions": mentions.of_hashes(_hashes(person_ids)),
        "tickets": select(ticket, question.c.number.label("question"))
        .join(question, question.c.id == ticket.c.question_id)
        .where(ticket.c.question_id.in_(theirs)),
        "replies": select(outbox.c.id, question.c.number.label("question"), outbox.c.text, outbox.c.state, outbox.c.at)
        .outerjoin(question, question.c.id == outbox.c.question_id)
        .where(outbox.c.person_id.in_(person_ids)),
    }
    return {name: [dict(row) for row in connection.execute(statement).mappings()] for name, statement in parts.items()}


def _answered_alone(mine: ColumnElement[bool]) -> Any:
    """The tickets of these questions whose answers go to nobody else: what those carry may tell of whoever asked."""
    return select(ticket.c.id).join(question, question.c.id == ticket.c.question_id).where(mine, question.c.askers == 1)


def _replied_alone(mine: ColumnElement[bool]) -> Any:
    """Those of these questions whose replies' files went to nobody who asks the same."""
    same = question.alias()
    joined = and_(same.c.broadcast_id == question.c.broadcast_id, same.c.merged_into == question.c.number)
    to_others = exists().where(outbox.c.question_id == same.c.id, joined, outbox.c.files.is_not(None))
    return select(question.c.id).where(mine, ~to_others)


def _hashes(person_ids: Sequence[int]) -> Any:
    return select(person.c.contact_hash).where(person.c.id.in_(person_ids), person.c.contact_hash.is_not(None))


def clean(tx: Transaction, person_ids: Sequence[int]) -> None:
    """Take away what is theirs beside the persons' own rows: texts keep their sense, without what tells of anybody."""
    mine = question.c.person_id.in_(person_ids)
    _clean_questions(tx, mine)
    tx.connection.execute(ban.delete().where(ban.c.hash.in_(_hashes(person_ids))))
    mentions.forget(tx, _hashes(person_ids))
    nothing = dict.fromkeys(("name", "text", "recording_url", "legs"))
    tx.connection.execute(update(call).where(call.c.person_id.in_(person_ids)).values(**nothing))
    tx.connection.execute(update(caution).where(caution.c.person_id.in_(person_ids)).values(text=""))
    tx.connection.execute(update(outbox).where(outbox.c.person_id.in_(person_ids)).values(text="", address=None))


def _clean_questions(tx: Transaction, mine: ColumnElement[bool]) -> None:
    """The same of these questions, and of what was written to and of them."""
    ids = list(tx.connection.execute(select(question.c.id).where(mine)).scalars())
    files.forget(tx, ids)
    clusters.leave(tx, ids)
    vectors.remove(tx, ids)
    vectors.wait(tx.connection, ids)
    files.forget_of_tickets(tx, _answered_alone(mine))
    files.forget_of_replies(tx, _replied_alone(mine))
    by_words = topic_guess.c.question_id.in_(select(question.c.id).where(mine))
    tx.connection.execute(update(topic_guess).where(by_words).values(words=[]))
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
    rated = ticket.c.question_id.in_(select(question.c.id).where(mine))
    tx.connection.execute(update(ticket).where(rated).values(rating_text=None))


def holds_more(connection: Connection, person_id: int, than: Sequence[int]) -> bool:
    """Whether more is held of a person, or of whoever shares their contact, than these questions."""
    theirs = sharing(connection, person_id)
    others = (
        select(question.c.id).where(question.c.person_id.in_(theirs), question.c.id.not_in(than)),
        select(call.c.id).where(call.c.person_id.in_(theirs)),
        select(caution.c.id).where(caution.c.person_id.in_(theirs)),
        select(ban.c.id).where(ban.c.hash.in_(_hashes(theirs))),
    )
    return len(theirs) > 1 or any(connection.execute(one.limit(1)).first() is not None for one in others)


def is_kept_away(connection: Connection, person_ids: Sequence[int], now: datetime) -> bool:
    """Whether a ban or a mark of the centre's on one of these holds: they do not end it by themselves."""
    lasts = or_(ban.c.until.is_(None), ban.c.until > now)
    held = (
        select(ban.c.id).where(ban.c.hash.in_(_hashes(person_ids)), ban.c.lifted_at.is_(None), lasts),
        select(caution.c.id).where(caution.c.person_id.in_(person_ids), caution.c.lifted_at.is_(None)),
    )
    return any(connection.execute(one.limit(1)).first() is not None for one in held)


def erase_question(tx: Transaction, row: Row[Any]) -> None:
    """This question is nobody's from now on, and nothing that was written to its asker is left; its log is locked.

    The screens that show it hear of it.
    """
    _clean_questions(tx, question.c.id == row.id)
    to_them = update(outbox).where(outbox.c.question_id == row.id)
    tx.connection.execute(to_them.values(text="", address=None, person_id=None))
    tx.connection.execute(update(question).where(question.c.id == row.id).values(person_id=None))
    if broadcasts.by_id(tx.connection, row.broadcast_id).state != ARCHIVED.value:
        tx.append(row.broadcast_id, [Event("question.named", row.number, row.state, row.state)], None)
