"""The tickets as the tables that centres exchange: out by a page and a command, in by a command, without doubles."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from live.files.csv_writer import csv_lines
from live.files.xlsx_writer import Sheet, workbook
from live.store.tables import ticket, ticket_note
from live.views.tickets.columns import COLUMNS
from tests.support.server import Installation
from tests.web.house import House, problem

pytestmark = pytest.mark.faults

HEADS = ("Номер инцидента", "Дата создания", "Тема", "Текст инцидента", "Ведомство", "Состояние", "Итог")


@pytest.fixture(scope="module")
def between(each_house: House) -> str:
    return each_house.standing()


def ticketed(house: House, slug: str, text: str, **fields: Any) -> str:
    desk = house.caller(slug, "source", "moderator")
    number = desk.ask(text, **fields)["number"]
    return str(desk.obey("question.ticket", question=number, version=1)["ticket"])


def bearer(house: House, *roles: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {house.key('tickets', *roles)}"}


def row_of(house: House, number: str) -> Any:
    with house.store.read() as connection:
        return connection.execute(select(ticket).where(ticket.c.number == number)).one()


def read_csv(body: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_the_table_has_the_columns_that_centres_exchange(each_house: House, between: str) -> None:
    author = {"name": "Анна Петрова", "contact": "tel:+79000000000"}
    number = ticketed(each_house, between, "Яма", topic="Дороги", locality="Ивановка", author=author)
    answer = each_house.client.get("/tickets.csv", headers=bearer(each_house, "coordinator"))
    assert answer.status_code == 200 and "attachment" in answer.headers["Content-Disposition"]
    [told] = [row for row in read_csv(answer.data) if row["Номер инцидента"] == number]
    assert tuple(told) == COLUMNS
    assert (told["Тема"], told["Населённый пункт"], told["Текст инцидента"], told["Состояние"]) == (
        *("Дороги", "Ивановка", "Яма", "Открыто"),
    )
    assert "Анна" not in answer.text and "7900" not in answer.text


def test_the_same_as_xlsx(each_house: House, between: str) -> None:
    number = ticketed(each_house, between, "=1+1")
    headers = bearer(each_house, "admin")
    body = each_house.client.get("/tickets.xlsx", headers=headers).data
    rows = list(load_workbook(io.BytesIO(body)).worksheets[0].iter_rows())
    assert tuple(cell.value for cell in rows[0]) == COLUMNS
    [mine] = [row for row in rows if row[0].value == number]
    text = mine[COLUMNS.index("Текст инцидента")]
    assert (text.value, text.data_type) == ("=1+1", "s")
    in_csv = each_house.client.get("/tickets.csv", headers=headers).data
    assert [row["Текст инцидента"] for row in read_csv(in_csv) if row["Номер инцидента"] == number] == ["'=1+1"]


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@a", "\t=1", "плохой\x01знак"])
def test_no_cell_is_a_formula(cell: str) -> None:
    told = b"".join(csv_lines(["а"], [[cell]])).decode("utf-8-sig")
    assert next(csv.reader([told.splitlines()[1]]))[0][0] not in "=+-@\t"
    file = io.BytesIO(workbook([Sheet("а", ["а"], [[cell]])]))
    assert load_workbook(file).worksheets[0]["A2"].data_type in "s"


def test_tickets_are_chosen_by_state_and_department(each_house: House, between: str) -> None:
    number, other = ticketed(each_house, between, "Свет"), ticketed(each_house, between, "Вода")
    headers = bearer(each_house, "coordinator")
    body = {"id": "7e8a0a52-7a3e-4b4f-9d35-0e1d1c9b8a01", "type": "ticket.assign", "ticket": number, "version": 1}
    assert each_house.client.post("/api/v1/tickets/commands", json={**body, "department": "Свет"}, headers=headers)

    def found(**query: str) -> list[str]:
        answer = each_house.client.get("/tickets.csv", query_string=query, headers=headers)
        return [row["Номер инцидента"] for row in read_csv(answer.data)]

    assert found(department="Свет") == [number]
    assert number in found(state="assigned") and other not in found(state="assigned")
    problem(each_house.client.get("/tickets.csv?state=half", headers=headers), "invalid", 400)


def write(path: Path, *rows: tuple[str, ...]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows([HEADS, *rows])
    return path


def bring(at: Installation, path: Path, slug: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(at.run("tickets", "import", str(path), "--broadcast", slug).stdout)
    return told


def test_a_table_comes_in_once(each_house: House, backend: Installation, between: str, tmp_path: Path) -> None:
    mine = ticketed(each_house, between, "Мост")
    going = ticketed(each_house, between, "Парк")
    path = write(
        tmp_path / "in.csv",
        (mine, "", "", "Мост", "Дороги", "Закрыто", "Мост починен"),
        (going, "", "", "Парк", "", "В работе", "Ждём подрядчика"),
        ("УЛ-77", "24.11.2026 12:41", "ЖКХ", "Нет воды", "Водоканал", "Решено", "Вода есть"),
        ("УЛ-78", "", "ЖКХ", "Нет света", "", "", ""),
        ("УЛ-79", "", "ЖКХ", "", "", "", ""),
        ("УЛ-80", "", "ЖКХ", "Без ответа закрыто", "ЖКХ", "Закрыто", ""),
    )
    told = bring(backend, path, between)
    assert {**told, "problems": None} == {
        **{"rows": 6, "created": 2, "changed": 2, "unchanged": 0, "refused": 2, "problems": None}
    }
    assert [one["row"] for one in told["problems"]] == [6, 7]
    row = row_of(each_house, mine)
    assert (row.state, row.department, row.answer) == ("closed", "Дороги", "Мост починен")
    with each_house.store.read() as connection:
        notes = connection.execute(select(ticket_note.c.text)).scalars().all()
        count = len(connection.execute(select(ticket.c.id)).all())
    assert notes == ["Ждём подрядчика"]
    again = bring(backend, path, between)
    assert (again["created"], again["changed"], again["unchanged"]) == (0, 0, 4)
    with each_house.store.read() as connection:
        assert len(connection.execute(select(ticket.c.id)).all()) == count


@pytest.mark.faults
def test_what_was_written_out_changes_nothing_brought_in(
    each_house: House, backend: Installation, between: str, tmp_path: Path
) -> None:
    ticketed(each_house, between, "-не формула")
    for name in ("out.csv", "out.xlsx"):
        assert backend.cli("tickets", "export", "-o", str(tmp_path / name)).endswith(name)
        told = bring(backend, tmp_path / name, between)
        assert (told["created"], told["changed"], told["refused"]) == (0, 0, 0) and told["rows"] > 0


def test_wrong_use_is_told(backend: Installation, tmp_path: Path) -> None:
    assert backend.run("tickets", "export", "-o", str(tmp_path / "out.pdf")).returncode == 2
    path = tmp_path / "no.csv"
    path.write_text("Текст\nЯма\n", "utf-8")
    done = backend.run("tickets", "import", str(path))
    assert done.returncode == 1 and "Traceback" not in done.stderr


def test_the_other_commands_print_what_they_did(backend: Installation) -> None:
    number = backend.cli(
        "webhook", "add", "--url", "https://example.org/told", "--secret-stdin", stdin="секрет-получателя\n"
    )
    assert "https://example.org/told" in backend.cli("webhook", "list")
    assert backend.cli("webhook", "replay", number, "--since", "0") == "told again after 0"
    assert backend.cli("webhook", "remove", number) == number
    assert backend.run("webhook", "remove", number).returncode == 1
    done = backend.run("webhook", "add", "--url", "nowhere", "--secret-stdin", stdin="секрет-получателя\n")
    assert done.returncode == 1 and len(done.stderr.splitlines()) == 1
    printed = backend.cli("retention", "--dry-run").splitlines()
    assert [line.split()[0] for line in printed] == [
        *("kind", "persons", "originals", "files", "calls", "letters", "replies", "commands", "bans"),
        *("log", "settled", "notices", "escalations", "mentions", "shifts", "news", "keys"),
    ]
