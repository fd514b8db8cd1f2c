"""What is held of a resident, told to and erased by themselves, without anybody of the centre.

By the link that was sent to them it is all of it; by a question's code it is that question alone, since a code proves
no contact: anybody can type somebody else's into a form. Never told is a contact whole, for a link may be handed on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from live.admin.subjects import take_away
from live.domain.audit import Act
from live.domain.refused import Refused
from live.domain.retention import Ground, counted
from live.domain.submission import masked_contact
from live.domain.ticket import RESIDENT
from live.store import own_links
from live.store.centre import audit
from live.store.followup import answers, outbox, retention
from live.store.show import files, subjects
from live.store.transaction import Store, Transaction


@dataclass(frozen=True, slots=True)
class Kept:
    """`counts`: records by their kind. `names` and masked `contacts` are told by the link alone.

    `whole`: whether it is all that is held of somebody, not one question alone.
    """

    counts: Mapping[str, int]
    whole: bool
    names: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()
    named: bool = False
    reached: bool = False


def kept_of_person(store: Store, token: str) -> Kept:
    """`not_found` for a link that is none."""
    own = own_links.read(store, token, store.clock())
    with store.read() as connection:
        held = subjects.held(connection, subjects.sharing(connection, own.person_id))
    persons = held["persons"]
    contacts = [masked_contact(one["contact"]) for one in persons if one["contact"]]
    return Kept(
        counted(held),
        whole=True,
        names=tuple(dict.fromkeys(one["name"] for one in persons if one["name"])),
        contacts=tuple(dict.fromkeys(one for one in contacts if one)),
        named=any(one["name"] for one in persons),
        reached=bool(contacts),
    )


def kept_of_question(store: Store, code: str) -> Kept:
    """`not_found` for a code that is none."""
    with store.read() as connection:
        row = answers.followed(connection, answers.by_code(connection, code))
        persons = subjects.held(connection, [row.person_id])["persons"] if row.person_id is not None else []
        counts = {
            "persons": len(persons),
            "questions": 1,
            "files": len(files.of_questions(connection, [row.id])),
            "replies": len(outbox.of_questions(connection, [row.id])),
        }
    return Kept(
        {kind: many for kind, many in counts.items() if many},
        whole=False,
        named=any(one["name"] for one in persons),
        reached=any(one["contact"] for one in persons),
    )


def erase_person(store: Store, token: str) -> None:
    """All that is held of them, at once and for good; `illegal` while a reply is being sent, or a ban holds."""
    own = own_links.read(store, token, store.clock())
    with store.write() as tx:
        retention.lock_all(tx)
        ids = subjects.sharing(tx.connection, own.person_id)
        if not ids:
            raise Refused("illegal", "Nothing is held of you any more.")
        _take_away(tx, ids)


def erase_question(store: Store, code: str) -> None:
    """The same of one question: it is nobody's from then on. Who asked nothing else is erased whole."""
    with store.write() as tx:
        retention.lock_all(tx)
        row = answers.followed(tx.connection, answers.by_code(tx.connection, code))
        rows = answers.handed_on(tx.connection, row)
        ids = [one.id for one in rows]
        if row.person_id is not None and not subjects.holds_more(tx.connection, row.person_id, ids):
            _take_away(tx, [row.person_id])
            return
        for one in rows:
            _cancel(tx, outbox.unsent_of_question(tx.connection, one.id))
            if outbox.is_on_its_way(tx.connection, one.id):
                raise _SENDING
            subjects.erase_question(tx, one)
        whose = f"subject/{row.person_id or 0}"
        audit.record(tx, Act.SUBJECT_ERASED, whose, RESIDENT, ground=str(Ground.ASKED), questions=len(rows))


_SENDING = Refused("illegal", "An answer to you is on its way just now. Try again in an hour.")


def _take_away(tx: Transaction, ids: list[int]) -> None:
    if subjects.is_kept_away(tx.connection, ids, tx.now):
        raise Refused("illegal", "This cannot be erased from here: call us.")
    _cancel(tx, outbox.unsent_of_persons(tx.connection, ids))
    if retention.awaits_reply(tx.connection, ids):
        raise _SENDING
    take_away(tx, ids, Ground.ASKED, RESIDENT)


def _cancel(tx: Transaction, reply_ids: list[int]) -> None:
    """What waits to be sent to them is not sent: nothing is left that it could be sent to."""
    for one in reply_ids:
        outbox.move(tx, one, "cancel", RESIDENT, moved_by=RESIDENT.name)
