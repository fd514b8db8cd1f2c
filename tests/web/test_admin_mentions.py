"""A source that only reads as an administrator keeps it, and the pages of what stays hidden."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

import pytest

from tests.support.stubs.news import News
from tests.web.administrator import HTML, Administrator
from tests.web.house import House, csrf


@pytest.fixture(scope="module")
def olga(house: House) -> Administrator:
    return Administrator(house)


@pytest.fixture
def site() -> Iterator[News]:
    with News() as stub:
        yield stub


def test_what_is_listed_is_typed_line_by_line_and_kept_so(olga: Administrator) -> None:
    view = olga.added("vk_watch", token="service-token-1", words="Сосновка вода\r\n\r\nСосновка дорога,\r\n", place="")
    assert view.settings["words"] == "Сосновка вода, Сосновка дорога"
    assert "Сосновка вода\nСосновка дорога</textarea>" in html.unescape(olga.get(f"/{view.id}"))
    assert "service-token-1" not in olga.get(f"/{view.id}")


def test_a_source_has_no_address_that_a_network_would_be_told(olga: Administrator) -> None:
    page = olga.get(f"/{olga.added('news', address='https://news.example/feed.xml').id}")
    assert "/hooks/" not in page and "Где площадка его находит" not in page


@pytest.mark.parametrize("address", ["news.example/feed.xml", "ftp://news.example/", "http://169.254.169.254/feed"])
def test_a_feeds_address_must_be_one_that_may_be_reached(olga: Administrator, address: str) -> None:
    assert olga.add("news", **{"set-address": address}).status_code == 400


def test_a_feed_is_tested_by_one_button_with_one_line(olga: Administrator, site: News) -> None:
    site.publish(("a1", "Мост закрыт"))
    view = olga.added("news", address=site.url)
    assert "Лента читается." in olga.press(view, "test").text
    site.document = b"<html></html>"
    assert "не лента (RSS или Atom)" in olga.press(view, "test").text


def test_an_author_is_hidden_and_shown_again_on_their_page(olga: Administrator) -> None:
    def page() -> str:
        return html.unescape(olga.client.get("/admin/mentions", headers=HTML).text)

    def post(path: str, **fields: str) -> int:
        body = {"csrf_token": csrf(page()), **fields}
        return olga.client.post(f"/admin/mentions{path}", data=body, headers=HTML).status_code

    assert post("", author="https://vk.com/club660066") == 303
    found = re.search(r'id="author-(\d+)"', page())
    assert found and "ВКонтакте" in page()
    assert post("", author="vk:-660066") == 409 and post("", author="кто-то") == 400
    assert post(f"/{found[1]}") == 303 and post(f"/{found[1]}") == 404
    assert "Никто не скрыт" in page()


def test_hidden_words_can_be_tried_on_a_text(olga: Administrator) -> None:
    page = olga.client.get("/admin/lists/hidden_words", headers=HTML).text
    body = {"csrf_token": csrf(page), "version": "0", "lines": "продам гараж\nреклам*", "do": "try"}
    answer = olga.client.post("/admin/lists/hidden_words", data={**body, "sample": "Срочно продам гараж"}, headers=HTML)
    assert answer.status_code == 200 and ">продам гараж</span>" in answer.text
