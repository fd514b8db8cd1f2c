"""The moderators' verbs: edit, classify, note, shortlist, return, decline, restore, merge, split, ticket, add."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from live.desk.language.stacks import about_otherwise
from live.desk.merging import add_askers, ancestors, askers_in, askers_out, root_of
from live.desk.questions import load_for_update, store
from live.desk.tickets import open_tickets, refresh
from live.domain import broadcast as broadcast_rules
from live.domain import question as rules
from live.domain import rank
from live.domain.events import Event
from live.domain.order.place import Place
from live.domain.people import By
from live.domain.refused import Refused
from live.domain.submission import SPOKEN, Consent, Submission
from live.domain.ticket import Kind
from live.domain.transitions import Change
from live.language.lemmas import lemmas
from live.protocol.commands import OnQuestion
from live.protocol.commands.questions import (
    Add,
    AllowName,
    Bulk,
    Classify,
    Decline,
    Edit,
    Merge,
    Note,
    OfMark,
    OnFile,
    Position,
    SetAsking,
    SetUrgent,
    Ticket,
)
from live.store.centre import lists
from live.store.commands import BUS
from live.store.followup import news
from live.store.ids import TICKETS_LOG, question_id
from live.store.one_by_one import one_by_one
from live.store.order import places
from live.store.rows import Row
from live.store.show import broadcasts, files, questions
from live.store.transaction import Transaction
from live.views.questions.masking import marks_of
from live.views.questions.view import question_views


@BUS.handles("question.add")
def add(tx: Transaction, broadcast: Row[Any], body: Add, by: By) -> dict[str, Any]:
    """A question written down by hand; a shut intake does not stop it."""
    broadcast_rules.check_by_hand(broadcasts.to_domain(broadcast))
    real = broadcast.kind != broadcast_rules.Kind.PRACTICE.value  # Nobody whom we know comes into a practice.
    author = body.author.to_domain() if body.author and real else None
    consent = Consent(SPOKEN, name_on_air=True) if body.name_on_air else None
    submission = Submission(body.text, "hand", author, body.locality, body.topic, consent=consent)
    return {"number": write_down(tx, broadcast, submission, by), "state": rules.NEW.value, "version": 1}


def write_down(tx: Transaction, broadcast: Row[Any], submission: Submission, by: By) -> int:
    """Store a question that a person wrote; its number."""
    [(number, _)] = questions.add(tx, [questions.New(broadcast, submission, "hand")], "question.added", by)
    return number


@BUS.handles("question.edit")
def edit(tx: Transaction, broadcast: Row[Any], body: Edit, by: By) -> None:
    """A wording for air beside the original; every wording is kept."""
    question = load_for_update(tx, broadcast, body, "edit")
    change = rules.transition(question, "edit")
    questions.keep_revision(tx, broadcast.id, question.number, change.after.version, body.air_text, by.name)
    _save_facts(tx, broadcast, question, change, by, air_text=body.air_text)


def _save_facts(
    tx: Transaction,
    broadcast: Row[Any],
    question: rules.Question,
    change: Change[rules.Question],
    by: By,
    settled: Mapping[str, bool] = MappingProxyType({}),
    **facts: Any,
) -> None:
    """Write these facts, by which it is found then, and which may take it off its stack."""
    row = questions.get(tx.connection, broadcast.id, question.number)
    store(tx, broadcast, question, change, by, **found_by(tx, broadcast, question, **facts), **settled)
    tx.append(broadcast.id, about_otherwise(tx, row, **facts), None)


def found_by(tx: Transaction, broadcast: Row[Any], question: rules.Question, **facts: Any) -> dict[str, Any]:
    """These new facts with the lemmas by which the question is then found."""
    row = questions.get(tx.connection, broadcast.id, question.number)
    if row.lemmas is None:
        return facts  # The language work is still to read it.
    texts = [facts.get(name, getattr(row, name)) for name in ("text", "air_text", "locality", "topic")]
    return {**facts, "lemmas": lemmas(*texts)}


@BUS.handles("question.classify")
def classify(tx: Transaction, broadcast: Row[Any], body: Classify, by: By) -> None:
    """What a person says of the topic and the place stands; the guess is over."""
    question = load_for_update(tx, broadcast, body, "classify")
    facts = body.model_dump(include={"topic", "locality"}, exclude_unset=True)
    settled = {f"{name}_guessed": False for name in facts}
    change = rules.transition(question, "classify")
    _save_facts(tx, broadcast, question, change, by, settled, **facts)
    refresh(tx, broadcast, [question.number], by)


@BUS.handles("question.note")
def note(tx: Transaction, broadcast: Row[Any], body: Note, by: By) -> None:
    question = load_for_update(tx, broadcast, body, "note")
    change = rules.transition(question, "note", **{"for": body.for_})
    written = getattr(questions.get(tx.connection, broadcast.id, question.number), f"note_{body.for_}")
    store(tx, broadcast, question, change, by, **{f"note_{body.for_}": body.text or None})
    questions.react(tx, broadcast.id, question.number)
    _tell_named(tx, broadcast, question.number, (written or "", body.text), by)


def _tell_named(tx: Transaction, broadcast: Row[Any], number: int, texts: tuple[str, str], by: By) -> None:
    """Whom a note names now and did not before is told, as news of their work; not of what is invented."""
    if broadcast.rehearsal or broadcast.kind == broadcast_rules.Kind.PRACTICE.value:
        return
    before, now = (news.named_in(tx.connection, text, by, lambda one: one.reads(broadcast.id))[0] for text in texts)
    whom = now.without(before.all)
    if whom.all:
        tx.append(TICKETS_LOG, [Event("news.named", number, data={"broadcast": broadcast.id, **whom.facts()})], by)


@BUS.handles("question.unmask", "question.mask")
def let_through(tx: Transaction, broadcast: Row[Any], body: OfMark, by: By) -> None:
    """Words that are masked on air may be seen there, or not after all."""
    question = load_for_update(tx, broadcast, body, body.verb)
    view = question_views(tx.connection, broadcast.id, [question.number])[question.number]
    kind = next((mark["kind"] for mark in marks_of(view) if mark["words"] == body.words), None)
    if kind is None:
        raise Refused("not_found", "Nothing of these words is masked in question {number}.", number=question.number)
    change = rules.transition(question, body.verb, kind=kind)
    others = [words for words in view["let_through"] if words != body.words]
    shown = [*others, body.words] if body.verb == "unmask" else others
    store(tx, broadcast, question, change, by, let_through=shown or None)


@BUS.handles("question.allow_name")
def allow_name(tx: Transaction, broadcast: Row[Any], body: AllowName, by: By) -> None:
    """Whether its author's name may be said on air: they were asked, or asked for it not to be."""
    question = load_for_update(tx, broadcast, body, "allow_name")
    change = rules.transition(question, "allow_name", allowed=body.allowed)
    store(tx, broadcast, question, change, by, name_on_air=body.allowed)


