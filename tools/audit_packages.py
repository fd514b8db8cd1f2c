"""Whether a package of the lock files is known to be vulnerable: by the internet, else by the list of those reviewed.

`--write` keeps what was found clean in requirements.reviewed, for machines that reach nobody.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements-dev.lock"
"""It holds what the product needs too."""

REVIEWED = ROOT / "requirements.reviewed"
PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", re.MULTILINE)
ACCEPTED = re.compile(r"^# accepted (\S+): \w.*$", re.MULTILINE)


def pinned(lock: Path = LOCK) -> set[str]:
    """The packages of a lock file, each with its version."""
    return {f"{_plain(name)}=={version}" for name, version in PINNED.findall(lock.read_text("utf-8"))}


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def reviewed() -> set[str]:
    return {line for line in REVIEWED.read_text("utf-8").splitlines() if line and not line.startswith("#")}


def accepted() -> list[str]:
    """What is known and lived with; each says in the list why."""
    return ACCEPTED.findall(REVIEWED.read_text("utf-8"))


def asked() -> list[dict[str, Any]] | None:
    """Every package of the lock with what is known of it; None where nobody could be asked."""
    ignored = [part for one in accepted() for part in ("--ignore-vuln", one)]
    command = [sys.executable, "-m", "pip_audit", "-r", str(LOCK), "--disable-pip", "--require-hashes", *ignored]
    done = subprocess.run([*command, "-f", "json", "--progress-spinner", "off"], capture_output=True, text=True)
    try:
        return list(json.loads(done.stdout)["dependencies"])
    except (ValueError, KeyError):
        print(
            done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "pip-audit said nothing", file=sys.stderr
        )
        return None


def write() -> None:
    """The list anew, what is accepted kept."""
    kept = (
        [line for line in REVIEWED.read_text("utf-8").splitlines() if ACCEPTED.match(line)] if REVIEWED.exists() else []
    )
    head = "# Packages in which pip-audit found nothing on the day below; `make reviewed` writes this list."
    today = f"# reviewed on {datetime.now(UTC):%Y-%m-%d}"
    REVIEWED.write_text("\n".join([head, today, *kept, *sorted(pinned())]) + "\n", "utf-8")


def main() -> int:
    found = asked()
    known = [(one, vulnerability) for one in found or () for vulnerability in one.get("vulns", [])]
    for one, vulnerability in known:
        mended = ", ".join(vulnerability["fix_versions"]) or "none"
        print(f"{one['name']} {one['version']}: {vulnerability['id']}, mended in {mended}")
    print(f"packages: {len(pinned())}, known vulnerabilities: {len(known)}")
    silent = pinned() if found is None else _skipped(found)
    if "--write" in sys.argv[1:] and not known:
        if silent:
            print("The list is written only where every package was answered for.")
            return 1
        write()
    return 1 if known or _strange(silent) else 0


def _skipped(found: list[dict[str, Any]]) -> set[str]:
    """Those of which the internet knew nothing at all, as where only a copy of the registry is reached."""
    names = {_plain(one["name"]) for one in found if "skip_reason" in one}
    return {one for one in pinned() if one.partition("==")[0] in names}


def _strange(packages: set[str]) -> set[str]:
    """Those of the unanswered packages that are not in the list either; says that it looked there."""
    strange = packages - reviewed()
    if packages:
        print(f"The internet has not answered for {len(packages)} packages; looked at requirements.reviewed instead.")
    for one in sorted(strange):
        print(f"  not reviewed: {one}")
    return strange


if __name__ == "__main__":
    sys.exit(main())
