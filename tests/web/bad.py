"""Bodies and queries that are not what they should be, by what is wrong with each."""

from __future__ import annotations

import uuid
from typing import Any

from tests.web.house import Json

LONG = "ж" * 4001
FAR = 2**70
NEXT_BROADCASTS = 2**32 + 1
"""A number that would be question 1 of the broadcast after this one, were it only added to the broadcast's id."""


def question(**fields: Any) -> Json:
    return {"text": "Когда починят мост?", **fields}


BODIES: dict[str, object] = {
    "nothing": b"",
    "no JSON": b'{"text": "\xd1',
    "not UTF-8": b"\xff\xfe\x00",
    "NaN": b'{"text": NaN}',
    "an infinite number": b'{"text": "?", "locality": 1e999}',
    "nested deep": b"[" * 30_000 + b"]" * 30_000,
    "nested, but not as deep": b'{"text": ' + b"[" * 40 + b"]" * 40 + b"}",
    "a list": [question()],
    "a text": "Когда?",
    "null": None,
    "an unknown field": question(answer="42"),
    "a field that is no text": question(half_a_pair="1"),
    "an empty text": question(text=""),
    "a text of spaces": question(text=" \n\t "),
    "no text": {"locality": "Сосновка"},
    "4,001 characters": question(text=LONG),
    "a number for a text": question(text=214),
    "NUL in the text": question(text="до\x00после"),
    "a control character": question(text="звонок\x07"),
    "a C1 control character": question(text="\x85далее"),
    "half a surrogate pair": b'{"text": "\\ud83d"}',
    "half a pair in a name": b'{"text": "?", "\\udc00": 1}',
    "NUL in the locality": question(locality="Сосновка\x00"),
    "NUL in the name": question(author={"name": "Анна\x00"}),
    "NUL in the external id": question(external_id="a\x00"),
    "an unknown field of the author": question(author={"phone": "1"}),
    "an author who is a text": question(author="Анна"),
    "an empty external id": question(external_id=""),
    "a long external id": question(external_id="x" * 201),
    "a time without a zone": question(asked_at="2026-11-24T12:00:00"),
    "a time that is none": question(asked_at="вчера"),
    "a time as a number": question(asked_at=1785571200),
    "a time beyond the calendar": question(asked_at="9999-12-31T23:59:59-12:00"),
    "an attachment that runs": question(attachments=[{"type": "photo", "url": "javascript:alert(1)"}]),
    "an attachment of an unknown type": question(attachments=[{"type": "virus", "url": "https://a.example/1"}]),
    "21 attachments": question(attachments=[{"type": "photo", "url": "https://a.example/1"}] * 21),
}


def command(type_: str, **fields: Any) -> Json:
    return {"id": str(uuid.uuid4()), "type": type_, **fields}


COMMANDS: dict[str, object] = {
    "no JSON": b"{",
    "a list": [1],
    "no type": {"id": str(uuid.uuid4())},
    "an unknown type": command("question.burn", question=1, version=1),
    "a type that is a number": command("question.edit") | {"type": 5},
    "a type that is half a pair": b'{"id": "x", "type": "\\ud800"}',
    "no id": {"type": "question.shortlist", "question": 1, "version": 1},
    "an id that is a number": command("question.shortlist", question=1, version=1) | {"id": 5},
    "an id that is no UUID": command("question.shortlist", question=1, version=1) | {"id": "first"},
    "an unknown field": command("question.shortlist", question=1, version=1, after=2),
    "no version": command("question.shortlist", question=1),
    "a version that is a word": command("question.shortlist", question=1, version="one"),
    "a huge question": command("question.shortlist", question=FAR, version=1),
    "the next broadcast's question": command("question.shortlist", question=NEXT_BROADCASTS, version=1),
    "the last broadcast's question": command("question.shortlist", question=1 - 2**32, version=1),
    "the next broadcast's question in words": command("question.shortlist", question=str(NEXT_BROADCASTS), version=1),
    "a merge into another broadcast": command("question.merge", question=1, version=1, into=NEXT_BROADCASTS),
    "before another broadcast's": command("question.shortlist", question=1, version=1, before=NEXT_BROADCASTS),
    "a huge version": command("question.shortlist", question=1, version=FAR),
    "a huge before": command("question.shortlist", question=1, version=1, before=FAR),
    "a huge message": command("presenter.message", text="?", kind="\x00"),
    "a huge previous": command("question.take", question=1, version=1, previous={"question": FAR, "version": 1}),
    "an empty wording": command("question.edit", question=1, version=1, air_text=" "),
    "a wording too long": command("question.edit", question=1, version=1, air_text=LONG),
    "a wording with NUL": command("question.edit", question=1, version=1, air_text="а\x00б"),
    "no reason": command("question.decline", question=1, version=1),
    "an unknown reason": command("question.decline", question=1, version=1, reason="boring"),
    "another reason without a text": command("question.decline", question=1, version=1, reason="other"),
    "a topic with NUL": command("question.classify", question=1, version=1, topic="Дороги\x00"),
    "nothing to classify": command("question.classify", question=1, version=1),
    "a merge into itself": command("question.merge", question=1, version=1, into=1),
    "a date that is none": command("question.promise", question=1, version=1, promise="Да", due="завтра"),
    "a note for nobody": command("question.note", question=1, version=1, text="Да", **{"for": "all"}),
    "an unknown priority": command("question.ticket", question=1, version=1, priority="low"),
    "an empty bulk": command("questions.bulk", do="question.shortlist", questions=[]),
    "a bulk of 501": command(
        "questions.bulk", do="question.shortlist", questions=[{"question": 1, "version": 1}] * 501
    ),
    "a bulk of takes": command("questions.bulk", do="question.take", questions=[{"question": 1, "version": 1}]),
    "a bulk with a strange field": command(
        "questions.bulk", do="question.shortlist", questions=[{"question": 1, "version": 1}], reason="spam"
    ),
    "a claim without a screen": command("question.claim", question=1),
    "a claim of a huge number": command("question.claim", question=FAR),
}

QUERIES: dict[str, tuple[str, Json]] = {
    "an unknown parameter": ("/questions", {"page": 2}),
    "an unknown state": ("/questions", {"state": "lost"}),
    "a limit of nothing": ("/questions", {"limit": 0}),
    "a limit too high": ("/questions", {"limit": 501}),
    "a limit that is a word": ("/questions", {"limit": "many"}),
    "before nothing": ("/questions", {"before": 0}),
    "a huge before": ("/questions", {"before": FAR}),
    "a before in the next broadcast": ("/questions", {"before": 2**32}),
    "a search for no word": ("/questions", {"q": "?!"}),
    "a search with NUL": ("/questions", {"q": "мост\x00"}),
    "a topic with NUL": ("/questions", {"topic": "\x00"}),
    "a channel with NUL": ("/questions", {"channel": "\x00"}),
    "a search too long": ("/questions", {"q": "ж" * 201}),
    "events since before the beginning": ("/events", {"since": -1}),
    "events since far away": ("/events", {"since": FAR}),
    "too many events": ("/events", {"limit": 1001}),
}
