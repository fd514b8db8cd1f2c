"""The second factor in a browser: a phone is set up, a passkey added, and both sign in; how the pages look."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pyotp
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.axe import serious_in_both_themes
from tests.support.browser import lent
from tests.support.server import Installation, Server

PASSWORD = "верный длинный пароль"
SIZES = ((1440, 900), (360, 740))
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
"""A device of Chromium's own making, whose holder has always just touched it."""


@pytest.fixture(scope="module")
def server(embedded: Installation) -> Iterator[Server]:
    embedded.user("olga", PASSWORD, "admin")
    with Server(embedded, LIVE_SECOND_FACTOR="admin").start() as running:
        # Passkeys are for names, not for bare addresses.
        running.url = running.url.replace("127.0.0.1", "localhost")
        yield running


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with lent(browser, reduced_motion="reduce") as opened:
        yield opened


def looks_right(page: Page) -> None:
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        assert serious_in_both_themes(page) == {}
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.set_viewport_size({"width": 1440, "height": 900})


def password(server: Server, page: Page) -> None:
    page.goto(f"{server.url}/login")
    page.get_by_label("Логин").fill("olga")
    page.get_by_label("Пароль").fill(PASSWORD)
    page.get_by_role("button", name="Войти", exact=True).click()


def test_a_phone_and_a_passkey_are_set_up_and_sign_in(server: Server, context: BrowserContext) -> None:
    page = context.new_page()
    password(server, page)
    expect(page.get_by_role("alert")).to_contain_text("Для вашей роли нужен второй фактор")
    looks_right(page)
    page.get_by_role("button", name="Настроить коды").click()
    secret = re.sub(r"\s", "", page.locator("code.key").inner_text())
    looks_right(page)
    page.get_by_label("Код", exact=True).fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name="Включить коды").click()
    expect(page.get_by_role("heading", name="Резервные коды: распечатайте")).to_be_visible()
    paper = page.locator(".codes code").all_inner_texts()
    assert len(paper) == 10
    looks_right(page)
    page.get_by_role("link", name="Коды сохранены").click()

    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    page.get_by_label("Название").fill("Рабочий ноутбук")
    page.get_by_role("button", name="Добавить ключ доступа").click()
    expect(page.get_by_role("status")).to_contain_text("Ключ доступа добавлен")
    looks_right(page)

    page.goto(f"{server.url}/account/confirm?next=/admin/people")
    looks_right(page)
    page.get_by_role("button", name="Подтвердить ключом доступа").click()
    page.wait_for_url(f"{server.url}/admin/people")

    page.get_by_role("button", name="Выйти").click()
    page.wait_for_url(f"{server.url}/login")
    looks_right(page)
    page.get_by_role("button", name="Войти с ключом доступа").click()
    page.wait_for_url(f"{server.url}/")

    page.get_by_role("button", name="Выйти").click()
    page.wait_for_url(f"{server.url}/login")
    password(server, page)
    expect(page.get_by_role("heading", name="Второй шаг входа")).to_be_visible()
    looks_right(page)
    page.get_by_label("Код с телефона").fill("0000-0000-0000")
    page.get_by_role("button", name="Войти", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Код неверный или уже использован")
    page.get_by_label("Код с телефона").fill(paper[4])
    page.get_by_role("button", name="Войти", exact=True).click()
    page.wait_for_url(f"{server.url}/")
    page.goto(f"{server.url}/account")
    expect(page.get_by_text("Осталось 9 резервных кодов.")).to_be_visible()
    looks_right(page)
