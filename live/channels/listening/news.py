"""A feed of a local outlet: RSS 2.0 and 1.0 (by its elements' names) or Atom (RFC 4287), asked for again and again.

The server is asked whether there is anything new (RFC 9110: ETag, Last-Modified), and what it sends is bounded in size,
in time, in depth and in the number of its entries. A document type is refused with all that may stand in it: no feed
needs one, and entities are how an XML file kills its reader. An entry is named by its guid, id or link.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.parsers import expat

from live.channels.capabilities import Failed, Http, Polled, State
from live.channels.listening import source
from live.channels.listening.markup import plain
from live.channels.listening.source import Settings, mentioned, named, passed_over, payload_of, read, unreadable
from live.channels.webhook import Outcome, Setting, read_object, shown_text
from live.domain.foreign_values import Unreadable, web_link
from live.domain.listening.mention import Mention, fingerprint
from live.domain.submission import Author, cleaned
from live.runtime.tasks import offload

__all__ = ["NEEDS_HTTPS", "READS_ONLY", "SETTINGS", "check", "poll", "polls", "read", "understand"]

SETTINGS = (Setting("address", required=True, address=True),)

READS_ONLY = True
NEEDS_HTTPS = False
"""No token goes along."""

PAUSE = 300.0
"""Seconds between two looks."""

LARGEST = 2 * 1024 * 1024
"""Bytes of a feed, unpacked."""

DEEPEST = 50
"""Elements within one another."""

MOST = 300
"""The first entries of a feed that are read."""

REMEMBERED = 1000
"""Names of entries that are known to be read."""

LONGEST = 20_000
"""Characters of an element that are kept."""

WANTS = {
    "Accept": "application/rss+xml, application/atom+xml, application/xml;q=0.9, text/xml;q=0.8",
    "User-Agent": "Mozilla/5.0 (compatible; direct-line reader of feeds)",
}


def polls(settings: Settings) -> bool:
    return bool(settings.get("address"))


def poll(state: State, settings: Settings, http: Http) -> Polled:
    """The entries that were not there before; nothing where the server says that it is the same."""
    asked = {"If-None-Match": state.get("etag"), "If-Modified-Since": state.get("modified")}
    headers = {**WANTS, **{name: value for name, value in asked.items() if isinstance(value, str)}}
    answer = http.fetch(settings["address"], headers, LARGEST)
    if answer.status_code == 304:
        return Polled((), state, PAUSE)
    feed = offload(parsed, answer.content)
    known = state.get("known")
    before = dict.fromkeys(known if isinstance(known, list) else [])
    about, names = feed.about(settings["address"]), [entry.name for entry in feed.entries]
    new = [{"feed": about, "entry": entry.as_json()} for entry in feed.entries[::-1] if entry.name not in before]
    outcomes = source.understood(new, understand, settings)
    if not state:
        outcomes = [(body, outcome) for body, outcome in outcomes if _is_fresh(outcome)]
    after: State = {"known": [*dict.fromkeys([*names, *before])][:REMEMBERED]}
    for name, header in (("etag", "ETag"), ("modified", "Last-Modified")):
        if told := answer.headers.get(header):
            after[name] = told[:300]
    return Polled(outcomes, after, PAUSE)


def _is_fresh(outcome: Outcome) -> bool:
    """Whether what is read at first is of late: a feed may hold a year."""
    at = outcome.mentions[0].published_at if outcome.mentions else None
    return at is None or at.timestamp() >= source.beginning()


# The document

NOT_FEED = "What stands at this address is no feed (RSS or Atom)."
BROKEN = "The feed holds what no feed needs; it is not read."


@dataclass(slots=True)
class Entry:
    """What an entry's elements say, by their local names; the first of each name, but for links."""

    told: dict[str, str] = field(default_factory=dict)
    link: str = ""
    author: str = ""

    @property
    def name(self) -> str:
        whole = self.told.get("guid") or self.told.get("id") or self.link
        return whole.strip() or fingerprint(" ".join(self.told.values())) or ""

    def as_json(self) -> dict[str, Any]:
        return {"name": self.name, "link": self.link, "author": self.author, **{n: self.told.get(n, "") for n in TOLD}}


TEXTS = ("description", "summary", "content", "encoded")
TIMES = ("pubDate", "published", "updated", "date", "issued")
TOLD = ("title", *TEXTS, *TIMES)
KEPT = frozenset({*TOLD, "guid", "id", "link", "creator", "author", "name"})
ENTRIES = ("item", "entry")


@dataclass(slots=True)
class Feed:
    title: str = ""
    link: str = ""
    entries: list[Entry] = field(default_factory=list)

    def about(self, address: str) -> dict[str, str]:
        return {"title": self.title.strip()[:200], "link": urljoin(address, self.link.strip()), "address": address}


class _Refused(Exception):
    """It is no feed, or one that is made to break its reader: why, as a sentence."""


