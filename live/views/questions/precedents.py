"""Whether a question was asked before: what other broadcasts answered, promised or took into work in like words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from live.domain.question import ANSWERED, TICKETED
from live.domain.ticket import Kind
from live.language.lemmas import lemmas
from live.language.similar import CHUNK, essence, most_similar
from live.protocol.answers.questions import FoundPromise, FoundTicket, PrecedentView, ScoredPrecedent
from live.protocol.views import QuestionView
from live.runtime.tasks import sleep
from live.store.ids import NUMBERS, question_id
from live.store.tables import broadcast, promise, question, ticket
from live.store.transaction import Store
from live.views.questions.likeness import by_locality
from live.views.questions.masking import hidden
from live.views.questions.search import newest_holding
from live.views.timestamps import stamp

SHOWN = 5

BROADCASTS = 100
"""Other broadcasts that are looked through, the newest. A rehearsal's answers and promises are nobody's."""

SPOKEN = 2000
"""Questions answered on air, and as many promised: all of them are looked at, newest first."""

LEMMAS = 10
"""Lemmas by which questions that only became tickets are looked for: the longest, which are the rarest."""

HOLDING = 300
"""Questions looked at that hold a lemma, the newest."""

_ANSWERED = (
    select(question.c.id)
    .where(
        question.c.broadcast_id.in_(bindparam("others", expanding=True)),
        question.c.state == ANSWERED.value,
    )
    .order_by(question.c.id.desc())
    .limit(SPOKEN)
)
_SPOKEN = _ANSWERED.where(question.c.answer_summary.is_not(None))
_PROMISED = (
    select(promise.c.question_id)
    .where(~promise.c.question_id.between(bindparam("lowest"), bindparam("highest")))
    .order_by(promise.c.id.desc())
    .limit(SPOKEN)
)
_TEXTS = select(question.c.id, question.c.broadcast_id, question.c.state, question.c.lemmas, question.c.locality).where(
    question.c.id.in_(bindparam("ids", expanding=True)), question.c.lemmas.is_not(None)
)


def earlier(store: Store, home: Row[Any], view: QuestionView) -> list[ScoredPrecedent]:
    """The likest questions of other broadcasts, best first, SHOWN at most; nobody's name or contact is among them.

    `view` is the question's own. Compares without stalling the server.
    """
    text = _read(view)
    with store.read() as connection:
        others = _others(connection, home)
        promised = set(connection.execute(_PROMISED, _own_range(home)).scalars())
        answered = connection.execute(_ANSWERED, {"others": list(others)}).scalars().all() if others else []
    found = promised.union(answered, _holding_its_lemmas(store, home, others, text))
    rows = [
        row
        for row in _texts(store, sorted(found, reverse=True))
        if row.broadcast_id in others and (row.state in (ANSWERED.value, TICKETED.value) or row.id in promised)
    ]
    return _likest(store, view, rows)


def spoken(store: Store, home: Row[Any], view: QuestionView) -> list[ScoredPrecedent]:
    """The same of what was answered on air, with what was said: what everybody has heard, and nothing besides."""
    with store.read() as connection:
        others = _others(connection, home)
        said = connection.execute(_SPOKEN, {"others": list(others)}).scalars().all() if others else []
    rows = [row for row in _texts(store, list(said)) if row.state == ANSWERED.value]
    return [{**one, "ticket": None, "promises": []} for one in _likest(store, view, rows)]


def _read(view: QuestionView) -> str:
    return lemmas(view["text"], view["air_text"])


def _likest(store: Store, view: QuestionView, rows: Sequence[Any]) -> list[ScoredPrecedent]:
    text = _read(view)
    likest = most_similar(text, [(row.id, row.lemmas) for row in rows], 2 * SHOWN, lambda: sleep(0))
    localities = {row.id: row.locality for row in rows}
    scores = {found_id: by_locality(score, view["locality"], localities[found_id]) for found_id, score in likest}
    best = sorted(scores, key=lambda found_id: (-scores[found_id], -found_id))[:SHOWN]
    with store.read() as connection:
        precedents = _precedents(connection, best)
    return [{**precedents[found_id], "score": scores[found_id]} for found_id in best if found_id in precedents]


def _others(connection: Connection, home: Row[Any]) -> set[int]:
    wanted = (broadcast.c.id != home.id) & ~broadcast.c.rehearsal
    newest = select(broadcast.c.id).where(wanted).order_by(broadcast.c.id.desc()).limit(BROADCASTS)
    return set(connection.execute(newest).scalars())


def _own_range(home: Row[Any]) -> dict[str, int]:
    lowest = question_id(home.id, 0)
    return {"lowest": lowest, "highest": lowest + NUMBERS - 1}


def _holding_its_lemmas(store: Store, home: Row[Any], others: set[int], text: str) -> set[int]:
    """The newest questions that hold each of the text's longest lemmas, before its broadcast and after."""
    own = _own_range(home)
    ranges = []
    if any(other < home.id for other in others):
        ranges.append((0, own["lowest"] - 1))
    if any(other > home.id for other in others):
        ranges.append((own["highest"] + 1, question_id(max(others) + 1, 0)))
    found: set[int] = set()
    for lemma in sorted(essence(text).split(), key=lambda lemma: (-len(lemma), lemma))[:LEMMAS]:
        for lowest, highest in ranges:
            with store.read() as connection:
                found.update(newest_holding(connection, lemma, lowest, highest, HOLDING))
            sleep(0)
    return found


