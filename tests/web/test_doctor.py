"""`doctor` finds what is wrong by its line: faults planted in real parts, those together that hide no other."""

from __future__ import annotations

import json
import os
import re
import resource
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
import redis

from live.commands.diagnosis.doctor import CHECKS
from live.store import kept_copies, schema
from live.web.languages import compile_catalogues
from tests.support.backends import EMBEDDED, SERVED, Backends
from tests.support.meaning import model
from tests.support.process import free_port
from tests.support.server import ROOT, SECRET, Installation, Server
from tests.support.stub import Fault, reset
from tests.support.stubs.collector import Collector
from tests.web import faulty
from tests.web.house import russian

PATIENT = ("--patience", "60")
"""The machine may be busy, and a fault is not to be taken for another."""

PASSWORD = "wrong-pass-of-the-tests"
TITLE = "Страница Иванниковой"


@dataclass(frozen=True)
class Told:
    """What doctor said, and what it ended with."""

    code: int
    said: str

    def line(self, title: str) -> str:
        """The line of a check, by its title."""
        found = [line for line in self.said.splitlines() if line[13:].startswith(f"{title}: ")]
        assert len(found) == 1, (title, self.said)
        return found[0]

    def has(self, level: str, title: str, *words: str) -> None:
        line = self.line(title)
        assert line.startswith(f"{level} ") and all(word in line for word in words), self.said


def doctor(installation: Installation, *options: str, **environment: str) -> Told:
    told = replace(installation, extra={**installation.extra, **environment})
    options = options if "--port" in options else ("--port", str(free_port()), *options)
    done = told.run("doctor", *options, *PATIENT)
    assert "Traceback" not in done.stderr, done.stderr
    for secret in (SECRET, PASSWORD, TITLE):
        assert secret not in done.stdout + done.stderr
    return Told(done.returncode, done.stdout)


@pytest.fixture(scope="module")
def sound(served: Installation) -> Installation:
    """PostgreSQL and Redis with a worker that is heard of."""
    faulty.worker_said(served, "sound", faulty.FRESH)
    return served


def test_of_a_sound_installation_nothing_is_wrong_and_nothing_is_left_out(sound: Installation) -> None:
    told = doctor(sound)
    assert told.code == 0 and "сбой " not in told.said and "не проверено" not in told.said, told.said
    lines = told.said.splitlines()
    assert len(lines) == len(CHECKS) + 1 and all(russian(line) for line in lines)
    told.has("норма", "База данных", "отвечает за")
    told.has("норма", "Программа базы", "PostgreSQL")
    told.has("норма", "Redis", "отвечает")
    told.has("норма", "Фоновые процессы")


def test_of_a_running_server_it_says_how_it_does(embedded: Installation) -> None:
    with Server(embedded).start() as server:
        told = doctor(embedded, "--port", str(server.port))
    assert told.code == 0, told.said
    told.has("норма", "Порт", "наш сервер", "готов")
    told.has("норма", "Фоновые процессы")
    told.has("норма", "Программа базы", "SQLite")


@pytest.mark.parametrize(
    ("level", "words", "told"),
    [
        ("норма", "станет слышно", {"LIVE_OSC_FROM": "10.0.5.0/24"}),
        ("внимание", "без ключа", {"LIVE_OSC_FROM": "0.0.0.0/0"}),
        ("сбой", "занять нельзя", {"LIVE_OSC": "192.0.2.1:9000"}),
    ],
)
def test_of_buttons_it_says_whether_they_are_heard(
    embedded: Installation, level: str, words: str, told: dict[str, str]
) -> None:
    doctor(embedded, **{"LIVE_OSC": f"127.0.0.1:{free_port()}", **told}).has(level, "Пульты", words)


@pytest.mark.parametrize(
    ("level", "words", "fault"),
    [("норма", "5 %", None), ("внимание", "404", Fault(status=404)), ("внимание", "не отвечает", reset())],
    ids=["takes them", "is another program", "hangs up"],
)
def test_of_a_collector_of_traces_it_says_whether_it_takes_them(
    embedded: Installation, level: str, words: str, fault: Fault | None
) -> None:
    with Collector() as collector:
        collector.fail("", *([fault] if fault else []))
        told = doctor(embedded, LIVE_TRACES=collector.url, LIVE_TRACES_SHARE="0.05")
    told.has(level, "Трассировка", words)
    assert told.code == 0


def test_it_changes_nothing_and_leaves_nothing(backends: Backends, tmp_path: Path) -> None:
    with backends.installation(EMBEDDED, tmp_path) as installation:
        before = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in tmp_path.iterdir()}
        doctor(installation)
        assert {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in tmp_path.iterdir()} == before


