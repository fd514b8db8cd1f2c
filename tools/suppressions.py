"""Every place where a checker was told to look away, with the words that stand there."""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

SCRIPTS = {
    "static": (".js", ".css"),
    "integrations": (".js",),
    "tests/static": (".mjs",),
    "tests/integrations": (".mjs",),
}
IN_SCRIPTS = re.compile(
    r"(?:eslint-disable|stylelint-disable|prettier-ignore|@ts-ignore|@ts-expect-error)[^\n*]*"
    r"|\bany\b[^\n]*//\s*any:[^\n]*|@type \{any\}[^\n]*"
)
IN_PYTHON = re.compile(r"# (?:type: ignore|(?:ruff: )?noqa|nosec)\b.*")
EXPLAINED = re.compile(r"# (?:type: ignore\[[\w,-]+\]|(?:ruff: )?noqa: [A-Z]+\d+|nosec B\d+(?:, B\d+)*)\s+[-#] \w")
"""A code, so that nothing else is overlooked there, and then words on why."""


@dataclass(frozen=True)
class Suppression:
    place: str
    words: str

    def __str__(self) -> str:
        return f"{self.place}: {self.words}"


def of_scripts() -> Iterator[Suppression]:
    """Those of the browser's files, of the modules for other programs, and of their tests in Node."""
    for folder, endings in SCRIPTS.items():
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in endings and not {"vendor", "node_modules"} & set(path.relative_to(ROOT).parts):
                for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
                    if found := IN_SCRIPTS.search(line):
                        yield Suppression(f"{path.relative_to(ROOT)}:{number}", found[0].strip())


def of_python() -> Iterator[Suppression]:
    """Those of ruff, mypy and bandit: only comments count, not what stands in a text."""
    folders = (ROOT / name for name in ("live", "tests", "tools", "bench"))
    for path in [ROOT / "app.py", *sorted(file for folder in folders for file in folder.rglob("*.py"))]:
        content = path.read_bytes()
        if IN_PYTHON.search(content.decode("utf-8")):
            for token in tokenize.tokenize(io.BytesIO(content).readline):
                if token.type == tokenize.COMMENT and (found := IN_PYTHON.search(token.string)):
                    yield Suppression(f"{path.relative_to(ROOT)}:{token.start[0]}", found[0].strip())


def unexplained(found: Suppression) -> bool:
    """Whether it names no code, or no reason."""
    return not EXPLAINED.match(found.words)
