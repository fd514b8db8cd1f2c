"""Every task of the one list: a tick that raises ends nothing, and a broken row stops none of those behind it."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Text, select, type_coerce

from live.admin import department_moves, departments
from live.admin import webhooks as receivers
from live.admin.departments import Given
from live.admin.lists import save_list
from live.desk.practice.begin import begin
from live.desk.receive import Unstorable, receive_group
from live.domain.broadcast import Practice
from live.domain.people import By, Role
from live.domain.retention import DEFAULT
from live.domain.submission import Author
from live.feed.bell import Bell
from live.runtime.worker import Workers
from live.store.centre import channels
from live.store.followup import outbox
from live.store.leases import Leases
from live.store.show import broadcasts
from live.store.tables import channel as channel_table
from live.store.tables import person, webhook
from live.web import health
from live.workers.all import TASKS, Task
from live.workers.polling import Polling
from live.workers.recalculate_deadlines import is_due
from live.workers.retention import save_terms
from tests.support.backends import Backends
from tests.support.rooms import Show, Tickets, opened
from tests.support.stub import Answer, Call, Stub
from tests.support.stubs.vk import TOKEN, Vk
from tests.workers.followup_rows import FOLLOWUP_ROWS
from tests.workers.language_rows import LANGUAGE_ROWS
from tests.workers.poll_rows import POLL_ROWS
from tests.workers.site import LONG, Site, every_worker_that_starts, wait_for

BY = By("Мария", "admin")

Done = Callable[[], object]
"""Whether what stands behind the broken row is done."""


class Bench:
    """What a scenario is made of: the installation, and what ends with the test."""

    def __init__(self, site: Site, stack: ExitStack, monkeypatch: pytest.MonkeyPatch) -> None:
        self.site, self.store, self.monkeypatch = site, site.store, monkeypatch
        self._stack = stack

    def vk(self) -> Vk:
        return self._stack.enter_context(Vk())

    def stub(self) -> Stub:
        return self._stack.enter_context(Stub())

    def senders(self, many: int) -> ThreadPoolExecutor:
        return self._stack.enter_context(ThreadPoolExecutor(many))

    def person(self, show: Show, number: int) -> Any:
        with self.store.read() as connection:
            return connection.execute(select(person).where(person.c.id == show.row(number).person_id)).one()


def _intake(bench: Bench) -> Done:
    """A question that the database refuses: its sender is told, who waits with it is answered, and nothing is left."""
    show = Show(bench.store).on_air()
    bench.site.refuse("INSERT ON question", "new.text = 'Сломанный'")
    senders = bench.senders(2)
    refused, stored = (
        senders.submit(bench.site.intake.receive_one, show.arrival(text)) for text in ("Сломанный", "Где автобус?")
    )

    def answered() -> bool:
        if not (refused.done() and stored.done()):
            return False
        return isinstance(refused.exception(), Unstorable) and stored.result().number is not None

    return answered


def _seal(bench: Bench) -> Done:
    """A person's row that takes nothing; the contact behind it was left in clear too."""
    show = Show(bench.store).on_air()
    numbers = [show.asked(author=Author(contact=f"tel:+7900000001{n}")) for n in range(2)]
    first, second = (show.row(number).person_id for number in numbers)
    with bench.store.write() as tx:
        tx.connection.execute(person.update().values(contact="tel:+79000000099"))
    bench.site.refuse("UPDATE ON person", f"old.id = {first}")

    def sealed() -> bool:
        with bench.store.read() as connection:
            kept = select(type_coerce(person.c.contact, Text())).where(person.c.id == second)
            return str(connection.execute(kept).scalar_one()).startswith("sealed:")

    return sealed


def _wrap(bench: Bench) -> Done:
    broken, other = Show(bench.store).on_air(), Show(bench.store).on_air()
    number = broken.asked()
    other.asked()
    bench.site.refuse("INSERT ON ticket", f"new.question_id = {broken.row(number).id}")
    for show in (broken, other):
        show.do("broadcast.wrap")
    return lambda: other.broadcast.state == "wrapped"


