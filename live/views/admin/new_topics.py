"""Themes that no topic of the centre fits, offered to the administrator as new ones."""

from __future__ import annotations

from dataclasses import dataclass

from live.language.lemmas import lemmas
from live.language.topics import Topics
from live.store.centre import lists
from live.store.ids import question_id
from live.store.language import clusters
from live.store.transaction import Store
from live.views.questions.clusters import heading

BROADCASTS = 20
"""The newest, whose themes are offered."""

MOST = 20
"""Themes that are offered, those that most asked about first."""


@dataclass(frozen=True, slots=True)
class NewTopic:
    """A theme by its own words, how many asked about it, and where: the number of its first question there."""

    name: str
    asked: int
    slug: str
    title: str
    cluster: int


def new_topics(store: Store) -> list[NewTopic]:
    """Those of which most questions have no topic, and whose words are no topic's key words by now."""
    with store.read() as connection:
        shown = clusters.shown_of_all(connection, BROADCASTS)
        without = [(row, one) for row in shown for one in row.shown if one["topicless"]]
        ids = [question_id(row.broadcast_id, one["cluster"]) for row, one in without]
        names = clusters.names(connection, ids)
        items = lists.read(connection, "topics").items
    topics = Topics([(item["name"], [item["name"], *item["words"]]) for item in items])
    found = [
        NewTopic(heading(names[id_]), one["asked"], row.slug, row.title, one["cluster"])
        for id_, (row, one) in zip(ids, without, strict=True)
        if id_ in names and not topics.guess(lemmas(names[id_]))
    ]
    return sorted(found, key=lambda one: -one.asked)[:MOST]
