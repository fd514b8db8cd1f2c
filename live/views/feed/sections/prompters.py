"""How each prompter of a broadcast shows its text, and what they are to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row

from live.protocol.views import PrompterView, Snapshot
from live.store.show import prompters
from live.views.feed.sections.section import Body, Reader, Section, text


class Prompters(Section[dict[str, PrompterView]]):
    """`limit`: the prompters whose settings are held; the one adjusted longest ago makes room for the next."""

    name = "prompters"
    keys = ("prompters",)
    field = "prompter"
    limit = 50
    subjects = frozenset({"prompter"})

    def snapshot(self, connection: Connection, broadcast: Row[Any], reader: Reader) -> Snapshot:
        return {"prompters": [prompter_view(row) for row in prompters.of_broadcast(connection, broadcast.id)]}

    @classmethod
    def load(cls, connection: Connection, broadcast: Row[Any], events: Sequence[Row[Any]]) -> dict[str, PrompterView]:
        devices = {text(event.data["device"]) for event in events if event.type == "prompter.adjusted"}
        rows = prompters.of_devices(connection, broadcast.id, devices) if devices else []
        return {row.device: prompter_view(row) for row in rows}

    def render(self, event: Row[Any], rows: dict[str, PrompterView], reader: Reader) -> Body | None:
        """What a device shows now; nothing of one that was forgotten, by this event or since. Or what all are to do."""
        if event.type == "prompter.steered":
            return {"do": text(event.data["do"])}
        device = event.data["device"]
        return {"device": device, "prompter": rows.get(device) if event.type == "prompter.adjusted" else None}


def prompter_view(row: Row[Any]) -> PrompterView:
    return {"device": row.device, "view": dict(row.view), "version": row.version}
