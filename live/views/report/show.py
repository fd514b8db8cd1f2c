"""The report of a show: what was asked and what became of it, how fast, what was promised, and when each was on air."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select

from live.domain.followup.fairness import wait
from live.domain.question import ANSWERED, DECLINED
from live.protocol.views import QuestionView
from live.runtime.tasks import sleep
from live.store import log
from live.store.centre import lists
from live.store.ids import TICKETS_LOG, question_id
from live.store.polls import polls
from live.store.show import broadcasts, recordings
from live.store.tables import promise, question, ticket
from live.store.transaction import Store
from live.views.broadcasts import broadcast_view
from live.views.polls.view import poll_views
from live.views.questions.clusters import clusters_view
from live.views.questions.masking import hidden, without_marks
from live.views.questions.view import question_views
from live.views.report.airings import Act, Airings, Turn, changed_since, read_on
from live.views.report.totals import BY, Tally, Totals
from live.views.timestamps import stamp

CACHED = 8
"""Reports that are kept, each with what it was made of: it goes on from there when its broadcast's log has grown."""

COUNTED = ("received", "shortlisted", "aired", "answered", "declined", "merged", "ticketed", "transferred", "open")
"""What is counted of all questions, and of those of each source, topic and place."""

SLICE = 10_000
"""Tickets, or declined questions, that are read at once."""

POLLS = 100
"""The newest polls of the broadcast that the report has."""

Report = dict[str, Any]


@dataclass(slots=True)
class _Kept:
    """What has been read of a broadcast's log and counted of its questions, in one epoch; and the report of it."""

    epoch: str
    timings: Airings = field(default_factory=Airings)
    totals: Totals = field(default_factory=Totals)
    report: Report = field(default_factory=dict)


class Reports:
    """The reports of broadcasts. One is put together in many small reads, so that nobody waits for it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._one = threading.Lock()
        self._shows: dict[int, _Kept] = {}
        self._tickets: dict[int, tuple[int, int, list[dict[str, Any]]]] = {}

    def of(self, slug: str) -> Report:
        """The report as of the log's number `to`; `not_found` where there is no such broadcast."""
        with self._one:  # Who asks meanwhile finds it made.
            with self._store.read() as connection:
                home = broadcasts.get(connection, slug)
                tickets_log = log.position(connection, TICKETS_LOG)
            show = self._show(home, tickets_log.epoch)
            tickets = self._counted(home, tickets_log.head)
        with self._store.read() as connection:
            home = broadcasts.get(connection, slug)
            promised = _promises(connection, home)
            asked = poll_views(connection, polls.newest(connection, home.id, POLLS))
            about = clusters_view(connection, home.id)["listed"]
        totals = {**show["totals"], "promises": len(promised), "tickets": sum(one["tickets"] for one in tickets)}
        also = {"promises": promised, "tickets": tickets, "polls": asked, "clusters": about}
        return {**show, "broadcast": broadcast_view(home), "totals": totals, **also}

    def _show(self, home: Row[Any], epoch: str) -> Report:
        kept = self._shows.pop(home.id, None)
        changed: set[int] | None = set()
        if kept is not None and kept.timings.to != home.head:
            changed = changed_since(self._store, home, kept.timings.to)
        if kept is None or changed is None or kept.epoch != epoch or kept.timings.to < home.floor:
            kept, changed = _Kept(epoch), set()
        if not kept.report or kept.timings.to != home.head:
            kept.report = _show(self._store, home, kept, changed)
        self._shows[home.id] = kept
        for oldest in list(self._shows)[:-CACHED]:
            del self._shows[oldest]
        return kept.report

    def _counted(self, home: Row[Any], tickets_head: int) -> list[dict[str, Any]]:
        known = self._tickets.get(home.id)
        if known is None or known[:2] != (home.head, tickets_head):
            known = (home.head, tickets_head, _tickets(self._store, home))
            self._tickets[home.id] = known
        return known[2]


def _show(store: Store, home: Row[Any], kept: _Kept, changed: set[int]) -> Report:
    timings = kept.timings
    read_on(store, home, timings)
    counted = kept.totals.tally(store, home, timings, changed)
    with store.read() as connection:
        labels = {item["code"]: item["label"] for item in lists.read(connection, "reasons").items}
    return {
        "to": home.head,
        "at": stamp(store.clock()),
        "totals": {**{name: counted.total[name] for name in COUNTED}, "added": timings.added},
        "declined": [
            {"reason": reason, "label": labels.get(reason), "questions": many}
            for reason, many in counted.declined.most_common()
        ],
        **{f"by_{name}": _group(counted.by[name]) for name in BY},
        "minutes": _minutes(counted),
        "reactions": _reactions(timings, counted),
        "waiting": _waiting(counted),
        "declines": _declines(store, home, timings, labels),
        "timeline": _timeline(store, home, timings.turns),
    }


def _group(by: Mapping[str | None, Counter[str]]) -> list[dict[str, Any]]:
    """The names with the most questions first, that of those without a name last."""
    ordered = sorted(by.items(), key=lambda item: (item[0] is None, -item[1]["received"], item[0] or ""))
    return [{"name": hidden(name), **{one: many[one] for one in COUNTED}} for name, many in ordered]


def _minutes(counted: Tally) -> list[dict[str, Any]]:
    """Minutes in which anything came or was aired, in their order."""
    return [
        {"at": stamp(at), "received": many["received"], "aired": many["aired"]}
        for at, many in sorted(counted.minutes.items())
    ]


