"""Which open matters a question may be about: a hint, which a person decides."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, bindparam, select

from live.domain.followup.matter import State
from live.language.lemmas import lemmas
from live.language.similar import most_similar
from live.protocol.answers.matters import AlikeMatter
from live.runtime.tasks import sleep
from live.store.followup import matters
from live.store.tables import matter_question, question
from live.store.transaction import Store
from live.views.questions.likeness import by_locality

OFFERED = 3

OPEN = 50
"""Open matters that are looked at, the newest."""

TEXTS = 2000
"""Questions that stand in them whose words are compared, those that were joined last."""

SAME = 0.95
"""What a matter of the same topic in the same place is worth, whatever the words."""

_WORDS = (
    select(matter_question.c.matter_id, question.c.lemmas)
    .join(question, question.c.id == matter_question.c.question_id)
    .where(
        matter_question.c.matter_id.in_(bindparam("numbers", expanding=True)),
        question.c.lemmas.is_not(None),
    )
    .order_by(matter_question.c.at.desc())
    .limit(TEXTS)
)


def alike(store: Store, text: str, topic: str | None, locality: str | None) -> list[AlikeMatter]:
    """The likest open matters to a text's lemmas, best first. Compares without stalling the server.

    A matter is as like as the likest of its questions or its title, less so in another place.
    """
    with store.read() as connection:
        rows = matters.newest(connection, OPEN, state=State.OPEN.value)
        of_questions = connection.execute(_WORDS, {"numbers": [row.id for row in rows]}).all() if rows else []
    if not rows:
        return []
    words = [(row.id, lemmas(row.title)) for row in rows] + [(row.matter_id, row.lemmas) for row in of_questions]
    likest: dict[int, float] = {}
    compared = [(index, theirs) for index, (_, theirs) in enumerate(words)]
    for index, score in most_similar(text, compared, len(compared), lambda: sleep(0)):
        number = words[index][0]
        likest[number] = max(likest.get(number, 0.0), score)
    found = [_scored(row, likest.get(row.id, 0.0), topic, locality) for row in rows]
    offered = [one for one in found if one["score"] > 0]
    return sorted(offered, key=lambda one: (-one["score"], -one["number"]))[:OFFERED]


def _scored(row: Row[Any], score: float, topic: str | None, locality: str | None) -> AlikeMatter:
    same = bool(topic and locality) and (row.topic, row.locality) == (topic, locality)
    return {
        "number": row.id,
        "title": row.title,
        "askers": row.askers,
        "same": same,
        "score": max(by_locality(score, locality, row.locality), SAME if same else 0.0),
    }
