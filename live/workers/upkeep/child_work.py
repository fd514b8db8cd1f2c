"""Long works in a process of their own: they may take minutes, and nobody of the servers waits for a turn.

It has no secret: what is sealed is copied as it stands. It reads what is asked for as JSON and writes one line of it.
"""

from __future__ import annotations

import errno
import json
import os
import secrets
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from socket import gethostname
from typing import Any

from live.domain.people import By, Role
from live.domain.refused import Refused
from live.runtime.child import end_with_the_parent
from live.store import kept_copies
from live.store.backup import backup, restore
from live.store.database import ROOM, Database
from live.store.older_copy import brought_up
from live.store.show import broadcasts
from live.store.transaction import Store
from live.views.books import books

Json = dict[str, Any]

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
SHUT = frozenset({errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.ENOENT, errno.EEXIST})
SQLITE_IN_VAIN = ("disk is full", "disk I/O error")
"""How SQLite says the same of the copy that it makes first."""

LATER = 10
"""How much nicer learning is than the other works: it takes a processor for minutes, and can wait."""


def copy(store: Store, given: Json) -> Json:
    """Write a copy into the folder; its name, its rows and its size."""
    folder, name = Path(given["folder"]), kept_copies.name_at(store.clock())
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        kept_copies.clear_left_over(folder)
        _refuse_without_room(store, folder)
        rows = backup(store, folder / name)
        size = (folder / name).stat().st_size
        return {"name": name, "rows": rows, "size": size, "host": gethostname()}
    except (OSError, RuntimeError) as error:
        raise _told(error, folder) from error


def bring_back(store: Store, given: Json) -> Json:
    """Replace everything by a copy, after a copy of what there is now; the name of that one, and the restored rows."""
    before = copy(store, given)
    path = kept_copies.found(Path(given["folder"]), given["name"])
    by = By(given["by"], Role.ADMIN.value)
    with brought_up(path, _opened) as newest:
        return {"before": before["name"], "name": given["name"], "rows": restore(store, newest, by)}


def _opened(url: str) -> Store:
    """A store that needs no secret: what is sealed stays so."""
    return Store(Database(url, patient=True), secrets.token_hex(32))


def _refuse_without_room(store: Store, folder: Path) -> None:
    """A copy must not take the last room: the database may be on that disk."""
    last = next((one.size for one in kept_copies.listed(folder)), 0)
    needed = last + (store.database.file.stat().st_size if store.database.dialect == "sqlite" else 0) + ROOM
    free = kept_copies.free(folder)
    if free is not None and free < needed:
        raise Refused(
            "unavailable",
            "There is too little room for a copy in {folder}: {free} MB are free, about {needed} MB are needed.",
            folder=str(folder),
            free=free // 10**6,
            needed=needed // 10**6,
        )


def _told(error: Exception, folder: Path) -> Refused:
    code, where = error.errno if isinstance(error, OSError) else None, str(folder)
    if code in FULL or any(words in str(error) for words in SQLITE_IN_VAIN):
        return Refused(
            "unavailable", "The disk with {folder} is full, or broken: no copy was made.", folder=str(folder)
        )
    if code in SHUT:
        return Refused("unavailable", "The folder {folder} cannot be written: no copy was made.", folder=where)
    return Refused("unavailable", "The copy was not made: {reason}.", reason=str(error))


def account(store: Store, given: Json) -> Json:
    """The books of every broadcast, each as of one moment of its own."""
    with store.read() as connection:
        ids = [row.id for row in broadcasts.all_of(connection)]
    found = []
    for id_ in ids:
        with store.read() as connection:
            row = broadcasts.find_by_id(connection, id_)
            if row is not None:
                found.append({"title": row.title, **asdict(books(connection, row))})
    return {"books": found}


def learn_topics(store: Store, given: Json) -> Json:
    from live.workers.language.learning_work import learn  # Its dictionary takes a while to load: nobody else needs it.

    os.nice(LATER)
    for limit in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ[limit] = "1"  # The other processors are the show's.
    return learn(store, given)


WORKS: dict[str, Callable[[Store, Json], Json]] = {
    "backup": copy,
    "books": account,
    "restore": bring_back,
    "learning": learn_topics,
}


def main() -> None:
    said, sys.stdout = sys.stdout, sys.stderr  # Whatever else speaks is no answer.
    os.umask(0o077)
    os.nice(5)  # Others go first; a machine that is busy for hours still has its copy.
    end_with_the_parent()
    given = json.load(sys.stdin)
    try:
        answer = WORKS[given["work"]](_opened(given["url"]), given)
    except Refused as refused:
        answer = {"wrong": {"message": refused.message, "params": refused.params}}
    print(json.dumps(answer, ensure_ascii=False), file=said)


if __name__ == "__main__":
    main()