def _texts(store: Store, ids: list[int]) -> Iterator[Any]:
    """These questions' lemmas, a chunk at a time; those that nobody has read yet are left out."""
    for start in range(0, len(ids), CHUNK):
        with store.read() as connection:
            rows = connection.execute(_TEXTS, {"ids": ids[start : start + CHUNK]}).all()
        yield from rows
        sleep(0)


def _precedents(connection: Connection, ids: list[int]) -> dict[int, PrecedentView]:
    rows = connection.execute(
        select(
            question,
            broadcast.c.slug,
            broadcast.c.title,
            broadcast.c.zone,
            broadcast.c.aired_at,
            broadcast.c.starts_at,
            broadcast.c.created_at,
        )
        .join(broadcast, broadcast.c.id == question.c.broadcast_id)
        .where(question.c.id.in_(ids))
    ).all()
    tickets = _tickets(connection, ids)
    promises = _promises(connection, ids, tickets)
    return {
        row.id: {
            "broadcast": {
                "slug": row.slug,
                "title": row.title,
                "zone": row.zone,
                "at": stamp(row.aired_at or row.starts_at or row.created_at),
            },
            "number": row.number,
            "state": row.state,
            "text": hidden(row.air_text or row.text, row.let_through),
            "locality": hidden(row.locality, row.let_through),
            "askers": row.askers,
            "answer": hidden(row.answer_summary),
            "promises": promises.get(row.id, []),
            "ticket": next((_ticket(one) for one in tickets[row.id] if one.kind != Kind.PROMISE.value), None),
        }
        for row in rows
    }


def _tickets(connection: Connection, ids: list[int]) -> dict[int, list[Row[Any]]]:
    """The tickets of these questions, the newest first."""
    of_each: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in connection.execute(select(ticket).where(ticket.c.question_id.in_(ids)).order_by(ticket.c.id.desc())):
        of_each[row.question_id].append(row)
    return of_each


def _promises(
    connection: Connection, ids: list[int], tickets: dict[int, list[Row[Any]]]
) -> dict[int, list[FoundPromise]]:
    of_promise = {row.promise_id: row for rows in tickets.values() for row in rows if row.promise_id is not None}
    of_each: dict[int, list[FoundPromise]] = defaultdict(list)
    for row in connection.execute(select(promise).where(promise.c.question_id.in_(ids)).order_by(promise.c.id)):
        made = of_promise.get(row.id)
        of_each[row.question_id].append(
            {
                "text": hidden(row.text),
                "department": row.department,
                "due": row.due,
                "by": row.by_name,
                "ticket": _ticket(made) if made is not None else None,
            }
        )
    return of_each


def _ticket(row: Row[Any]) -> FoundTicket:
    return {
        "number": row.number,
        "state": row.state,
        "department": row.department,
        "resolution_due": stamp(row.resolution_due),
        "answer": row.answer,
    }
