"""A rehearsal on a real broadcast before its show: invented questions and calls come in until its reset.

The reset takes every trace of it out. What residents really asked meanwhile stays; what of it was on air or answered
goes back to the list. Never possible once the show has aired: a rehearsal begins only before that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from live.desk import caller
from live.desk.merging import add_askers, ancestors
from live.desk.moderate import rank_at
from live.desk.questions import store
from live.desk.run import move_broadcast, put_back
from live.domain import broadcast as rules
from live.domain import question as question_rules
from live.domain.events import Event
from live.domain.order.place import LAST
from live.domain.people import By
from live.domain.submission import Submission
from live.protocol.commands import Body
from live.protocol.commands.broadcasts import Pace
from live.store.centre import settings
from live.store.commands import BUS
from live.store.ids import TICKETS_LOG
from live.store.rows import Row
from live.store.show import broadcasts, questions
from live.store.show import rehearsal as traces
from live.store.show.rehearsal import ORIGIN
from live.store.transaction import Transaction

TRIAL = "Пробный вопрос. Если вы читаете его на суфлёре, путь от формы до экрана работает."
"""Content, as a question is, so not translated."""

TRACE = "rehearsal.trace"
"""What is left in the log of what a rehearsal did: a number without a hole, and nothing else."""

AIR = ("question.taken", "question.answered", "question.reopened", "question.promised", "question.wanted")
"""What can only have happened in the rehearsal, since the show has not aired."""
AIR_PREFIXES = ("presenter.", "graphic.")


def _change(tx: Transaction, row: Row[Any], verb: str, by: By, **columns: Any) -> None:
    change = rules.rehearse(broadcasts.to_domain(row), verb)
    values = {"state": change.after.state.value, "version": change.after.version, **columns}
    broadcasts.set_facts(tx, row.id, **values)
    tx.append(row.id, change.events, by)


@BUS.handles("rehearsal.start")
def start(tx: Transaction, row: Row[Any], body: Pace, by: By) -> None:
    _change(tx, row, "start", by, rehearsal_pace=body.pace, rehearsal_at=tx.now, rehearsal_sent=0)


@BUS.handles("rehearsal.pace")
def pace(tx: Transaction, row: Row[Any], body: Pace, by: By) -> None:
    _change(tx, row, "pace", by, rehearsal_pace=body.pace, rehearsal_at=tx.now)


@BUS.handles("rehearsal.stop")
def stop(tx: Transaction, row: Row[Any], body: Body, by: By) -> None:
    """Nothing more comes in; the rehearsal goes on until its reset."""
    _change(tx, row, "stop", by, rehearsal_pace=0.0, rehearsal_at=None)


@BUS.handles("rehearsal.trial")
def trial(tx: Transaction, row: Row[Any], body: Body, by: By) -> dict[str, Any]:
    """One invented question goes the whole way, from the form to the prompter; the reset takes it out again."""
    if row.rehearsal_pace is None:
        _change(tx, row, "start", by, rehearsal_pace=0.0, rehearsal_at=None, rehearsal_sent=0)
    row = broadcasts.by_id(tx.connection, row.id)
    if row.state == rules.COLLECTING.value:
        move_broadcast(tx, row, "air", by)
        row = broadcasts.by_id(tx.connection, row.id)
    if (present := questions.on_air(tx.connection, row.id)) is not None:
        put_back(tx, row, questions.to_domain(present), by)
    [(number, _)] = questions.add(tx, [questions.New(row, Submission(TRIAL, "form"), ORIGIN)], "question.received")
    asked = questions.to_domain(questions.get(tx.connection, row.id, number))
    for verb in ("shortlist", "take"):
        change = question_rules.transition(asked, verb)
        if verb == "shortlist":
            change = question_rules.ranked(change, rank_at(tx, row, LAST, number))
        else:
            change = question_rules.take(asked, None)
        store(tx, row, asked, change, by)
        asked = change.after
    settings.remember_trial(tx)
    return {"number": number}


@BUS.handles("rehearsal.reset")
def reset(tx: Transaction, row: Row[Any], body: Body, by: By) -> dict[str, Any]:
    """Every trace out: as if nothing but what residents asked had been there."""
    rules.rehearse(broadcasts.to_domain(row), "reset")
    numbers = traces.invented(tx.connection, row.id)
    _take_out_of_merges(tx, row, numbers)
    _put_back(tx, row, numbers, by)
    removed = traces.remove(tx, row.id, numbers)
    if removed:
        tx.append(TICKETS_LOG, [Event("tickets.removed", data={"count": removed})], None)
    # The log keeps its numbers and loses what they told.
    traces.blank_events(tx, row.id, numbers, AIR, AIR_PREFIXES, to=TRACE)
    gone = {"rehearsal_pace": None, "rehearsal_at": None, "aired_at": None, "removed": row.removed + len(numbers)}
    _change(tx, row, "reset", by, **gone)
    return {"removed": len(numbers)}


def _take_out_of_merges(tx: Transaction, row: Row[Any], numbers: Sequence[int]) -> None:
    """A resident's question loses the invented askers; one that went into an invented question stands alone again."""
    gone = set(numbers)
    for merged in traces.merged_into_others(tx.connection, row.id, numbers):
        above = ancestors(tx, row, questions.to_domain(merged))
        add_askers(tx, row, [one for one in above if one.number not in gone], -merged.askers)
    for number in traces.others_merged_into(tx.connection, row.id, numbers):
        before = questions.to_domain(questions.get(tx.connection, row.id, number))
        after = replace(before, state=question_rules.NEW, merged_into=None, version=before.version + 1)
        questions.save(tx, row.id, before, after)


def _put_back(tx: Transaction, row: Row[Any], numbers: Sequence[int], by: By) -> None:
    """Residents' questions that the rehearsal took to air stand in the list again, their callers off the air."""
    for number in traces.others_aired(tx.connection, row.id, numbers):
        before = questions.to_domain(questions.get(tx.connection, row.id, number))
        verb = "return" if before.state is question_rules.ON_AIR else "reopen"
        caller.follow(tx, row, number, "back", by)
        after = question_rules.ranked(question_rules.transition(before, verb), rank_at(tx, row, LAST, number)).after
        questions.save(tx, row.id, before, after, answer_summary=None, answer_fully=None)
