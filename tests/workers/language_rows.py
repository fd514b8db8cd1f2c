"""The tasks of language, and how a row of each is broken."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from live.language import reading
from live.language.lemmas import lemmas
from live.store.ids import question_id
from live.store.language import vectors as kept
from live.workers.language import vectors
from tests.support.gathering import WATER, shown
from tests.support.meaning import Here
from tests.support.rooms import Show


def _classify(bench: Any) -> Callable[[], object]:
    """A text that breaks the language work; and a question of which nothing can be stored."""

    def broken(text: str, *more: Any) -> str:
        if text == "Сломанный":
            raise ValueError("this text is broken")
        return lemmas(text, *more)

    bench.monkeypatch.setattr(reading, "lemmas", broken)
    show = Show(bench.store).on_air()
    first, second, third = (show.asked(text) for text in ("Сломанный", "Не записать", "Где автобус?"))
    bench.site.refuse("UPDATE ON question", f"old.id = {show.row(second).id}")
    bench.site.pass_(seconds=60)
    return lambda: show.row(first).lemmas == "" and show.row(third).lemmas


def _stacks(bench: Any) -> Callable[[], object]:
    """A question of which no stack can be written; those beside it are put on theirs."""
    text = "В доме 5 по улице Ленина третий день нет отопления, батареи холодные"
    show = Show(bench.store).on_air()
    first, second, third = (show.asked(text) for _ in range(3))
    show.understood()
    bench.site.refuse("UPDATE ON question", f"old.id = {show.row(second).id}")
    return lambda: show.view(first)["stacked"] == 1 and show.row(third).stack is not None


def _clusters(bench: Any) -> Callable[[], object]:
    """A show of which nothing can be put into clusters; the one behind it shows what it is asked about."""
    broken, behind = Show(bench.store).on_air(), Show(bench.store).on_air()
    bench.site.refuse("INSERT ON cluster_question", f"new.broadcast_id = {broken.id}")
    for show in (broken, behind):
        show.receive(*WATER)
        show.understood()
    return lambda: bool(shown(behind)["listed"]) and not shown(broken)["listed"]


def _vectors(bench: Any) -> Callable[[], object]:
    """A question of which no vector can be written; the one behind it has its own."""
    bench.monkeypatch.setattr(vectors, "Helper", Here)
    show = Show(bench.store).on_air()
    broken, behind = (question_id(show.id, show.asked(text)) for text in ("Нет воды", "Сухие краны"))
    show.understood()
    bench.site.refuse("INSERT ON question_vector", f"new.question_id = {broken}")

    def done() -> bool:
        with bench.store.read() as connection:
            return kept.due(connection, "Проба 1", 10) == [broken] and broken != behind

    return done


LANGUAGE_ROWS: dict[str, Callable[[Any], Callable[[], object]]] = {
    "classify": _classify,
    "stacks": _stacks,
    "clusters": _clusters,
    "vectors": _vectors,
}
