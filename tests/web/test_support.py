"""`support` packs figures and the program's own words: of what people and secrets have planted nothing comes out."""

from __future__ import annotations

import gzip
import json
import re
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from live.commands.diagnosis import masked
from tests.support.backends import SERVED, Backends
from tests.support.searched import SEARCH
from tests.support.server import Installation, Server
from tests.web import faulty

NAME, OTHER_NAME = "Перепелицына", "Ковригин"
PHONE, EMAIL = "+79005550142", "perepelitsyna@planted.example"
TEXT, TITLE, SLUG = "Фонарь у магазина погас", "Страница Перепелицыной", "prjamaja-perepelitsyna"
TOKEN, SECRET, PASSWORD = "planted-token-7f31c09d2e", "planted-secret-51d7e0b264", "planted-pass-8e2b4f6071"
PLANTED = (NAME, OTHER_NAME, PHONE, PHONE[1:], EMAIL, TEXT, TITLE, SLUG, TOKEN, SECRET, PASSWORD)

TRACE = f'Traceback:\n  File "/home/{SLUG}/live/web/app.py", line 7, in build\n    raise\nValueError: {TEXT} {PHONE}'

SAID = (
    {"event": "a reply failed", "to": NAME, "why": TEXT, "level": "error", "request": "k7f2q9md"},
    {"event": f"{NAME} wrote {TEXT}", "task": f"{TOKEN} {NAME}", "level": "info"},
    {"event": "a request failed", "endpoint": "ask.submit", "level": "error", "exception": TRACE},
    {"event": "a request failed", "endpoint": TEXT},
)

LOG = "\n".join(
    (
        *(json.dumps(line, ensure_ascii=False) for line in SAID),
        f"2026-11-30T00:38:09.123456Z [warning  ] a request failed      endpoint=api.ask name={NAME} request=k7f2q9mx",
        f"2026-11-30T00:38:10.123456Z [info     ] {TEXT} by={NAME}",
        '  |   File "/srv/live/live/desk/receive.py", line 12, in receive',
        f"  | KeyError: '{NAME}'",
        f'{{"broken": "{TOKEN}',
        f"{NAME} {TEXT}",
    )
)
"""A server's log, in either form, in which more stands than our own would ever say."""


@dataclass(frozen=True)
class Packed:
    """What is in the archive, by its names; `whole`, every byte of it unpacked."""

    files: dict[str, str]
    whole: bytes
    printed: str

    def read(self, name: str) -> Any:
        return json.loads(self.files[name])


def packed(path: Path, printed: str) -> Packed:
    with tarfile.open(path) as archive:
        read = {member.name.partition("/")[2]: archive.extractfile(member) for member in archive}
        files = {name: file.read().decode() for name, file in read.items() if file is not None}
    return Packed(files, gzip.decompress(path.read_bytes()), printed)


@pytest.fixture(scope="module")
def archive(backends: Backends, folder: Path) -> Iterator[Packed]:
    """Of an installation in which a person and secrets stand wherever they can."""
    log, file = folder / "server.log", folder / "support.tar.gz"
    log.write_text(LOG)
    (folder / "redis").write_text(backends.redis.url)
    environment = {
        "LIVE_METRICS_TOKEN": TOKEN,
        "LIVE_PHONE": "8 900 555-01-42",
        "LIVE_ADDRESS": f"http://{SLUG}.example",
        "LIVE_OUT_PROXY": f"http://user:{PASSWORD}@proxy.lan:3128",
        "LIVE_BACKUPS": str(folder / NAME),
        "LIVE_SECOND_FACTOR": "none",
        "LIVE_ASKED_BY": NAME,
    }
    with backends.installation(SERVED, folder) as plain:
        installation = replace(plain, extra={**plain.extra, **environment})
        fill(installation)
        with Server(installation).start() as server:
            options = ("--to", str(file), "--log", str(log), "--port", str(server.port), "--patience", "60")
            done = installation.run("support", *options)
    assert done.returncode == 0 and "Traceback" not in done.stderr, done.stderr
    yield packed(file, done.stdout + done.stderr)


