"""Questions as JSON, out and in again: the same questions. What is broken is told in a sentence."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from live.domain.refused import Refused
from live.domain.submission import cleaned
from live.files.columns import recognised
from live.files.json_reader import NAMING, REST
from live.files.json_writer import json_pieces
from live.files.reader import open_table
from live.files.rows import Line, RowParser
from live.views.timestamps import stamp

LETTERS = st.characters(codec="utf-8", exclude_categories=["Cs"])


def kept(most: int, least: int = 0) -> st.SearchStrategy[str]:
    """A text as a row holds it: cleaned when it came in."""
    return st.text(LETTERS, max_size=most).map(cleaned).filter(lambda text: len(text) >= least)


ADDRESSES = st.sampled_from(["https://vk.com/id7", "http://example.org/a?b=c#d", "https://пример.рф/я"])
CONTACTS = st.sampled_from(["tel:+79000000012", "mailto:Anna@example.org", "vk:79000000012", "max:-7", "у соседки"])
AUTHORS = st.fixed_dictionaries(
    {"name": st.none() | kept(40, 1), "contact": st.none() | CONTACTS, "profile": st.none() | ADDRESSES}
)
MOMENTS = st.datetimes(datetime(1901, 1, 1), datetime(2099, 1, 1), timezones=st.just(UTC)).map(
    lambda at: at.replace(microsecond=at.microsecond // 1000 * 1000)
)
ATTACHMENTS = st.lists(
    st.fixed_dictionaries(
        {"type": st.sampled_from(["photo", "video", "audio", "document"]), "url": ADDRESSES},
        optional={"title": kept(40, 1)},
    ),
    max_size=3,
)
QUESTIONS = st.fixed_dictionaries(
    {
        "text": kept(300, 1),
        "author": st.none() | AUTHORS.filter(lambda author: any(author.values())),
        "locality": st.none() | kept(40, 1),
        "topic": st.none() | kept(40, 1),
        "asked_at": MOMENTS.map(stamp),
        "attachments": ATTACHMENTS,
        "askers": st.integers(1, 99),
    }
)


def numbered(questions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"number": n, "external_id": f"may-{n}", **one} for n, one in enumerate(questions, 1)]


def read(content: bytes) -> list[Line]:
    table = open_table(io.BytesIO(content))
    return list(RowParser("v.json", table.columns, recognised(table.columns), UTC, exact=table.exact).lines(table.rows))


def facts(line: Line) -> dict[str, Any]:
    """What a question is, of a row that was read."""
    assert not isinstance(line.read, Refused), line.read
    asked = line.read
    author = asked.author
    return {
        "external_id": asked.external_id,
        "text": asked.text,
        "author": {"name": author.name, "contact": author.contact, "profile": author.profile} if author else None,
        "locality": asked.locality,
        "topic": asked.topic,
        "asked_at": stamp(asked.asked_at),
        "attachments": list(asked.attachments),
    }


@settings(max_examples=60)
@given(st.lists(QUESTIONS, min_size=1, max_size=4))
def test_out_and_in_again_gives_the_same_questions(asked: list[dict[str, Any]]) -> None:
    written = numbered(asked)
    content = b"".join(json_pieces({"report": {"at": "…", "questions": []}}, "questions", written))
    again = [facts(line) for line in read(content)]
    assert again == [{name: one[name] for name in fact} for one, fact in zip(written, again, strict=True)]


def test_what_becomes_no_field_stays_in_the_original() -> None:
    content = json.dumps({"questions": [{"text": "Мост?", "answer": {"summary": "В мае", "fully": True}, "askers": 4}]})
    [line] = read(content.encode())
    assert not isinstance(line.read, Refused) and line.read.original
    assert line.read.original["cells"] == {
        "text": "Мост?",
        "answer.summary": "В мае",
        "answer.fully": "true",
        "askers": "4",
    }


def test_a_text_that_looks_like_a_guarded_formula_is_what_it_is() -> None:
    [line] = read(json.dumps([{"text": "'=1+1"}]).encode())
    assert facts(line)["text"] == "'=1+1"


def test_what_only_late_entries_say_stays_in_the_original_too() -> None:
    entries = [{"text": f"Вопрос {n}"} for n in range(NAMING)] + [{"text": "Поздний", "street": "Речная"}]
    late = read(json.dumps(entries, ensure_ascii=False).encode())[-1]
    assert not isinstance(late.read, Refused) and late.read.original
    assert json.loads(late.read.original["cells"][REST]) == {"street": "Речная"}


def test_an_entry_that_is_no_question_sinks_no_other() -> None:
    lines = read('[{"text": "Мост?"}, 7, {"text": ""}, {"text": "Парк?"}]'.encode())
    assert [isinstance(line.read, Refused) for line in lines] == [False, True, True, False]
    assert [line.number for line in lines] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    "content",
    [
        '{"questions": [{"text": "Мост?"},\n{"text": ',
        '{"questions": [{"text": "Мост?"}]',
        '{"questions": [{"text": "Мост?"}]} и ещё',
        '{"questions": [{"text": "Мост?"},]}',
        '[{"text": "Мост?"} {"text": "Парк?"}]',
        '{"questions": [{"text": Мост}]}',
        '[{"a": ' + "[" * 100_000,
    ],
    ids=["cut", "not closed", "more behind it", "a comma too many", "no comma", "no quotes", "too deep"],
)
def test_a_broken_document_is_told_with_its_line(content: str) -> None:
    with pytest.raises(Refused, match="The JSON is broken"):
        read(content.encode())


@pytest.mark.parametrize("content", ["{}", '{"rows": [{"text": "Мост?"}]}'])
def test_a_document_without_a_list_is_told_so(content: str) -> None:
    with pytest.raises(Refused, match="holds no list"):
        read(content.encode())


def test_a_document_that_is_longer_than_what_is_read_at_once_is_read_whole() -> None:
    asked = numbered(
        [{"text": "я" * 3000, "asked_at": stamp(datetime(2026, 1, 1, tzinfo=UTC) + timedelta(n))} for n in range(90)]
    )
    assert [facts(line)["external_id"] for line in read(b"".join(json_pieces({}, "questions", asked)))] == [
        one["external_id"] for one in asked
    ]
