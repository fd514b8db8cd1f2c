"""The machine and the program on it: versions, packages, files, disk, and the port."""

from __future__ import annotations

import os
import re
import resource
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from importlib import metadata
from pathlib import Path

from flask_babel import gettext

from live.commands.common import file_of
from live.commands.diagnosis.finding import Finding, fault, unknown, warning, well
from live.commands.diagnosis.port import Listens
from live.commands.diagnosis.scene import Scene
from live.runtime.server import FILES
from live.runtime.tasks import offload
from live.settings import SECRETS, Settings, is_loopback
from live.settings.shipped import ROOT
from live.store import kept_copies
from live.store.database import ROOM
from live.web.upkeep import size

OLDEST_PYTHON = (3, 11)

LOCKED = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)( ;)?", re.MULTILINE)
"""A package of requirements.lock, its version, and whether some machines alone need it."""

NAMED = 5
"""Packages that a line names; of more it says how many there are."""

LITTLE = 1_000_000_000
"""Bytes: below that a disk is to be looked at."""

WRITTEN, TIMES = 256 * 1024, 3
"""Bytes that are written to find out how long that takes, and how often."""

SLOW = 0.1
"""Seconds that a write may take: each question that comes alone waits for one."""

OTHERS = 0o077
"""What of a file's mode lets others in."""


def settings(scene: Scene) -> Finding:
    if scene.settings is None:
        return fault(scene.wrong, gettext("Correct it where the program is started, and start it anew."))
    kind = "SQLite" if scene.settings.embedded else "PostgreSQL"
    several = scene.settings.redis_url is not None
    return well(gettext("can be read; {kind}").format(kind=kind), database=kind, redis=several)


def secret(scene: Scene) -> Finding:
    """Where the secret stands, and whether others may read it."""
    if not scene.told.secret_key:
        return well(gettext("will be made at the first start, beside the database"))
    for path in _files_of_secrets(scene.told):
        with suppress(OSError):
            if path.stat().st_mode & OTHERS:
                todo = gettext("Close it to others: chmod 600 {path}").format(path=path)
                return warning(gettext("{path} can be read by others").format(path=path), todo)
    return well(gettext("is there and cannot be guessed"), earlier=len(scene.told.earlier_secret_keys))


def _files_of_secrets(told: Settings) -> Iterator[Path]:
    yield from (Path(os.environ[f"{name}_FILE"]) for name in SECRETS if os.environ.get(f"{name}_FILE"))
    if told.embedded:
        file = file_of(told)
        yield from (file, file.with_name(file.name + ".secret"))


def python(_: Scene) -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < OLDEST_PYTHON:
        return fault(version, gettext("Install Python 3.11 or newer."), version=version)
    return well(version, version=version)


def packages(scene: Scene) -> Finding:
    """What is installed, against what the program was tried with."""
    try:
        named = LOCKED.findall(scene.asked.lock.read_text("utf-8"))
    except OSError:
        return unknown(gettext("{file} is not there").format(file=scene.asked.lock.name))
    needed = [(name, version, _installed(name)) for name, version, sometimes in named if not sometimes]
    missing = [name for name, _, there in needed if there is None]
    other = {name: [version, there] for name, version, there in needed if there not in (None, version)}
    todo = gettext("Install what requirements.lock says: pip install --require-hashes -r requirements.lock")
    if missing:
        return fault(gettext("missing: {names}").format(names=_few(missing)), todo, missing=missing, other=other)
    if other:
        told = [f"{name} {there} ({version})" for name, (version, there) in other.items()]
        return warning(gettext("other than tried: {names}").format(names=_few(told)), todo, other=other)
    return well(gettext("{number}, as tried").format(number=len(needed)), packages=len(needed))


