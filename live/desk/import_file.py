"""Bring a file's questions in, through the intake, in groups; for each row that did not come in, why."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from live.desk.receive import Arrival, Receipt, Result
from live.domain.refused import Refused
from live.domain.submission import Submission
from live.files.rows import SOURCE, Centre, Line, alike, facts_of
from live.language.localities import Localities
from live.store.show import broadcasts, questions
from live.store.transaction import Store
from live.views.admin.lists import whole_list

AT_ONCE = 200
"""Rows in one transaction: the desk's own moves come in between."""

KEPT = 2000
"""Rows of which it is told one by one why they did not come in."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A row that did not come in. `changed`: because it did before, otherwise."""

    row: int
    cells: Sequence[str]
    refused: Refused
    changed: bool = False


@dataclass(slots=True)
class Account:
    """What became of a file's rows. `created` counts by the broadcast that has the questions now."""

    rows: int = 0
    created: Counter[str] = field(default_factory=Counter)
    repeated: int = 0
    changed: int = 0
    refused: int = 0
    problems: list[Problem] = field(default_factory=list)

    def tell(self, problem: Problem) -> None:
        if problem.changed:
            self.changed += 1
        else:
            self.refused += 1
        if len(self.problems) < KEPT:
            self.problems.append(problem)


def the_centre(store: Store) -> Centre:
    """The names by which the centre knows topics and settlements."""
    topics = {alike(item["name"]): item["name"] for item in whole_list(store, "topics").items}
    localities = Localities([(item["name"], item["also"]) for item in whole_list(store, "localities").items])

    @lru_cache(maxsize=4096)
    def locality(given: str) -> str:
        """The settlement that is named, where it is just one that the centre knows; else as it is given."""
        named = localities.guess(given)
        return named[0] if len(named) == 1 else given

    return Centre(topics, locality)


class OwnQuestions:
    """A broadcast's own questions in a file that was written out of it: known by their numbers and by when they came.

    Another centre's may be numbered alike: those came at other moments.
    """

    def __init__(self, store: Store, slug: str) -> None:
        self._store = store
        self._named = re.compile(re.escape(slug) + r"-([1-9]\d{0,8})")
        with store.read() as connection:
            self._id = broadcasts.get(connection, slug).id

    def among(self, asked: Iterable[Submission]) -> set[str]:
        """The external ids of those that stand in the broadcast already."""
        said = {
            one.external_id: (int(found[1]), one.asked_at)
            for one in asked
            if one.external_id and one.asked_at and (found := self._named.fullmatch(one.external_id))
        }
        if not said:
            return set()
        with self._store.read() as connection:
            when = questions.asked_when(connection, self._id, {number for number, _ in said.values()})
        return {id_ for id_, (number, at) in said.items() if number in when and _same_second(when[number], at)}


def _same_second(one: datetime, other: datetime) -> bool:
    """A table tells no fractions of them."""
    return one.replace(microsecond=0) == other.replace(microsecond=0)


def bring_in(
    lines: Iterable[Line],
    broadcast_id: int,
    receive: Callable[[Sequence[Arrival]], Sequence[Result]],
    own: OwnQuestions | None = None,
) -> Account:
    """Store what the lines ask. The same file again, or a longer version of it, adds only what is new, for all time.

    `own`: what the broadcast itself has written out is there already. `closed` where nothing takes the questions.
    Whatever stops it, what came in before stays, and the same can be brought in again.
    """
    account = Account()
    for group in _groups(lines, AT_ONCE):
        asked: list[tuple[Line, Submission]] = []
        for line in group:
            account.rows += 1
            if isinstance(line.read, Refused):
                account.tell(Problem(line.number, line.cells, line.read))
            else:
                asked.append((line, line.read))
        here = own.among(submission for _, submission in asked) if own else set()
        account.repeated += sum(1 for _, submission in asked if submission.external_id in here)
        asked = [(line, submission) for line, submission in asked if submission.external_id not in here]
        arrivals = [_arrival(broadcast_id, submission) for _, submission in asked]
        for (line, _), result in zip(asked, receive(arrivals) if arrivals else (), strict=True):
            _note(account, line, result)
    return account


def _arrival(broadcast_id: int, asked: Submission) -> Arrival:
    body = facts_of(asked.text, asked.author, asked.asked_at)
    return Arrival(broadcast_id, f"{SOURCE}:{broadcast_id}", asked, body=body)


def _groups(lines: Iterable[Line], size: int) -> Iterator[list[Line]]:
    group: list[Line] = []
    for line in lines:
        group.append(line)
        if len(group) == size:
            yield group
            group = []
    if group:
        yield group


def _note(account: Account, line: Line, result: Result) -> None:
    if isinstance(result, Receipt):
        if result.repeated:
            account.repeated += 1
        else:
            account.created[result.broadcast] += 1
    elif result.code == "conflict":
        refused = Refused(
            "conflict", "This number came before with another text, author or date; that question stays as it was."
        )
        account.tell(Problem(line.number, line.cells, refused, changed=True))
    elif result.code == "closed":
        raise result
    else:
        account.tell(Problem(line.number, line.cells, result))
