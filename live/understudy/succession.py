"""Who leads, as it stands in a file beside an embedded database: it must be known before the database is opened."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from live.store import private


@dataclass(frozen=True, slots=True)
class Succession:
    """`term`: how often somebody was promoted before this one leads; of two that serve the higher one does.

    `follows`: the leader's address, of an understudy. `succeeded_by`: whoever was promoted in place of this one.
    `others`: the addresses of the other servers of this centre, which screens try and which are asked who leads.
    `since`: when this one was promoted, as ISO 8601. `certain`: nothing that the leader had done can be missing here.
    """

    term: int = 0
    follows: str | None = None
    succeeded_by: str | None = None
    others: Sequence[str] = ()
    since: str | None = None
    certain: bool = True

    def with_other(self, address: str) -> Succession:
        return self if address in self.others else replace(self, others=(*self.others, address))


class WrongSuccession(RuntimeError):
    """The file cannot be read: nobody knows who leads."""


def path_of(database: Path) -> Path:
    return database.with_name(database.name + ".succession")


def read(database: Path) -> Succession:
    """How it stands; of a database without the file, that it leads and nobody follows it."""
    path = path_of(database)
    try:
        found = json.loads(path.read_text("utf-8"))
        return Succession(**{**found, "others": tuple(found["others"])})
    except FileNotFoundError:
        return Succession()
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise WrongSuccession(f"{path} says who leads, and cannot be read: {error}.") from error


def write(database: Path, succession: Succession) -> None:
    """It is on the disk once this returns."""
    path = path_of(database)
    new = path.with_name(path.name + ".new")
    with private.create(new) as file:
        file.write(json.dumps(asdict(succession), ensure_ascii=False, indent=1).encode())
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
    private.keep_names(path.parent)


def refuse_to_serve(database: Path) -> None:
    """`RuntimeError` with what is to be done, where this database is not the one to be served, or written to."""
    found = read(database)
    if found.follows:
        raise RuntimeError(
            f"{database} is the understudy's of {found.follows}: give commands there, start it with "
            f"`serve --follow {found.follows} --token T`, or have it go on alone with `promote`."
        )
    if found.succeeded_by:
        raise RuntimeError(
            f"{found.succeeded_by} was promoted in place of this server and leads. Follow it with "
            f"`serve --follow {found.succeeded_by} --token T`; or end it there, and say `promote` here."
        )