def test_where_there_is_nothing_yet_it_makes_neither_database_nor_secret(tmp_path: Path) -> None:
    new = Installation("new", f"sqlite:///{tmp_path}/live.db", None, tmp_path, {"LIVE_SECRET_KEY": ""})
    told = doctor(new)
    told.has("внимание", "База данных", "ещё нет")
    told.has("норма", "Секрет", "при первом запуске")
    assert told.code == 0 and list(tmp_path.iterdir()) == []


def test_programs_are_told_in_json(sound: Installation) -> None:
    done = sound.run("doctor", "--json", "--language", "en", "--port", str(free_port()), *PATIENT)
    told = json.loads(done.stdout)
    assert list(told["checks"]) == [check.name for check in CHECKS]
    assert {one["level"] for one in told["checks"].values()} <= {"ok", "warning"} and told["counts"]["fault"] == 0
    assert told["checks"]["database"]["says"].startswith("answers in")


@pytest.fixture(scope="module")
def ill(backends: Backends, folder: Path) -> Iterator[Told]:
    """What doctor says of an installation in which a dozen things are wrong at once."""
    copies, expired = folder / "copies-of-the-ill", faulty.certificate(folder, "expired", -3)
    copies.mkdir()
    (copies / kept_copies.name_at(datetime.now(UTC) - timedelta(days=5))).write_bytes(b"a copy")
    (folder / "token").write_text("a-token-that-others-read\n")
    (folder / "token").chmod(0o644)
    environment = {
        "LIVE_BACKUPS": str(copies),
        "LIVE_FILES": "/proc/nobody-writes-here",
        "LIVE_MODELS": str(folder / "no-model-here"),
        "LIVE_METRICS_TOKEN_FILE": str(folder / "token"),
    }
    with (
        backends.installation(SERVED, folder) as installation,
        faulty.another_program() as taken,
        faulty.another_that_hears() as hears,
    ):
        environment["LIVE_OSC"] = f"127.0.0.1:{hears}"
        show = installation.show()
        faulty.channel_fails(installation, show.slug, TITLE)
        faulty.written_in_the_future(installation)
        faulty.worker_said(installation, "sound", faulty.FRESH)
        faulty.worker_said(installation, "silent", timedelta(minutes=2))
        with redis.Redis.from_url(backends.redis.url) as client:
            client.config_set("maxmemory-policy", "allkeys-lru")
            files = ("--certificate", str(expired[0]), "--key", str(expired[1]))
            told = doctor(installation, "--port", str(taken), *files, **environment)
            client.config_set("maxmemory-policy", "noeviction")
    yield told


@pytest.mark.parametrize(
    ("level", "title", "words"),
    [
        ("сбой", "Запись", "/proc"),
        ("внимание", "Секрет", "token"),
        ("сбой", "Порт", "другая программа"),
        ("сбой", "Пульты", "другая программа"),
        ("сбой", "Сертификат", "истёк"),
        ("внимание", "Redis", "allkeys-lru"),
        ("сбой", "Часы", "позже"),
        ("внимание", "Фоновые процессы", "host-of-silent"),
        ("сбой", "Очереди", "застряли"),
        ("сбой", "Каналы", "Telegram № 1"),
        ("внимание", "Резервные копии", "5 дней"),
        ("внимание", "Модель смысла", "model.json"),
    ],
)
def test_what_is_wrong_stands_in_its_line_with_what_to_do(ill: Told, level: str, title: str, words: str) -> None:
    ill.has(level, title, words)
    assert ill.line(title).rstrip(".").count(". ") >= 1, "it says what to do"


def test_where_something_does_not_work_it_ends_with_1(ill: Told) -> None:
    assert ill.code == 1


def test_what_is_well_there_is_said_to_be_well(ill: Told) -> None:
    for title in ("Настройки", "База данных", "Схема", "Соединения", "Вебхуки", "Сверка учёта"):
        ill.has("норма", title)


@pytest.mark.parametrize(
    ("url", "title", "words"),
    [
        ("mysql://live@db/live", "Настройки", "LIVE_DATABASE_URL"),
        (f"postgresql://live:{PASSWORD}@127.0.0.1:1/live", "База данных", "не отвечает"),
        ("postgresql://live@{server}/nowhere", "База данных", "нет такой базы"),
        (f"postgresql://{{stranger}}:{PASSWORD}@{{server}}/postgres", "База данных", "не пускает"),
        ("sqlite:///{folder}/damaged.db", "База данных", "повреждён"),
    ],
    ids=["no kind", "away", "no such", "wrong password", "damaged"],
)
def test_why_a_database_is_not_reached_is_told_apart(
    served: Installation, backends: Backends, tmp_path: Path, url: str, title: str, words: str
) -> None:
    (tmp_path / "damaged.db").write_bytes(b"no database at all, but long enough to be read as one " * 100)
    with faulty.who_needs_a_password(backends.postgres) as stranger:
        place = {"server": f"127.0.0.1:{backends.postgres.port}", "folder": str(tmp_path), "stranger": stranger}
        told = doctor(served, LIVE_DATABASE_URL=url.format(**place))
    told.has("сбой", title, words)
    told.has("не проверено", "Каналы")
    assert told.code == 1


