"""Answering in writing who asked, and who asked the same, each by the channel that their question came by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from live.channels import TYPES
from live.channels.capabilities import Replies
from live.domain.people import By
from live.domain.refused import Refused
from live.protocol.commands.questions import OnReply, Reply
from live.store.centre import channels
from live.store.centre.channels import id_of_origin
from live.store.commands import BUS
from live.store.followup import answers, outbox
from live.store.followup.outbox import NewReply
from live.store.rows import Row
from live.store.show import answer_files, broadcasts, practices, questions
from live.store.show.files import Subject
from live.store.storage import Storage
from live.store.storage import attach as attaching
from live.store.transaction import Store, Transaction


@BUS.handles("question.reply")
def reply(tx: Transaction, broadcast: Row[Any], body: Reply, by: By) -> dict[str, Any]:
    """Stored now, sent by the worker; the question itself stays as it is."""
    asked = questions.get(tx.connection, broadcast.id, body.question)
    if asked.origin == practices.ORIGIN:
        return {"reply": _practised(tx, asked, body, by), "told": 1}
    questions.react(tx, broadcast.id, asked.number)
    answer_files.keep(tx, answer_files.to_question(asked.id), body.files)
    theirs = _answerable(tx, answers.askers(tx.connection, asked.id) if body.everybody else [asked])
    if not theirs:
        raise Refused("illegal", "Question {number} came by a way that takes no replies.", number=asked.number)
    replies = [NewReply(one, channel_id, one.external_id, body.text) for one, channel_id in theirs]
    queued = outbox.queue_all(tx, asked.broadcast_id, replies, by, final=body.final, files=body.files)
    return {"reply": min(queued), "told": len(queued)}


def _practised(tx: Transaction, asked: Row[Any], body: Reply, by: By) -> int:
    """As if it had arrived: nobody is there to be written to."""
    answer_files.keep(tx, answer_files.to_question(asked.id), body.files)
    reply = NewReply(asked, None, None, body.text)
    [number] = outbox.queue_all(tx, asked.broadcast_id, [reply], by, final=body.final, files=body.files)
    outbox.resolve_manually(tx, outbox.get(tx.connection, asked.broadcast_id, number), "told", by)
    return number


def _answerable(tx: Transaction, asked: Sequence[Row[Any]]) -> list[tuple[Row[Any], int]]:
    """Those of them who can be answered by the channel that they came by, each with it; who withdrew is left alone."""
    known = {one.id for one in channels.kinds(tx.connection) if isinstance(TYPES.get(one.type), Replies)}
    ways = [(one, id_of_origin(one.origin)) for one in asked if one.withdrawn_at is None]
    return [(one, channel_id) for one, channel_id in ways if channel_id is not None and channel_id in known]


def attach(store: Store, storage: Storage, slug: str, number: int, name: str, content: bytes, by: By) -> Row[Any]:
    """The row of a file for a reply to this question. `not_found`, and what `live.store.storage.attach` refuses."""

    def to(tx: Transaction) -> Subject:
        home = broadcasts.get(tx.connection, slug)
        return answer_files.to_question(questions.get(tx.connection, home.id, number).id)

    return attaching.attach(store, storage, to, name, content, by)


@BUS.handles("reply.again", "reply.arrived", "reply.cancel", "reply.told")
def settle(tx: Transaction, broadcast: Row[Any], body: OnReply, by: By) -> None:
    """What a person says has become of a reply."""
    outbox.resolve_manually(tx, outbox.get(tx.connection, broadcast.id, body.reply), body.verb, by)
