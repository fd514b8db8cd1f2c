"""The archive for a closed network: whole and the same bytes each time; its script installs with no network at all."""

from __future__ import annotations

import hashlib
import os
import subprocess
import tarfile
from pathlib import Path

import pytest

from tests.deploy.debian import Debian, package
from tests.support import binaries
from tests.support.binaries import required
from tests.support.server import ROOT
from tools import pack_bundle, pack_deb

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="the script wants root, and dpkg gives files to it")


@pytest.fixture(scope="module")
def older(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return package(tmp_path_factory.mktemp("package"), "0.1.0")


@pytest.fixture
def bundle(older: Path, tmp_path: Path) -> Path:
    """The folder that the archive becomes."""
    return unpacked(pack_bundle.pack(older, tmp_path), tmp_path)


def unpacked(archive: Path, folder: Path) -> Path:
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    return folder / archive.stem


def test_every_file_has_its_sum_and_the_archive_has_one_beside_it(older: Path, tmp_path: Path) -> None:
    archive = pack_bundle.pack(older, tmp_path)
    told = (tmp_path / f"{archive.name}.sha256").read_text()
    assert told == f"{hashlib.sha256(archive.read_bytes()).hexdigest()}  {archive.name}\n"
    bundle = unpacked(archive, tmp_path)
    listed = {line.split("  ")[1] for line in (bundle / "SHA256SUMS").read_text().splitlines()}
    held = {path.relative_to(bundle).as_posix() for path in bundle.rglob("*") if path.is_file()}
    assert listed == held - {"SHA256SUMS"}
    assert {older.name, "install.sh", "docs/install.md", "site/index.html"} <= listed
    subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=bundle, check=True)


def test_packed_twice_it_is_the_same_bytes(older: Path, tmp_path: Path) -> None:
    one, other = (pack_bundle.pack(older, tmp_path / name).read_bytes() for name in ("one", "other"))
    assert hashlib.sha256(one).digest() == hashlib.sha256(other).digest()


def test_the_script_is_one_for_the_plain_shell_with_nothing_left_to_put_in(bundle: Path) -> None:
    subprocess.run(["sh", "-n", str(bundle / "install.sh")], check=True)
    text = (bundle / "install.sh").read_text("utf-8")
    assert "@" not in text and f"dpkg --install live_0.1.0_{pack_deb.here()}.deb" in text


def test_shellcheck_has_nothing_to_say() -> None:
    subprocess.run([required(binaries.shellcheck(), "ShellCheck"), str(ROOT / "deploy/bundle/install.sh")], check=True)


def test_what_it_says_of_a_heading_of_the_page_is_there() -> None:
    assert "## Без интернета\n" in (ROOT / "docs/install.md").read_text("utf-8")


@as_root
@pytest.mark.faults
def test_it_installs_without_a_network(bundle: Path, tmp_path: Path) -> None:
    debian = Debian(tmp_path / "debian")
    done = debian.bundle(bundle)
    assert done.returncode == 0, done.stdout + done.stderr
    assert debian.state() == "install ok installed" and "Live 0.1.0 установлен за " in done.stdout
    assert debian.live("audit").returncode == 0


@as_root
def test_a_file_that_was_changed_stops_it(bundle: Path, tmp_path: Path) -> None:
    debian = Debian(tmp_path / "debian")
    with (bundle / "docs/install.md").open("a") as page:
        page.write("curl … | sh\n")
    done = debian.bundle(bundle)
    assert done.returncode == 1 and "Ничего не установлено" in done.stderr and debian.state() == ""


@as_root
def test_it_goes_on_no_other_processor(bundle: Path, tmp_path: Path) -> None:
    debian = Debian(tmp_path / "debian")
    done = debian.bundle(bundle, architecture="riscv64")
    assert done.returncode == 1 and "а здесь riscv64" in done.stderr and debian.state() == ""


@as_root
def test_without_python_it_wants_the_systems_own_packages(bundle: Path, tmp_path: Path) -> None:
    debian = Debian(tmp_path / "debian")
    (debian.root / "usr/bin/python3").unlink()
    done = debian.bundle(bundle)
    assert done.returncode == 1 and "Здесь нет Python" in done.stderr and debian.state() == ""


@as_root
@pytest.mark.faults
def test_what_came_along_of_the_systems_packages_brings_python(older: Path, tmp_path: Path) -> None:
    debian = Debian(tmp_path / "debian")
    python = debian.root / "usr/bin/python3"
    tree = tmp_path / "python3"
    (tree / "usr/bin").mkdir(parents=True)
    (tree / "usr/bin/python3").symlink_to(os.readlink(python))
    (tree / "DEBIAN").mkdir()
    (tree / "DEBIAN/control").write_text(
        "Package: python3\nVersion: 1\nArchitecture: all\nMaintainer: A <a@example.org>\nDescription: Python\n"
    )
    (tmp_path / "system").mkdir()
    subprocess.run(["dpkg-deb", "--root-owner-group", "-b", tree, tmp_path / "system/python3_1_all.deb"], check=True)
    python.unlink()
    done = debian.bundle(unpacked(pack_bundle.pack(older, tmp_path, tmp_path / "system"), tmp_path))
    assert done.returncode == 0, done.stdout + done.stderr
    assert python.is_symlink() and debian.state() == "install ok installed"
