"""What an asker adds to a question that stands: words, photos. The desk and whoever works on its ticket hear of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from live.desk.askers.own_question import locked
from live.desk.author_changes import worded_anew
from live.desk.language.stacks import about_otherwise
from live.desk.tickets import refresh
from live.domain.events import Event
from live.domain.files.attached import Arrived
from live.domain.question import NEW, TICKETED, TRANSITIONS, State
from live.domain.refused import Refused
from live.domain.submission import checked_text
from live.domain.ticket import RESIDENT, UNFINISHED
from live.store.followup import answers, tickets
from live.store.ids import TICKETS_LOG
from live.store.rows import Row
from live.store.show import files, questions
from live.store.transaction import Store, Transaction

LONGEST = 1000
"""Characters that are added at once."""

MOST_PHOTOS = 10
"""Files that one question may hold, the form's own among them."""

ADDED = "Дополнение: {words}"
"""What parts it from what was asked first: content, as the question is."""


def add(store: Store, code: str, words: str, photos: Sequence[Arrived]) -> None:
    """Words (empty: none) and photos that stand in the store; what was added before is not added twice.

    `illegal` once it is on air, decided on or answered, `invalid` where there is nothing, or too much.
    """
    text = _checked(words) if words.strip() else ""
    if not text and not photos:
        raise Refused("invalid", "Write something, or choose a photo.")
    with store.write() as tx:
        broadcast, row = locked(tx, code)
        root = answers.root(tx.connection, row)
        for one in (row, root):
            TRANSITIONS.next_state(State(one.state), "supplement")
        work = _work_on(tx, root)
        worded = bool(text) and _add_words(tx, broadcast, row, text)
        added = _add_photos(tx, row, photos)
        if not (worded or added):
            return
        facts = {"words": worded, "photos": added}
        event = Event("question.supplemented", row.number, row.state, row.state, data=facts)
        tx.append(broadcast.id, [event], RESIDENT)
        for ticket in work:
            if worded:
                tickets.add_note(tx, ticket.id, text, RESIDENT.name)
            told = {"department": ticket.department, **facts}
            tx.append(
                TICKETS_LOG,
                [Event("ticket.supplemented", was=ticket.state, state=ticket.state, ticket=ticket.number, data=told)],
                RESIDENT,
            )
        if worded and row.state == NEW.value:
            refresh(tx, broadcast, [row.number], RESIDENT)


def _checked(words: str) -> str:
    text = checked_text(words)
    if len(text) > LONGEST:
        limits = {"length": len(text), "limit": LONGEST}
        raise Refused("invalid", "The text has {length} characters; at most {limit} fit.", **limits)
    return text


def _work_on(tx: Transaction, root: Row[Any]) -> list[Row[Any]]:
    """The tickets that are worked on; `illegal` where there was one and is none any more."""
    if root.state != TICKETED.value:
        return []
    found = [one for one in tickets.of_questions(tx.connection, [root.id]) if one.state in UNFINISHED]
    if not found:
        raise Refused("illegal", "There is an answer already: say below it what is not solved.")
    return found


def _add_words(tx: Transaction, broadcast: Row[Any], row: Row[Any], words: str) -> bool:
    before, more = row.author_text or row.text, ADDED.format(words=words)
    if before.endswith(f"\n\n{more}"):
        return False
    facts = worded_anew(tx, row, checked_text(f"{before}\n\n{more}"))
    questions.set_facts(tx, broadcast.id, row.number, **facts)
    if "text" in facts:
        tx.append(broadcast.id, about_otherwise(tx, row, text=facts["text"]), None)
    return True


def _add_photos(tx: Transaction, row: Row[Any], photos: Sequence[Arrived]) -> int:
    held = row.attachments or []
    known = {one.hash for one in files.of_questions(tx.connection, [row.id])}
    new = [one for one in photos if one.hash not in known]
    if len(held) + len(new) > MOST_PHOTOS:
        raise Refused("invalid", "At most {limit} photos fit with one question.", limit=MOST_PHOTOS)
    if new:
        attachments = [*held, *({"type": "photo"} for _ in new)]
        questions.set_facts(tx, row.broadcast_id, row.number, attachments=attachments)
        files.attach(tx, row.id, new, first=len(held))
    return len(new)
