"""Help inside: docs/ is there as pages, leads on and is found; each page of the product leads to its place in it."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

import pytest
from werkzeug.test import Client, TestResponse

from live.domain.people import OF_PROGRAMS, Role
from live.web.help import book, places, search
from live.web.labels import LISTS
from live.web.languages import messages
from tests.support.server import ROOT
from tests.web.house import House

PAGES = book.pages()
FOR_USERS = sorted(name for name, page in PAGES.items() if page.is_for_users)
DEVELOPERS = {
    *("adding", "architecture", "browser", "channels/new", "glossary"),
    *("operation", "performance", "protocol", "reliability", "security"),
}
"""In English; so are decisions/."""

ROLES = {
    "moderator": "moderator",
    "screener": "screener",
    "producer": "producer",
    "presenter": "presenter",
    "head": "head",
    "gallery": "gallery",
    "coordinator": "coordinator",
    "executor": "department",
    "admin": "administrator",
}
"""Role → the page that somebody who has it reads first."""


class Read(HTMLParser):
    """What a page has: the ids in it, and where its links and pictures lead."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.pictures: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("id"):
            self.ids.append(given["id"] or "")
        if tag == "a" and given.get("href"):
            self.links.append(given["href"] or "")
        if tag == "img":
            self.pictures.append(given["src"] or "")


@pytest.fixture
def stranger(house: House) -> Client:
    return house.device()


def entered(house: House) -> Client:
    client = house.device()
    house.let_in(client, house.key(None, Role.ADMIN, screen="admin"))
    return client


@pytest.fixture
def administrator(house: House) -> Client:
    return entered(house)


def got(client: Client, address: str) -> TestResponse:
    parts = urlsplit(address)
    return client.get(unquote(parts.path) + (f"?{parts.query}" if parts.query else ""))


def leads_somewhere(client: Client, address: str) -> bool:
    """Whether the page is there, and on it the place that the address names."""
    answer = got(client, address)
    anchor = unquote(urlsplit(address).fragment)
    return answer.status_code == 200 and (not anchor or anchor in Read(answer.text).ids)


def of_help(links: list[str]) -> list[str]:
    return [link for link in links if link.startswith("/help")]


def test_the_pages_for_users_are_those_in_russian() -> None:
    others = {name for name in PAGES if name not in FOR_USERS and not name.startswith("decisions")}
    assert others == DEVELOPERS


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_pages_links_and_pictures_lead_somewhere(house: House, administrator: Client, name: str) -> None:
    article = Read(str(PAGES[name].html))
    for link in article.links:
        if link.startswith("#"):
            assert unquote(link[1:]) in article.ids, link
        elif not link.startswith(book.OUTSIDE):
            assert leads_somewhere(administrator, link), link
    for picture in article.pictures:
        assert got(administrator, picture).mimetype == "image/png", picture
    assert sorted(set(article.ids)) == sorted(article.ids)


def linked_from(*names: str) -> set[str]:
    return {link.partition("#")[0] for name in names for link in Read(str(PAGES[name].html)).links}


def test_the_index_leads_to_every_page_for_users_and_some_page_to_each_other() -> None:
    first = linked_from(book.INDEX, "channels") | {PAGES[book.INDEX].address}
    assert {PAGES[name].address for name in FOR_USERS} - first == set()
    assert {page.address for page in PAGES.values()} - first - linked_from(*PAGES) == set()


@pytest.mark.parametrize(("role", "page"), ROLES.items())
def test_the_index_has_the_page_of_each_role(role: str, page: str) -> None:
    assert PAGES[page].address in Read(str(PAGES[book.INDEX].html)).links, role


@pytest.mark.parametrize("name", FOR_USERS)
def test_a_page_for_users_is_for_everybody(stranger: Client, name: str) -> None:
    answer = got(stranger, PAGES[name].address)
    assert answer.status_code == 200 and PAGES[name].title in answer.text


