"""Clusters over messages as they came: what they are called, whether any of them changes, and how well they agree with
what people have said that their messages are about, beside those that k-means finds in all of them at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sklearn.cluster import KMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import adjusted_mutual_info_score

from live.domain.refused import Refused
from live.language.clusters import Clusters, said
from live.language.naming.names import ENOUGH

TOLD = 50
"""Messages after which names are given, as a worker does every few seconds."""

RESTART = 1000
"""Messages after which whoever counts has died, and another learns from what is kept."""

DEEP = 100
"""Directions of meaning (latent semantic analysis) in which k-means looks for its clusters."""

Placed = list[int | None]
"""Of each message the number of its cluster."""


def clusters(messages: Sequence[tuple[str, str]], fewest: int, most: int) -> dict[str, Any]:
    """Texts with their topics, in the order in which they came. `fewest`: messages that make a cluster worth showing;
    `most`: clusters that are shown at once.

    `changed`: clusters whose number or name is another one where whoever counts dies now and then. `agreement`:
    adjusted mutual information with the topics, 0 by chance, 1 where they are the same; `k_means`: that of as many
    clusters that are learned from all the messages at once.
    """
    if not any(said(text) for text, _ in messages):
        raise Refused("invalid", "There is no text to look through.")
    texts = [text for text, _ in messages]
    placed, names = _replayed(texts, fewest, most)
    again, names_again = _replayed(texts, fewest, most, RESTART)
    other = {one for one, two in zip(placed, again, strict=True) if one != two}
    renamed = {one for one in names if names[one] != names_again.get(one)}
    topics = [topic for _, topic in messages]
    numbers = [-at if one is None else one for at, one in enumerate(placed, 1)]
    size = {one: placed.count(one) for one in names}
    return {
        "messages": len(messages),
        "clusters": len(set(numbers)),
        "named": len(names),
        "changed": len(other | renamed),
        "agreement": round(float(adjusted_mutual_info_score(topics, numbers)), 4),
        "k_means": round(float(adjusted_mutual_info_score(topics, _k_means(texts, len(set(numbers))))), 4),
        "names": [[names[one], size[one]] for one in sorted(names, key=lambda one: (-size[one], one))],
    }


def _replayed(texts: Sequence[str], fewest: int, most: int, restart: int = 0) -> tuple[Placed, dict[int, str]]:
    """Where each text was put, and what clusters were called. `restart`: after so many texts what was learned is lost,
    and learned anew."""
    learned, placed = Clusters(), list[int | None]()
    members: defaultdict[int, list[str]] = defaultdict(list)
    names: dict[int, str] = {}
    for key, text in enumerate(texts, 1):
        if restart and key % restart == 0:
            learned = Clusters()
            for before, cluster in zip(texts, placed, strict=False):
                learned.put(before, cluster)
        cluster = learned.place(key, text)
        placed.append(cluster)
        if cluster is not None:
            members[cluster].append(text)
        if key % TOLD == 0 or key == len(texts):
            shown = sorted((one for one in members if len(members[one]) >= fewest), key=lambda one: -len(members[one]))
            _name(learned, {one: members[one] for one in shown[:most]}, names)
    return placed, names


def _name(learned: Clusters, shown: Mapping[int, Sequence[str]], names: dict[int, str]) -> None:
    """Names for those that have none yet, which no other one of these has."""
    for one in [one for one in shown if one not in names]:
        taken = {names[other] for other in shown if other in names}
        if name := learned.name(shown[one][: 3 * ENOUGH], taken):
            names[one] = name


def _k_means(texts: Sequence[str], many: int) -> list[int]:
    rows = TfidfVectorizer(analyzer=lambda text: said(text) or [""], sublinear_tf=True).fit_transform(texts)
    if rows.shape[1] > DEEP:
        rows = TruncatedSVD(DEEP, random_state=0).fit_transform(rows)
    return [int(one) for one in KMeans(many, n_init=1, random_state=0).fit_predict(rows)]
