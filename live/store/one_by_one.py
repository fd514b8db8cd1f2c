"""One command on many rows: each in a savepoint of its own, so that one that is refused sinks no other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel

from live.domain.people import By
from live.domain.refused import Refused
from live.protocol.commands import Body, Command, parse
from live.store.commands import BUS, savepoint
from live.store.rows import Row
from live.store.transaction import Transaction


def one_by_one(
    tx: Transaction,
    command: Command,
    log: Row[Any],
    body: Body,
    items: Iterable[BaseModel],
    by: By,
) -> dict[str, Any]:
    """Do `command` on each of `items`, in order: {results: [{ok, …}, or {ok: false, the item's name, error}]}.

    `body` is the command on all of them; what it holds beyond its own fields goes to each as the command's own.
    `forbidden` where this role may not give the command; `invalid` where any of the bodies is: then nothing is done.
    """
    if by.role not in {role.value for role in command.roles}:
        raise Refused("forbidden", "This needs the role: {roles}.", roles=sorted(command.roles))
    handle = BUS.handlers[command.name]
    fields = body.model_extra or {}
    each = [item.model_dump() for item in items]
    bodies: list[Any] = [
        parse(command.body, {"id": str(body.id), "type": command.name, **item, **fields}) for item in each
    ]
    results: list[dict[str, Any]] = []
    for item, its_body in zip(each, bodies, strict=True):
        try:
            with savepoint(tx):
                results.append({"ok": True, **(handle(tx, log, its_body, by) or {})})
        except Refused as refused:
            subject = {name: value for name, value in item.items() if name != "version"}
            # Put into the reader's language where it is sent.
            error = {"code": refused.code, "message": refused.message, "params": refused.params}
            results.append({"ok": False, **subject, "error": error})
    return {"results": results}
