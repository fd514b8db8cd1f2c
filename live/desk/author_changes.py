"""What an author changed, or took back, after asking."""

from __future__ import annotations

from typing import Any

from live.desk.language.stacks import about_otherwise
from live.desk.tickets import refresh
from live.domain import question as rules
from live.domain.events import Event
from live.domain.question import NEW
from live.domain.refused import Refused
from live.language.lemmas import lemmas
from live.language.rude import RudeWords
from live.language.speech import not_asking
from live.language.urgency import Urgency, flagged
from live.store.centre import lists
from live.store.rows import Row
from live.store.show import questions
from live.store.show.continuing import is_further
from live.store.transaction import Store, Transaction

HAND_OVERS = 10
"""How often a question may be handed over while its author's change waits for its log: more is no desk's work."""


def author_changed(store: Store, origin: str, external_id: str, text: str | None) -> bool:
    """What an author changed (or, with no text, deleted) after asking; False where we do not have that message.

    A question still new takes the new wording; a further one keeps it beside its own, with its version unmoved,
    and never changes for air. The same told again changes nothing; a wording after a deletion takes that back.
    """

    def once(tx: Transaction) -> bool | None:
        found = questions.by_external(tx.connection, [(origin, external_id)])
        if not found:
            return False
        broadcast_id, number = found[0].broadcast_id, found[0].number
        [broadcast] = tx.lock(broadcast_id)
        row = questions.get(tx.connection, broadcast_id, number)
        if row.external_id != external_id:
            return None  # It was handed to another broadcast while this one waited for the log.
        if _known_before(row, text):
            return True
        facts: dict[str, Any] = {"author_changed_at": tx.now} if text is None else worded_anew(tx, row, text)
        facts["author_deleted"] = text is None
        questions.set_facts(tx, broadcast_id, number, **facts)
        restacked = about_otherwise(tx, row, text=facts["text"]) if "text" in facts else ()
        kind = "question.deleted_by_author" if text is None else "question.changed_by_author"
        told = [Event(kind, number, row.state, row.state), *_of_its_question(tx, row), *restacked]
        tx.append(broadcast_id, told, None)
        if "text" in facts:
            refresh(tx, broadcast, [number], None)
        return True

    for _ in range(HAND_OVERS):
        if (known := store.run(once)) is not None:
            return known
    raise Refused("unavailable", "The question is being handed over: tell it again later.")


def worded_anew(tx: Transaction, row: Row[Any], text: str) -> dict[str, Any]:
    """The columns of a question whose author has other words for it now: beside its own, unless it is still new."""
    facts: dict[str, Any] = {"author_changed_at": tx.now}
    if row.state != NEW.value:
        return {**facts, "author_text": text}
    facts |= {"text": text, "author_text": None, "version": row.version + 1}
    if row.lemmas is not None:  # Else the language work is still to read it.
        rude, danger = _rude(tx, text), _danger(tx, text)
        facts |= {"lemmas": lemmas(text, row.air_text, row.locality, row.topic), "rude": rude}
        facts |= flagged(row.urgent and not row.urgent_guessed, danger)
        facts |= not_asking.columns(None if rude or danger else not_asking.not_asking(text))
    return facts


def _of_its_question(tx: Transaction, row: Row[Any]) -> list[Event]:
    """The question whose further words these are shows them too."""
    if not is_further(row):
        return []
    return [rules.continued(questions.to_domain(questions.by_id(tx.connection, row.continues)))]


def _rude(tx: Transaction, text: str) -> list[str] | None:
    listed = RudeWords([item["name"] for item in lists.read(tx.connection, "rude").items])
    return listed.found(text) or None


def _danger(tx: Transaction, text: str) -> list[str]:
    return Urgency([item["name"] for item in lists.read(tx.connection, "urgent").items]).found(text)


def _known_before(row: Row[Any], text: str | None) -> bool:
    if text is None or row.author_deleted:
        return bool(row.author_deleted) and text is None
    return text == (row.author_text or row.text)
