"""Telling whoever answers for an official page that nothing was posted there for long."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from live.domain.followup.news import Kind
from live.domain.official_pages.score import of_item
from live.store.centre import lists
from live.store.centre.settings import centre_zone
from live.store.centre.watch import night
from live.store.followup import news
from live.store.ids import TICKETS_LOG
from live.store.official_pages import posts
from live.store.transaction import Store, Transaction


def tell_of_silence(store: Store) -> None:
    """Once when the days that the centre sets are over, and again after as many more; nothing is written otherwise."""
    with store.read() as connection:
        days = timedelta(of_item(lists.read(connection, "page_scores").items[0]).silent)
        now = store.clock()
        if not posts.silent(connection, now - days, now - days):
            return
    with store.write() as tx:
        tx.lock(TICKETS_LOG)
        _tell(tx, days)


def _tell(tx: Transaction, days: timedelta) -> None:
    people = news.colleagues(tx.connection)
    choices = news.choices(tx.connection, list(people))
    hours, zone = night(tx.connection), ZoneInfo(centre_zone(tx.connection))
    told = []
    for page in posts.silent(tx.connection, tx.now - days, tx.now - days):
        posts.told(tx, page.id)
        if page.account_id not in people:
            continue
        choice = choices[page.account_id]
        due_at = choice.due(tx.now, hours, zone) if Kind.PAGE_SILENT in choice.kinds else None
        nothing = dict.fromkeys(("department", "instead_of", "ticket_id", "question_id", "by_name"))
        about = {"page_id": page.id, "kind": Kind.PAGE_SILENT.value, "account_id": page.account_id}
        told.append({**nothing, **about, "at": tx.now, "due_at": due_at})
    news.tell_counts(tx, news.add(tx, told))
