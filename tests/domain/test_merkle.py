"""The tree of hashes: one root with RFC 6962's own definition, and a path to it for every leaf."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from live.domain.followup.merkle import (
    SALT,
    WIDTH,
    Step,
    heads,
    leaf,
    levels,
    node,
    path,
    path_by_branch,
    root,
    root_by,
    salt,
)

HASHES = st.integers(1, 40).map(lambda many: [hashlib.sha256(bytes([n])).digest() for n in range(many)])


def some(many: int) -> list[bytes]:
    return [hashlib.sha256(str(n).encode()).digest() for n in range(many)]


def as_in_the_rfc(hashes: Sequence[bytes]) -> bytes:
    """RFC 6962, section 2.1: split at the largest power of two below their number."""
    if len(hashes) == 1:
        return hashes[0]
    split = 1
    while 2 * split < len(hashes):
        split *= 2
    return hashlib.sha256(b"\x01" + as_in_the_rfc(hashes[:split]) + as_in_the_rfc(hashes[split:])).digest()


@settings(deadline=None)
@given(HASHES)
def test_the_root_is_that_of_the_rfc(hashes: list[bytes]) -> None:
    assert root(hashes) == as_in_the_rfc(hashes) == levels(hashes)[-1][0]


@settings(deadline=None)
@given(HASHES, st.data())
def test_every_leaf_has_a_path_to_the_root_and_no_other_has_it(hashes: list[bytes], data: st.DataObject) -> None:
    at, other = data.draw(st.integers(0, len(hashes) - 1)), data.draw(st.integers(0, len(hashes) - 1))
    assert root_by(hashes[at], path(hashes, at)) == root(hashes)
    assert (root_by(hashes[other], path(hashes, at)) == root(hashes)) == (other == at)


@pytest.mark.parametrize("many", [1, 2, WIDTH - 1, WIDTH, WIDTH + 1, 2 * WIDTH + 1, 5 * WIDTH + 37])
def test_by_its_branch_a_leaf_has_the_same_path(many: int) -> None:
    hashes = some(many)
    branches = heads(hashes)
    assert root(branches) == root(hashes)
    for at in {0, many // 2, many - 1, WIDTH * (many // WIDTH) % many}:
        first = at - at % WIDTH
        assert path_by_branch(hashes[first : first + WIDTH], branches, at) == path(hashes, at)


def test_a_path_is_no_longer_than_the_tree_is_high() -> None:
    assert len(path(some(10_000), 1234)) == 14


@settings(deadline=None)
@given(st.text(min_size=1, max_size=20), st.text(min_size=1, max_size=20), st.binary(min_size=SALT, max_size=SALT))
def test_a_leaf_is_its_code_its_end_and_its_salt(code: str, end: str, salted: bytes) -> None:
    hashed = leaf(code, end, salted)
    assert hashed == hashlib.sha256(b"\x00" + f"{code}\n{end}\n{salted.hex()}".encode()).digest()
    assert hashed not in (leaf(code + "x", end, salted), leaf(code, end + "x", salted), leaf(code, end, salted + b"x"))


def test_a_node_is_no_leaf() -> None:
    """What two hashes are put together to cannot be passed off as somebody's question."""
    left, right = some(2)
    assert node(left, right) != hashlib.sha256(b"\x00" + left + right).digest()


def test_a_salt_is_the_shows_own_and_the_codes() -> None:
    seed, other = b"1" * 32, b"2" * 32
    assert salt(seed, "1-2-ab") == salt(seed, "1-2-ab") and len(salt(seed, "1-2-ab")) == SALT
    assert len({salt(seed, "1-2-ab"), salt(seed, "1-3-ab"), salt(other, "1-2-ab")}) == 3


def test_on_which_side_a_step_stands_matters() -> None:
    first, second = some(2)
    assert root_by(first, [Step("right", second)]) == root([first, second])
    assert root_by(first, [Step("left", second)]) != root([first, second])
