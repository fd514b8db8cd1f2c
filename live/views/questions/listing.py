"""Filtered and searched pages of questions, and one question with its history: what is asked over HTTP."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Connection, Row, func, select

from live.domain.question import MERGED
from live.domain.refused import Refused
from live.protocol.views import QuestionView
from live.store import log
from live.store.ids import NUMBERS, question_id
from live.store.tables import question, revision
from live.views.feed.sections.section import EVERYBODY, Reader
from live.views.questions.masking import hidden, marks_of
from live.views.questions.search import matching_ids
from live.views.questions.view import question_views
from live.views.screens import Screen
from live.views.timestamps import stamp

COUNTED = 1000
"""How far matches of a search are counted: an exact count of a common word costs 84 ms on PostgreSQL."""


MOST_MERGED = 500
"""Merged questions that are listed with their root."""


@dataclass(frozen=True, slots=True)
class Filter:
    """`before` is a question's number: the page holds older ones. `source` is a channel's type; `only` numbers."""

    states: tuple[str, ...] = ()
    topic: str | None = None
    source: str | None = None
    locality: str | None = None
    q: str | None = None
    only: tuple[int, ...] = ()
    before: int | None = None
    limit: int = 50


def questions_page(
    connection: Connection, broadcast: Row[Any], screen: Screen, wanted: Filter, reader: Reader = EVERYBODY
) -> dict[str, Any]:
    """Newest first: {questions, next, total}. `total` ignores `before`; with `q` it stops at 1,000, then `more`."""
    numbers, paging = _page(connection, broadcast, screen, wanted)
    contacts = bool(broadcast.head_sees_contacts)
    views = question_views(connection, broadcast.id, numbers)
    return {"questions": [screen.questions.shown(views[number], contacts, reader) for number in numbers], **paging}


def numbers_page(connection: Connection, broadcast: Row[Any], screen: Screen, wanted: Filter) -> dict[str, Any]:
    """The same page as {numbers, next, total}: the order of a long list, its questions fetched as they are seen.

    Only the first page counts: a long list is read to its end, and counting it with each page would cost as much again.
    """
    numbers, paging = _page(connection, broadcast, screen, wanted, counted=wanted.before is None)
    return {"numbers": numbers, **paging}


def _page(
    connection: Connection, broadcast: Row[Any], screen: Screen, wanted: Filter, counted: bool = True
) -> tuple[list[int], dict[str, Any]]:
    """The page's numbers, newest first, and {next, total, more?}; without the last two where nothing is counted."""
    conditions = _conditions(broadcast, screen, wanted)
    more = wanted.limit + 1
    paging: dict[str, Any] = {}
    if wanted.q:
        ids = matching_ids(
            connection, broadcast, conditions, wanted.q, only=wanted.only, before=wanted.before, limit=more
        )
        numbers = [found - question_id(broadcast.id, 0) for found in ids]
        if counted:
            complete = wanted.before is None and len(ids) < more
            paging = _capped(len(ids) if complete else _matching(connection, broadcast, conditions, wanted))
    else:
        numbers = list(connection.execute(_newest(broadcast, conditions, wanted, more)).scalars())
        if counted:
            paging = {"total": _count(connection, broadcast, conditions, wanted)}
    shown = numbers[: wanted.limit]
    return shown, {"next": shown[-1] if len(numbers) > len(shown) else None, **paging}


def _conditions(broadcast: Row[Any], screen: Screen, wanted: Filter) -> list[Any]:
    """What limits a page within its broadcast; empty where nothing does."""
    conditions: list[Any] = [] if screen.questions.sees_all else [screen.questions.condition(broadcast)]
    for column, value in (
        (question.c.topic, wanted.topic),
        (question.c.source, wanted.source),
        (question.c.locality, wanted.locality),
    ):
        if value is not None:
            conditions += [question.c.broadcast_id == broadcast.id, column == value]
    if wanted.states:
        conditions += [question.c.broadcast_id == broadcast.id, question.c.state.in_(wanted.states)]
    return conditions


def _newest(broadcast: Row[Any], conditions: list[Any], wanted: Filter, limit: int) -> Any:
    lowest = question_id(broadcast.id, 0)
    page = select(question.c.number).where(*conditions).limit(limit)
    if wanted.only:
        return page.where(question.c.id.in_([lowest + number for number in wanted.only])).order_by(
            question.c.number.desc()
        )
    if conditions:
        # By the column that ends each index which finds such rows: nothing is sorted.
        older = page if wanted.before is None else page.where(question.c.number < wanted.before)
        return older.order_by(question.c.number.desc())
    return page.where(question.c.id.between(lowest, lowest + (wanted.before or NUMBERS) - 1)).order_by(
        question.c.id.desc()
    )


