"""Beside an open question: its likely doubles, what else its topic and place may be, a shorter wording."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from live.domain.language.suggestions import Kind
from live.domain.question import MERGE_TARGETS, MERGED, TICKETED, TRANSITIONS, State
from live.language.lemmas import lemmas
from live.language.short_form import for_air
from live.language.similar import alike as alike_in_words
from live.language.similar import most_similar
from live.protocol.answers.matters import AlikeMatter
from live.protocol.answers.questions import FoundBy, Hints, ShorterView, SimilarView
from live.protocol.views import QuestionView
from live.runtime.tasks import sleep
from live.store.ids import NUMBERS, question_id
from live.store.language import switches, vectors
from live.store.show import questions
from live.store.tables import question
from live.store.transaction import Store
from live.views.feed.sections.questions import NOTHING
from live.views.matters.alike import alike
from live.views.questions.likeness import by_locality
from live.views.questions.likest import alike_in_meaning, alike_of_one_house, of_one_house
from live.views.questions.suggestions import Guessing
from live.views.questions.view import question_views
from live.views.screens import Screen

RECENT = 5000
"""Open questions among which doubles are looked for, the newest."""

FAR_BACK = 20_000
"""Numbers back to which they are looked for, where few are still open."""

OFFERED = 5

_OPEN = (
    select(question.c.number, question.c.lemmas, question.c.locality)
    .where(
        question.c.id.between(bindparam("lowest"), bindparam("highest")),
        question.c.state.in_(sorted(state.value for state in MERGE_TARGETS - {TICKETED})),
        question.c.lemmas.is_not(None),
        question.c.number != bindparam("number"),
    )
    .order_by(question.c.id.desc())
    .limit(RECENT)
)


def hints(store: Store, guessing: Guessing, broadcast: Row[Any], screen: Screen, view: QuestionView) -> Hints:
    """{similar, topics, localities, matters, shorter} for a question, given as its view. Never stalls the server."""
    text = lemmas(view["text"], view["air_text"])
    guesses = guessing.now()
    return {
        "similar": _doubles(store, broadcast, screen, view, text),
        "topics": _others(guesses.offered_topics(view["text"], text), view.get("topic")),
        "localities": _others(guesses.localities.guess(view["text"]), view["locality"]),
        "matters": _matters(store, screen, text, view),
        "shorter": _shorter(screen, view),
    }


def _doubles(store: Store, broadcast: Row[Any], screen: Screen, view: QuestionView, text: str) -> list[SimilarView]:
    """The open questions that most likely ask the same: those of its house by that, others by their words, and by their
    meaning once a model has looked at it."""
    with store.read() as connection:
        others = {row.number: row for row in _open_ones(connection, broadcast, view["number"])}
        own = questions.get(connection, broadcast.id, view["number"])
        neighbours = of_one_house(connection, own)
        near = _near(connection, own.id)
    likest = most_similar(text, [(row.number, row.lemmas) for row in others.values()], 2 * OFFERED, _pause)
    if near is None:
        scores = {number: by_locality(score, view["locality"], others[number].locality) for number, score in likest}
    else:
        words = dict(likest) | {one: alike_in_words(text, others[one].lemmas) for one in near if one in others}
        with store.read() as connection:
            compared = vectors.said(connection, [question_id(broadcast.id, number) for number in words])
        scores = alike_in_meaning(own, compared, words, near, _pause)
    alike_ones = alike_of_one_house(own, neighbours, _pause)
    scores |= {number: score for number, score in alike_ones.items() if number in others}
    found_by: dict[int, FoundBy] = dict.fromkeys(scores, "meaning")
    found_by |= dict.fromkeys((number for number, _ in likest), "words")
    found_by |= dict.fromkeys(alike_ones, "house")
    best = sorted(scores, key=lambda number: (-scores[number], -number))[:OFFERED]
    with store.read() as connection:
        views = question_views(connection, broadcast.id, best)
    return [
        _similar(screen.questions.shown(views[number], NOTHING), scores[number], found_by[number])
        for number in best
        if number in views and screen.questions.sees(views[number])
    ]


def _near(connection: Connection, id_: int) -> dict[int, float] | None:
    """The numbers of those near to a question in meaning, with how near; None where no model has looked at it."""
    if not switches.on(connection, Kind.MEANING):
        return None
    found = vectors.near(connection, id_)
    return None if found is None else {other % NUMBERS: near for other, near in found.items()}


def _pause() -> None:
    sleep(0)


def _shorter(screen: Screen, view: QuestionView) -> ShorterView | None:
    """For whoever words it, while its wording may still be changed."""
    if screen.name != "desk" or State(view["state"]) not in TRANSITIONS["edit"].states:
        return None
    found = for_air(view["text"], view["air_text"], view["let_through"])
    if found is None:
        return None
    hidden = {mark.words: mark.kind for mark in found.hidden}
    return {
        "text": found.text,
        "pieces": [{"words": piece.words, "kept": piece.kept} for piece in found.pieces],
        "kept": found.kept,
        "sentences": found.sentences,
        "hidden": [{"kind": kind, "words": words} for words, kind in hidden.items()],
    }


def _matters(store: Store, screen: Screen, text: str, view: QuestionView) -> list[AlikeMatter]:
    """Those that it may be joined to, where its reader sees matters and it stands in none."""
    if screen.name != "desk" or view["matter"] is not None or view["state"] == MERGED.value:
        return []
    return alike(store, text, view.get("topic"), view["locality"])


def _similar(shown: QuestionView, score: float, found_by: FoundBy) -> SimilarView:
    return {
        "number": shown["number"],
        "state": shown["state"],
        "version": shown["version"],
        "text": shown["text"],
        "air_text": shown["air_text"],
        "author": shown["author"],
        "locality": shown["locality"],
        "topic": shown.get("topic"),  # Some screens are shown less.
        "source": shown["source"],
        "askers": shown.get("askers"),
        "received_at": shown.get("received_at"),
        "score": score,
        "found_by": found_by,
    }


def _open_ones(connection: Connection, broadcast: Row[Any], number: int) -> list[Any]:
    lowest = question_id(broadcast.id, max(broadcast.last_number - FAR_BACK, 0))
    highest = question_id(broadcast.id, broadcast.last_number)
    found = connection.execute(_OPEN, {"lowest": lowest, "highest": highest, "number": number}).all()
    return list(found)


def _others(guessed: list[str], present: str | None) -> list[str]:
    return [name for name in guessed if name != present][:OFFERED]
