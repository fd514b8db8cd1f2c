"""The formatter, the linters and the type checker of the browser's files and of the modules for other programs.

Prints what they and those of Python were told to overlook; in Python each such place must name its code and its reason.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tools import suppressions
from tools.node import node

ROOT = Path(__file__).resolve().parent.parent
CHECKS = {
    "prettier": ("prettier/bin/prettier.cjs", "--check", "--log-level=warn", "."),
    "eslint": ("eslint/bin/eslint.js", "--max-warnings=0", "."),
    "tsc": ("typescript/bin/tsc", "-p", "jsconfig.json"),
    "tsc, integrations": ("typescript/bin/tsc", "-p", "integrations/jsconfig.json"),
    "stylelint": ("stylelint/bin/stylelint.mjs", "--max-warnings=0", "static/**/*.css"),
}


def main() -> int:
    """The number of checks that found something, 0 where all is well."""
    failed = 0
    for name, (script, *arguments) in CHECKS.items():
        done = subprocess.run([node(), f"node_modules/{script}", *arguments], cwd=ROOT)
        print(f"{name}: {'clean' if done.returncode == 0 else 'found something'}", flush=True)
        failed += done.returncode != 0
    in_scripts, in_python = list(suppressions.of_scripts()), list(suppressions.of_python())
    print(f"suppressions in scripts: {len(in_scripts)}", *in_scripts, sep="\n  ")
    print(f"suppressions in Python: {len(in_python)}", *in_python, sep="\n  ")
    if bare := [each for each in in_python if suppressions.unexplained(each)]:
        print("without a code or a reason:", *bare, sep="\n  ")
        failed += 1
    return failed


if __name__ == "__main__":
    sys.exit(main())
