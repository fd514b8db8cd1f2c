"""`doctor`: every check, a line each, and what to do where something is not well."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Any

import click
from flask_babel import gettext, lazy_gettext

from live.commands.common import exits_cleanly
from live.commands.diagnosis import control, machine, meaning, storage, tracing, work
from live.commands.diagnosis.finding import LABELS, Finding, Level, fault, unknown
from live.commands.diagnosis.scene import PATIENCE, Asked, Scene, scene_of
from live.domain.refused import Refused
from live.runtime.logs import logging
from live.runtime.tasks import within
from live.store.schema import Fit
from live.web.errors import sentence_of
from live.web.languages import LOCALES, speaking

FILE = click.Path(dir_okay=False, path_type=Path)

WIDEST = 13
"""Letters of the longest word for how something does, and a space."""


class Needs(IntEnum):
    """What has to be well before a check makes sense."""

    NOTHING = 0
    SETTINGS = 1
    DATABASE = 2
    SCHEMA = 3


@dataclass(frozen=True, slots=True)
class Check:
    name: str
    title: Any
    look: Callable[[Scene], Finding]
    needs: Needs = Needs.NOTHING


CHECKS = (
    Check("settings", lazy_gettext("Settings"), machine.settings),
    Check("secret", lazy_gettext("Secret"), machine.secret, Needs.SETTINGS),
    Check("python", "Python", machine.python),
    Check("packages", lazy_gettext("Packages"), machine.packages),
    Check("browser", lazy_gettext("Files of the screens"), machine.browser_files),
    Check("open_files", lazy_gettext("Open files"), machine.open_files),
    Check("disk", lazy_gettext("Disk"), machine.disk, Needs.SETTINGS),
    Check("writing", lazy_gettext("Writing"), machine.writing, Needs.SETTINGS),
    Check("port", lazy_gettext("Port"), machine.port),
    Check("osc", lazy_gettext("Button panels"), control.osc, Needs.SETTINGS),
    Check("certificate", lazy_gettext("Certificate"), storage.certificate),
    Check("database", lazy_gettext("Database"), storage.database, Needs.SETTINGS),
    Check("schema", lazy_gettext("Schema"), storage.schema_fits, Needs.DATABASE),
    Check("engine", lazy_gettext("Database's program"), storage.engine, Needs.DATABASE),
    Check("connections", lazy_gettext("Connections"), storage.connections, Needs.DATABASE),
    Check("redis", "Redis", storage.redis, Needs.SETTINGS),
    Check("clock", lazy_gettext("Clock"), storage.clock, Needs.SCHEMA),
    Check("workers", lazy_gettext("Workers"), work.workers, Needs.SCHEMA),
    Check("queues", lazy_gettext("Queues"), work.queues, Needs.SCHEMA),
    Check("channels", lazy_gettext("Channels"), work.channels, Needs.SCHEMA),
    Check("webhooks", lazy_gettext("Webhooks"), work.webhooks, Needs.SCHEMA),
    Check("backup", lazy_gettext("Copies of the database"), work.backup, Needs.SCHEMA),
    Check("books", lazy_gettext("Books"), work.books, Needs.SCHEMA),
    Check("meaning", lazy_gettext("Model of meaning"), meaning.model, Needs.SETTINGS),
    Check("traces", lazy_gettext("Traces"), tracing.collector, Needs.SETTINGS),
)


def examined(scene: Scene) -> dict[str, Finding]:
    """What each check finds, by its name, in their order."""
    return {check.name: _found(check, scene) for check in CHECKS}


def _found(check: Check, scene: Scene) -> Finding:
    """One that breaks, or waits for too long, stops no other; of its error the kind alone is told."""
    if missing := _missing(check.needs, scene):
        return unknown(missing)
    try:
        with within(scene.asked.patience):
            return check.look(scene)
    except TimeoutError:
        says = gettext("no answer in {seconds} s").format(seconds=round(scene.asked.patience))
        return fault(says, gettext("See the lines above."))
    except Refused as refused:
        return fault(sentence_of(refused), gettext("See the lines above."))
    except Exception as error:
        says = gettext("cannot be found out: {kind}").format(kind=type(error).__name__)
        return Finding(Level.WARNING, says, gettext("Send what python app.py support packs to whoever helps you."))


def _missing(needs: Needs, scene: Scene) -> str:
    """What has to be put right first; nothing where nothing has."""
    if needs >= Needs.SETTINGS and scene.settings is None:
        return gettext("the settings first")
    if needs >= Needs.DATABASE and scene.database.store is None:
        return gettext("the database first")
    if needs >= Needs.SCHEMA and scene.database.fit is not Fit.SERVED:
        return gettext("the schema first")
    return ""


def as_json(findings: dict[str, Finding]) -> dict[str, Any]:
    counts = {level.value: sum(one.level is level for one in findings.values()) for level in Level}
    return {"counts": counts, "checks": {name: one.told() for name, one in findings.items()}}


def lines(findings: dict[str, Finding]) -> list[str]:
    """A line for each check, and one for all."""
    titles = {check.name: str(check.title) for check in CHECKS}
    told = [_line(titles[name], one) for name, one in findings.items()]
    counts = as_json(findings)["counts"]
    return [*told, gettext("Faults: {fault}; warnings: {warning}.").format(**counts)]


def _line(title: str, one: Finding) -> str:
    words = f"{LABELS[one.level]!s:<{WIDEST}}{title}: {one.says.rstrip('.')}"
    return f"{words}. {one.todo}" if one.todo else words


def as_serve_is_started(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options by which a command is told how `serve` is started."""
    for option in (
        click.option("--patience", default=PATIENCE, show_default=True, help="seconds that a check may take"),
        click.option("--key", type=FILE, help="the certificate's key"),
        click.option("--certificate", type=FILE, help="PEM file that serve is given"),
        click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535)),
        click.option("--host", default="127.0.0.1", show_default=True, help="where the server listens, or is to"),
    ):
        command = option(command)
    return command


@click.command()
@as_serve_is_started
@click.option("--json", "is_json", is_flag=True, help="for programs")
@click.option("--language", type=click.Choice(LOCALES), default="ru", show_default=True)
@exits_cleanly
def doctor(is_json: bool, language: str, **asked: Any) -> None:
    """What is wrong here, a line each with what to do; exit 1 where something does not work. Nothing is changed."""
    logging.configure()
    with speaking(language):
        findings = examined(scene_of(Asked(**asked)))
        told = as_json(findings)
        click.echo(json.dumps(told, ensure_ascii=False, indent=2) if is_json else "\n".join(lines(findings)))
    if told["counts"]["fault"]:
        sys.exit(1)
