"""What is installed is what was reviewed: every package pinned with its hashes, none that nobody has seen (M14)."""

from __future__ import annotations

import re

import pytest

from tests.support.server import ROOT
from tools import audit_packages, suppressions

LOCKS = {"requirements.txt": "requirements.lock", "requirements-dev.txt": "requirements-dev.lock"}


NAMED = re.compile(r"^([\w.-]+)(?:\[\w+\])?(==\S+)$", re.MULTILINE)


def named(file: str) -> set[str]:
    """What a person has written, without the extras."""
    written = (ROOT / file).read_text("utf-8")
    return {name.lower().replace("_", "-") + version for name, version in NAMED.findall(written)}


@pytest.mark.parametrize("written", LOCKS)
def test_a_lock_file_holds_what_is_named_and_what_that_needs(written: str) -> None:
    locked = audit_packages.pinned(ROOT / LOCKS[written])
    assert named(written) - locked == set(), "make lock"
    assert len(locked) > len(named(written))


@pytest.mark.parametrize("lock", LOCKS.values())
def test_every_locked_package_has_its_hashes(lock: str) -> None:
    text = "\n" + (ROOT / lock).read_text("utf-8")
    packages = re.split(r"\n(?=[A-Za-z0-9])", text)[1:]
    assert len(packages) == len(audit_packages.pinned(ROOT / lock))
    assert not [one.split()[0] for one in packages if "--hash=sha256:" not in one]


def test_set_up_installs_by_hash_alone() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert re.search(r"^INSTALL := .*--require-hashes", makefile, re.MULTILINE)
    assert "pip install" not in makefile.replace("-m pip install --quiet", "", 1)
    assert "--hash=sha256:" in (ROOT / "tools/requirements-node.txt").read_text("utf-8")


def test_every_locked_package_was_reviewed() -> None:
    assert audit_packages.pinned() - audit_packages.reviewed() == set(), "make reviewed"


def test_what_bandit_overlooks_has_a_code_and_a_reason() -> None:
    found = [one for one in suppressions.of_python() if "nosec" in one.words]
    assert found and not [one for one in found if suppressions.unexplained(one)]
