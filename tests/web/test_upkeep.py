"""The administrator's pages of upkeep: copies, books and health, with what may be wrong at each."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, update
from sqlalchemy.event import listen, remove

from live.domain.upkeep.backups import Plan
from live.store import kept_copies, leases
from live.store.centre import upkeep
from live.store.centre.upkeep import Work
from live.store.tables import tally
from live.web.upkeep.task_lights import TASK_NAMES
from live.workers.all import TASKS
from tests.support.process import wait_until
from tests.support.rooms import Clock
from tests.web.administrator import HTML
from tests.web.house import House
from tests.web.keeper import BACKUP, BOOKS, HEALTH, PATIENCE, Keeper, keeping, said
from tests.web.test_audit import Watch


@pytest.fixture
def olga(each_house: House, tmp_path: Path) -> Iterator[Keeper]:
    with keeping(each_house, tmp_path / "copies") as keeper:
        yield keeper


@pytest.mark.faults
def test_a_copy_is_made_at_once_shown_taken_out_and_deleted_when_asked_twice(olga: Keeper) -> None:
    watch = Watch(olga.house)
    name = olga.made()
    page = olga.page(BACKUP)
    assert name in page and re.search(r"секунд\w* назад", page) and "КБ" in page and str(olga.folder) in page
    taken = olga.client.get(f"{BACKUP}/{name}")
    assert taken.headers["Content-Disposition"] == f"attachment; filename={name}"
    assert gzip.decompress(taken.data).startswith(b'{"format":"live-backup-1"')
    assert "Удалить копию навсегда" not in page
    asked = olga.page(f"{BACKUP}?delete={name}")
    assert "Удалить копию навсегда" in asked and "Это последняя копия" in asked
    assert olga.send(BACKUP, do="delete", name=name).status_code == 303
    assert kept_copies.listed(olga.folder) == []
    assert olga.send(BACKUP, do="delete", name=name).status_code == 404
    acts = [entry.act for entry in watch.entries]
    assert acts == ["backup.wished", "database.copied", "backup.taken", "backup.deleted"]


@pytest.mark.parametrize(
    "name", ["live-20270101-000000.backup", "..%2Flive.db", "%2e%2e", "live.db", "live-20279999-999999.backup"]
)
def test_what_is_no_copy_is_not_given_out(olga: Keeper, name: str) -> None:
    olga.folder.mkdir()
    (olga.folder / "live.db").write_text("secret")
    (olga.folder.parent / "live.db").write_text("secret")
    response = olga.client.get(f"{BACKUP}/{name}", headers=HTML)
    assert response.status_code in (301, 302, 308, 404) and "secret" not in response.text


@pytest.mark.parametrize("name", ["live.db", "../live.db", "", "live-20270101-000000.backup.part"])
def test_what_is_no_copy_is_not_deleted(olga: Keeper, name: str) -> None:
    olga.folder.mkdir()
    kept = [olga.folder / "live.db", olga.folder.parent / "live.db", olga.folder / "live-20270101-000000.backup.part"]
    for path in kept:
        path.write_text("kept")
    response = olga.send(BACKUP, do="delete", name=name)
    assert response.status_code == 404 and said(response) == "Такой копии нет."
    assert all(path.exists() for path in kept)


def test_the_schedule_is_kept_and_shown(olga: Keeper) -> None:
    assert olga.send(BACKUP, do="plan", on="yes", hour="23", keep="3").status_code == 303
    page = olga.page(BACKUP)
    assert 'name="hour" value="23"' in page and 'name="keep" value="3"' in page and " 23:00</dd>" in page
    assert olga.send(BACKUP, do="plan", hour="23", keep="3").status_code == 303
    assert "только вручную" in olga.page(BACKUP)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        *(({"hour": hour, "keep": "3"}, "Час — целое число") for hour in ("24", "-1", "три", "", "3.5", "٣", "99999")),
        *(({"hour": "3", "keep": keep}, "Сколько копий хранить") for keep in ("0", "366", "-2", "", "много")),
    ],
)
def test_an_hour_that_is_none_and_no_copies_are_refused_and_what_was_typed_stays(
    olga: Keeper, fields: dict[str, str], says: str
) -> None:
    response = olga.send(BACKUP, do="plan", on="yes", **fields)
    assert response.status_code == 400 and says in said(response)
    assert f'name="hour" value="{fields["hour"]}"' in response.text
    with olga.house.store.read() as connection:
        assert upkeep.plan(connection).hour == 3


@pytest.mark.faults
def test_of_two_who_press_at_once_the_second_is_told(olga: Keeper) -> None:
    assert olga.send(BACKUP, do="now").status_code == 303
    second = olga.send(BACKUP, do="now")
    assert second.status_code == 409 and "Уже запрошено" in said(second)
    olga.backups.tick()
    third = olga.send(BACKUP, do="now")
    assert third.status_code == 409 or "Копия делается" in third.text
    assert "Копия делается." in olga.page(BACKUP)
    wait_until(lambda: olga.ended(olga.backups), "the end", PATIENCE)
    assert len(kept_copies.listed(olga.folder)) == 1


def test_who_presses_between_the_end_and_the_free_lease_is_heard(olga: Keeper) -> None:
    assert olga.leases.take(Work.BACKUP)
    assert olga.send(BACKUP, do="now").status_code == 303
    assert "Уже запрошено" in said(olga.send(BACKUP, do="now"))


def test_a_copy_whose_process_stood_still_is_told_as_broken_off_and_another_may_be_wished_for(
    olga: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leases, "TERM", timedelta(seconds=0.2))
    assert olga.send(BACKUP, do="now").status_code == 303
    assert olga.backups.tick() is not None
    wait_until(lambda: not olga.leases.holds(Work.BACKUP), "a term without a word")
    monkeypatch.undo()
    assert olga.backups.tick() is None
    wait_until(lambda: olga.ended(olga.backups) and "Прервано" in olga.page(BACKUP), "it is told")
    assert olga.send(BACKUP, do="now").status_code == 303


@pytest.mark.faults
def test_a_folder_that_is_none_is_told_and_makes_health_red(olga: Keeper) -> None:
    olga.folder.write_text("a file, no folder")
    olga.send(BACKUP, do="now")
    olga.end_of(olga.backups)
    told = olga.page(BACKUP)
    assert "Последняя попытка не удалась" in told and f"В папку {olga.folder} нельзя записать" in told
    assert re.search(r"<b>Резервные копии</b> <span class=\"bad\">", olga.page(HEALTH))


@pytest.mark.faults
def test_a_copy_waits_while_a_show_is_on_air_unless_the_last_is_old(olga: Keeper) -> None:
    name = olga.made()
    show = olga.house.show("open", "air")
    olga.send(BACKUP, do="now")
    assert "начнётся после его конца" in olga.page(BACKUP)
    assert olga.backups.tick() is None and olga.backups._child is None
    old = kept_copies.name_at(olga.house.store.clock() - timedelta(hours=29))
    (olga.folder / name).rename(olga.folder / old)
    olga.end_of(olga.backups)
    assert len(kept_copies.listed(olga.folder)) == 2
    olga.house.move(show, "wrap")


@pytest.fixture
def tomorrow(olga: Keeper) -> Iterator[Keeper]:
    """A day has passed, and with it the hour of the copies."""
    store = olga.house.store
    before = store.clock
    store.clock = Clock(before() + timedelta(days=1))
    yield olga
    olga.leave()
    store.clock = before


@pytest.mark.faults
def test_at_its_hour_a_copy_is_made_by_itself(tomorrow: Keeper) -> None:
    tomorrow.end_of(tomorrow.backups)
    assert len(kept_copies.listed(tomorrow.folder)) == 1


def test_by_hand_only_none_is_made_by_itself(tomorrow: Keeper) -> None:
    with tomorrow.house.store.write() as tx:
        upkeep.save_plan(tx, Plan(on=False))
    assert tomorrow.backups.tick() is None and tomorrow.backups._child is None


@pytest.mark.faults
def test_the_newest_are_kept_and_what_is_not_ours_stays(olga: Keeper) -> None:
    olga.folder.mkdir()
    for day in range(1, 6):
        (olga.folder / f"live-2026010{day}-030000.backup").write_text("old")
    (olga.folder / "mine.backup").write_text("mine")
    olga.send(BACKUP, do="plan", on="yes", hour="3", keep="2")
    name = olga.made()
    left = sorted(path.name for path in olga.folder.iterdir())
    assert left == ["live-20260105-030000.backup", name, "mine.backup"]


@pytest.mark.faults
def test_what_a_copy_that_was_killed_has_left_goes_with_the_next(olga: Keeper) -> None:
    olga.folder.mkdir()
    for end in ("", ".db", ".db-wal"):
        (olga.folder / f"live-20260101-030000.backup.part{end}").write_text("half")
    name = olga.made()
    assert [path.name for path in olga.folder.iterdir()] == [name]


def test_a_copy_that_is_old_is_warned_of_and_amber(olga: Keeper) -> None:
    olga.folder.mkdir()
    old = kept_copies.name_at(olga.house.store.clock() - timedelta(days=3))
    (olga.folder / old).write_text("old")
    assert "Это больше 2 дней." in olga.page(BACKUP)
    assert re.search(r"<b>Резервные копии</b> <span class=\"warn\">", olga.page(HEALTH))
    assert "Последняя удачная копия: 3 дня назад." in olga.page("/admin/start")


@pytest.mark.faults
def test_the_books_of_all_are_looked_through_apart_and_say_what_to_do(olga: Keeper) -> None:
    show = olga.house.show()
    olga.house.caller(show, "source").ask()
    id_ = olga.house.id_of(show)
    assert olga.send(BOOKS).status_code == 303
    assert olga.send(BOOKS).status_code == 409
    olga.end_of(olga.books)
    assert "Всё сходится." in olga.page(BOOKS)
    with olga.house.store.write() as tx:
        tx.connection.execute(insert(tally).values(broadcast_id=id_, kind="topic", name="ЖКХ", many=7))
    olga.send(BOOKS)
    olga.end_of(olga.books)
    page = olga.page(BOOKS)
    assert "Не сходится 1 эфир." in page and "«ЖКХ»: в счётчике 7, на деле 0." in page and "recount" in page
    assert re.search(r"<b>Сверка учёта</b> <span class=\"bad\">", olga.page(HEALTH))
    with olga.house.store.write() as tx:
        tx.connection.execute(update(tally).where(tally.c.name == "ЖКХ").values(many=0))


def test_health_says_by_a_word_how_each_part_does(olga: Keeper) -> None:
    page = olga.page(HEALTH)
    for title in ("База данных", "Место на диске", "Ответы в пути", "Резервные копии", "Сверка учёта", "Версия"):
        line = page.split(f"<b>{title}</b>")[1].split("</li>")[0]
        assert re.search("в порядке|внимание|не работает", line), title


def test_what_is_under_way_is_called_as_its_task_is(olga: Keeper) -> None:
    for lease in ("figures", "names", "of tomorrow"):
        assert olga.leases.take(lease)
    line = olga.page(HEALTH).split("<b>Сейчас выполняется</b>")[1].split("</li>")[0]
    assert "показатели центра — 1" in line and "имена авторов — 1" in line and "другая работа — 1" in line


def test_health_that_cannot_be_well_says_what_to_do_and_where(olga: Keeper) -> None:
    """No task runs in this house, so nobody does what workers do."""
    line = olga.page(HEALTH).split("<b>Фоновые процессы</b>")[1].split("</li>")[0]
    assert "не работает" in line and "python app.py worker" in line


def test_health_reads_little(olga: Keeper) -> None:
    olga.page(HEALTH)
    statements: list[str] = []

    def noted(_: Any, __: Any, statement: str, *___: Any) -> None:
        statements.append(statement)

    engine = olga.house.store.database._reader
    listen(engine, "before_cursor_execute", noted)
    try:
        olga.page(HEALTH)
    finally:
        remove(engine, "before_cursor_execute", noted)
    assert len(statements) < 60
    assert not [one for one in statements if "count(" in one and ("FROM question" in one or "FROM event" in one)]


def test_each_task_has_a_name_in_words() -> None:
    assert {task.name for task in TASKS} == set(TASK_NAMES)


@pytest.mark.parametrize("path", [BACKUP, BOOKS, HEALTH, f"{BACKUP}/live-20270101-000000.backup"])
def test_upkeep_is_for_administrators_alone(each_house: House, path: str) -> None:
    stranger, moderator = each_house.app.test_client(), each_house.app.test_client()
    each_house.let_in(moderator, each_house.key(each_house.show(), "moderator"))
    assert stranger.get(path).status_code == 401
    assert moderator.get(path).status_code == 403


def test_a_process_elsewhere_is_told_of_by_its_last_word(olga: Keeper) -> None:
    store = olga.house.store
    health = {"ready": True, "beat": 1.0, "failures": 3, "error": "Broken", "error_age": 5.0, "set_aside": 0}
    facts = {"host": "studio-2", "pid": 7, "kind": "worker", "tasks": {"outbox": health}, "screens": {}}
    with store.write() as tx:
        upkeep.tell_process(tx, "a1", facts, tx.now - timedelta(minutes=10))
    page = olga.page(HEALTH)
    line = page.split("<b>Отправка ответов</b>")[1].split("</li>")[0]
    assert "внимание" in line and "studio-2" in line and "Broken" in line and "Фоновые процессы" not in page


def test_a_work_whose_process_is_gone_is_told_as_broken_off(olga: Keeper) -> None:
    with olga.house.store.write() as tx:
        upkeep.begin(tx, Work.BACKUP)
    wait_until(lambda: olga.ended(olga.backups), "it is told")
    assert "Прервано" in olga.page(BACKUP)
