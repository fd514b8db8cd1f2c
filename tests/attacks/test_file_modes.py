"""Nobody else on the machine can read what the commands write, also under the usual umask of a shell."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from live.store import private
from tests.support.process import wait_until
from tests.support.resident import CommandFailed, Resident
from tests.support.server import Installation, Server

ASKED = "Номер;текст\n1;Когда?\n2;\n"


@pytest.fixture(scope="module")
def installation(folder: Path) -> Installation:
    return Installation("sqlite", f"sqlite:///{folder / 'live.db'}", None, folder)


@contextmanager
def usual_umask() -> Iterator[None]:
    """What is started within runs as a shell with the usual umask runs it."""
    before = os.umask(0o022)
    try:
        yield
    finally:
        os.umask(before)


@pytest.fixture(scope="module")
def shell() -> Iterator[Resident]:
    with usual_umask():
        resident = Resident()
        resident.run([["--help"]], dict(os.environ))  # What it forks from now on has the umask of its start.
    yield resident


def modes(folder: Path) -> dict[str, str]:
    return {path.name: oct(stat.S_IMODE(path.stat().st_mode)) for path in folder.iterdir() if path.is_file()}


@pytest.mark.faults
def test_what_the_commands_write_is_the_owners_alone(installation: Installation, shell: Resident) -> None:
    folder = installation.folder
    for old in ("copy.gz", "copy.gz.part", "q.csv", "t.csv"):
        (folder / old).touch(0o644)
    (folder / "asked.csv").write_text(ASKED)
    shows = ("broadcast", "add", "--slug", "between", "--title", "Между", "--head", "Глава", "--kind", "standing")
    for arguments in (
        shows,
        ("import", str(folder / "asked.csv"), "--broadcast", "between", "--errors", str(folder / "errors.csv")),
        ("backup", str(folder / "copy.gz")),
        *(
            ("export", "--broadcast", "between", "--format", form, "-o", str(folder / f"q.{form}"))
            for form in ("csv", "xlsx", "json", "docx")
        ),
        ("tickets", "export", "-o", str(folder / "t.csv")),
        ("tickets", "export", "-o", str(folder / "t.xlsx")),
    ):
        try:
            shell.run([arguments], installation.environment())
        except CommandFailed as failed:
            assert "Traceback" not in str(failed), failed  # A row that is left out makes the import end with 1.
    written = modes(folder)
    written.pop("asked.csv")
    assert {"live.db", "errors.csv", "copy.gz", "q.csv", "q.xlsx", "q.json", "q.docx", "t.csv", "t.xlsx"} <= set(
        written
    )
    assert set(written.values()) == {"0o600"}, written


@pytest.mark.faults
def test_a_running_server_takes_an_open_database_back(installation: Installation) -> None:
    """Its files and those beside it, which an older program or a copy left readable."""
    database = installation.folder / "live.db"
    database.touch()
    os.chmod(database, 0o644)
    with usual_umask():
        server = Server(installation)
        server.program.start(server.ready, "the server")
    try:
        wait_until(lambda: {"live.db-wal", "live.db-shm"} <= set(modes(installation.folder)), "the files beside it")
        found = {name: mode for name, mode in modes(installation.folder).items() if name.startswith("live.db")}
        assert set(found.values()) == {"0o600"}, found
    finally:
        server.stop()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be somebody else")
def test_a_database_that_others_read_and_that_is_not_ours_to_close_stops_the_start() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder, path = Path(name), Path(name) / "live.db"
        folder.chmod(0o755)
        path.touch(0o644)
        path.chmod(0o644)
        os.seteuid(65534)
        try:
            with pytest.raises(RuntimeError, match=f"chmod 600 {path}"):
                private.close_to_others(path)
        finally:
            os.seteuid(0)
