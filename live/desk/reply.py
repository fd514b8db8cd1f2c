"""Answering one who asked in writing, by the channel that the question came by."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator

from live.channels import TYPES
from live.channels.capabilities import Replies
from live.domain import reply as rules
from live.domain.people import By
from live.domain.refused import Refused
from live.domain.submission import checked_text
from live.store.centre import channels
from live.store.centre.channels import id_of_origin
from live.store.commands import Body, Commands, Number
from live.store.followup import outbox
from live.store.rows import Row
from live.store.show import questions
from live.store.transaction import Transaction

COMMANDS = Commands()


class Reply(Body):
    """`final`: the last word on it, not news on the way there."""

    question: Number
    text: Annotated[str, AfterValidator(checked_text)]
    final: bool = False


class OnReply(Body):
    reply: Number


@COMMANDS.add("question.reply", rules.WRITERS, Reply)
def reply(tx: Transaction, broadcast: Row[Any], body: Reply, by: By) -> dict[str, Any]:
    """Stored now, sent by the worker; the question itself stays as it is."""
    asked = questions.get(tx.connection, broadcast.id, body.question)
    return {"reply": outbox.queue(tx, asked, answerable(tx, asked), body.text, by, final=body.final)}


def answerable(tx: Transaction, asked: Row[Any]) -> int:
    """The channel by which the one who asked can be answered; `illegal` where there is none."""
    channel_id = id_of_origin(asked.origin)
    if channel_id is not None and isinstance(TYPES.get(channels.type_of(tx.connection, channel_id)), Replies):
        return channel_id
    raise Refused("illegal", "Question {number} came by a way that takes no replies.", number=asked.number)


def _declare(verb: str) -> None:
    @COMMANDS.add(f"reply.{verb}", rules.WRITERS, OnReply, tickets=True)
    def handler(tx: Transaction, broadcast: Row[Any], body: OnReply, by: By) -> None:
        outbox.say(tx, outbox.get(tx.connection, broadcast.id, body.reply), verb, by)


for _verb in rules.BY_PERSON:
    _declare(_verb)
