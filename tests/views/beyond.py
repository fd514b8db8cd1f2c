"""What the law's broadcast shares with others: the centre's situations and duty, posts found beyond its own pages."""

from __future__ import annotations

import uuid
from contextlib import suppress
from datetime import timedelta
from typing import Any

from live.admin.departments import Given, add
from live.admin.shifts.roster import Planned, add_shift, remove_shift
from live.desk.polls import steering
from live.desk.polls.casting import Vote, cast_group
from live.domain import question as rules
from live.domain.events import Event
from live.domain.listening.mention import Mention
from live.domain.people import Actor, By, Role
from live.domain.refused import Refused
from live.domain.submission import Author
from live.followup.news import see
from live.store.centre import access, departments, shifts
from live.store.commands import BUS
from live.store.followup import matters, parts
from live.store.leases import Leases
from live.store.polls import polls
from live.store.show import mentions
from live.views.news import own_news
from live.workers.followup.matters import Matters
from live.workers.followup.news import News
from live.workers.followup.shifts import tell_who_is_on_duty
from live.workers.language.clusters import Memory, place_slice, tell
from tests.support.rooms import EVERYBODY, Tickets
from tests.views.doing import Doing
from tests.views.onlookers import DEPARTMENTS

BY = By("Ольга", "admin")
TEXTS = ("Нет воды", "Когда придёт автобус?", "Яма на дороге", "Дом 5, подъезд 2")


