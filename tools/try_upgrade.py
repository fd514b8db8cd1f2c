"""Upgrades a server that runs, with 100,000 questions, while more come in: installed, upgraded, removed and purged.

`python -m tools.try_upgrade OLDER.deb NEWER.deb`, as root: on a Debian with a systemd of its own (debian_machine.py),
by dpkg alone and without any network. It prints seconds and counts, and ends with 1 where anything was lost or refused.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import requests

from tests.support.api import Api
from tests.support.process import wait_until
from tests.support.screen import Screen
from tools.debian_machine import Machine
from tools.try_install import ROLES, SLUG, is_ready, take_one_to_a_prompter, timed

QUESTIONS = 100_000
BATCH = 100
SENDERS = 4
URL = "http://127.0.0.1:8000"

INSIDE = "LIVE_TRY_UPGRADE_INSIDE"
"""Set where this program runs in the machine's network, as the one that sends and watches."""


def show(machine: Machine) -> str:
    """A show on air, and a key of all these roles in it."""
    adds = ["broadcast", "add", "--slug", SLUG, "--title", "Прямая линия", "--head", "Глава района"]
    for command in (adds, ["broadcast", "open", SLUG], ["broadcast", "air", SLUG]):
        machine.run("live", *command)
    holding = [part for role in ROLES for part in ("--role", role)]
    return machine.run("live", "key", "add", *holding, "--broadcast", SLUG, "--name", "проба").split()[-1]


def filled(key: str) -> None:
    """Runs in the machine's network: the questions that are there before."""
    api = Api(URL, SLUG, key, timeout=120)
    for first in range(0, QUESTIONS, BATCH):
        api.ask_many([{"text": f"Когда починят дорогу номер {number}?"} for number in range(first, first + BATCH)])


class Load:
    """Runs in the machine's network: senders, one question after another, and a prompter, until the file is there."""

    def __init__(self, key: str, ends: Path) -> None:
        self._key, self._ends = key, ends
        self.acknowledged = self.refused = 0
        self.longest = 0.0
        self._lock = threading.Lock()

    def run(self) -> str:
        senders = [threading.Thread(target=self._send, args=(number,)) for number in range(SENDERS)]
        with Screen(URL, SLUG, "prompter", self._key, keep=True).connect() as prompter:
            for sender in senders:
                sender.start()
            untold = self._watch(prompter)
            for sender in senders:
                sender.join()
        return f"{self.acknowledged} {self.refused} {self.longest:.2f} {untold:.2f}"

    def _send(self, sender: int) -> None:
        api, number = Api(URL, SLUG, self._key, timeout=120), 0
        while not self._ends.exists():
            number += 1
            began = time.monotonic()
            try:
                answer = api.post("/questions", {"text": f"Вопрос {number}", "external_id": f"{sender}-{number}"})
                taken = answer.status_code == 201
            except requests.RequestException:
                taken = False
            with self._lock:
                self.acknowledged += taken
                self.refused += not taken
                self.longest = max(self.longest, time.monotonic() - began)
            time.sleep(0.05)

    def _watch(self, prompter: Screen) -> float:
        """The longest time for which the screen was told nothing; a pulse comes every two seconds."""
        longest, last, seen = 0.0, time.monotonic(), told(prompter)
        while not self._ends.exists():
            time.sleep(0.01)
            now = time.monotonic()
            if told(prompter) != seen:
                last, seen = now, told(prompter)
            longest = max(longest, now - last)
        return longest


def told(screen: Screen) -> int:
    """How often it was told anything."""
    return len(screen.frames) + len(screen.pulses)


def inside(machine: Machine, *arguments: str) -> subprocess.Popen[str]:
    """This program once more, in the machine's network."""
    command = machine.entered(sys.executable, "-m", "tools.try_upgrade", *arguments, own_files=False)
    return subprocess.Popen(command, env={**os.environ, INSIDE: "1"}, stdout=subprocess.PIPE, text=True)


def done(program: subprocess.Popen[str]) -> str:
    told, _ = program.communicate(timeout=1800)
    if program.returncode:
        raise RuntimeError(f"{program.args!r} ended with {program.returncode}")
    return told.strip()


def tried(machine: Machine, older: Path, newer: Path, ends: Path) -> bool:
    there = [machine.put(package) for package in (older, newer)]
    timed("installed", lambda: machine.run("dpkg", "--install", there[0]))
    key = show(machine)
    timed("a question is on the prompter", lambda: done(inside(machine, "take", key)))
    timed(f"{QUESTIONS} questions are there", lambda: done(inside(machine, "fill", key)))
    before = machine.run("live", "--version"), asked(machine)
    load = inside(machine, "load", key, str(ends))
    time.sleep(5)
    timed("upgraded", lambda: machine.run("dpkg", "--install", there[1]))
    time.sleep(10)
    ends.touch()
    acknowledged, refused, longest, untold = done(load).split()
    after = machine.run("live", "--version"), asked(machine)
    print(f"  {before[0]} → {after[0]}; sent meanwhile and acknowledged {acknowledged}, refused {refused}")
    print(f"  the longest wait for an acknowledgement {longest} s, the longest silence of the prompter {untold} s")
    print(f"  questions before {before[1]}, after {after[1]}: {after[1] - before[1]} came")
    print(f"  the copy of before: {machine.run('ls', '-sh', '/var/lib/live/before-upgrade')}")
    print(
        f"  {machine.run('systemctl', 'is-active', 'live.socket', 'live.service', 'live-worker.service', check=False)}"
    )
    whole = after[1] - before[1] == int(acknowledged) and refused == "0" and after[0] != before[0]
    timed("removed", lambda: machine.run("dpkg", "--remove", "live"))
    kept = machine.run("ls", "/var/lib/live")
    timed("purged", lambda: machine.run("dpkg", "--purge", "live"))
    left = machine.run(
        "sh",
        "-c",
        "ls -d /var/lib/live /etc/live /usr/lib/live 2>/dev/null; systemctl list-units --all -q 'live*'",
        check=False,
    )
    print(f"  kept by remove: {' '.join(kept.split())}; left by purge: {left or 'nothing'}")
    return whole and "live.db" in kept and not left


def asked(machine: Machine) -> int:
    """The questions in the database, by SQLite itself."""
    count = "connect('/var/lib/live/live.db').execute('SELECT count(*) FROM question').fetchone()[0]"
    return int(machine.run("python3", "-c", f"from sqlite3 import connect; print({count})"))


def main() -> int:
    if INSIDE in os.environ:
        what, key, *ends = sys.argv[1:]
        if what == "load":
            print(Load(key, Path(ends[0])).run())
        elif what == "fill":
            filled(key)
        else:
            wait_until(lambda: is_ready(URL), "the server that was installed")
            take_one_to_a_prompter(URL, key)
        return 0
    older, newer = (Path(one).resolve() for one in sys.argv[1:])
    if shutil.which("mmdebstrap") is None or os.geteuid():
        raise SystemExit("It wants root, and mmdebstrap (apt-get install mmdebstrap).")
    with TemporaryDirectory() as folder, Machine(Path(folder)) as machine:
        print(f"{older.name} → {newer.name} on {machine.run('sh', '-c', '. /etc/os-release; echo $PRETTY_NAME')}")
        return int(not tried(machine, older, newer, Path(folder) / "ends"))


if __name__ == "__main__":
    sys.exit(main())
