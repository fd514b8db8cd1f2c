"""A broadcast's states, its transitions, and what its state allows."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum

from live.domain.events import Event
from live.domain.people import Role
from live.domain.refused import Refused
from live.domain.transitions import NOBODY, Change, StateMachine, Transition, staying


class State(StrEnum):
    PLANNED = "planned"
    COLLECTING = "collecting"
    ON_AIR = "on_air"
    WRAPPING = "wrapping"
    WRAPPED = "wrapped"
    ARCHIVED = "archived"


class Kind(StrEnum):
    SHOW = "show"
    STANDING = "standing"
    PRACTICE = "practice"
    """One person's, on invented questions: no list has it, nothing of it is counted, and it is removed whole."""


PRACTISED = (Role.MODERATOR, Role.PRODUCER, Role.SCREENER)
"""The roles that can be practised."""


@dataclass(frozen=True, slots=True)
class Practice:
    """What is practised and by whom; its broadcast's slug says it, in a form that no other broadcast's can have."""

    role: Role
    owner: str

    @property
    def slugs(self) -> str:
        """How the slugs of all of this owner's practices of this role begin."""
        return f"practice_{self.role.value}_{self.owner}_"


def practice_of(slug: str) -> Practice | None:
    """What a slug says of a practice; None for any other broadcast's."""
    known = re.fullmatch(r"practice_([a-z]+)_([a-z0-9-]+)_[a-z0-9]+", slug)
    return Practice(Role(known[1]), known[2]) if known and known[1] in PRACTISED else None


TICKETS = "tickets"
"""In place of a broadcast's slug: the centre's log of tickets. No broadcast is called so."""

ZONE = "Europe/Ulyanovsk"
"""The time zone of a broadcast, and of the centre's day, where no other is said."""

PLANNED, COLLECTING, ON_AIR = State.PLANNED, State.COLLECTING, State.ON_AIR
WRAPPING, WRAPPED, ARCHIVED = State.WRAPPING, State.WRAPPED, State.ARCHIVED

PRODUCERS = frozenset({Role.PRODUCER})
"""Who runs a broadcast, and rehearses it."""

UNDOERS = frozenset({Role.PRODUCER, Role.ADMIN})
"""Who takes the air or the wrap back."""

TRANSITIONS = StateMachine(
    "broadcast",
    Transition("open", {PLANNED: COLLECTING}, PRODUCERS, "broadcast.opened"),
    Transition("open_intake", staying(COLLECTING, ON_AIR), PRODUCERS, "broadcast.intake_opened"),
    Transition("close_intake", staying(COLLECTING, ON_AIR), PRODUCERS, "broadcast.intake_closed"),
    Transition("air", {COLLECTING: ON_AIR}, PRODUCERS, "broadcast.aired"),
    Transition("wrap", {COLLECTING: WRAPPING, ON_AIR: WRAPPING}, PRODUCERS, "broadcast.wrapping"),
    # The last slice of the wrap does it.
    Transition("finish", {WRAPPING: WRAPPED}, NOBODY, "broadcast.wrapped"),
    Transition("archive", {WRAPPED: ARCHIVED}, PRODUCERS, "broadcast.archived"),
    Transition("unair", {ON_AIR: COLLECTING}, UNDOERS, "broadcast.unaired"),
    Transition("unwrap", {WRAPPED: WRAPPING}, UNDOERS, "broadcast.unwrapping"),
    # The last slice of a wrap that is taken back does one of them.
    Transition("back_on_air", {WRAPPING: ON_AIR}, NOBODY, "broadcast.unwrapped"),
    Transition("back_to_collecting", {WRAPPING: COLLECTING}, NOBODY, "broadcast.unwrapped"),
)

REHEARSAL_EVENTS = {
    "start": "broadcast.rehearsal_started",
    "pace": "broadcast.rehearsal_paced",
    "stop": "broadcast.rehearsal_stopped",
    "reset": "broadcast.reset",
}
"""After a reset every screen starts over: what it held is not there any more."""

TAKES_IN = frozenset({COLLECTING, ON_AIR})
"""States in which questions can come in at all; from outside the intake must be open too."""

PLANNING = frozenset({"starts_at", "minutes", "zone"})
"""What is planned of a show, and stands in its report once it is over."""

OF_SHOWS = frozenset(
    {"starts_at", "minutes", "item_seconds", "standing_id", "names_on_air", "recording_url", "recording_at"}
)
"""What a standing broadcast has not."""

MINUTES = range(1, 1441)
"""How long a show can be planned to last."""

RUNDOWN_VERBS = frozenset({"shortlist", "move", "plan", "take", "answer", "reopen", "want", "unwant"})
"""What a standing broadcast, which has no rundown, does not know."""

LINE_VERBS = frozenset({"finish", "unfinish"})
"""What a standing broadcast alone knows: on a show a question is answered on air."""

AIR_VERBS = frozenset({"take", "answer"})
"""What needs the broadcast itself to be on air."""

EARLY_VERBS = frozenset({"transfer"})
"""What can be done before a show is opened: what was handed to it goes back."""

