"""The tickets of the pictures: of the year's standing line, at every stage of a department's work."""

from __future__ import annotations

from datetime import timedelta

from live.domain import broadcast as broadcast_rules
from live.domain.people import Actor, Role
from live.domain.submission import Author
from live.store.centre import access
from live.store.transaction import Store
from tests.support.rooms import Clock, Show, Tickets

COORDINATOR = Actor("Координатор", frozenset({Role.COORDINATOR}))
UTILITIES, ROADS = "Отдел ЖКХ", "Отдел дорог"

ANSWERED = "Просим проверить качество воды из колонки"

ASKED: tuple[tuple[float, str, str, str, str, str], ...] = (
    (28, "Не закрывается контейнерная площадка, мусор разносит ветром", "Заречье", "ЖКХ", UTILITIES, "high"),
    (26, "Третий день слабый напор воды на верхних этажах", "Сосновка", "ЖКХ", UTILITIES, "normal"),
    (25, "Провалился асфальт над коллектором у почты", "Ольховка", "Дороги", ROADS, "urgent"),
    (22, "Обещали заменить участок теплотрассы до морозов, когда начнут?", "Сосновка", "ЖКХ", UTILITIES, "high"),
    (21, "Не чистят съезд с моста, после дождя колея", "Липовка", "Дороги", ROADS, "normal"),
    (7, "Сорвало лист с крыши нашего дома, управляющая компания не отвечает", "Заречье", "ЖКХ", UTILITIES, "urgent"),
    (6, ANSWERED, "Таволжанка", "ЖКХ", UTILITIES, "normal"),
    (5, "На остановке разбито стекло, осколки на тротуаре", "Ольховка", "Благоустройство", UTILITIES, "normal"),
    (4, "Когда заменят люк напротив дома культуры?", "Красный Бор", "Дороги", ROADS, "normal"),
    (3, "Счёт за отопление пришёл за пустую квартиру", "Сосновка", "ЖКХ", UTILITIES, "normal"),
    (2, "Затопило подвал, насос не справляется", "Сосновка", "ЖКХ", UTILITIES, "urgent"),
)
"""Hours before now, text, place, topic, department, priority."""


def office(store: Store, clock: Clock) -> None:
    """Tickets late, near and in time; held, answered, noted on. The clock ends where it was."""
    now = clock.now
    with store.write() as tx:
        accounts = {
            name: access.add_account(tx, login, name, "-", ["executor"], 0, UTILITIES)
            for login, name in (("igor", "Игорь Н."), ("inna", "Инна С."))
        }
    igor, inna = (
        Actor(name, frozenset({Role.EXECUTOR}), f"user:{number}", UTILITIES) for name, number in accounts.items()
    )
    line = Show(store, broadcast_rules.Kind.STANDING, slug="kruglyy-god")
    numbers: list[str] = []
    for hours, text, village, topic, department, priority in ASKED:
        clock.now = now - timedelta(hours=hours)
        author = Author("Вера К.", f"tel:+7900000{len(numbers):04d}", None)
        asked = line.asked(text, author=author, locality=village, topic=topic, source="form")
        made = line.do("question.ticket", asked, by=Actor("Мария", frozenset({Role.MODERATOR})), priority=priority)
        numbers.append(str(made["ticket"]))
        Tickets(store).do("ticket.assign", numbers[-1], by=COORDINATOR, department=department)
    _work(Tickets(store), clock, numbers, igor, inna)
    line.understood()
    clock.now = now


def _work(work: Tickets, clock: Clock, numbers: list[str], igor: Actor, inna: Actor) -> None:
    work.do("ticket.take", numbers[0], by=igor)
    work.do("ticket.take", numbers[1], by=inna)
    work.do("ticket.hold", numbers[1], by=inna)
    work.do("ticket.take", numbers[3], by=igor)
    work.do("ticket.take", numbers[6], by=inna)
    clock.pass_(minutes=8)
    work.do("ticket.reply", numbers[6], by=inna, text="Лаборант приедет сегодня до обеда.")
    clock.pass_(minutes=12)
    work.do("ticket.resolve", numbers[6], by=inna, answer="Пробы взяты, вода из колонки безопасна. Протокол на сайте.")
    work.do("ticket.take", numbers[9], by=igor)
    work.do("ticket.take", numbers[10], by=igor)
    clock.pass_(minutes=12)
    work.do("ticket.note", numbers[10], by=igor, text="Бригада на месте, второй насос везут со склада.")
