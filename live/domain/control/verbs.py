"""The one table of show verbs: what a button may say, whichever way it speaks.

A button knows no versions and sees no screen. So each verb is worked out from the stage as it stands when it is its
turn, under the lock of the show's log, into one of the product's own commands; and it is refused where what it speaks
of has changed a moment before, so that a doubled press, or one that meant what has just gone, does nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import partial
from typing import Any

from live.domain.control.stage import Happened, Stage
from live.domain.question import ON_AIR, SHORTLISTED
from live.domain.refused import Refused

QUIET = timedelta(milliseconds=500)
"""So long after a change of what it speaks of a verb does nothing."""

DOUBLED = timedelta(milliseconds=50)
"""So long after the same step of a prompter another one is the same packet again: no finger is as fast."""

HIGHEST = 2**31 - 1
"""No question, no poll and no place of a list has a higher number."""

Fields = Mapping[str, Any]


class Takes(StrEnum):
    """What may stand behind a verb."""

    NOTHING = "nothing"
    QUESTION = "question"
    """A question's number."""
    POLL = "poll"
    """A poll's number."""
    MESSAGE = "message"
    """The place of a ready message in the centre's list, from 1 on."""


@dataclass(frozen=True, slots=True)
class Verb:
    """`says`: what it does, in English. `command`: the product's own that it comes to. `needed`: what it `takes` has to
    be said.

    `waits_for`: whether something that has happened within `quiet` is what this verb speaks of.
    """

    name: str
    says: str
    command: str
    fields: Callable[[Stage], Fields]
    waits_for: Callable[[Stage, Happened], bool]
    takes: Takes = Takes.NOTHING
    needed: bool = False
    quiet: timedelta = QUIET

    def on(self, stage: Stage) -> Fields:
        """What the command carries besides its id and its type; `conflict` too soon after a change, or why it cannot be
        done as the stage stands."""
        if any(stage.now - one.at < self.quiet and self.waits_for(stage, one) for one in stage.lately):
            raise Refused("conflict", "This has changed less than half a second ago. Look, and press again.")
        return self.fields(stage)


def verb(name: str) -> Verb:
    """`invalid` where there is none of this name, with those that there are."""
    found = VERBS.get(name)
    if found is None:
        raise Refused("invalid", "There is no verb “{verb}”; there are: {verbs}.", verb=name[:40], verbs=list(VERBS))
    return found


def value_of(verb: Verb, written: str | None) -> int | None:
    """What was said behind a verb, as a number; `invalid` where it is none, is missing, or nothing may stand there."""
    if written is None or written == "":
        if verb.needed:
            raise Refused("invalid", "“{verb}” needs a number behind it.", verb=verb.name)
        return None
    if verb.takes is Takes.NOTHING:
        raise Refused("invalid", "Nothing may stand behind “{verb}”.", verb=verb.name)
    if not (written.isascii() and written.isdecimal() and len(written) <= 10 and 1 <= int(written) <= HIGHEST):
        raise Refused("invalid", "“{text}” is no whole number.", text=written[:40])
    return int(written)


# What has changed


def _air(stage: Stage, one: Happened) -> bool:
    """Something has gone to the air or left it: a question, or the show itself."""
    return one.was != one.state and ON_AIR.value in (one.was, one.state)


def _air_or_next(stage: Stage, one: Happened) -> bool:
    """That, or what a press without a number would take now is not what it was."""
    left = one.was == SHORTLISTED.value and one.state != SHORTLISTED.value
    came = stage.next is not None and one.question == stage.next.number and one.type in _ORDERED
    return _air(stage, one) or (stage.named is None and (left or came))


_ORDERED = ("question.shortlisted", "question.moved", "question.returned", "question.reopened")


def _picture(stage: Stage, one: Happened) -> bool:
    """What viewers see has changed, with the air or by itself."""
    return _air(stage, one) or one.type in ("graphic.shown", "graphic.cleared", "poll.shown", "poll.hidden")


def _same(*types: str) -> Callable[[Stage, Happened], bool]:
    return lambda stage, one: one.type in types


# What it comes to


def _at_air(stage: Stage, **more: object) -> Fields:
    if stage.air is None:
        raise Refused("illegal", "Nothing is on air.")
    return {"question": stage.air.number, "version": stage.air.version, **more}


def _take(stage: Stage) -> Fields:
    if stage.air is not None:
        raise Refused("illegal", "Question {number} is on air: end it first, or press “next”.", number=stage.air.number)
    return _coming(stage)


