"""Mentions that a source has found, stored: each once, its doubles counted, the hidden ones out of sight.

The tray of whom the source delivers to hears of each run of them by one event, however many they are.
"""

from __future__ import annotations

from collections.abc import Sequence

from live.domain.events import Event
from live.domain.listening.mention import HiddenWords, Mention
from live.store.centre import channels, lists
from live.store.show import mentions
from live.store.show.mentions import Found
from live.store.transaction import Store

SLICE = 100
"""Mentions that are stored in one transaction."""

WORDS = "hidden_words"
"""The list of the words of which a post is hidden."""


def store_found(store: Store, channel: channels.Channel, found: Sequence[Mention]) -> None:
    """Store what this channel found; what it had found before changes nothing."""
    for start in range(0, len(found), SLICE):
        _store(store, channel, found[start : start + SLICE])


def _store(store: Store, channel: channels.Channel, found: Sequence[Mention]) -> None:
    with store.read() as connection:
        home = mentions.home_of(connection, channel.broadcast_id)
        hidden = HiddenWords([item["name"] for item in lists.read(connection, WORDS).items])
    known = [Found(one, hidden.found(one.text)) for one in found]  # Before the transaction, which others wait for.
    with store.write() as tx:
        tx.lock(home)
        changed = mentions.add(tx, home, channel.id, known)
        if changed:
            channels.touch(tx, {channel.id})
            tx.append(home, [Event("mentions.changed")], None)
