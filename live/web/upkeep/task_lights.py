"""The tasks of the background as the page of health tells of them: each by its name, in whichever process it runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta

from flask_babel import gettext, lazy_gettext, ngettext

from live.runtime.worker import Health
from live.views.upkeep.health import HealthView
from live.web.services import services
from live.web.upkeep import ago
from live.web.upkeep.lights import Light, Row
from live.workers.all import TASKS, Runs

TASK_NAMES = {
    "intake": lazy_gettext("Intake of questions"),
    "ballots": lazy_gettext("Votes in polls"),
    "redis_publish": lazy_gettext("Word to the other servers"),
    "redis_listen": lazy_gettext("Word from the other servers"),
    "tails": lazy_gettext("Events to the screens"),
    "feed": lazy_gettext("Watching the logs"),
    "on_air": lazy_gettext("What is on air, to lamps and buttons"),
    "osc": lazy_gettext("Packets of OSC"),
    "osc_presses": lazy_gettext("What buttons say by OSC"),
    "signals": lazy_gettext("Signals to the control room's machines"),
    "presence": lazy_gettext("Who is at which screen"),
    "audit_queue": lazy_gettext("Refusals into the audit"),
    "classify": lazy_gettext("Topics and places of questions"),
    "stacks": lazy_gettext("Stacks of like questions"),
    "rehearsal": lazy_gettext("Invented questions of rehearsals"),
    "practice": lazy_gettext("The end of practices"),
    "sessions": lazy_gettext("Ends of sign-ins"),
    "wrap": lazy_gettext("Ends of broadcasts"),
    "leases": lazy_gettext("Turns of the processes"),
    "audit": lazy_gettext("Seals of the audit"),
    "outbox": lazy_gettext("Sending of replies"),
    "polling": lazy_gettext("Asking the networks"),
    "author_names": lazy_gettext("Names of authors"),
    "departments": lazy_gettext("New names of departments"),
    "recalculate_deadlines": lazy_gettext("Deadlines by a new calendar"),
    "webhooks": lazy_gettext("Telling other programs"),
    "retention": lazy_gettext("Keeping of data by its terms"),
    "seal": lazy_gettext("Sealing with a new secret"),
    "escalate": lazy_gettext("Reminders of deadlines"),
    "polls": lazy_gettext("Counts of polls to the screens"),
    "publications": lazy_gettext("Publications on the pages of networks"),
    "official_pages": lazy_gettext("What stands on the official pages"),
    "discussions": lazy_gettext("Discussions"),
    "poll_posts": lazy_gettext("Polls on the pages of networks"),
    "alarms": lazy_gettext("Alarms of the line between shows"),
    "notices": lazy_gettext("What residents are told by itself"),
    "news": lazy_gettext("What our own people are told of their work"),
    "matters": lazy_gettext("Latest words to those who joined a situation"),
    "shifts": lazy_gettext("Duty by the clock"),
    "collections": lazy_gettext("Collections to officials"),
    "fairness": lazy_gettext("Proofs that questions were counted"),
    "figures": lazy_gettext("Figures of the centre"),
    "clusters": lazy_gettext("What is asked about now"),
    "vectors": lazy_gettext("What questions mean"),
    "rises": lazy_gettext("What is asked about more than usual"),
    "fetch_files": lazy_gettext("Files that residents have sent"),
    "erase_files": lazy_gettext("Taking files away for good"),
    "backup": lazy_gettext("Copies of the database"),
    "books": lazy_gettext("Books of the broadcasts"),
    "learning": lazy_gettext("Learning from decisions"),
    "bring_back": lazy_gettext("Bringing a copy back"),
    "loop": lazy_gettext("How late tasks come round"),
    "processes": lazy_gettext("Words about the processes"),
}
"""Each task of live/workers/all.py as people call it."""

ELSEWHERE = frozenset(task.name for task in TASKS if not task.runs & Runs.SERVER)
"""What a server leaves to `app.py worker`, where it is not embedded."""


def task_rows(health: HealthView) -> Iterator[Row]:
    """A row for each task, as it does where it does worst; first of all whether what servers leave is done at all."""
    running = _by_place(health)
    silent = [one for one in health.processes if one.silent]
    if not any(ELSEWHERE & tasks.keys() for tasks in running.values()):
        yield Row(
            gettext("Workers"),
            Light.RED,
            gettext("Nobody sends replies, asks networks or makes copies."),
            gettext("Start “python app.py worker” beside the servers, as a service that starts by itself."),
        )
    for one in silent:
        yield Row(
            gettext("Process on {host}").format(host=one.host),
            Light.AMBER,
            gettext("Was last heard of {when}.").format(when=ago(one.ago)),
            gettext("If nobody has stopped it, look into its log on that machine and start it again."),
        )
    for name, label in TASK_NAMES.items():
        places = {place: tasks[name] for place, tasks in running.items() if name in tasks}
        if places:
            place, worst = max(places.items(), key=lambda item: _badness(item[1]))
            yield _row(str(label), place if len(running) > 1 else "", worst)


def _by_place(health: HealthView) -> dict[str, Mapping[str, Health]]:
    """The tasks of this process, and of every other one that is heard of, by where it is."""
    here = services().workers.health()
    others = {f"{one.host}, {one.pid}": one.tasks for one in health.processes if not one.silent and not one.is_this}
    return {**others, gettext("this server"): here}


def _light(health: Health) -> Light:
    if not health.ready:
        return Light.RED
    return Light.AMBER if health.failures or health.set_aside else Light.GREEN


def _badness(health: Health) -> tuple[Light, int, float]:
    return _light(health), health.failures, health.beat


def _row(label: str, place: str, health: Health) -> Row:
    says = [gettext("came round {when}").format(when=ago(timedelta(seconds=health.beat)))]
    if place:
        says.append(place)
    if health.error is not None and health.error_age is not None:
        error = gettext("last error {when}: {error}")
        says.append(error.format(when=ago(timedelta(seconds=health.error_age)), error=health.error))
    if health.set_aside:
        says.append(ngettext("%(num)d row is set aside", "%(num)d rows are set aside", health.set_aside))
    return Row(label, _light(health), "; ".join(says), _todo(health))


def _todo(health: Health) -> str:
    if not health.ready:
        return gettext("Start the server anew. If it comes again, call whoever runs the server: its log says why.")
    if health.failures:
        return gettext("It tries again by itself. If it lasts for minutes, call whoever runs the server.")
    if health.set_aside:
        return gettext("The rest goes on. The server's log names each row: “a row was set aside”.")
    return ""