@BUS.handles("question.set_urgent")
def set_urgent(tx: Transaction, broadcast: Row[Any], body: SetUrgent, by: By) -> None:
    """Whether it tells of danger to people: what a person says stands, and the words that were found stay beside it."""
    question = load_for_update(tx, broadcast, body, "set_urgent")
    change = rules.transition(question, "set_urgent", urgent=body.urgent)
    store(tx, broadcast, question, change, by, urgent=body.urgent, urgent_guessed=False)
    refresh(tx, broadcast, [question.number], by)


@BUS.handles("question.set_asking")
def set_asking(tx: Transaction, broadcast: Row[Any], body: SetAsking, by: By) -> None:
    """Whether it asks something: the mark that says otherwise is off for good, and its words stay beside it."""
    question = load_for_update(tx, broadcast, body, "set_asking")
    change = rules.transition(question, "set_asking", asks=body.asks)
    store(tx, broadcast, question, change, by, asks=body.asks)


@BUS.handles("question.show_file", "question.hide_file")
def show_file(tx: Transaction, broadcast: Row[Any], body: OnFile, by: By) -> None:
    """Whether everybody may see a picture that came with it; nobody may by itself."""
    question = load_for_update(tx, broadcast, body, body.verb)
    change = rules.transition(question, body.verb, file=body.file)
    files.show(tx, question_id(broadcast.id, question.number), body.file, shown=body.verb == "show_file")
    store(tx, broadcast, question, change, by)


@BUS.handles("question.shortlist")
def shortlist(tx: Transaction, broadcast: Row[Any], body: Position, by: By) -> None:
    question = load_for_update(tx, broadcast, body, "shortlist")
    change = rules.ranked(rules.transition(question, "shortlist"), rank_at(tx, broadcast, body.place, question.number))
    store(tx, broadcast, question, change, by)


