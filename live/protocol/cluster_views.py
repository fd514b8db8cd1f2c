"""The view of clusters: about what a broadcast is asked now."""

from __future__ import annotations

from typing_extensions import TypedDict


class ClusterView(TypedDict):
    """Questions about the same. `cluster`: the number of the one that began it; it and the name stay while they do.

    `asked`: how many people ask, `open`: how many of them wait for what becomes of it. `recent`: questions of the last
    ten minutes, `curve`: of each two minutes of the last hour, the last one still running. `places`: those that are
    named most. `topicless`: no topic of the centre's fits most of them.
    """

    cluster: int
    name: str
    asked: int
    open: int
    recent: int
    curve: list[int]
    places: list[str]
    topicless: bool


class ClustersView(TypedDict):
    """The largest clusters of a broadcast's newest questions: those where most wait first."""

    version: int
    listed: list[ClusterView]
