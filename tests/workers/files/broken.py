"""A file that breaks its task, and another one behind it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from live.desk.intake.files import keep_photo
from live.domain.files.attached import FORGOTTEN
from live.store.ids import question_id
from live.store.show import files
from tests.support import pictures
from tests.support.rooms import Show
from tests.workers.site import Site


def others_are_asked_for(site: Site) -> Callable[[], object]:
    """Of the first nothing can be written; where the second stands nobody may go, and it is told so."""
    show = Show(site.store).on_air()
    photo = {"type": "photo", "url": "http://10.0.0.7/1.jpg"}
    numbers = [show.asked(text, attachments=(photo,)) for text in ("Яма", "Столб")]

    def row(number: int) -> Any:
        with site.store.read() as connection:
            return files.of_questions(connection, [question_id(show.id, number)])[0]

    site.refuse("UPDATE ON file", f"old.id = {row(numbers[0]).id}")
    return lambda: row(numbers[1]).state == "refused"


def others_go(site: Site) -> Callable[[], object]:
    """The first one's row stays, whatever is done."""
    first, second = (keep_photo(site.store, site.files, pictures.picture(colour=one)) for one in ("red", "blue"))
    site.pass_(seconds=FORGOTTEN.total_seconds() + 1)
    site.refuse("DELETE ON file", f"old.id = {first.id}")  # Which is a write, and wakes the task.

    def gone() -> bool:
        with site.store.read() as connection:
            return files.find(connection, second.id) is None

    return gone
