"""The command line: 0 on success, 2 on wrong use, 1 on failure with one clear line and no traceback."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from live.commands.replay import play
from live.domain.audit import Act
from live.store.centre import audit as entries
from tests.support.server import ROOT, Installation, Server
from tests.support.stubs.vk import Vk
from tests.web.house import TESTER, House, Json

FAR = {"LIVE_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing"}
ADD = ["broadcast", "add", "--title", "Прямая линия", "--head", "Иван Петров"]
USER = ["user", "add", "--name", "Мария", "--role", "moderator", "--password-stdin"]
PLAY = ["--url", "http://127.0.0.1:1", "--token", "t", "--broadcast", "may", "--rate", "100"]

Case = tuple[list[str], int, str]
"""A command's arguments, how it must end, and what its line must name."""

CASES: dict[str, Case] = {
    "a new show": ([*ADD, "--slug", "may"], 0, "may"),
    "a new standing broadcast": ([*ADD, "--slug", "between", "--kind", "standing"], 0, "between"),
    "a show with all": (
        [*ADD, "--slug", "june", "--standing", "between", "--starts", "2026-06-01T12:00:00+04:00", "--zone", "UTC"],
        0,
        "june",
    ),
    "a zone that is none": ([*ADD, "--slug", "x1", "--zone", "Asia/Nowhere"], 1, "Asia/Nowhere"),
    "a taken slug": ([*ADD, "--slug", "may"], 1, "may"),
    "a slug that is none": ([*ADD, "--slug", "Май"], 2, "--slug"),
    "the tickets' slug": ([*ADD, "--slug", "tickets"], 2, "--slug"),
    "a start that is none": ([*ADD, "--slug", "x1", "--starts", "завтра"], 2, "--starts"),
    "a start without its zone": ([*ADD, "--slug", "x1", "--starts", "2026-06-01T12:00:00"], 2, "--starts"),
    "an unknown standing broadcast": ([*ADD, "--slug", "x1", "--standing", "nowhere"], 1, "nowhere"),
    "a standing broadcast that is a show": ([*ADD, "--slug", "x1", "--standing", "may"], 1, "may"),
    "a standing broadcast that is the tickets": ([*ADD, "--slug", "x1", "--standing", "tickets"], 1, "tickets"),
    "a show that lasts no time": ([*ADD, "--slug", "x1", "--minutes", "0"], 2, "--minutes"),
    "an unknown slug": (["broadcast", "open", "nowhere"], 1, "nowhere"),
    "a move that is not there": (["broadcast", "air", "may"], 1, "open"),
    "an opened show": (["broadcast", "open", "may"], 0, "may: collecting"),
    "a show on air": (["broadcast", "air", "may"], 0, "may: on_air"),
    "a wrapped show": (["broadcast", "wrap", "may"], 0, "may: wrapped"),
    "an archived show": (["broadcast", "archive", "may"], 0, "may: archived"),
    "a standing broadcast is not opened": (["broadcast", "open", "between"], 1, "standing"),
    "a key": (["key", "add", "--role", "moderator", "--role", "producer", "--broadcast", "june"], 0, ""),
    "a key for everywhere": (["key", "add", "--role", "admin", "--everywhere"], 0, ""),
    "a key for one and for everywhere": (
        ["key", "add", "--role", "admin", "--everywhere", "--broadcast", "june"],
        2,
        "--everywhere",
    ),
    "a key that says not where": (["key", "add", "--role", "admin"], 2, "--everywhere"),
    "a key for nowhere": (["key", "add", "--role", "moderator", "--broadcast", "nowhere"], 1, "nowhere"),
    "a key for no role": (["key", "add", "--broadcast", "june"], 2, "--role"),
    "a key for an unknown role": (["key", "add", "--role", "boss", "--broadcast", "june"], 2, "boss"),
    "a user": ([*USER, "--login", "maria"], 0, "maria"),
    "a user of everywhere": ([*USER, "--login", "olga", "--everywhere"], 0, "olga"),
    "a user of one and of everywhere": (
        [*USER, "--login", "nina", "--everywhere", "--broadcast", "june"],
        2,
        "--everywhere",
    ),
    "an administrator of one": (["key", "add", "--role", "admin", "--broadcast", "june", "--name", "Нина"], 0, ""),
    "the newest schema and who administers one broadcast only": (["migrate"], 0, "Нина"),
    "a taken login": ([*USER, "--login", "maria"], 1, "maria"),
    "a user with an e-mail": ([*USER, "--login", "vera", "--email", "vera@example.org"], 0, "vera"),
    "a user with two e-mails": ([*USER, "--login", "vlad", "--email", "a@example.org,b@example.org"], 1, "e-mail"),
    "a user of nowhere": ([*USER, "--login", "anna", "--broadcast", "nowhere"], 1, "nowhere"),
    "a short password": ([*USER, "--login", "short"], 1, "at least 8 characters"),
    "an administrator's short password": (
        ["user", "add", "--name", "Инна", "--role", "admin", "--login", "inna", "--password-stdin"],
        1,
        "at least 12 characters",
    ),
    "an invitation": (
        ["user", "invite", "--login", "anna", "--name", "Анна", "--role", "head", "--broadcast", "june"],
        0,
        "/join/",
    ),
    "an invitation again": (["user", "invite", "--login", "anna"], 0, "/join/"),
    "an invitation of nobody": (["user", "invite", "--login", "nobody"], 2, "--name"),
    "roles": (["user", "roles", "anna"], 0, "head (Прямая линия)"),
    "other roles": (["user", "roles", "anna", "--give", "producer"], 0, "producer; head"),
    "a role taken": (["user", "roles", "anna", "--take", "head", "--broadcast", "june"], 0, "producer"),
    "roles of nobody": (["user", "roles", "nobody"], 1, "nobody"),
    "everybody": (["user", "list"], 0, "anna"),
    "another name": (["user", "rename", "anna", "Анна Ивановна"], 0, "anna"),
    "an account closed": (["user", "close", "anna"], 0, "anna"),
    "an account opened": (["user", "open", "anna"], 0, "anna"),
    "a password that is too short": (["user", "password", "anna", "--password-stdin"], 1, "at least 8 characters"),
    "a person's devices": (["session", "list", "anna"], 0, ""),
    "all of a person's devices": (["session", "end", "--user", "anna"], 0, "anna"),
    "a device that is none": (["session", "end", "0123456789ab"], 1, "not signed in"),
    "no device": (["session", "end"], 2, "--user"),
    "the keys": (["key", "list"], 0, "everywhere"),
    "a ban": (["ban", "add", "8 900 000-00-71", "--reason", "Угрожает", "--until", "2099-12-31"], 0, "1"),
    "a ban of an address": (["ban", "add", "2001:db8::7", "--reason", "Спам"], 0, "2"),
    "a ban of nobody": (["ban", "add", "Иван", "--reason", "Спам"], 1, "Иван"),
    "a ban that says not why": (["ban", "add", "vk:71"], 2, "--reason"),
    "a ban that is over": (["ban", "add", "vk:71", "--reason", "Спам", "--until", "2020-01-01"], 1, "past"),
    "the bans": (["ban", "list"], 0, "tel tel:···71"),
    "a ban lifted": (["ban", "lift", "1"], 0, "1"),
    "a ban lifted twice": (["ban", "lift", "1"], 1, "no such ban"),
    "a key limited": (["key", "limit", "1", "--per-minute", "10"], 0, "1"),
    "a key revoked": (["key", "revoke", "1"], 0, "1"),
    "a key revoked again": (["key", "revoke", "1"], 1, "revoked already"),
    "a channel": (["channel", "add", "--type", "ok", "--broadcast", "june"], 0, "/hooks/ok/"),
    "a channel with its settings": (
        [
            "channel",
            "add",
            "--type",
            "vk",
            "--broadcast",
            "june",
            "--setting",
            "confirmation=c",
            "--setting",
            "secret=s",
        ],
        0,
        "/hooks/vk/",
    ),
    "a channel without its settings": (["channel", "add", "--type", "vk", "--broadcast", "june"], 2, "secret"),
    "a channel with a strange setting": (
        ["channel", "add", "--type", "ok", "--broadcast", "june", "--setting", "colour=red"],
        2,
        "colour",
    ),
    "a setting that is none": (
        ["channel", "add", "--type", "ok", "--broadcast", "june", "--setting", "token"],
        2,
        "token",
    ),
    "a channel to nowhere": (["channel", "add", "--type", "ok", "--broadcast", "nowhere"], 1, "nowhere"),
    "a channel to the tickets": (["channel", "add", "--type", "ok", "--broadcast", "tickets"], 2, "--broadcast"),
    "an unknown network": (["channel", "add", "--type", "icq", "--broadcast", "june"], 2, "icq"),
    "what works for each channel": (["channel", "test"], 0, "→ june: It only receives"),
    "the dead letters again": (["channel", "retry-dead"], 0, "delivered: 0, still waiting: 0"),
    "the dead letters of nobody": (["channel", "retry-dead", "nobody"], 1, "nobody"),
    "an unknown channel": (["channel", "route", "nobody", "--broadcast", "june"], 1, "nobody"),
    "the books": (["audit"], 0, "june: received 0"),
    "the books of one": (["audit", "may"], 0, "balances"),
    "the books of nowhere": (["audit", "nowhere"], 1, "nowhere"),
    "a recount": (["recount"], 0, "what its questions say"),
    "the newest schema": (["migrate"], 0, "newest"),
    "a backup to nowhere": (["backup", "/no/such/folder/copy"], 1, "/no/such/folder"),
    "a restore of nothing": (["restore", "/no/such/file"], 2, "/no/such/file"),
    "a restore of something else": (["restore", __file__], 1, "backup"),
    "a play of nothing": (["replay", "/no/such/file.csv", *PLAY], 2, "/no/such/file.csv"),
    "a play of a strange column": (["replay", "{folder}/two.csv", *PLAY, "--map", "words=text"], 1, "question, place"),
    "a play to a strange field": (["replay", "{folder}/two.csv", *PLAY, "--map", "question=answer"], 1, "answer"),
    "a play without a text": (["replay", "{folder}/two.csv", *PLAY], 1, "text"),
    "a play of no mapping": (["replay", "{folder}/two.csv", *PLAY, "--map", "question"], 2, "--map"),
    "a play of what is no text": (["replay", "{folder}/latin.csv", *PLAY], 1, "latin.csv"),
    "a play of what is not packed": (["replay", "{folder}/plain.csv.gz", *PLAY], 1, "gzip"),
    "a play to no address": (["replay", "{folder}/two.csv", *PLAY, "--url", "here"], 2, "--url"),
    "a play at no rate": (["replay", "{folder}/two.csv", *PLAY, "--rate", "0"], 2, "--rate"),
    "an import": (["import", "{folder}/text.csv", "--broadcast", "between"], 0, '"created": 1,'),
    "an import once more": (["import", "{folder}/text.csv", "--broadcast", "between"], 0, '"repeated": 1,'),
    "an import by a mapping": (
        ["import", "{folder}/two.csv", "--broadcast", "between", "--map", "place=text", "--map", "question=ignore"],
        0,
        '"created": 1,',
    ),
    "an import of nothing": (["import", "/no/such/file.csv", "--broadcast", "between"], 2, "/no/such/file.csv"),
    "an import to nowhere": (["import", "{folder}/text.csv", "--broadcast", "nowhere"], 1, "nowhere"),
    "an import to the tickets": (["import", "{folder}/text.csv", "--broadcast", "tickets"], 2, "--broadcast"),
    "an import to what takes nothing": (["import", "{folder}/text.csv", "--broadcast", "may"], 1, "takes no questions"),
    "an import of a strange column": (
        ["import", "{folder}/two.csv", "--broadcast", "between", "--map", "words=text"],
        1,
        "question, place",
    ),
    "an import to a strange field": (
        ["import", "{folder}/two.csv", "--broadcast", "between", "--map", "place=answer"],
        1,
        "answer",
    ),
    "an import with a bad row": (
        ["import", "{folder}/bad.csv", "--broadcast", "between", "--errors", "{folder}/left.csv"],
        1,
        "1 of 2 rows",
    ),
    "an import of no table": (["import", "{folder}/plain.xls", "--broadcast", "between"], 1, "Excel"),
    "an export": (["export", "--broadcast", "may", "--format", "csv", "-o", "{folder}/may.csv"], 0, "may.csv"),
    "an export of nowhere": (["export", "--broadcast", "nowhere", "--format", "csv", "-o", "{folder}/x"], 1, "nowhere"),
    "an export of the tickets": (
        ["export", "--broadcast", "tickets", "--format", "csv", "-o", "{folder}/x"],
        2,
        "--broadcast",
    ),
    "an export in no form": (["export", "--broadcast", "may", "--format", "pdf", "-o", "{folder}/x"], 2, "pdf"),
    "an export to nowhere": (
        ["export", "--broadcast", "may", "--format", "json", "-o", "/no/such/folder/may.json"],
        1,
        "/no/such/folder",
    ),
    "a certificate without its key": (["serve", "--certificate", __file__], 2, "--key"),
    "a port beyond all": (["serve", "--port", "70000"], 2, "--port"),
    "an address that is not ours": (["serve", "--host", "203.0.113.1", "--port", "8000"], 1, "203.0.113.1:8000"),
    "an unknown command": (["sing"], 2, "sing"),
    "an unknown option": (["audit", "--loud"], 2, "--loud"),
}

