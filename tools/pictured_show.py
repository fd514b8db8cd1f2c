"""The invented show that the pictures of the documentation are taken of: the same at every run, at a time that stands.

A crew of five has worked on 300 questions for forty minutes; the show is on air. Every text is from the rehearsal's.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from live.admin.lists import save_list
from live.desk.invented import VILLAGES, questions
from live.desk.receive import Arrival, receive_group
from live.domain.people import Actor, By, Role
from live.language.default_topics import TOPICS
from live.store import schema
from live.store.centre import access, channels
from live.store.database import Database
from live.store.transaction import Store
from live.views.queries import Queries
from live.views.questions.suggestions import Guessing
from live.views.screens import SCREENS
from tests.support.rooms import Clock, Show, Tickets
from tests.support.server import SECRET
from tools.pictured_hard import long, over
from tools.pictured_language import told_apart
from tools.pictured_tickets import office

MAIN, EMPTY = "pryamaya-liniya", "sleduyushchaya"
"""The show, and one that nobody has asked anything yet."""

BEGAN = datetime(2026, 11, 26, 9, 2, tzinfo=UTC)
NOW = datetime(2026, 11, 26, 9, 44, 20, tzinfo=UTC)
"""What every clock in the pictures says."""

SEED, EARLY, MIDDLE, LATE, LAST = 7, 60, 160, 68, 12
"""How many questions come in each part of the show."""

MODERATOR = Actor("Мария", frozenset({Role.MODERATOR}))
SECOND = Actor("Олег", frozenset({Role.MODERATOR}))
PRODUCER = Actor("Режиссёр", frozenset({Role.PRODUCER}))
PRESENTER = Actor("Ведущая", frozenset({Role.PRESENTER}))
HEAD = Actor("Глава района", frozenset({Role.HEAD}))
SCREENER = Actor("Ирина", frozenset({Role.SCREENER}))
SCREENERS = (SCREENER, Actor("Павел", frozenset({Role.SCREENER})))
CREW = (MODERATOR, SECOND, PRODUCER, PRESENTER, HEAD, *SCREENERS)
OFFICE = (Actor("Координатор", frozenset({Role.COORDINATOR})), Actor("Администратор", frozenset({Role.ADMIN})))

EDITED = 26
"""The question whose text for air has been edited."""

OPENED = 299
"""The question that is open in the pictures of the desk."""


DEPARTMENTS = {
    "ЖКХ": "Отдел ЖКХ",
    "Дороги": "Отдел дорог",
    "Благоустройство": "Отдел благоустройства",
    "Здравоохранение/Медицина": "Районная больница",
}

CHANNELS: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("vk", "Группа «Сосновский район»", {"heard": "yes"}),
    ("ok", "Группа района в Одноклассниках", {"heard": "yes"}),
    ("max", "Канал приёмной", {"error": "The network cannot be reached."}),
    ("telegram", "Бот прямой линии", {"heard": "yes", "dead": "“message” is missing or no object"}),
    ("phone", "Телефон студии", {}),
    ("form", "Форма на сайте района", {"heard": "yes", "paused": "yes"}),
)
"""Type and name of each channel, and how it does."""

EARLIER = (
    (
        "Когда в Таволжанке построят фельдшерский пункт? Принимают в бывшем клубе.",
        "Таволжанка",
        "Место выбрано, проект заказан.",
        "Провести экспертизу проекта",
        "Районная больница",
        "2026-09-15",
    ),
)
"""What was asked half a year before: the text, where, what was said and promised, who is to do it, by when."""


def token(actor: Actor, slug: str = MAIN) -> str:
    """The key of a person; it is good for every screen of theirs."""
    return hashlib.sha256(f"pictures:{actor.name}:{slug}".encode()).hexdigest()[:32]


def play(database_url: str) -> None:
    """Plays the show into an empty database, and beside it an empty one and those of the hard cases."""
    database = Database(database_url)
    schema.migrate(database)
    store = Store(database, SECRET)
    clock = store.clock = Clock(BEGAN)
    _lists(store)
    _half_a_year_ago(store, clock)
    show = Show(store, slug=MAIN, head_name="Глава района", starts_at=BEGAN + timedelta(minutes=15))
    empty = Show(store, slug=EMPTY, head_name="Глава района", starts_at=BEGAN + timedelta(hours=6))
    for one in (show, empty):
        one.do("broadcast.open")
    coming = questions(SEED)

    def arrive(many: int, until: datetime) -> None:
        pause = (until - clock()) / many
        for submission in islice(coming, many):
            clock.now += pause
            receive_group(store, [Arrival(show.id, show.origin, submission)])

    arrive(EARLY, BEGAN + timedelta(minutes=10))
    show.understood()
    show.do("broadcast.air")
    _begin(show, clock)
    arrive(MIDDLE, BEGAN + timedelta(minutes=30))
    show.understood()
    _doubles(show)
    _decide(show, clock)
    arrive(LATE, NOW - timedelta(seconds=75))
    _go_on(show)
    _telephone(show, clock)
    arrive(LAST, NOW)
    show.understood()
    _office(store, show)
    office(store, clock)
    _channels(store, empty)
    hard = long(store, clock, NOW, screener=SCREENER), over(store, clock, NOW)
    homes = (show, empty, *hard, told_apart(store, clock, NOW))
    with store.write() as tx:
        for home in homes:
            for actor in CREW + OFFICE:
                where = None if Role.ADMIN in actor.roles else home.id  # The centre's pages ask for an admin of all.
                access.add_key(tx, token(actor, home.slug), actor.name, {role.value for role in actor.roles}, where)
    database.close()


def _channels(store: Store, home: Show) -> None:
    """The centre's channels, as the administrator's page shows them."""
    now = NOW
    for type_, title, facts in CHANNELS:
        with store.write() as tx:
            settings = {"secret": "of-the-pictures"} if type_ != "ok" else {}
            channel_id = channels.add(tx, type_, f"pictured-{type_}", home.id, settings, title)
            channels.set_facts(tx, channel_id, last_at=now if facts.get("heard") else None)
            if "error" in facts:
                channels.set_facts(tx, channel_id, error=facts["error"], error_at=now)
            channels.set_facts(tx, channel_id, paused="paused" in facts)
            if "dead" in facts:
                channels.keep_dead(tx, channel_id, facts["dead"], "{}")


def _lists(store: Store) -> None:
    """The district's settlements, and who answers for its commonest topics."""
    by = By("Администратор", "admin")
    save_list(store, "localities", 0, [{"name": village[0]} for village in VILLAGES], by)
    topics = [{"name": name, "words": list(words), "department": DEPARTMENTS.get(name)} for name, words in TOPICS]
    save_list(store, "topics", 0, topics, by)


