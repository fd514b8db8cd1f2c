"""No room is too full, no file too long, and no two files of a room have names that are easily taken for each other."""

from __future__ import annotations

import pytest

from tools.rooms import bare, sources, too_full, too_long, twins

SOURCES = sources()


def test_no_room_is_too_full() -> None:
    assert too_full(SOURCES) == []


def test_no_file_is_too_long() -> None:
    assert too_long(SOURCES) == []


def test_no_two_files_of_a_room_differ_by_a_plural_or_an_ing_alone() -> None:
    assert twins(SOURCES) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [("call", "calls"), ("reply", "replies"), ("merge", "merging"), ("run", "running")],
)
def test_a_plural_and_an_ing_are_known(one: str, other: str) -> None:
    assert bare(one) & bare(other)


@pytest.mark.parametrize(("one", "other"), [("call", "caller"), ("list", "listing_page"), ("desk", "des")])
def test_other_names_are_told_apart(one: str, other: str) -> None:
    assert not bare(one) & bare(other)
