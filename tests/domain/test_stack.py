"""How like the questions of a stack must be, and how right the stacks were."""

from __future__ import annotations

import pytest

from live.domain.language.stack import check_stands, checked_threshold, share_right
from live.domain.refused import Refused


@pytest.mark.parametrize(("written", "value"), [("0.8", 0.8), ("0,93", 0.93), (" 1 ", 1.0), ("0.899", 0.9)])
def test_a_likeness_is_taken_as_it_is_typed(written: str, value: float) -> None:
    assert checked_threshold(written) == value


@pytest.mark.parametrize("written", ["", "0.79", "1.01", "-1", "девять", "nan", "inf"])
def test_what_is_no_likeness_is_refused(written: str) -> None:
    with pytest.raises(Refused) as caught:
        checked_threshold(written)
    assert caught.value.code == "invalid"


def test_who_stands_on_no_stack_cannot_leave_one() -> None:
    assert check_stands(7, 3) == 3
    with pytest.raises(Refused) as caught:
        check_stands(7, None)
    assert caught.value.code == "illegal"


@pytest.mark.parametrize(("put", "parted", "share"), [(0, 0, None), (10, 0, 1.0), (10, 1, 0.9), (1, 2, 0.0)])
def test_what_nobody_parted_was_right(put: int, parted: int, share: float | None) -> None:
    assert share_right(put, parted) == share
