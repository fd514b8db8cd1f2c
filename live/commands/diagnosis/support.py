"""`support`: an archive for whoever is to help, in which nothing stands of residents, and no secret."""

from __future__ import annotations

import io
import json
import os
import platform
import sys
import tarfile
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import asdict
from importlib import metadata
from pathlib import Path
from typing import Any, BinaryIO

import click
from flask_babel import gettext

from live.commands.common import exits_cleanly
from live.commands.diagnosis import masked, port
from live.commands.diagnosis.doctor import as_json, as_serve_is_started, examined
from live.commands.diagnosis.scene import Asked, Scene, scene_of
from live.domain.refused import Refused
from live.runtime.logs import logging
from live.settings.shipped import version
from live.store import private, schema
from live.store.diagnosis import counts
from live.store.rows import Connection
from live.store.schema import Fit
from live.views.upkeep.health import processes_of
from live.web.languages import speaking

LAST = 2000
"""Lines of the log that go into the archive."""


@click.command()
@click.option("--to", "file", required=True, type=click.Path(dir_okay=False, path_type=Path), help="FILE.tar.gz")
@click.option("--log", "log", type=click.File("r", errors="replace"), help="a file with the log, or - for stdin")
@as_serve_is_started
@exits_cleanly
def support(file: Path, log: Any, **asked: Any) -> None:
    """Pack what helps to find a fault: figures and the program's own words, no text, no name, no contact, no secret."""
    logging.configure()
    beside = file.with_name(f".{file.name}.part")
    try:
        with speaking(), private.create(beside) as opened:
            names = _pack(opened, scene_of(Asked(**asked)), log)
        os.replace(beside, file)  # Whole, or not there at all.
    finally:
        beside.unlink(missing_ok=True)
    for name in names:
        click.echo(f"  {name}")
    click.echo(f"{file}")


def _pack(opened: BinaryIO, scene: Scene, log: Any) -> list[str]:
    """Every part into a packed archive; their names."""
    names = []
    with tarfile.open(fileobj=opened, mode="w:gz") as archive:
        for name, content in _parts(scene, log):
            told = tarfile.TarInfo(f"live-support/{name}")
            told.size, told.mode, told.mtime = len(content), 0o600, int(time.time())
            archive.addfile(told, io.BytesIO(content))
            names.append(name)
    return names


def _parts(scene: Scene, log: Any) -> Iterator[tuple[str, bytes]]:
    """Each by its name. One that cannot be made says so in its place, by the kind of its error alone."""
    yield "README.txt", _about().encode()
    makers: dict[str, Callable[[], Any]] = {
        "doctor.json": lambda: masked.diagnosis(as_json(examined(scene))),
        "settings.json": lambda: masked.settings(os.environ),
        "versions.json": _versions,
    }
    if scene.database.fit is Fit.SERVED and scene.database.store is not None:
        makers |= {name: _reading(scene, of_database) for name, of_database in _OF_DATABASE.items()}
        makers["processes.json"] = lambda: _processes(scene)
    for name, make in makers.items():
        yield name, json.dumps(_made(make), ensure_ascii=False, indent=1, default=str).encode()
    yield "metrics.txt", str(_made(lambda: _metrics(scene))).encode()
    if log is not None:
        yield "log.jsonl", "\n".join(masked.log_lines(deque(log, LAST))).encode()


_OF_DATABASE: dict[str, Callable[[Connection], Any]] = {
    "schema.json": lambda connection: {
        "revision": schema.revision(connection),
        "newest": schema.newest(),
        "tables": counts.columns(connection),
    },
    "tables.json": counts.sizes,
    "counts.json": counts.by_state,
    "audit.json": counts.acts,
}


def _about() -> str:
    """What is in the archive, what is not, and how the log comes into it."""
    return "\n\n".join(
        (
            gettext(
                "Gathered by “python app.py support”: what doctor found, which settings are given (of most only that "
                "they are), versions, tables with their sizes, numbers by state, what each process says of its tasks, "
                "metrics, and how often each act stands in the audit."
            ),
            gettext(
                "No question, name, contact, title, address of a broadcast, key or password is in it. Every file is "
                "plain text: see for yourself before you send it."
            ),
            gettext(
                "The program keeps no log of its own: it writes to standard error, and systemd keeps that. To add the "
                "last lines, as far as they are the program's own words:"
            ),
            "journalctl -u live -u live-worker -n 5000 -o cat | python app.py support --to FILE.tar.gz --log -\n",
        )
    )


def _reading(scene: Scene, of_database: Callable[[Connection], Any]) -> Callable[[], Any]:
    def read() -> Any:
        with scene.store.read() as connection:
            return of_database(connection)

    return read


def _made(make: Callable[[], Any]) -> Any:
    try:
        return make()
    except Refused as refused:
        return f"not found out: {refused.code}"
    except Exception as error:
        return f"not found out: {type(error).__name__}"


def _versions() -> dict[str, Any]:
    installed = {one.name.lower(): one.version for one in metadata.distributions()}
    system = {"system": platform.system(), "release": platform.release(), "machine": platform.machine()}
    own = {"program": version(), "python": sys.version.split()[0]}
    return {**own, **system, "packages": dict(sorted(installed.items()))}


def _processes(scene: Scene) -> Any:
    """Machines are numbered: their names may be somebody's."""
    with scene.store.read() as connection:
        processes = processes_of(connection, scene.now)
    hosts = {host: number for number, host in enumerate(dict.fromkeys(one.host for one in processes), 1)}
    return [
        {
            "machine": hosts[one.host],
            "kind": one.kind,
            "seconds_ago": round(one.ago.total_seconds()),
            "screens": sum(one.screens.values()),
            "tasks": {name: asdict(task) for name, task in one.tasks.items()},
        }
        for one in processes
    ]


def _metrics(scene: Scene) -> str:
    if not scene.runs:
        return "not found out: no server listens there\n"
    asked, secure = scene.asked, scene.port.certificate is not None
    where = port.ITSELF.get(asked.host, asked.host), asked.port
    body, _ = port.ask(where, "/metrics", asked.patience, secure)
    return masked.metrics(body.decode("utf-8", "replace"))
