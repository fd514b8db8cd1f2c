"""The language work of a group before its transaction: a question that was read by then comes with its topic and place.

So it is one event, one frame and one write to disk. It costs its senders at most BUDGET: what does not fit, and what
cannot be read, is read after the acknowledgement by the task `classify`, and told by an event of its own.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from live.desk.receive import Arrival
from live.domain.refused import Refused
from live.language.lemmas import is_warm
from live.language.reading import Guesses, Reading
from live.views.questions.suggestions import Guessing

BUDGET = 0.003
"""Seconds for one group: about as long as its transaction takes."""

Read = Callable[[Sequence[Arrival]], Sequence[Arrival]]
"""These arrivals in their order, those that were read with what was found."""


def unread(arrivals: Sequence[Arrival]) -> Sequence[Arrival]:
    """All of it is left to the task."""
    return arrivals


def reader(guessing: Guessing) -> Read:
    """Reads by the lists of the centre, as they were two seconds ago at most."""

    def read(arrivals: Sequence[Arrival]) -> Sequence[Arrival]:
        if not is_warm():
            return arrivals
        try:
            guesses = guessing.lately()
        except Refused:
            return arrivals  # The database is away; the transaction will say so.
        until = time.perf_counter() + BUDGET
        done: list[Arrival] = []
        for arrival in arrivals:
            if time.perf_counter() > until:
                break
            done.append(replace(arrival, reading=_reading(guesses, arrival)))
        return [*done, *arrivals[len(done) :]]

    return read


def _reading(guesses: Guesses, arrival: Arrival) -> Reading | None:
    asked = arrival.submission
    try:
        return guesses.read(asked.text, None, asked.topic, asked.locality)
    except Exception:
        return None  # The task tries it again, and says of which text and why.
