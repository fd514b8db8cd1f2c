"""What the alerts ask for is said in words too, on the page of health."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.web.house import House
from tests.web.keeper import HEALTH, Keeper
from tests.web.watching.breaks import Scene, feed_stands

NEW, ANEW = "Новое — на экраны этого сервера", "Запустите этот сервер заново"


@pytest.fixture
def scene(house: House, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    with ExitStack() as stack:
        yield Scene(house, monkeypatch, stack)
        monkeypatch.undo()


def test_it_says_whether_screens_are_told(scene: Scene, tmp_path: Path) -> None:
    page = Keeper(scene.house, tmp_path).page(HEALTH)
    assert NEW in page and "уходит сразу" in page and ANEW not in page


def test_it_says_what_to_do_where_screens_wait(scene: Scene, tmp_path: Path) -> None:
    keeper = Keeper(scene.house, tmp_path)
    feed_stands(scene)
    assert ANEW in keeper.page(HEALTH)
