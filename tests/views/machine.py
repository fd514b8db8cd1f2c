"""Behind the law: anything is done to a broadcast, while screens look on at any moment and hear of it late."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule
from sqlalchemy import select

from live.admin.department_moves import move_some, waiting_names
from live.admin.departments import Given, add, change
from live.admin.lists import save_list
from live.channels.webhook import CallSignal
from live.desk.askers.adding import add as add_more
from live.desk.askers.withdrawing import withdraw
from live.desk.author_changes import author_changed
from live.desk.calls import signal
from live.desk.close import wrap_slice
from live.desk.receive import receive_group
from live.domain import broadcast as broadcast_rules
from live.domain import call as call_rules
from live.domain import question as rules
from live.domain import reply as reply_rules
from live.domain import ticket as ticket_rules
from live.domain.people import By
from live.domain.submission import Author
from live.protocol.links import LINKS
from live.store.centre import departments, lists
from live.store.followup import outbox
from live.store.ids import question_id
from live.store.show import links
from live.store.tables import call, message, question
from live.views.questions.suggestions import Guessing
from live.workers.classify import read_some
from live.workers.escalate import find, tell
from live.workers.invented.rehearsal import Rehearsals
from live.workers.recalculate_deadlines import recompute_slice
from tests.support.rooms import Show, Tickets
from tests.views.beyond import TEXTS, Beyond
from tests.views.onlookers import DEPARTMENTS

REFUSALS = {"illegal", "conflict", "closed", "invalid"}

AUTHORS = (None, Author("Анна", "vk:1"), Author("Пётр", "tel:+7"), Author("Гость"))

ACTS = {
    "look": 3,
    "hear": 12,
    "quiet": 1,
    "receive": 4,
    "author": 2,
    "asker": 2,
    "add": 1,
    "shortlist": 5,
    "take": 3,
    "answer": 2,
    "move": 8,
    "order": 4,
    "ticket": 2,
    "bulk": 1,
    "graphic": 1,
    "message": 2,
    "poll": 4,
    "prompter": 2,
    "link": 2,
    "call": 4,
    "exchange": 1,
    "broadcast": 1,
    "undo": 4,
    "follow_up": 5,
    "escalate": 2,
    "reply": 4,
    "slice": 1,
    "classify": 2,
    "stack": 3,
    "unstack": 1,
    "rehearse": 2,
    "lists": 1,
    "rename": 1,
    "reckon": 2,
    "matter": 4,
    "approve": 4,
    "parts": 5,
    "mention": 2,
    "duty": 2,
    "news": 2,
    "gather": 3,
}
"""What can be done, and how often."""

which = st.integers(0, 1000)
"""Which one of those that are there, counted round."""
acts = st.tuples(st.sampled_from([name for name, weight in ACTS.items() for _ in range(weight)]), which, which)


FOLLOW_UP = [
    verb
    for verb, move in ticket_rules.TRANSITIONS.items()
    if move.roles and verb != "pass_on" and verb not in ticket_rules.ON_WHAT_WAITS
]
"""What the staff may do with any ticket of the right state; passing an answer on needs somebody who joined late."""


class Law(Beyond):
    """A stale snapshot and the frames after it, in whatever portions, equal a fresh snapshot once the log is quiet."""

    @initialize(air=st.booleans(), arrivals=st.integers(0, 9))
    def begin(self, air: bool, arrivals: int) -> None:
        standing = Show(self.store, broadcast_rules.Kind.STANDING)
        self.show = Show(self.store, standing_id=standing.id, head_sees_contacts=air)
        self.channel = self.show.channel()
        self.tickets = Tickets(self.store)
        self.one_department_has_approval()
        self.show.do("broadcast.open")
        if air:
            self.show.do("broadcast.air")
        self.show.receive(*["Нет света"] * arrivals)

    # Doing

    @rule(some=st.lists(acts, min_size=2, max_size=12))
    def act(self, some: list[tuple[str, int, int]]) -> None:
        for name, n, m in some:
            getattr(self, f"_{name}")(n, m)

    def _receive(self, n: int, m: int) -> None:
        group = []
        for place in range(1 + n % 4):
            k = n // 4 + place
            external = f"m-{(m + place) % 7}" if k % 2 else None
            author = AUTHORS[k % len(AUTHORS)]
            text = TEXTS[m % len(TEXTS)]
            arrival = self.show.arrival(text, author=author, external_id=external, locality="Сосновка")
            joins = timedelta(hours=1) if m % 2 else None
            group.append(replace(arrival, conversation=f"wall:{m % 3}" if m % 3 else None, joins=joins))
        receive_group(self.store, group)

    def _reply(self, n: int, m: int) -> None:
        """Something comes by a network; it is answered; and a worker, or a person, does something to a reply."""
        origin = f"channel:{self.channel}"
        by_network = (question.c.broadcast_id == self.show.id) & (question.c.origin == origin)
        with self.store.read() as connection:
            asked = list(connection.execute(select(question.c.number).where(by_network)).scalars())
            replies = outbox.of_questions(connection, [question_id(self.show.id, number) for number in asked])
        if not asked or m % 4 == 0:
            author = Author(contact=f"vk:{n % 5}")
            receive_group(self.store, [self.show.arrival(TEXTS[n % 4], author=author, source="vk", origin=origin)])
        elif not replies or m % 4 == 1:
            self.command("question.reply", asked[n % len(asked)], text="Починят в мае", final=bool(n % 2))
        else:
            reply, verb = replies[n % len(replies)], [*reply_rules.TRANSITIONS][m % len(reply_rules.TRANSITIONS)]
            if verb in ("again", "arrived", "cancel"):
                self.command(f"reply.{verb}", reply=reply.id)
            else:
                with self.store.write() as tx:
                    outbox.move(tx, reply.id, verb, reason="The network is busy.")

    def _author(self, n: int, m: int) -> None:
        author_changed(self.store, self.show.origin, f"m-{n % 7}", None if m % 3 == 0 else TEXTS[m % len(TEXTS)])

    def _asker(self, n: int, m: int) -> None:
        """Whoever asked adds to it, or takes it back."""
        number = self._one(set(rules.UNAIRED), n)
        if number is not None:
            code, words = self.show.row(number).code, TEXTS[m % len(TEXTS)]
            if m % 3:
                self.attempt(lambda: add_more(self.store, code, words, []))
            else:
                self.attempt(lambda: withdraw(self.store, code))

    def _add(self, n: int, m: int) -> None:
        self.command("question.add", text=TEXTS[n % len(TEXTS)], topic="ЖКХ" if m % 2 else None)

    def _shortlist(self, n: int, m: int) -> None:
        before = self._one({"shortlisted"}, m) if m % 3 == 0 else None
        verb = ("shortlist", "shortlist", "shortlist", "move", "reopen", "return")[m % 6]
        self._verb(verb, n, **({"before": before} if before is not None else {}))

    def _take(self, n: int, m: int) -> None:
        present = self._one({"on_air"}, 0)
        previous = {}
        if present is not None:
            as_ = "answered" if m % 2 else "returned"
            previous = {"previous": {"question": present, "version": self.show.row(present).version, "as": as_}}
        self._verb("take", n, **previous)

    def _answer(self, n: int, m: int) -> None:
        self._verb("answer", n, fully=bool(m % 2), summary="Сделаем")

    def _move(self, n: int, m: int) -> None:
        verb, fields = (
            ("edit", {"air_text": TEXTS[m % len(TEXTS)]}),
            ("classify", {"topic": ("ЖКХ", None, "Дороги")[m % 3], "locality": "Таволжанка"}),
            ("note", {"for": "head" if m % 2 else "presenter", "text": "Проверено"}),
            ("want", {}),
            ("promise", {"promise": "Отремонтируем", "due": "2026-12-01", "department": DEPARTMENTS[0]}),
            ("decline", {"reason": "spam"}),
            ("restore", {}),
            ("merge", {"into": self._one(set(rules.State), m)}),
            ("merge", {"into": self._one({"answered", "ticketed", "merged"}, m)}),
            ("split", {}),
            ("return", {}),
            ("block", {"reason": "Спам"}),
            ("unblock", {"lift": bool(n % 2)}),
        )[m % 13]
        if "into" not in fields or fields["into"] is not None:
            self._verb(verb, n, **fields)

    def _ticket(self, n: int, m: int) -> None:
        self._verb("ticket", n, **({"department": DEPARTMENTS[m % 2]} if m % 3 else {}))

    def _bulk(self, n: int, m: int) -> None:
        found = self._those(set(rules.State))
        chosen = sorted({found[(n + step) % len(found)] for step in range(4)}) if found else []
        do, fields = (
            ("shortlist", {}),
            ("return", {}),
            ("classify", {"topic": "ЖКХ"}),
            ("decline", {"reason": "unclear"}),
            ("restore", {}),
            ("merge", {"into": found[m % len(found)] if found else 0}),
            ("ticket", {}),
            ("unblock", {}),
        )[m % 8]
        rows = [{"question": number, "version": self.show.row(number).version} for number in chosen]
        if rows:
            self.command("questions.bulk", do=f"question.{do}", questions=rows, **fields)

    def _graphic(self, n: int, m: int) -> None:
        self.command("graphic.show" if n % 2 else "graphic.clear")

    def _message(self, n: int, m: int) -> None:
        mine = select(message.c.id).where(message.c.broadcast_id == self.show.id).order_by(message.c.id)
        with self.store.read() as connection:
            found = list(connection.execute(mine).scalars())
        if found and m % 2:
            self.command("presenter.acknowledge", message=found[n % len(found)])
        else:
            self.command("presenter.message", text="Осталось пять минут")

    def _prompter(self, n: int, m: int) -> None:
        view = ({"size": 36 + m % 9}, {"mirror_x": bool(m % 2)}, {"measure": None, "colours": "green"})[m % 3]
        for step in range(1 + n % 4):  # Up to one more than are kept.
            self.command("prompter.adjust", device=f"device{(n + step) % 5:010}", view=view)

    def _link(self, n: int, m: int) -> None:
        with self.store.read() as connection:
            valid = links.of_broadcast(connection, self.show.id, revoked=0)
        for link in valid[: 3 * (m % 2)]:  # One more than are listed.
            self.command("link.revoke", link=link.id)
        for step in range(1 + n % 3):
            self.command("link.add", screen=sorted(LINKS)[(n + step) % len(LINKS)], name="Студия")

    def _call(self, n: int, m: int) -> None:
        verb = ("open", "take", "hand", "hand", "hold", "end", "write", "close", "warn")[m % 9]
        if verb == "open":
            self.attempt(lambda: self.show.do("call.open", number="+78422", name="Пётр"))
            return
        known = sorted(call_rules.TRANSITIONS[verb].states if verb in call_rules.TRANSITIONS else call_rules.State)
        mine = select(call.c.id).where(call.c.broadcast_id == self.show.id, call.c.state.in_(known)).order_by(call.c.id)
        with self.store.read() as connection:
            found = list(connection.execute(mine).scalars())
        if found:
            chosen = found[n % len(found)]
            facts: dict[str, dict[str, Any]] = {
                "hand": {"text": "Вопрос с телефона"},
                "write": {"consent": bool(n % 2), "point": "Вода"},
                "close": {"note": "Дозвонились"},
                "warn": {"text": "Кричит"},
            }
            more = facts.get(verb, {"name": "Павел"})
            self.command(f"{'caller' if verb == 'warn' else 'call'}.{verb}", call=chosen, **more)

    def _exchange(self, n: int, m: int) -> None:
        state = ("ringing", "answered", "held", "ended")[m % 4]
        url = f"https://ats.example/{m}.mp3" if state == "ended" else None
        told = CallSignal(f"c-{n % 3}", state, "+78422000000", recording_url=url)
        signal(self.store, self.show.id, self.show.origin, told)

    def _follow_up(self, n: int, m: int) -> None:
        verbs = (*FOLLOW_UP, "assign", "assign", "start", "note")
        verb = verbs[m % len(verbs)]
        known = ticket_rules.TRANSITIONS
        moves = set(known[verb].states if verb in known else ticket_rules.State)
        found = [row.number for row in self.show.tickets() if row.state in moves]
        facts: dict[str, dict[str, Any]] = {
            "assign": {"department": DEPARTMENTS[n % 2], "owner": "Иванов"},
            "resolve": {"answer": "Сделано"},
            "reply": {"text": "Смотрим"},
            "publish": {"text": "О мосте"},
            "prioritise": {"priority": ticket_rules.PRIORITIES[n % 3]},
            "note": {"text": "Звонили"},
        }
        more = facts.get(verb, {})
        if found and m % 5 == 0 and verb in ("assign", "take", "start", "close"):
            several = sorted({found[(n + step) % len(found)] for step in range(3)})
            self.tickets.bulk(f"ticket.{verb}", *several, **more)
        elif found:
            self.attempt(lambda: self.tickets.do(f"ticket.{verb}", found[n % len(found)], **more))

    def _reckon(self, n: int, m: int) -> None:
        """Other terms, or another calendar; and a slice of the open tickets, or all of them, by what holds now."""
        name, items = (
            ("deadlines", [{"topic": None, "priority": None, "reaction": 60 + n, "resolution": 2000 + m}]),
            ("calendar", [{"opens": f"{7 + n % 3:02}:00", "closes": "16:00"}]),
        )[m % 2]
        with self.store.read() as connection:
            version = lists.read(connection, name).version
        if m % 3:
            save_list(self.store, name, version, items, By("Администратор", "admin"))
        while recompute_slice(self.store) and n % 3:
            pass

    def _escalate(self, n: int, m: int) -> None:
        """What would be told of deadlines some days from now."""
        clock = self.store.clock
        self.store.clock = lambda: clock() + timedelta(hours=n % 100)
        tell(self.store, find(self.store))
        self.store.clock = clock

    def _slice(self, n: int, m: int) -> None:
        wrap_slice(self.store, self.show.id)

    def _classify(self, n: int, m: int) -> None:
        read_some(self.store, Guessing(self.store).now())

    def _rehearse(self, n: int, m: int) -> None:
        verb = ("start", "pace", "send", "send", "stop", "reset")[m % 6]
        if verb == "send":
            Rehearsals(self.store).send_due()
        elif verb != "reset" or n % 3 == 0:
            self.command(f"rehearsal.{verb}")

    def _lists(self, n: int, m: int) -> None:
        name, items = (
            (
                "topics",
                [
                    {"name": "ЖКХ", "words": ["свет"], "department": DEPARTMENTS[n % 2]},
                    {"name": f"Дороги {n % 3}", "words": ["яма"]},
                ],
            ),
            ("localities", [{"name": "Сосновка", "also": []}]),
            ("stresses", [{"name": ("Св+ет", "Вод+а")[n % 2]}]),
        )[m % 3]
        with self.store.read() as connection:
            version = lists.read(connection, name).version
        self.attempt(lambda: save_list(self.store, name, version, items, By("Администратор", "admin")))

    def _rename(self, n: int, m: int) -> None:
        """One department of the list, whose name is now the one and now the other: its tickets and promises follow."""
        by = By("Администратор", "admin")
        with self.store.read() as connection:
            kept = departments.listed(connection)
        if n % 2:
            for name in waiting_names(self.store)[:1]:
                move_some(self.store, name)
        elif not kept:
            self.attempt(lambda: add(self.store, Given(DEPARTMENTS[m % 2]), by))
        else:
            name = DEPARTMENTS[kept[0].name == DEPARTMENTS[0]]
            given = Given(name, approval=True)
            self.attempt(lambda: change(self.store, kept[0].key, kept[0].version, given, by))

    # The end of every story

    def teardown(self) -> None:
        if not hasattr(self, "show"):
            return
        self.wrap_up()
        self.settle()
        self.everything_has_ended()

    def wrap_up(self) -> None:
        """The show ends, with the books in order until then."""
        self.settle()
        self.books_balance()
        self.command("rehearsal.reset")
        while wrap_slice(self.store, self.show.id):  # What is being taken back comes to its end first.
            pass
        self.command("broadcast.wrap")
        while wrap_slice(self.store, self.show.id):
            pass

    def books_balance(self) -> None:
        account = self.show.books()
        assert account.balances, account.wrong
        self.each_has_its_place()

    def everything_has_ended(self) -> None:
        """Nothing is open, whoever was not answered has one ticket, and the log has no hole."""
        account = self.show.books()
        assert account.balances and account.still_open == 0, account
        numbers = [e.seq for e in self.show.events()]
        assert numbers == list(range(1, len(numbers) + 1))
        ticketed = [row.question_id for row in self.show.tickets() if row.kind == "unanswered"]
        assert len(ticketed) == len(set(ticketed)) == account.states.get("ticketed", 0)
