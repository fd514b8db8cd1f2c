"""What becomes of clusters: no name and no word of a question stands in the log."""

from __future__ import annotations

from live.protocol.events.base import DeclaredEvent, Log
from live.protocol.events.sent import ClustersSent


class Grown(DeclaredEvent, name="cluster.grown"):
    """By nobody: more or fewer ask about the same, or a name has lost a word; at most once in a few seconds.

    `version` is that of the view, `clusters` how many there are to show.
    """

    log = Log.BROADCAST
    sent = ClustersSent
    data_is_sent = False

    version: int
    clusters: int
