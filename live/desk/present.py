"""Messages from the producer to the presenter."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import StringConstraints
from sqlalchemy import Row

from live.domain.events import Event
from live.domain.people import By, Role
from live.store import messages
from live.store.commands import Body, Commands, Number
from live.store.transaction import Transaction

COMMANDS = Commands()


class Message(Body):
    text: Annotated[str, StringConstraints(min_length=1, max_length=300)]
    kind: Annotated[str, StringConstraints(min_length=1, max_length=32)] = "text"


class Acknowledge(Body):
    message: Number


@COMMANDS.add("presenter.message", {Role.PRODUCER}, Message)
def message(tx: Transaction, broadcast: Row[Any], body: Message, by: By) -> dict[str, Any]:
    number = messages.add(tx, broadcast.id, body.text, body.kind, by.name)
    tx.append(broadcast.id, [Event("presenter.messaged", data={"message": number})], by)
    return {"message": number}


@COMMANDS.add("presenter.acknowledge", {Role.PRESENTER}, Acknowledge)
def acknowledge(tx: Transaction, broadcast: Row[Any], body: Acknowledge, by: By) -> None:
    messages.acknowledge(tx, broadcast.id, body.message)
    tx.append(broadcast.id, [Event("presenter.acknowledged", data={"message": body.message})], by)