def _rehearsal(bench: Bench) -> Done:
    broken, other = Show(bench.store), Show(bench.store)
    bench.site.refuse("INSERT ON question", f"new.broadcast_id = {broken.id}")
    for show in (broken, other):
        show.do("broadcast.open")
        show.do("rehearsal.start")
    bench.site.pass_(seconds=61)
    return lambda: other.broadcast.last_number


def _practice(bench: Bench) -> Done:
    """A practice whose questions cannot be taken away; the one that was left after it goes."""
    broken, other = (begin(bench.store, Practice(Role.MODERATOR, owner)) for owner in ("user1", "user2"))
    with bench.store.read() as connection:
        first = broadcasts.get(connection, broken).id
    bench.site.refuse("DELETE ON question", f"old.broadcast_id = {first}")
    bench.site.pass_(hours=25)

    def done() -> bool:
        with bench.store.read() as connection:
            return broadcasts.find(connection, other) is None

    return done


def _outbox(bench: Bench) -> Done:
    """A channel whose seal does not open; and by another one, a reply that cannot be marked as being sent."""
    vk = bench.vk()
    show = Show(bench.store).on_air()
    sealed, good = (show.channel("vk", token=TOKEN, group_id="456", host=vk.url) for _ in range(2))

    def replied(channel: int, message: int) -> int:
        asked = show.asked(origin=f"channel:{channel}", external_id=f"wall:-456_7_{message}", channel_id=channel)
        return int(show.do("question.reply", asked, text=f"Ответ {message}")["reply"])

    replied(sealed, 1)
    broken, behind = replied(good, 2), replied(good, 3)
    bench.site.refuse("UPDATE ON outbox", f"old.id = {broken}")
    bench.site.seal_by_another_key(channel_table, "settings", sealed)

    def sent() -> bool:
        with bench.store.read() as connection:
            return outbox.get(connection, show.id, behind).state == "sent"

    return sent


def _polling(bench: Bench) -> Done:
    vk = bench.vk()
    show = Show(bench.store).on_air()
    bench.site.broken_channel(show)
    good = show.channel("vk", host=vk.url, secret="s", token=TOKEN, group_id="456", longpoll="yes")
    with bench.store.read() as connection:
        channel = channels.by_id(connection, bench.store.seal, good)
    Polling(bench.store, Leases(bench.store), partial(receive_group, bench.store)).step(channel)
    message = {"id": 1, "from_id": 123, "peer_id": 123, "date": 1785571200, "text": "Где автобус?"}
    vk.happen("message_new", {"message": message, "client_info": {}})
    return lambda: show.broadcast.last_number


def _author_names(bench: Bench) -> Done:
    """Nobody of VK can be asked for, since its one channel does not open; who has telephoned is dealt with."""
    show = Show(bench.store).on_air()
    bench.site.broken_channel(show)
    show.asked(author=Author(contact="vk:123"), source="vk")
    number = show.asked(author=Author(contact="tel:+79000000001"))
    return lambda: bench.person(show, number).looked_up_at


def _recalculate_deadlines(bench: Bench) -> Done:
    show, tickets = Show(bench.store).on_air(), Tickets(bench.store)
    broken, other = (str(show.do("question.ticket", show.asked())["ticket"]) for _ in range(2))
    bench.site.refuse("UPDATE ON ticket", f"old.id = {tickets.row(broken).id}")
    before = tickets.row(other).resolution_due
    terms = [{"topic": None, "priority": None, "reaction": 60, "resolution": 540}]
    save_list(bench.store, "deadlines", 0, terms, BY)
    return lambda: tickets.row(other).resolution_due != before and not is_due(bench.store)


