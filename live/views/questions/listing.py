"""Filtered and searched pages of questions, and one question with its history: what is asked over HTTP."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Connection, Row, func, select, text

from live.domain.question import MERGED, NEW
from live.domain.refused import Refused
from live.protocol.answers.questions import (
    AskerView,
    Counted,
    NumbersPage,
    PastByView,
    PastView,
    QuestionPage,
    QuestionsPage,
    RevisionView,
    ThreadView,
    WholeQuestion,
)
from live.protocol.views import QuestionView
from live.store import log
from live.store.followup import alarms, notices
from live.store.ids import NUMBERS, looked_up, question_id
from live.store.language import clusters, stacks
from live.store.show import continuing, promises, questions, tallies
from live.store.tables import question, revision
from live.views.feed.sections.questions import NOTHING, Allowed
from live.views.feed.sections.section import EVERYBODY, Reader
from live.views.questions.files import KeptFile, kept_file
from live.views.questions.masking import hidden, marks_of
from live.views.questions.search import matching_ids
from live.views.questions.view import ASKS_NOTHING, question_views
from live.views.screens import Screen
from live.views.timestamps import stamp

COUNTED = 1000
"""How far matches of a search are counted: an exact count of a common word costs 84 ms on PostgreSQL."""

_URGENT = text("question.urgent")
"""As the index over these says it: few of all that a broadcast has."""

MOST_MERGED = 500
"""Merged questions that are listed with their root."""


@dataclass(frozen=True, slots=True)
class Filter:
    """`before` is a question's number: the page holds older ones. With `after`, a number too, it holds newer ones, the
    oldest first. `source` is a channel's type; `only` numbers; `cluster` the number of one. `stack`: all of one stack;
    `shown`: none that stands under another one on its stack."""

    states: tuple[str, ...] = ()
    topic: str | None = None
    source: str | None = None
    locality: str | None = None
    q: str | None = None
    only: tuple[int, ...] = ()
    before: int | None = None
    limit: int = 50
    after: int | None = None
    alarm: str | None = None
    stack: int | None = None
    shown: bool = False
    cluster: int | None = None
    urgent: bool = False
    not_asking: bool = False

    @property
    def by_state_alone(self) -> bool:
        """Whether a broadcast's counts by state tell how many there are, with those that are covered."""
        narrowed = self.topic or self.source or self.locality or self.q or self.only or self.alarm
        marked = self.urgent or self.not_asking
        return not narrowed and not marked and self.stack is None and self.cluster is None


def questions_page(
    connection: Connection, broadcast: Row[Any], screen: Screen, wanted: Filter, reader: Reader = EVERYBODY
) -> QuestionsPage:
    """Newest first: {questions, next, total}. `total` ignores `before`; with `q` it stops at 1,000, then `more`."""
    page = _page(connection, broadcast, screen, wanted)
    allowed = Allowed.by(broadcast)
    views = question_views(connection, broadcast.id, page.numbers)
    shown = [screen.questions.shown(views[number], allowed, reader) for number in page.numbers]
    return {"questions": shown, "next": page.next, **_counted(connection, broadcast, screen, wanted, page)}


def numbers_page(connection: Connection, broadcast: Row[Any], screen: Screen, wanted: Filter) -> NumbersPage:
    """The same page as {numbers, next, total}: the order of a long list, its questions fetched as they are seen.

    Only the first page counts: a long list is read to its end, and counting it with each page would cost as much again.
    """
    page = _page(connection, broadcast, screen, wanted)
    if wanted.before is not None or wanted.after:
        return {"numbers": page.numbers, "next": page.next}
    return {"numbers": page.numbers, "next": page.next, **_counted(connection, broadcast, screen, wanted, page)}


@dataclass(frozen=True, slots=True)
class _Page:
    """The page's numbers in its order, and `before` or `after` of the next. `conditions`: what limited it. `found`: one
    more."""

    numbers: list[int]
    next: int | None
    conditions: list[Any]
    found: int


def _page(connection: Connection, broadcast: Row[Any], screen: Screen, wanted: Filter) -> _Page:
    conditions = _conditions(broadcast, screen, wanted)
    more = wanted.limit + 1
    if wanted.q:
        ids = matching_ids(
            connection,
            broadcast,
            conditions,
            wanted.q,
            only=wanted.only,
            before=wanted.before,
            after=wanted.after,
            limit=more,
        )
        numbers = [found - question_id(broadcast.id, 0) for found in ids]
    else:
        numbers = list(connection.execute(_in_order(broadcast, conditions, wanted, more)).scalars())
    shown = numbers[: wanted.limit]
    return _Page(shown, shown[-1] if len(numbers) > len(shown) else None, conditions, len(numbers))


def _counted(connection: Connection, broadcast: Row[Any], screen: Screen, wanted: Filter, page: _Page) -> Counted:
    if not wanted.q:
        return {"total": _count(connection, broadcast, page.conditions, wanted, screen.questions.sees_all)}
    complete = wanted.before is None and not wanted.after and page.found <= wanted.limit
    return _capped(page.found if complete else _matching(connection, broadcast, page.conditions, wanted))


