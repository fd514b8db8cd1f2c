"""The package of Debian: what it holds, and what its scripts do when it is installed, upgraded, removed and purged."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

from live.settings.told import SECRETS
from tests.deploy.debian import PYTHON, Debian, package, wheels
from tests.support import binaries
from tests.support.binaries import required
from tests.support.scale import SOAK
from tests.support.server import ROOT
from tools import pack_deb, wheelhouse

DEBIAN = pack_deb.DEBIAN
UNITS = sorted((DEBIAN / "systemd").iterdir())
SCRIPTS = [DEBIAN / name for name in (*pack_deb.SCRIPTS, "live")]

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="dpkg gives files to root, which root alone can")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("packages")


@pytest.fixture(scope="module")
def older(folder: Path) -> Path:
    return package(folder, "0.1.0")


@pytest.fixture(scope="module")
def newer(folder: Path) -> Path:
    return package(folder, "0.2.0")


@pytest.fixture
def debian(tmp_path: Path) -> Debian:
    return Debian(tmp_path)


def field(package: Path, name: str) -> str:
    return subprocess.check_output(["dpkg-deb", "--field", str(package), name], text=True).strip()


# What it holds.


def test_it_holds_the_wheels_the_units_and_the_command_readable_to_everybody_and_owned_by_root(older: Path) -> None:
    listed = subprocess.check_output(["dpkg-deb", "--contents", str(older)], text=True).splitlines()
    entries = {line.split()[5].removeprefix("."): line.split()[:2] for line in listed}
    assert {f"/usr/lib/systemd/system/{unit.name}" for unit in UNITS} < set(entries)
    assert "/usr/lib/live/wheelhouse/live-0.1.0-py3-none-any.whl" in entries
    assert "/usr/share/doc/live/examples/nginx/live.conf" in entries
    assert entries["/usr/bin/live"][0] == "-rwxr-xr-x" and entries["/etc/live/live.env"][0] == "-rw-r--r--"
    assert {owner for _, owner in entries.values()} == {"root/root"}
    assert all(mode[7] == "r" for mode, _ in entries.values())


def test_built_twice_it_is_the_same_bytes(folder: Path, older: Path, tmp_path: Path) -> None:
    again = pack_deb.pack(tmp_path, folder / "wheels-0.1.0", pack_deb.here(), [PYTHON])
    assert hashlib.sha256(again.read_bytes()).digest() == hashlib.sha256(older.read_bytes()).digest()


def test_it_asks_for_a_python_that_it_has_wheels_for(tmp_path: Path) -> None:
    made = pack_deb.pack(tmp_path, wheels(tmp_path / "wheels", "0.1.0"), "arm64", ["3.9", "3.13", "3.11"])
    assert "python3 (>= 3.9), python3 (<< 3.14)," in field(made, "Depends")
    assert field(made, "Architecture") == "arm64" and field(made, "Version") == "0.1.0"


def test_nothing_in_what_dpkg_runs_is_left_to_be_put_in(older: Path, tmp_path: Path) -> None:
    subprocess.run(["dpkg-deb", "--control", str(older), str(tmp_path / "told")], check=True)
    for file in (tmp_path / "told").iterdir():
        assert not re.search(r"@[A-Z]+@", file.read_text("utf-8")), file.name
        runs = file.name in pack_deb.SCRIPTS
        assert stat.S_IMODE(file.stat().st_mode) == (0o755 if runs else 0o644), file.name


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_every_script_is_one_for_the_plain_shell(script: Path) -> None:
    assert script.read_text("utf-8").startswith("#!/bin/sh\n") and "set -eu" in script.read_text("utf-8")
    subprocess.run(["sh", "-n", str(script)], check=True)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_shellcheck_has_nothing_to_say(script: Path) -> None:
    subprocess.run([required(binaries.shellcheck(), "ShellCheck"), str(script)], check=True)


@pytest.mark.skipif(not SOAK, reason="lintian is large, and set up for make soak alone")
@pytest.mark.soak
@pytest.mark.faults
def test_lintian_finds_nothing(older: Path) -> None:
    command = [
        required(binaries.lintian(), "lintian"),
        "--fail-on",
        "error,warning",
        "--tag-display-limit",
        "0",
        str(older),
    ]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


# The units.


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not on this machine")
def test_systemd_takes_every_unit(tmp_path: Path) -> None:
    for unit in UNITS:
        (tmp_path / unit.name).write_text(unit.read_text("utf-8").replace("/usr/bin/live", "/bin/true"))
    names = [str(tmp_path / unit.name) for unit in UNITS]
    done = subprocess.run(["systemd-analyze", "verify", "--man=no", *names], capture_output=True, text=True)
    ours = [line for line in done.stderr.splitlines() if str(tmp_path) in line]
    assert ours == [] and done.returncode == 0, done.stderr


def hardening(unit: Path) -> list[str]:
    text = unit.read_text("utf-8")
    return text[text.index("NoNewPrivileges=") :].split("\n\n")[0].splitlines()


@pytest.mark.parametrize("unit", [unit for unit in UNITS if unit.suffix == ".service"], ids=lambda unit: unit.stem)
def test_a_unit_may_no_more_than_those_that_are_copied_by_hand_and_reads_its_secrets_as_credentials(unit: Path) -> None:
    text = unit.read_text("utf-8")
    assert hardening(unit) == hardening(ROOT / "deploy/systemd/live.service")
    assert "User=live\n" in text and "LoadCredential=live:/etc/live/credentials\n" in text
    assert not [name for name in SECRETS if f"{name}=" in text]


def test_the_pages_name_units_that_are_there() -> None:
    pages = "".join((ROOT / f"docs/{name}.md").read_text("utf-8") for name in ("install", "upgrade"))
    named = set(re.findall(r"\blive[\w-]*\.(?:socket|service|timer)\b", pages))
    assert {"live.socket", "live-backup.timer"} <= named <= {unit.name for unit in UNITS}


# Installed.


@as_root
@pytest.mark.faults
def test_installed_it_has_a_user_a_secret_and_a_program_and_is_started(debian: Debian, older: Path) -> None:
    debian.install(older)
    assert debian.state() == "install ok installed"
    secret = debian.root / "etc/live/credentials/LIVE_SECRET_KEY"
    assert re.fullmatch(r"[0-9a-f]{64}", secret.read_text()) and stat.S_IMODE(secret.stat().st_mode) == 0o600
    for name, mode in (
        ("var/lib/live", 0o700),
        ("var/lib/live/before-upgrade", 0o700),
        ("etc/live/credentials", 0o700),
    ):
        assert stat.S_IMODE((debian.root / name).stat().st_mode) == mode, name
    done = debian.done()
    assert any(line.startswith("useradd --system") for line in done)
    assert [line.partition(":")[0] for line in done if line.startswith(("start", "restart"))] == [
        "start live.socket",
        "restart live.service live-worker.service",
    ]
    assert debian.said() == []  # The database is made by the server, with the settings that somebody may still write.
    for unit in ("live.socket", "live.service", "live-worker.service"):
        assert f"helper enable {unit}" in done
    assert "helper enable live-backup.timer" not in done


@as_root
@pytest.mark.faults
def test_a_command_of_roots_has_the_settings_and_sees_the_secrets_while_it_runs(debian: Debian, older: Path) -> None:
    debian.install(older)
    env = debian.root / "etc/live/live.env"
    env.write_text(
        env.read_text() + 'LIVE_ADDRESS="https://line.example"\nLIVE_ASK_LIMIT=6 per $minute\nPATH=/nowhere\n'
    )
    for name in ("LIVE_DATABASE_URL", "LIVE_DATABASE_URL~"):
        (debian.root / "etc/live/credentials" / name).write_text("postgresql://live@127.0.0.1/live\n")
    assert debian.live("audit", "a show").returncode == 0
    [said] = debian.said()
    assert said["arguments"] == ["audit", "a show"]
    assert (said["LIVE_ADDRESS"], said["LIVE_ASK_LIMIT"]) == ("https://line.example", "6 per $minute")
    assert said["LIVE_SECRET_KEY"] == (debian.root / "etc/live/credentials/LIVE_SECRET_KEY").read_text()
    assert said["LIVE_DATABASE_URL"] == "postgresql://live@127.0.0.1/live\n"
    assert said["LIVE_FILES"] == f"{debian.root}/var/lib/live/files"
    assert list((debian.root / "run").glob("live.*")) == []


@as_root
@pytest.mark.faults
def test_a_command_that_fails_fails_and_takes_the_secrets_away(debian: Debian, older: Path) -> None:
    debian.install(older)
    (debian.root / "fails-audit").touch()
    done = debian.live("audit")
    assert done.returncode == 1 and "audit has failed" in done.stderr
    assert debian.said()[0]["LIVE_DATABASE_URL"] == f"sqlite:///{debian.root}/var/lib/live/live.db"
    assert list((debian.root / "run").glob("live.*")) == []


# Upgraded.


@as_root
@pytest.mark.faults
def test_an_upgrade_copies_by_the_old_migrates_by_the_new_and_only_then_goes_over(
    debian: Debian, older: Path, newer: Path
) -> None:
    debian.install(older)
    secret = (debian.root / "etc/live/credentials/LIVE_SECRET_KEY").read_text()
    env = debian.root / "etc/live/live.env"
    env.write_text("LIVE_PHONE=112\n")
    debian.forget()
    debian.install(newer)
    copy = f"{debian.root}/var/lib/live/before-upgrade/0.1.0.backup"
    assert [(said["version"], said["arguments"]) for said in debian.said()] == [
        ("0.1.0", ["backup", copy]),
        ("0.2.0", ["migrate"]),
    ]
    assert {said["LIVE_PHONE"] for said in debian.said()} == {"112"} and env.read_text() == "LIVE_PHONE=112\n"
    assert (debian.root / "etc/live/credentials/LIVE_SECRET_KEY").read_text() == secret
    [restarted] = [line for line in debian.done() if line.startswith("restart")]
    assert ": program-0.2.0-" in restarted and not [line for line in debian.done() if line.startswith("stop")]
    programs = list((debian.root / "usr/lib/live").glob("program-*"))
    assert [one.name.split("-")[1] for one in programs] == ["0.2.0"]


@as_root
@pytest.mark.faults
def test_without_a_copy_nothing_is_upgraded_unless_somebody_says_so(debian: Debian, older: Path, newer: Path) -> None:
    debian.install(older)
    (debian.root / "fails-backup").touch()
    debian.forget()
    refused = debian.dpkg("--install", newer)
    assert refused.returncode != 0 and "nothing is upgraded" in refused.stderr
    assert debian.done() == ["useradd"]
    assert "Version: 0.1.0\n" in debian.dpkg("--status", "live").stdout
    assert debian.live("audit").returncode == 0 and debian.said()[-1]["version"] == "0.1.0"
    debian.install(newer, LIVE_UPGRADE_WITHOUT_COPY="1")
    assert debian.said()[-1]["version"] == "0.2.0"


@as_root
@pytest.mark.faults
def test_over_a_schema_that_it_may_not_serve_it_is_not_started(debian: Debian, older: Path, newer: Path) -> None:
    debian.install(newer)
    (debian.root / "fails-migrate").touch()
    debian.forget()
    refused = debian.dpkg("--force-downgrade", "--install", older)
    assert refused.returncode != 0 and "nothing is started anew" in refused.stderr
    assert not [line for line in debian.done() if line.startswith(("restart", "stop", "systemctl"))]
    assert debian.live("audit").returncode == 0 and debian.said()[-1]["version"] == "0.2.0"
    (debian.root / "fails-migrate").unlink()
    assert debian.dpkg("--configure", "live").returncode == 0
    assert debian.live("audit").returncode == 0 and debian.said()[-1]["version"] == "0.1.0"


@as_root
@pytest.mark.faults
def test_the_same_python_makes_nothing_anew(debian: Debian, older: Path) -> None:
    debian.install(older)
    debian.forget()
    subprocess.run(
        [debian.root / "var/lib/dpkg/info/live.postinst", "triggered", "/usr/bin/python3"],
        check=True,
        env={**debian.environment, "DPKG_ROOT": str(debian.root)},
    )
    assert debian.done() == ["useradd"]


# Removed and purged.


@as_root
@pytest.mark.faults
def test_removed_it_ends_in_order_and_keeps_data_and_settings_and_purged_it_leaves_nothing(
    debian: Debian, older: Path
) -> None:
    debian.install(older)
    (debian.root / "var/lib/live/live.db").touch()
    debian.forget()
    assert debian.dpkg("--remove", "live").returncode == 0
    assert debian.done()[1].startswith("stop live-backup.timer live.socket live.service live-worker.service:")
    assert not (debian.root / "usr/lib/live").exists()
    assert (debian.root / "var/lib/live/live.db").exists() and (debian.root / "etc/live/live.env").exists()
    assert (debian.root / "etc/live/credentials/LIVE_SECRET_KEY").exists()
    assert debian.dpkg("--purge", "live").returncode == 0
    assert not (debian.root / "var/lib/live").exists() and not (debian.root / "etc/live").exists()
    assert "helper purge live.socket live.service live-worker.service live-backup.timer" in debian.done()


# The wheels.


def test_a_package_is_asked_for_wherever_the_machine_is_that_packs() -> None:
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    everywhere = wheelhouse.everywhere(lock)
    assert re.search(r"^\S+==\S+ ;", lock, re.MULTILINE) and not re.search(r"^\S+==\S+ ;", everywhere, re.MULTILINE)
    assert everywhere.count("--hash=") == lock.count("--hash=")


def test_a_wheel_of_an_older_version_and_the_programs_own_go(tmp_path: Path) -> None:
    names = ["a_b-1.0-py3-none-any.whl", "a_b-2.0-py3-none-any.whl", "psycopg-3.0-py3-none-any.whl"]
    for name in (*names, "live-0.1.0-py3-none-any.whl"):
        (tmp_path / name).touch()
    left = wheelhouse.outdated(tmp_path, "a-b==2.0 \\\npsycopg[binary]==3.0 \\\n")
    assert sorted(wheel.name for wheel in left) == ["a_b-1.0-py3-none-any.whl", "live-0.1.0-py3-none-any.whl"]


def test_every_kind_of_wheel_that_such_a_machine_can_use_is_asked_for() -> None:
    asked = wheelhouse.platforms("arm64")
    assert {"manylinux_2_17_aarch64", "manylinux_2_28_aarch64", "manylinux2014_aarch64"} <= set(asked)
    assert "manylinux_2_37_aarch64" not in asked
