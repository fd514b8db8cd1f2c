"""A chat is told, with the word that a question came, of the likest one that was asked before; «+» joins it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from live.domain.followup import notice as domain
from live.domain.followup.notice import Kind
from live.domain.question import ANSWERED, ON_AIR, SHORTLISTED
from live.domain.templates import named
from live.language.default_notices import TEXTS
from live.store.followup import notices
from live.store.followup.notices import Key
from live.store.transaction import Store
from live.views.questions.already_asked import AskedBefore, asked_before

FEW = 20
"""Arrivals told at once beyond which nothing is looked for: in a flood a word that comes soon is worth more."""

LONGEST = 200
"""Characters of a question's text that are told."""

_STANDS = {
    SHORTLISTED.value: "Он отобран для эфира.",
    ON_AIR.value: "Он сейчас в эфире.",
    ANSWERED.value: "На него ответили в эфире.",
}


def likest(store: Store, keys: Sequence[Key]) -> Mapping[int, AskedBefore]:
    """By the id of each question that has just come, the likest of its broadcast, where there is one.

    It is looked for before anything is written, so that nobody waits for it.
    """
    arrived = [key for key in keys if key[1] is Kind.ARRIVED]
    if not arrived or len(arrived) > FEW:
        return {}
    with store.read() as connection:
        template = notices.rules(connection).texts.get(Kind.ARRIVED) or TEXTS[Kind.ARRIVED]
        rows = notices.waiting(connection, arrived)
    if domain.ALIKE not in named(template):
        return {}
    found = {row.id: asked_before(store, row.slug, row.text) for row in rows}
    return {id_: before[0] for id_, before in found.items() if before}


def words(before: AskedBefore, zone: str) -> str:
    """In a few sentences what was asked, what has become of it, and how it is joined."""
    text = before.text if len(before.text) <= LONGEST else f"{before.text[:LONGEST].rstrip()}…"
    if before.answer:
        stands = f"Ответ: {before.answer}"
    elif before.due is not None:
        stands = f"Ответят до {before.due.astimezone(ZoneInfo(zone)):%d.%m.%Y}."
    else:
        stands = _STANDS.get(before.state, "Он передан в работу.")
    return f"Об этом уже спрашивали: «{text}» {stands} Это и ваш вопрос? Ответьте «+», и ответ придёт вам тоже."