def _webhooks(bench: Bench) -> Done:
    """A receiver whose secret does not open."""
    stub, taken = bench.stub(), []

    def take(call: Call) -> Answer:
        taken.append(call.path)
        return Answer(204)

    stub.routes |= {"/broken": take, "/other": take}
    broken, _ = (receivers.add(bench.store, f"{stub.url}/{to}", "secret" * 4, (), BY) for to in ("broken", "other"))
    bench.site.seal_by_another_key(webhook, "secret", broken)
    show = Show(bench.store).on_air()
    show.do("question.ticket", show.asked())
    return lambda: taken == ["/other"]


def _retention(bench: Bench) -> Done:
    show = Show(bench.store).on_air()
    broken, other = (show.asked(author=Author(f"Житель {n}", f"tel:+7900000000{n}")) for n in (1, 2))
    for number in (broken, other):
        show.do("question.decline", number, reason="spam")
    bench.site.refuse("UPDATE ON person", f"old.id = {show.row(broken).person_id}")
    save_terms(bench.store, 0, DEFAULT, BY)
    bench.site.pass_(days=5000)
    return lambda: bench.person(show, other).anonymised_at and not bench.person(show, broken).anonymised_at


def _escalate(bench: Bench) -> Done:
    show, tickets = Show(bench.store).on_air(), Tickets(bench.store)
    broken, other = (str(show.do("question.ticket", show.asked())["ticket"]) for _ in range(2))
    bench.site.refuse("INSERT ON escalation", f"new.ticket_id = {tickets.row(broken).id}")
    bench.site.pass_(days=30)
    return lambda: "ticket.escalated" in [event.type for event in tickets.events(other)]


def _departments(bench: Bench) -> Done:
    """A renamed department whose ticket takes no other name; another one's follow all the same."""
    show = Show(bench.store).on_air()
    names = [f"Отдел {n} {show.slug}" for n in range(2)]
    keys = [departments.add(bench.store, Given(name), BY) for name in names]
    broken, other = (str(show.do("question.ticket", show.asked(), department=name)["ticket"]) for name in names)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(department_moves, "SLICE", 0)  # Nothing follows at once.
        for key, name in zip(keys, names, strict=True):
            departments.change(bench.store, key, 1, Given(f"{name}, новый"), BY)
    tickets = Tickets(bench.store)
    bench.site.refuse("UPDATE ON ticket", f"old.id = {tickets.row(broken).id}")
    return lambda: tickets.row(other).department == f"{names[1]}, новый"


def _redis_listen(bench: Bench) -> Done:
    """Messages that are no JSON, that say nobody's name, and that a handler does not understand."""
    heard: list[Any] = []
    bench.site.link.listen("bell", lambda process, body: heard.append(body["grown"]))
    client = bench.site.redis_client

    def said() -> bool:
        for message in ("{", "[]", '{"grown": [1]}', '{"process": "x"}', '{"process": "x", "grown": [7]}'):
            client.publish("live:bell", message)
        return [7] in heard

    return said


def _redis_publish(bench: Bench) -> Done:
    """A message that cannot be written down."""
    ear = bench.site.redis_client.pubsub(ignore_subscribe_messages=True)  # type: ignore[no-untyped-call]  # redis has it untyped
    ear.subscribe("live:bell")
    bench.site.link.publish("bell", {"grown": object()})
    bench.site.link.publish("bell", {"grown": [7]})
    heard: list[Any] = []  # A message is given once, and the task may still be behind then.

    def done() -> bool:
        heard.append(ear.get_message(timeout=0.1))
        return any(heard)

    return done


BROKEN_ROWS: dict[str, Callable[[Bench], Done]] = {
    "intake": _intake,
    "redis_publish": _redis_publish,
    "redis_listen": _redis_listen,
    **LANGUAGE_ROWS,
    **POLL_ROWS,
    "rehearsal": _rehearsal,
    "practice": _practice,
    "wrap": _wrap,
    "outbox": _outbox,
    "polling": _polling,
    "author_names": _author_names,
    "recalculate_deadlines": _recalculate_deadlines,
    "webhooks": _webhooks,
    "retention": _retention,
    "departments": _departments,
    "escalate": _escalate,
    **FOLLOWUP_ROWS,
    "seal": _seal,
}
"""By a task's name, how one of its rows is broken."""

