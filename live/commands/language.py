"""How well topics, doubles and clusters are found, measured on files: nothing is stored, and no server is needed."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from live.commands.common import exits_cleanly, pairs_of
from live.domain.refused import Refused
from live.files.columns import recognised
from live.files.dates import NoTime, moment_of
from live.files.reader import open_table

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FIELDS = ("id", "text", "topic", "address", "at")
EVER = datetime.min.replace(tzinfo=UTC)
"""When what has no moment came."""

NAMED = 5
"""Ids that a line names; of more it says how many there are."""

Came = Sequence[datetime | None] | Sequence[int]

Rows = list[dict[str, str]]
"""The rows of a file, by the names of the fields that its columns were mapped to."""


@click.group()
def language() -> None:
    """How well the program reads, measured on files."""


def mapped(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--map text=… topic=…` in one go, or the option once for each."""
    once = click.option("--map", "pairs", multiple=True, help="field=column, such as text=message")
    return once(click.argument("more", nargs=-1, metavar="[field=column]...")(command))


@language.command()
@click.option("--train", type=FILE, required=True, help="messages whose topics are learned")
@click.option("--test", type=FILE, required=True, help="messages whose topics are guessed")
@mapped
@exits_cleanly
def score(train: Path, test: Path, pairs: tuple[str, ...], more: tuple[str, ...]) -> None:
    """How many topics of --test are guessed right after learning from --train. Fields: text, topic, address."""
    from live.language.learned import measured  # What learns takes a second to load: no other command waits for it.

    columns = _columns(pairs + more, ("text", "topic"))
    _say(measured.topics(_told(_read(train, columns)), _told(_read(test, columns))))


@language.command()
@click.option("--pool", type=FILE, required=True, help="messages among which doubles are looked for")
@click.option("--pairs", "doubles_of", type=FILE, required=True, help="columns a and b: ids of two that ask the same")
@click.option(
    "--models", envvar="LIVE_MODELS", default="", help="as LIVE_MODELS: a folder, or none; else the package's"
)
@mapped
@exits_cleanly
def doubles(pool: Path, doubles_of: Path, models: str, pairs: tuple[str, ...], more: tuple[str, ...]) -> None:
    """How often b is among the first of what is offered for a. Fields: id, text, address, at (when it came), topic:
    where it is mapped, how often messages of one house that would be put on one stack have the same. With a model of
    meaning, by meaning too, and what is found without it.

    Where `at` is not mapped, a column counts that an import would take for it; where there is none, and every id is a
    whole number, these say in which order the messages came.
    """
    from live.language.learned import measured
    from live.language.learned.doubles import Message
    from live.language.learned.stacked import stacked
    from live.language.meaning.embedding import chosen, opened

    rows = _read(pool, _columns(pairs + more, ("id", "text")), timed=True)
    places = {row["id"]: place for place, row in enumerate(rows)}
    asked = [(row["a"], row["b"]) for row in _read(doubles_of, {"a": "a", "b": "b"})]
    known = [(places[a], places[b]) for a, b in asked if a in places and b in places]
    if unknown := sorted({one for pair in asked for one in pair if one not in places}):
        click.echo(f"{len(unknown)} ids are not in {pool}, their pairs are left out: {_some(unknown)}", err=True)
    if not known:
        raise Refused("invalid", "There is no pair whose two messages are both known.")
    came: Came = _moments(rows)
    if not any(came) and all(row["id"].isdecimal() for row in rows):
        came = [int(row["id"]) for row in rows]
    messages = [Message(row["text"], row.get("address", ""), at) for row, at in zip(rows, came, strict=True)]
    known_topics = [(one, row["topic"]) for one, row in zip(messages, rows, strict=True) if row.get("topic")]
    model = chosen(models)
    found = measured.doubles(messages, known, opened(model) if model else None)
    _say(found | (stacked(known_topics) if known_topics else {}))


@language.command()
@click.option("--texts", type=FILE, required=True, help="messages that are put into clusters as they came")
@mapped
@exits_cleanly
def clusters(texts: Path, pairs: tuple[str, ...], more: tuple[str, ...]) -> None:
    """What the clusters of --texts are called, and how well they agree with topics. Fields: text, topic, at.

    Where `at` is not mapped, a column counts that an import would take for it; else they came in the file's order.
    """
    from live.language.learned import replayed
    from live.views.questions.clusters import FEWEST, MOST

    rows = _read(texts, _columns(pairs + more, ("text", "topic")), timed=True)
    came = sorted((at or EVER, place) for place, at in enumerate(_moments(rows)))
    ordered = [rows[place] for _, place in came]
    _say(replayed.clusters([(row["text"], row["topic"]) for row in ordered], FEWEST, MOST))


def _columns(pairs: tuple[str, ...], needed: Sequence[str]) -> dict[str, str]:
    """The column of each field, of its own name where nothing else is said; `address` and `at` may be without."""
    said = pairs_of(pairs, "--map")
    if unknown := [name for name in said if name not in FIELDS]:
        raise click.UsageError(f"--map: there is no field {unknown[0]!r}; there are: {', '.join(FIELDS)}")
    return {**{name: name for name in needed}, **said}


def _read(path: Path, columns: dict[str, str], timed: bool = False) -> Rows:
    """`timed`: with when each came, where the file says so."""
    with path.open("rb") as opened:
        table = open_table(opened)
        if missing := [column for column in columns.values() if column not in table.columns]:
            raise RuntimeError(f"{path} has no column {missing[0]!r}; it has: {', '.join(table.columns)}")
        places = {name: table.columns.index(column) for name, column in columns.items()}
        fields = recognised(table.columns)
        if timed and "at" not in places and fields.count("asked_at") == 1:
            places["at"] = fields.index("asked_at")
        return [{name: cells[place].strip() for name, place in places.items()} for _, cells in table.rows]


def _moments(rows: Rows) -> list[datetime | None]:
    """When each of the rows came, where the file says so; what is no moment is told."""
    found: list[datetime | None] = []
    wrong: list[str] = []
    for written in (row.get("at", "") for row in rows):
        try:
            found.append(moment_of(written, UTC) if written else None)
        except NoTime:
            found.append(None)
            wrong.append(written)
    if wrong:
        click.echo(f"{len(wrong)} moments are not understood, and count as unknown: {_some(wrong)}", err=True)
    return found


def _some(named: Sequence[str]) -> str:
    return ", ".join(named[:NAMED]) + (" …" if len(named) > NAMED else "")


def _told(rows: Rows) -> list[tuple[str, str]]:
    """The text and the topic of each row that has both."""
    return [(row["text"], row["topic"]) for row in rows if row["text"] and row["topic"]]


def _say(found: dict[str, Any]) -> None:
    click.echo(json.dumps(found, ensure_ascii=False))