def _half_a_year_ago(store: Store, clock: Clock) -> None:
    """An earlier broadcast, where the same was asked, answered and promised."""
    clock.now = BEGAN - timedelta(days=182)
    past = Show(store, slug="vesna", head_name="Глава района", starts_at=clock.now).on_air()
    for text, village, said, promise, department, due in EARLIER:
        number = past.asked(text, locality=village)
        past.do("question.shortlist", number, by=MODERATOR)
        past.do("question.take", number, by=PRODUCER)
        past.do("question.promise", number, by=HEAD, promise=promise, department=department, due=due)
        past.do("question.answer", number, by=PRODUCER, summary=said)
    past.understood()
    clock.now = BEGAN


def _begin(show: Show, clock: Clock) -> None:
    """What the crew has done with the first sixty."""
    for double, root in ((32, 17), (11, 8), (10, 2), (16, 14), (19, 15), (51, 6), (56, 22), (57, 40), (25, 4), (27, 4)):
        show.do("question.merge", double, by=SECOND, into=root)
    for number in (17, EDITED, 8, 20, 4, 22, 47, 54, 46, 38):
        clock.pass_(seconds=9)
        show.do("question.shortlist", number, by=MODERATOR if number % 3 else SECOND)
    for number, reason in ((5, "off_topic"), (33, "off_topic"), (9, "abuse"), (28, "off_topic")):
        show.do("question.decline", number, by=MODERATOR, reason=reason)
    edited = "Когда в Таволжанке построят фельдшерский пункт? Фельдшер принимает в бывшем клубе."
    show.do("question.edit", EDITED, by=MODERATOR, air_text=edited)
    note = "Площадка выбрана, ФАП стоит в программе будущего года."
    show.do("question.note", EDITED, by=MODERATOR, text=note, **{"for": "head"})
    show.do("question.note", EDITED, by=MODERATOR, text="Ударение: ТаволжАнка.", **{"for": "presenter"})
    for number, department in ((1, "Отдел ЖКХ"), (30, "Отдел дорог")):
        show.do("question.ticket", number, by=MODERATOR, department=department)


