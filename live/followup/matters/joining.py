"""What stands in a matter: join questions and tickets to it, or another whole matter; part them again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from live.domain import broadcast as broadcast_rules
from live.domain.followup.matter import check_joins, check_open, check_other
from live.domain.people import By
from live.domain.refused import Refused
from live.followup.matters import logs
from live.followup.matters.telling import count_anew, tell_who_lack
from live.protocol.commands.matters import Join, Open, Part
from live.store.commands import BUS
from live.store.followup import answers, matters
from live.store.rows import Row
from live.store.show import questions, rehearsal
from live.store.transaction import Transaction


def found(tx: Transaction, log: Row[Any], body: Open | Join | Part) -> Sequence[Row[Any]]:
    """The questions that a command names, each once; of those handed over or merged, the one that they ended up in."""
    rows = named(tx, log, body)
    return matters.by_ids(tx.connection, {_ended_up(tx, row).id for row in rows})


def _ended_up(tx: Transaction, asked: Row[Any]) -> Row[Any]:
    return answers.root(tx.connection, answers.followed(tx.connection, asked))


def named(tx: Transaction, log: Row[Any], body: Open | Join | Part) -> Sequence[Row[Any]]:
    """The questions themselves, by number in the broadcast or by their tickets; `not_found` names what there is not."""
    rows = [questions.get(tx.connection, log.id, number) for number in _of_broadcast(log, body)]
    ids = set(matters.questions_of_tickets(tx.connection, body.tickets).values())
    return [*rows, *matters.by_ids(tx.connection, ids)]


def _of_broadcast(log: Row[Any], body: Open | Join | Part) -> list[int]:
    if log.slug is not None:
        broadcast_rules.check_counts(log.kind)
    elif body.questions:
        raise Refused("invalid", "Questions are joined at their broadcast; here it is their tickets.")
    return body.questions


def check_free(tx: Transaction, rows: Sequence[Row[Any]]) -> None:
    """`illegal` where one of these questions may not be joined, which says why. Their logs are locked."""
    present = matters.of_questions(tx.connection, [row.id for row in rows])
    for row in rows:
        check_joins(row.number, row.state, present.get(row.id))
    if rehearsal.invented_among(tx.connection, [row.id for row in rows]):
        raise Refused("illegal", "A rehearsal's questions are nobody's: no situation comes of them.")


@BUS.handles("matter.join")
def join(tx: Transaction, log: Row[Any], body: Join, by: By) -> dict[str, Any]:
    """Who has not had the latest word gets it with this."""
    matter = matters.to_domain(matters.get(tx.connection, body.matter))
    check_open(matter)
    for other in body.matters:
        check_other(matter, other)
        check_open(matters.to_domain(matters.get(tx.connection, other)))
    rows = found(tx, log, body)
    brought = matters.questions_of(tx.connection, body.matters)
    if not (rows or body.matters):
        raise Refused("invalid", "Say which questions, tickets or situations are to be joined.")
    present = matters.questions_of(tx.connection, [body.matter])
    logs.lock(tx, *{row.broadcast_id for row in (*rows, *brought, *present)})
    check_free(tx, rows)
    matters.join(tx, body.matter, [row.id for row in rows], by)
    matters.hand_over(tx, body.matters, body.matter, by)
    told = tell_who_lack(tx, body.matter, by)
    count_anew(tx, body.matter)
    for other in body.matters:
        logs.tell(tx, matters.to_domain(matters.get(tx.connection, other)), "matter.closed", by)
    joined = matters.by_ids(tx.connection, {row.id for row in (*rows, *brought)})
    logs.tell(tx, matter, "matter.joined", by, questions=joined, question_type="question.joined")
    return told


@BUS.handles("matter.part")
def part(tx: Transaction, log: Row[Any], body: Part, by: By) -> None:
    """What they were told stays told."""
    matter = matters.to_domain(matters.get(tx.connection, body.matter))
    check_open(matter)
    asked = named(tx, log, body)
    if not asked:
        raise Refused("invalid", "Say which questions or tickets are to be parted.")
    rows = matters.by_ids(tx.connection, {_standing(tx, row, body.matter) for row in asked})
    logs.lock(tx, *{row.broadcast_id for row in rows})
    matters.part(tx, [row.id for row in rows])
    count_anew(tx, body.matter)
    logs.tell(tx, matter, "matter.parted", by, questions=rows, question_type="question.parted")


def _standing(tx: Transaction, asked: Row[Any], number: int) -> int:
    """The id of the question by which one stands in a matter: what became of it, or what that was merged into."""
    now, root = answers.followed(tx.connection, asked), _ended_up(tx, asked)
    standing = matters.of_questions(tx.connection, [now.id, root.id])
    for one in (now, root):
        if standing.get(one.id) == number:
            return int(one.id)
    raise Refused("illegal", "Question {number} is not in situation {matter}.", number=asked.number, matter=number)
