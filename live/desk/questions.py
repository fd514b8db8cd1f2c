"""What the desk's verbs share: load a question as its writer saw it, store what the domain decided."""

from __future__ import annotations

from typing import Any

from live.domain import broadcast as broadcast_rules
from live.domain.people import By
from live.domain.question import Question
from live.domain.transitions import Change, check_version
from live.protocol.commands import OnQuestion
from live.store.rows import Row
from live.store.show import broadcasts, questions
from live.store.transaction import Transaction


def load_for_update(tx: Transaction, broadcast: Row[Any], body: OnQuestion, verb: str) -> Question:
    """The question that a command is about: `not_found`, then `conflict`, then `illegal` for this broadcast."""
    question = questions.to_domain(questions.get(tx.connection, broadcast.id, body.question))
    check_version(question, body.version)
    broadcast_rules.check_moderation(broadcasts.to_domain(broadcast), verb)
    return question


def store(
    tx: Transaction, broadcast: Row[Any], before: Question, change: Change[Question], by: By | None, **columns: Any
) -> None:
    """Write a decided change and its events."""
    moved_by = by.name if by else None
    questions.save(tx, broadcast.id, before, change.after, moved_by=moved_by, **columns)
    tx.append(broadcast.id, change.events, by)
