"""The power goes: only what was forced onto the disk is there for sure, and nothing acknowledged is lost.

A killed process leaves what it wrote to the system. Here every write and every sync of the database's files is
followed, and the files are put together as the disk may hold them when an acknowledgement is sent.
"""

from __future__ import annotations

import random
import re
import signal
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import make_url

from tests.support.binaries import required, strace
from tests.support.load import Load
from tests.support.process import wait_until
from tests.support.scale import scaled
from tests.support.server import Installation, Server

pytestmark = [pytest.mark.faults, pytest.mark.soak]

ACKNOWLEDGED, MOMENTS = 350, scaled(20, 200)

CALL = re.compile(
    r'^(?P<thread>\d+) +(?P<name>\w+)\(\d+<(?P<file>[^>]*)>(?:, "(?P<data>[^"]*)"\.*, \d+)?(?:, (?P<number>\d+))?'
)
RESUMED = re.compile(r"^(?P<thread>\d+) +<\.\.\. f(?:data)?sync resumed>\) += 0")
ANSWER = re.compile(rb'"number": ?(\d+)')


@dataclass
class File:
    """What a file holds for sure, and what has been written to it since it was synced."""

    held: bytes
    unsynced: list[tuple[int, bytes | None]] = field(default_factory=list)

    def sync(self) -> None:
        self.held, self.unsynced = self.after(self.unsynced), []

    def after(self, writes: list[tuple[int, bytes | None]]) -> bytes:
        """With these writes too; one without bytes cuts the file there."""
        held = bytearray(self.held)
        for at, data in writes:
            held.extend(bytes(max(0, at - len(held))))
            held[at : None if data is None else at + len(data)] = data or b""
        return bytes(held)


class Disk:
    """The files of an embedded database, as a program writes and syncs them."""

    def __init__(self, database: Path) -> None:
        wal = database.with_name(database.name + "-wal")
        self.files = {str(path): File(path.read_bytes()) for path in (database, wal)}
        self.database = database
        self._syncing: dict[str, File] = {}

    def follow(self, trace: Path) -> Iterator[int]:
        """Take over call after call; the number of each question whose acknowledgement is sent."""
        with trace.open() as lines:
            for line in lines:
                if resumed := RESUMED.match(line):
                    self._synced(resumed["thread"])
                elif call := CALL.match(line):
                    yield from self._call(call, line)

    def _call(self, call: re.Match[str], line: str) -> Iterator[int]:
        data = bytes.fromhex((call["data"] or "").replace("\\x", ""))
        if call["name"] == "sendto":
            yield from map(int, ANSWER.findall(data))
        elif (file := self.files.get(bytes.fromhex(call["file"].replace("\\x", "")).decode())) is None:
            return
        elif call["name"] == "pwrite64":
            file.unsynced.append((int(call["number"]), data))
        elif call["name"] == "ftruncate":
            file.unsynced.append((int(call["number"]), None))
        elif "unfinished" in line:
            self._syncing[call["thread"]] = file
        elif line.rstrip().endswith("= 0"):
            file.sync()

    def _synced(self, thread: str) -> None:
        if file := self._syncing.pop(thread, None):
            file.sync()

    def as_left(self, folder: Path, dice: random.Random) -> Path:
        """The database as a disk may hold it that loses its power now: of what was not synced any part may be there."""
        chance = dice.choice([0.0, 0.5, 1.0])
        for path, file in self.files.items():
            written = [write for write in file.unsynced if dice.random() < chance]
            (folder / Path(path).name).write_bytes(file.after(written))
        (folder / f"{self.database.name}-shm").unlink(missing_ok=True)
        return folder / self.database.name


@contextmanager
def followed(server: Server, trace: Path) -> Iterator[None]:
    """Every write, sync and answer of a server stands in `trace`, from now until the end."""
    calls = "trace=pwrite64,ftruncate,fsync,fdatasync,sendto"
    options = ["-f", "-y", "-xx", "-s", "100000", "-e", calls, "-e", "signal=none", "-o", str(trace)]
    assert server.program.process is not None
    told = trace.with_suffix(".err")
    with told.open("w") as errors:
        following = subprocess.Popen(
            [required(strace(), "strace"), *options, "-p", str(server.program.process.pid)], stderr=errors
        )
        wait_until(lambda: "attached" in told.read_text() or following.poll() is not None, "it is followed")
        if following.poll() is not None:
            pytest.skip(f"nobody may follow a program here: {told.read_text().strip()}")
        yield
        following.send_signal(signal.SIGINT)
        following.wait(60)


def test_what_was_acknowledged_is_on_the_disk(embedded: Installation, tmp_path: Path) -> None:
    database, trace = Path(make_url(embedded.database_url).database or "").resolve(), tmp_path / "trace"
    show = embedded.show(source="source")
    with Server(embedded).start() as server:
        load = Load(server.url, show.slug, show.keys["source"], rate=100, threads=8)
        with followed(server, trace):
            disk = Disk(database)
            before = disk.files[str(database)].held
            load.start()
            wait_until(lambda: load.has(ACKNOWLEDGED), "so many are acknowledged", 240)
        load.stop()
    dice, told = random.Random(20261126), set[int]()
    moments = {dice.randrange(1, ACKNOWLEDGED) for _ in range(MOMENTS)}
    for number in disk.follow(trace):
        told.add(number)
        if len(told) in moments:
            with closing(sqlite3.connect(disk.as_left(tmp_path, dice))) as left:
                stored = {number for (number,) in left.execute("SELECT number FROM question")}
                assert told <= stored
                assert left.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert len(told) >= ACKNOWLEDGED
    assert disk.files[str(database)].held != before, "the log of writes was put into the file meanwhile"
