"""What crosses the wire, held against the schemas of live/protocol."""

from __future__ import annotations

from functools import cache
from typing import Any

from jsonschema import Draft202012Validator

from live.protocol.events import DECLARED, Log
from live.protocol.schema import event_name, schemas

Json = dict[str, Any]


def check_event(log: Log, event: Json) -> None:
    """Raise unless a screen may be sent this: a declared event, with what its schema has and nothing else."""
    declared = DECLARED[log][event["type"]]
    name = event_name(declared)
    _validator(name).validate(event)
    unknown = event.keys() - schemas()[name]["properties"].keys()
    assert not unknown, f"{event['type']} is sent with {unknown}, which live/protocol/events does not say"


def check_snapshot(snapshot: Json) -> None:
    """Raise unless it is a snapshot by its schema."""
    _validator("Snapshot").validate(snapshot)
    assert snapshot.keys() <= schemas()["Snapshot"]["properties"].keys()


@cache
def _validator(name: str) -> Any:
    """Of a schema by its name, with those beside it."""
    return Draft202012Validator({**schemas()[name], "components": {"schemas": schemas()}})
