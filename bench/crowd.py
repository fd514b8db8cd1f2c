"""A broadcast that already holds very many questions, read by the language work, put straight into the database."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice

from sqlalchemy import bindparam, select, update

from bench.texts import bodies
from live.domain.submission import Author, Submission
from live.language.lemmas import lemmas
from live.store.backup import analyze
from live.store.database import Database
from live.store.show import broadcasts, questions
from live.store.tables import question
from live.store.transaction import Store

GROUP = 1000
TOPICS = ("ЖКХ", "Дороги", "Благоустройство", "Общественный транспорт", "Здравоохранение", "Образование")
LOCALITIES = ("Сосновка", "Таволжанка", "Липовка", "Ольховка", "Заречье", "Верхняя Речица", "Красный Бор")
SOURCES = ("vk", "vk", "vk", "ok", "max", "telegram", "form", "phone")

_READ = update(question).where(question.c.id == bindparam("row")).values(lemmas=bindparam("found"))


def fill(url: str, secret: str, slug: str, count: int) -> None:
    """`count` questions more in a broadcast; their texts repeat every few hundred, as residents' do."""
    store = Store(Database(url), secret)
    coming = _submissions()
    read: dict[str, str] = {}
    for start in range(0, count, GROUP):
        group = list(islice(coming, min(GROUP, count - start)))
        with store.write() as tx:
            home = tx.lock(broadcasts.get(tx.connection, slug).id)[0]
            questions.add(tx, [questions.New(home, submission, "bench") for submission in group], "question.received")
            added = select(question.c.id, question.c.text, question.c.locality, question.c.topic)
            rows = tx.connection.execute(added.where(question.c.lemmas.is_(None), question.c.broadcast_id == home.id))
            found = []
            for row in rows:
                if row.text not in read:
                    read[row.text] = lemmas(row.text)
                found.append({"row": row.id, "found": f"{read[row.text]} {lemmas(row.locality, row.topic)}".strip()})
            tx.connection.execute(_READ, found)
    with store.write() as tx:
        analyze(tx.connection)
    store.database.close()


def _submissions() -> Iterator[Submission]:
    for mark, body in bodies(1):
        payload = json.loads(body)
        yield Submission(
            payload["text"].split(" [#")[0],
            SOURCES[mark % len(SOURCES)],
            Author(payload["author"]["name"], f"vk:{mark % 5000}"),
            locality=LOCALITIES[mark % len(LOCALITIES)] if mark % 3 else None,
            topic=TOPICS[mark % len(TOPICS)] if mark % 5 else None,
        )
