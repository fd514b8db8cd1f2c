"""A release is its number in two files, a commit, and a tag with what the CHANGELOG says of it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.support.server import ROOT
from tools.release import Unfit, closed, notes, numbered, release

PROJECT = '[project]\nname = "live"\nversion = "0.1.0"\n'
CHANGELOG = "# Changelog\n\n## [Unreleased]\n\n### Added\n\n- A thing.\n"


def git(root: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "Somebody")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "somebody@example.org")
    (tmp_path / "pyproject.toml").write_text(PROJECT, "utf-8")
    (tmp_path / "CHANGELOG.md").write_text(CHANGELOG, "utf-8")
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message", "feat: a thing")
    return tmp_path


def test_what_was_unreleased_is_the_versions_and_stands_in_its_tag(project: Path) -> None:
    release(project, "1.0.0")
    changelog = (project / "CHANGELOG.md").read_text("utf-8")
    assert 'version = "1.0.0"' in (project / "pyproject.toml").read_text("utf-8")
    assert notes(changelog, "1.0.0") == "### Added\n\n- A thing.\n"
    assert git(project, "tag", "--list", "--format=%(contents)", "v1.0.0").strip() == "1.0.0\n\n### Added\n\n- A thing."
    assert git(project, "log", "-1", "--format=%s").strip() == "build: release 1.0.0"
    assert git(project, "status", "--porcelain") == ""


def test_after_a_release_nothing_is_unreleased(project: Path) -> None:
    release(project, "1.0.0")
    with pytest.raises(Unfit, match="says nothing of Unreleased"):
        release(project, "1.0.1")


@pytest.mark.parametrize("version", ["0.1.0", "0.0.9", "1.0", "v1.0.0", "1.0.0rc1"])
def test_a_version_is_three_numbers_and_later_than_the_one_before(version: str) -> None:
    with pytest.raises(Unfit, match=version):
        numbered(PROJECT, version)


def test_what_is_not_committed_stops_it(project: Path) -> None:
    (project / "CHANGELOG.md").write_text(CHANGELOG + "- Another.\n", "utf-8")
    with pytest.raises(Unfit, match="not committed"):
        release(project, "1.0.0")
    assert git(project, "tag", "--list") == ""


def test_a_schema_of_which_no_database_is_kept_is_not_released(project: Path) -> None:
    migrations, kept = project / "live/store/migrations/versions", project / "tests/upgrades/kept"
    for folder, name in ((migrations, "0001_first.py"), (migrations, "0002_more.py"), (kept, "0001_first.sql")):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()
    with pytest.raises(Unfit, match="0002_more"):
        release(project, "1.0.0")
    (kept / "0002_more.sql").touch()
    release(project, "1.0.0")


def test_a_versions_notes_end_where_the_one_before_begins() -> None:
    two = closed(CHANGELOG, "1.0.0", "2027-01-02").replace("## [Unreleased]\n", "## [Unreleased]\n\n- Newer.\n", 1)
    assert (notes(two, "Unreleased"), notes(two, "1.0.0")) == ("- Newer.\n", "### Added\n\n- A thing.\n")


def test_the_projects_own_files_can_be_released() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert "## [99.0.0] - 2027-01-02" in closed(changelog, "99.0.0", "2027-01-02")
    assert 'version = "99.0.0"' in numbered((ROOT / "pyproject.toml").read_text("utf-8"), "99.0.0")