def _doubles(show: Show) -> None:
    """Whoever asks again is merged into the first, where the machine is sure; each third is left for the picture."""
    guessing = Guessing(show.store)
    for number in range(EARLY + 1, show.broadcast.last_number + 1):
        if number % 3 == 0 or show.view(number)["state"] != "new":
            continue
        found = Queries(show.store, guessing).hints(show.slug, SCREENS["desk"], number)["similar"]
        older = [one for one in found if one["score"] > 0.85 and one["number"] < number]
        if older:
            show.do("question.merge", number, by=SECOND, into=older[-1]["number"])


def _decide(show: Show, clock: Clock) -> None:
    """The rest of what was decided; and the first on air."""
    for number in range(EARLY + 1, show.broadcast.last_number + 1):
        view = show.view(number)
        if view["state"] == "new" and view["topic"] is None and number % 2:
            show.do("question.decline", number, by=SECOND, reason="off_topic")
    for number in (67, 83, 95, 122):
        if show.view(number)["state"] == "new":
            show.do("question.shortlist", number, by=SECOND)
    show.do("question.take", 17, by=PRODUCER)
    clock.pass_(seconds=150)
    promise = "Починить фонари на Садовой"
    show.do("question.promise", 17, by=HEAD, promise=promise, due="2026-12-10", department="Отдел ЖКХ")


def _go_on(show: Show) -> None:
    """The first is answered, and the next is on air."""
    show.do("question.answer", 17, by=PRODUCER, fully=True, summary="Фонари починят до 10 декабря")
    show.do("question.take", EDITED, by=PRODUCER)
    show.do("presenter.message", by=PRODUCER, text="Говорите чуть медленнее")


def _telephone(show: Show, clock: Clock) -> None:
    """One call is missed, one is on hold, two are talked to, and one rings though it is banned."""
    first, second = SCREENERS

    def ring(number: int, **known: Any) -> int:
        return int(show.do("call.open", by=first, number=f"+7900000{number:04d}", **known)["call"])

    def take(call: int, by: Actor, **written: Any) -> None:
        clock.pass_(seconds=6)
        show.do("call.take", by=by, call=call, **written)

    troubled = ring(7101)
    take(troubled, second, name="Геннадий Р.", locality="Заречье", point="Ругает соседа")
    show.do("caller.warn", by=second, call=troubled, text="перебивает, не даёт сказать")
    show.do("caller.ban", by=second, call=troubled, text="ругался в прямом эфире")
    show.do("call.end", by=second, call=troubled)
    show.do("call.end", by=first, call=ring(7102))
    wanted = ring(7103)
    take(wanted, first, name="Нина Т.", locality="Ольховка", point="Просит перезвонить после эфира", consent=True)
    show.do("call.end", by=first, call=wanted, call_back=True)
    held = ring(7104)
    take(held, first, name="Людмила Г.", locality="Сосновка", point="Вторую неделю нет воды", consent=True)
    show.do("call.hold", by=first, call=held)
    clock.pass_(seconds=4)
    asked = next(view for n in range(1, EARLY) if (view := show.view(n))["source"] == "phone" and view["author"])
    known = ring(int(asked["author"]["contact"][-4:]))
    text = (
        "Когда вернут вечерний автобус до Липовки? После второй смены домой не уехать, такси стоит половину зарплаты."
    )
    take(known, first, name=asked["author"]["name"], locality="Липовка", point="Вечерний автобус", text=text)
    take(ring(7105), second, name="Рамиль А.", locality="Красный Бор", point="Дорога к школе")
    ring(7101)
    clock.now = max(clock(), NOW - timedelta(seconds=8))


def _office(store: Store, show: Show) -> None:
    """A few tickets of the show, and what has become of the first."""
    for number in (62, 64, 65):
        if show.view(number)["state"] == "new":
            show.do("question.ticket", number, by=MODERATOR, department="Отдел ЖКХ")
    work = Tickets(store)
    first, second, *_ = (row.number for row in show.tickets())
    for ticket in (first, second):
        work.do("ticket.assign", ticket, by=OFFICE[0], department="Отдел дорог")
    work.do("ticket.start", first, by=OFFICE[0])