def _coming(stage: Stage) -> Fields:
    coming = stage.named or stage.next
    if coming is None:
        raise Refused("illegal", "The list is empty: there is nothing to take to air.")
    return {"question": coming.number, "version": coming.version}


def _next(stage: Stage) -> Fields:
    """What is on air counts as answered; with nothing on air it is the first."""
    if stage.air is None:
        return _coming(stage)
    return {**_coming(stage), "previous": {**_at_air(stage), "as": "answered"}}


def _cue(stage: Stage) -> Fields:
    assert stage.named is not None
    if stage.next is not None and stage.next.number == stage.named.number:
        raise Refused("illegal", "Question {number} comes next already.", number=stage.named.number)
    before = {"before": stage.next.number} if stage.next is not None else {}
    return {"question": stage.named.number, "version": stage.named.version, **before}


def _graphic(shown: bool, stage: Stage) -> Fields:
    if stage.air is None or stage.poll_on_air is not None or stage.air.graphic is not shown:
        return {}
    if shown:
        raise Refused("illegal", "The graphic is on air already.")
    raise Refused("illegal", "The graphic is cleared already.")


def _show_poll(stage: Stage) -> Fields:
    poll = stage.value or stage.poll_open
    if poll is None:
        raise Refused("illegal", "No poll is open.")
    return {"poll": poll}


def _hide_poll(stage: Stage) -> Fields:
    poll = stage.value or stage.poll_on_air
    if poll is None:
        raise Refused("illegal", "No poll is on air.")
    return {"poll": poll}


def _message(stage: Stage) -> Fields:
    assert stage.value is not None
    if stage.value > len(stage.messages):
        raise Refused(
            "not_found",
            "There is no ready message {number}; there are {count}.",
            number=stage.value,
            count=len(stage.messages),
        )
    return dict(stage.messages[stage.value - 1])


def _intake(opens: bool, stage: Stage) -> Fields:
    if stage.broadcast.intake_open is not opens:
        return {}
    if opens:
        raise Refused("illegal", "The intake is open already.")
    raise Refused("illegal", "The intake is closed already.")


def _nothing(stage: Stage) -> Fields:
    return {}


def _prompter(step: str) -> Verb:
    return Verb(
        f"prompter-{step}",
        STEPS[step],
        "prompter.steer",
        lambda stage: {"do": step},
        lambda stage, one: one.type == "prompter.steered" and one.facts.get("do") == step,
        quiet=DOUBLED,
    )


STEPS = {
    "start": "Prompter: start",
    "stop": "Prompter: stop",
    "faster": "Prompter: faster",
    "slower": "Prompter: slower",
    "back": "Prompter: back by what was in sight",
    "page": "Prompter: on by what was in sight",
}
"""What a prompter does that is steered from outside, each as its own key does it."""

_INTAKE = _same("broadcast.intake_opened", "broadcast.intake_closed")

VERBS: Mapping[str, Verb] = {
    one.name: one
    for one in (
        Verb("take", "The first of the list goes to air", "question.take", _take, _air_or_next, takes=Takes.QUESTION),
        Verb(
            "next",
            "Answered, and the first of the list goes to air",
            "question.take",
            _next,
            _air_or_next,
            takes=Takes.QUESTION,
        ),
        Verb("answered", "It is answered", "question.answer", _at_air, _air),
        Verb(
            "partly", "Answered in part: a ticket for the rest", "question.answer", partial(_at_air, fully=False), _air
        ),
        Verb("returned", "From the air back to the list", "question.return", _at_air, _air),
        Verb("cue", "Put a question first in the list", "question.move", _cue, _air, takes=Takes.QUESTION, needed=True),
        Verb("graphic-show", "Show the graphic", "graphic.show", partial(_graphic, True), _picture),
        Verb("graphic-clear", "Clear the graphic", "graphic.clear", partial(_graphic, False), _picture),
        Verb("poll-show", "Show the newest open poll", "poll.show", _show_poll, _picture, takes=Takes.POLL),
        Verb("poll-hide", "Take the poll off air", "poll.hide", _hide_poll, _picture, takes=Takes.POLL),
        Verb(
            "message",
            "Send the presenter a ready message",
            "presenter.message",
            _message,
            _same("presenter.messaged"),
            takes=Takes.MESSAGE,
            needed=True,
        ),
        Verb("intake-open", "Open intake", "broadcast.open_intake", partial(_intake, True), _INTAKE),
        Verb("intake-close", "Close intake", "broadcast.close_intake", partial(_intake, False), _INTAKE),
        Verb("air", "Begin the broadcast", "broadcast.air", _nothing, _air),
        *map(_prompter, STEPS),
    )
}
"""By name, in the order in which a crew reads them."""
