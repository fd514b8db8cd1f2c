"""Contents in a folder: whole or not at all, the owner's alone, and no two rows' are the same file."""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from live.store.storage import Unreachable, hash_of, name_of
from live.store.storage.folder import Folder

CONTENT = b"a picture"
NAME = name_of(hash_of(CONTENT), 7)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "files")


@pytest.fixture
def barred(folder: Folder) -> Iterator[Folder]:
    """A file stands where the folder should."""
    folder.path.write_bytes(b"")
    yield folder


def files(folder: Folder) -> list[Path]:
    return [one for one in folder.path.rglob("*") if one.is_file()]


def test_what_is_put_is_there_until_it_is_deleted(folder: Folder) -> None:
    assert folder.get(NAME) is None
    folder.put(NAME, CONTENT)
    assert folder.get(NAME) == CONTENT
    folder.delete(NAME)
    folder.delete(NAME)
    assert folder.get(NAME) is None and files(folder) == []


def test_it_is_named_by_its_hash_under_two_levels(folder: Folder) -> None:
    folder.put(NAME, CONTENT)
    hash_ = hash_of(CONTENT)
    assert files(folder) == [folder.path / hash_[:2] / hash_[2:4] / f"{hash_}.7"]


def test_the_same_contents_of_two_rows_go_one_by_one(folder: Folder) -> None:
    other = name_of(hash_of(CONTENT), 8)
    folder.put(NAME, CONTENT)
    folder.put(other, CONTENT)
    folder.delete(NAME)
    assert folder.get(other) == CONTENT


def test_nobody_else_of_the_machine_reads_it(folder: Folder) -> None:
    folder.put(NAME, CONTENT)
    assert stat.S_IMODE(files(folder)[0].stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.path.stat().st_mode) == 0o700


def test_a_put_that_breaks_leaves_what_was_there(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.put(NAME, CONTENT)

    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(Unreachable):
        folder.put(NAME, b"another")
    assert folder.get(NAME) == CONTENT and len(files(folder)) == 1


def test_a_folder_that_cannot_be_used_is_told_as_unavailable(barred: Folder) -> None:
    attempts: list[Callable[[], object]] = [
        lambda: barred.put(NAME, CONTENT),
        lambda: barred.get(NAME),
        lambda: barred.delete(NAME),
    ]
    for attempt in attempts:
        with pytest.raises(Unreachable) as refused:
            attempt()
        assert refused.value.code == "unavailable"