class _Reader:
    """A feed as its elements come: what stands in it is taken up to the limits, and all else passed over."""

    def __init__(self) -> None:
        self.feed = Feed()
        self._path: list[str] = []
        self._entry: Entry | None = None
        self._text: list[str] = []
        self._length = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        local = name.rpartition(":")[2]
        if not self._path and local not in ("rss", "feed", "RDF"):
            raise _Refused(NOT_FEED)
        if len(self._path) >= DEEPEST:
            raise _Refused(BROKEN)
        self._path.append(local)
        self._text, self._length = [], 0
        if local in ENTRIES:
            self._entry = Entry() if len(self.feed.entries) < MOST else None
        elif local == "link" and attributes.get("href") and attributes.get("rel", "alternate") == "alternate":
            self._set_link(attributes["href"])

    def text(self, data: str) -> None:
        if self._length < LONGEST:
            self._text.append(data)
            self._length += len(data)

    def end(self, name: str) -> None:
        local = self._path.pop()
        said = "".join(self._text)[:LONGEST]
        self._text, self._length = [], 0
        if local in ENTRIES:
            if self._entry is not None:
                self.feed.entries.append(self._entry)
            self._entry = None
        elif local in KEPT and said.strip():
            self._said(local, said.strip())

    def _said(self, local: str, said: str) -> None:
        parent = self._path[-1] if self._path else ""
        if local == "link":
            self._set_link(said)
        elif self._entry is None:
            if local == "title" and parent in ("channel", "feed") and not self.feed.title:
                self.feed.title = said
        elif local in ("creator", "name") or (local == "author" and parent in ENTRIES):
            self._entry.author = self._entry.author or said[:200]
        elif parent in ENTRIES:
            self._entry.told.setdefault(local, said)

    def _set_link(self, link: str) -> None:
        parent = self._path[-2] if len(self._path) > 1 and self._path[-1] == "link" else (self._path or [""])[-1]
        if self._entry is not None:
            self._entry.link = self._entry.link or link
        elif parent in ("channel", "feed"):
            self.feed.link = self.feed.link or link

    def refuse(self, *_: object) -> None:
        raise _Refused(BROKEN)


def parsed(document: bytes) -> Feed:
    """The feed; `Failed` for what is none, or for one that is made to break its reader."""
    reader = _Reader()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = reader.refuse
    parser.EntityDeclHandler = reader.refuse
    try:
        parser.Parse(document.lstrip(), True)
    except _Refused as error:
        raise Failed("never", str(error), PAUSE) from None
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise Failed("later", NOT_FEED, PAUSE, str(error)) from None
    return reader.feed


# An entry


def understand(body: bytes, settings: Settings) -> Outcome:
    """An entry with what is known of its feed."""
    try:
        payload = payload_of(body)
        return _of_entry(read_object(payload, "entry"), read_object(payload, "feed"))
    except Unreadable as error:
        return unreadable(error)


def _of_entry(entry: Mapping[str, Any], feed: Mapping[str, Any]) -> Outcome:
    title = plain(_word(entry, "title"))
    body = max((plain(_word(entry, name)) for name in TEXTS), key=len)
    text = "\n\n".join(one for one in (title, body if body != title else "") if one)
    name = _word(entry, "name")
    if not text or not name:
        return passed_over("an entry without words")
    home = _word(feed, "link") or _word(feed, "address")
    site = urlsplit(home)
    contact = f"https://{site.hostname}" if site.hostname else None
    written = cleaned(plain(_word(entry, "author")))[:200]
    outlet = cleaned(plain(_word(feed, "title")))[:200]
    called = " · ".join(dict.fromkeys(one for one in (outlet, written) if one))[:200] or None
    one = Mention(
        named("news", name),
        shown_text(text)[0],
        web_link(urljoin(home, _word(entry, "link"))) or web_link(name),
        Author(called, contact, web_link(home)) if called or contact else None,
        next(_times(entry), None),
    )
    return mentioned(one)


def _word(told: Mapping[str, Any], name: str) -> str:
    value = told.get(name)
    return value if isinstance(value, str) else ""


def _times(entry: Mapping[str, Any]) -> Iterator[datetime]:
    """What can be read of its times: as e-mail has them (RSS), or RFC 3339 (Atom); without a zone they are UTC."""
    for name in TIMES:
        written = _word(entry, name).strip()[:100]
        for reads in (datetime.fromisoformat, parsedate_to_datetime):
            try:
                at = reads(written)
                yield (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
                break
            except (ValueError, TypeError, IndexError, OverflowError):
                continue


def check(settings: Settings, http: Http) -> str:
    """Whether a feed stands at the address."""
    feed = parsed(http.fetch(settings["address"], WANTS, LARGEST).content)
    if not feed.entries:
        raise Failed("never", "The feed is empty.")
    return "The feed can be read."
