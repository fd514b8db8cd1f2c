"""The questions of a broadcast, and how many there are in each state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, cast

from sqlalchemy import ColumnElement, Connection, Row, and_, select, union

from live.domain.question import ON_AIR, SHORTLISTED, State
from live.protocol.views import QuestionView, Snapshot
from live.store.ids import NUMBERS, question_id
from live.store.show import tallies
from live.store.tables import call, question
from live.views.feed.sections.section import EVERYBODY, Body, Reader, Run, Section
from live.views.questions.masking import hidden, masked_author, said_name, without_marks
from live.views.questions.view import FULL, views_by_broadcast, views_of

RUNDOWN = frozenset({SHORTLISTED, ON_AIR})
"""Every question in these states is held, however many others there are."""


class Contacts(Enum):
    """Whether a screen may learn how an author is reached."""

    ALWAYS = auto()
    WHERE_ALLOWED = auto()
    """By the broadcast, which says so of its head."""
    NEVER = auto()


@dataclass(frozen=True, slots=True)
class Allowed:
    """What a broadcast lets its screens show: contacts to its head, and on air the names of those who agreed to it."""

    contacts: bool
    names: bool

    @classmethod
    def by(cls, broadcast: Row[Any]) -> Allowed:
        return cls(bool(broadcast.head_sees_contacts), bool(broadcast.names_on_air))


NOTHING = Allowed(contacts=False, names=False)


@dataclass(frozen=True, slots=True)
class QuestionRows:
    """Whole views by number, and what the broadcast lets its screens show of them."""

    views: dict[int, QuestionView]
    allowed: Allowed


@dataclass(frozen=True)
class Questions(Section[QuestionRows]):
    """Those in some states. Whether one is seen depends on its row and on the section's fields alone.

    `fields`: the facts that are shown, None is every one. `steers`: the producer's own, which is told even on air that
    an author has changed a question. `masks`: its texts are shown without telephones, addresses and the like. `names`:
    those are named too who have not agreed to be named on air. `aloud`: its texts are read aloud.
    `promises`: it lists every promise of the show, and is told of those too on questions that it does not see.
    """

    name = "questions"
    keys = ("counts", "questions")
    field = "view"
    limit = 200
    subjects = frozenset({"question", "questions", "graphic", "reply", "call"})
    hears_unknown = True

    states: frozenset[State]
    contacts: Contacts = Contacts.NEVER
    fields: tuple[str, ...] | None = None
    steers: bool = False
    masks: bool = False
    names: bool = True
    aloud: bool = False
    promises: bool = False

    @property
    def counted(self) -> frozenset[State]:
        """The states whose questions the screen counts."""
        return self.states

    @property
    def sees_all(self) -> bool:
        """Whether every question of a broadcast is on this screen."""
        return len(self.counted) == len(State)

    def sees(self, view: QuestionView) -> bool:
        """Whether a question, given as its whole view, is on this screen."""
        return view["state"] in self.states

    def condition(self, broadcast: Row[Any]) -> ColumnElement[bool]:
        """The condition for the broadcast's questions that are on this screen."""
        if self.sees_all:
            lowest = question_id(broadcast.id, 0)
            return question.c.id.between(lowest, lowest + NUMBERS - 1)
        return and_(question.c.broadcast_id == broadcast.id, question.c.state.in_(sorted(self.states)))

    def shown(self, view: QuestionView, allowed: Allowed, reader: Reader = EVERYBODY) -> QuestionView:
        """A view, or what this screen shows of it."""
        facts: Mapping[str, Any] = view
        shown = dict(facts) if self.fields is None else {name: facts[name] for name in self.fields}
        if not self.aloud and "aloud" in shown:
            shown["aloud"] = None
        if self.masks:
            shown = without_marks({**shown, "let_through": view["let_through"]})
        if not self.names and shown.get("author"):
            said = view["name_on_air"] and allowed.names
            shown["author"] = {**shown["author"], "name": said_name(shown["author"]["name"], said)}
        if not self.shows_contacts(allowed.contacts):
            if shown.get("author"):
                shown["author"] = {"name": hidden(shown["author"]["name"])}
            if shown.get("replies"):
                shown["replies"] = []  # Where one stands tells how its receiver is reached.
        elif shown.get("author") and not reader.contacts:
            shown["author"] = masked_author(shown["author"])
        if view["state"] == ON_AIR and not self.steers and "author_change" in shown:
            shown["author_change"] = None  # Nobody else is to be put off while it is being answered.
        return cast(QuestionView, shown)

    def shows_contacts(self, allowed: bool) -> bool:
        """Whether it may learn how an author is reached."""
        return self.contacts is Contacts.ALWAYS or (allowed and self.contacts is Contacts.WHERE_ALLOWED)

    # The snapshot

    def snapshot(self, connection: Connection, broadcast: Row[Any], reader: Reader) -> Snapshot:
        """What is shortlisted and on air, and the newest others that the screen sees."""
        counted = tallies.by_state(connection, broadcast.id)
        return {
            "counts": {state: count for state, count in counted.items() if state in self.counted},
            "questions": self._listed(connection, broadcast, reader),
        }

    def _listed(self, connection: Connection, broadcast: Row[Any], reader: Reader) -> list[QuestionView]:
        mine = self.condition(broadcast)
        newest = select(question.c.id).where(mine).order_by(question.c.id.desc()).limit(self.limit)
        always = mine & (question.c.broadcast_id == broadcast.id) & question.c.state.in_(sorted(RUNDOWN))
        # A union, not an OR: each half goes by its own index however many questions there are.
        ids = union(select(newest.subquery().c.id), select(question.c.id).where(always))
        rows = connection.execute(FULL.where(question.c.id.in_(ids)).order_by(question.c.id.desc())).all()
        allowed = Allowed.by(broadcast)
        return [self.shown(view, allowed, reader) for view in views_of(connection, rows)]

    # Events

    @classmethod
    def load(cls, connection: Connection, broadcast: Row[Any], events: Sequence[Row[Any]]) -> QuestionRows:
        return cls.load_of_several(connection, [(broadcast, events)])[0]

    @classmethod
    def load_of_several(cls, connection: Connection, runs: Sequence[Run]) -> list[QuestionRows]:
        numbers = [(broadcast.id, {event.question for event in events if event.question}) for broadcast, events in runs]
        views = views_by_broadcast(connection, numbers)
        return [QuestionRows(found, Allowed.by(run[0])) for found, run in zip(views, runs, strict=True)]

    def render(self, event: Row[Any], rows: QuestionRows, reader: Reader) -> Body | None:
        if event.type == "questions.unticketed":
            return None  # The broadcast tells of it: a snapshot is needed.
        if event.type == "questions.ticketed":
            return self._render_slice(event)
        if event.type.startswith("call."):
            return self._render_call(event, rows, reader)
        view = rows.views.get(event.question)
        visible = view is not None and self.sees(view)
        of_promise = self.promises and event.type.startswith("question.promise")
        if not (visible or of_promise or event.was in self.counted or event.state in self.counted):
            return None
        body = {"question": event.question, "state": event.state, **(event.data or {})}
        if event.was is not None:
            body["was"] = event.was
        body["view"] = self.shown(view, rows.allowed, reader) if visible and view else None
        return body

    def _render_call(self, event: Row[Any], rows: QuestionRows, reader: Reader) -> Body | None:
        """Of the question itself nothing has changed but its caller."""
        view = rows.views.get(event.question)
        if view is None or not self.sees(view):
            return None
        unmoved = {"question": event.question, "was": view["state"], "state": view["state"]}
        shown = self.shown(view, rows.allowed, reader)
        return {"call": event.call, **(event.data or {}), **unmoved, "view": shown}

    def _render_slice(self, event: Row[Any]) -> Body:
        """A wrap's slice: the questions that were on this screen, and how many left each state."""
        listed = [item for item in event.data["questions"] if item["was"] in self.states]
        was: dict[str, int] = {}
        for item in listed:
            if item["was"] in self.counted:
                was[item["was"]] = was.get(item["was"], 0) + 1
        return {"questions": listed, "was": was, "state": event.state}

    def described(self) -> dict[str, Any]:
        return {**super().described(), "states": sorted(self.counted), "always": sorted(RUNDOWN & self.states)}


@dataclass(frozen=True)
class CallersQuestions(Questions):
    """Those that were asked by telephone, in whatever state; they are not counted."""

    @property
    def counted(self) -> frozenset[State]:
        return frozenset()

    def sees(self, view: QuestionView) -> bool:
        return view["caller"] is not None

    def shown(self, view: QuestionView, allowed: Allowed, reader: Reader = EVERYBODY) -> QuestionView:
        """The recording is asked for at the call (call.recording)."""
        shown = super().shown(view, allowed, reader)
        if not reader.contacts:
            shown["attachments"] = [one for one in shown["attachments"] if one.get("type") != "recording"]
        return shown

    def condition(self, broadcast: Row[Any]) -> ColumnElement[bool]:
        lowest = question_id(broadcast.id, 0)
        return question.c.id.in_(
            select(call.c.question_number + lowest).where(
                call.c.broadcast_id == broadcast.id, call.c.question_number.is_not(None)
            )
        )
