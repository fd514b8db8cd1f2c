"""The work in the background: who does it, what waits, what failed, copies and books."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask_babel import gettext

from live.commands.diagnosis.finding import Finding, fault, warning, well
from live.commands.diagnosis.scene import Scene
from live.store.diagnosis.waiting import oldest_due
from live.views.admin.channels import ChannelView, all_channels
from live.views.tickets.webhooks import receivers
from live.views.upkeep.all_books import all_books
from live.views.upkeep.backups import backups_of
from live.views.upkeep.figures import figures_of
from live.views.upkeep.health import processes_of
from live.web.labels import NETWORKS
from live.web.upkeep import ago
from live.web.upkeep.task_lights import ELSEWHERE

LATE = timedelta(minutes=10)
"""A reply that was to go longer ago is stuck: between two tries of one are minutes, and a network is away for that."""


def workers(scene: Scene) -> Finding:
    """Whether somebody does what no server's screen waits for, and does all of it."""
    return _embedded(scene) if scene.told.embedded else _of_processes(scene)


def _embedded(scene: Scene) -> Finding:
    if not scene.runs:
        return warning(
            gettext("no server runs, which does all the work of an embedded database"),
            gettext("Start it, or say by --host and --port where it listens."),
        )
    return _of_tasks(dict((scene.port.ready or {}).get("tasks", {})))


def _of_processes(scene: Scene) -> Finding:
    with scene.store.read() as connection:
        processes = processes_of(connection, scene.now)
    heard = [one for one in processes if not one.silent]
    silent = [f"{one.kind} {one.host}/{one.pid}" for one in processes if one.silent]
    if not any(ELSEWHERE & one.tasks.keys() for one in heard):
        return fault(
            gettext("nobody sends replies, asks networks or makes copies"),
            gettext("Start python app.py worker beside the servers, as a service that starts by itself."),
            silent=silent,
        )
    if silent:
        return warning(
            gettext("silent: {names}").format(names=", ".join(silent)),
            gettext("If nobody has stopped it, see its log on that machine and start it anew."),
            silent=silent,
        )
    told = {name: {"ready": task.ready, "failures": task.failures} for one in heard for name, task in one.tasks.items()}
    return _of_tasks(told, processes=len(heard))


def _of_tasks(tasks: Mapping[str, Any], **figures: Any) -> Finding:
    """Of tasks by their names, each with whether it comes round and how often it has failed lately."""
    stuck = sorted(name for name, task in tasks.items() if not task["ready"])
    failing = sorted(name for name, task in tasks.items() if task["failures"])
    figures |= {"tasks": len(tasks), "stuck": stuck, "failing": failing}
    if stuck:
        todo = gettext("Start its process anew; its log says why.")
        return fault(gettext("stuck: {names}").format(names=", ".join(stuck)), todo, **figures)
    if failing:
        todo = gettext("It tries again by itself; if it lasts for minutes, see the log.")
        return warning(gettext("failing: {names}").format(names=", ".join(failing)), todo, **figures)
    return well(gettext("{number} tasks come round").format(number=len(tasks)), **figures)


def queues(scene: Scene) -> Finding:
    """The replies on their way, those that did not arrive, and the messages that nobody could read."""
    found = figures_of(scene.store, scene.told.backups)
    with scene.store.read() as connection:
        oldest = oldest_due(connection)
    late = oldest is not None and scene.now - oldest > LATE
    figures = {"waiting": found.waiting, "undecided": found.undecided, "dead": found.dead, "late": late}
    if late and oldest is not None:
        says = gettext("replies are stuck, the oldest was to go {when}").format(when=ago(scene.now - oldest))
        todo = gettext("See the lines of workers and channels: nobody sends, or a network refuses.")
        return fault(says, todo, **figures)
    if found.undecided or found.dead:
        says = gettext("replies to decide on: {undecided}; messages that could not be read: {dead}").format(**figures)
        return warning(says, gettext("Decide on each at /admin/channels."), **figures)
    return well(gettext("on their way: {waiting}").format(**figures), **figures)


def channels(scene: Scene) -> Finding:
    """What the networks last said. A channel is called by its network and number: its title may name a person."""
    views = all_channels(scene.store).listed
    told = [_told(scene, one) for one in views]
    failing = [one for one in views if one.state == "error"]
    silent = [one for one in views if one.state == "silent"]
    if failing:
        says = gettext("{channel} failed {when}")
        names = [says.format(channel=_name(one), when=_when(scene, one.error_at)) for one in failing]
        return fault("; ".join(names), gettext("Open it at /admin/channels and press “Test”."), channels=told)
    if silent:
        says = gettext("{channel}: the last word {when}")
        names = [says.format(channel=_name(one), when=_when(scene, one.last_at)) for one in silent]
        todo = gettext("If residents do write there, open it and press “Test”.")
        return warning("; ".join(names), todo, channels=told)
    return well(gettext("set up: {number}, and none fails").format(number=len(views)), channels=told)


def _name(one: ChannelView) -> str:
    return f"{NETWORKS.get(one.type, ('', one.type))[1]} № {one.id}"


def _when(scene: Scene, moment: Any) -> str:
    return ago(scene.now - moment) if moment else ago(None)


def _told(scene: Scene, one: ChannelView) -> dict[str, Any]:
    """A channel's state, with ages in seconds and no words of anybody."""
    ages = {"last": one.last_at, "failed": one.error_at}
    figures = {name: round((scene.now - at).total_seconds()) if at else None for name, at in ages.items()}
    waits = {"waiting": one.waiting, "dead": one.dead, "undecided": len(one.troubles)}
    return {"id": one.id, "type": one.type, "state": one.state, **figures, **waits}


def webhooks(scene: Scene) -> Finding:
    views = receivers(scene.store)
    failing = [one.id for one in views if one.error is not None and not one.paused]
    if failing:
        names = ", ".join(f"№ {one}" for one in failing)
        todo = gettext("Its receiver does not take what it is told: /admin/webhooks says why.")
        return warning(gettext("failing: {names}").format(names=names), todo, webhooks=len(views), failing=failing)
    return well(gettext("set up: {number}, and none fails").format(number=len(views)), webhooks=len(views))


def backup(scene: Scene) -> Finding:
    found = backups_of(scene.store, scene.told.backups)
    says = gettext("the last good copy: {when}").format(when=ago(found.age))
    age = round(found.age.total_seconds()) if found.age is not None else None
    todo = gettext("Make one now: python app.py backup FILE, or at /admin/backup, which says what hinders it.")
    figures = {"age": age, "copies": len(found.copies), "failed": found.doing.wrong is not None, "on": found.plan.on}
    if found.doing.wrong is not None or (found.stale and found.good is None):
        return fault(says, todo, **figures)
    if found.stale:
        return warning(says, todo, **figures)
    return well(says, **figures)


def books(scene: Scene) -> Finding:
    found = all_books(scene.store)
    if found.wrong:
        todo = gettext("Make a copy first, then see /admin/books, or python app.py audit.")
        says = gettext("broadcasts that do not balance: {number}").format(number=found.wrong)
        return fault(says, todo, wrong=found.wrong)
    return well(gettext("balance") if found.at else gettext("not looked through yet"), wrong=0)
