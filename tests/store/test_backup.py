"""A copy of everything, from either database to either."""

from __future__ import annotations

import errno
import gzip
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url, select

from live.domain.refused import Refused
from live.domain.upkeep.backups import Plan
from live.store.backup import backup, restore
from live.store.centre import upkeep
from live.store.centre.upkeep import Work
from live.store.database import WAL_KEPT
from live.store.tables import meta, metadata
from live.store.transaction import Store
from live.views.questions.listing import Filter, questions_page
from live.views.screens import SCREENS
from tests.store.lived_in import OLGA, lived_through
from tests.support.backends import Backends
from tests.support.rooms import Show, Tickets, opened

pytestmark = pytest.mark.faults

Rows = dict[str, list[dict[str, Any]]]

FIGURES = {"figure_day", "figure_due", "figure_hour", "figure_step", "figure_work"}
OF_NOW = {"lease", "session", "invitation", "half_way", "tally", *FIGURES}
"""Tables of which a copy holds nothing; tallies and figures come with the questions (test_tallies, test_figures)."""


def everything(store: Store) -> Rows:
    """Every row of every table, but for what tells of the copying itself."""
    found: Rows = {}
    with store.read() as connection:
        for table in metadata.sorted_tables:
            if table.name in OF_NOW:
                continue
            rows = connection.execute(select(table).order_by(*table.primary_key.columns)).mappings()
            found[table.name] = [dict(row) for row in rows if not _of_the_copy(row)]
    return found


def _of_the_copy(row: Any) -> bool:
    """What tells of the copying itself: a new epoch, and who restored it."""
    return row.get("name") == "epoch" or row.get("act") == "database.restored"


def epoch(store: Store) -> str:
    with store.read() as connection:
        return str(connection.execute(select(meta.c.value).where(meta.c.name == "epoch")).scalar_one())


@pytest.fixture(scope="module")
def past(backends: Backends, folder: Path) -> Iterator[Show]:
    """A show whose store has rows in every table."""
    with opened("sqlite", backends, folder) as store:
        show = lived_through(store)
        rows = everything(store)
        assert all(rows[name] for name in rows if name != "meta"), [name for name in rows if not rows[name]]
        yield show


@pytest.fixture(scope="module")
def lived_in(past: Show) -> Store:
    return past.store


@pytest.fixture
def served(backends: Backends, folder: Path) -> Iterator[Store]:
    with opened("postgresql", backends, folder) as store:
        yield store


@pytest.fixture
def embedded(backends: Backends, folder: Path) -> Iterator[Store]:
    with opened("sqlite", backends, folder) as store:
        yield store


@pytest.fixture(params=["sqlite", "postgresql"])
def other(request: pytest.FixtureRequest, backends: Backends, folder: Path) -> Iterator[Store]:
    """Another database, with something in it."""
    with opened(request.param, backends, folder) as store:
        Show(store).on_air().shortlisted("Старый вопрос")
        yield store


def test_from_sqlite_to_postgresql_and_back_every_row_is_the_same(
    lived_in: Store, served: Store, embedded: Store, tmp_path: Path
) -> None:
    rows = everything(lived_in)
    count = backup(lived_in, tmp_path / "one.gz")
    assert count == sum(map(len, rows.values())) + 1  # The epoch.
    assert restore(served, tmp_path / "one.gz", OLGA) == count
    assert everything(served) == rows
    backup(served, tmp_path / "two.gz")
    restore(embedded, tmp_path / "two.gz", OLGA)
    assert everything(embedded) == rows


def test_what_stood_there_before_is_gone(lived_in: Store, other: Store, tmp_path: Path) -> None:
    backup(lived_in, tmp_path / "copy.gz")
    restore(other, tmp_path / "copy.gz", OLGA)
    assert everything(other) == everything(lived_in)


def test_a_restored_database_has_a_new_epoch_and_every_log_is_told_of(
    lived_in: Store, other: Store, tmp_path: Path
) -> None:
    backup(lived_in, tmp_path / "copy.gz")
    told: list[Any] = []
    other.after_commit.append(told.extend)
    before = epoch(other)
    restore(other, tmp_path / "copy.gz", OLGA)
    assert epoch(other) not in {before, epoch(lived_in)}
    assert sorted(told) == [row["id"] for row in everything(other)["log"]]


def test_work_goes_on_in_a_restored_database(lived_in: Store, other: Store, tmp_path: Path) -> None:
    backup(lived_in, tmp_path / "copy.gz")
    restore(other, tmp_path / "copy.gz", OLGA)
    show = Show(other).on_air()
    show.handed()
    show.do("presenter.message", text="Пять минут")
    show.do("question.ticket", show.asked())
    show.channel()
    assert show.books().balances
    [ticket] = show.tickets()
    Tickets(other).do("ticket.assign", ticket.number, department="ЖКХ")


