"""Search over a broadcast in Russian word forms, newest first.

A query asks for every one of its words in any form; the last one may still be unfinished. Both databases hold the same
lemmas (`question.lemmas`): SQLite in an FTS5 index, PostgreSQL in a GIN one. A question that the language work has not
read yet is not found; that takes a second after it came.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Row,
    and_,
    bindparam,
    column,
    exists,
    func,
    or_,
    select,
    table,
    text,
)

from live.domain.refused import Refused
from live.language.lemmas import is_known, lemmas_of
from live.language.words import words
from live.store.ids import NUMBERS, question_id
from live.store.quick.prepared import Prepared
from live.store.tables import question

FEW = 2000
"""Questions that a filter leaves, up to which each is looked at: a rare filter must not wade through a common word."""

SHORTEST = 2
"""Letters that an unfinished word needs to be taken for a beginning."""


_INDEX = table("question_lemmas", column("rowid", Integer))
"""SQLite's index, which is no table of ours."""


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a query: any of these dictionary forms, or what begins so."""

    forms: tuple[str, ...]
    beginning: str | None = None


def parse(query: str) -> list[Term]:
    """The terms of a query; `invalid` where it holds no word."""
    tokens = words(query).split()
    if not tokens:
        raise Refused("invalid", "There is no word to search for in “{q}”.", q=query)
    finished = query != query.rstrip()
    return [_term(token, unfinished=not finished and index == len(tokens) - 1) for index, token in enumerate(tokens)]


def _term(token: str, unfinished: bool) -> Term:
    forms = tuple(dict.fromkeys((*lemmas_of(token), token)))
    # A form that the dictionary holds stands for its word alone: «дом» is not the beginning of «домофон».
    begins = unfinished and len(token) >= SHORTEST and not is_known(token)
    return Term(forms, token if begins else None)


def matching_ids(
    connection: Connection,
    broadcast: Row[Any],
    conditions: Sequence[Any],
    query: str,
    *,
    only: Sequence[int] = (),
    before: int | None = None,
    after: int | None = None,
    limit: int,
) -> list[int]:
    """The ids of the questions that meet the conditions and the query: newest first, with `after` oldest first."""
    terms = parse(query)
    named = int(query.strip()) if query.strip().isdecimal() and len(query.strip()) < 10 else None
    lowest, highest = question_id(broadcast.id, (after or 0) + 1), question_id(broadcast.id, before or NUMBERS) - 1
    backwards = after is None
    wanted = [*conditions, question.c.id.between(lowest, highest)]
    if only:
        wanted.append(question.c.id.in_([question_id(broadcast.id, number) for number in only]))
    ordered = select(question.c.id).order_by(question.c.id.desc() if backwards else question.c.id).limit(limit)
    if connection.dialect.name == "postgresql":
        found = connection.execute(ordered.where(*wanted, _matches(terms))).scalars().all()
    elif only or (conditions and _are_few(connection, wanted)):
        found = connection.execute(ordered.where(*wanted, *map(_holds, terms))).scalars().all()
    else:
        found = _by_index(connection, conditions, terms, lowest, highest, limit, backwards)
    ids = list(found)
    if named is not None and (exact := question_id(broadcast.id, named)) not in ids:
        # A bare number is the question of that number too.
        ids += connection.execute(select(question.c.id).where(*wanted, question.c.id == exact)).scalars().all()
        ids = sorted(ids, reverse=backwards)[:limit]
    return ids


def held(connection: Connection, terms: Sequence[Term]) -> ColumnElement[bool]:
    """The condition for a question that it holds the terms, looked at in its row."""
    return _matches(terms) if connection.dialect.name == "postgresql" else and_(*map(_holds, terms))


def found_where(
    connection: Connection, terms: Sequence[Term], condition: Callable[[ColumnElement[int]], Any], limit: int
) -> Sequence[int]:
    """The ids of the questions, of whatever broadcast, that hold the terms, newest first; `condition` of such an id."""
    if connection.dialect.name == "postgresql":
        found = select(question.c.id).where(_matches(terms), condition(question.c.id))
        return connection.execute(found.order_by(question.c.id.desc()).limit(limit)).scalars().all()
    rowid = _INDEX.c.rowid
    found = select(rowid).where(text("question_lemmas MATCH :match").bindparams(match=_match(terms)), condition(rowid))
    return connection.execute(found.order_by(rowid.desc()).limit(limit)).scalars().all()


def _newest(id_: ColumnElement[int], condition: str) -> Prepared:
    between = id_.between(bindparam("lowest"), bindparam("highest"))
    return Prepared(select(id_).where(text(condition), between).order_by(id_.desc()).limit(bindparam("limit")))


_NEWEST_HOLDING = {
    "sqlite": _newest(_INDEX.c.rowid, "question_lemmas MATCH :held"),
    "postgresql": _newest(question.c.id, "question.lemmas_vector @@ to_tsquery('simple', :held)"),
}
"""Asked for three words of each question that names no house."""


def newest_holding(connection: Connection, form: str, lowest: int, highest: int, limit: int) -> Sequence[int]:
    """The ids between two, of whatever broadcast, of the questions that hold a dictionary form, newest first."""
    terms, dialect = [Term((form,))], connection.dialect.name
    held = _tsquery(terms) if dialect == "postgresql" else _match(terms)
    asked = {"held": held, "lowest": lowest, "highest": highest, "limit": limit}
    return [row[0] for row in _NEWEST_HOLDING[dialect].all(connection, asked)]


def _are_few(connection: Connection, conditions: Sequence[Any]) -> bool:
    some = select(question.c.id).where(*conditions).limit(FEW + 1).subquery()
    return int(connection.execute(select(func.count()).select_from(some)).scalar_one()) <= FEW


def _holds(term: Term) -> Any:
    """The same as the index tells, from the row itself."""
    padded = " " + question.c.lemmas + " "
    any_of = [func.instr(padded, f" {form} ") > 0 for form in term.forms]
    if term.beginning is not None:
        any_of.append(func.instr(padded, f" {term.beginning}") > 0)
    return or_(*any_of)


def _by_index(
    connection: Connection,
    conditions: Sequence[Any],
    terms: Sequence[Term],
    lowest: int,
    highest: int,
    limit: int,
    backwards: bool = True,
) -> Sequence[int]:
    """Driven from the FTS5 index in its order: sorting what a common word finds would cost a hundred times more."""
    found = select(_INDEX.c.rowid).where(text("question_lemmas MATCH :match").bindparams(match=_match(terms)))
    found = found.where(_INDEX.c.rowid.between(lowest, highest))
    if conditions:
        found = found.where(exists().where(question.c.id == _INDEX.c.rowid, *conditions))
    return (
        connection.execute(found.order_by(_INDEX.c.rowid.desc() if backwards else _INDEX.c.rowid).limit(limit))
        .scalars()
        .all()
    )


def _match(terms: Sequence[Term]) -> str:
    """As FTS5 reads it."""
    return _written(terms, form='"{}"', beginning='"{}"*', either=" OR ", both=" AND ")


def _matches(terms: Sequence[Term]) -> Any:
    """PostgreSQL's condition for the terms."""
    return text("question.lemmas_vector @@ to_tsquery('simple', :tsquery)").bindparams(tsquery=_tsquery(terms))


def _tsquery(terms: Sequence[Term]) -> str:
    """As PostgreSQL reads it."""
    return _written(terms, form="'{}'", beginning="'{}':*", either=" | ", both=" & ")


def _written(terms: Sequence[Term], *, form: str, beginning: str, either: str, both: str) -> str:
    clauses = []
    for term in terms:
        any_of = [form.format(one) for one in term.forms]
        if term.beginning is not None:
            any_of.append(beginning.format(term.beginning))
        clauses.append(f"({either.join(any_of)})")
    return both.join(clauses)