def _conditions(broadcast: Row[Any], screen: Screen, wanted: Filter) -> list[Any]:
    """What limits a page within its broadcast; empty where nothing does."""
    conditions: list[Any] = [] if screen.questions.sees_all else [screen.questions.condition(broadcast)]
    # What stands in a cluster is found by the cluster; by its broadcast all others would be gone through.
    log = question.c.broadcast_id if wanted.cluster is None else looked_up(question.c.broadcast_id)
    here = log == broadcast.id
    for column, value in (
        (question.c.topic, wanted.topic),
        (question.c.source, wanted.source),
        (question.c.locality, wanted.locality),
        (question.c.stack, wanted.stack),
    ):
        if value is not None:
            conditions += [here, column == value]
    if wanted.alarm is not None:
        conditions += [here, alarms.has(wanted.alarm)]
    if wanted.cluster is not None:
        in_it = clusters.within(question_id(broadcast.id, wanted.cluster))
        conditions += [here, in_it]
    if wanted.urgent:
        conditions += [here, _URGENT]
    if wanted.not_asking:
        conditions += [here, ASKS_NOTHING]
    if wanted.states:
        conditions += [here, question.c.state.in_(wanted.states)]
    if wanted.shown:
        conditions += [here, ~stacks.covered(broadcast.id)]
    return conditions


def _in_order(broadcast: Row[Any], conditions: list[Any], wanted: Filter, limit: int) -> Any:
    lowest, backwards = question_id(broadcast.id, 0), wanted.after is None
    page = select(question.c.number).where(*conditions).limit(limit)
    by_number = question.c.number.desc() if backwards else question.c.number
    if wanted.only:
        return page.where(question.c.id.in_([lowest + number for number in wanted.only])).order_by(by_number)
    if conditions:
        # By the column that ends each index which finds such rows: nothing is sorted.
        if wanted.before is not None:
            page = page.where(question.c.number < wanted.before)
        if wanted.after is not None:
            page = page.where(question.c.number > wanted.after)
        return page.order_by(by_number)
    span = question.c.id.between(lowest + (wanted.after or 0) + 1, lowest + (wanted.before or NUMBERS) - 1)
    return page.where(span).order_by(question.c.id.desc() if backwards else question.c.id)


def _matching(connection: Connection, broadcast: Row[Any], conditions: list[Any], wanted: Filter) -> int:
    """How many a search finds, up to one more than is counted."""
    assert wanted.q is not None
    return len(matching_ids(connection, broadcast, conditions, wanted.q, only=wanted.only, limit=COUNTED + 1))


def _capped(found: int) -> Counted:
    return {"total": min(found, COUNTED), "more": found > COUNTED}


def _count(connection: Connection, broadcast: Row[Any], conditions: list[Any], wanted: Filter, whole: bool) -> int:
    """`whole`: the screen has every question of the broadcast."""
    if wanted.only:
        ids = [question_id(broadcast.id, number) for number in wanted.only]
        conditions = [*conditions, question.c.id.in_(ids)]
    elif not conditions:
        return int(broadcast.last_number - broadcast.removed)  # Each other number is a question.
    elif whole and wanted.by_state_alone:
        kept = tallies.by_state(connection, broadcast.id)
        states = set(wanted.states) or kept.keys()
        under = stacks.count_covered(connection, broadcast.id) if wanted.shown and NEW.value in states else 0
        return sum(kept.get(state, 0) for state in states) - under
    return int(connection.execute(select(func.count(question.c.id)).where(*conditions)).scalar_one())


def question_now(
    connection: Connection, broadcast: Row[Any], screen: Screen, number: int, reader: Reader = EVERYBODY
) -> QuestionView | None:
    """The question as this screen sees it; None where it does not."""
    view = question_views(connection, broadcast.id, [number]).get(number)
    if view is None or not screen.questions.sees(view):
        return None
    return screen.questions.shown(view, Allowed.by(broadcast), reader)


def known_question(
    connection: Connection, broadcast: Row[Any], screen: Screen, number: int, reader: Reader = EVERYBODY
) -> QuestionView:
    """The question as this screen sees it; `not_found` where it does not."""
    shown = question_now(connection, broadcast, screen, number, reader)
    if shown is None:
        raise Refused("not_found", "There is no question {number} in this broadcast.", number=number)
    return shown


def question_file(
    connection: Connection, broadcast: Row[Any], screen: Screen, number: int, file_id: int, preview: bool
) -> KeptFile:
    """A file of a question that this screen sees, where it shows what came with it; `not_found` otherwise."""
    shown = known_question(connection, broadcast, screen, number)
    return kept_file(connection, shown.get("attachments", []), file_id, preview)


