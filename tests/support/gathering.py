"""Questions of a broadcast put into clusters, as the worker does it, and what its screens are shown of that."""

from __future__ import annotations

from sqlalchemy import select

from live.protocol.cluster_views import ClustersView
from live.store.ids import NUMBERS
from live.store.tables import cluster_question
from live.views.questions.clusters import clusters_view
from live.workers.language.clusters import Memory, place_slice, tell
from tests.support.rooms import Show

WATER = ("Когда дадут горячую воду?", "Третий день нет горячей воды", "Горячую воду отключили без предупреждения")
BUS = ("Почему отменили вечерний автобус?", "Вечерний автобус опять не пришёл", "Верните вечерний автобус в посёлок")
FOUNTAIN = ("Когда откроют новый фонтан?", "Новый фонтан опять закрыт", "Новый фонтан шумит по ночам")
"""Of which the topics that ship know nothing."""

ROAD = ("Яма на дороге у школы", "Дорога у школы вся в ямах", "Засыпьте яму на школьной дороге у моста")


def gathered(show: Show, memories: dict[int, Memory] | None = None) -> ClustersView:
    """What screens show once all that has come is read, placed and told; what was learned stays in `memories`."""
    show.understood()
    learned = {} if memories is None else memories
    while place_slice(show.store, show.id, learned):
        pass
    tell(show.store, show.id, learned, show.head)
    return shown(show)


def shown(show: Show) -> ClustersView:
    with show.store.read() as connection:
        return clusters_view(connection, show.id)


def placed(show: Show) -> dict[int, int | None]:
    """By the number of each question that was placed, that of its cluster."""
    mine = select(cluster_question).where(cluster_question.c.broadcast_id == show.id)
    with show.store.read() as connection:
        rows = connection.execute(mine.order_by(cluster_question.c.position)).all()
    return {row.question_id % NUMBERS: row.cluster_id % NUMBERS if row.cluster_id else None for row in rows}


def counts(show: Show) -> list[tuple[int, int, int]]:
    """The number of each cluster that is shown, how many ask, and how many of them wait."""
    return [(one["cluster"], one["asked"], one["open"]) for one in shown(show)["listed"]]


def names(show: Show) -> dict[int, str]:
    return {one["cluster"]: one["name"] for one in shown(show)["listed"]}
