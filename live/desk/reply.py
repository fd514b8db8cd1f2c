"""Answering one who asked in writing, by the channel that the question came by."""

from __future__ import annotations

from typing import Any

from live.channels import TYPES
from live.channels.capabilities import Replies
from live.domain.people import By
from live.domain.refused import Refused
from live.protocol.commands.questions import OnReply, Reply
from live.store.centre import channels
from live.store.centre.channels import id_of_origin
from live.store.commands import BUS
from live.store.followup import outbox
from live.store.followup.outbox import NewReply
from live.store.rows import Row
from live.store.show import practices, questions
from live.store.transaction import Transaction


@BUS.handles("question.reply")
def reply(tx: Transaction, broadcast: Row[Any], body: Reply, by: By) -> dict[str, Any]:
    """Stored now, sent by the worker; the question itself stays as it is."""
    asked = questions.get(tx.connection, broadcast.id, body.question)
    if asked.origin == practices.ORIGIN:
        return {"reply": _practised(tx, asked, body, by)}
    questions.react(tx, broadcast.id, asked.number)
    return {"reply": outbox.queue(tx, asked, answerable(tx, asked), body.text, by, final=body.final)}


def _practised(tx: Transaction, asked: Row[Any], body: Reply, by: By) -> int:
    """As if it had arrived: nobody is there to be written to."""
    [number] = outbox.queue_all(tx, asked.broadcast_id, [NewReply(asked, None, None, body.text)], by, final=body.final)
    outbox.resolve_manually(tx, outbox.get(tx.connection, asked.broadcast_id, number), "told", by)
    return number


def answerable(tx: Transaction, asked: Row[Any]) -> int:
    """The channel by which the one who asked can be answered; `illegal` where there is none."""
    channel_id = id_of_origin(asked.origin)
    if channel_id is not None and isinstance(TYPES.get(channels.type_of(tx.connection, channel_id) or ""), Replies):
        return channel_id
    raise Refused("illegal", "Question {number} came by a way that takes no replies.", number=asked.number)


@BUS.handles("reply.again", "reply.arrived", "reply.cancel", "reply.told")
def settle(tx: Transaction, broadcast: Row[Any], body: OnReply, by: By) -> None:
    """What a person says has become of a reply."""
    outbox.resolve_manually(tx, outbox.get(tx.connection, broadcast.id, body.reply), body.verb, by)