@pytest.mark.parametrize("name", ["security", "operation", "decisions"])
def test_a_page_for_the_servers_administrator_is_for_no_stranger(
    stranger: Client, administrator: Client, name: str
) -> None:
    assert got(stranger, f"/help/server/{name}").status_code == 401
    assert got(stranger, f"/help/{name}").status_code == 404
    assert got(administrator, f"/help/server/{name}").status_code == 200


@pytest.mark.parametrize(
    "name", ["no-such-page", "../README", "screenshots/../../README.md", "%2e%2e/app", "moderator.md"]
)
def test_what_is_no_page_is_not_there(stranger: Client, name: str) -> None:
    assert stranger.get(f"/help/{name}").status_code == 404


def test_a_pages_own_html_is_shown_as_text() -> None:
    page = book.Page("made-up", "# Проба\n\n<script>alert(1)</script> и [ссылка](javascript:alert(1))\n")
    assert "<script" not in page.html and 'href="javascript' not in page.html


def test_a_heading_that_stands_twice_has_two_addresses() -> None:
    page = book.Page("made-up", "# Проба\n\n## Что дальше?\n\n## Что дальше?\n")
    assert [one.anchor for one in page.headings] == ["проба", "что-дальше", "что-дальше-1"]


# What leads to it


@pytest.mark.parametrize("place", sorted(set(places.PLACES.values()) | {places.OTHERWISE, places.ADMINISTRATION}))
def test_a_place_is_a_page_and_a_heading_of_it(stranger: Client, place: places.Place) -> None:
    assert leads_somewhere(stranger, book.address_of(*place))


def test_every_place_is_some_pages(house: House) -> None:
    known = {f"admin/{name}" for name in LISTS} | set(house.app.view_functions) | set(house.app.blueprints)
    assert set(places.PLACES) - known == set()


def test_each_list_has_a_place_of_its_own() -> None:
    assert {f"admin/{name}" for name in LISTS} <= set(places.PLACES)


def test_every_page_of_the_administration_leads_to_its_help(house: House, administrator: Client) -> None:
    seen: dict[str, str] = {}
    rules = [rule for rule in house.app.url_map.iter_rules() if rule.rule.startswith("/admin") and not rule.arguments]
    paths = [rule.rule for rule in rules if "GET" in (rule.methods or ())] + [f"/admin/lists/{name}" for name in LISTS]
    for path in paths:
        answer = administrator.get(path, follow_redirects=True)
        if answer.mimetype == "text/html":
            [seen[path]] = [link for link in of_help(Read(answer.text).links) if link != "/help"]
    assert len(seen) > 15
    for path, link in seen.items():
        assert leads_somewhere(administrator, link), (path, link)


@pytest.mark.parametrize("screen", ["desk", "calls", "rundown", "prompter", "head", "tickets"])
def test_every_screen_leads_to_its_help(house: House, screen: str) -> None:
    client, show = house.device(), house.show("open")
    house.let_in(client, house.key(None, Role.ADMIN, screen=screen))
    page = client.get("/tickets" if screen == "tickets" else f"/b/{show}/{screen}").text
    [link] = re.findall(r'data-help="([^"]+)"', page)
    assert link != "/help" and leads_somewhere(client, link)


def test_whoever_comes_to_sign_in_to_ask_or_to_follow_is_led_to_the_residents_page(house: House) -> None:
    show = house.show("open")
    for path in ("/login", "/track", f"/b/{show}/ask"):
        client = house.device()
        [link] = of_help(Read(client.get(path).text).links)
        assert link.startswith("/help/resident") and leads_somewhere(client, link)


def test_a_place_that_is_gone_leads_to_the_index_and_breaks_nothing() -> None:
    assert places._address(("moderator", "Такого заголовка нет")) == "/help"


# Search


def found(client: Client, query: str) -> list[str]:
    """Where the found places are."""
    page = client.get("/help", query_string={"q": query}).text
    results = page.partition('class="stack results"')[2].partition("</section>")[0]
    return of_help(Read(results).links)