SETTINGS: dict[str, tuple[dict[str, str], str]] = {
    "a database of another kind": ({"LIVE_DATABASE_URL": "mysql://db"}, "LIVE_DATABASE_URL"),
    "a database that is away": (FAR, "database"),
    "a folder that is not there": ({"LIVE_DATABASE_URL": "sqlite:////no/such/folder/live.db"}, "database"),
    "no folder for the secret": (
        {"LIVE_DATABASE_URL": "sqlite:////no/such/folder/live.db", "LIVE_SECRET_KEY": ""},
        "LIVE_DATABASE_URL",
    ),
    "a served database without a secret": ({**FAR, "LIVE_SECRET_KEY": ""}, "LIVE_SECRET_KEY"),
    "a Redis of another kind": ({"LIVE_REDIS_URL": "memcached://x"}, "LIVE_REDIS_URL"),
    "a log of another kind": ({"LIVE_LOG": "xml"}, "LIVE_LOG"),
    "a proxy's network that is none": ({"LIVE_PROXY_FROM": "nginx"}, "LIVE_PROXY_FROM"),
    "a name that is none": ({"LIVE_HOSTS": "https://live.example"}, "LIVE_HOSTS"),
    "no connection at all": ({"LIVE_CONNECTIONS_PER_ADDRESS": "0"}, "LIVE_CONNECTIONS_PER_ADDRESS"),
    "a token that can be guessed": ({"LIVE_METRICS_TOKEN": "secret"}, "LIVE_METRICS_TOKEN"),
    "an address without its scheme": ({"LIVE_ADDRESS": "live.lan:8000"}, "LIVE_ADDRESS"),
    "an address with a path": ({"LIVE_ADDRESS": "https://live.lan/b/may"}, "LIVE_ADDRESS"),
}


