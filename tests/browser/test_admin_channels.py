"""The channels' page in a browser: with a script and without, on a phone, with many channels of long names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import requests
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from live.admin.channels import new_key
from tests.browser.axe import serious_in_both_themes
from tests.support.browser import Complaints, lent
from tests.support.entrance import let_in
from tests.support.scale import grid
from tests.support.server import Server
from tests.support.stubs.vk import TOKEN, Vk

SIZES: dict[str, ViewportSize] = {"wide": {"width": 1440, "height": 900}, "phone": {"width": 360, "height": 740}}
LONG = "Официальная группа администрации муниципального образования «Сосновский район» и его сельских поселений"


@dataclass(frozen=True)
class Office:
    """A server, a show and a key of an administrator."""

    server: Server
    slug: str
    token: str

    def add(self, type_: str, title: str, **settings: str) -> int:
        """The number of a new channel."""
        fields = {"type": type_, "key": new_key(), "broadcast": self.slug, "title": title}
        fields |= {f"set-{name}": value for name, value in settings.items()}
        added = requests.post(
            f"{self.server.url}/admin/channels/new",
            data=fields,
            headers={"Authorization": f"Bearer {self.token}"},
            timeout=60,
        )
        assert added.status_code == 200, added.text
        return int(re.findall(r'action="/admin/channels/(\d+)"', added.text)[0])

    def enter(self, context: BrowserContext, path: str = "") -> Page:
        page = context.new_page()
        let_in(context, self.server.installation, self.token, self.server.url)
        page.goto(f"{self.server.url}/admin/channels{path}")
        return page


@pytest.fixture(scope="module")
def office(small_server: Server) -> Office:
    slug = small_server.installation.show().slug
    made = Office(small_server, slug, small_server.installation.key(None, "admin"))
    for number in range(30):
        type_ = ("vk", "ok", "max", "telegram", "phone", "form")[number % 6]
        made.add(type_, f"{LONG} {number}" if number % 7 == 0 else "" if number % 5 == 0 else f"Канал {number}")
    return made


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with Complaints().heard_in(lent(browser)) as opened:
        yield opened


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    opened = lent(browser, java_script_enabled=False, viewport=SIZES["phone"])
    yield opened
    opened.close()


@pytest.mark.parametrize("size", grid(SIZES, "wide"))
def test_axe_finds_nothing_serious_and_nothing_is_wider_than_the_screen(
    office: Office, browser: Browser, size: str
) -> None:
    channel = office.add("vk", LONG, secret="callback-secret", token=TOKEN)
    with lent(browser, viewport=SIZES[size], reduced_motion="reduce") as context:
        for path in ("", "/new?type=vk", f"/{channel}"):
            page = office.enter(context, path)
            assert serious_in_both_themes(page) == {}, path
            assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size]["width"], path
            page.close()


def test_the_answer_to_a_test_stands_where_it_was_asked_for(office: Office, context: BrowserContext) -> None:
    with Vk() as vk:
        channel = office.add("vk", "Группа", secret="callback-secret", token=TOKEN, group_id="456", host=vk.url)
        page = office.enter(context)
        line = page.locator(f"#channel-{channel}")
        line.get_by_role("button", name="Проверить").click()
        expect(line.locator(".told")).to_have_text("VK принимает токен.")
        assert page.url.endswith("/admin/channels")


def test_a_made_secret_is_copied_and_gone_after_a_reload(office: Office, context: BrowserContext) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = office.enter(context, "/new?type=telegram")
    page.get_by_label("Название для себя").fill("Бот")
    page.get_by_role("button", name="Добавить").click()
    made = page.locator("#made-secret")
    secret = made.input_value()
    page.locator(".made").get_by_role("button", name="Копировать").click()
    expect(page.locator(".made").get_by_role("button", name="Скопировано")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == secret
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Бот")
    expect(made).to_have_count(0)
    assert secret not in page.content()


def test_a_channel_is_added_moved_and_paused_on_a_phone_without_a_script(office: Office, phone: BrowserContext) -> None:
    page = office.enter(phone)
    page.get_by_role("link", name="Добавить канал").click()
    page.locator("a[href$='type=ok']").click()
    page.get_by_label("Название для себя").fill("Группа в ОК")
    page.get_by_role("button", name="Добавить").click()
    expect(page.locator(".state")).to_have_text("Добавлен.")
    page.get_by_role("button", name="Пауза").click()
    expect(page.locator(".bar .chip")).to_have_text("остановлен")
    page.get_by_role("button", name="Перевести").click()
    expect(page.locator(".state")).to_have_text("Переведено.")
    page.get_by_role("button", name="Проверить").click()
    expect(page.locator("#answer")).to_have_text("Только принимает: токена нет.")