def one_question(
    connection: Connection, broadcast: Row[Any], screen: Screen, number: int, reader: Reader = EVERYBODY
) -> WholeQuestion:
    """One question as a screen sees it, with its history, every wording for air and what is merged into it."""
    shown = known_question(connection, broadcast, screen, number, reader)
    wordings = connection.execute(
        select(revision).where(revision.c.question_id == question_id(broadcast.id, number)).order_by(revision.c.version)
    )
    revisions: list[RevisionView] = [
        {"version": row.version, "air_text": row.air_text, "by": row.by_name, "at": stamp(row.at)} for row in wordings
    ]
    if screen.questions.masks:
        let_through = question_views(connection, broadcast.id, [number])[number]["let_through"]
        revisions = [{**one, "air_text": hidden(one["air_text"], let_through)} for one in revisions]
    else:
        shown["marks"] = marks_of(shown)
    row = questions.get(connection, broadcast.id, number)
    history = history_of(connection, row, reader.credentials)
    page: QuestionPage = {**shown, "history": history, "revisions": revisions}
    if MERGED not in screen.questions.states:
        return page
    merged = _merged(connection, broadcast, screen, number, reader)
    return {**page, "merged": merged, "thread": _thread(connection, broadcast, screen, row, reader)}


def _merged(connection: Connection, broadcast: Row[Any], screen: Screen, root: int, reader: Reader) -> list[AskerView]:
    """The questions merged straight into this one, the first first: who else asks it, and in which words."""
    into_it = select(question.c.number, question.c.continues).where(
        question.c.broadcast_id == broadcast.id, question.c.merged_into == root, question.c.state == MERGED.value
    )
    rows = connection.execute(into_it.order_by(question.c.number).limit(MOST_MERGED)).all()
    numbers = [row.number for row in rows]
    views = question_views(connection, broadcast.id, numbers)
    into = question_id(broadcast.id, root)
    return [_asker(screen.questions.shown(views[row.number], NOTHING, reader), row.continues == into) for row in rows]


THREAD = 10
"""Messages of a thread that are told on either side of a question."""


def _thread(connection: Connection, broadcast: Row[Any], screen: Screen, row: Row[Any], reader: Reader) -> ThreadView:
    """What stands before and after it in its thread, as far as it has come in here: nobody's network is asked."""
    before, after = continuing.around(connection, row, THREAD)
    views = question_views(connection, broadcast.id, [*before, *after])
    told = {n: _asker(screen.questions.shown(view, NOTHING, reader), False) for n, view in views.items()}
    return {"before": [told[n] for n in before], "after": [told[n] for n in after]}


def _asker(shown: QuestionView, further: bool) -> AskerView:
    return {
        "number": shown["number"],
        "version": shown["version"],
        "text": shown["text"],
        "author": shown["author"],
        "locality": shown["locality"],
        "source": shown["source"],
        "state": shown["state"],
        "further": further,
        "author_change": shown["author_change"],
        "attachments": shown["attachments"],
        "askers": shown["askers"],
        "asked_at": shown["asked_at"],
        "received_at": shown["received_at"],
    }


_OF_NO_ACCOUNT = frozenset({"question.restacked", "question.stressed"})
"""What happened to others than the question itself."""


def history_of(connection: Connection, asked: Row[Any], credentials: bool = False) -> list[PastView]:
    """What happened to a question, the first first. A log that is older than its term tells of no arrival any more; the
    question does."""
    happened = log.history(connection, asked.broadcast_id, asked.number)
    told = [past(event, credentials) for event in happened if event.type not in _OF_NO_ACCOUNT]
    of_promises = [one for one in told if one["type"] in _OF_PROMISES]
    # Each of these events was written with its row, in one transaction: they are in the same order.
    for one, row in zip(of_promises, promises.changes(connection, asked.id) if of_promises else (), strict=False):
        one["before"] = {"text": hidden(row.text), "department": row.department, "due": row.due}
        one["why"] = hidden(row.reason)
    if not (told and told[0]["type"] in ("question.received", "question.added")):
        told = [{"at": stamp(asked.received_at), "type": "question.received", "by": None}, *told]
    return _with_notices(told, notices.of_question(connection, asked.id))


def _with_notices(told: list[PastView], sent: Sequence[Row[Any]]) -> list[PastView]:
    """Where in it the one who asked heard of something by itself: no log tells of that."""
    for row in sent:
        at = stamp(row.at)
        place = next((n for n, one in enumerate(told) if (one["at"] or "") > (at or "")), len(told))
        one: PastView = {"at": at, "type": "resident.told", "by": None, "kind": row.kind}
        told.insert(place, one if row.state is None else {**one, "state": row.state})
    return told


_OF_PROMISES = ("question.promise_amended", "question.promise_withdrawn")


def past(event: Row[Any], credentials: bool = False) -> PastView:
    """An event as a history tells it; with `credentials` also what it was done with, such as "user:2"."""
    by: PastByView | None = None
    if event.by_name is not None:
        by = {"name": event.by_name, "role": event.by_role}
        if credentials:
            by["credential"] = event.by_credential
    told: dict[str, Any] = {"seq": event.seq, "at": stamp(event.at), "type": event.type, "by": by, **(event.data or {})}
    if event.was is not None:
        told["was"] = event.was
    if event.state is not None:
        told["state"] = event.state
    return cast(PastView, told)
