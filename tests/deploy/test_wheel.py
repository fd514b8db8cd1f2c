"""The wheel holds the whole program, is the same bytes each time, and serves a show wherever it is installed."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from live.settings import shipped
from tests.support.process import Program, free_port
from tests.support.server import ROOT, Installation
from tools import audit_packages, pack_wheel

PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    return folder / pack_wheel.build_wheel(str(folder))


def digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def test_built_twice_it_is_the_same_bytes(wheel: Path, tmp_path: Path) -> None:
    assert digest(tmp_path / pack_wheel.build_wheel(str(tmp_path))) == digest(wheel)


def test_it_holds_every_file_of_the_program(wheel: Path) -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z", *pack_wheel.FOLDERS], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.split("\0")
    names = set(zipfile.ZipFile(wheel).namelist())
    for path in filter(None, listed):
        folder, _, rest = path.partition("/")
        if not any(part.startswith(".") for part in path.split("/")):
            assert f"{pack_wheel.FOLDERS[folder]}/{rest}" in names
    assert {*pack_wheel.FILES.values(), "live/shipped/static/vendor/icons.svg"} <= names
    assert any(name.startswith("live/shipped/static/vendor/lit/") for name in names)
    assert "live/web/translations/ru/LC_MESSAGES/messages.mo" in names
    assert not [name for name in names if "__pycache__" in name or name.endswith(".ready")]


def test_it_asks_for_the_packages_that_were_reviewed_and_no_others(wheel: Path) -> None:
    [metadata] = [name for name in zipfile.ZipFile(wheel).namelist() if name.endswith(".dist-info/METADATA")]
    needs = re.findall(r"^Requires-Dist: (\S+)", zipfile.ZipFile(wheel).read(metadata).decode(), re.MULTILINE)
    locked = audit_packages.pinned(ROOT / "requirements.lock")
    assert {re.sub(r"\[.*\]", "", one).lower() for one in needs} == {one.lower() for one in locked}


def test_without_what_set_up_makes_there_is_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(pack_wheel, "MADE", ("static/vendor/nothing",))
    with pytest.raises(RuntimeError, match="static/vendor/nothing is not there"):
        pack_wheel.build_wheel(str(tmp_path))
    assert not list(tmp_path.iterdir())


@pytest.mark.faults
def test_pip_builds_it_without_a_network_and_as_the_same_bytes(wheel: Path, tmp_path: Path) -> None:
    for name in ("one", "other"):
        command = [*PIP, "wheel", "--no-deps", "--no-index", "--wheel-dir", str(tmp_path / name), str(ROOT)]
        subprocess.run(command, check=True, capture_output=True, cwd=tmp_path, timeout=300)
        [built] = (tmp_path / name).iterdir()
        assert (built.name, digest(built)) == (wheel.name, digest(wheel))


@pytest.fixture(scope="module")
def there(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where it is installed: beside nothing of this project but the packages that it asks for."""
    folder = tmp_path_factory.mktemp("there")
    command = [*PIP, "install", "--no-deps", "--no-index", "--no-compile", "--target", str(folder), str(wheel)]
    subprocess.run(command, check=True, capture_output=True, cwd=folder, timeout=300)
    return folder


@pytest.mark.faults
def test_its_command_says_which_version_it_is(there: Path, tmp_path: Path) -> None:
    command = [sys.executable, str(there / "bin" / "live"), "--version"]
    environment = {**os.environ, "PYTHONPATH": str(there)}
    said = subprocess.check_output(command, cwd=tmp_path, env=environment, text=True, timeout=300)
    assert said.strip() == shipped.version()


def files(folder: Path) -> dict[Path, int]:
    """When each file but what Python compiles was written."""
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*") if "__pycache__" not in path.parts}


@pytest.fixture
def before(there: Path) -> dict[Path, int]:
    """The files as they were installed; a catalogue's source is never older there than what was compiled of it."""
    for source in there.rglob("messages.po"):
        os.utime(source.with_suffix(".mo"), ns=(0, source.stat().st_mtime_ns - 1_000_000_000))
    return files(there)


@pytest.fixture
def address(there: Path, embedded: Installation, tmp_path: Path) -> Iterator[str]:
    """Of a server that runs from there, in a folder of its own."""
    port = free_port()
    own = {"PYTHONPATH": str(there), "LIVE_DATABASE_URL": f"sqlite:///{tmp_path}/own.db"}
    command = [sys.executable, str(there / "bin" / "live"), "serve", "--port", str(port)]
    program = Program(command, tmp_path / "server.log", env=embedded.environment(**own), cwd=tmp_path)
    url = f"http://127.0.0.1:{port}"

    def answers() -> bool:
        try:
            return requests.get(f"{url}/readyz", timeout=5).status_code == 200
        except requests.RequestException:
            return False

    program.start(answers, "the server of the wheel")
    yield url
    program.stop()


@pytest.mark.faults
def test_where_it_is_installed_it_serves_pages_with_all_that_they_load(address: str) -> None:
    page = requests.get(f"{address}/login", headers={"Accept": "text/html"}, timeout=30)
    assert page.status_code == 200 and 'lang="ru"' in page.text
    loaded = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', page.text))
    release = next(iter(loaded)).split("/")[2]
    loaded |= {f"/static/{release}/vendor/lit/index.js", f"/static/{release}/desk/desk.js"}
    for path in loaded:
        assert requests.get(f"{address}{path}", timeout=30).status_code == 200, path
    for path in ("/help", "/help/moderator", "/help/screenshots/desk-full-1440.png"):
        assert requests.get(f"{address}{path}", timeout=30).status_code == 200, path


@pytest.mark.faults
def test_where_it_is_installed_it_writes_nothing(there: Path, before: dict[Path, int], address: str) -> None:
    page = requests.get(f"{address}/login", headers={"Accept": "text/html"}, timeout=30)
    assert page.status_code == 200 and files(there) == before
