"""The recipes of docs/adding.md: the files that each names, and its blocks, written into a copy of the project."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.support import exercise
from tests.support.server import ROOT

PAGE = ROOT / "docs" / "adding.md"

COPIED = (
    *("app.py", "live", "static", "templates", "tools", "docs/protocol.md", "docs/control.md"),
    *("tests/__init__.py", "tests/support"),
)
LINKED = ("static/vendor", "node_modules", ".venv")


@dataclass(frozen=True)
class Block:
    """A file that the page writes, or with `language` “diff” what it changes in one."""

    language: str
    path: str
    text: str


@dataclass(frozen=True)
class Recipe:
    """`takes` are the files that it says a person writes, `generated` those that it says `make protocol` does."""

    takes: set[str]
    generated: set[str]
    blocks: list[Block]


def recipe(title: str) -> Recipe:
    [text] = re.findall(rf"^## {title}\n(.*?)(?=^## |\Z)", PAGE.read_text("utf-8"), re.M | re.S)
    written = re.search(r"`make protocol` then writes (.*?)\.\s", text, re.S)
    [taken] = re.findall(r"^Takes (.*?`)\.\s", text, re.M | re.S)
    return Recipe(_paths(taken), _paths(written[1]) if written else set(), blocks(text))


def network() -> Recipe:
    """The recipe whose blocks stand on the network's own page."""
    names = recipe("A network")
    sent, expected = exercise.blocks("json")
    [code] = exercise.blocks("python")
    new = {"postcard.py": code, "/card.json": sent, "/card.expected.json": expected}
    files = [Block("", path, text) for end, text in new.items() for path in names.takes if path.endswith(end)]
    return Recipe(names.takes, set(), [*files, *blocks(exercise.PAGE.read_text("utf-8"))])


def blocks(text: str) -> list[Block]:
    return [Block(*found) for found in re.findall(r"^```(\w+) (\S+)\n(.*?)^```$", text, re.M | re.S)]


def _paths(text: str) -> set[str]:
    return set(re.findall(r"`([^`]+)`", text))


class Project:
    """A copy of the project in a folder, as far as it is needed to run it and to generate what is generated."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for name in COPIED:
            source, target = ROOT / name, root / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if source.is_dir():
                shutil.copytree(source, target, ignore=shutil.ignore_patterns("vendor", "__pycache__"))
            else:
                shutil.copy2(source, target)
        for name in LINKED:
            (root / name).symlink_to((ROOT / name).resolve())

    def write(self, block: Block) -> None:
        path = self.root / block.path
        if block.language != "diff":
            assert not path.exists(), f"{block.path} is there already"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, "utf-8")
            return
        text = path.read_text("utf-8")
        for hunk in block.text.split("@@\n"):
            lines = hunk.splitlines(keepends=True)
            before = "".join(line[1:] for line in lines if line[0] in " -")
            after = "".join(line[1:] for line in lines if line[0] in " +")
            assert text.count(before) == 1, f"{block.path} has not once:\n{before}"
            text = text.replace(before, after)
        path.write_text(text, "utf-8")

    def run(self, *arguments: str) -> str:
        """What Python prints of these arguments, in this project; it must succeed."""
        done = subprocess.run([sys.executable, *arguments], cwd=self.root, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def files(self) -> dict[str, bytes]:
        """Every file that a person or `make protocol` may have written, by its path."""
        found = (
            path for name in ("app.py", "live", "static", "templates", "docs", "tests") for path in self._below(name)
        )
        return {str(path.relative_to(self.root)): path.read_bytes() for path in found}

    def _below(self, name: str) -> list[Path]:
        paths = [self.root / name, *(self.root / name).rglob("*")]
        return [path for path in paths if path.is_file() and path.suffix not in (".pyc", ".mo")]


def changed(before: dict[str, bytes], after: dict[str, bytes]) -> set[str]:
    return {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
