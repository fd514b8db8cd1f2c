"""What the process that learns does: it reads the decisions once, learns from four fifths, and asks the fifth.

Nothing of it is loaded by a server or a worker: what learns takes a second and hundreds of megabytes to load.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from live.domain.language.models import FEWEST, Figures, ModelState, is_held_back
from live.domain.language.suggestions import Kind
from live.domain.refused import Refused
from live.language.learned import topic_weights
from live.language.learned.tokens import folded
from live.language.learned.topic_weights import BrokenModel, TopicWeights
from live.language.lemmas import lemmas
from live.language.topics import Topics
from live.store.centre import lists
from live.store.language import models, topics
from live.store.language.models import Learned
from live.store.rows import Connection
from live.store.transaction import Store

Json = dict[str, Any]

SHARPNESSES = tuple(half / 2 for half in range(2, 11))
"""Among these is chosen how fast a topic's share falls with its distance."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A question's text, and the topic that people have set or left, as the centre's list spells it."""

    id: int
    text: str
    topic: str


@dataclass(frozen=True, slots=True)
class Material:
    """What is learned from and asked, and what is in use now: a model of this id, else key words."""

    learned: Sequence[Decision]
    asked: Sequence[Decision]
    key_words: Topics
    model_id: int | None
    model: TopicWeights | None

    @property
    def mark(self) -> str:
        """What tells this material from another."""
        said = "\n".join(f"{one.id} {one.topic}" for one in (*self.learned, *self.asked))
        return hashlib.sha256(said.encode()).hexdigest()


def learn(store: Store, given: Json) -> Json:
    """`learned`: what has come of it, with a text where it is to be used; or `nothing`: a sentence why nothing has."""
    with store.read() as connection:
        material = _material(connection)
    told: Json = {"mark": material.mark, "by": given.get("by")}
    try:
        _check(material, given.get("before"))
        return told | {"learned": asdict(_learned(material))}
    except Refused as refused:
        return told | {"nothing": {"message": refused.message, "params": refused.params}}


def _material(connection: Connection) -> Material:
    items = lists.read(connection, "topics").items
    listed = {folded(item["name"]): item["name"] for item in items}
    rows = topics.decided(connection)
    known = [Decision(row.id, row.text, listed[folded(row.topic)]) for row in rows if folded(row.topic) in listed]
    model_id = models.in_state(connection, Kind.TOPICS, ModelState.IN_USE)
    return Material(
        [one for one in known if not is_held_back(one.id)],
        [one for one in known if is_held_back(one.id)],
        Topics([(item["name"], item["words"]) for item in items]),
        model_id,
        _opened(connection, model_id),
    )


def _opened(connection: Connection, model_id: int | None) -> TopicWeights | None:
    try:
        return topic_weights.read(models.written(connection, model_id) or "") if model_id is not None else None
    except BrokenModel:
        return None  # What cannot be read helps nobody: it is measured against key words.


def _check(material: Material, before: str | None) -> None:
    """`invalid` where nothing can be learned, or nothing else than the last time."""
    many, names = len(material.learned) + len(material.asked), sorted({one.topic for one in material.learned})
    if not many:
        raise Refused(
            "invalid", "There is nothing to learn from yet: no topic of the list was set or left by a person."
        )
    if many < FEWEST or not material.asked:
        raise Refused(
            "invalid", "There is too little to learn from: {many} decisions of {needed}.", many=many, needed=FEWEST
        )
    if len(names) < 2:
        raise Refused(
            "invalid", "All decisions are of one topic, “{topic}”: there is nothing to tell apart.", topic=names[0]
        )
    if material.mark == before:
        raise Refused("invalid", "Nobody has decided on a topic since it was learned last: there is nothing new.")


def _learned(material: Material) -> Learned:
    from live.language.learned.topic_model import TopicModel

    texts, right = [one.text for one in material.asked], [one.topic for one in material.asked]
    model = TopicModel([one.text for one in material.learned], [one.topic for one in material.learned]).pruned()
    places = {topic: place for place, topic in enumerate(model.topics)}
    weights = model.weights(_sharpness(model.distances(texts), [places.get(topic) for topic in right]))
    figures = _figures(right, [weights.likely(text)[0].topic for text in texts])
    if material.model is not None:
        in_use = [material.model.likely(text)[0].topic for text in texts]
    else:
        in_use = [next(iter(material.key_words.guess(lemmas(text))), "") for text in texts]
    before = _figures(right, in_use)
    return Learned(
        learned_from=len(material.learned),
        asked=len(material.asked),
        figures=figures.facts() | {"topics": len(model.topics)},
        against=before.facts() | {"model": material.model_id if material.model is not None else None},
        written=weights.written() if figures.is_better_than(before) else "",
    )


def _figures(right: Sequence[str], guessed: Sequence[str]) -> Figures:
    from sklearn.metrics import accuracy_score, f1_score

    mean = f1_score(right, guessed, labels=sorted(set(right)), average="macro", zero_division=0)
    return Figures(round(float(accuracy_score(right, guessed)), 4), round(float(mean), 4))


def _sharpness(distances: Any, right: Sequence[int | None]) -> float:
    """With which the shares say best how likely a guess is right: of guesses told as 0.8 four fifths are."""
    import numpy as np
    from scipy.special import log_softmax

    known = [place for place, topic in enumerate(right) if topic is not None]
    if not known:
        return SHARPNESSES[0]
    topics_of = [right[place] for place in known]

    def surprise(sharpness: float) -> float:
        return -float(np.mean(log_softmax(sharpness * distances[known], axis=1)[range(len(known)), topics_of]))

    return min(SHARPNESSES, key=surprise)
