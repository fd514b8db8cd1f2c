"""How well what is learned does: the figures by which two ways of learning are compared."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from typing import Any

from sklearn.metrics import accuracy_score, f1_score

from live.domain.refused import Refused
from live.language.learned.doubles import Doubles, Message
from live.language.learned.topic_model import TopicModel
from live.language.meaning.embedding import Embedding

OFFERED = 5
"""Doubles that are offered for one message."""


def topics(learned: Sequence[tuple[str, str]], asked: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Texts with their topics: the share of `asked` that is guessed right after learning from `learned`, and the mean
    of F1 over the topics, each counting alike (sklearn.metrics.f1_score, average="macro").

    `commonest`: the share that is right where nothing is learned but which topic is the commonest.
    """
    if not asked:
        raise Refused("invalid", "There is no text with a topic to ask for.")
    model = TopicModel([text for text, _ in learned], [topic for _, topic in learned])
    right = [model.spelling(topic) for _, topic in asked]
    guessed = [likely[0].topic for likely in model.likely([text for text, _ in asked])]
    [(commonest, _)] = Counter(model.spelling(topic) for _, topic in learned).most_common(1)
    return {
        "learned_from": len(learned),
        "asked": len(asked),
        "topics": len(model.topics),
        "unknown_topics": len(set(right) - set(model.topics)),
        "accuracy": round(float(accuracy_score(right, guessed)), 4),
        "macro_f1": round(float(f1_score(right, guessed, average="macro", zero_division=0)), 4),
        "commonest": round(right.count(commonest) / len(right), 4),
    }


def doubles(
    messages: Sequence[Message], pairs: Sequence[tuple[int, int]], model: Embedding | None = None
) -> dict[str, Any]:
    """Of pairs of places: how often the second is the first, or among the first five, of what is offered for the first.

    `nothing_offered`: for how many nothing is. With a model of meaning, `by_words` is the same without it.
    """
    found = {"pool": len(messages), "pairs": len(pairs), "model": None, **_asked(Doubles(messages), messages, pairs)}
    if model is None:
        return found
    named = {"pool": len(messages), "pairs": len(pairs), "model": f"{model.name} {model.version}"}
    by_words = {name: figure for name, figure in found.items() if name not in named}
    return named | _asked(Doubles(messages, model), messages, pairs) | {"by_words": by_words}


def _asked(among: Doubles, messages: Sequence[Message], pairs: Sequence[tuple[int, int]]) -> dict[str, Any]:
    found: list[list[int]] = []
    began = time.perf_counter()
    for asked, _ in pairs:
        others = [one.place for one in among.of(messages[asked], OFFERED + 1) if one.place != asked]
        found.append(others[:OFFERED])
    took = time.perf_counter() - began
    first = sum(bool(offered) and offered[0] == other for offered, (_, other) in zip(found, pairs, strict=True))
    five = sum(other in offered for offered, (_, other) in zip(found, pairs, strict=True))
    return {
        "recall@1": round(first / len(pairs), 4),
        "recall@5": round(five / len(pairs), 4),
        "nothing_offered": sum(not offered for offered in found),
        "ms_a_question": round(1000 * took / len(pairs), 1),
    }
