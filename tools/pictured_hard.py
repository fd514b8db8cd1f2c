"""Shows that are hard on a screen: everything as long as it may be; a show that is over."""

from __future__ import annotations

from datetime import datetime, timedelta

from live.domain.people import Actor
from live.domain.submission import Author, Consent
from live.store.transaction import Store
from tests.support.rooms import EVERYBODY, Clock, Show

LONG, OVER = "samaya-dlinnaya", "proshlaya"

NAME = "Константин Христофорович Преображенский-Вознесенский-Младший"
PLACE = "Верхняя Новомихайловская Речица у Красного Камня"
LONGEST = "Почему третью неделю нет воды в домах по Садовой улице? " * 71
"""As long a text as is taken in."""
SPOKEN = Consent("spoken", name_on_air=True)

ROAD = "Можно ли строиться за Школьной? Участки нарезали ещё в позапрошлом году, а света нет. Обещали и дорогу."
PHOTO = {"type": "photo", "url": "https://example.org/1.jpg", "title": "Яма у школы"}
FILES = (
    PHOTO,
    {"type": "photo", "url": "https://example.org/2.jpg"},
    {"type": "audio", "url": "https://example.org/3"},
)


def long(store: Store, clock: Clock, now: datetime, screener: Actor) -> Show:
    """On air; who asks, where and what are of the longest. A caller who rang three times was not answered."""
    clock.now = now - timedelta(minutes=20)
    show = Show(store, slug=LONG, title=f"Прямая линия: {PLACE}", head_name=NAME, starts_at=clock.now)
    show.do("broadcast.open")
    author = Author(NAME, None, "https://vk.com/id1")
    texts = (LONGEST, LONGEST[:300], "Когда отремонтируют мост через реку?", LONGEST[:900])
    for n in range(12):
        clock.pass_(seconds=50)
        show.asked(texts[n % 4], author=author, locality=PLACE, topic="Здравоохранение/Медицина", consent=SPOKEN)
    show.do("broadcast.air")
    for number in range(1, 7):
        show.do("question.shortlist", number)
    show.do("question.take", 5)
    clock.pass_(seconds=150)
    show.do("question.answer", 5, summary="Воду дадут к пятнице.")
    show.do("question.take", 1)
    show.do(
        "question.note",
        1,
        by=EVERYBODY,
        text="Подрядчик выбран, работы начнутся в понедельник.",
        **{"for": "presenter"},
    )
    show.asked(ROAD, author=author, locality=PLACE)
    show.asked("Яма на дороге у школы", author=Author("Нина Т."), attachments=FILES)
    for seconds in (70, 40, 30):
        call = show.do("call.open", by=screener, number="+79000007201")["call"]
        clock.pass_(seconds=seconds)
        show.do("call.end", by=screener, call=call)
    call = show.do("call.open", by=screener, number="+79000007202")["call"]
    show.do("call.take", by=screener, call=call, name=NAME, locality=PLACE, point="Когда вернут вечерний рейс?")
    show.understood()
    clock.now = now
    return show


def over(store: Store, clock: Clock, now: datetime) -> Show:
    """Aired and wrapped: two questions were answered, one was promised to; the others have become tickets."""
    clock.now = now - timedelta(minutes=80)
    show = Show(store, slug=OVER, head_name="Глава района", starts_at=clock.now)
    show.do("broadcast.open")
    for text, place in (
        ("Когда починят фонари на Садовой?", "Сосновка"),
        ("Будет ли весной сквозной автобус до Липовки?", "Липовка"),
        ("Пруд зарос и обмелел, почистят ли его?", "Заречье"),
        ("Почему больница принимает только по записи?", "Ольховка"),
        ("Тест", None),
    ):
        clock.pass_(minutes=2)
        show.asked(text, author=Author("Вера К."), locality=place)
    show.do("question.decline", 5, reason="off_topic")
    show.do("broadcast.air")
    for number in (1, 2):
        show.do("question.shortlist", number)
        show.do("question.take", number)
        clock.pass_(minutes=9)
        if number == 1:
            show.do(
                "question.promise", 1, promise="Починить фонари на Садовой", due="2026-12-10", department="Отдел ЖКХ"
            )
        show.do("question.answer", number, summary="Починят до 10 декабря." if number == 1 else "Да, с апреля.")
    show.understood()
    clock.now = now - timedelta(minutes=12)
    show.wrapped()
    clock.now = now
    return show
