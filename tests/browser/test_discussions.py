"""A discussion from its opening to its outcome: led by one, written to by a resident, marked by a moderator."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.axe import serious_in_both_themes
from tests.support.browser import Complaints, lent
from tests.support.entrance import let_in
from tests.support.server import Installation, Server

pytestmark = pytest.mark.faults

PICTURES = os.environ.get("LIVE_PICTURES_OF_DISCUSSIONS")
SIZES = {"wide": (1440, 900), "phone": (360, 740)}
LONG = "Парк с прудом, лодочной станцией и детской площадкой в каждом из двенадцати сёл за рекой Студёной. " * 30


@pytest.fixture(scope="module")
def council(embedded: Installation) -> Iterator[tuple[Server, str]]:
    with Server(embedded).start() as server:
        yield server, embedded.show().slug


@contextmanager
def device(browser: Browser, server: Server, size: str, *roles: str) -> Iterator[Page]:
    width, height = SIZES[size]
    window: ViewportSize = {"width": width, "height": height}
    with Complaints(console=False).heard_in(lent(browser, reduced_motion="reduce", viewport=window)) as context:
        if roles:
            let_in(context, server.installation, server.installation.key(None, *roles), server.url)
        yield context.new_page()


def seen(page: Page, name: str) -> None:
    assert serious_in_both_themes(page) == {}, page.url
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{page.url} is wider than the window"
    if PICTURES:
        width = (page.viewport_size or {"width": 0})["width"]
        page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=True)


@pytest.mark.parametrize("size", SIZES)
def test_a_matter_is_discussed_and_whoever_wrote_reads_what_came_of_it(
    browser: Browser, council: tuple[Server, str], size: str
) -> None:
    server, slug = council
    with ExitStack() as stack:
        olga = stack.enter_context(device(browser, server, size, "coordinator"))
        guest = stack.enter_context(device(browser, server, size))
        vera = stack.enter_context(device(browser, server, size, "moderator", "coordinator"))
        olga.goto(f"{server.url}/discussions/new")
        seen(olga, "new")
        olga.get_by_label("Что обсуждается").fill(f"Новый парк: каким ему быть ({size})")
        olga.get_by_role("textbox", name="Текст").fill(LONG[:3900])
        olga.get_by_label("Куда приходит форма").select_option(slug)
        olga.get_by_role("button", name="Открыть обсуждение").click()
        expect(olga.get_by_role("status")).to_contain_text("Обсуждение открыто")
        seen(olga, "empty")
        address = olga.url.partition("?")[0]
        number = address.rpartition("/")[2]

        guest.goto(f"{server.url}/discuss/{number}")
        seen(guest, "open")
        guest.get_by_role("link", name="Написать", exact=True).click()
        guest.get_by_label("Ваше предложение").fill("Поставьте фонтан и скамейки.")
        guest.locator("#consent").check()
        seen(guest, "form")
        guest.get_by_role("button", name="Отправить").click()
        expect(guest.get_by_role("heading", level=1)).to_be_visible()

        vera.goto(address)
        vera.get_by_role("button", name="за", exact=True).click()
        expect(vera.get_by_role("button", name="за", exact=True)).to_have_attribute("aria-pressed", "true")
        vera.get_by_role("button", name="учтено", exact=True).click()
        expect(vera.get_by_role("button", name="учтено", exact=True)).to_have_attribute("aria-pressed", "true")
        seen(vera, "marked")

        olga.goto(address)
        olga.get_by_role("button", name="Закрыть: больше не собирать").click()
        expect(olga.get_by_label("Учтено", exact=True)).to_be_visible()
        seen(olga, "closed")
        olga.get_by_label("Учтено", exact=True).fill("Будет фонтан.")
        olga.get_by_label("Не учтено и почему").fill("Скамейки поставят весной: сейчас нет денег.")
        olga.get_by_role("button", name="Сообщить всем, кто написал").click()
        expect(olga.get_by_role("link", name="Опубликовать итоги")).to_be_visible()
        seen(olga, "concluded")
        guest.goto(f"{server.url}/discuss/{number}")
        expect(guest.locator("main")).to_contain_text("Будет фонтан.")
        seen(guest, "outcome")
        olga.goto(f"{server.url}/discussions")
        seen(olga, "all")
