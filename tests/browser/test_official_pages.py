"""The register of official pages in a browser: kept by an administrator, read by anybody, framed by a site."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.axe import serious_in_both_themes
from tests.support.browser import Complaints, lent
from tests.support.entrance import let_in
from tests.support.server import Installation, Server
from tests.support.site import Site

pytestmark = pytest.mark.faults

SIZES = {"wide": (1440, 900), "phone": (360, 740)}
LONG = "Управление жилищно-коммунального хозяйства, благоустройства и дорожной деятельности Нижнереченского района"


@pytest.fixture(scope="module")
def centre(embedded: Installation) -> Iterator[Server]:
    with Server(embedded, LIVE_EMBED_ORIGINS="http://localhost:*").start() as server:
        embedded.show()
        yield server


@pytest.fixture(params=SIZES)
def olga(request: pytest.FixtureRequest, browser: Browser, centre: Server) -> Iterator[Page]:
    width, height = SIZES[request.param]
    size: ViewportSize = {"width": width, "height": height}
    with Complaints().heard_in(lent(browser, reduced_motion="reduce", viewport=size)) as context:
        let_in(context, centre.installation, centre.installation.key(None, "admin"), centre.url)
        yield context.new_page()


def seen(page: Page) -> None:
    assert serious_in_both_themes(page) == {}, page.url
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{page.url} is wider than the window"


def put(page: Page, address: str, body: str, official: str = "") -> None:
    if not page.get_by_label("Адрес страницы").is_visible():
        page.get_by_text("Добавить страницу").click()
    page.get_by_label("Адрес страницы").fill(address)
    page.get_by_label("Чья страница: орган, организация").fill(body)
    page.get_by_label("Должностное лицо, если страница его").fill(official)
    page.get_by_role("button", name="Добавить", exact=True).first.click()


def test_a_page_is_added_changed_read_by_everybody_and_taken_out(olga: Page, centre: Server) -> None:
    olga.goto(f"{centre.url}/admin/pages")
    seen(olga)
    put(olga, "https://m.vk.com/nizhnerechye?w=1", LONG, "Начальник управления")
    expect(olga.get_by_role("status")).to_have_text("Страница внесена в реестр.")
    seen(olga)
    olga.get_by_label("На странице стоит отметка государственной организации").check()
    olga.get_by_label("Кто отвечает").fill("Игорь")
    olga.get_by_role("button", name="Сохранить").click()
    expect(olga.get_by_role("status")).to_have_text("Сохранено.")
    olga.get_by_role("link", name="Все официальные страницы").click()
    expect(olga.locator(".person")).to_contain_text("с отметкой")
    seen(olga)
    olga.goto(f"{centre.url}/pages")
    seen(olga)
    expect(olga.get_by_role("link", name="vk.com/nizhnerechye")).to_have_attribute(
        "href", "https://vk.com/nizhnerechye"
    )
    expect(olga.locator("main")).not_to_contain_text("Игорь")
    olga.goto(f"{centre.url}/admin/pages")
    olga.locator(".person .who a").click()
    olga.get_by_role("button", name="Убрать страницу").click()
    expect(olga.locator(".empty")).to_contain_text("пока нет страниц")


@pytest.mark.parametrize("script", [True, False], ids=["with a script", "without a script"])
def test_an_official_site_holds_the_list_in_a_page_of_its_own(browser: Browser, centre: Server, script: bool) -> None:
    token = centre.installation.key(None, "admin")
    with Complaints().heard_in(lent(browser, java_script_enabled=script)) as context:
        let_in(context, centre.installation, token, centre.url)
        page = context.new_page()
        page.goto(f"{centre.url}/admin/pages")
        if "ok.ru/voda" not in page.content():
            put(page, "ok.ru/voda", "Водоканал")
            page.goto(f"{centre.url}/admin/pages")
        page.get_by_text("На официальных сайтах").click()
        line = page.locator("code.wrap").inner_text()
        site = f"<!doctype html><title>Район</title>{line}".encode()
        with Site({"/": ("text/html; charset=utf-8", site)}, "localhost") as official:
            other = lent(browser, java_script_enabled=script, viewport={"width": 400, "height": 1000})
            held = other.new_page()
            held.goto(official.url + "/")
            frame = held.frame_locator("iframe")
            expect(frame.get_by_role("heading", name="Официальные страницы")).to_be_visible()
            expect(frame.get_by_role("link", name="ok.ru/voda")).to_be_visible()
            assert other.cookies() == []
            other.close()
        with Site({"/": ("text/html; charset=utf-8", site)}, "127.0.0.1") as stranger:
            held = lent(browser).new_page()
            held.goto(stranger.url + "/")
            assert [one.url for one in held.frames[1:]] == ["chrome-error://chromewebdata/"], "no other site shows it"
            held.context.close()
