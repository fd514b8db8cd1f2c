"""What is kept beside a question that has been read: the topic that was guessed, and that it waits for its stack."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from live.language.reading import Reading
from live.store.bulk import RowBatch
from live.store.language import stacks
from live.store.tables import question_about, topic_guess
from live.store.text import written


def of_new(read: Mapping[int, Reading], at: datetime) -> tuple[RowBatch, ...]:
    """Of questions, by their ids, that are stored as they were read."""
    return guessed(read, at), (question_about, stacks.rows_of(id_ for id_, reading in read.items() if reading.lemmas))


def guessed(read: Mapping[int, Reading], at: datetime) -> RowBatch:
    """The topics that were guessed of these; once for each."""
    rows = [
        {"question_id": id_, "topic": reading.guess.topic, "percent": reading.guess.percent}
        | {"words": list(reading.guess.words), "model_id": reading.guess.model, "at": written(at)}
        for id_, reading in read.items()
        if reading.guess
    ]
    return topic_guess, rows