def _matching(connection: Connection, broadcast: Row[Any], conditions: list[Any], wanted: Filter) -> int:
    """How many a search finds, up to one more than is counted."""
    assert wanted.q is not None
    return len(matching_ids(connection, broadcast, conditions, wanted.q, only=wanted.only, limit=COUNTED + 1))


def _capped(found: int) -> dict[str, Any]:
    return {"total": min(found, COUNTED), "more": found > COUNTED}


def _count(connection: Connection, broadcast: Row[Any], conditions: list[Any], wanted: Filter) -> int:
    if wanted.only:
        ids = [question_id(broadcast.id, number) for number in wanted.only]
        conditions = [*conditions, question.c.id.in_(ids)]
    elif not conditions:
        return int(broadcast.last_number - broadcast.removed)  # Each other number is a question.
    return int(connection.execute(select(func.count(question.c.id)).where(*conditions)).scalar_one())


def question_now(
    connection: Connection, broadcast: Row[Any], screen: Screen, number: int, reader: Reader = EVERYBODY
) -> dict[str, Any] | None:
    """The question as this screen sees it; None where it does not."""
    view = question_views(connection, broadcast.id, [number]).get(number)
    if view is None or not screen.questions.sees(view):
        return None
    return screen.questions.shown(view, bool(broadcast.head_sees_contacts), reader)


def known_question(
    connection: Connection, broadcast: Row[Any], screen: Screen, number: int, reader: Reader = EVERYBODY
) -> dict[str, Any]:
    """The question as this screen sees it; `not_found` where it does not."""
    shown = question_now(connection, broadcast, screen, number, reader)
    if shown is None:
        raise Refused("not_found", "There is no question {number} in this broadcast.", number=number)
    return shown


def one_question(
    connection: Connection, broadcast: Row[Any], screen: Screen, number: int, reader: Reader = EVERYBODY
) -> dict[str, Any]:
    """One question as a screen sees it, with its history, every wording for air and what is merged into it."""
    shown = known_question(connection, broadcast, screen, number, reader)
    shown["history"] = [past(event, reader.credentials) for event in log.history(connection, broadcast.id, number)]
    wordings = connection.execute(
        select(revision).where(revision.c.question_id == question_id(broadcast.id, number)).order_by(revision.c.version)
    )
    revisions = [
        {"version": row.version, "air_text": row.air_text, "by": row.by_name, "at": stamp(row.at)} for row in wordings
    ]
    if screen.questions.masks:
        let_through = question_views(connection, broadcast.id, [number])[number]["let_through"]
        revisions = [{**one, "air_text": hidden(one["air_text"], let_through)} for one in revisions]
    else:
        shown["marks"] = marks_of(cast(QuestionView, shown))
    shown["revisions"] = revisions
    if MERGED in screen.questions.states:
        shown["merged"] = _merged(connection, broadcast, screen, number, reader)
    return shown


_ASKER = ("number", "version", "text", "author", "locality", "source", "askers", "asked_at", "received_at")


def _merged(
    connection: Connection, broadcast: Row[Any], screen: Screen, root: int, reader: Reader
) -> list[dict[str, Any]]:
    """The questions merged straight into this one, the first first: who else asks it, and in which words."""
    into_it = select(question.c.number).where(
        question.c.broadcast_id == broadcast.id, question.c.merged_into == root, question.c.state == MERGED.value
    )
    numbers = connection.execute(into_it.order_by(question.c.number).limit(MOST_MERGED)).scalars().all()
    views = question_views(connection, broadcast.id, numbers)
    shown = [screen.questions.shown(views[number], False, reader) for number in numbers]
    return [{name: view.get(name) for name in _ASKER} for view in shown]


def past(event: Row[Any], credentials: bool = False) -> dict[str, Any]:
    """An event as a history tells it; with `credentials` also what it was done with, such as "user:2"."""
    by = {"name": event.by_name, "role": event.by_role} if event.by_name is not None else None
    if by is not None and credentials:
        by["credential"] = event.by_credential
    past = {"seq": event.seq, "at": stamp(event.at), "type": event.type, "by": by, **(event.data or {})}
    if event.was is not None:
        past["was"] = event.was
    if event.state is not None:
        past["state"] = event.state
    return past