WITHOUT_ROWS = (
    *("audit", "audit_queue", "backup", "books", "bring_back", "feed"),
    *("leases", "learning", "loop", "on_air", "osc", "osc_presses", "presence", "processes", "rises", "sessions"),
    *("signals", "tails"),
)

ROWS = {"intake": 0, "ballots": 0, "classify": 2, "outbox": 2, "redis_listen": 4}
"""How many rows a scenario breaks, where it is not one."""


@pytest.fixture
def bench(tmp_path: Path, backends: Backends, task: Task, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    with ExitStack() as stack:
        store = stack.enter_context(opened("sqlite", backends, tmp_path))
        site = Site(store, backends.redis.url if task.name.startswith("redis") else None)
        stack.callback(every_worker_that_starts(monkeypatch).stop)
        stack.callback(site.close)
        for kept in ("READY_KEPT", "NUMBERS_KEPT"):
            monkeypatch.setattr(health, kept, 0.0)  # A failure may be over before an answer is made anew.
        yield Bench(site, stack, monkeypatch)


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.name)
@pytest.mark.faults
def test_a_tick_that_raises_and_a_broken_row_leave_the_rest_done_and_are_told(bench: Bench, task: Task) -> None:
    done = BROKEN_ROWS[task.name](bench) if task.name not in WITHOUT_ROWS else lambda: True
    worker = bench.site.worker(task)
    real, seen = worker._tick, threading.Event()

    def tick() -> float | None:
        if not seen.is_set():
            raise RuntimeError("until somebody has seen it")
        return real()

    bench.monkeypatch.setattr(worker, "_tick", tick)
    web = bench.site.web()

    def state() -> Any:
        return web.get("/readyz").get_json()["tasks"][task.name]

    worker.start()
    wait_for(lambda: state()["failures"], "a failure on /readyz")
    seen.set()
    assert (state()["error"], state()["ready"]) == ("RuntimeError", True)
    wait_for(lambda: done() and not state()["failures"], "the rest")
    if task.name in BROKEN_ROWS:
        wait_for(lambda: state()["set_aside"] >= ROWS.get(task.name, 1), "a row set aside on /readyz")
    assert web.get("/readyz").status_code == 200
    told = web.get("/metrics").text
    assert f'live_task_set_aside{{process="server",task="{task.name}"}} {float(state()["set_aside"])}' in told
    assert f'live_task_error_age_seconds{{error="RuntimeError",process="server",task="{task.name}"}}' in told


def rest(task: Task) -> str | None:
    """By what name the task's module knows after how long it looks though nothing was written."""
    known = vars(sys.modules[task.worker.__module__])
    return next((name for name in ("UNTOLD", "UNHEARD") if name in known), None)


LOOKING = [task for task in TASKS if task.name in BROKEN_ROWS and rest(task)]
"""The tasks that a write wakes."""


@pytest.mark.parametrize("task", LOOKING, ids=lambda task: task.name)
@pytest.mark.parametrize("heard", [True, False], ids=["here", "elsewhere"])
@pytest.mark.faults
def test_what_is_written_is_taken_up_at_once_here_and_after_a_while_without_a_word(
    bench: Bench, task: Task, heard: bool
) -> None:
    bench.monkeypatch.setattr(sys.modules[task.worker.__module__], str(rest(task)), 3600.0 if heard else 0.2)
    worker = bench.site.worker(task)
    if heard:
        bench.store.after_commit.append(Bell(bench.site.link, written=Workers([worker]).written).ring)
    real, looked = worker._tick, threading.Event()

    def tick() -> float | None:
        pause = real()
        looked.set()
        return pause

    bench.monkeypatch.setattr(worker, "_tick", tick)
    worker.start()
    assert looked.wait(LONG)
    done = BROKEN_ROWS[task.name](bench)
    wait_for(done, "what was written")