def rank_at(tx: Transaction, broadcast: Row[Any], place: Place, number: int) -> str:
    """A rank in the order for the question of this number."""
    return rank.between(*places.neighbours(tx.connection, broadcast.id, place, moved=Place(question=number)))


@BUS.handles("question.decline")
def decline(tx: Transaction, broadcast: Row[Any], body: Decline, by: By) -> None:
    own_reasons = lists.own_reasons(tx.connection)
    rules.check_reason(body.reason, body.text, own_reasons)  # What is wrong is told before what is stale.
    question = load_for_update(tx, broadcast, body, "decline")
    change = rules.decline(question, body.reason, body.text, own_reasons)
    store(tx, broadcast, question, change, by, decline_reason=body.reason, decline_text=body.text or None)


@BUS.handles("question.restore")
def restore(tx: Transaction, broadcast: Row[Any], body: OnQuestion, by: By) -> dict[str, Any]:
    """New again; once the show is wrapped, and no question of it stands open any more, a ticket."""
    question = load_for_update(tx, broadcast, body, "restore")
    withdrawn_at = questions.get(tx.connection, broadcast.id, question.number).withdrawn_at
    rules.check_not_withdrawn(question.number, withdrawn_at)
    over = broadcast.state == broadcast_rules.WRAPPED.value
    change = rules.transition(question, "restore")
    if over:
        change = rules.transition(question, "restore_as_ticket")
    store(tx, broadcast, question, change, by, decline_reason=None, decline_text=None)
    return {"ticket": open_tickets(tx, broadcast, [question.number], Kind.UNANSWERED, by)[0]} if over else {}


@BUS.handles("question.merge")
def merge(tx: Transaction, broadcast: Row[Any], body: Merge, by: By) -> dict[str, Any]:
    """Into another (into its root, where that one is merged itself), which keeps every asker."""
    question = load_for_update(tx, broadcast, body, "merge")
    root = root_of(tx, broadcast, body.into)
    if root.number == question.number != body.into:  # Two moderators merge the same two, each the other way round.
        raise Refused("invalid", "Question {number} is already merged into this one.", number=body.into)
    change = rules.merge(question, questions.to_domain(root))
    store(tx, broadcast, question, change, by)
    row = questions.get(tx.connection, broadcast.id, question.number)
    add_askers(tx, broadcast, [root], askers_in(tx, broadcast, row, root))
    refresh(tx, broadcast, [root.number], by)
    return {"into": root.number}


@BUS.handles("question.split")
def split(tx: Transaction, broadcast: Row[Any], body: OnQuestion, by: By) -> None:
    """Out of the question it was merged into, with whoever had been merged into it before."""
    question = load_for_update(tx, broadcast, body, "split")
    above = ancestors(tx, broadcast, question)
    change = rules.split(question, [questions.to_domain(row) for row in above])
    row = questions.get(tx.connection, broadcast.id, question.number)
    store(tx, broadcast, question, change, by)
    add_askers(tx, broadcast, above, -askers_out(tx, broadcast, row, above[0]))
    refresh(tx, broadcast, [row.number for row in above], by)


@BUS.handles("question.ticket")
def ticket(tx: Transaction, broadcast: Row[Any], body: Ticket, by: By) -> dict[str, Any]:
    """Straight to the follow-up, without the air."""
    question = load_for_update(tx, broadcast, body, "ticket")
    change = rules.transition(question, "ticket")
    [number] = open_tickets(
        tx, broadcast, [question.number], Kind.UNANSWERED, by, department=body.department, priority=body.priority
    )
    store(tx, broadcast, question, change, by)
    return {"ticket": number}


IN_BULK = (
    "shortlist",
    "return",
    "classify",
    "note",
    "decline",
    "restore",
    "merge",
    "split",
    "ticket",
    "recall",
    "unblock",
    "finish",
    "unfinish",
)


@BUS.handles("questions.bulk")
def bulk(tx: Transaction, broadcast: Row[Any], body: Bulk, by: By) -> dict[str, Any]:
    """One move on many questions, in order; one that is refused sinks no other."""
    if body.do not in {f"question.{verb}" for verb in IN_BULK}:
        raise Refused("invalid", "“{type}” cannot be done to many questions at once.", type=body.do)
    return one_by_one(tx, BUS.declared[body.do], broadcast, body, body.questions, by)
