"""Tell everybody who asked a ticket, each in their own way, on the way there or for good; `approval` says when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from live.channels import TYPES
from live.channels.capabilities import Replies, is_public
from live.domain import templates
from live.domain import ticket as rules
from live.domain.people import By
from live.domain.refused import Refused
from live.followup.tickets import get_visible, load_for_update, store
from live.language.masking import masked
from live.protocol.commands import OnTicket
from live.protocol.commands.tickets import OnReply, Publish
from live.store import own_links
from live.store.centre import channels
from live.store.centre.channels import id_of_origin
from live.store.centre.settings import reached_at
from live.store.commands import BUS
from live.store.followup import answers, outbox, tickets
from live.store.followup.outbox import NewReply
from live.store.ids import NUMBERS
from live.store.rows import Row
from live.store.show import answer_files, broadcasts, questions
from live.store.transaction import Transaction


@BUS.handles("ticket.pass_on")
def pass_on(tx: Transaction, log: Row[Any], body: OnTicket, by: By) -> dict[str, Any]:
    """The final answer to those who have none: their questions were merged into this one since it was given."""
    row, ticket = load_for_update(tx, body, by)
    have_it = outbox.with_final(tx.connection, row.id)
    late = [one for one in answers.askers(tx.connection, row.question_id) if one.id not in have_it]
    replies = words_for(tx, row, late, row.answer or "")
    change = rules.transition(ticket, "pass_on", department=row.department, replies=len(replies))
    if not replies:
        raise Refused("illegal", "Everybody who can be reached has the answer of ticket {number}.", number=row.number)
    store(tx, log, ticket, change, by)
    return _queue(tx, row, late, replies, by, answers.final_files(tx.connection, row.id), final=True)


@BUS.handles("ticket.publish")
def publish(tx: Transaction, log: Row[Any], body: Publish, by: By) -> None:
    """What everybody may read of it from now on."""
    row, ticket = load_for_update(tx, body, by)
    change = rules.transition(ticket, "publish", department=row.department)
    text = templates.finished(body.text, facts(tx, row))
    if not body.as_written:
        text = masked(text, questions.by_id(tx.connection, row.question_id).let_through or ())
    store(tx, log, ticket, change, by, published_text=text, published_at=tx.now)


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said, and the files that go along, by their numbers. `by_name`: whose words they are, where it is not who
    gives them."""

    text: str
    files: Sequence[int] = ()
    by_name: str | None = None


def give(tx: Transaction, log: Row[Any], row: Row[Any], verb: str, answer: Answer, by: By) -> dict[str, Any]:
    """An answer to everybody who asked: by `reply` on the way there, by every other verb the final one.

    How many of the askers are answered by a network, by hand, or not at all: those find the answer by their code.
    """
    final = verb != "reply"
    ticket = tickets.to_domain(row)
    asked = answers.askers(tx.connection, row.question_id)
    replies = words_for(tx, row, asked, answer.text)
    how = {"how": verb} if verb in rules.ON_WHAT_WAITS else {}
    change = rules.transition(ticket, verb, department=row.department, replies=len(replies), **how)
    outcome: dict[str, Any] = {"answer": answer.text, "resolved_at": tx.now} if final else {}
    store(tx, log, ticket, change, by, reacted_at=row.reacted_at or tx.now, **outcome)
    answer_files.keep(tx, answer_files.to_ticket(row.id), answer.files)
    answers.keep(tx, row.id, answer.text, answer.by_name or by.name, answer.files, final=final)
    return _queue(tx, row, asked, replies, by, answer.files, final=final)


def _queue(
    tx: Transaction,
    row: Row[Any],
    asked: Sequence[Row[Any]],
    replies: Sequence[NewReply],
    by: By,
    files: Sequence[int],
    *,
    final: bool,
) -> dict[str, Any]:
    broadcast_id = row.question_id // NUMBERS
    tx.lock(broadcast_id)
    outbox.queue_all(tx, broadcast_id, replies, by, final=final, ticket_id=row.id, files=files)
    by_hand = sum(one.channel_id is None for one in replies)
    return {"sent": len(replies) - by_hand, "by_hand": by_hand, "unreachable": len(asked) - len(replies)}


def words_for(tx: Transaction, row: Row[Any], asked: Sequence[Row[Any]], text: str) -> list[NewReply]:
    """A reply to each who can be reached, in words of their own."""
    known, address = facts(tx, row), reached_at(tx.connection, tx.store.address)
    ways = ReplyRoutes(channels.kinds(tx.connection))
    replies = []
    for one in asked:
        way = ways.to(one)
        page = f"{address}/track/{one.code}" if address else None
        own = {templates.OWN: ways.own_page(tx, address, one, way) or page}
        words = templates.finished(text, {**known, **templates.of_asker(one.name, one.text), **own})
        if way is not None and one.withdrawn_at is None:
            replies.append(NewReply(one, *way, words))
    return replies


def facts(tx: Transaction, row: Row[Any]) -> dict[str, str | None]:
    """What a placeholder tells of a ticket, whoever asks."""
    asked = questions.by_id(tx.connection, row.question_id)
    zone = ZoneInfo(broadcasts.by_id(tx.connection, asked.broadcast_id).zone)
    return templates.of_ticket(row.number, asked.locality, row.resolution_due.astimezone(zone), row.department)


class ReplyRoutes:
    """By which channel, and in answer to what, one who asked is told: their own network, else e-mail, else by hand."""

    def __init__(self, known: Sequence[Row[Any]]) -> None:
        self._networks = {one.id: TYPES.get(one.type) for one in known}
        self._answering = {one.id for one in known if isinstance(TYPES.get(one.type), Replies)}
        mail = [one.id for one in known if one.type == "mail" and one.id in self._answering and not one.paused]
        self._mail = mail[0] if mail else None

    def to(self, asked: Row[Any]) -> tuple[int | None, str | None] | None:
        """(channel, context); by hand without a channel; None where nothing is known to reach them by."""
        own = id_of_origin(asked.origin)
        if own in self._answering:
            return own, asked.external_id
        if not asked.contact:
            return None
        if asked.contact.startswith("mailto:") and self._mail is not None:
            return self._mail, None
        return None, None

    def is_public(self, channel_id: int, context: str | None) -> bool:
        """Whether others read what is answered there."""
        return is_public(self._networks[channel_id], context)

    def own_page(
        self, tx: Transaction, address: str, asked: Row[Any], way: tuple[int | None, str | None] | None
    ) -> str | None:
        """The address of all that this person has asked; None where it would not come to them alone."""
        channel_id, context = way or (None, None)
        if not address or channel_id is None or asked.person_id is None or self.is_public(channel_id, context):
            return None
        return f"{address}/track/mine/{own_links.token(tx.store, asked.person_id, tx.now)}"


@BUS.handles("answer.again", "answer.arrived", "answer.cancel", "answer.told")
def settle(tx: Transaction, log: Row[Any], body: OnReply, by: By) -> None:
    """What a person says has become of a reply to one of the askers."""
    row = get_visible(tx, body.ticket, by)
    outbox.resolve_manually(tx, outbox.get_of_ticket(tx.connection, row.id, body.reply), body.verb, by)
