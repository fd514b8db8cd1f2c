"""A page of the crew speaks one language: no English on a Russian one, no Russian on an English one but a centre's own.

What people and the centre wrote (topics, templates, names) is in the language in which they wrote it, so the house here
has none but what every centre begins with, and that stands in fields.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser

import pytest

from live.domain.followup.notice import PLACEHOLDERS
from live.language.default_notices import TEXTS
from live.store.centre import lists
from live.web.admin.residents.notices import look
from live.web.labels import ADMIN_PAGES
from tests.web.administrator import HTML
from tests.web.house import House

WRITTEN = {"script", "style", "textarea", "option", "datalist", "code", "pre", "svg", "output"}
"""What is no text of ours, or what people write."""

SAID = ("title", "aria-label", "placeholder", "alt", "data-busy")

OURS = re.compile(r"[а-яё]{2,}", re.IGNORECASE)
THEIRS = re.compile(r"\b[a-z]{2,} [a-z]{2,}\b")
"""Two small English words in a row: names of formats, networks and settings stand alone or in capitals."""

COMMAND = re.compile(r"python app\.py [a-z ]+")

HEAD = "Иван Петров"
"""Who answers in a show of a house of tests."""

OWN_NAMES = {"Русский", "рус"}


class Visible(HTMLParser):
    """The texts of a page, and those that are told to whoever listens."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._within: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in WRITTEN:
            self._within.append(tag)
        self.texts += [value for name, value in attrs if name in SAID and value]

    def handle_endtag(self, tag: str) -> None:
        if self._within and self._within[-1] == tag:
            self._within.pop()

    def handle_data(self, data: str) -> None:
        if data.strip() and not self._within:
            self.texts.append(" ".join(data.split()))


def addresses(house: House) -> dict[str, str]:
    with house.app.test_request_context():
        pages = {endpoint + str(values): house.app.url_for(endpoint, **values) for endpoint, _, values in ADMIN_PAGES}
    show = house.show("open", title="1")
    return pages | {
        "broadcast": f"/admin/broadcasts/{show}",
        "another broadcast": "/admin/broadcasts/new",
        "another channel": "/admin/channels/new",
        "questions in": f"/b/{show}/import",
        "tickets in": "/tickets/import",
        "practice": "/practice",
        "report": f"/b/{show}/report",
        "index": "/",
    }


def written(house: House) -> list[str]:
    """What the centre's lists say, the longest first."""

    def words(value: object) -> Iterator[str]:
        if isinstance(value, str):
            yield value
        elif isinstance(value, Mapping):
            yield from words(list(value.values()))
        elif isinstance(value, list | tuple):
            for one in value:
                yield from words(one)

    with house.store.read() as connection:
        told = [" ".join(text.split()) for of_all in TEXTS.values() for text in (of_all, look(of_all))]
        return sorted(
            [HEAD, *told, *(f"{{{name}}}" for name in PLACEHOLDERS), *words(lists.items_of_all(connection))],
            key=len,
            reverse=True,
        )


def ours(text: str, content: list[str]) -> str:
    """What is left of a text without what the centre wrote and what is typed in a terminal."""
    for words in content:
        text = text.replace(words, "")
    return COMMAND.sub("", text)


@pytest.mark.parametrize(("language", "foreign"), [("en", OURS), ("ru", THEIRS)])
def test_a_page_speaks_one_language(house: House, language: str, foreign: re.Pattern[str]) -> None:
    client = house.app.test_client()
    house.let_in(client, house.key(None, "admin", "producer", "moderator", "coordinator"))
    strange, content = {}, written(house)
    for name, address in addresses(house).items():
        page = client.get(address, query_string={"lang": language}, headers=HTML)
        assert page.status_code == 200, (name, page.status_code)
        texts = [ours(text, content) for text in Visible(page.text).texts if text not in OWN_NAMES]
        assert len(texts) > 10, name
        strange[name] = [text for text in texts if foreign.search(text)]
    assert {name: texts for name, texts in strange.items() if texts} == {}
