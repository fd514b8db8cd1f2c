"""A follow-up code as people write it down and type it."""

from __future__ import annotations

import pytest

from live.domain.follow_code import spaced, typed

CODE = "3-167-e550b81c74e17453"


def test_it_is_written_down_in_groups() -> None:
    assert spaced(CODE) == "3 167 e550 b81c 74e1 7453"


@pytest.mark.parametrize(
    "written",
    [
        CODE,
        CODE.upper(),
        " 3 167 e550 b81c 74e1 7453 ",
        "3–167–E550–B81C–74E1–7453",
        "3167e550b81c74e17453",
        "3167 e550b81c74e17453",
        "https://live.example/track/3-167-e550b81c74e17453?lang=ru",
        "3 l67 е55о В8lс 74е1 745з",
    ],
)
def test_it_is_read_however_it_was_typed(written: str) -> None:
    assert CODE in typed(written)


@pytest.mark.parametrize("written", ["", "-", "167", "3-167", "3-167-e550", CODE + "0", "0-1-" + "a" * 16, "Ж" * 20])
def test_what_can_be_no_code_is_none(written: str) -> None:
    assert CODE not in typed(written)


def test_with_the_numbers_run_together_each_parting_is_tried() -> None:
    secret = "e550b81c74e17453"
    assert typed(f"3167{secret}") == [f"3-167-{secret}", f"31-67-{secret}", f"316-7-{secret}"]
