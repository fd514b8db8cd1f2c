"""A show that the language work tells something of: stacks of one house, what is asked now, danger, a long text."""

from __future__ import annotations

from datetime import datetime, timedelta

from live.domain.submission import Author
from live.store.transaction import Store
from tests.support.gathering import gathered
from tests.support.rooms import Clock, Show

ASKED = "o-chyom-sprashivayut"

LONG = (
    "Здравствуйте, уважаемый глава района! Пишу вам уже третий раз, и всё без толку. На улице Садовой третью неделю "
    "нет воды. Мы звонили в водоканал и оставляли заявку, нам ответили отпиской. Сколько можно терпеть? Когда починят "
    "водопровод на улице Садовой? Очень просим помочь. Заранее спасибо. С уважением, жители улицы Садовой."
)
DANGER = "Сильный запах газа в подъезде дома 12 на Заречной, аварийная не едет"

TEXTS = (
    "В доме 5 по улице Ленина третий день нет отопления, батареи холодные",
    "Почему отменили вечерний автобус до Липовки?",
    "Третий день нет отопления! Улица Ленина, дом 5, батареи холодные",
    "Когда откроют новый фонтан у клуба?",
    "Вечерний автобус опять не пришёл, как добираться с работы?",
    "Улица Ленина, д. 5: батареи холодные, отопления нет третий день",
    "Новый фонтан опять закрыт на ремонт",
    "Верните вечерний автобус в Ключи",
    "Третий день холодные батареи, нет отопления, Ленина 5",
    "Горячую воду отключили без предупреждения",
    "Вечернего автобуса не хватает всем, кто учится в городе",
    "Зачем новый фонтан, если дороги разбиты?",
    "Когда дадут горячую воду?",
    "Вечерний автобус ходит полупустой или не ходит вовсе?",
    "Третий день нет горячей воды",
    "Отопления нет третий день, холодные батареи: Ленина, дом 5",
    DANGER,
    LONG,
)
"""As they come, half a minute apart."""

PLACES = ("Сосновка", "Липовка", "Ключи", None)


def told_apart(store: Store, clock: Clock, now: datetime) -> Show:
    """On air, with everything read, put on stacks and into clusters."""
    clock.now = now - timedelta(seconds=30 * len(TEXTS))
    show = Show(store, slug=ASKED, head_name="Глава района", starts_at=clock.now)
    show.do("broadcast.open")
    show.do("broadcast.air")
    for place, text in enumerate(TEXTS):
        clock.pass_(seconds=30)
        show.asked(text, author=Author(("Нина Т.", "Иван П.", "Вера К.")[place % 3]), locality=PLACES[place % 4])
    show.stacked()
    gathered(show)
    clock.now = now
    return show
