"""Like questions for the tests of stacks, how they stand, and what takes one off its stack."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from live.desk.author_changes import author_changed
from live.domain.people import By
from live.views.questions.listing import Filter, numbers_page
from live.views.screens import SCREENS
from tests.support.rooms import Show

HOUSE = "В доме по улице Ленина, дом 5 третий день нет отопления, батареи холодные, в подъезде темно"
SAME = "Третий день нет отопления, батареи холодные, в подъезде темно! Улица Ленина, д. 5."
ELSEWHERE = "В доме по улице Ленина, дом 7 третий день нет отопления, батареи холодные, в подъезде темно"
OTHER = "Улица Ленина, дом 5: когда поставят скамейку у детской площадки и покрасят качели?"
NO_HOUSE = "Когда наконец отремонтируют разбитую дорогу к районной больнице и поставят освещение?"

BY = By("Ольга", "admin")


def standing(show: Show, *numbers: int) -> list[tuple[bool, int]]:
    """Of each question whether it shares a stack, and how many stand under it."""
    views = [show.view(number) for number in numbers]
    return [(view["stack"] is not None, view["stacked"]) for view in views]


def alike(show: Show, many: int, text: str = HOUSE, **fields: Any) -> list[int]:
    """The numbers of so many like questions on one stack."""
    numbers = [show.asked(text, **fields) for _ in range(many)]
    show.stacked()
    return numbers


def listed(show: Show, **wanted: Any) -> dict[str, Any]:
    with show.store.read() as connection:
        return dict(numbers_page(connection, show.broadcast, SCREENS["desk"], Filter(**wanted)))


LEAVES: dict[str, Callable[[Show, int], object]] = {
    "shortlist": lambda show, number: show.do("question.shortlist", number),
    "decline": lambda show, number: show.do("question.decline", number, reason="spam"),
    "ticket": lambda show, number: show.do("question.ticket", number),
    "merge": lambda show, number: show.do("question.merge", number, into=show.asked("Когда приедет цирк?")),
    "block": lambda show, number: show.do("question.block", number, reason="Спам"),
    "take": lambda show, number: (show.do("question.shortlist", number), show.do("question.take", number)),
    "parted": lambda show, number: show.do("question.unstack", number),
    "edited": lambda show, number: show.do("question.edit", number, air_text=ELSEWHERE),
    "author": lambda show, number: author_changed(show.store, show.origin, f"m-{number}-{show.id}", OTHER),
}