@pytest.mark.parametrize(("revision", "words"), [("before", "migrate"), ("9999_after", "новую программу")])
def test_a_schema_of_another_program_is_found(backends: Backends, tmp_path: Path, revision: str, words: str) -> None:
    with backends.installation(SERVED, tmp_path) as installation:
        known = {"before": schema._known()[-2]}
        with psycopg.connect(installation.database_url.replace("+psycopg", "")) as connection:
            connection.execute("UPDATE alembic_version SET version_num = %s", [known.get(revision, revision)])
            connection.execute("UPDATE meta SET value = '9999' WHERE name = 'schema_floor'")
        told = doctor(installation)
    told.has("сбой", "Схема", words)
    told.has("не проверено", "Очереди", "сначала схема")


def test_a_redis_that_is_away_and_another_certificate_s_key_are_found(embedded: Installation, tmp_path: Path) -> None:
    (pem, _), (_, key) = (faulty.certificate(tmp_path, name, 90) for name in ("one", "other"))
    away = {"LIVE_REDIS_URL": f"redis://127.0.0.1:{free_port()}/0"}
    told = doctor(embedded, "--certificate", str(pem), "--key", str(key), **away)
    told.has("сбой", "Redis", "не отвечает")
    told.has("сбой", "Сертификат", "не от этого сертификата")


def test_the_certificate_that_our_server_shows_is_looked_at(embedded: Installation, tmp_path: Path) -> None:
    with faulty.our_server_over_tls(*faulty.certificate(tmp_path, "soon", 5)) as port:
        told = doctor(embedded, "--port", str(port), LIVE_ADDRESS="https://live.example")
        other = doctor(embedded, "--port", str(port), LIVE_ADDRESS="https://another.example")
    told.has("норма", "Порт", "наш сервер")
    told.has("внимание", "Сертификат", "действует до")
    other.has("внимание", "Сертификат", "выдан не для another.example")


def test_that_nobody_does_the_work_of_the_background_is_found(served: Installation, backends: Backends) -> None:
    with backends.installation(SERVED, served.folder) as without_a_worker:
        doctor(without_a_worker).has("сбой", "Фоновые процессы", "app.py worker")


def test_a_model_of_meaning_is_named_and_so_is_what_is_missing_of_it(embedded: Installation, tmp_path: Path) -> None:
    folder = model(tmp_path / "models")
    doctor(embedded, LIVE_MODELS=str(folder)).has("норма", "Модель смысла", "Проба 1")
    (folder / "vectors.npy").unlink()
    told = doctor(embedded, LIVE_MODELS=str(folder))
    told.has("внимание", "Модель смысла", "vectors.npy", "LIVE_MODELS=none")
    assert told.code == 0


LIMITS = {resource.RLIMIT_FSIZE: 100_000, resource.RLIMIT_NOFILE: 512}
"""As a disk without room, and a shell that allows few files."""


@pytest.fixture(scope="module")
def confined(embedded: Installation, folder: Path) -> Told:
    """What doctor says in a process that may do little, with a package of another version before the real one."""
    other = folder / "other" / "click-0.0.1.dist-info"
    other.mkdir(parents=True)
    (other / "METADATA").write_text("Metadata-Version: 2.1\nName: click\nVersion: 0.0.1\n")

    compile_catalogues()  # It could not write them there.

    def confine() -> None:
        for limit, most in LIMITS.items():
            resource.setrlimit(limit, (most, most))

    done = subprocess.run(
        [sys.executable, "app.py", "doctor", "--port", str(free_port()), *PATIENT],
        env={**embedded.environment(), "PYTHONPATH": os.pathsep.join((str(other.parent), str(ROOT)))},
        capture_output=True,
        text=True,
        cwd=ROOT,
        preexec_fn=confine,
        timeout=600,
    )
    return Told(done.returncode, done.stdout)


@pytest.mark.faults
def test_a_disk_that_takes_nothing_more_is_found(confined: Told) -> None:
    confined.has("сбой", "Запись", "File too large")


def test_a_limit_of_open_files_is_found(confined: Told) -> None:
    confined.has("внимание", "Открытые файлы", "512", "LimitNOFILE")


def test_a_package_of_another_version_is_found(confined: Told) -> None:
    confined.has("внимание", "Пакеты", "click 0.0.1", "requirements.lock")


def test_the_page_tells_of_each_line(confined: Told) -> None:
    page = (ROOT / "docs/trouble.md").read_text("utf-8")
    rows = re.findall(r"^\| ([^|]+) \| [^|]+ \| [^|]+ \|$", page, re.MULTILINE)
    titles = [line[13:].partition(":")[0] for line in confined.said.splitlines()[: len(CHECKS)]]
    assert rows[1:] == titles
