"""A private Redis and a private PostgreSQL on free ports, in folders of their own, gone with the tests."""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

import psycopg
import redis
from psycopg.sql import SQL, Identifier

from tests.support import binaries
from tests.support.folders import passing_folder
from tests.support.process import Program, as_owner, free_port


class PrivateRedis:
    """Keeps nothing on disk. `stop`, `start`, `freeze` and `thaw` keep the port, as a real restart does."""

    def __init__(self) -> None:
        self.port = free_port()
        self.folder = Path(tempfile.mkdtemp(prefix="live-redis-"))
        program = binaries.required(binaries.redis_server(), "redis-server")
        options = ["--save", "", "--appendonly", "no", "--bind", "127.0.0.1", "--dir", str(self.folder)]
        self.program = Program([program, "--port", str(self.port), *options], self.folder / "redis.log")

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        self.program.start(self._answers, f"Redis on {self.port}")

    def _answers(self) -> bool:
        try:
            with redis.Redis(port=self.port, socket_timeout=2) as client:
                return bool(client.ping())
        except redis.RedisError:
            return False

    def clear(self) -> None:
        with redis.Redis(port=self.port) as client:
            client.flushall()

    def stop(self) -> None:
        self.program.kill()

    def freeze(self) -> None:
        self.program.freeze()

    def thaw(self) -> None:
        self.program.thaw()

    def remove(self) -> None:
        self.program.kill()
        shutil.rmtree(self.folder, ignore_errors=True)


class PrivatePostgres:
    """One cluster; every test takes a database of its own. PostgreSQL refuses root, so root runs it as another user.

    `durable`: it is on the disk and waits for it. Where only programs are killed, never the machine, what the kernel
    holds stays, and memory is as good.
    """

    def __init__(self, durable: bool = True) -> None:
        self.port = free_port()
        self.folder = Path(tempfile.mkdtemp(prefix="live-postgres-")) if durable else passing_folder("postgres")
        self.owner = _unprivileged() if os.geteuid() == 0 else None
        self.programs = Path(binaries.required(binaries.postgres_folder(), "PostgreSQL"))
        self._names = itertools.count(1)
        if self.owner:
            os.chown(self.folder, self.owner.pw_uid, self.owner.pw_gid)
        subprocess.run(
            [str(self.programs / "initdb"), "-D", str(self.folder / "data"), "-U", "live", "-A", "trust"]
            + ["-E", "UTF8", "--locale=C.UTF-8", "--no-instructions"],
            check=True,
            capture_output=True,
            cwd=self.folder,
            **as_owner(self.owner),
        )
        settings = {
            "port": self.port,
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": self.folder,
            "fsync": "on" if durable else "off",
            "shared_buffers": "64MB",
            "max_connections": 60,
            "max_wal_size": "256MB",
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        self.program = Program(
            [str(self.programs / "postgres"), "-D", str(self.folder / "data"), *options],
            self.folder / "postgres.log",
            owner=self.owner,
            cwd=self.folder,
        )

    def start(self) -> None:
        self.program.start(self._answers, f"PostgreSQL on {self.port}")

    def stop(self) -> None:
        """As a machine that fails: at once, whatever is under way. `start` recovers it."""
        self.program.stop(signal.SIGQUIT)

    def freeze(self) -> None:
        """As a machine that hangs: neither it nor any of the processes that it has started goes on."""
        self.program.freeze()
        self._tell_children(signal.SIGSTOP)

    def thaw(self) -> None:
        self._tell_children(signal.SIGCONT)
        self.program.thaw()

    def _tell_children(self, number: signal.Signals) -> None:
        assert self.program.process is not None
        for status in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):
                parent = int(status.read_text().rpartition(")")[2].split()[1])
                if parent == self.program.process.pid:
                    os.kill(int(status.parent.name), number)

    def _answers(self) -> bool:
        try:
            with self._connect():
                return True
        except psycopg.OperationalError:
            return False

    def _connect(self, database: str = "postgres") -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(host="127.0.0.1", port=self.port, user="live", dbname=database, autocommit=True)

    def url(self, database: str) -> str:
        """As LIVE_DATABASE_URL takes it."""
        return f"postgresql+psycopg://live@127.0.0.1:{self.port}/{database}"

    def create_database(self, template: str = "template0") -> str:
        """The name of a new database, a copy of `template`, to which nobody may be connected meanwhile."""
        name = f"live_{next(self._names)}"
        with self._connect() as connection:
            create = SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(name), Identifier(template))
            connection.execute(create)
        return name

    def drop_database(self, name: str) -> None:
        with self._connect() as connection:
            connection.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name)))

    def remove(self) -> None:
        self.program.stop(signal.SIGINT)
        shutil.rmtree(self.folder, ignore_errors=True)


def _unprivileged() -> pwd.struct_passwd:
    """A user that root may start PostgreSQL as."""
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RuntimeError("PostgreSQL does not run as root, and there is neither a user postgres nor nobody")
