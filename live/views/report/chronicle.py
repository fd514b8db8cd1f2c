"""The chronicle of the air: every turn of a question there, what was answered, and whom that has reached."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from live.domain.followup.notice import Kind
from live.domain.followup.recording import Recording
from live.store.followup import notices
from live.store.followup.notices import Reached
from live.store.show import broadcasts, questions, recordings
from live.store.transaction import Store
from live.views.report.show import Report


@dataclass(frozen=True, slots=True)
class Turn:
    """One stay on air, as it is told to who reads the report.

    `end` is None while it lasts. `offset`: seconds from the start of the air. `said` is what was answered, in the turn
    in which it was (`ends_it`): as it was written for who may write it, else with masks. `fully`: whether nothing was
    left for a ticket. `reached`: of those who asked.
    """

    number: int
    version: int
    start: datetime
    end: datetime | None
    offset: int | None
    seconds: int | None
    link: str | None
    ended: str | None
    ends_it: bool
    again: bool
    said: str | None
    fully: bool
    text: str
    author: str | None
    locality: str | None
    topic: str | None
    askers: int
    reached: Reached


@dataclass(frozen=True, slots=True)
class Chronicle:
    """`version` is the broadcast's; `tells`: whether an answer may be sent afterwards. `recording_starts` is None where
    it begins with the air."""

    slug: str
    title: str
    head: str
    state: str
    version: int
    zone: str
    aired: datetime | None
    at: datetime
    recording: Recording | None
    recording_url: str | None
    recording_starts: datetime | None
    tells: bool
    turns: list[Turn]


def chronicle(store: Store, slug: str, report: Report, plain: bool) -> Chronicle:
    """Of a broadcast whose report this is. `plain`: the answers as they were written, for who may write them."""
    with store.read() as connection:
        home = broadcasts.get(connection, slug)
        numbers = {row["number"] for row in report["timeline"]}
        answers = questions.answers_of(connection, home.id, numbers)
        reached = notices.reached(connection, home.id, numbers)
        tells = notices.rules(connection).tells(Kind.SUMMARY, home.id)
    seen: set[int] = set()
    turns = []
    for row in report["timeline"]:
        number = row["number"]
        if number not in answers:
            continue  # It was removed since the report was made.
        turns.append(_turn(row, answers[number], reached[number], plain, again=number in seen))
        seen.add(number)
    return Chronicle(
        slug=slug,
        title=home.title,
        head=home.head_name,
        state=home.state,
        version=home.version,
        zone=home.zone,
        aired=home.aired_at,
        at=store.clock(),
        recording=recordings.of_broadcast(home),
        recording_url=home.recording_url,
        recording_starts=home.recording_at,
        tells=tells,
        turns=turns,
    )


def _turn(row: dict[str, Any], answer: Any, reached: Reached, plain: bool, again: bool) -> Turn:
    return Turn(
        number=row["number"],
        version=answer.version,
        start=datetime.fromisoformat(row["from"]),
        end=datetime.fromisoformat(row["until"]) if row["until"] else None,
        offset=row["offset"],
        seconds=row["seconds"],
        link=row["link"],
        ended=row["ended"],
        ends_it=row["ends_it"],
        again=again,
        said=answer.answer_summary if plain and row["ends_it"] else row["said"],
        fully=answer.answer_fully is not False,
        text=row["text"],
        author=row["author"],
        locality=row["locality"],
        topic=row["topic"],
        askers=row["askers"],
        reached=reached,
    )
