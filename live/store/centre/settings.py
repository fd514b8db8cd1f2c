"""What the centre is called, the zone of its clock, and what it says to residents: rows of `meta`."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, insert, select, update

from live.domain.broadcast import ZONE
from live.store.tables import meta
from live.store.transaction import Transaction

ROWS = {
    "centre": "name",
    "zone": "zone",
    "phone": "phone",
    "policy": "policy",
    "sites": "sites",
    "ask": "ask_limit",
    "address": "address",
    "open": "open_figures",
    "open_pages": "open_page_scores",
}
"""By its row in `meta`, what it is of the centre."""

_VALUES = select(meta.c.name, meta.c.value).where(meta.c.name.in_(ROWS))
_SET = update(meta).where(meta.c.name == bindparam("what"))


@dataclass(frozen=True, slots=True)
class Centre:
    """Everything but `zone` is empty where nobody has said it.

    `policy`: the page that tells how personal data are kept; `sites`: those whose pages may hold the residents' form,
    with spaces between; `ask_limit`: how often one address may send it, such as "6 per minute; 60 per hour";
    `address`: how residents and the crew reach this installation, such as "https://live.example";
    `open_figures`, `open_page_scores`: "yes" where everybody may read the centre's figures, and how pages are kept.
    """

    name: str = ""
    zone: str = ZONE
    phone: str = ""
    policy: str = ""
    sites: str = ""
    ask_limit: str = ""
    address: str = ""
    open_figures: str = ""
    open_page_scores: str = ""


def centre(connection: Connection) -> Centre:
    return Centre(**{ROWS[row.name]: row.value for row in connection.execute(_VALUES)})


def centre_zone(connection: Connection) -> str:
    """The zone of the centre's clock, whose midnight ends its day."""
    return centre(connection).zone


def reached_at(connection: Connection, started: str) -> str:
    """How this installation is reached: what the server was started with, else what the administration says."""
    return started or centre(connection).address


def save(tx: Transaction, now: Centre) -> None:
    for row, name in ROWS.items():
        _keep(tx, row, getattr(now, name))


def was_tried(connection: Connection) -> bool:
    """Whether a trial question has gone to a prompter here."""
    return connection.execute(select(meta.c.value).where(meta.c.name == "tried")).first() is not None


def remember_trial(tx: Transaction) -> None:
    _keep(tx, "tried", tx.now.isoformat())


def _keep(tx: Transaction, what: str, value: str) -> None:
    if not tx.connection.execute(_SET.values(value=value), {"what": what}).rowcount:
        tx.connection.execute(insert(meta).values(name=what, value=value))