def _installed(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _few(names: list[str]) -> str:
    return ", ".join(names[:NAMED]) + (f" … ({len(names)})" if len(names) > NAMED else "")


def browser_files(_: Scene) -> Finding:
    """The libraries of the screens, which set-up fetches."""
    if not any((ROOT / "static/vendor").glob("*/*")):
        return fault(gettext("static/vendor is empty: no screen works"), gettext("Run make run once, with internet."))
    return well(gettext("are there"))


def open_files(scene: Scene) -> Finding:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if most != resource.RLIM_INFINITY and most < FILES:
        todo = gettext("Raise it to {files}: LimitNOFILE in a unit of systemd, or ulimit -n.").format(files=FILES)
        says = gettext("{most}: each screen is one").format(most=most)
        return (warning if is_loopback(scene.asked.host) else fault)(says, todo, most=most)
    return well(gettext("as many as are needed"), most=most)


def _folders(told: Settings) -> dict[str, Path]:
    """Where the program writes, the data first."""
    folders = {"files": told.files.folder} if told.files.bucket is None else {}
    data = file_of(told).absolute().parent if told.embedded else told.files.folder
    return {"data": data, **folders, "backups": told.backups}


def _there(folder: Path) -> Path:
    """The folder, or what of its path is there by now: it is made when it is first needed."""
    return next((one for one in (folder, *folder.parents) if one.exists()), Path("/"))


def disk(scene: Scene) -> Finding:
    """What is free where data, residents' files and copies stand."""
    free = {what: kept_copies.free(folder) for what, folder in _folders(scene.told).items()}
    known = {what: bytes_free for what, bytes_free in free.items() if bytes_free is not None}
    least = min(known.values(), default=0)
    says = gettext("{size} are free").format(size=size(least))
    todo = gettext("Free some room: delete old copies, or move them to another disk.")
    if least < ROOM:
        return fault(says, todo, free=free)
    return warning(says, todo, free=free) if least < LITTLE else well(says, free=free)


def writing(scene: Scene) -> Finding:
    """Whether the data folder takes what is written, and how long its disk takes to keep it."""
    folder = next(iter(_folders(scene.told).values()))
    try:
        took = offload(_write, _there(folder))
    except OSError as error:
        todo = gettext("Look whether the disk is full, and whose the folder is: the server's user must own it.")
        says = gettext("{folder} cannot be written: {reason}").format(folder=folder, reason=_reason(error))
        return fault(says, todo, errno=error.errno)
    says = gettext("{ms} ms for a write that is kept").format(ms=round(took * 1000, 1))
    if took > SLOW:
        todo = gettext("Each question waits for it: take a local SSD, and see what else writes there.")
        return warning(says, todo, seconds=round(took, 4))
    return well(says, seconds=round(took, 4))


def _write(folder: Path) -> float:
    """Seconds that the slowest of some writes took, of a file that is gone afterwards."""
    path = folder / f".live-doctor-{os.getpid()}"
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        return max(_timed(handle) for _ in range(TIMES))
    finally:
        os.close(handle)
        path.unlink(missing_ok=True)


def _timed(handle: int) -> float:
    begun = time.monotonic()
    left = b"\0" * WRITTEN
    while left:
        left = left[os.write(handle, left) :]
    os.fsync(handle)
    return time.monotonic() - begun


def _reason(error: OSError) -> str:
    return os.strerror(error.errno) if error.errno else type(error).__name__


def port(scene: Scene) -> Finding:
    where, found = f"{scene.asked.host}:{scene.asked.port}", scene.port
    if found.listens is Listens.NOBODY:
        return well(gettext("{where} is free: no server runs there").format(where=where), listens="nobody")
    ready = found.ready or {}
    if found.listens is Listens.OURS and "understudy" in ready:
        return well(gettext("the understudy is at {where}, and serves nobody yet").format(where=where), listens="ours")
    if found.listens is Listens.OURS:
        if ready.get("ready"):
            return well(gettext("our server is at {where}, and is ready").format(where=where), listens="ours")
        ill = sorted(name for name, holds in ready.items() if holds is False and name != "ready") or list(ready)[1:]
        todo = gettext("See the other lines and the server's log; /readyz names what is not well.")
        says = gettext("our server is at {where}, and is not ready: {what}").format(where=where, what=", ".join(ill))
        return fault(says, todo, listens="ours", not_ready=ill)
    if found.listens is Listens.ANOTHER:
        todo = gettext("Find it with ss -ltnp and stop it, or give our server another --port.")
        return fault(gettext("another program listens at {where}").format(where=where), todo, listens="another")
    todo = gettext("Choose a --port above 1023 and an address of this machine.")
    says = gettext("{where} cannot be listened on: {reason}").format(where=where, reason=found.why)
    return fault(says, todo, listens="denied")