@pytest.fixture(scope="module")
def ends(embedded: Installation) -> dict[str, Json]:
    """How each command ended, by its case, in their order."""
    folder = embedded.folder
    (folder / "two.csv").write_text("question,place\nКогда?,Сосновка\n")
    (folder / "text.csv").write_text("text\nКогда?\n")
    (folder / "bad.csv").write_text("text;дата\nКогда?;завтра\nГде?;24.11.2026\n")
    (folder / "plain.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    (folder / "latin.csv").write_bytes(b"text\n\xff\xfe\n")
    (folder / "plain.csv.gz").write_text("text\nКогда?\n")
    commands: list[tuple[list[str], str, dict[str, str]]] = [
        ([part.format(folder=folder) for part in arguments], "коротко\n" if "short" in name else "подлиннее\n", {})
        for name, (arguments, _, _) in CASES.items()
    ]
    wrong = [(["audit"], "", environment) for environment, _ in SETTINGS.values()]
    done = subprocess.run(
        [sys.executable, "-m", "tests.web.invoked"],
        input=json.dumps([*commands, *wrong]) + "\n",
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=embedded.environment(),
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return dict(zip([*CASES, *SETTINGS], json.loads(done.stdout), strict=True))


@pytest.mark.parametrize("name", CASES)
def test_a_command_ends_as_it_should(ends: dict[str, Json], name: str) -> None:
    end, (_, code, named) = ends[name], CASES[name]
    assert (end["code"], end["broke"]) == (code, None), end
    assert named in (end["err"] if code else end["out"])
    assert "Traceback" not in end["out"] + end["err"]
    if code == 1:
        assert len(end["err"].strip().splitlines()) == 1, end["err"]


@pytest.mark.parametrize("name", SETTINGS)
def test_a_wrong_setting_stops_the_start_with_a_line_that_names_it(ends: dict[str, Json], name: str) -> None:
    end, (_, named) = ends[name], SETTINGS[name]
    assert (end["code"], end["broke"]) == (1, None), end
    assert named in end["err"] and len(end["err"].strip().splitlines()) == 1, end["err"]


def test_a_token_is_printed_and_kept_as_its_hash_alone(ends: dict[str, Json], embedded: Installation) -> None:
    token = ends["a key"]["out"].strip()
    assert len(token) >= 40
    database = Path(embedded.database_url.removeprefix("sqlite:///"))
    kept = b"".join(path.read_bytes() for path in database.parent.glob(database.name + "*"))
    assert token.encode() not in kept


def test_a_port_in_use_is_named(embedded: Installation) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = embedded.run("serve", "--port", port)
    assert done.returncode == 1
    assert f"127.0.0.1:{port}" in done.stderr and "Traceback" not in done.stderr


def test_an_asynchronous_server_that_is_none_stops_the_start(embedded: Installation) -> None:
    done = Installation("odd", embedded.database_url, None, embedded.folder, {"LIVE_ASYNC": "twisted"}).run("audit")
    assert done.returncode == 1
    assert "LIVE_ASYNC" in done.stderr and len(done.stderr.strip().splitlines()) == 1


@pytest.fixture(scope="module")
def house(embedded: Installation) -> Iterator[House]:
    opened = House(embedded)
    yield opened
    opened.close()


def test_a_rotation_says_what_no_secret_opens_and_can_be_done_again(house: House, embedded: Installation) -> None:
    house.caller(house.show(), "source").ask(author={"name": "Анна", "contact": "tel:+79000000012"})
    another = {"LIVE_SECRET_KEY": "f31c9ad07be258460d7c2b9e41f6a835", "LIVE_SECRET_KEY_OLD": "mistyped"}
    mistyped = replace(embedded, extra=another).run("keys", "rotate")
    assert mistyped.returncode == 1 and mistyped.stderr.count("\n") == 1, mistyped.stderr
    assert "values stay as they are, since no secret opens them" in mistyped.stderr
    assert "all is sealed" in embedded.cli("keys", "rotate"), "nobody's contact was lost"


def test_the_audits_chain_stands_beside_the_books_and_fails_with_them(house: House, embedded: Installation) -> None:
    with house.store.write() as tx:
        entries.record(tx, Act.LIST_SAVED, "list/topics", TESTER)
        while entries.seal(tx, 1000):
            pass
    whole = embedded.run("audit")
    assert whole.returncode == 0, whole.stderr
    head = whole.stdout.strip().splitlines()[-1].rpartition(" ")[2]
    assert "the chain is whole" in whole.stdout and ":" in head
    assert embedded.run("audit", "--head", f"1:{'0' * 64}").returncode == 1
    with house.store.database.write() as connection, entries.unguarded(connection):
        connection.exec_driver_sql("UPDATE audit SET name = 'Пётр' WHERE number = 1")
    broken = embedded.run("audit", "--head", head)
    assert broken.returncode == 1 and "BROKEN" in broken.stdout
    assert [line.strip() for line in broken.stderr.splitlines()] == ["entry 1 (row 1) is not as it was sealed"]
    with house.store.database.write() as connection, entries.unguarded(connection):
        connection.exec_driver_sql("DELETE FROM audit")
        connection.exec_driver_sql("DELETE FROM meta WHERE name = 'audit'")


def test_dead_letters_are_listed_and_do_not_fail_the_books(house: House, embedded: Installation) -> None:
    slug = house.show("open", "close_intake")
    hook = house.channel("ok", slug)
    message = {"message": {"text": "Поздно", "mid": "mid:1"}, "sender": {"user_id": "user:1"}}
    assert house.client.post(hook, json=message).status_code == 200
    done = embedded.run("audit")
    assert done.returncode == 0, done.stderr
    assert "dead letters: 1" in done.stdout and "ok: This broadcast takes no questions." in done.stdout
    assert "Поздно" not in done.stdout


def test_dead_letters_are_delivered_once_a_broadcast_takes_them(house: House, embedded: Installation) -> None:
    slug = house.show("open", "close_intake")
    hook = house.channel("ok", slug)
    message = {"message": {"text": "Рано", "mid": "mid:2"}, "sender": {"user_id": "user:1"}}
    assert house.client.post(hook, json=message).status_code == 200
    key = hook.rpartition("/")[2]
    house.move(slug, "open_intake")
    assert embedded.cli("channel", "retry-dead", key) == "delivered: 1, still waiting: 0"
    assert house.caller(slug, "moderator").read("/questions")["questions"][0]["text"] == "Рано"


def test_a_channel_whose_token_is_not_accepted_is_told_in_its_line(house: House, embedded: Installation) -> None:
    with Vk() as vk:
        hook = house.channel("vk", house.show(), secret="s", token="wrong-token", group_id="456", host=vk.url)
        done = embedded.run("channel", "test")
    assert done.returncode == 1 and "Traceback" not in done.stderr
    [line] = [line for line in done.stdout.splitlines() if hook.rpartition("/")[2] in line]
    assert "DOES NOT WORK" in line and "VK does not accept the token." in line and "wrong-token" not in done.stdout


PLAYED = "text,place,who\n" + "".join(f"Вопрос {n},Сосновка,Анна {n}\n" for n in range(40))


def test_a_play_delivers_all_and_a_second_one_doubles_nothing(house: House, embedded: Installation) -> None:
    file = embedded.folder / "play.csv"
    file.write_text(PLAYED)
    slug = house.show()
    token = house.key(slug, "source", "moderator")
    with Server(embedded).start() as server:
        where = ["--url", server.url, "--token", token, "--broadcast", slug, "--rate", "500"]
        mapping = ["--map", "text=text", "--map", "place=locality", "--map", "who=name"]
        first = play(file, server.url, token, slug, 500, {"text": "text", "place": "locality", "who": "name"}, 30)
        second = json.loads(embedded.cli("replay", str(file), *where, *mapping))
        page = server.api(slug, token).get("/questions", limit=100)
        refused = embedded.run("replay", str(file), *where[:2], "--token", "wrong", *where[4:], "--limit", "2")
    assert (first.sent, first.created, first.repeated) == (30, 30, 0)
    assert (second["sent"], second["created"], second["repeated"]) == (40, 10, 30)
    assert page["total"] == 40
    assert {q["text"] for q in page["questions"]} == {f"Вопрос {n}" for n in range(40)}
    assert page["questions"][0]["locality"] == "Сосновка"
    assert refused.returncode == 1 and "2 of 2" in refused.stderr
    assert json.loads(refused.stdout)["refused"] == {"unauthorized": 2}


def test_what_an_import_leaves_out_is_told_and_written_beside_it(ends: dict[str, Json], embedded: Installation) -> None:
    told = json.loads(ends["an import with a bad row"]["out"])
    assert (told["created"], told["refused"], [problem["row"] for problem in told["problems"]]) == (1, 1, [2])
    left = (embedded.folder / "left.csv").read_text("utf-8-sig").splitlines()
    assert left[0] == "row;error;text;дата" and left[1].startswith("2;") and left[1].endswith(";Когда?;завтра")
