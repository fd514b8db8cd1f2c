"""The two kinds of installation that the product promises to run on, made empty for a test in a moment."""

from __future__ import annotations

import itertools
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from tests.support.folders import passing_folder
from tests.support.searching import search_database
from tests.support.server import Installation
from tests.support.services import PrivatePostgres, PrivateRedis

EMBEDDED = "sqlite"
SERVED = "postgres+redis"


class Backends:
    """Holds the private services of one test process; each starts at its first use."""

    def __init__(self) -> None:
        self._postgres: PrivatePostgres | None = None
        self._redis: PrivateRedis | None = None
        self._template: str | None = None
        self._template_file: Path | None = None
        self._numbers = itertools.count(1)

    @property
    def postgres(self) -> PrivatePostgres:
        if self._postgres is None:
            self._postgres = PrivatePostgres(durable=False)
            self._postgres.start()
        return self._postgres

    @property
    def redis(self) -> PrivateRedis:
        if self._redis is None:
            self._redis = PrivateRedis()
            self._redis.start()
        return self._redis

    @contextmanager
    def installation(self, kind: str, folder: Path, redis_url: str | None = None) -> Iterator[Installation]:
        """An empty installation at the newest schema. `redis_url` puts something before Redis, or another one."""
        if kind == EMBEDDED:
            file = folder / f"live-{next(self._numbers)}.db"
            shutil.copy2(self._migrated_file(), file)
            yield Installation(kind, f"sqlite:///{file}", None, folder)
            search_database(f"sqlite:///{file}")
            return
        database = self.postgres.create_database(self._migrated())
        if redis_url is None:
            self.redis.clear()
        yield Installation(kind, self.postgres.url(database), redis_url or self.redis.url, folder)
        search_database(self.postgres.url(database))
        self.postgres.drop_database(database)

    def _migrated(self) -> str:
        """The name of a database at the newest schema, to be copied."""
        if self._template is None:
            name = self.postgres.create_database()
            Installation(SERVED, self.postgres.url(name), None, self.postgres.folder).cli("migrate")
            self._template = name
        return self._template

    def _migrated_file(self) -> Path:
        """A database file at the newest schema, to be copied."""
        if self._template_file is None:
            folder = passing_folder("template")
            file = folder / "live.db"
            Installation(EMBEDDED, f"sqlite:///{file}", None, folder).cli("migrate")
            with closing(sqlite3.connect(file)) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # The copies are of this one file.
            self._template_file = file
        return self._template_file

    def __enter__(self) -> Backends:
        return self

    def __exit__(self, *_: object) -> None:
        if self._postgres is not None:
            self._postgres.remove()
        if self._redis is not None:
            self._redis.remove()
        if self._template_file is not None:
            shutil.rmtree(self._template_file.parent, ignore_errors=True)
