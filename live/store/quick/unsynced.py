"""A write of an embedded database that waits for no disk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection


@contextmanager
def unsynced(connection: Connection) -> Iterator[None]:
    """Its COMMIT writes to the log without forcing it onto the disk, where it is with the next that does. When the
    power goes before, the log ends earlier, as if it had never been (https://www.sqlite.org/pragma.html, synchronous).
    """
    raw = connection.connection.driver_connection
    assert raw is not None
    raw.execute("PRAGMA synchronous=NORMAL")
    try:
        yield
    finally:
        if not connection.invalidated:
            try:
                raw.execute("PRAGMA synchronous=FULL")
            except BaseException:
                connection.invalidate()  # Whoever writes next must not inherit it.
                raise
