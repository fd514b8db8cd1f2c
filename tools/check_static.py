"""The formatter, the linters and the type checker of the browser's files; prints what they were told to overlook."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tools.node import node

ROOT = Path(__file__).resolve().parent.parent
CHECKS = {
    "prettier": ("prettier/bin/prettier.cjs", "--check", "--log-level=warn", "."),
    "eslint": ("eslint/bin/eslint.js", "--max-warnings=0", "."),
    "tsc": ("typescript/bin/tsc", "-p", "jsconfig.json"),
    "stylelint": ("stylelint/bin/stylelint.mjs", "--max-warnings=0", "static/**/*.css"),
}

SUPPRESSION = re.compile(
    r"(?:eslint-disable|stylelint-disable|prettier-ignore|@ts-ignore|@ts-expect-error)[^\n*]*"
    r"|\bany\b[^\n]*//\s*any:[^\n]*|@type \{any\}[^\n]*|# (?:type: ignore|noqa)[^\n]*"
)


def suppressions() -> Iterator[str]:
    """Every place where a checker was told to look away, with the words that stand there."""
    for folder, endings in {"static": (".js", ".css"), "tests/static": (".mjs",)}.items():
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in endings and "vendor" not in path.relative_to(ROOT).parts:
                for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
                    if found := SUPPRESSION.search(line):
                        yield f"{path.relative_to(ROOT)}:{number}: {found[0].strip()}"


def main() -> int:
    """The number of tools that found something, 0 where all is well."""
    failed = 0
    for name, (script, *arguments) in CHECKS.items():
        done = subprocess.run([node(), f"node_modules/{script}", *arguments], cwd=ROOT)
        print(f"{name}: {'clean' if done.returncode == 0 else 'found something'}", flush=True)
        failed += done.returncode != 0
    looked_away = list(suppressions())
    print(f"suppressions: {len(looked_away)}", *looked_away, sep="\n  ")
    return failed


if __name__ == "__main__":
    sys.exit(main())
