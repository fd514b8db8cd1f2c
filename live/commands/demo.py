"""A rehearsal: a broadcast that plays invented questions, so that every screen is alive within seconds."""

from __future__ import annotations

import hashlib
import hmac
import random
import uuid
from dataclasses import replace
from itertools import islice

import structlog

from live.admin.lists import save_list
from live.channels.webhook import CallSignal
from live.desk import BUS
from live.desk.calls import signal
from live.desk.intake.queue import Intake
from live.desk.invented import VILLAGES, questions
from live.desk.receive import Arrival
from live.domain import broadcast as rules
from live.domain.people import OF_PROGRAMS, Actor, By, Role
from live.domain.refused import Refused
from live.domain.submission import Submission
from live.runtime.tasks import sleep
from live.store.centre import access
from live.store.sealing import key_for
from live.store.show import broadcasts, calls
from live.store.transaction import Store
from live.views.admin.lists import whole_list

log = structlog.get_logger()

SLUG = "rehearsal"
STANDING = "standing"
AT_ONCE = 40
PAUSE = (1.5, 5.0)
"""Seconds between two arrivals."""
MOST = 600
"""Questions after which a rehearsal left running falls silent."""

RINGS = 0.1
"""How often somebody calls when a question arrives."""
PATIENT = 2
"""How many calls ring at once at most: the one that has rung longest hangs up for the next."""
NUMBERS = 30
"""Numbers that the calls come from: some call again."""

ORIGIN = "rehearsal"
CREW = Actor("Репетиция", frozenset(Role) - OF_PROGRAMS)

LINKS = {
    "desk": ("Модератор", {Role.MODERATOR}),
    "calls": ("Редактор звонков", {Role.SCREENER}),
    "rundown": ("Режиссёр", {Role.PRODUCER}),
    "prompter": ("Ведущий", {Role.PRESENTER}),
    "head": ("Глава", {Role.HEAD}),
    "overlay": ("Графика", {Role.GALLERY}),
    "gallery": ("Аппаратная", {Role.GALLERY}),
    "tickets": ("Координатор", {Role.COORDINATOR}),
    "admin": ("Администратор", {Role.ADMIN}),
}


def prepare(store: Store) -> int | None:
    """The rehearsal's broadcast, made when the database is new; None where there are real broadcasts."""
    with store.read() as connection:
        others = broadcasts.all_of(connection)
    if others:
        alone = all(row.rehearsal for row in others)
        return next((int(row.id) for row in others if alone and row.slug == SLUG), None)
    with store.write() as tx:
        standing = broadcasts.add(tx, rules.new(STANDING, rules.Kind.STANDING), title="Между эфирами", rehearsal=True)
        show = broadcasts.add(
            tx,
            rules.new(SLUG, rules.Kind.SHOW),
            title="Прямая линия: репетиция",
            head_name="Глава района",
            standing_id=standing,
            rehearsal=True,
            starts_at=tx.now,
        )
    _name_villages(store)
    for verb in ("broadcast.open", "broadcast.air"):
        _do(store, verb)
    return show


def _name_villages(store: Store) -> None:
    """The settlements of the invented questions, where nobody has named others yet."""
    if not whole_list(store, "localities").version:
        villages = [{"name": village[0]} for village in VILLAGES]
        save_list(store, "localities", 0, villages, By(CREW.name, Role.ADMIN.value))


def links(store: Store, secret: str, broadcast_id: int) -> dict[str, str]:
    """A token for each screen, the same at every start. They end with the first real broadcast."""
    key = key_for(secret, "rehearsal")
    tokens = {screen: hmac.new(key, screen.encode(), hashlib.sha256).hexdigest()[:32] for screen in LINKS}
    with store.write() as tx:
        for screen, (name, roles) in LINKS.items():
            if access.key_of(tx.connection, store, tokens[screen]) is None:
                access.add_key(tx, tokens[screen], name, {role.value for role in roles}, broadcast_id, screen)
    return tokens


def play(store: Store, intake: Intake, broadcast_id: int) -> None:
    """Send invented questions in until the broadcast is wrapped; a task."""
    with store.read() as connection:
        sent = broadcasts.by_id(connection, broadcast_id).last_number
    coming = map(_as_it_comes, islice(questions(seed=7), sent, MOST))
    pause = random.Random(sent)  # nosec B311 # An invented show is the same at every start.
    if not sent:
        for submission in islice(coming, AT_ONCE):
            intake.receive_one(Arrival(broadcast_id, ORIGIN, submission))
        _begin(store)
        for _ in range(PATIENT):
            ring(store, broadcast_id, pause)
    for submission in coming:
        sleep(pause.uniform(*PAUSE))
        with store.read() as connection:
            present = broadcasts.find_by_id(connection, broadcast_id)
        if present is None:
            return  # An administrator has taken it away.
        if not broadcasts.to_domain(present).takes_questions:
            continue
        try:
            intake.receive_one(Arrival(broadcast_id, ORIGIN, submission))
            if pause.random() < RINGS:
                ring(store, broadcast_id, pause)
        except Refused as refused:
            log.warning("the rehearsal's question was refused", code=refused.code)


def ring(store: Store, broadcast_id: int, chance: random.Random) -> None:
    """Somebody calls from an invented number, as if an exchange said so."""
    with store.read() as connection:
        waiting = calls.ringing(connection, broadcast_id, ORIGIN)
    for call_id in waiting[: max(0, len(waiting) - PATIENT + 1)]:
        signal(store, broadcast_id, ORIGIN, CallSignal(call_id, "ended"))
    number = f"+7900000{chance.randrange(NUMBERS):04d}"
    signal(store, broadcast_id, ORIGIN, CallSignal(str(uuid.uuid4()), "ringing", number))


def _as_it_comes(submission: Submission) -> Submission:
    """No network knows of topics, and only a form or a telephone asks for the place: the rest is guessed, as on air."""
    asked = submission.source in ("form", "phone")
    return replace(submission, topic=None, locality=submission.locality if asked else None)


def _begin(store: Store) -> None:
    """What a crew has done by the time it goes on air: doubles merged, a shortlist, one on air, a few decided."""
    for double, root in ((32, 17), (11, 8), (10, 2), (16, 14), (19, 15)):
        _do(store, "question.merge", question=double, version=1, into=root)
    for number in (17, 26, 8, 20, 12, 22):
        _do(store, "question.shortlist", question=number, version=1)
    note = "Площадка выбрана, ФАП стоит в программе будущего года."
    _do(store, "question.note", question=26, version=2, text=note, **{"for": "head"})
    for number, reason in ((5, "off_topic"), (33, "off_topic"), (9, "abuse")):
        _do(store, "question.decline", question=number, version=1, reason=reason)
    for number, department in ((1, "Отдел ЖКХ"), (6, "Отдел архитектуры"), (30, "Отдел дорог")):
        _do(store, "question.ticket", question=number, version=1, department=department)
    _do(store, "question.take", question=17, version=2)
    _do(store, "presenter.message", text="Говорите чуть медленнее")


def _do(store: Store, type_: str, **fields: object) -> None:
    BUS.perform(store, SLUG, {"id": str(uuid.uuid4()), "type": type_, **fields}, CREW)
