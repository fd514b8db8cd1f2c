"""How fair a show was, over HTTP: its page and its public one, each asker's proof, and the lines that check it."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import requests
from docx import Document
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select

from live.desk.close import wrap_slice
from live.followup.fairness import make_root
from live.store.database import Database
from live.store.followup import fairness
from live.store.show import broadcasts
from live.store.tables import question
from live.views.report.open_figures import LEAST
from tests.support.process import wait_until
from tests.support.server import ROOT, Installation, Server
from tests.web.house import House, csrf, problem
from tests.web.played_show import PlayedShow

pytestmark = pytest.mark.faults

HTML = {"Accept": "text/html"}
ASKED = 9
"""Questions of the show of a house: six of roads, three of housing."""


@pytest.fixture
def show(each_house: House) -> str:
    slug = each_house.show("open", "air")
    desk = each_house.caller(slug, "source", "moderator", "producer")
    for n in range(ASKED):
        desk.ask(f"Тайный вопрос {n}", topic="Дороги" if n < 6 else "ЖКХ", author={"name": f"Житель Тайный {n}"})
    desk.obey("question.shortlist", question=1, version=1)
    desk.obey("question.take", question=1, version=2)
    desk.obey("question.answer", question=1, version=3)
    desk.obey("question.decline", question=2, version=1, reason="spam")
    desk.obey("question.merge", question=3, version=1, into=1)
    return slug


def wrapped(house: House, slug: str) -> None:
    house.move(slug, "wrap")
    while wrap_slice(house.store, house.id_of(slug)):
        pass
    assert make_root(house.store, house.id_of(slug))


def signed_in(house: House, slug: str, *roles: str) -> FlaskClient:
    login = f"{roles[0]}-{slug}"
    house.user(login, "correct horse", *roles, slug=None if "admin" in roles else slug)
    client = house.app.test_client()
    assert house.sign_in(client, login, "correct horse").status_code == 302
    return client


def code_of(house: House, slug: str, number: int) -> str:
    mine = select(question.c.code).where(question.c.broadcast_id == house.id_of(slug), question.c.number == number)
    with house.store.read() as connection:
        return str(connection.execute(mine).scalar_one())


def plain(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", page))


def switch(client: FlaskClient, slug: str, wanted: str) -> None:
    page = client.get(f"/b/{slug}/fairness", headers=HTML).text
    answer = client.post(f"/b/{slug}/fairness", data={"csrf_token": csrf(page), "open": wanted})
    assert answer.status_code == 303


# For the crew


def test_the_page_tells_shares_chance_and_who_declined_why(each_house: House, show: str) -> None:
    page = signed_in(each_house, show, "head").get(f"/b/{show}/fairness", headers=HTML)
    assert page.status_code == 200
    told = plain(page.text)
    assert re.search(r"Дороги как при случайном выборе 6 66,7\s%  ?1 1 100\s% 0–1", told), told
    assert re.search(r"Реклама, спам \S.*? модератор 1", told) and "Корень появится" in told
    assert "Тайный" not in told and "Опубликовать" not in told, "the head publishes nothing"


def test_the_report_leads_to_it(each_house: House, show: str) -> None:
    page = signed_in(each_house, show, "producer").get(f"/b/{show}/report", headers=HTML).text
    assert f'href="/b/{show}/fairness">Честность отбора' in page


def test_the_roots_stand_on_it_once_the_show_is_wrapped(each_house: House, show: str) -> None:
    wrapped(each_house, show)
    page = signed_in(each_house, show, "coordinator").get(f"/b/{show}/fairness", headers=HTML).text
    assert (
        len(re.findall(r'<code class="hash">[0-9a-f]{64}</code>', page)) == 1
        and f"{ASKED}\N{NO-BREAK SPACE}вопр" in page
    )


def test_the_file_has_its_sheets(each_house: House, show: str) -> None:
    wrapped(each_house, show)
    answer = signed_in(each_house, show, "producer").get(f"/b/{show}/report.xlsx")
    book = load_workbook(io.BytesIO(answer.data))
    assert book.sheetnames[-5:] == [
        *("Доли и случай", "Ожидание по источникам", "Кто отклонил и почему", "Каждое отклонение"),
        "Корни дерева",
    ]
    rows = {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}
    assert rows["Доли и случай"][1] == (
        *("Тема", "Дороги", 6, "66,7\N{NO-BREAK SPACE}%", 1, 1, "100\N{NO-BREAK SPACE}%", "0–1"),
        "как при случайном выборе",
    )
    assert rows["Каждое отклонение"][1][:2] == (2, "Реклама, спам") and rows["Корни дерева"][1][1] == ASKED


def test_the_document_has_them_too(each_house: House, show: str) -> None:
    answer = signed_in(each_house, show, "producer").get(f"/b/{show}/report.docx")
    words = " ".join(one.text for one in Document(io.BytesIO(answer.data)).paragraphs)
    assert "Доли и случай" in words and "Кто отклонил и почему" in words


# For everybody


def test_nothing_is_published_until_somebody_does(each_house: House, show: str) -> None:
    stranger = each_house.app.test_client()
    for path in (f"/b/{show}/open-fairness", f"/b/{show}/open-fairness.json", "/b/no-such-show/open-fairness"):
        assert problem(stranger.get(path), "not_found", 404)["detail"] == "Эта страница не опубликована."


@pytest.mark.parametrize("role", ["producer", "admin"])
def test_a_producer_or_administrator_publishes_it_and_takes_it_back(each_house: House, show: str, role: str) -> None:
    stranger, crew = each_house.app.test_client(), signed_in(each_house, show, role)
    switch(crew, show, "yes")
    page = stranger.get(f"/b/{show}/open-fairness", headers=HTML)
    assert page.status_code == 200 and "Честность отбора" in page.text
    switch(crew, show, "")
    assert stranger.get(f"/b/{show}/open-fairness").status_code == 404
    acts = [row.act for row in each_house.everything()["audit"] if row.subject == show]
    assert [act for act in acts if act.startswith("fairness.")] == ["fairness.opened", "fairness.closed"]


@pytest.mark.parametrize("role", ["head", "moderator", "coordinator"])
def test_nobody_else_publishes_it(each_house: House, show: str, role: str) -> None:
    answer = each_house.app.test_client().post(
        f"/b/{show}/fairness",
        data={"open": "yes"},
        headers={"Authorization": f"Bearer {each_house.key(show, role)}"},
    )
    assert problem(answer, "forbidden", 403)
    assert each_house.app.test_client().get(f"/b/{show}/open-fairness").status_code == 404


def test_everybody_reads_no_name_no_text_and_no_small_number(each_house: House, show: str) -> None:
    wrapped(each_house, show)
    switch(signed_in(each_house, show, "producer"), show, "yes")
    stranger = each_house.app.test_client()
    page = plain(stranger.get(f"/b/{show}/open-fairness", headers=HTML).text)
    told = stranger.get(f"/b/{show}/open-fairness.json").get_json()
    for secret in ("Тайный", code_of(each_house, show, 1), "модератор"):
        assert secret not in page and secret not in str(told)
    assert told["received"] == ASKED and told["declined"] is None and told["declines"] == []
    # Six of roads alone would tell that three were of housing.
    assert told["topics"] == [] and [one["received"] for one in told["sources"]] == [ASKED] and LEAST > 3
    assert "Дороги" not in page and told["roots"][0]["root"] in page


# For whoever asked


def test_an_asker_sees_that_the_own_question_is_counted_once_the_show_is_wrapped(each_house: House, show: str) -> None:
    stranger = each_house.app.test_client()
    codes = {number: code_of(each_house, show, number) for number in (1, 2, 3, 4)}
    assert "учтён" not in stranger.get(f"/track/{codes[1]}", headers=HTML).text
    refused = problem(stranger.get(f"/track/{codes[1]}/proof.txt"), "not_found", 404)
    assert refused["detail"].startswith("Доказательства пока нет")
    wrapped(each_house, show)
    for number, end, word in (
        (1, "answered_on_air", "ответ дан в эфире"),
        (2, "declined:spam", "отклонён"),
        (3, "merged:1:answered_on_air", "присоединён к №\N{NO-BREAK SPACE}1: ответ дан в эфире"),
        (4, "ticket", "передан специалистам"),
    ):
        page = stranger.get(f"/track/{codes[number]}", headers=HTML).text
        assert "Ваш вопрос учтён" in page and f"{word} <code>{end}</code>" in page
        file = stranger.get(f"/track/{codes[number]}/proof.txt")
        assert f"\ncode: {codes[number]}\nend: {end}\n" in file.text and file.mimetype == "text/plain"
        assert file.headers["Content-Disposition"] == f'attachment; filename="proof-{codes[number]}.txt"'
        assert file.headers["Referrer-Policy"] == "no-referrer" and "no-store" in file.headers["Cache-Control"]


def test_nobody_has_anothers_proof(each_house: House, show: str) -> None:
    wrapped(each_house, show)
    stranger = each_house.app.test_client()
    right = code_of(each_house, show, 1)
    wrong = right[:-1] + ("0" if right[-1] != "0" else "1")
    assert stranger.get(f"/track/{wrong}/proof.txt").status_code == 404
    file = stranger.get(f"/track/{right}/proof.txt").text
    assert not [n for n in range(2, ASKED + 1) if code_of(each_house, show, n) in file]


# The lines that check it, as the page prints them


def thirty_lines() -> str:
    [lines] = re.findall(r"```python\n(.*?)```", (ROOT / "docs/fairness.md").read_text("utf-8"), re.DOTALL)
    assert isinstance(lines, str) and len(lines.splitlines()) == 30
    return lines


@pytest.fixture(scope="module")
def proved(embedded: Installation) -> Iterator[tuple[str, str]]:
    """A proof that an asker of a played show has downloaded, and the root as everybody reads it."""
    with Server(embedded).start() as server:
        played = PlayedShow(server, embedded)
        played.api.command("broadcast.wrap")
        headers = {"Authorization": played.api.http.headers["Authorization"]}
        switched = requests.post(
            f"{server.url}/b/{played.slug}/fairness", data={"open": "yes"}, headers=headers, timeout=60
        )
        assert switched.status_code == 200
        with closing(Database(embedded.database_url)) as database:
            # Not by asking for the proof: who asks and asks is a guesser, and is answered 429.
            wait_until(lambda: _has_a_root(database, played.slug), "a root", 120)
            code = _code(database, played.slug, played.numbers[4])  # It was joined to another.
        file = requests.get(f"{server.url}/track/{code}/proof.txt", timeout=60)
        assert file.status_code == 200
        told: dict[str, Any] = requests.get(f"{server.url}/b/{played.slug}/open-fairness.json", timeout=60).json()
        yield file.content.decode("utf-8"), told["roots"][-1]["root"]


def _has_a_root(database: Database, slug: str) -> bool:
    with database.read() as connection:
        return fairness.newest(connection, broadcasts.get(connection, slug).id) is not None


def _code(database: Database, slug: str, number: int) -> str:
    with database.read() as connection:
        here = broadcasts.get(connection, slug).id
        mine = select(question.c.code).where(question.c.broadcast_id == here, question.c.number == number)
        return str(connection.execute(mine).scalar_one())


def checked(folder: Path, proof: str, root: str) -> bool:
    """What the thirty lines say, run by a Python that has nothing of ours."""
    (folder / "check.py").write_text(thirty_lines(), "utf-8")
    (folder / "proof.txt").write_text(proof, "utf-8")
    command = [sys.executable, "-I", "check.py", "proof.txt", root]
    run = subprocess.run(command, cwd=folder, capture_output=True, timeout=120, check=False)
    said = run.stdout.decode("utf-8").strip()
    assert said == ("Вопрос учтён." if run.returncode == 0 else "Доказательство не сходится."), run.stderr
    return run.returncode == 0


def test_the_printed_lines_verify_a_proof_from_a_played_show(proved: tuple[str, str], tmp_path: Path) -> None:
    proof, root = proved
    # One step at least: of an odd number the last leaf goes up alone, and which one that is, the salts draw.
    assert re.search("\n(left|right): ", proof) and f"\nroot: {root}\n" in proof
    assert checked(tmp_path, proof, root)


def changed(line: str) -> str:
    """One character of a line's value is another one; a digit of a hash stays one."""
    name, _, value = line.partition(": ")
    return f"{name}: {value[:-1]}{'0' if value[-1] != '0' else '1'}"


@pytest.mark.parametrize("what", ["code", "end", "salt", "left|right"])
def test_one_changed_character_and_they_do_not(proved: tuple[str, str], tmp_path: Path, what: str) -> None:
    proof, root = proved
    lines = proof.splitlines()
    found = [n for n, line in enumerate(lines) if re.match(f"({what}): ", line)]
    assert found
    for n in found:
        assert not checked(tmp_path, "\n".join([*lines[:n], changed(lines[n]), *lines[n + 1 :]]), root), lines[n]


def test_by_another_root_than_the_published_one_they_do_not(proved: tuple[str, str], tmp_path: Path) -> None:
    proof, root = proved
    assert not checked(tmp_path, proof, root[:-1] + ("0" if root[-1] != "0" else "1"))
    assert checked(tmp_path, proof, root.upper()), "as it may be typed from paper"