def fill(installation: Installation) -> None:
    SEARCH.meant(PHONE, EMAIL)
    add = ["broadcast", "add", "--slug", SLUG, "--title", TITLE, "--head", NAME]
    installation.several(add, ["broadcast", "open", SLUG])
    installation.user("perepelitsyna", PASSWORD, "moderator")
    installation.several(["user", "rename", "perepelitsyna", NAME], ["ban", "add", EMAIL, "--reason", TEXT])
    installation.channel("telegram", SLUG, secret=SECRET, token=TOKEN)
    faulty.channel_fails(installation, SLUG, TITLE)
    faulty.worker_said(installation, SLUG, faulty.FRESH)
    source = installation.key(SLUG, "source", name=NAME)
    with Server(installation).start() as server:
        author = {"name": NAME, "contact": PHONE}
        server.api(SLUG, source).ask(TEXT, author=author, locality=OTHER_NAME)


@pytest.mark.faults
def test_nothing_of_a_person_and_no_secret_is_in_it(archive: Packed) -> None:
    held = archive.whole.decode("utf-8", "replace") + archive.printed
    assert [one for one in PLANTED if one.lower() in held.lower()] == []


def test_it_has_what_helps(archive: Packed) -> None:
    expected = {"README.txt", "doctor.json", "settings.json", "versions.json", "schema.json", "tables.json"}
    assert set(archive.files) == expected | {"counts.json", "audit.json", "processes.json", "metrics.txt", "log.jsonl"}
    assert archive.read("doctor.json")["checks"]["channels"]["level"] == "fault"
    assert archive.read("counts.json")["questions"] == {"new": 1}
    assert archive.read("audit.json")["person.added done"] == 1
    assert archive.read("schema.json")["tables"]["question"]["columns"]["text"]
    assert archive.read("tables.json")["question"]["bytes"] > 0
    assert len(archive.read("processes.json")) >= 1
    assert "live_questions{" in archive.files["metrics.txt"]
    assert "flask" in archive.read("versions.json")["packages"]


def test_of_settings_it_has_that_they_are_given(archive: Packed) -> None:
    told = archive.read("settings.json")
    assert told["LIVE_SECRET_KEY"] == told["LIVE_DATABASE_URL"] == told["LIVE_PHONE"] == "(set)"
    assert (told["LIVE_LOG"], told["LIVE_SECOND_FACTOR"]) == ("json", "none")


def test_of_the_log_it_has_the_programs_own_words(archive: Packed) -> None:
    lines = [json.loads(line) for line in archive.files["log.jsonl"].splitlines()]
    failed = [line for line in lines if line.get("event") == "a request failed"]
    assert [line.get("endpoint") for line in failed] == ["ask.submit", None, "api.ask"]
    assert failed[0]["trace"] == ["live/web/app.py:7 build", "ValueError"]
    assert failed[2]["request"] == "k7f2q9mx"
    assert {"trace": ["live/desk/receive.py:12 receive"]} in lines and {"trace": ["KeyError"]} in lines


def test_what_somebody_has_named_is_numbered_in_the_metrics() -> None:
    text = f'# HELP x of {{a="b"}}\nx{{broadcast="{SLUG}",state="new"}} 2\nx{{broadcast="may",state="{NAME}"}} 1\n'
    lines = masked.metrics(text).splitlines()
    assert lines[1:] == ['x{broadcast="#1",state="new"} 2', 'x{broadcast="#2",state="#3"} 1']


def test_a_folder_that_cannot_be_written_is_said_and_nothing_is_left(embedded: Installation) -> None:
    done = embedded.run("support", "--to", "/no/such/folder/support.tar.gz")
    assert done.returncode == 1 and "/no/such/folder" in done.stderr and "Traceback" not in done.stderr


def test_it_is_its_owner_s_alone_and_is_made_where_nothing_works(tmp_path: Path, embedded: Installation) -> None:
    file = tmp_path / "support.tar.gz"
    broken = replace(embedded, extra={"LIVE_DATABASE_URL": "postgresql://live@127.0.0.1:1/live"})
    assert broken.run("support", "--to", str(file)).returncode == 0
    assert file.stat().st_mode & 0o777 == 0o600 and [path.name for path in tmp_path.iterdir()] == [file.name]
    told = packed(file, "")
    assert told.read("doctor.json")["checks"]["database"]["level"] == "fault"
    assert re.search("[а-яё]", told.files["README.txt"])
