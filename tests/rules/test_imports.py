"""The import rule of the rooms: downward only (the contracts stand in pyproject.toml)."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def imported(path: Path) -> Iterator[str]:
    """The modules that a file imports, anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import hides the room that it names"
            yield node.module or ""


def files(room: str) -> list[Path]:
    return sorted((ROOT / "live" / room).rglob("*.py"))


def test_the_contracts_of_import_linter_are_kept() -> None:
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", files("domain"), ids=lambda path: path.stem)
def test_the_domain_needs_the_standard_library_alone(path: Path) -> None:
    strangers = {
        name
        for name in imported(path)
        if not name.startswith("live.domain") and name.split(".")[0] not in sys.stdlib_module_names
    }
    assert not strangers


def test_settings_know_no_room() -> None:
    assert files("settings")
    strangers = [name for path in files("settings") for name in imported(path) if name.split(".")[0] == "live"]
    assert not [name for name in strangers if not name.startswith("live.settings")]


WAYS_OUT = {
    "live/channels/outgoing.py",
    "live/channels/http.py",
    "live/channels/control/obs/websocket.py",
    "live/commands/replay.py",
    "live/runtime/traces/export.py",
    "live/store/storage/bucket.py",
    "live/understudy/line.py",
}
"""`replay` and an understudy go where whoever types it says, a server to the others of its centre, files to the storage
and traces to the collector that its own settings name; everything else goes by the policy of
live/channels/outgoing.py."""

CLIENTS = {"requests", "urllib3", "httpx", "urllib.request", "http.client", "pycurl", "aiohttp"}
WEBSOCKETS = {"wsproto", "websocket", "websockets", "simple_websocket"}


def test_nothing_leaves_by_http_but_by_the_guarded_way() -> None:
    clients = CLIENTS | WEBSOCKETS
    found = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "live").rglob("*.py")
        for name in imported(path)
        if name in clients or name.partition(".")[0] in clients
    }
    assert found == WAYS_OUT


def test_the_map_of_the_rooms_imports_nothing() -> None:
    assert not list(imported(ROOT / "live/__init__.py"))


def test_no_room_imports_the_entry() -> None:
    assert not [path for path in (ROOT / "live").rglob("*.py") if "app" in imported(path)]


def test_the_entry_patches_before_anything_else_is_imported() -> None:
    statements = ast.parse((ROOT / "app.py").read_text()).body
    first = [s for s in statements if not isinstance(s, ast.Expr) or isinstance(s.value, ast.Call)]
    first = [s for s in first if not (isinstance(s, ast.ImportFrom) and s.module == "__future__")]
    names = next(imported_by(first[0]))
    assert names.startswith("live.runtime") or names == "live"


def imported_by(statement: ast.stmt) -> Iterator[str]:
    if isinstance(statement, ast.Import):
        yield from (alias.name for alias in statement.names)
    elif isinstance(statement, ast.ImportFrom):
        yield statement.module or ""
