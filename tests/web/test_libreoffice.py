"""What we write as XLSX and DOCX opens in LibreOffice as it is, unrepaired: in `make soak`, LibreOffice being large."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook

from live.workers.followup.figures import count_slice
from tests.support import binaries
from tests.support.scale import SOAK
from tests.support.server import Installation
from tests.web.house import House
from tests.web.test_collections import Centre

pytestmark = [
    pytest.mark.soak,
    pytest.mark.skipif(not SOAK, reason="make soak installs LibreOffice and runs this"),
]

QUESTIONS = 2000
TRAPS = ("=1+1", "+7 900", "-2", "@SUM(A1)", "<b>&amp;", "смайл 🙂", "строка\nещё строка", "'кавычка")


def converted(file: Path, folder: Path, to: str = "xlsx") -> subprocess.CompletedProcess[str]:
    """LibreOffice reads the file and writes it anew into the folder; it repairs nothing that nobody has agreed to."""
    soffice = binaries.required(binaries.soffice(), "LibreOffice")
    own = f"-env:UserInstallation=file://{folder}/profile"
    return subprocess.run(
        [soffice, own, "--headless", "--norestore", "--convert-to", to, "--outdir", str(folder), str(file)],
        capture_output=True,
        text=True,
        timeout=300,
    )


def cells(file: Path) -> dict[str, list[tuple[Any, ...]]]:
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in load_workbook(file)}


@pytest.fixture(scope="module")
def files(house: House, embedded: Installation) -> list[Path]:
    """The report and the questions of a show whose texts are traps, and the figures of its centre."""
    slug = house.show("open", "air")
    desk = house.caller(slug, "moderator", "producer", "head")
    for start in range(0, QUESTIONS, 500):
        texts = [TRAPS[n % len(TRAPS)] for n in range(start, start + 500)]
        asked = [{"text": text, "topic": text, "locality": "Сосновка"} for text in texts]
        assert desk.post("/questions:batch", {"questions": asked}).status_code == 200
    for number in range(1, len(TRAPS) + 1):
        desk.obey("question.shortlist", question=number, version=1)
        desk.obey("question.take", question=number, version=2)
        desk.obey("question.answer", question=number, version=3)
        desk.obey("question.promise", question=number, version=4, promise=TRAPS[number - 1])
    while count_slice(house.store):
        pass
    head = {"Authorization": f"Bearer {house.key(None, 'coordinator')}"}
    figures = embedded.folder / "figures.xlsx"
    figures.write_bytes(desk.client.get("/figures.xlsx", headers=head).data)
    report, questions = embedded.folder / "report.xlsx", embedded.folder / "questions.xlsx"
    answered = desk.client.get(f"/b/{slug}/report.xlsx", headers=desk.headers)
    report.write_bytes(answered.data)
    embedded.cli("export", "--broadcast", slug, "--format", "xlsx", "-o", str(questions))
    return [report, questions, figures]


@pytest.mark.parametrize("which", [0, 1, 2], ids=["report", "questions", "figures"])
def test_it_opens_and_says_the_same(files: list[Path], which: int, tmp_path: Path) -> None:
    done = converted(files[which], tmp_path)
    again = tmp_path / files[which].name
    assert done.returncode == 0 and again.exists(), done.stdout + done.stderr
    ours, theirs = cells(files[which]), cells(again)
    assert {name: [[c for c in row if c is not None] for row in rows] for name, rows in theirs.items()} == {
        name: [[c for c in row if c not in (None, "")] for row in rows] for name, rows in ours.items()
    }


@pytest.fixture(scope="module")
def collection(house: House, embedded: Installation) -> dict[str, Path]:
    """A collection whose texts, topics and places are traps, as its reader downloads it."""
    centre = Centre(house)
    for number, trap in enumerate(TRAPS):
        centre.ticket(f"{trap}: когда починят дорогу к селу", topic=f"{trap} {number}")
    _, link = centre.sent(title="Дороги = за день")
    made = {}
    for form in ("xlsx", "docx"):
        made[form] = embedded.folder / f"collection.{form}"
        made[form].write_bytes(centre.phone.get(f"{link}/file.{form}").data)
    return made


def test_a_collections_table_opens_and_says_the_same(collection: dict[str, Path], tmp_path: Path) -> None:
    done = converted(collection["xlsx"], tmp_path)
    again = tmp_path / "collection.xlsx"
    assert done.returncode == 0 and again.exists(), done.stdout + done.stderr
    ours, theirs = cells(collection["xlsx"]), cells(again)
    assert {name: [[c for c in row if c is not None] for row in rows] for name, rows in theirs.items()} == {
        name: [[c for c in row if c not in (None, "")] for row in rows] for name, rows in ours.items()
    }


def test_a_collections_document_opens_and_says_what_was_written(collection: dict[str, Path], tmp_path: Path) -> None:
    done = converted(collection["docx"], tmp_path, "docx")
    again = tmp_path / "collection.docx"
    assert done.returncode == 0 and again.exists(), done.stdout + done.stderr
    assert words(again) == words(collection["docx"])


def words(file: Path) -> list[str]:
    """The text of each cell of a document's tables."""
    return [cell.text for table in Document(str(file)).tables for row in table.rows for cell in row.cells]


def test_a_file_that_wants_repair_would_not_pass(files: list[Path], tmp_path: Path) -> None:
    broken = tmp_path / "broken.xlsx"
    whole = files[0].read_bytes()
    broken.write_bytes(whole[: len(whole) * 2 // 3])
    (tmp_path / "out").mkdir()
    converted(broken, tmp_path / "out")
    assert not (tmp_path / "out" / "broken.xlsx").exists()
