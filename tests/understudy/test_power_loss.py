"""The power goes at an understudy: its file can be made whole, and nothing is gone that it has told of.

Every write and sync of a copy is followed, as a disk sees them. A page may be lost or half written as long as the
journal that holds it is on the disk, and so is the journal's name.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.binaries import required, strace
from tests.support.server import ROOT

pytestmark = pytest.mark.faults

PROGRAM = """
import os, sys
from pathlib import Path
from live.understudy import copy, leader
from tests.understudy.test_changes import Pair
copy.LONGEST, leader.HALF_A_SECOND = 100_000, 0.0
pair = Pair(Path(sys.argv[1]))
for round in range(10):
    pair.write(50_000)
    pair.catch_up()

class Killed(BaseException):
    pass

def killed(handle):
    raise Killed

pair.write(10)
kept, os.fsync = os.fsync, killed
try:
    pair.catch_up()
except Killed:
    pass
os.fsync = kept
pair.copy = copy.Copy(pair.other)
pair.write(10)
pair.catch_up()
pair.copy.finish()
"""
CALLS = "write,pwrite64,ftruncate,fsync,fdatasync,rename,renameat,renameat2,unlink,unlinkat"
OF_FILE = re.compile(r"^(?P<call>\w+)\(\d+<(?P<path>[^>]+)>.*= \d+$")
OF_NAMES = re.compile(r"^(?P<call>rename|unlink)\w*\(.*= 0$")
NAME = re.compile(r'"([^"]+)"')


class Disk:
    """What is written of a copy's files and not on the disk yet."""

    def __init__(self, database: Path) -> None:
        self.database, self.folder = str(database), str(database.parent)
        self.journal = f"{database}.changes"
        self.unsynced: set[str] = set()
        self.names_are_kept = True
        self.appended = 0

    def wrote(self, path: str) -> None:
        if path == self.journal:
            assert self.names_are_kept, "what stands in a journal without a name is gone"
            self.appended += 1
        if path == self.database:
            assert self.journal not in self.unsynced, "a page is written that the journal may not hold"
        self.unsynced.add(path)

    def synced(self, path: str) -> None:
        self.unsynced.discard(path)
        self.names_are_kept |= path == self.folder

    def renamed(self, path: str, to: str) -> None:
        assert path not in self.unsynced, f"{to} may have lost its content"
        self.gone(to)

    def gone(self, path: str) -> None:
        if path == self.journal:
            assert self.database not in self.unsynced, "the journal ends before what it holds is in the file"
        self.unsynced.discard(path)
        self.names_are_kept = False

    def follow(self, trace: Path) -> None:
        for line in trace.read_text().splitlines():
            names = [name for name in NAME.findall(line) if name.startswith(self.folder)]
            if (told := OF_NAMES.match(line)) and names:
                (self.renamed if told["call"] == "rename" else self.gone)(*names)
            elif (told := OF_FILE.match(line)) and told["path"].startswith(self.folder):
                (self.synced if told["call"].endswith("sync") else self.wrote)(told["path"])


def test_whatever_is_lost_stands_in_a_journal_that_is_on_the_disk(tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    command = [required(strace(), "strace"), "-y", "-s", "0", "-e", f"trace={CALLS}", "-o", str(trace)]
    done = subprocess.run(
        [*command, sys.executable, "-c", PROGRAM, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, timeout=300
    )
    if "ptrace" in done.stderr:
        pytest.skip(f"nobody may follow a program here: {done.stderr.strip()}")
    assert done.returncode == 0, done.stderr
    disk = Disk(tmp_path / "understudy" / "live.db")
    disk.follow(trace)
    assert disk.appended > 10
    assert disk.names_are_kept and not disk.unsynced
