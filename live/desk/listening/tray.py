"""The moderators' verbs on a mention: take it as a question, hide it, hide its author; and back into the tray."""

from __future__ import annotations

from typing import Any

from live.desk.receive import is_blocked
from live.domain import broadcast as broadcast_rules
from live.domain.audit import Act
from live.domain.events import Event
from live.domain.listening import mention as rules
from live.domain.listening.mention import State
from live.domain.people import By
from live.domain.refused import Refused
from live.domain.submission import Author, Submission
from live.protocol.commands.mentions import OnMention
from live.store.centre import audit
from live.store.commands import BUS
from live.store.rows import Row
from live.store.show import broadcasts, mentions, questions
from live.store.show.questions import New
from live.store.transaction import Transaction


@BUS.handles("mention.take")
def take(tx: Transaction, broadcast: Row[Any], body: OnMention, by: By) -> dict[str, Any]:
    """It is a question from now on, with the link to the post: asked when it was published, by who wrote it.

    It came by the channel that found it, which never replies: its author is told by e-mail where that is known, else by
    hand.
    """
    broadcast_rules.check_by_hand(broadcasts.to_domain(broadcast))
    row = _open(tx, broadcast, body)
    author = Author(row.author_name, row.author, row.profile) if row.author or row.author_name else None
    origin = f"channel:{row.channel_id}"
    if known := questions.by_external(tx.connection, [(origin, row.external_id)]):
        raise Refused("illegal", "This post is question {number} already.", number=known[0].number)
    asked = Submission(
        row.text,
        row.channel_type,
        author,
        external_id=row.external_id,
        asked_at=min(row.published_at or tx.now, tx.now),
        attachments=({"type": "link", "url": row.link},) if row.link else (),
    )
    blocked = is_blocked(tx, asked)
    [(number, _)] = questions.add(tx, [New(broadcast, asked, origin, None, blocked)], "question.received", by)
    mentions.move(tx, row.id, State.TAKEN, by.name, number)
    _tell(tx, broadcast, by)
    return {"number": number}


@BUS.handles("mention.hide")
def hide(tx: Transaction, broadcast: Row[Any], body: OnMention, by: By) -> None:
    """Out of the tray; found again, it stays out."""
    mentions.move(tx, _open(tx, broadcast, body).id, State.HIDDEN, by.name)
    _tell(tx, broadcast, by)


@BUS.handles("mention.hide_author")
def hide_author(tx: Transaction, broadcast: Row[Any], body: OnMention, by: By) -> dict[str, Any]:
    """Whatever its author posts from now on is hidden as it is found, with what of theirs is in this tray."""
    row = _open(tx, broadcast, body)
    if row.author is None:
        raise Refused("illegal", "Nothing tells the author of this post from others: hide the post alone.")
    entry = mentions.hide_author(tx, row.author, row.author_name, by.name)
    if entry is not None:
        audit.record(tx, Act.AUTHOR_HIDDEN, f"author/{entry}", by)
    others = mentions.hide_others(tx, broadcast.id, row.author, by.name)
    _tell(tx, broadcast, by)
    return {"others": others - 1}


@BUS.handles("mention.restore")
def restore(tx: Transaction, broadcast: Row[Any], body: OnMention, by: By) -> None:
    """A hidden one is back in the tray; its author stays hidden where they are."""
    row = mentions.get(tx.connection, broadcast.id, body.mention)
    if State(row.state) is not State.HIDDEN:
        raise Refused("illegal", "This mention is not hidden.")
    mentions.move(tx, row.id, State.NEW, by.name)
    _tell(tx, broadcast, by)


def _open(tx: Transaction, broadcast: Row[Any], body: OnMention) -> Row[Any]:
    """A mention that nobody has dealt with; two at once are one after another, since the broadcast is locked."""
    row = mentions.get(tx.connection, broadcast.id, body.mention)
    rules.check_open(State(row.state), row.question, row.moved_by)
    return row


def _tell(tx: Transaction, broadcast: Row[Any], by: By) -> None:
    tx.append(broadcast.id, [Event("mentions.changed")], by)
