"""A copy brought back by a button, of an embedded database; on PostgreSQL the page says how."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from live.store import kept_copies
from live.store.tables import audit, question
from tests.support.server import Installation
from tests.web.administrator import HTML
from tests.web.house import House
from tests.web.keeper import BACKUP, Keeper, keeping, said


@pytest.fixture
def olga(house: House, tmp_path: Path) -> Iterator[Keeper]:
    with keeping(house, tmp_path / "copies") as keeper:
        yield keeper


@pytest.fixture(scope="module")
def served_house(served: Installation) -> Iterator[House]:
    opened = House(served)
    yield opened
    opened.close()


def has(house: House, show: str) -> list[str]:
    """The texts of a show's questions."""
    with house.store.read() as connection:
        rows = connection.execute(select(question.c.text).where(question.c.broadcast_id == house.id_of(show)))
        return [row.text for row in rows]


@pytest.mark.faults
def test_a_copy_is_brought_back_after_one_of_what_there_is_now(olga: Keeper) -> None:
    house = olga.house
    show = house.show()
    house.caller(show, "source").ask(text="Когда починят мост?")
    name = olga.made()
    house.caller(show, "source").ask(text="Спросили после копии")
    old = kept_copies.name_at(house.store.clock() - timedelta(hours=5))
    (olga.folder / name).rename(olga.folder / old)
    asked = olga.page(f"{BACKUP}?back={old}")
    assert "5 часов назад" in asked and "Вернуть копию" in asked
    assert olga.send(BACKUP, do="back", name=old).status_code == 303
    assert olga.send(BACKUP, do="back", name=old).status_code == 409
    olga.end_of(olga.bring_back)
    assert has(house, show) == ["Когда починят мост?"]
    assert len(kept_copies.listed(olga.folder)) == 2, "what was there before is a copy too"
    again = Keeper(house, olga.folder)
    assert f"Копия {old} возвращена" in again.page(BACKUP)
    assert olga.client.get(BACKUP, headers=HTML).status_code == 302, "whoever was signed in is so no more"
    with house.store.read() as connection:
        restored = connection.execute(select(audit.c.name).where(audit.c.act == "database.restored")).all()
    assert [row.name for row in restored] == [olga.name]


@pytest.mark.faults
def test_a_copy_that_is_cut_short_changes_nothing_and_is_told(olga: Keeper) -> None:
    house = olga.house
    show = house.show()
    house.caller(show, "source").ask(text="Когда починят мост?")
    path = olga.folder / olga.made()
    path.write_bytes(path.read_bytes()[:-200])
    olga.send(BACKUP, do="back", name=path.name)
    olga.end_of(olga.bring_back)
    assert "Последняя попытка не удалась" in olga.page(BACKUP)
    assert has(house, show) == ["Когда починят мост?"]


def test_nothing_is_brought_back_while_a_show_is_on_air(olga: Keeper) -> None:
    olga.folder.mkdir()
    (olga.folder / "live-20260101-030000.backup").write_text("old")
    show = olga.house.show("open", "air")
    response = olga.send(BACKUP, do="back", name="live-20260101-030000.backup")
    olga.house.move(show, "wrap")
    assert response.status_code == 409 and "в эфире" in said(response)


def test_what_is_no_copy_is_not_brought_back(olga: Keeper) -> None:
    assert olga.send(BACKUP, do="back", name="../live.db").status_code == 404


def test_on_postgresql_the_page_names_the_command(served_house: House, tmp_path: Path) -> None:
    name = "live-20260101-030000.backup"
    with keeping(served_house, tmp_path) as olga:
        (tmp_path / name).write_text("old")
        page = olga.page(f"{BACKUP}?back={name}")
        assert f"python app.py restore {tmp_path}/{name}" in page and "Вернуть эту копию" not in page
        response = olga.send(BACKUP, do="back", name=name)
        assert response.status_code == 409 and f"python app.py restore {name}" in said(response)