class Beyond(Doing):
    channel: int
    tickets: Tickets

    def _gather(self, n: int, m: int) -> None:
        """What was read is put into clusters, and what is asked now is told."""
        memories: dict[int, Memory] = {}
        while place_slice(self.store, self.show.id, memories) and m % 2:
            pass
        tell(self.store, self.show.id, memories, self.show.head)

    def _poll(self, n: int, m: int) -> None:
        """One is opened; or to one of those that are there something is done, votes among it."""
        with self.store.read() as connection:
            found = [row.id for row in polls.newest(connection, self.show.id, 20)]
        if not found or m % 9 == 0:
            asked: dict[str, Any] = {"question": "Что важнее?", "options": ["Дороги", "Школы", "Вода"]}
            self.attempt(lambda: self.show.do("poll.open", many=n % 3 == 0, **asked))
            return
        verbs = ("show", "hide", "close", "count", "withdraw", "vote", "vote", "look")
        number, verb = found[n % len(found)], verbs[m % len(verbs)]
        if verb == "vote":
            vote = Vote(("form", "vk")[n % 2], f"{m % 5}", tuple({1 + n % 3, 1 + m % 2}))
            cast_group(self.store, self.show.id, number, [vote])
        elif verb == "look":
            steering.look(self.store, self.show.id, number)
        else:
            more = {"count": {"option": 1 + n % 2, "votes": m}, "withdraw": {"option": 1 + n % 3}}
            self.command(f"poll.{verb}", poll=number, **more.get(verb, {}))

    def _matter(self, n: int, m: int) -> None:
        """Situations come, grow, shrink, are told of and end; the background looks after who was merged."""
        found = self._those(set(rules.State))
        chosen = [found[n % len(found)]] if found else []
        with self.store.read() as connection:
            there = [(row.id, row.version) for row in matters.newest(connection, 4)]
        matter, version = there[m % len(there)] if there else (1, 1)
        seen = {"matter": matter, "version": version}
        verb, fields = (
            ("open", {"title": "Нет воды", "questions": chosen}),
            ("open", {"title": "Яма", "questions": chosen, "text": "Чиним."}),
            ("join", {"matter": matter, "questions": chosen}),
            ("join", {"matter": matter, "questions": chosen}),
            ("join", {"matter": matter, "matters": [there[n % len(there)][0]] if there else []}),
            ("part", {"matter": matter, "questions": chosen}),
            ("tell", {**seen, "text": "Копаем."}),
            ("edit", {**seen, "title": "Прорыв"}),
            ("close", {**seen, "text": "Починили."}),
            ("", {}),
        )[n % 10 if there else n % 2]
        if verb:
            self.command(f"matter.{verb}", **fields)
        else:
            Matters(self.store).tick()

    def one_department_has_approval(self) -> None:
        """The final answers of its executors wait for a coordinator."""
        with self.store.read() as connection:
            kept = departments.listed(connection)
        if not kept:
            add(self.store, Given(DEPARTMENTS[0], approval=True), BY)

    def _approve(self, n: int, m: int) -> None:
        """An executor's answer waits, and a coordinator, or its author, decides on it now or later."""
        at_work = [row.number for row in self.show.tickets() if row.state in ("open", "assigned", "in_progress")]
        if not at_work:
            return
        number = at_work[n % len(at_work)]
        if self.tickets.row(number).approval_due is None:
            self.attempt(lambda: self.tickets.do("ticket.assign", number, department=DEPARTMENTS[0]))
            if self.tickets.row(number).department is None:
                return  # It was refused: the wrap is being taken back. No department, nobody who sees it.
            self.attempt(lambda: self.tickets.do("ticket.resolve", number, by=self._writer(number), answer="В мае"))
        verb, fields = (
            ("approve", {}),
            ("correct", {"text": "Починим в мае"}),
            ("return_answer", {"note": "Назовите день"}),
            ("withdraw_answer", {}),
            ("take", {}),
            ("hold", {}),
        )[m % 6]
        by = self._writer(number) if verb == "withdraw_answer" else EVERYBODY
        if m % 7:
            self.attempt(lambda: self.tickets.do(f"ticket.{verb}", number, by=by, **fields))

    def _parts(self, n: int, m: int) -> None:
        """Other departments are asked for parts of an answer, give, correct or decline them, and are asked no more."""
        numbers = [row.number for row in self.show.tickets()]
        if not numbers:
            return
        number = numbers[n % len(numbers)]
        with self.store.read() as connection:
            asked = parts.of_tickets(connection, [self.tickets.row(number).id])
        standing = [row for row in asked if row.state in ("asked", "given")]
        if not standing or m % 3 == 0:
            of = (*DEPARTMENTS, "Лес")[n % 3]
            self.attempt(lambda: self.tickets.do("ticket.ask_part", number, department=of, text="Что у вас?"))
            return
        row = standing[m % len(standing)]
        verb, fields = (
            ("give_part", {"text": TEXTS[m % len(TEXTS)]}),
            ("drop_part", {}),
            ("give_part", {"text": "Починим в мае"}),
            ("decline_part", {"reason": "Не наше"}),
        )[m % 4]
        theirs = Actor("Вера", frozenset({Role.EXECUTOR}), "key:2", row.department)
        by, seen = EVERYBODY if verb == "drop_part" else theirs, {"part": row.id, "version": row.version}
        self.attempt(lambda: self.tickets.do(f"ticket.{verb}", number, by=by, **seen, **fields))

    def _writer(self, number: str) -> Actor:
        """An executor of the ticket's department."""
        return Actor("Игорь", frozenset({Role.EXECUTOR}), "key:1", self.tickets.row(number).department)

    def _duty(self, n: int, m: int) -> None:
        """Shifts are planned, taken, handed over, confirmed and removed; the clock is looked at."""
        person, now = self._on_duty(), self.store.clock()
        with self.store.read() as connection:
            there = [row.id for row in shifts.around(connection, now)]
        chosen = there[m % len(there)] if there else 1
        verb = ("plan", "look", "take", "take", "hand_over", "confirm", "remove")[n % 7 if there else n % 2]
        if verb == "look":
            tell_who_is_on_duty(self.store)
        elif verb == "plan":
            begins = now + timedelta(minutes=m % 120 - 60)
            add_shift(self.store, begins, begins + timedelta(hours=2), Planned(None, ["ЖКХ"] if m % 2 else []), BY)
        elif verb == "remove":
            with suppress(Refused):
                remove_shift(self.store, chosen, BY)
        else:
            note = {"note": "Ждём водоканал"} if verb == "hand_over" else {}
            body = {"id": str(uuid.uuid4()), "type": f"shift.{verb}", "shift": chosen, **note}
            with suppress(Refused):
                BUS.perform(self.store, self.show.slug, body, Actor("Ирина", frozenset(Role), f"user:{person}"))

    def _on_duty(self) -> int:
        with self.store.write() as tx:
            known = access.account_by_login(tx.connection, "irina")
            return known.id if known else access.add_account(tx, "irina", "Ирина", "-", ["moderator"])

    def _news(self, n: int, m: int) -> None:
        """Somebody of a department hears of its tickets, and has seen some of it."""
        with self.store.write() as tx:
            known = access.account_by_login(tx.connection, f"works-{n % 2}")
            home = ("ЖКХ", "Дороги")[n % 2]
            person = known.id if known else access.add_account(tx, f"works-{n % 2}", "Пётр", "-", ["executor"], 0, home)
        if m % 3:
            News(self.store, Leases(self.store), "").tick()
        else:
            see(self.store, person, max(0, own_news(self.store, person).up_to - m % 2))

    def _mention(self, n: int, m: int) -> None:
        """Posts of others are found, or one of them is taken, hidden, or back again."""
        with self.store.write() as tx:
            tx.lock(self.show.id)
            waiting = [row.id for row in mentions.listed(tx.connection, self.show.id, 10)]
            if not waiting or m % 3 == 0:
                post = Mention(f"wall:-77_{n % 9}", TEXTS[m % len(TEXTS)], None, Author("Анна", f"vk:{n % 5}"))
                mentions.add(tx, self.show.id, self.channel, [mentions.Found(post, hidden=m % 7 == 0)])
                tx.append(self.show.id, [Event("mentions.changed")], None)
                return
        verb = ("take", "hide", "hide_author", "restore")[m % 4]
        self.command(f"mention.{verb}", mention=waiting[n % len(waiting)])
