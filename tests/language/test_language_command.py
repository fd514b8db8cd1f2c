"""`language score`, `doubles` and `clusters`: figures as JSON; what is wrong with a file is one clear line."""

from __future__ import annotations

import csv
import gzip
import io
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from live.commands.language import language
from tests.language.test_learned import ROADS, TEXTS, TOPICS
from tests.support.meaning import model
from tests.support.server import ROOT

Table = list[Sequence[str]]
LEARNED: Table = [("Сообщение", "Тема"), *zip(TEXTS, TOPICS, strict=True)]
ASKED: Table = [("Сообщение", "Тема"), ("Яма на дороге", "Дороги"), ("Нет воды", "Вода"), ("", "Вода")]
POOL: Table = [
    ("id", "text", "address"),
    ("a1", "Во дворе не горит фонарь", "улица Ленина, дом 5"),
    ("a2", "Темно, нет освещения", "ул. Ленина, 5"),
    ("a3", "Протекает крыша", "улица Мира, дом 2"),
]
MAPPED = ["text=Сообщение", "topic=Тема"]


class Desk:
    """Files in a folder, and the command over them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def file(self, name: str, table: Table) -> str:
        written = io.StringIO()
        csv.writer(written).writerows(table)
        content = written.getvalue().encode()
        path = self.folder / name
        path.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
        return str(path)

    def score(self, learned: Table = LEARNED, asked: Table = ASKED, mapped: Sequence[str] = MAPPED) -> Result:
        files = ["--train", self.file("learned.csv.gz", learned), "--test", self.file("asked.csv", asked)]
        return CliRunner().invoke(language, ["score", *files, "--map", *mapped])

    def doubles(self, pairs: Table, pool: Table = POOL, *mapped: str, models: str = "none") -> Result:
        files = ["--pool", self.file("pool.csv", pool), "--pairs", self.file("pairs.csv", pairs)]
        told = mapped or ("id=id", "text=text", "address=address")
        return CliRunner().invoke(language, ["doubles", *files, "--models", models, "--map", *told])


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_topics_are_scored_over_the_columns_that_are_named(desk: Desk) -> None:
    done = desk.score()
    found = json.loads(done.stdout)
    assert (done.exit_code, found["accuracy"], found["macro_f1"]) == (0, 1.0, 1.0)
    assert (found["learned_from"], found["asked"]) == (10, 2)


def test_each_column_may_be_named_by_an_option_of_its_own(desk: Desk) -> None:
    assert desk.score(mapped=["text=Сообщение", "--map", "topic=Тема"]).exit_code == 0


def test_doubles_are_scored(desk: Desk) -> None:
    done = desk.doubles([("a", "b"), ("a1", "a2")])
    found = json.loads(done.stdout)
    assert (done.exit_code, found["recall@1"], found["recall@5"], found["nothing_offered"]) == (0, 1.0, 1.0, 0)
    assert found["ms_a_question"] >= 0


SAME = "улица Мира, дом 2"
OF_ONE_HOUSE = [
    *(("Грязно на лестнице", "2027-03-01"), ("Протекает крыша", "2027-03-02"), ("Не горит фонарь", "2027-02-20")),
    *(("Сломан почтовый ящик", "2027-02-19"), ("Лифт стоит", "2027-02-18"), ("Дует из окна", "2027-02-17")),
    ("Холодно на чердаке", "2027-01-01"),
]
"""Messages about one house, no two in the same words, and when they came."""


def one_house(*ids: str) -> Table:
    rows = [(id_, text, SAME, at) for id_, (text, at) in zip(ids, OF_ONE_HOUSE, strict=True)]
    return [("id", "text", "address", "at"), *rows]


def test_of_one_house_the_nearest_in_time_comes_first(desk: Desk) -> None:
    pool, mapped = one_house(*"abcdefg"), ("id=id", "text=text", "address=address", "at=at")
    assert json.loads(desk.doubles([("a", "b"), ("a", "b")], pool, *mapped).stdout)["recall@1"] == 1.0
    assert json.loads(desk.doubles([("a", "b"), ("a", "g")], pool, *mapped).stdout)["recall@5"] == 0.0


ROOF = "На улице Мира, дом 2 протекает крыша"
STACKED: Table = [
    ("id", "text", "topic", "at"),
    *(("a", ROOF, "Крыши", "2027-03-01"), ("b", ROOF + "!", "Крыши", "2027-03-02"), ("c", ROOF, "Дворы", "2027-03-22")),
    *(("d", ROOF, "Дворы", "2027-06-01"), ("e", ROOF.replace("2", "4"), "Дворы", "2027-03-01")),
    *(("f", "У дома 2 по улице Мира яма", "Дворы", "2027-03-01"), ("g", ROOF, "", "2027-03-01")),
]


def test_how_often_a_stack_is_right_is_told_where_topics_are(desk: Desk) -> None:
    mapped = ("id=id", "text=text", "at=at")
    found = json.loads(desk.doubles([("a", "b"), ("a", "b")], STACKED, *mapped, "topic=topic").stdout)
    assert (found["stacked"], found["of_one_topic"], found["precision"]) == (3, 1, 0.3333)
    assert "stacked" not in json.loads(desk.doubles([("a", "b"), ("a", "b")], STACKED, *mapped).stdout)


def test_ids_that_are_whole_numbers_say_in_which_order_messages_came(desk: Desk) -> None:
    pool = [row[:3] for row in one_house("70", "1", "10", "9", "8", "7", "71")]
    found = json.loads(desk.doubles([("a", "b"), ("70", "71")], pool).stdout)
    assert found["recall@1"] == 1.0


def test_a_column_that_an_import_would_take_for_the_moment_counts_unmapped(desk: Desk) -> None:
    rows = [(*row[:3], f"{row[3][8:]}.{row[3][5:7]}.{row[3][:4]}") for row in one_house(*"abcdefg")[1:]]
    pool: Table = [("id", "text", "address", "created_at"), *rows]
    assert json.loads(desk.doubles([("a", "b"), ("a", "b")], pool).stdout)["recall@1"] == 1.0


def test_moments_that_are_none_are_named_and_the_rest_goes_on(desk: Desk) -> None:
    pool: Table = [("id", "text", "at"), ("a1", "Темно", "вчера"), ("a2", "Темно", "2027-03-01")]
    done = desk.doubles([("a", "b"), ("a1", "a2")], pool, "id=id", "text=text", "at=at")
    assert (done.exit_code, json.loads(done.stdout)["recall@1"]) == (0, 1.0)
    assert done.stderr == "1 moments are not understood, and count as unknown: вчера\n"


THEMES: Table = [
    ("Сообщение", "Тема", "Когда"),
    ("Нет горячей воды у школы", "Вода", "2027-03-01T10:00:00"),
    ("Отменили вечерний автобус", "Автобусы", "2027-03-01T10:01:00"),
    ("Второй день нет горячей воды", "Вода", ""),
    ("Вечерний автобус не пришёл", "Автобусы", "2027-03-01T10:03:00+03:00"),
    ("Горячей воды нет с утра", "Вода", "2027-03-01T10:04:00"),
    ("Верните вечерний автобус", "Автобусы", "2027-03-01T10:05:00"),
]


def test_clusters_are_named_and_compared_with_topics(desk: Desk) -> None:
    files = ["--texts", desk.file("themes.csv", THEMES), "--map", *MAPPED]
    for mapped in (files, [*files, "at=Когда"]):
        found = json.loads(CliRunner().invoke(language, ["clusters", *mapped]).stdout)
        assert (found["messages"], found["clusters"], found["changed"]) == (6, 2, 0)
        assert found["agreement"] == 1.0
        assert sorted(found["names"]) == [["вечерний автобус", 3], ["нет горячей воды", 3]]


def test_no_clusters_of_no_words_is_one_clear_line(desk: Desk) -> None:
    files = ["--texts", desk.file("themes.csv", [THEMES[0], ("🙂", "Вода", "")])]
    done = CliRunner().invoke(language, ["clusters", *files, "--map", *MAPPED])
    assert (done.exit_code, done.stderr.count("\n")) == (1, 1)


SAID_OTHERWISE: Table = [
    ("id", "text"),
    ("b1", "Почему нет воды?"),
    ("b2", "Когда водоснабжение, сухие краны"),
    *((f"c{n}", f"Почему нет автобуса {n}?") for n in range(6)),
]


def test_with_a_model_of_meaning_doubles_are_scored_with_it_and_without_it(desk: Desk) -> None:
    models = str(model(desk.folder / "models"))
    done = desk.doubles([("a", "b"), ("b2", "b1")], SAID_OTHERWISE, "id=id", "text=text", models=models)
    found = json.loads(done.stdout)
    assert (found["model"], found["recall@1"], found["by_words"]["recall@1"]) == ("Проба 1", 1.0, 0.0)
    assert set(found["by_words"]) == {"recall@1", "recall@5", "nothing_offered", "ms_a_question"}


def test_without_a_model_doubles_are_scored_by_words(desk: Desk) -> None:
    found = json.loads(desk.doubles([("a", "b"), ("a1", "a2")]).stdout)
    assert found["model"] is None and "by_words" not in found


def test_a_models_folder_that_is_not_there_is_one_clear_line(desk: Desk) -> None:
    done = desk.doubles([("a", "b"), ("a1", "a2")], models=str(desk.folder / "nothing"))
    assert (done.exit_code, done.stderr.count("\n")) == (1, 1) and "model.json" in done.stderr


def test_pairs_of_unknown_ids_are_named_and_the_rest_goes_on(desk: Desk) -> None:
    done = desk.doubles([("a", "b"), ("a1", "a2"), ("a1", "b9"), ("b8", "a2")])
    assert (done.exit_code, json.loads(done.stdout)["pairs"]) == (0, 1)
    assert done.stderr.startswith("2 ids are not in ") and done.stderr.endswith(": b8, b9\n")


WRONG = {
    "no such column": (["text=Сообщение", "topic=Раздел"], 1, "Раздел"),
    "no such field": (["text=Сообщение", "subject=Тема"], 2, "subject"),
    "no pair": (["text"], 2, "text"),
    "a field without its column": (["text=Сообщение"], 1, "topic"),
}


@pytest.mark.parametrize(("mapped", "code", "named"), WRONG.values(), ids=list(WRONG))
def test_a_wrong_map_is_one_clear_line(desk: Desk, mapped: list[str], code: int, named: str) -> None:
    done = desk.score(mapped=mapped)
    assert (done.exit_code, named in done.stderr, "Traceback" in done.stderr) == (code, True, False)


@pytest.mark.parametrize("topics", [[], [""] * len(ROADS)], ids=["no rows", "no topics"])
def test_nothing_to_learn_from_is_one_clear_line(desk: Desk, topics: list[str]) -> None:
    done = desk.score([LEARNED[0], *zip(ROADS, topics, strict=False)])
    assert (done.exit_code, done.stdout) == (1, "") and done.stderr.count("\n") == 1


def test_pairs_that_are_all_unknown_and_a_pool_without_texts_are_one_clear_line(desk: Desk) -> None:
    assert desk.doubles([("a", "b"), ("b8", "b9")]).exit_code == 1
    assert desk.doubles([("a", "b"), ("a1", "a2")], [POOL[0], ("a1", "", ""), ("a2", "", "")]).exit_code == 1


@pytest.mark.faults
def test_the_command_line_has_it(desk: Desk) -> None:
    files = ["--train", desk.file("learned.csv", LEARNED), "--test", desk.file("asked.csv", ASKED)]
    done = subprocess.run(
        [sys.executable, "app.py", "language", "score", *files, "--map", *MAPPED],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["accuracy"] == 1.0
