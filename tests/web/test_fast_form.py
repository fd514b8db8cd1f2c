"""The quick way for the page of the residents' form gives what the route would, never behind what was written here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count

import pytest
from sqlalchemy import update
from werkzeug.test import TestResponse

from live.store.tables import broadcast
from tests.web.counted import Counted, counting
from tests.web.house import House

OPENED = re.compile(r'(?<=name="form" value=")[^"]+')
THROUGH_THE_ROUTE = {"Cookie": "a=b"}

NETWORKS = count(1)


@pytest.fixture
def route(each_house: House) -> Iterator[Counted]:
    with counting(each_house, "ask.form") as counted:
        yield counted


@pytest.fixture
def show(each_house: House) -> str:
    return each_house.show()


def page(house: House, slug: str, query: str = "", **headers: str) -> TestResponse:
    client = house.app.test_client(use_cookies=False)  # Else it sends those of its own alone.
    client.environ_base["REMOTE_ADDR"] = f"2001:db8:{next(NETWORKS):x}::1"
    return client.get(f"/b/{slug}/ask{query}", headers={"Accept": "text/html", **headers})


def opened(answer: TestResponse) -> str:
    found = OPENED.search(answer.text)
    assert found
    return found[0]


def alike(first: TestResponse, second: TestResponse) -> None:
    """But for the one thing that tells an opened form from another."""
    assert OPENED.sub("", first.text) == OPENED.sub("", second.text)
    its_own = {"X-Request-Id": "its own", "Content-Length": "its own"}
    assert (first.status, dict(first.headers) | its_own) == (second.status, dict(second.headers) | its_own)
    assert int(first.headers["Content-Length"]) == len(first.data)


@pytest.mark.parametrize("verbs", [(), ("open", "close_intake"), ("open", "air")], ids=["open", "closed", "on air"])
def test_both_ways_give_the_same_page(each_house: House, route: Counted, verbs: tuple[str, ...]) -> None:
    slug = each_house.show(*verbs)
    quick, made = page(each_house, slug), route.times
    through = page(each_house, slug, **THROUGH_THE_ROUTE)
    assert route.times == made + 1
    alike(quick, through)
    alike(page(each_house, slug), through)


@pytest.mark.parametrize("verbs", [("open", "air", "wrap"), ()], ids=["over", "unknown"])
def test_what_is_no_page_is_told_by_the_route(each_house: House, verbs: tuple[str, ...]) -> None:
    slug = each_house.show(*verbs) if verbs else "never"
    for headers in ({}, THROUGH_THE_ROUTE):
        assert page(each_house, slug, **headers).status_code == 404


def test_many_who_open_it_cost_one_page(each_house: House, show: str, route: Counted) -> None:
    pages = [page(each_house, show) for _ in range(20)]
    assert route.times < len(pages) / 2  # A second may pass in between, and more than one.
    assert len({opened(one) for one in pages}) == len(pages)


def test_each_opened_form_is_sent_as_its_own(each_house: House, show: str) -> None:
    forms = [opened(page(each_house, show)) for _ in range(2)]
    for form in (*forms, forms[0]):
        sent = each_house.device().post(f"/b/{show}/ask", data={"form": form, "text": "Где вода?", "consent": "yes"})
        assert sent.status_code == 303
    assert each_house.caller(show, "moderator").read("/questions")["total"] == 2


@pytest.mark.parametrize("query", ["?lang=en", "?discussion=1"])
def test_what_is_asked_for_in_the_address_comes_to_the_route(
    each_house: House, show: str, route: Counted, query: str
) -> None:
    page(each_house, show)
    before = route.times
    page(each_house, show, query)
    assert route.times == before + 1


def test_its_language_is_not_anothers(each_house: House, show: str) -> None:
    assert '<html lang="en"' in page(each_house, show, "?lang=en").text
    assert '<html lang="ru"' in page(each_house, show).text


def test_a_show_that_is_closed_takes_no_more_at_once(each_house: House, show: str) -> None:
    assert OPENED.search(page(each_house, show).text)
    each_house.move(show, "close_intake")
    assert not OPENED.search(page(each_house, show).text)


def test_other_words_of_the_form_stand_in_it_at_once(each_house: House, show: str) -> None:
    page(each_house, show)
    with each_house.store.write() as tx:
        tx.connection.execute(update(broadcast).where(broadcast.c.slug == show).values(greeting="Спрашивайте о воде."))
    assert "Спрашивайте о воде." in page(each_house, show).text