AFTER_VERBS = frozenset(
    {"restore", "amend_promise", "withdraw_promise", "summarise", "send_answer", "show_file", "hide_file"}
)
"""What can still be done once the show is wrapped: what was declined becomes a ticket, a promise's ticket follows, the
answers are written down and told, a picture is shown with its ticket or is not."""


@dataclass(frozen=True, slots=True)
class Broadcast:
    slug: str
    kind: Kind
    state: State
    intake_open: bool
    version: int = 1
    rehearsing: bool = False

    @property
    def takes_questions(self) -> bool:
        """Whether what arrives from outside lands here."""
        return self.intake_open and self.state in TAKES_IN

    @property
    def is_over(self) -> bool:
        """Whether nothing rings or is asked here any more."""
        return self.state in (WRAPPING, WRAPPED, ARCHIVED)

    def stale(self) -> Refused:
        return Refused("conflict", "The broadcast was changed meanwhile. Look at it as it is now, and save once more.")

    def event(self, type_: str, was: State, **facts: object) -> Event:
        return Event(type_, was=was.value, state=self.state.value, data=facts)


def is_slug(text: str) -> bool:
    """Whether a text can name a broadcast in an address; `tickets` is taken by the centre's log."""
    return re.fullmatch(r"[a-z0-9][a-z0-9-]{0,62}[a-z0-9]", text) is not None and text != TICKETS


def new(slug: str, kind: Kind) -> Broadcast:
    """A show is planned; a standing broadcast and a practice are open from the start."""
    if kind is not Kind.SHOW:
        return Broadcast(slug, kind, COLLECTING, True)
    return Broadcast(slug, kind, PLANNED, False)


def transition(broadcast: Broadcast, verb: str) -> Change[Broadcast]:
    """The broadcast after `verb`; `illegal` where its state, or a standing broadcast, lacks the verb."""
    if broadcast.kind is Kind.STANDING:
        if verb == "archive":
            return _retire(broadcast)
        raise Refused("illegal", "A standing broadcast is always open; it is neither aired nor wrapped.")
    if verb == "wrap" and broadcast.rehearsing:
        raise Refused("illegal", "This is a rehearsal: reset it, and the real show can be aired and finished.")
    change = TRANSITIONS.transition(broadcast, verb)
    intake = {"open": True, "open_intake": True, "close_intake": False, "wrap": False}.get(verb, broadcast.intake_open)
    return Change(replace(change.after, intake_open=intake), change.events)


def edit(broadcast: Broadcast, changed: Collection[str], anew: bool) -> Change[Broadcast]:
    """The broadcast with these of its settings changed; `illegal` where they stand by now.

    `anew`: what its screens may show of questions is another thing now.
    """
    if broadcast.state is ARCHIVED:
        raise Refused("illegal", "This broadcast is archived: nothing of it is changed any more.")
    if broadcast.kind is Kind.STANDING and OF_SHOWS & set(changed):
        raise Refused("illegal", "A standing broadcast has no start, no length and no other one behind it.")
    if broadcast.state in (WRAPPING, WRAPPED) and PLANNING & set(changed):
        raise Refused("illegal", "This show is over: its start, its length and its zone stand.")
    after = replace(broadcast, version=broadcast.version + 1)
    return Change(after, (after.event("broadcast.edited", broadcast.state, anew=anew),))


def check_start(broadcast: Broadcast, starts_at: datetime, now: datetime, zone: tzinfo) -> None:
    """`invalid` for a start in the past; a show that has begun may be told when it was planned."""
    if broadcast.state in (PLANNED, COLLECTING) and starts_at < now:
        written = starts_at.astimezone(zone).strftime("%d.%m.%Y %H:%M")
        raise Refused("invalid", "The start {time} is in the past. Choose a later day or hour.", time=written)


def check_deletable(broadcast: Broadcast) -> None:
    """`illegal` for a show that is on air, or just was."""
    if broadcast.state in (ON_AIR, WRAPPING):
        raise Refused("illegal", "It is on air: finish it, then it can be archived.")


def check_unused(shows: int, channels: int) -> None:
    """`illegal` while so many shows have it behind them, or so many channels deliver to it."""
    if shows:
        raise Refused(
            "illegal",
            "It stands behind shows that are not archived: {count}. Choose another one for them.",
            count=shows,
        )
    if channels:
        raise Refused("illegal", "Channels deliver here: {count}. Let them deliver elsewhere first.", count=channels)


def check_retirable(shows: int, channels: int, questions: int) -> None:
    """`illegal` while a standing broadcast is needed: something leads to it, or questions there are still open."""
    check_unused(shows, channels)
    if questions:
        raise Refused(
            "illegal", "Questions are still open here: {count}. Answer, decline or ticket them.", count=questions
        )


def _retire(broadcast: Broadcast) -> Change[Broadcast]:
    """A standing broadcast is archived at any time, and takes nothing any more."""
    if broadcast.state is ARCHIVED:
        raise Refused("illegal", "This broadcast is archived: nothing of it is changed any more.")
    after = replace(broadcast, state=ARCHIVED, intake_open=False, version=broadcast.version + 1)
    return Change(after, (after.event("broadcast.archived", broadcast.state),))


