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

CASES = scaled(60, 10_000)
"""Of each kind, each way."""

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
VALID: dict[str, tuple[Understand, dict[str, Any]]] = {
    "VK's post": (vk_watch.understand, {"post": POST, "author": "Подслушано"}),
    "VK's shared post": (vk_watch.understand, {"post": {**POST, "text": "", "copy_history": [{"text": "Чужое"}]}}),
    "VK's comment": (vk_watch.understand, {"comment": COMMENT, "post": {"owner_id": -77, "post_id": 5}}),
    "OK's topic": (ok_watch.understand, {"group": "53", "topic": TOPIC, "author": "Наш посёлок"}),
    "OK's comment": (
        ok_watch.understand,
        {"group": "53", "discussion": {"type": "GROUP_TOPIC", "id": "155"}, "comment": SAID},
    ),
    "feed's entry": (news.understand, {"entry": ENTRY, "feed": ABOUT}),
}


@st.composite
def mutated(draw: st.DrawFn, valid: dict[str, Any]) -> dict[str, Any]:
    """A valid item with up to three of its values replaced by anything or taken out."""
    return changed(draw, valid)


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


@pytest.mark.parametrize("kind", VALID)
def test_a_changed_item_is_read_or_told_why_not(kind: str) -> None:
    understand, valid = VALID[kind]

    @settings(max_examples=CASES, deadline=None, database=None)
    @given(mutated(valid))
    def holds(payload: dict[str, Any]) -> None:
        check(understand(json.dumps(payload, ensure_ascii=False).encode("utf-8", "backslashreplace"), {}))

    holds()


@settings(max_examples=CASES, deadline=None)
@given(st.binary(max_size=300), st.sampled_from([vk_watch, ok_watch, news, mailbox]))
def test_whatever_waits_among_the_dead_letters_is_read_or_told_why_not(body: bytes, network: Any) -> None:
    check(network.understand(body, {}))


FEEDS = {
    "RSS": rss(("a1", "Мост закрыт"), ("a2", "Дорога открыта")),
    "Atom": (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Газета</title><link href="https://gazeta.example/"/>'
        '<entry><id>tag:1</id><title type="html">Нет &lt;b&gt;света&lt;/b&gt;</title><link href="/1"/>'
        "<updated>2026-01-01T10:00:00+04:00</updated><author><name>И. Петров</name></author>"
        "<summary>Третий день</summary></entry></feed>"
    ).encode(),
}
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


@pytest.mark.parametrize("kind", FEEDS)
def test_a_broken_feed_is_read_or_refused(kind: str) -> None:
    @settings(max_examples=CASES, deadline=None, database=None)
    @given(broken(FEEDS[kind]))
    def holds(document: bytes) -> None:
        try:
            feed = news.parsed(document)
        except Failed:
            return
        for entry in feed.entries:
            payload = {"feed": feed.about("https://news.example/feed.xml"), "entry": entry.as_json()}
            check(news.understand(json.dumps(payload).encode(), {}))

    holds()


@settings(max_examples=CASES, deadline=None)
@given(broken(LETTER))
def test_a_broken_letter_is_read_or_kept_for_a_person(raw: bytes) -> None:
    check(mailbox.understand(raw, {}))


@settings(max_examples=CASES, deadline=None)
@given(st.text(alphabet="<>!-/&;abp \n[]CDATA\"'=", max_size=200) | st.text(max_size=80))
def test_of_any_markup_the_words_are_found(markup: str) -> None:
    assert isinstance(plain(markup), str)
