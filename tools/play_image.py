"""Plays the Dockerfile in a bare folder: its very steps, where no image can be built.

What an image has of its base (Python, a shell, coreutils) is this machine's. A path of the image is one in the folder,
and what takes root or changes users is left out. `COPY`, `RUN`, `ENV`, `WORKDIR`, `ENTRYPOINT` and `CMD` are played as
Docker plays them, each stage in a folder of its own; a word that is not known here is an error.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from tools import pack_wheel

ROOT = pack_wheel.ROOT
DOCKERFILE = ROOT / "deploy/container/Dockerfile"

TOLD = ("USER", "VOLUME", "EXPOSE", "HEALTHCHECK")
"""What the engine does when the image runs; here nobody does."""

OWN = ("/opt/live", "/packed", "/var/lib/live")
"""Every path that the image's steps make."""


def steps(text: str) -> list[tuple[str, str]]:
    """Each instruction, with what it says."""
    joined = re.sub(r"\\\n\s*", "", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE))
    words = [line.split(None, 1) for line in joined.splitlines() if line.strip()]
    return [(word, rest) for word, rest in words]


@dataclass
class Stage:
    """What becomes of one FROM: its files, and what a program in it is given."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)
    entry: list[str] = field(default_factory=list)
    command: list[str] = field(default_factory=list)
    workdir: str = "/"

    def here(self, text: str) -> str:
        """The image's own paths, as they stand in the folder."""
        return re.sub("|".join(map(re.escape, OWN)), lambda found: f"{self.folder}{found[0]}", text)


class Image:
    """The last stage, once `build` has played all of them."""

    def __init__(self, folder: Path, context: Path = ROOT, dockerfile: Path = DOCKERFILE) -> None:
        self.folder, self.context = folder, context
        self.steps = steps(dockerfile.read_text("utf-8"))
        self.stages: dict[str, Stage] = {}
        self.stage = Stage(folder)

    def build(self) -> None:
        for word, rest in self.steps:
            if word in TOLD:
                continue
            play = getattr(self, f"_{word.lower()}", None)
            if play is None:
                raise RuntimeError(f"{word} {rest}: this step is not known here.")
            play(rest)

    def live(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """The image's program, given other arguments than it has by itself."""
        return subprocess.run(
            self.started(*arguments),
            env=self.environment(),
            cwd=self.workdir,
            capture_output=True,
            text=True,
            timeout=300,
        )

    def started(self, *arguments: str) -> list[str]:
        entry, *rest = self.stage.entry
        found = shutil.which(entry, path=self.environment()["PATH"])
        return [found or entry, *rest, *(arguments or self.stage.command)]

    @property
    def workdir(self) -> str:
        return self.stage.here(self.stage.workdir)

    def environment(self) -> dict[str, str]:
        """Nothing of this machine's: as in a container."""
        return {name: self.stage.here(value) for name, value in self.stage.environment.items()}

    def _from(self, rest: str) -> None:
        _, _, name = rest.partition(" AS ")
        name = name or "the image"
        self.stage = self.stages[name] = Stage(self.folder / name.replace(" ", "-"))
        self.stage.folder.mkdir(parents=True)
        self.stage.environment["PATH"] = os.environ["PATH"]

    def _copy(self, rest: str) -> None:
        *sources, place = rest.split()
        target = Path(self.stage.here(place))
        if sources[0].startswith("--from="):
            other = self.stages[sources.pop(0).removeprefix("--from=")]
            self._moved(other, sources, target)
            return
        found = [path for source in sources for path in sorted(self.context.glob(source))]
        if len(found) < len(sources):
            raise RuntimeError(f"COPY {rest}: not all of it is there.")
        target.mkdir(parents=True)
        for path in found:
            shutil.copy(path, target)

    def _moved(self, other: Stage, sources: list[str], target: Path) -> None:
        """A folder of an earlier stage. An environment knows its own path, which is another here than there."""
        [source] = sources
        shutil.copytree(other.here(source), target, symlinks=True)
        for script in (target / "bin").iterdir():
            if script.is_file() and not script.is_symlink() and other.folder.as_posix().encode() in script.read_bytes():
                moved = script.read_bytes().replace(str(other.folder).encode(), str(self.stage.folder).encode())
                script.write_bytes(moved)

    def _run(self, rest: str) -> None:
        commands = [one for one in rest.split(" && ") if not one.startswith("useradd ")]
        python = re.sub(r"^python ", f"{sys.executable} ", " && ".join(commands))
        step = self.stage.here(re.sub(r" -o \w+ -g \w+", "", python))
        subprocess.run(["sh", "-ec", step], check=True, cwd=self.stage.folder, stdout=subprocess.DEVNULL)

    def _env(self, rest: str) -> None:
        name, _, value = rest.partition("=")
        self.stage.environment[name] = value

    def _workdir(self, rest: str) -> None:
        self.stage.workdir = rest

    def _entrypoint(self, rest: str) -> None:
        self.stage.entry = json.loads(rest)

    def _cmd(self, rest: str) -> None:
        self.stage.command = json.loads(rest)
