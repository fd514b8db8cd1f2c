"""What a commit hands over is what a reading right after it finds, on every screen and for every reader."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from live.desk.receive import Arrival, receive_free, receive_group
from live.domain.broadcast import Kind
from live.domain.submission import Author, Consent
from live.language.learned.topic_guess import TopicGuess
from live.language.reading import Reading
from live.store import log
from live.store.centre import bans
from live.store.quick.handed import HandedOver
from live.store.transaction import Store
from live.views.feed.handed import renderer_of
from live.views.feed.sections.section import EVERYBODY, Reader
from live.views.feed.visible_events import EventRenderer
from live.views.screens import BROADCAST_SCREENS
from tests.support.rooms import Show, anna

READERS = (EVERYBODY, Reader(contacts=True))
ASKED = datetime(2026, 11, 29, 18, 30, 15, 123456, UTC)
LEARNED = Reading("вода двор", "Вода", None, TopicGuess("Вода", 87, ("вода", "двор")))
URGENT = Reading("пожар", "Пожар", "Заречье", TopicGuess("Пожар"), True, ["дурак"], False, ["пожар", "горим"])
FLAGGED = Reading("газ", "Газ", "Заречье", None, urgent=True)
PAGE = {"type": "link", "url": "https://example.org/page?a=1&b=2"}
PICTURE = {"type": "photo", "url": "https://example.org/a.jpg"}
CHAT = {"conversation": "chat:7", "joins": timedelta(minutes=30)}

KINDS: dict[str, dict[str, Any]] = {
    "plain": {},
    "what was said": {"topic": "Дороги", "locality": "Заречье", "asked_at": ASKED, "source": "form"},
    "read": {"reading": LEARNED},
    "urgent and rude": {"reading": URGENT},
    "flagged": {"reading": FLAGGED},
    "a name alone": {"author": Author("Анна П.")},
    "a contact": {"author": anna()},
    "a telephone": {"author": Author("Пётр", "tel:+79991234567"), "source": "phone"},
    "an address": {"author": Author(None, "mailto:someone@example.org")},
    "named on air": {"author": anna(), "consent": Consent("2026-01", name_on_air=True)},
    "not named on air": {"author": anna(), "consent": Consent("2026-01")},
    "an external id": {"external_id": "77_120", "source": "vk", "origin": "channel:1"},
    "a link": {"attachments": (PAGE, {"type": "geo", "lat": 54.5, "lon": 48.25})},
    "an original": {"original": {"text": "…", "photos": [1, 2]}},
    "quotes": {"text": 'Он сказал: «"да" \\ нет»\nи — ушёл 🙂'},
    "the first of a conversation": CHAT,
}


@contextmanager
def handed(store: Store) -> Iterator[list[HandedOver]]:
    """What is handed over meanwhile."""
    found: list[HandedOver] = []

    def note(grown: Any) -> None:
        found.extend(grown.handed.values())

    store.after_commit.append(note)
    yield found
    store.after_commit.remove(note)


def arrival(show: Show, **fields: Any) -> Arrival:
    beside = {name: fields.pop(name) for name in ("reading", "conversation", "joins") if name in fields}
    made = show.arrival(fields.pop("text", "Когда починят мост?"), **fields)
    return Arrival(made.broadcast_id, made.origin, made.submission, **beside)


def seen(renderer: EventRenderer) -> dict[Any, Any]:
    """What every screen and reader is told, as it crosses the wire."""
    told = {
        (screen.name, reader): json.loads(json.dumps(renderer.for_screen(screen, reader)))
        for screen in BROADCAST_SCREENS
        for reader in READERS
    }
    assert not renderer.broken
    return told


def check(show: Show, found: list[HandedOver]) -> None:
    """All that was handed over of this show is as it is read."""
    first, last = found[0], found[-1]
    with show.store.read() as connection:
        at = log.position(connection, show.id)
        events = log.events_since(connection, show.id, first.first - 1, 500)
        read = EventRenderer(connection, at.broadcast, events)
    assert (at.epoch, at.head) == (last.epoch, last.last)
    assert seen(renderer_of(found)) == seen(read)
    assert any(seen(read).values())


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_question_is_handed_over_as_it_is_read(show: Show, kind: str) -> None:
    with handed(show.store) as found:
        receive_free(show.store, [arrival(show, **KINDS[kind])])
    [_] = found
    check(show, found)


def test_one_who_has_asked_before_is_as_they_are_known(show: Show) -> None:
    contact = f"vk:{show.id}"
    receive_free(show.store, [arrival(show, author=Author("Анна", contact, "https://vk.com/anna"))])
    with handed(show.store) as found:
        for one in (Author("анна ", contact.upper()), Author("Пётр", contact), Author("Пётр", contact), anna()):
            receive_free(show.store, [arrival(show, author=one)])
    assert len(found) == 4
    check(show, found)


def test_a_group_is_handed_over_whole(show: Show) -> None:
    with handed(show.store) as found:
        receive_free(show.store, [arrival(show, **KINDS[kind]) for kind in ("plain", "urgent and rude", "a contact")])
    assert [len(one.questions) for one in found] == [3]
    check(show, found)


def test_one_whose_author_is_banned_is_handed_over_as_blocked(show: Show) -> None:
    banned = f"vk:{show.id}66"
    with show.store.write() as tx:
        bans.add(tx, banned, "ругань", "Ольга", None)
    with handed(show.store) as found:
        receive_free(show.store, [arrival(show, author=Author("Гость", banned))])
    check(show, found)
    assert show.view(1)["state"] == "blocked"


def test_a_question_between_shows_has_its_clock(store: Store) -> None:
    line = Show(store, Kind.STANDING)
    with handed(store) as found:
        receive_free(store, [arrival(line)])
    check(line, found)
    assert line.view(1)["react_due"]


def test_what_stands_in_other_tables_is_read(show: Show) -> None:
    """A file, a conversation that goes on, several broadcasts at once."""
    other = Show(show.store).on_air()
    talk = {"author": Author("Анна", f"vk:{show.id}"), **CHAT}
    receive_free(show.store, [arrival(show, **talk)])
    with handed(show.store) as found:
        receive_free(show.store, [arrival(show, attachments=(PICTURE,))])
        receive_free(show.store, [arrival(show, text="И ещё", **talk)])
        receive_free(show.store, [arrival(show), arrival(other)])
        receive_group(show.store, [arrival(show)])
    assert found == []
    assert "question.merged" in show.types()


def test_what_is_told_beside_a_new_question_is_read_with_it(show: Show) -> None:
    """A file beside further words: as many events as questions, and yet not all of it is of new ones."""
    talk = {"author": Author("Анна", f"vk:{show.id}"), **CHAT}
    receive_free(show.store, [arrival(show, **talk)])
    with handed(show.store) as found:
        receive_free(show.store, [arrival(show, attachments=(PICTURE,)), arrival(show, text="И ещё", **talk)])
    assert found == []
