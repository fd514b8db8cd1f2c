"""What a flood is put into is the same as if its questions had come one by one, each placed before the next came."""

from __future__ import annotations

import random

import pytest

from live.admin.audit import AuditQueue
from live.desk.intake.queue import Intake
from live.feed.pubsub import NoLink
from live.runtime.measured import share
from live.store.leases import Leases
from live.store.transaction import Store
from live.views.questions import likest
from live.views.questions.suggestions import Guessing
from live.workers.language import clusters, stacking
from live.workers.means import Means
from tests.support.gathering import gathered, placed
from tests.support.rooms import Show, store

__all__ = ["store"]

STREETS = ("Садовой", "Лесной", "Новой")
MATTERS = (
    "третий месяц во дворе не горит ни один фонарь, дети возвращаются из школы в темноте",
    "третий месяц во дворе не горит ни один фонарь, дети возвращаются из школы в полной темноте",
    "после ремонта теплотрассы дорогу так и не восстановили, осталась глубокая яма",
    "воду отключают каждую неделю без предупреждения, в управляющей компании не берут трубку",
)
PLACES = ("Липовка", "Сосновка", None)


def asked(draw: random.Random) -> tuple[str, str | None]:
    """A text with a house, with a street alone, or with neither, and the place that its asker named."""
    street, matter = draw.choice(STREETS), draw.choice(MATTERS)
    where = draw.choice((f"На улице {street}, дом {draw.randint(1, 3)} ", f"На улице {street} ", ""))
    return f"{where}{matter}", draw.choice(PLACES)


@pytest.mark.parametrize("seed", [1, 2])
def test_stacks_of_a_flood_are_those_of_the_same_questions_one_by_one(
    store: Store, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stacking, "AT_ONCE", 7)
    monkeypatch.setattr(likest, "OF_ONE_HOUSE", 4)
    monkeypatch.setattr(likest, "HOLDING", 5)
    draw = random.Random(seed)
    texts = [asked(draw) for _ in range(40)]
    flood, slow = Show(store).on_air(), Show(store).on_air()
    for text, place in texts:
        flood.asked(text, locality=place)
    flood.stacked()
    for text, place in texts:
        slow.asked(text, locality=place)
        slow.stacked()
    stacks = [[show.row(number).stack for number in range(1, 41)] for show in (flood, slow)]
    assert stacks[0] == stacks[1]
    assert len({one for one in stacks[0] if one}) > 5


def test_the_share_of_the_work_is_bounded_once_something_is_handed_in_or_the_loop_is_late(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(share, "QUIET", 3600.0)
    show, intake = Show(store).on_air(), Intake(store)
    means = Means(store, intake, Leases(store), Guessing(store), None, NoLink(), AuditQueue(store))
    means.loop.last = share.LATE
    assert means.share.is_busy()
    means.loop.last = 0.0
    assert not means.share.is_busy()
    intake.start()
    intake.receive_one(show.arrival())
    intake.worker.stop()
    assert means.share.is_busy()


def test_clusters_of_a_flood_are_those_of_the_same_questions_one_by_one(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clusters, "SLICE", 7)
    monkeypatch.setattr(clusters, "BLOCK", 20)
    draw = random.Random(5)
    texts = [asked(draw)[0] for _ in range(40)]
    flood, slow = Show(store).on_air(), Show(store).on_air()
    flood.receive(*texts)
    gathered(flood)
    for text in texts:
        slow.asked(text)
        gathered(slow)
    assert placed(flood) == placed(slow)
    assert len(set(placed(flood).values())) > 1
