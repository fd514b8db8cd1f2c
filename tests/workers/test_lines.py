"""When a screen of the air has lost its line."""

from __future__ import annotations

from live.domain.control.signals import Moment
from live.workers.control.lines import GRACE, Lines


def test_what_was_never_there_is_not_lost() -> None:
    lines = Lines()
    assert lines.look([], 0) == lines.look(["desk"], GRACE * 2) == [] and not lines.lost


def test_each_kind_has_a_line_of_its_own() -> None:
    lines = Lines()
    lines.look(["prompter", "overlay"], 0)
    lines.look([], 1)
    assert lines.look([], 1 + GRACE) == [Moment.LOST, Moment.LOST] and lines.lost
    assert lines.look(["overlay"], 2 + GRACE) == [Moment.FOUND] and lines.lost
    assert lines.look(["overlay", "prompter"], 3 + GRACE) == [Moment.FOUND] and not lines.lost


def test_it_is_told_once_and_anew_after_it_was_there() -> None:
    lines = Lines()
    told = []
    for second, screens in enumerate((["prompter"], [], [], [], [], [], [], ["prompter"], [], [], [], [], [])):
        told += [(second, one) for one in lines.look(screens, second)]
    assert told == [(5, Moment.LOST), (7, Moment.FOUND), (12, Moment.LOST)]
