"""Installs what was packed into an empty folder, starts it there, takes a question to a prompter; prints the seconds.

`python -m tools.try_install dist/live_VERSION_ARCHITECTURE.deb`, or the archive for a closed network, as root: of the
machine itself it uses Python and nothing else, commands that would change it (users, owners, systemd) are stood in for,
as in tests/deploy/debian.py, and the installation has no network. `python -m tools.try_install image` plays the steps
of the Dockerfile, and `dist/live-VERSION-py3-none-any.whl` what pipx does with a wheel; both fetch their packages. It
ends with 1 where all took more than AIM seconds.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

import requests

from tests.deploy.debian import Debian
from tests.support.api import Api
from tests.support.process import Program, free_port
from tests.support.screen import Screen
from tools.play_image import Image

AIM = 180
"""Seconds from nothing to the question on the prompter."""

SLUG = "first"
ROLES = ("source", "moderator", "producer", "presenter")


class Installed(Protocol):
    """Whatever has the program in it."""

    def live(self, *arguments: str) -> subprocess.CompletedProcess[str]: ...


def install(debian: Debian, packed: Path) -> None:
    if packed.suffix == ".deb":
        ended(debian.dpkg("--install", packed, alone=True), packed.name)
        return
    with tarfile.open(packed) as tar:
        tar.extractall(debian.root / "tmp", filter="data")
    ended(debian.bundle(debian.root / "tmp" / packed.stem), packed.name)


def ended(done: subprocess.CompletedProcess[str], what: str) -> str:
    """What a command printed that must succeed."""
    if done.returncode:
        raise RuntimeError(f"{what}: {done.stdout}{done.stderr}")
    return done.stdout.strip()


def serving(debian: Debian, port: int) -> Program:
    """The server as the unit starts it, with the secret as a credential."""
    shown = debian.root / "run/credentials"
    shown.mkdir(mode=0o700)
    shutil.copy(debian.root / "etc/live/credentials/LIVE_SECRET_KEY", shown / "live_LIVE_SECRET_KEY")
    environment = {**debian.environment, "DPKG_ROOT": str(debian.root), "CREDENTIALS_DIRECTORY": str(shown)}
    command = [str(debian.root / "usr/bin/live"), "serve", "--port", str(port)]
    return started(Program(command, debian.root / "server.log", env=environment), port)


def serving_image(image: Image, port: int) -> Program:
    command = image.started("serve", "--port", str(port))
    return started(Program(command, image.folder / "log", env=image.environment(), cwd=image.workdir), port)


class Environment:
    """A wheel in an environment of its own, as pipx installs it."""

    def __init__(self, folder: Path, wheel: Path) -> None:
        self.folder, self._wheel, self._programs = folder, wheel, folder / "environment/bin"
        ours = {name: value for name, value in os.environ.items() if not name.startswith(("LIVE_", "PYTHON"))}
        self._environment = {**ours, "LIVE_DATABASE_URL": f"sqlite:///{folder}/live.db"}

    def build(self) -> None:
        subprocess.run([sys.executable, "-m", "venv", str(self._programs.parent)], check=True)
        install = ["-m", "pip", "--isolated", "install", "--quiet", "--disable-pip-version-check", str(self._wheel)]
        subprocess.run([str(self._programs / "python"), *install], check=True)

    def serves(self, port: int) -> Program:
        command = [str(self._programs / "live"), "serve", "--port", str(port)]
        program = Program(command, self.folder / "server.log", env=self._environment, cwd=self.folder)
        return started(program, port)

    def live(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [str(self._programs / "live"), *arguments]
        return subprocess.run(command, env=self._environment, cwd=self.folder, capture_output=True, text=True)


def started(program: Program, port: int) -> Program:
    program.start(lambda: is_ready(f"http://127.0.0.1:{port}"), "the server that was installed")
    return program


def is_ready(url: str) -> bool:
    try:
        return requests.get(f"{url}/readyz", timeout=5).status_code == 200
    except requests.RequestException:
        return False


def show(installed: Installed, *roles: str) -> str:
    """A show on air, and a key of all these roles in it."""
    adds = ["broadcast", "add", "--slug", SLUG, "--title", "Прямая линия", "--head", "Глава района"]
    for command in (adds, ["broadcast", "open", SLUG], ["broadcast", "air", SLUG]):
        ended(installed.live(*command), " ".join(command))
    holding = [part for role in roles for part in ("--role", role)]
    return ended(installed.live("key", "add", *holding, "--broadcast", SLUG, "--name", "проба"), "key add").split()[-1]


def take_one_to_a_prompter(url: str, key: str) -> None:
    api = Api(url, SLUG, key)
    with Screen(url, SLUG, "prompter", key).connect() as prompter:
        number = api.ask("Когда починят мост?")["number"]
        api.command("question.shortlist", question=number, version=1)
        api.command("question.take", question=number, version=2)
        prompter.wait_for(lambda s: s.mirror.questions[number]["state"] == "on_air", "the prompter has it")


def timed(what: str, does: Callable[[], object]) -> float:
    began = time.monotonic()
    does()
    took = time.monotonic() - began
    print(f"  {what:<40} {took:6.1f} s")
    return took


def tried(installed: Installed, puts: Callable[[], None], serves: Callable[[], Program], port: int) -> float:
    """Seconds from nothing to the question on the prompter."""
    programs: list[Program] = []
    keys: list[str] = []
    try:
        return sum(
            timed(what, does)
            for what, does in (
                ("installed", puts),
                ("serves", lambda: programs.append(serves())),
                ("a show is on air", lambda: keys.append(show(installed, *ROLES))),
                ("a question is on the prompter", lambda: take_one_to_a_prompter(f"http://127.0.0.1:{port}", keys[0])),
            )
        )
    finally:
        for program in programs:
            program.stop()


def main() -> int:
    what, port = sys.argv[1], free_port()
    with TemporaryDirectory() as folder:
        if what == "image":
            print("the steps of the Dockerfile")
            image = Image(Path(folder))
            seconds = tried(image, image.build, lambda: serving_image(image, port), port)
        elif what.endswith(".whl"):
            print(Path(what).name)
            environment = Environment(Path(folder), Path(what).resolve())
            seconds = tried(environment, environment.build, lambda: environment.serves(port), port)
        else:
            packed = Path(what).resolve()
            print(f"{packed.name}, {packed.stat().st_size / 1_000_000:.0f} MB")
            debian = Debian(Path(folder))
            seconds = tried(debian, lambda: install(debian, packed), lambda: serving(debian, port), port)
    print(f"  {'from nothing to the prompter':<40} {seconds:6.1f} s, aim {AIM}")
    return int(seconds > AIM)


if __name__ == "__main__":
    sys.exit(main())
