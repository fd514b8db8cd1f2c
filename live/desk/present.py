"""What the producer and the presenter settle between them: messages, and how each prompter shows its text."""

from __future__ import annotations

from typing import Any

from live.domain.events import Event
from live.domain.people import By
from live.protocol.commands.broadcasts import Acknowledge, Adjust, Message, Steer
from live.store.commands import BUS
from live.store.rows import Row
from live.store.show import messages, prompters
from live.store.transaction import Transaction
from live.views.feed.sections.prompters import Prompters


@BUS.handles("presenter.message")
def message(tx: Transaction, broadcast: Row[Any], body: Message, by: By) -> dict[str, Any]:
    number = messages.add(tx, broadcast.id, body.text, body.kind, by.name)
    tx.append(broadcast.id, [Event("presenter.messaged", data={"message": number})], by)
    return {"message": number}


@BUS.handles("presenter.acknowledge")
def acknowledge(tx: Transaction, broadcast: Row[Any], body: Acknowledge, by: By) -> None:
    messages.acknowledge(tx, broadcast.id, body.message)
    tx.append(broadcast.id, [Event("presenter.acknowledged", data={"message": body.message})], by)


@BUS.handles("prompter.adjust")
def adjust(tx: Transaction, broadcast: Row[Any], body: Adjust, by: By) -> None:
    prompters.adjust(tx, broadcast.id, body.device, body.view.model_dump(exclude_unset=True))
    gone = prompters.forget_all_but(tx, broadcast.id, Prompters.limit)
    forgotten = [Event("prompter.forgotten", data={"device": device}) for device in gone]
    tx.append(broadcast.id, [Event("prompter.adjusted", data={"device": body.device}), *forgotten], by)


@BUS.handles("prompter.steer")
def steer(tx: Transaction, broadcast: Row[Any], body: Steer, by: By) -> None:
    """Nothing is kept of it but the event: how a text scrolls is the prompter's own affair."""
    tx.append(broadcast.id, [Event("prompter.steered", data={"do": body.do})], by)
