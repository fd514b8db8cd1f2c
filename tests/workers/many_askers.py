"""What follows for many who ask, where the row of one of them is broken."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select

from live.admin.residents.notices import Chosen, save_notices
from live.domain.people import By
from live.store.followup import matters
from live.store.ids import question_id
from live.store.tables import notice
from tests.support.rooms import Show
from tests.workers.site import Site


def others_ask_too(site: Site) -> Callable[[], bool]:
    """Whether the matter behind the broken one is counted anew."""
    show = Show(site.store).on_air()
    roots = [show.asked() for _ in range(2)]
    broken, other = (int(show.do("matter.open", title="Прорыв", questions=[root])["matter"]) for root in roots)
    site.refuse("UPDATE ON matter", f"old.id = {broken}")
    for root in roots:
        show.do("question.merge", show.asked(), into=root)

    def counted() -> bool:
        with site.store.read() as connection:
            return bool(matters.get(connection, other).askers == 2)

    return counted


def two_are_told(site: Site) -> Callable[[], bool]:
    """Whether the one behind the broken one hears that the question has arrived."""
    save_notices(site.store, 0, Chosen(["arrived"], {}, ("", ""), {}, {}), By("Ольга", "admin"))
    show = Show(site.store).on_air()
    vk = show.channel("vk", token="t", group_id="456")
    asked = [
        question_id(show.id, show.asked(origin=f"channel:{vk}", channel_id=vk, external_id=f"message:{n}_1"))
        for n in (71, 72)
    ]
    site.refuse("UPDATE ON notice", f"old.question_id = {asked[0]}")

    def told() -> bool:
        site.pass_(seconds=10)
        with site.store.read() as connection:
            return connection.scalar(select(notice.c.state).where(notice.c.question_id == asked[1])) == "told"

    return told
