"""The audit: who did what, from where, about what, and how it ended; each entry sealed onto the one before.

It holds numbers and names of things. Never a text that a person wrote, a contact or a secret.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from live.domain.people import Actor, By

Facts = Mapping[str, Any]

LONGEST_ADDRESS = 64
"""Characters: what a proxy says of an address may be anything."""

YEARS = 3
"""For how long an entry is kept; no other term of retention touches it."""


class Act(StrEnum):
    """What is done besides the commands, which are acts by their own names."""

    SIGNED_IN = "session.signed_in"
    SIGNED_OUT = "session.signed_out"
    SESSION_MOVED = "session.moved"
    SESSIONS_ENDED = "session.ended"
    LINK_OPENED = "link.opened"
    REFUSED = "access.refused"
    LIMITED = "access.limited"

    CONTACT_SEEN = "contact.seen"
    CALLER_SEEN = "caller.seen"
    RECORDING_SEEN = "recording.seen"
    LETTER_SEEN = "letter.seen"
    BY_HAND_SEEN = "by_hand.seen"
    SUBJECT_SEEN = "subject.seen"
    CONTACTS_EXPORTED = "contacts.exported"

    TICKETS_EXPORTED = "tickets.exported"
    TICKETS_IMPORTED = "tickets.imported"
    REPORT_EXPORTED = "report.exported"
    BROADCAST_EXPORTED = "broadcast.exported"
    QUESTIONS_IMPORTED = "questions.imported"
    AUDIT_EXPORTED = "audit.exported"
    COPIED = "database.copied"
    RESTORED = "database.restored"
    RECOUNTED = "database.recounted"
    BACKUP_PLANNED = "backup.planned"
    BACKUP_WISHED = "backup.wished"
    BACKUP_TAKEN = "backup.taken"
    RESTORE_WISHED = "backup.restore_wished"
    BACKUP_DELETED = "backup.deleted"
    BOOKS_WISHED = "books.wished"
    PROMOTED = "database.promoted"
    SUBJECT_EXPORTED = "subject.exported"
    SUBJECT_ERASED = "subject.erased"

    PERSON_ADDED = "person.added"
    PERSON_CHANGED = "person.changed"
    PERSON_INVITED = "person.invited"
    PERSON_CLOSED = "person.closed"
    PERSON_OPENED = "person.opened"
    ROLES_CHANGED = "person.roles_changed"
    PASSWORD_SET = "person.password_set"
    FACTOR_SET = "factor.set_up"
    FACTOR_REMOVED = "factor.removed"
    FACTOR_RESET = "factor.reset"
    FACTOR_WRONG = "factor.wrong"
    RECOVERY_MADE = "factor.recovery_made"
    RECOVERY_USED = "factor.recovery_used"
    PASSKEY_ADDED = "factor.passkey_added"
    PASSKEY_REMOVED = "factor.passkey_removed"
    KEY_ADDED = "key.added"
    KEY_LIMITED = "key.limited"
    KEY_REVOKED = "key.revoked"
    BROADCAST_ADDED = "broadcast.added"
    BROADCAST_DELETED = "broadcast.deleted"
    FAIRNESS_OPENED = "fairness.opened"
    FAIRNESS_CLOSED = "fairness.closed"
    CENTRE_SAVED = "centre.saved"
    STACKS_SAVED = "stacks.saved"
    DEMO_REMOVED = "demo.removed"
    CHANNEL_ADDED = "channel.added"
    CHANNEL_CHANGED = "channel.changed"
    CHANNEL_ROUTED = "channel.routed"
    CHANNEL_PAUSED = "channel.paused"
    CHANNEL_RESUMED = "channel.resumed"
    CHANNEL_SUBSCRIBED = "channel.subscribed"
    CHANNEL_UNSUBSCRIBED = "channel.unsubscribed"
    CHANNEL_RENEWED = "channel.renewed"
    CHANNEL_CLOSED = "channel.closed"
    LETTER_RETRIED = "letter.retried"
    LETTER_DISMISSED = "letter.dismissed"
    WEBHOOK_ADDED = "webhook.added"
    WEBHOOK_PAUSED = "webhook.paused"
    WEBHOOK_RESUMED = "webhook.resumed"
    WEBHOOK_REPLAYED = "webhook.replayed"
    WEBHOOK_REMOVED = "webhook.removed"
    LIST_SAVED = "list.saved"
    DEPARTMENT_ADDED = "department.added"
    DEPARTMENTS_PASTED = "departments.pasted"
    DEPARTMENT_CHANGED = "department.changed"
    DEPARTMENT_MERGED = "department.merged"
    DEPARTMENT_CLOSED = "department.closed"
    DEPARTMENT_OPENED = "department.opened"
    PAGE_ADDED = "page.added"
    PAGES_PASTED = "pages.pasted"
    PAGE_CHANGED = "page.changed"
    PAGE_REMOVED = "page.removed"
    BAN_ADDED = "ban.added"
    BAN_LIFTED = "ban.lifted"
    AUTHOR_HIDDEN = "author.hidden"
    AUTHOR_SHOWN = "author.shown"
    SHIFTS_PLANNED = "shift.planned"
    SHIFT_CHANGED = "shift.changed"
    SHIFT_REMOVED = "shift.removed"
    NIGHT_SAVED = "night.saved"
    ABSENCE_ADDED = "absence.added"
    ABSENCE_ENDED = "absence.ended"
    CONTACT_BOUND = "contact.bound"
    CONTACT_UNBOUND = "contact.unbound"
    NEWS_CHOSEN = "news.chosen"
    COLLECTION_ADDED = "collection.added"
    COLLECTION_CHANGED = "collection.changed"
    COLLECTION_PAUSED = "collection.paused"
    COLLECTION_RESUMED = "collection.resumed"
    COLLECTION_DELETED = "collection.deleted"
    COLLECTION_SENT = "collection.sent"
    COLLECTION_READ = "collection.read"
    COLLECTION_ANSWERED = "collection.answered"
    COLLECTION_HANDED = "collection.handed"
    COLLECTION_EXPORTED = "collection.exported"
    PUBLICATION_WRITTEN = "publication.written"
    PUBLICATION_SEEN = "publication.seen"
    PUBLICATION_RETURNED = "publication.returned"
    PUBLICATION_RELEASED = "publication.released"
    PUBLICATION_DROPPED = "publication.dropped"
    PUBLICATION_CORRECTED = "publication.corrected"
    PUBLICATION_WITHDRAWN = "publication.withdrawn"
    PUBLICATION_SENT_AGAIN = "publication.sent_again"
    DISCUSSION_OPENED = "discussion.opened"
    DISCUSSION_CHANGED = "discussion.changed"
    DISCUSSION_CONCLUDED = "discussion.concluded"
    SUGGESTIONS_SWITCHED = "suggestions.switched"
    LEARNING_WISHED = "learning.wished"
    MODEL_TAKEN = "learning.model_taken"
    MODEL_REFUSED = "learning.model_refused"
    MODEL_RETURNED = "learning.model_returned"
    TERMS_SAVED = "retention.saved"
    SWEPT = "retention.swept"

    PRUNED = "audit.pruned"
    OVERFLOWED = "audit.overflowed"


class Outcome(StrEnum):
    DONE = "done"
    FAILED = "failed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Entry:
    """One act. `subject` is a path such as "may/question/12" or "ticket/ПЛ-2026-000001"; `act` an Act or a command."""

    act: str
    subject: str = ""
    outcome: Outcome = Outcome.DONE
    credential: str | None = None
    name: str | None = None
    role: str | None = None
    address: str | None = None
    screen: str | None = None
    facts: Facts = field(default_factory=dict)


def entry(
    act: str, subject: str, by: By | Actor | None, outcome: Outcome = Outcome.DONE, facts: Facts | None = None
) -> Entry:
    """What somebody did, or was not let do."""
    return Entry(
        act,
        subject,
        outcome,
        credential=(by.credential or None) if by else None,
        name=(by.name or None) if by else None,
        role=by.role if isinstance(by, By) else None,
        address=(by.address or "")[:LONGEST_ADDRESS] or None if by else None,
        screen=by.screen if by else None,
        facts=facts or {},
    )


def chained(key: bytes, prev: str, kept: Facts) -> str:
    """What seals an entry as it is kept onto the one before, whose own seal is `prev` ("" for the first)."""
    canonical = json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hmac.new(key, f"{prev}{canonical}".encode(), hashlib.sha256).hexdigest()
