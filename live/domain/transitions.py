"""A state machine as one table: each verb with the states it leads from and to, who may give it, and its event."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from live.domain.events import Event
from live.domain.people import Role
from live.domain.refused import Refused

S = TypeVar("S", bound=StrEnum)
NOBODY: frozenset[Role] = frozenset()
"""The roles of a verb that no command gives: another rule of the product does it."""


@dataclass(frozen=True, slots=True)
class Transition(Generic[S]):
    """One verb of a state machine.

    `states`: the state before → the state after. `event`: the type of what the log is then told, None where it is
    told nothing. `offered`: whether a refusal names this verb, if somebody has it, among those that a state has.
    """

    verb: str
    states: Mapping[S, S]
    roles: frozenset[Role]
    event: str | None
    offered: bool = True

    @property
    def is_offered(self) -> bool:
        return self.offered and bool(self.roles)


def staying(*states: S) -> dict[S, S]:
    """The states of a verb that leaves each of them as it is."""
    return {state: state for state in states}


class Stateful(Protocol):
    """A frozen value with a state and a version, such as a question."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def state(self) -> StrEnum: ...

    @property
    def version(self) -> int: ...

    def event(self, type_: str, was: Any, **facts: object) -> Event:
        """What the log is told of this value, which was in the state `was` before."""
        ...


class Versioned(Protocol):
    """A value that several people may look at while one of them changes it."""

    @property
    def version(self) -> int: ...

    def stale(self) -> Refused:
        """The `conflict` of a writer who looked at another version than this one."""
        ...


V = TypeVar("V", bound=Stateful)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Change(Generic[T]):
    """What a rule decided: the value as it is now, and what happened."""

    after: T
    events: tuple[Event, ...]


class StateMachine(Mapping[str, Transition[S]]):
    """The transitions of one subject, by verb."""

    def __init__(self, subject: str, *transitions: Transition[S]) -> None:
        self.subject = subject
        self._by_verb = {transition.verb: transition for transition in transitions}

    def __getitem__(self, verb: str) -> Transition[S]:
        return self._by_verb[verb]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_verb)

    def __len__(self) -> int:
        return len(self._by_verb)

    def next_state(self, state: S, verb: str) -> S:
        """The state after `verb`; `illegal`, with the verbs that there are, where `state` lacks it."""
        after = self._by_verb[verb].states.get(state)
        if after is None:
            raise Refused(
                "illegal",
                "The {subject} is “{state}”, which has no move “{verb}”; it has: {moves}.",
                subject=self.subject,
                state=state.value,
                verb=verb,
                moves=[one.verb for one in self._by_verb.values() if one.is_offered and state in one.states] or ["—"],
            )
        return after

    def transition(self, value: V, verb: str, **facts: object) -> Change[V]:
        """The value after `verb`, one version on, and what happened, with `facts`; `illegal` as in `next_state`."""
        state = self.next_state(value.state, verb)  # type: ignore[arg-type]  # a machine is given its own values
        after = replace(value, state=state, version=value.version + 1)
        type_ = self._by_verb[verb].event
        return Change(after, (after.event(type_, value.state, **facts),) if type_ else ())


def check_version(value: Versioned, version: int) -> None:
    """`conflict` when the writer looked at another version than the present one."""
    if version != value.version:
        raise value.stale()