def rehearse(broadcast: Broadcast, verb: str) -> Change[Broadcast]:
    """A rehearsal started, paced, stopped or reset; `illegal` where it cannot be: never once the show has aired."""
    if verb == "start":
        if broadcast.kind is not Kind.SHOW or broadcast.state is not COLLECTING or broadcast.rehearsing:
            raise Refused("illegal", "A rehearsal begins while a show collects questions, before it is on air.")
    elif not broadcast.rehearsing:
        raise Refused("illegal", "There is no rehearsal on this broadcast.")
    after = replace(broadcast, version=broadcast.version + 1)
    if verb in ("start", "reset"):
        after = replace(after, rehearsing=verb == "start")
    if verb == "reset":
        after = replace(after, state=COLLECTING)
    return Change(after, (after.event(REHEARSAL_EVENTS[verb], broadcast.state),))


def check_moderation(broadcast: Broadcast, verb: str) -> None:
    """`illegal` when this broadcast, as it stands, lets nobody make the question move `verb`."""
    if broadcast.kind is Kind.STANDING:
        if verb in RUNDOWN_VERBS:
            raise Refused("illegal", "A standing broadcast has no rundown: give the question a ticket or decline it.")
        return
    if verb in LINE_VERBS:
        raise Refused("illegal", "On a show a question is answered on air. Only the line between shows has this.")
    if verb in AIR_VERBS and broadcast.state is not ON_AIR:
        raise Refused(
            "illegal",
            "The broadcast is “{state}”; questions go to air while it is on air.",
            state=broadcast.state.value,
        )
    if broadcast.state is WRAPPED and verb in AFTER_VERBS:
        return
    if broadcast.state is PLANNED:
        if verb in EARLY_VERBS:
            return
        raise Refused("illegal", "The broadcast is not open yet: begin collecting, then its questions can be moved.")
    if broadcast.state not in TAKES_IN:
        raise Refused(
            "illegal",
            "The broadcast is “{state}”; its questions can no longer be moved.",
            state=broadcast.state.value,
        )


def check_transfer(here: Broadcast, there: Broadcast) -> None:
    """`illegal` unless a question may go from here to there: between a standing broadcast and a show not yet over."""
    if here.slug == there.slug:
        raise Refused("illegal", "The question is there already: choose another broadcast.")
    if here.kind is there.kind or Kind.PRACTICE in (here.kind, there.kind):
        raise Refused(
            "illegal", "A question goes between a standing broadcast and a show: choose one of the other kind."
        )
    if there.is_over:
        raise Refused("illegal", "That one is over and takes no questions: choose another broadcast.")
    if here.rehearsing or there.rehearsing:
        raise Refused("illegal", "A rehearsal is under way there. Reset it, then hand the question over.")


def check_counts(kind: str) -> None:
    """`illegal` in a practice, of which nothing stays: no ticket, nobody who is blocked, no link to a screen."""
    if kind == Kind.PRACTICE.value:
        raise Refused("illegal", "This is a practice: no tickets, blocked authors and links to screens come of it.")


def check_by_hand(broadcast: Broadcast) -> None:
    """`closed` when not even the desk can add a question; a shut intake does not stop the desk itself."""
    if broadcast.state not in TAKES_IN:
        raise Refused(
            "closed",
            "This broadcast is “{state}” and takes no questions.",
            state=broadcast.state.value,
        )


AFTERWARDS = timedelta(hours=24)
"""How long after a show's planned end its screens' links still open."""

UNPLANNED = timedelta(days=30)
"""How long the links hold of a broadcast that has no end, or none that anybody has planned."""


def links_end(kind: Kind, starts_at: datetime | None, minutes: int, now: datetime) -> datetime:
    """Until when a link to a screen that is made now opens it."""
    if kind is Kind.STANDING or starts_at is None:
        return now + UNPLANNED
    return max(starts_at + timedelta(minutes=minutes), now) + AFTERWARDS


class Repeat(StrEnum):
    """How the shows of a series follow each other."""

    WEEK = "week"
    FORTNIGHT = "fortnight"
    MONTH = "month"
    """On the same weekday of each month, such as its second Wednesday; the fifth is the last where there is none."""


LONGEST_SERIES = 52


def days_of(first: date, repeat: Repeat, count: int) -> list[date]:
    """The days of a series of `count` shows, of which this is the first."""
    if repeat is not Repeat.MONTH:
        weeks = 1 if repeat is Repeat.WEEK else 2
        return [first + timedelta(weeks=weeks * n) for n in range(count)]
    which = (first.day - 1) // 7
    days = []
    for n in range(count):
        years, month = divmod(first.month - 1 + n, 12)
        year, month = first.year + years, month + 1
        weekday, last = monthrange(year, month)
        day = 1 + (first.weekday() - weekday) % 7 + 7 * which
        days.append(date(year, month, day if day <= last else day - 7))
    return days