def _reactions(timings: Airings, counted: Tally) -> dict[str, Any]:
    """How long questions waited, in seconds: median, and what nine of ten did not exceed."""
    received = counted.received_at
    return {
        "touched": _spread(_waits(received, timings.touched)),
        "shortlisted": _spread(_waits(received, timings.shortlisted)),
        "aired": _spread(_waits(timings.shortlisted, timings.aired)),
    }


def _waits(since: Mapping[int, datetime], until: Mapping[int, datetime]) -> Iterable[float]:
    return [(at - since[number]).total_seconds() for number, at in until.items() if number in since]


def _spread(waits: Iterable[float]) -> dict[str, Any]:
    return asdict(wait(waits))


def _waiting(counted: Tally) -> list[dict[str, Any]]:
    """By source, that with the most questions first: how long they waited for the list, and for the air."""
    ordered = sorted(counted.by["source"].items(), key=lambda item: (-item[1]["received"], item[0] or ""))
    return [
        {"source": name, **{moment: _spread(counted.waits[moment][name or ""]) for moment in ("shortlisted", "aired")}}
        for name, _ in ordered
    ]


def _declines(store: Store, home: Row[Any], timings: Airings, labels: Mapping[str, str]) -> list[dict[str, Any]]:
    """Every question that is declined, by its number: why, by whom, as what, and when."""
    found: list[dict[str, Any]] = []
    while True:
        after = found[-1]["number"] if found else 0
        mine = (question.c.broadcast_id == home.id, question.c.state == DECLINED.value, question.c.number > after)
        columns = select(question.c.number, question.c.decline_reason).where(*mine).order_by(question.c.number)
        with store.read() as connection:
            rows = connection.execute(columns.limit(SLICE)).all()
        if not rows:
            return found
        found += [_decline(row, timings.declined.get(row.number), labels) for row in rows]
        sleep(0)


def _decline(row: Any, act: Act | None, labels: Mapping[str, str]) -> dict[str, Any]:
    return {
        "number": row.number,
        "reason": row.decline_reason,
        "label": labels.get(row.decline_reason),
        "by": act.by if act else None,
        "role": act.role if act else None,
        "at": stamp(act.at) if act else None,
    }


def _timeline(store: Store, home: Row[Any], turns: Sequence[Turn]) -> list[dict[str, Any]]:
    """Every turn on air in its order. `offset`: seconds from the start of the air; `seconds` is None while it lasts.

    `said`: what was answered, in a sentence, in the turn in which it was; `link`: the recording at its beginning.
    """
    with store.read() as connection:
        views = question_views(connection, home.id, {turn.question for turn in turns})
    last = {turn.question: turn for turn in turns}
    recording = recordings.of_broadcast(home)
    timeline = []
    for turn in turns:
        view = views.get(turn.question)
        if view is None:
            continue
        told = _told(view)
        ends_it = turn is last[turn.question] and view["state"] == ANSWERED.value
        timeline.append(
            {
                "number": turn.question,
                "from": stamp(turn.start),
                "until": stamp(turn.end),
                "offset": round((turn.start - home.aired_at).total_seconds()) if home.aired_at else None,
                "seconds": round((turn.end - turn.start).total_seconds()) if turn.end else None,
                "ended": turn.how.partition(".")[2] if turn.how else None,
                "link": recording.link(turn.start) if recording else None,
                "ends_it": ends_it,
                "said": told["answer"]["summary"] if ends_it and told["answer"] else None,
                **told,
            }
        )
    return timeline


def _told(view: QuestionView) -> dict[str, Any]:
    """What a report, which goes from hand to hand, tells of a question."""
    facts: Mapping[str, Any] = view
    shown = without_marks({name: facts[name] for name in (*_TOLD, "air_text", "text", "author", "let_through")})
    author = shown["author"]
    text = shown.pop("air_text") or shown["text"]
    return {**shown, "text": text, "author": author["name"] if author else None}


_TOLD = ("locality", "topic", "source", "askers", "state", "answer")


def _promises(connection: Connection, home: Row[Any]) -> list[dict[str, Any]]:
    """Every promise in the order in which they were made, with its ticket where it has one by now."""
    low = question_id(home.id, 0)
    made = (
        select(promise, ticket.c.number.label("ticket"), ticket.c.state, ticket.c.department.label("assigned"))
        .outerjoin(ticket, ticket.c.promise_id == promise.c.id)
        .where(promise.c.question_id.between(low, question_id(home.id + 1, 0) - 1))
        .order_by(promise.c.id)
    )
    return [
        {
            "number": row.question_id - low,
            "text": hidden(row.text),
            "department": row.assigned or row.department,
            "due": row.due,
            "by": row.by_name,
            "at": stamp(row.at),
            "ticket": row.ticket,
            "state": row.state,
        }
        for row in connection.execute(made)
    ]


def _tickets(store: Store, home: Row[Any]) -> list[dict[str, Any]]:
    """[{department, kind, state, tickets}], the departments with the most first."""
    counted: Counter[tuple[str | None, str, str]] = Counter()
    for start in range(0, home.last_number, SLICE):
        mine = ticket.c.question_id.between(question_id(home.id, start + 1), question_id(home.id, start + SLICE))
        grouped = (
            select(ticket.c.department, ticket.c.kind, ticket.c.state, func.count().label("tickets"))
            .where(mine)
            .group_by(ticket.c.department, ticket.c.kind, ticket.c.state)
        )
        with store.read() as connection:
            for row in connection.execute(grouped):
                counted[row.department, row.kind, row.state] += row.tickets
        sleep(0)
    return [
        {"department": department, "kind": kind, "state": state, "tickets": many}
        for (department, kind, state), many in counted.most_common()
    ]
