"""The page of health, line by line: what is well, what is not, and what to do about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from flask import current_app, url_for
from flask_babel import gettext, lazy_gettext, ngettext

from live.domain.refused import Refused
from live.runtime.tasks import within
from live.settings.shipped import version
from live.views.admin.channels import ChannelView
from live.views.upkeep.all_books import AllBooks
from live.views.upkeep.backups import Backups
from live.views.upkeep.health import MANY, HealthView
from live.web.admin.channel_forms import STATES, why
from live.web.labels import NETWORKS
from live.web.services import Checks, services
from live.web.upkeep import ago, size, wrong_of
from live.web.upkeep.lights import Light, Row
from live.web.upkeep.task_lights import TASK_NAMES, task_rows

LITTLE = 1_000_000_000
"""Bytes: below that a disk is to be looked at."""

LONG = 5.0
"""Seconds: what is new is told to screens sooner, or something is wrong."""

PATIENCE = 2.0
"""Seconds that a check waits for the database."""

HELD = {
    "send": lazy_gettext("sending of replies"),
    "poll": lazy_gettext("asking the networks"),
    "webhook": lazy_gettext("telling other programs"),
    "wrap": lazy_gettext("end of a broadcast"),
    "backup": lazy_gettext("copy of the database"),
    "books": lazy_gettext("books of the broadcasts"),
    "retention": lazy_gettext("keeping of data"),
    "classify": lazy_gettext("topics and places"),
    "clocks": lazy_gettext("deadlines by a new calendar"),
    "escalate": lazy_gettext("reminders of deadlines"),
    "audit": lazy_gettext("seals of the audit"),
    "seal": lazy_gettext("sealing with a new secret"),
    "names": lazy_gettext("names of authors"),
}
"""What a lease is for, by how its name begins."""

Groups = list[tuple[str, list[Row]]]


def groups(health: HealthView, backups: Backups, books: AllBooks) -> Groups:
    """Every row, by what it is about."""
    return [
        (gettext("Server and database"), list(_server(health, backups))),
        (gettext("Queues"), list(_queues(health))),
        (gettext("Copies and books"), [_copies(backups), _books(books)]),
        (gettext("Channels"), [_channel(one) for one in health.channels] + list(_webhooks(health))),
        (gettext("Screens"), list(_screens(health))),
        (gettext("Work in the background"), [_learning(health), _meaning(health), *task_rows(health)]),
    ]


def _server(health: HealthView, backups: Backups) -> Iterator[Row]:
    checks: Checks = current_app.extensions["live.checks"]
    embedded = services().settings.embedded
    kind = gettext("a file beside the program") if embedded else "PostgreSQL"
    writes = holds(checks.writes)
    yield Row(
        gettext("Database"),
        Light.GREEN if writes else Light.RED,
        gettext("{kind}: reads and writes").format(kind=kind) if writes else gettext("Nothing can be written."),
        "" if writes else gettext("Look whether its disk is full or its server is gone: no question is taken now."),
    )
    served = holds(checks.schema_is_served)
    yield Row(
        gettext("Version"),
        Light.GREEN if served else Light.RED,
        gettext("program {version}; schema of the database {theirs}, of the program {ours}").format(
            version=version(), theirs=health.revision[:4], ours=health.newest[:4]
        ),
        "" if served else gettext("Bring the database up with “python app.py migrate”, then start every process anew."),
    )
    yield _bell()
    yield _told()
    yield _room(checks, backups)
    if services().leader is not None:
        yield from _understudies()


def _bell() -> Row:
    answers = services().link.answers()
    title = gettext("Word between the servers (Redis)")
    if answers is None:
        return Row(title, Light.GREEN, gettext("One server: nobody to tell."))
    if answers:
        return Row(title, Light.GREEN, gettext("answers"))
    todo = gettext("Screens look by themselves and lag by a moment. Start Redis again.")
    return Row(title, Light.AMBER, gettext("Does not answer."), todo)


def _told() -> Row:
    title, waits = gettext("What is new, to the screens of this server"), services().hub.untold_for()
    if waits < LONG:
        return Row(title, Light.GREEN, gettext("is told at once"))
    todo = gettext("Start this server anew: its screens come back by themselves, with all that they have missed.")
    return Row(title, Light.RED, gettext("has waited for {seconds} s").format(seconds=int(waits)), todo)


def _room(checks: Checks, backups: Backups) -> Row:
    free, todo = backups.free, gettext("Free some room: delete old copies, or move them to another disk.")
    light = Light.RED if not holds(checks.has_room) else Light.GREEN
    if free is not None and free < LITTLE:
        light = max(light, Light.AMBER)
    link = url_for("admin_backup.index") if light else ""
    says = gettext("{size} are free beside the copies").format(size=size(free))
    return Row(gettext("Disk"), light, says, todo if light else "", link, gettext("Copies of the database"))


def _understudies() -> Iterator[Row]:
    leader = services().leader
    for one in leader.state() if leader is not None and leader.addresses() else ():
        there = one["behind"] is not None
        yield Row(
            gettext("Understudy {address}").format(address=one["address"]),
            Light.GREEN if there else Light.AMBER,
            gettext("{seconds} s behind").format(seconds=one["behind"]) if there else gettext("Is not there."),
            "" if there else gettext("Start it again on its machine: without it a failure of this one ends the show."),
        )


def holds(check: Callable[[], bool]) -> bool:
    try:
        with within(PATIENCE):
            return check()
    except (Refused, TimeoutError):
        return False


def _queues(health: HealthView) -> Iterator[Row]:
    intake = services().intake.waiting()
    yield _count(gettext("Questions that are being stored"), intake, Light.GREEN, "")
    todo = gettext("The language work is behind: search and hints miss the newest. If it does not sink, call for help.")
    many = f"{MANY}+" if health.unread >= MANY else str(health.unread)
    light = Light.AMBER if health.unread else Light.GREEN
    yield Row(gettext("Questions not sorted by topic yet"), light, many, todo if health.unread else "")
    yield _count(gettext("Replies on their way"), health.waiting, Light.GREEN, "")
    channels, where = url_for("admin_channels.index"), gettext("Channels")
    unsure = gettext("Ask the network whether they arrived, then mark each on its ticket.")
    yield _count(gettext("Replies of which nobody knows"), health.unsure, Light.AMBER, unsure, channels, where)
    failed = gettext("See on the channel why, mend it and send them again.")
    yield _count(gettext("Replies not sent"), health.failed, Light.AMBER, failed, channels, where)
    dead = gettext("Open them on the channel: read them again, or say that they are no questions.")
    yield _count(gettext("Messages that could not be read"), health.dead, Light.AMBER, dead, channels, where)
    waiting = services().audit.waiting
    yield _count(gettext("Refusals on their way into the audit"), waiting, Light.GREEN, "")
    yield _held(health)


def _count(title: str, many: int, if_any: Light, todo: str, link: str = "", where: str = "") -> Row:
    """A number that should be nothing, where `if_any` is no green."""
    return Row(title, if_any, str(many), todo, link, where) if many and if_any else Row(title, Light.GREEN, str(many))


def _held(health: HealthView) -> Row:
    kinds = Counter(name.partition(":")[0] for name in health.held)
    told = [f"{_work(kind)} — {many}" for kind, many in sorted(kinds.items())]
    return Row(gettext("Under way now"), Light.GREEN, ", ".join(told) or gettext("nothing"))


def _work(kind: str) -> str:
    """What a lease is for: most are called as their tasks are."""
    name = str(HELD.get(kind) or TASK_NAMES.get(kind) or gettext("other work"))
    return name[:1].lower() + name[1:]


def _copies(found: Backups) -> Row:
    failed = wrong_of(found.doing.wrong)
    light = Light.RED if failed or (found.stale and not found.good) else Light.AMBER if found.stale else Light.GREEN
    says = gettext("The last good copy: {when}.").format(when=ago(found.good))
    todo = gettext("Make a copy now; the page says what hinders it.") if light else ""
    return Row(
        gettext("Copies of the database"),
        light,
        f"{says} {failed}".strip(),
        todo,
        url_for("admin_backup.index"),
        gettext("Copies of the database"),
    )


def _books(found: AllBooks) -> Row:
    where = url_for("admin_books.index")
    title, failed = gettext("Books"), wrong_of(found.doing.wrong)
    if found.wrong:
        says = ngettext("%(num)d broadcast does not balance.", "%(num)d broadcasts do not balance.", found.wrong)
        return Row(title, Light.RED, says, gettext("The page says of each what to do."), where, title)
    if failed:
        todo = gettext("Look through them again on their page.")
        return Row(title, Light.AMBER, failed, todo, where, title)
    says = gettext("Everything balances.") if found.at else gettext("Not looked through yet.")
    return Row(title, Light.GREEN, says, "", where, title)


def _learning(health: HealthView) -> Row:
    """What is learned is worth suggestions alone: nothing of it is ever red."""
    title, where = gettext("Learned topics"), url_for("admin_learning.index")
    there, failed = gettext("Suggestions and learning"), wrong_of(health.learning.wrong)
    if health.unreadable:
        says = gettext("The model in use cannot be read: topics are guessed by key words.")
        return Row(title, Light.AMBER, says, gettext("Learn anew, or bring the former one back."), where, there)
    if failed:
        return Row(title, Light.AMBER, failed, gettext("Have it learned again on its page."), where, there)
    return Row(title, Light.GREEN, gettext("Nothing stands in the way of learning."))


def _meaning(health: HealthView) -> Row:
    """It too is worth suggestions alone."""
    title, told = gettext("Likely doubles by meaning"), health.meaning
    if told.wrong:
        todo = gettext("Doubles are looked for by words meanwhile; nothing else needs it. It is tried again by itself.")
        return Row(title, Light.AMBER, wrong_of(told.wrong), todo)
    if not told.model:
        return Row(title, Light.GREEN, gettext("No model has been at work: doubles are looked for by words."))
    many = f"{MANY}+" if told.waiting >= MANY else str(told.waiting)
    says = gettext("{model}; questions that wait for it: {many}").format(model=told.model, many=many)
    return Row(title, Light.GREEN, says)


def _channel(view: ChannelView) -> Row:
    name = str(NETWORKS.get(view.type, ("", view.type))[1])
    title = f"{name}: {view.title}" if view.title else name
    says = why(view.error) if view.error else str(STATES[view.state][0])
    if view.receives and view.last_at is not None:
        says += "; " + gettext("last message {when}").format(when=ago(view.last_at))
    light, todo = Light.GREEN, ""
    if view.state == "error":
        light, todo = Light.RED, gettext("Open it and press “Test”: the network says what is wrong.")
    elif view.troubles or view.dead:
        light, todo = Light.AMBER, gettext("Open it: what waits for a decision stands there.")
    elif view.paused and view.waiting:
        light, todo = Light.AMBER, gettext("Replies wait while it is paused: let it go on.")
    link = url_for("admin_channels.show", channel=view.id)
    return Row(title, light, says, todo, link if light else "", gettext("Open the channel"))


def _webhooks(health: HealthView) -> Iterator[Row]:
    for one in health.webhooks:
        failing = one.error is not None and not one.paused
        says: Any = ngettext("%(num)d event waits", "%(num)d events wait", one.behind)
        yield Row(
            gettext("Webhook {id}").format(id=one.id),
            Light.AMBER if failing else Light.GREEN,
            gettext("paused") if one.paused else says,
            gettext("The receiver does not take what it is told: its page says why.") if failing else "",
            url_for("admin_webhooks.index") if failing else "",
            gettext("Webhooks"),
        )


def _screens(health: HealthView) -> Iterator[Row]:
    """The screens that are connected, by broadcast: to this process and to every other one."""
    screens: Counter[str] = Counter(str(member.broadcast_id) for member in services().hub.members())
    for process in health.processes:
        if not process.silent and not process.is_this:
            screens += process.screens
    for log_id, many in screens.most_common():
        title = health.shows[log_id][1] if log_id in health.shows else gettext("Tickets")
        yield Row(title, Light.GREEN, ngettext("%(num)d screen", "%(num)d screens", many))
    if not screens:
        yield Row(gettext("Screens"), Light.GREEN, gettext("No screen is connected."))
    broken = services().hub.broken.count
    if broken:
        todo = gettext("The screens have taken a snapshot instead. Save the server's log and tell the makers.")
        yield Row(gettext("Events that could not be shown"), Light.AMBER, str(broken), todo)