@pytest.mark.parametrize("query", ["репетиция", "репетицию", "РЕПЕТИЦИЕЙ", "репети"])
def test_a_word_is_found_in_any_form_and_while_it_is_typed(stranger: Client, query: str) -> None:
    assert "/help/producer#репетиция" in found(stranger, query)


def test_a_heading_that_says_it_stands_first(stranger: Client) -> None:
    assert found(stranger, "второй фактор")[0] == "/help/second-factor"


def test_all_words_have_to_be_there(stranger: Client) -> None:
    both = set(found(stranger, "титр vmix"))
    assert both and both <= set(found(stranger, "vmix"))
    assert found(stranger, "титр бегемот") == []


def test_a_question_is_found_by_the_words_that_tell_something(stranger: Client) -> None:
    assert {"/help/producer#нет-связи", "/help/moderator#нет-связи"} <= set(
        found(stranger, "что делать, если нет связи?")
    )


def test_every_found_place_is_there(stranger: Client) -> None:
    links = found(stranger, "вопрос")
    assert len(links) == search.MOST_FOUND
    assert all(leads_somewhere(stranger, link) for link in links)


def test_the_words_that_were_found_are_marked_in_the_text(stranger: Client) -> None:
    assert re.search(r"<mark>выдуманн\w+</mark>|<mark>учебн\w+</mark>", stranger.get("/help?q=учебный вопрос").text)


def test_a_query_is_shown_as_text(stranger: Client) -> None:
    page = stranger.get("/help", query_string={"q": '"><script>alert(1)</script>'}).text
    assert "<script>alert" not in page


def test_strangers_find_nothing_of_what_they_may_not_read(stranger: Client, administrator: Client) -> None:
    assert not [link for link in found(stranger, "understudy") if link.startswith("/help/server")]
    assert [link for link in found(administrator, "understudy") if link.startswith("/help/server")]


@pytest.mark.parametrize("query", ["", "   ", "…", "а" * 5000, "\0вода"])
def test_an_odd_query_is_no_fault(stranger: Client, query: str) -> None:
    assert stranger.get("/help", query_string={"q": query}).status_code in (200, 400)


# What the pages say


QUOTED = re.compile(r"«([А-ЯЁ][^«»]+)»")
NEW = ("administrator", "first-show", "standing", "coordinator", "resident", "personal-data", "upgrade", "fairness")
SAID_ELSEWHERE = {"Эфиры", "Победа", "Заря"}
"""A page of the administration that has its own branch of work, and names of villages."""


@pytest.mark.parametrize("name", NEW)
def test_what_a_page_quotes_stands_on_a_screen_or_is_a_page_of_help(name: str, catalogue: set[str]) -> None:
    titles = {heading.title for page in PAGES.values() for heading in page.headings}
    quoted = set(QUOTED.findall((ROOT / f"docs/{name}.md").read_text("utf-8")))
    assert quoted - catalogue - titles - SAID_ELSEWHERE == set()


@pytest.fixture(scope="session")
def catalogue() -> set[str]:
    plain = messages("ru").values()
    return {text[:1].upper() + text[1:] for text in plain} | {text.rstrip(".…") for text in plain}


def first_cells(name: str, heading: str) -> list[str]:
    """The first column of the table under a heading, without its own."""
    under = (ROOT / f"docs/{name}.md").read_text("utf-8").partition(f"## {heading}\n")[2].partition("\n## ")[0]
    return [row.split("|")[1].strip() for row in under.splitlines() if row.startswith("| ")][1:]


def test_the_administrators_page_tells_of_each_role_that_a_person_may_have() -> None:
    named = first_cells("administrator", "Люди и роли")
    assert sorted(named) == sorted(messages("ru")[role.value] for role in Role if role not in OF_PROGRAMS)


def test_the_residents_page_names_the_states_as_their_page_does(catalogue: set[str]) -> None:
    named = first_cells("resident", "Код вопроса")
    assert len(named) > 5 and set(named) <= catalogue
