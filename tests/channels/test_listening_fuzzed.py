"""Whatever a source is told, it yields a mention that can be stored and shown, a reason, or a failure; nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from live.channels import Failed, Outcome
from live.channels.listening import mailbox, news, ok_watch, vk_watch
from live.channels.listening.markup import plain
from live.domain.foreign_values import web_link
from live.domain.listening.mention import LONGEST_ID
from live.domain.submission import TEXT_LIMIT, checked_text
from tests.channels.changed import changed
from tests.support.scale import scaled
from tests.support.stubs.imap import letter
from tests.support.stubs.news import rss

pytestmark = [pytest.mark.soak]

CASES = scaled(150, 10_000)
"""Of each kind."""

POST = {"id": 5, "owner_id": -77, "from_id": 123, "date": 1785571200, "text": "Нет воды", "views": {"count": 900}}
COMMENT = {"id": 9, "from_id": 124, "date": 1785571201, "text": "И у нас"}
TOPIC = {
    "id": "155",
    "created_ms": 1785571200000,
    "author_ref": "group:53",
    "media": [{"type": "text", "text": "Субботник"}],
    "views_count": 7,
}
SAID = {"id": "7", "text": "Приду", "date_ms": 1785571200001, "author_ref": "user:9000", "author_name": "Анна"}
ENTRY = {"name": "a1", "link": "/a1", "title": "Мост", "description": "<p>Закрыт</p>", "pubDate": "2026-01-01"}
ABOUT = {"title": "Вести", "link": "https://news.example/", "address": "https://news.example/feed.xml"}

Understand = Callable[[bytes, dict[str, str]], Outcome]
VALID: list[tuple[Understand, dict[str, Any]]] = [
    (vk_watch.understand, {"post": POST, "author": "Подслушано"}),
    (vk_watch.understand, {"post": {**POST, "text": "", "copy_history": [{"text": "Чужое"}]}}),
    (vk_watch.understand, {"comment": COMMENT, "post": {"owner_id": -77, "post_id": 5}}),
    (ok_watch.understand, {"group": "53", "topic": TOPIC, "author": "Наш посёлок"}),
    (ok_watch.understand, {"group": "53", "discussion": {"type": "GROUP_TOPIC", "id": "155"}, "comment": SAID}),
    (news.understand, {"entry": ENTRY, "feed": ABOUT}),
]


@st.composite
def mutated(draw: st.DrawFn) -> tuple[Understand, dict[str, Any]]:
    """A valid item with up to three of its values replaced by anything or taken out."""
    understand, valid = draw(st.sampled_from(VALID))
    return understand, changed(draw, valid)


def check(outcome: Outcome) -> None:
    came = (outcome.mentions, outcome.dead, outcome.ignored)
    assert sum(map(bool, came)) == 1
    for one in outcome.mentions:
        assert checked_text(one.text) == one.text and len(one.text) <= TEXT_LIMIT
        assert 0 < len(one.external_id) <= LONGEST_ID
        assert one.link is None or web_link(one.link) == one.link
        assert one.published_at is None or one.published_at.utcoffset() is not None
        assert one.reach is None or 0 <= one.reach < 2**53
        f"{one}".encode()
        author = one.author
        for told in (author.name, author.contact, author.profile) if author else ():
            assert told is None or (told and "\x00" not in told and len(told) <= 2100)


@settings(max_examples=CASES, deadline=None)
@given(mutated())
def test_a_changed_item_is_read_or_told_why_not(item: tuple[Understand, dict[str, Any]]) -> None:
    understand, payload = item
    check(understand(json.dumps(payload, ensure_ascii=False).encode("utf-8", "backslashreplace"), {}))


@settings(max_examples=CASES, deadline=None)
@given(st.binary(max_size=300), st.sampled_from([vk_watch, ok_watch, news, mailbox]))
def test_whatever_waits_among_the_dead_letters_is_read_or_told_why_not(body: bytes, network: Any) -> None:
    check(network.understand(body, {}))


FEED = rss(("a1", "Мост закрыт"), ("a2", "Дорога открыта"))
LETTER = letter("<p>Нет света</p>", Message_ID="<1@example.org>", Reply_To="x@example.org")


@st.composite
def broken(draw: st.DrawFn, whole: bytes) -> bytes:
    """Bytes of which some runs are others, gone, or twice there."""
    raw = whole
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(raw)))
        end = min(len(raw), start + draw(st.integers(0, 40)))
        middle = draw(st.binary(max_size=12) | st.just(raw[start:end] * 2) | st.sampled_from([b"<", b"&#0;", b"\r\n"]))
        raw = raw[:start] + middle + raw[end:]
    return raw


@settings(max_examples=CASES, deadline=None)
@given(broken(FEED))
def test_a_broken_feed_is_read_or_refused(document: bytes) -> None:
    try:
        feed = news.parsed(document)
    except Failed:
        return
    for entry in feed.entries:
        payload = {"feed": feed.about("https://news.example/feed.xml"), "entry": entry.as_json()}
        check(news.understand(json.dumps(payload).encode(), {}))


@settings(max_examples=CASES, deadline=None)
@given(broken(LETTER))
def test_a_broken_letter_is_read_or_kept_for_a_person(raw: bytes) -> None:
    check(mailbox.understand(raw, {}))


@settings(max_examples=CASES, deadline=None)
@given(st.text(alphabet="<>!-/&;abp \n[]CDATA\"'=", max_size=200) | st.text(max_size=80))
def test_of_any_markup_the_words_are_found(markup: str) -> None:
    assert isinstance(plain(markup), str)
