"""The moderators' verbs: edit, classify, note, shortlist, return, decline, restore, merge, split, ticket, add."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator
from sqlalchemy import Row

from live.desk.merging import add_askers, ancestors, root_of
from live.desk.questions import seen, store
from live.desk.tickets import open_tickets, retell
from live.domain import broadcast as broadcast_rules
from live.domain import question as rules
from live.domain import rank
from live.domain.people import By, Role
from live.domain.refused import Refused
from live.domain.submission import Author, Submission, checked_text
from live.domain.ticket import PRIORITIES, Kind, Priority
from live.language.lemmas import lemmas
from live.store.centre import lists
from live.store.commands import Body, Commands, Number, OnQuestion
from live.store.one_by_one import one_by_one
from live.store.show import broadcasts, questions
from live.store.transaction import Transaction

COMMANDS = Commands()

Short = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Note = Annotated[str, StringConstraints(max_length=1000)]
Wording = Annotated[str, AfterValidator(checked_text)]
"""A question's text, checked with the rest of the body: what is wrong is told before what is stale."""


class AuthorFields(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    name: Annotated[str, StringConstraints(max_length=200)] | None = None
    contact: Annotated[str, StringConstraints(max_length=200)] | None = None
    profile: Annotated[str, StringConstraints(max_length=500)] | None = None

    def to_domain(self) -> Author:
        return Author(self.name or None, self.contact or None, self.profile or None)


class Add(Body):
    text: Wording
    author: AuthorFields | None = None
    locality: Short | None = None
    topic: Short | None = None


class Edit(OnQuestion):
    air_text: Wording


class Classify(OnQuestion):
    topic: Short | None = None
    locality: Short | None = None

    @model_validator(mode="after")
    def says_something(self) -> Classify:
        if not self.model_fields_set & {"topic", "locality"}:
            raise Refused("invalid", "Say a topic, a locality or both.")
        return self


class TakeNote(OnQuestion):
    for_: Literal["presenter", "head"] = Field(alias="for")
    text: Note


class Place(OnQuestion):
    before: Number | None = None


class Decline(OnQuestion):
    reason: Annotated[str, StringConstraints(min_length=1, max_length=64)]
    text: Note | None = None


class Merge(OnQuestion):
    into: Number


class Ticket(OnQuestion):
    department: Short | None = None
    priority: Priority = PRIORITIES[0]


class Seen(BaseModel):
    model_config = ConfigDict(extra="forbid")

    question: Number
    version: Number


class Bulk(Body):
    """One of the desk's moves on many questions; the other fields are that move's own."""

    model_config = ConfigDict(extra="allow", str_strip_whitespace=True)

    do: str
    questions: Annotated[list[Seen], Field(min_length=1, max_length=500)]


@COMMANDS.add("question.add", {Role.MODERATOR, Role.SCREENER}, Add)
def add(tx: Transaction, broadcast: Row[Any], body: Add, by: By) -> dict[str, Any]:
    """A question written down by hand; a shut intake does not stop it."""
    broadcast_rules.check_by_hand(broadcasts.to_domain(broadcast))
    author = body.author.to_domain() if body.author else None
    submission = Submission(body.text, "hand", author, body.locality, body.topic)
    return {"number": write_down(tx, broadcast, submission, by), "state": rules.NEW.value, "version": 1}


def write_down(tx: Transaction, broadcast: Row[Any], submission: Submission, by: By) -> int:
    """Store a question that a person wrote; its number."""
    [(number, _)] = questions.add(tx, broadcast, [(submission, "hand", None)], "question.added", by)
    return number


@COMMANDS.add("question.edit", rules.WHO["edit"], Edit)
def edit(tx: Transaction, broadcast: Row[Any], body: Edit, by: By) -> None:
    """A wording for air beside the original; every wording is kept."""
    question = seen(tx, broadcast, body, "edit")
    change = rules.move(question, "edit")
    questions.keep_revision(tx, broadcast.id, question.number, change.question.version, body.air_text, by.name)
    store(tx, broadcast, question, change, by, **found_by(tx, broadcast, question, air_text=body.air_text))


def found_by(tx: Transaction, broadcast: Row[Any], question: rules.Question, **facts: Any) -> dict[str, Any]:
    """These new facts with the lemmas by which the question is then found."""
    row = questions.get(tx.connection, broadcast.id, question.number)
    if row.lemmas is None:
        return facts  # The language work is still to read it.
    parts = [facts.get(name, getattr(row, name)) for name in ("text", "air_text", "locality", "topic")]
    return {**facts, "lemmas": lemmas(*parts)}


@COMMANDS.add("question.classify", rules.WHO["classify"], Classify, tickets=True)
def classify(tx: Transaction, broadcast: Row[Any], body: Classify, by: By) -> None:
    question = seen(tx, broadcast, body, "classify")
    """What a person says of the topic and the place stands; the guess is over."""
    facts = body.model_dump(include={"topic", "locality"}, exclude_unset=True)
    settled = {f"{name}_guessed": False for name in facts}
    change = rules.move(question, "classify")
    store(tx, broadcast, question, change, by, **found_by(tx, broadcast, question, **facts), **settled)
    retell(tx, broadcast, [question.number], by)


@COMMANDS.add("question.note", rules.WHO["note"], TakeNote)
def note(tx: Transaction, broadcast: Row[Any], body: TakeNote, by: By) -> None:
    question = seen(tx, broadcast, body, "note")
    change = rules.move(question, "note", **{"for": body.for_})
    store(tx, broadcast, question, change, by, **{f"note_{body.for_}": body.text or None})


@COMMANDS.add("question.shortlist", rules.WHO["shortlist"], Place)
def shortlist(tx: Transaction, broadcast: Row[Any], body: Place, by: By) -> None:
    question = seen(tx, broadcast, body, "shortlist")
    change = rules.ranked(rules.move(question, "shortlist"), place(tx, broadcast, body.before, question.number))
    store(tx, broadcast, question, change, by)


def place(tx: Transaction, broadcast: Row[Any], before: int | None, number: int) -> str:
    """A rank in the shortlist before another question, or last."""
    return rank.between(*questions.neighbours(tx.connection, broadcast.id, before, number))


@COMMANDS.add("question.decline", rules.WHO["decline"], Decline)
def decline(tx: Transaction, broadcast: Row[Any], body: Decline, by: By) -> None:
    own_reasons = lists.own_reasons(tx.connection)
    rules.check_reason(body.reason, body.text, own_reasons)  # What is wrong is told before what is stale.
    question = seen(tx, broadcast, body, "decline")
    change = rules.decline(question, body.reason, body.text, own_reasons)
    store(tx, broadcast, question, change, by, decline_reason=body.reason, decline_text=body.text or None)


@COMMANDS.add("question.restore", rules.WHO["restore"], OnQuestion)
def restore(tx: Transaction, broadcast: Row[Any], body: OnQuestion, by: By) -> None:
    question = seen(tx, broadcast, body, "restore")
    change = rules.move(question, "restore")
    store(tx, broadcast, question, change, by, decline_reason=None, decline_text=None)


@COMMANDS.add("question.merge", rules.WHO["merge"], Merge, tickets=True)
def merge(tx: Transaction, broadcast: Row[Any], body: Merge, by: By) -> dict[str, Any]:
    """Into another (into its root, where that one is merged itself), which keeps every asker."""
    question = seen(tx, broadcast, body, "merge")
    root = root_of(tx, broadcast, body.into)
    change = rules.merge(question, questions.to_domain(root))
    store(tx, broadcast, question, change, by)
    add_askers(tx, broadcast, [root], questions.get(tx.connection, broadcast.id, question.number).askers)
    retell(tx, broadcast, [root.number], by)
    return {"into": root.number}


@COMMANDS.add("question.split", rules.WHO["split"], OnQuestion, tickets=True)
def split(tx: Transaction, broadcast: Row[Any], body: OnQuestion, by: By) -> None:
    """Out of the question it was merged into, with whoever had been merged into it before."""
    question = seen(tx, broadcast, body, "split")
    above = ancestors(tx, broadcast, question)
    change = rules.split(question, [questions.to_domain(row) for row in above])
    own = questions.get(tx.connection, broadcast.id, question.number).askers
    store(tx, broadcast, question, change, by)
    add_askers(tx, broadcast, above, -own)
    retell(tx, broadcast, [row.number for row in above], by)


@COMMANDS.add("question.ticket", rules.WHO["ticket"], Ticket, tickets=True)
def ticket(tx: Transaction, broadcast: Row[Any], body: Ticket, by: By) -> dict[str, Any]:
    """Straight to the follow-up, without the air."""
    question = seen(tx, broadcast, body, "ticket")
    change = rules.move(question, "ticket")
    [number] = open_tickets(
        tx, broadcast, [question.number], Kind.UNANSWERED, by, department=body.department, priority=body.priority
    )
    store(tx, broadcast, question, change, by)
    return {"ticket": number}


IN_BULK = ("shortlist", "return", "classify", "note", "decline", "restore", "merge", "split", "ticket")


@COMMANDS.add("questions.bulk", rules.WHO["shortlist"], Bulk, tickets=True)
def bulk(tx: Transaction, broadcast: Row[Any], body: Bulk, by: By) -> dict[str, Any]:
    """One move on many questions, in order; one that is refused sinks no other."""
    known = COMMANDS.known.get(body.do)
    if known is None or body.do not in {f"question.{verb}" for verb in IN_BULK}:
        raise Refused("invalid", "“{type}” cannot be done to many questions at once.", type=body.do)
    return one_by_one(tx, known, lambda one: known.handler(tx, broadcast, one, by), body, body.questions, by)
