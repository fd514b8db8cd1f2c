"""A line between shows with many questions of many days, written as rows: what the figures count, fast."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from live.domain import broadcast as rules
from live.store.bulk import insert_rows
from live.store.ids import question_id
from live.store.show import broadcasts
from live.store.tables import log, question, ticket
from live.store.text import written
from live.store.transaction import Store

AT_ONCE = 2000
TOPICS = [None, "Дороги", "Дворы", "ЖКХ", "Общественный транспорт", *(f"Тема {n}" for n in range(55))]
PLACES = [None, "Сосновка", "Ясная Поляна", *(f"Село {n}" for n in range(300))]
DEPARTMENTS = ["Дорожный отдел", "ЖКХ района", "Транспорт", *(f"Отдел {n}" for n in range(27))]
SOURCES = ["vk", "ok", "telegram", "form", "phone", "mail"]
HOURS = [1, 1, 1, 1, 1, 2, 5, 12, 20, 22, 18, 16, 14, 14, 15, 16, 18, 22, 26, 24, 18, 12, 6, 3]
"""How many write in each hour of a day, by what a district sees."""


def fill(store: Store, slug: str, many: int, days: int, until: datetime, seed: int = 17) -> int:
    """So many questions over so many days up to this moment, a third of them with tickets; the broadcast's id."""
    with store.write() as tx:
        home = broadcasts.add(tx, rules.new(slug, rules.Kind.STANDING), title="Между эфирами")
    last = 0
    made = _rows(home, many, days, until, random.Random(seed))
    while rows := list(islice(made, AT_ONCE)):
        with store.write() as tx:
            questions, tickets = [one for one, _ in rows], [handed for _, handed in rows if handed]
            insert_rows(tx.connection, (question, questions), (ticket, tickets))
            last = questions[-1]["number"]
    with store.write() as tx:
        tx.connection.execute(log.update().where(log.c.id == home).values(last_number=last))
        tx.connection.execute(log.update().where(log.c.id == 1).values(last_number=last))
    return home


def _rows(
    home: int, many: int, days: int, until: datetime, dice: random.Random
) -> Iterator[tuple[dict[str, Any], dict[str, Any] | None]]:
    first = until - timedelta(days)
    for number in range(1, many + 1):
        day = first + timedelta(int((number - 1) * days / many))
        came = day + timedelta(hours=dice.choices(range(24), HOURS)[0], seconds=dice.randrange(3600))
        came = min(came, until)
        reacted, done = (
            came + timedelta(minutes=dice.expovariate(1 / 90)),
            came + timedelta(hours=dice.expovariate(0.1)),
        )
        state = dice.choices(("answered", "declined", "ticketed", "new"), (50, 12, 33, 5))[0]
        state = state if done < until else "new"
        row = {
            **{"id": question_id(home, number), "broadcast_id": home, "number": number, "state": state},
            **{"text": f"Вопрос {number}", "source": dice.choice(SOURCES), "origin": "filled"},
            **{"code": f"{home}-{number}-0", "received_at": written(came), "lemmas": ""},
            "topic": TOPICS[min(int(dice.expovariate(0.15)), len(TOPICS) - 1)],
            "locality": PLACES[min(int(dice.expovariate(0.02)), len(PLACES) - 1)],
            "react_due": written(came + timedelta(hours=2)),
            "resolve_due": written(came + timedelta(hours=8)),
            "reacted_at": written(reacted) if reacted < until and (state != "new" or dice.random() < 0.5) else None,
            "moved_at": written(done if state in ("answered", "declined") else reacted) if state != "new" else None,
            "how": dice.choice(("written", "none")) if state == "answered" else None,
        }
        yield row, _ticket(row, came, reacted, until, dice) if state == "ticketed" else None


def _ticket(
    row: dict[str, Any], came: datetime, reacted: datetime, until: datetime, dice: random.Random
) -> dict[str, Any]:
    department = dice.randrange(len(DEPARTMENTS))
    done = reacted + timedelta(hours=dice.expovariate(0.02))
    resolved = done < until
    return {
        **{"id": row["number"], "number": f"ПЛ-2026-{row['number']:06d}", "question_id": row["id"]},
        **{"kind": "unanswered", "state": "resolved" if resolved else "assigned"},
        **{"department": DEPARTMENTS[department], "owner": f"Исполнитель {department}-{dice.randrange(4)}"},
        **{"created_at": written(reacted), "clock_from": written(came), "reacted_at": written(reacted)},
        "reaction_due": written(came + timedelta(hours=2)),
        "resolution_due": written(came + timedelta(days=2)),
        "resolved_at": written(done) if resolved else None,
        "rating": dice.randint(1, 5) if resolved and dice.random() < 0.2 else None,
    }
