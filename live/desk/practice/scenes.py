"""What a practice begins with: the questions and calls that its tasks name by their numbers (static/practice).

Each contact is invented and this practice's alone, of a code that no telephone has: nobody sees another's caller.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from live.desk import caller
from live.desk.calls import ring
from live.desk.moderate import rank_at
from live.desk.questions import store
from live.desk.run import move_broadcast
from live.domain import question as rules
from live.domain.order.place import LAST
from live.domain.people import By, Role
from live.domain.submission import Author, Consent, Submission
from live.store.rows import Row
from live.store.show import calls, questions
from live.store.show.practices import ORIGIN
from live.store.transaction import Transaction

BY = By("Тренировка", Role.PRODUCER.value)

Asked = tuple[str, str, str, str | None]
"""A source, a name, a text, and a place."""

TO_MODERATE: Sequence[Asked] = (
    ("vk", "Пётр Лужин", "Колодец в Сосновке высох ещё весной. Кто его почистит?", "Сосновка"),
    ("vk", "Анна Седова", "Когда откроют после ремонта библиотеку на Садовой улице?", None),
    ("form", "Олег Рощин", "Спортивный зал в школе закрыт вторую зиму. Где заниматься детям?", None),
    ("ok", "Нина Белова", "Когда отремонтируют мост через реку в Каменке? Скорая едет в объезд.", "Каменка"),
    ("vk", "Игорь Ключев", "Автобус до Берёзовки перестал ходить по выходным. Вернут ли рейс?", "Берёзовка"),
    ("form", "Мария Полевая", "Сколько мест будет в новом детском саду на Луговой улице?", None),
    ("ok", "Вера Озерова", "здраствуйте у нас нет света на улице речной уже неделю когда починят фонари", None),
    ("vk", "Юрий Бродов", "Мост в Каменке отремонтируют когда-нибудь? Скорая едет в объезд!", "Каменка"),
    ("vk", "Скидки рядом", "Окна и двери со скидкой, звоните прямо сейчас!", None),
    ("form", "Софья Лесная", "Когда в Сосновке построят фельдшерский пункт?", "Сосновка"),
)
"""By number, from 1 on."""

TO_AIR: Sequence[Asked] = (
    ("vk", "Нина Белова", "Когда отремонтируют мост через реку в Каменке?", "Каменка"),
    ("form", "Софья Лесная", "Когда в Сосновке построят фельдшерский пункт?", "Сосновка"),
    ("ok", "Игорь Ключев", "Вернут ли автобус до Берёзовки по выходным?", "Берёзовка"),
    ("form", "Мария Полевая", "Сколько мест будет в новом детском саду?", None),
)

MISSED, RINGING = 1, 2
"""Calls that nobody took, and calls that ring."""


def _receive(tx: Transaction, row: Row[Any], asked: Sequence[Asked]) -> list[int]:
    new = []
    for n, (source, name, text, place) in enumerate(asked):
        who = f"practice-{row.id}-{n}"
        author = Author(name, f"mailto:{who}@example.org" if source == "form" else f"{source}:{who}")
        consent = Consent(ORIGIN, name_on_air=True)
        new.append(questions.New(row, Submission(text, source, author, place, consent=consent), ORIGIN))
    return [number for number, _ in questions.add(tx, new, "question.received")]


def to_moderate(tx: Transaction, row: Row[Any]) -> None:
    """Questions that nobody has read yet."""
    _receive(tx, row, TO_MODERATE)


def to_produce(tx: Transaction, row: Row[Any]) -> None:
    """A show on air, and a list for it."""
    for number in _receive(tx, row, TO_AIR):
        asked = questions.to_domain(questions.get(tx.connection, row.id, number))
        listed = rules.ranked(rules.transition(asked, "shortlist"), rank_at(tx, row, LAST, number))
        store(tx, row, asked, listed, BY)
    move_broadcast(tx, row, "air", BY)


def to_screen(tx: Transaction, row: Row[Any]) -> None:
    """A call that nobody took, and calls that ring."""
    for n in range(MISSED + RINGING):
        contact = f"tel:+7000{row.id % 100_000:05d}{n:02d}"
        call = ring(tx, row, contact, None, origin=ORIGIN, external_id=f"{row.id}-{n}")
        if n < MISSED:
            caller.change(tx, row, calls.to_domain(calls.get(tx.connection, row.id, call)), "hang_up", None)


SCENES: dict[Role, Callable[[Transaction, Row[Any]], None]] = {
    Role.MODERATOR: to_moderate,
    Role.PRODUCER: to_produce,
    Role.SCREENER: to_screen,
}
