"""What happens to news of work, as the tickets' log has it: who is told, never of what in words."""

from __future__ import annotations

from live.protocol.events.base import DeclaredEvent, Log
from live.protocol.events.sent import NewsSent


class NewsCounted(DeclaredEvent, name="news.counted"):
    """By nobody: a person has news that they have not seen, or has seen them."""

    log = Log.TICKETS
    sent = NewsSent
    data_is_sent = False

    account: int


class NamedInNote(DeclaredEvent, name="news.named"):
    """A note on a question of this broadcast names these accounts (`to`), or asks them for a word (`asked`)."""

    log = Log.TICKETS
    carries = ("question",)
    sent = None

    broadcast: int
    to: list[int] = []
    asked: list[int] = []
