"""Gives the changes so far a number: in CHANGELOG.md and pyproject.toml, as one commit, and as its tag with the notes.

    python -m tools.release 1.0.0            # or `make release VERSION=1.0.0`
    python -m tools.release 1.0.0 --notes    # what CHANGELOG.md says of a version; changes nothing

`git push --follow-tags`, and the wheel, are left to whoever releases.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tomllib
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

VERSION = re.compile(r"\d+\.\d+\.\d+")
UNRELEASED = "## [Unreleased]\n"

MIGRATIONS, KEPT = "live/store/migrations/versions", "tests/upgrades/kept"


class Unfit(Exception):
    """It cannot be released so; the message says why."""


def notes(changelog: str, version: str) -> str:
    """What a CHANGELOG says under a version's heading; `Unfit` where there is none."""
    found = re.search(rf"^## \[{re.escape(version)}\].*\n((?:(?!## \[).*\n?)*)", changelog, re.MULTILINE)
    if found is None or not found[1].strip():
        raise Unfit(f"CHANGELOG.md says nothing of {version}.")
    return found[1].strip() + "\n"


def closed(changelog: str, version: str, day: str) -> str:
    """The CHANGELOG in which what was unreleased is this version's, of that day."""
    notes(changelog, "Unreleased")
    return changelog.replace(UNRELEASED, f"{UNRELEASED}\n## [{version}] - {day}\n", 1)


def numbered(project: str, version: str) -> str:
    """A pyproject.toml with another version, which must be a later one."""
    present = str(tomllib.loads(project)["project"]["version"])
    if not VERSION.fullmatch(version):
        raise Unfit(f"{version} is no version: three numbers with dots between them.")
    if _parts(version) <= _parts(present):
        raise Unfit(f"{version} is not later than {present}.")
    return project.replace(f'version = "{present}"', f'version = "{version}"', 1)


def _parts(version: str) -> list[int]:
    return [int(part) for part in version.split(".")]


def schema_not_kept(root: Path) -> str | None:
    """The newest schema, where no database of it is kept for the tests of upgrades."""
    newest = max((path.stem for path in (root / MIGRATIONS).glob("[0-9]*.py")), default=None)
    return None if newest is None or (root / KEPT / f"{newest}.sql").is_file() else newest


def release(root: Path, version: str) -> None:
    """Write, commit and tag, from a work tree without other changes."""
    if _git(root, "status", "--porcelain", "--untracked-files=no"):
        raise Unfit("There are changes that are not committed.")
    if schema := schema_not_kept(root):
        raise Unfit(f"No database of {schema} is kept: python -m tools.keep_database, and commit what it writes.")
    changelog, project = root / "CHANGELOG.md", root / "pyproject.toml"
    day = datetime.now(UTC).date().isoformat()
    texts = {
        project: numbered(project.read_text("utf-8"), version),
        changelog: closed(changelog.read_text("utf-8"), version, day),
    }
    for file, text in texts.items():
        file.write_text(text, "utf-8")
    _git(root, "commit", "--quiet", "--message", f"build: release {version}", *(file.name for file in texts))
    told = f"{version}\n\n{notes(texts[changelog], version)}"
    # Verbatim: git takes lines that begin with # for remarks, and the notes' headings do.
    _git(root, "tag", "--annotate", f"v{version}", "--cleanup=verbatim", "--file=-", given=told)


def _git(root: Path, *arguments: str, given: str = "") -> str:
    done = subprocess.run(["git", *arguments], cwd=root, input=given, capture_output=True, text=True)
    if done.returncode != 0:
        raise Unfit(f"git {arguments[0]}: {done.stderr.strip()}")
    return done.stdout


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.release", description=__doc__)
    parser.add_argument("version")
    parser.add_argument("--notes", action="store_true", help="print what CHANGELOG.md says of it, and change nothing")
    options = parser.parse_args()
    try:
        if options.notes:
            print(notes((ROOT / "CHANGELOG.md").read_text("utf-8"), options.version), end="")
        else:
            release(ROOT, options.version)
            print(f"Tagged v{options.version}. Now: git push --follow-tags, and make wheel.")
    except Unfit as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
