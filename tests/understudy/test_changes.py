"""The law of following: whatever is written, by whomever, an understudy that has caught up holds the same."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from live.domain.refused import Refused
from live.store.database import Database
from live.store.transaction import Store
from live.understudy.copy import Copy
from live.understudy.leader import Leader
from live.understudy.wal import Position, Wal
from tests.support.scale import grid
from tests.support.server import SECRET

NOW = datetime(2026, 11, 26, tzinfo=UTC)
HERE = "http://127.0.0.1:9"


class Pair:
    """A leader over a database of two tables, and the copy of an understudy that follows it."""

    def __init__(self, folder: Path) -> None:
        self.file, self.other = folder / "live.db", folder / "understudy" / "live.db"
        self.other.parent.mkdir()
        self.copies = 0
        self.start()
        with self.database.write() as connection:
            connection.execute(text("CREATE TABLE meta (name text PRIMARY KEY, value text)"))
            connection.execute(text("CREATE TABLE question (id integer PRIMARY KEY, words blob)"))
        self.copy = Copy(self.other)

    def start(self) -> None:
        self.database = Database(f"sqlite:///{self.file}")
        self.leader = Leader(Store(self.database, SECRET))

    def write(self, size: int, count: int = 1) -> None:
        with self.database.write() as connection:
            for _ in range(count):
                connection.execute(text("INSERT INTO question (words) VALUES (randomblob(:size))"), {"size": size})

    def delete_some(self) -> None:
        with self.database.write() as connection:
            connection.execute(text("DELETE FROM question WHERE id % 3 = 0"))

    def write_elsewhere(self, size: int, checkpoint: str | None = "PASSIVE") -> None:
        """As another process does it."""
        with closing(sqlite3.connect(self.file)) as other:
            other.execute("INSERT INTO question (words) VALUES (randomblob(?))", (size,))
            other.commit()
            if checkpoint is not None:
                other.execute(f"PRAGMA wal_checkpoint({checkpoint})")

    def end_log(self) -> None:
        """Another process has the next write begin a new log of writes."""
        with closing(sqlite3.connect(self.file)) as other:
            assert other.execute("PRAGMA wal_checkpoint(RESTART)").fetchone()[0] == 0

    def give_up_halfway(self) -> None:
        """A transaction so large that its pages go into the log before it is taken back."""
        with closing(sqlite3.connect(self.file)) as other:
            other.execute("PRAGMA cache_size=2")
            for _ in range(20):
                other.execute("INSERT INTO question (words) VALUES (randomblob(9000))")
            other.rollback()

    def catch_up(self) -> None:
        while True:
            if self.copy.position is None:
                self.take_copy()
            assert self.copy.position is not None
            try:
                told = self.leader.told(HERE, self.copy.position, 0.0)
            except Refused as refused:
                assert refused.code == "conflict"
                self.copy.close()
                continue
            if not told.frames:
                return
            self.copy.append(told.position, told.frames)

    def take_copy(self) -> None:
        self.copies += 1
        made = self.leader.copy()
        offset = 0
        while offset < made.size:
            piece = self.leader.piece(made.id, offset)
            self.copy.receive(offset, piece)
            offset += len(piece)
        self.copy.begin(made.position, made.page_size, NOW)

    def equal(self) -> bool:
        return rows(self.file) == rows(self.other)


def rows(file: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return connection.execute("SELECT id, words FROM question ORDER BY id").fetchall()


@pytest.fixture
def pair(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pair]:
    monkeypatch.setattr("live.understudy.leader.HALF_A_SECOND", 0.0)
    pair = Pair(tmp_path)
    yield pair
    pair.copy.close()
    pair.database.close()


def test_what_is_written_later_comes_over(pair: Pair) -> None:
    pair.write(10)
    pair.catch_up()
    pair.write(5000, count=30)
    pair.delete_some()
    pair.catch_up()
    assert pair.equal()
    assert pair.copies == 1


def test_no_copy_is_taken_again_however_often_the_log_of_writes_begins_anew(pair: Pair) -> None:
    pair.catch_up()
    begun = {pair.copy.position.salts for _ in "1" if pair.copy.position}
    for _ in range(60):
        pair.write(40_000, count=10)
        pair.catch_up()
        assert pair.copy.position is not None
        begun.add(pair.copy.position.salts)
    assert len(begun) > 2
    assert pair.copies == 1
    assert pair.equal()


def test_who_was_away_while_the_log_of_writes_began_anew_is_told_all_of_it(pair: Pair) -> None:
    pair.catch_up()
    for _ in range(40):
        pair.write(40_000, count=10)
    pair.catch_up()
    assert pair.copies == 1
    assert pair.equal()


def test_what_another_process_writes_comes_over(pair: Pair) -> None:
    pair.catch_up()
    for _ in range(5):
        pair.write_elsewhere(100)
        pair.catch_up()
        assert pair.equal()


def test_what_was_taken_back_does_not_come_over(pair: Pair) -> None:
    pair.catch_up()
    pair.give_up_halfway()
    pair.catch_up()
    assert pair.equal()
    pair.write(10)
    pair.catch_up()
    assert pair.equal()
    assert pair.copies == 1


def a_whole_log(pair: Pair) -> None:
    pair.end_log()
    pair.write_elsewhere(10, "RESTART")
    pair.write_elsewhere(10)


def what_stands_still(pair: Pair) -> None:
    pair.write_elsewhere(10, "RESTART")
    pair.write_elsewhere(10)


def what_is_written_over(pair: Pair) -> None:
    pair.write_elsewhere(10, "RESTART")
    pair.write_elsewhere(200_000)


def what_is_written_over_by_what_was_taken_back(pair: Pair) -> None:
    pair.write_elsewhere(10, "RESTART")
    pair.write_elsewhere(10, checkpoint=None)
    pair.give_up_halfway()


def what_is_cut_off(pair: Pair) -> None:
    pair.write_elsewhere(10, "TRUNCATE")
    pair.write_elsewhere(10)


UNSEEN = (
    *(a_whole_log, what_stands_still, what_is_written_over),
    *(what_is_written_over_by_what_was_taken_back, what_is_cut_off),
)


@pytest.mark.parametrize("unseen", UNSEEN, ids=lambda unseen: unseen.__name__)
def test_what_another_process_wrote_before_it_began_a_new_log_is_in_a_new_copy(
    pair: Pair, unseen: Callable[[Pair], None]
) -> None:
    pair.write(100_000)
    pair.catch_up()
    unseen(pair)
    pair.catch_up()
    assert pair.equal()
    assert pair.copies == 2


def test_a_log_that_another_process_begins_once_all_was_read_is_followed(pair: Pair) -> None:
    pair.write(100_000)
    pair.catch_up()
    pair.end_log()
    pair.write_elsewhere(10)
    pair.catch_up()
    assert pair.equal()
    assert pair.copies == 1


def test_of_a_log_of_which_nothing_was_read_nothing_is_known(pair: Pair) -> None:
    wal = Wal(pair.file.with_name("live.db-wal"))
    pair.write(10)
    head = wal.head()
    assert head is not None
    assert not wal.ended_at(head, 0)


def test_a_transaction_whose_last_page_is_not_written_yet_does_not_come_over(pair: Pair) -> None:
    pair.write(10)
    wal = Wal(pair.file.with_name("live.db-wal"))
    head = wal.head()
    assert head is not None
    before, _ = wal.after(head, head.position, None)
    pair.write(20)
    last = wal.offset(head, before.frames + 1) - 1
    with pair.file.with_name("live.db-wal").open("r+b") as file:
        file.seek(last)
        [there] = file.read(1)
        file.seek(last)
        file.write(bytes([there ^ 1]))
    assert wal.after(head, before, None) == (before, b"")


def test_a_leader_that_was_killed_and_came_back_goes_on_where_it_was(pair: Pair) -> None:
    pair.write(100)
    pair.catch_up()
    pair.write(200)
    pair.start()
    pair.write(300)
    pair.catch_up()
    assert pair.copies == 1
    assert pair.equal()


def test_an_understudy_that_was_killed_goes_on_from_its_journal(pair: Pair) -> None:
    pair.catch_up()
    pair.write(3000, count=5)
    pair.catch_up()
    pair.copy = Copy(pair.other)
    pair.write(10)
    pair.catch_up()
    assert pair.copies == 1
    assert pair.equal()


def test_a_change_that_was_cut_short_on_its_disk_is_asked_for_again(pair: Pair) -> None:
    pair.catch_up()
    pair.write(3000, count=5)
    before = pair.copy.position
    pair.catch_up()
    pair.copy.close()
    journal = pair.other.with_name("live.db.changes")
    with journal.open("r+b") as file:
        file.truncate(journal.stat().st_size - 1)
    pair.copy = Copy(pair.other)
    assert pair.copy.position == before
    pair.catch_up()
    assert pair.copies == 1
    assert pair.equal()


def test_a_journal_that_has_grown_long_is_begun_anew(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("live.understudy.copy.LONGEST", 100_000)
    pair.catch_up()
    for _ in range(10):
        pair.write(50_000)
        pair.catch_up()
    assert pair.other.with_name("live.db.changes").stat().st_size < 300_000
    pair.copy = Copy(pair.other)
    assert pair.equal()


def test_a_copy_is_made_though_the_last_other_connection_ends_meanwhile(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair.write(100)
    before = pair.database
    pair.start()
    write = pair.database.write

    def write_once_nobody_else_is_there() -> AbstractContextManager[Connection]:
        before.close()
        return write()

    monkeypatch.setattr(pair.database, "write", write_once_nobody_else_is_there)
    pair.catch_up()
    assert pair.equal()


def test_who_is_too_far_behind_takes_a_new_copy(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("live.understudy.changes.KEPT", 100_000)
    pair.catch_up()
    for _ in range(40):
        pair.write(40_000, count=10)
    pair.catch_up()
    assert pair.copies == 2
    assert pair.equal()


def test_a_database_that_was_nobodys_understudy_is_set_aside(pair: Pair) -> None:
    pair.other.write_bytes(b"what was here before")
    pair.catch_up()
    [aside] = pair.other.parent.glob("live.db.before-*")
    assert aside.read_bytes() == b"what was here before"
    assert pair.equal()


@pytest.mark.parametrize("seed", grid(map(str, range(30)), *map(str, range(6))))
def test_whatever_happens_in_whatever_order_both_hold_the_same(pair: Pair, seed: str) -> None:
    dice = random.Random(seed)

    def grow() -> None:
        pair.write(dice.randrange(1, 60_000), count=dice.randrange(1, 12))

    def restart() -> None:
        pair.start()

    def kill_understudy() -> None:
        pair.copy = Copy(pair.other)

    def write_elsewhere() -> None:
        pair.write_elsewhere(dice.randrange(1, 50_000), dice.choice(("PASSIVE", "RESTART", "TRUNCATE")))

    moves = (
        *(grow, grow, grow, grow, pair.delete_some, pair.catch_up, pair.catch_up),
        *(write_elsewhere, pair.give_up_halfway, restart, kill_understudy),
    )
    pair.catch_up()
    for _ in range(40):
        dice.choice(moves)()
    pair.catch_up()
    assert pair.equal()


def test_a_position_is_read_as_it_was_written() -> None:
    position = Position((1, 0xFFFFFFFF), 12, (0, 77))
    assert Position.parse(str(position)) == position