def test_a_restored_database_is_searched_by_what_it_holds_now(past: Show, other: Store, tmp_path: Path) -> None:
    backup(past.store, tmp_path / "copy.gz")
    restore(other, tmp_path / "copy.gz", OLGA)
    with other.read() as connection:
        for word, found in (("мост", 1), ("старый", 0)):
            page = questions_page(connection, past.broadcast, SCREENS["desk"], Filter(q=word))
            assert page["total"] == found, word


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def untouched(request: pytest.FixtureRequest, backends: Backends, folder: Path) -> Iterator[Store]:
    """Another database, which every refused copy leaves as it is."""
    with opened(request.param, backends, folder) as store:
        Show(store).on_air().shortlisted("Старый вопрос")
        yield store


def cut(whole: bytes) -> bytes:
    return whole[: len(whole) // 2]


def spoilt(whole: bytes) -> bytes:
    middle = len(whole) // 2
    return whole[:middle] + bytes(255 - byte for byte in whole[middle : middle + 20]) + whole[middle + 20 :]


def edited(change: Callable[[list[str]], list[str]]) -> Callable[[bytes], bytes]:
    return lambda whole: gzip.compress("\n".join(change(gzip.decompress(whole).decode().splitlines())).encode())


NO_COPIES = {
    "cut short": cut,
    "cut short at the end of a line": edited(lambda lines: lines[:-1]),
    "with a row less": edited(lambda lines: lines[:-2] + lines[-1:]),
    "spoilt in the middle": spoilt,
    "no gzip": lambda whole: b"question;text\n",
    "empty": lambda whole: b"",
    "another program's": edited(lambda lines: ['{"format": "other"}', *lines[1:]]),
    "of another schema": edited(lambda lines: [json.dumps({**json.loads(lines[0]), "schema": "0000"}), *lines[1:]]),
    "with a table that is not there": edited(lambda lines: [lines[0], '["spaceship", {"id": 1}]', *lines[1:]]),
    "with a row that lacks a column": edited(lambda lines: [lines[0], '["broadcast", {"id": 1}]', *lines[1:]]),
    "with a row that is no row": edited(lambda lines: [lines[0], '["broadcast", 7]', *lines[1:]]),
    "of numbers": edited(lambda lines: ["7", "8"]),
}


@pytest.mark.parametrize("name", NO_COPIES)
def test_a_file_that_is_no_whole_copy_is_refused_and_changes_nothing(
    lived_in: Store, untouched: Store, tmp_path: Path, name: str
) -> None:
    path = tmp_path / "copy.gz"
    backup(lived_in, path)
    path.write_bytes(NO_COPIES[name](path.read_bytes()))
    before = (everything(untouched), epoch(untouched))
    with pytest.raises(Refused) as caught:
        restore(untouched, path, OLGA)
    assert caught.value.code == "invalid"
    assert (everything(untouched), epoch(untouched)) == before


def test_a_copy_replaces_the_one_before_only_when_it_is_whole(lived_in: Store, tmp_path: Path) -> None:
    path = tmp_path / "copy.gz"
    path.write_bytes(b"the one before")
    backup(lived_in, path)
    assert path.read_bytes()[:2] == b"\x1f\x8b"
    assert list(tmp_path.iterdir()) == [path]


def test_a_copy_is_on_the_disk_before_it_replaces_the_one_before(
    lived_in: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "copy.gz"
    path.write_bytes(b"the one before")
    synced: list[tuple[int, bytes]] = []
    sync = os.fsync

    def noted(handle: int) -> None:
        synced.append((os.fstat(handle).st_ino, path.read_bytes()))
        sync(handle)

    monkeypatch.setattr(os, "fsync", noted)
    backup(lived_in, path)
    copy, folder = path.stat().st_ino, tmp_path.stat().st_ino
    assert synced == [(copy, b"the one before"), (folder, path.read_bytes())]


def test_a_copy_that_fails_leaves_the_one_before_and_nothing_else(
    lived_in: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "copy.gz"
    path.write_bytes(b"the one before")

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        backup(lived_in, path)
    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("copy.gz", b"the one before")]


def test_what_is_of_now_alone_is_in_no_copy(embedded: Store, tmp_path: Path) -> None:
    """A restored installation has no copy under way, and speaks of no process that ran when it was made."""
    path = tmp_path / "copy.gz"
    with embedded.write() as tx:
        upkeep.begin(tx, Work.BACKUP)
        upkeep.tell_process(tx, "a1", {"host": "studio"}, tx.now)
        upkeep.save_plan(tx, Plan(hour=5))
    backup(embedded, path)
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [json.loads(line)[1]["name"] for line in file if line.startswith('["meta"')]
    assert "backup" in rows and not [name for name in rows if name.startswith("now.")]


def test_the_log_of_writes_gives_back_what_one_large_write_took(embedded: Store) -> None:
    wal = Path(f"{make_url(embedded.database.url).database}-wal")
    with embedded.write() as tx:
        tx.connection.execute(meta.insert(), [{"name": f"large {n}", "value": "x" * 1024 * 1024} for n in range(24)])
    assert wal.stat().st_size > WAL_KEPT
    with embedded.write() as tx:
        tx.connection.execute(meta.insert().values(name="small", value=""))
    assert wal.stat().st_size <= WAL_KEPT
