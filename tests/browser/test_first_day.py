"""The first day: from an empty database to a question on a prompter, in a browser alone, by the order of first steps.

Then the second show, made like the first one and aired by the same people.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import serious_in_both_themes
from tests.support.backends import EMBEDDED, Backends
from tests.support.browser import Complaints, lent
from tests.support.server import Server

PASSWORD = "четыре разных слова"
SIZES = ((1440, 900), (768, 1024), (360, 740))


@pytest.fixture
def empty(backends: Backends, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Nobody has been here yet."""
    folder = tmp_path_factory.mktemp("first")
    with backends.installation(EMBEDDED, folder) as installation, Server(installation).start() as running:
        yield running


class Office:
    """Somebody at a browser who counts what has to be typed."""

    def __init__(self, server: Server, page: Page) -> None:
        self.url, self.page, self.typed = server.url, page, 0

    def fill(self, label: str, text: str, *, exact: bool = False) -> None:
        self.page.get_by_label(label, exact=exact).first.fill(text)
        self.typed += 1

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def step(self, name: str) -> None:
        """From the list of steps to the page of one."""
        self.page.goto(f"{self.url}/admin/start")
        self.page.get_by_role("link", name=f"Перейти: {name}").click()

    def done(self, *steps: str) -> None:
        self.page.goto(f"{self.url}/admin/start")
        for step in steps:
            expect(self.page.locator(f"#{step}.done"), step).to_be_visible()


def soon(days: int) -> str:
    return f"{datetime.now(UTC) + timedelta(days=days):%Y-%m-%d}T12:00"


def test_the_first_day_and_the_second_show(empty: Server, browser: Browser, capfd: pytest.CaptureFixture[str]) -> None:
    code = next(line.rpartition(" ")[2] for line in empty.program.log_end().splitlines() if "the code:" in line)
    began = time.monotonic()
    with Complaints().heard_in(
        lent(browser, reduced_motion="reduce", viewport={"width": 1440, "height": 900})
    ) as opened:
        olga = Office(empty, opened.new_page())
        _administrator(olga, code)
        _centre(olga)
        _shows(olga)
        link = _crew(olga)
        slug = _opened(olga)
        _trial(olga, browser)
        olga.done("centre", "hours", "departments", "settlements", "topics", "standing", "show", "crew", "trial")
        for width, height in SIZES:
            olga.page.set_viewport_size({"width": width, "height": height})
            assert serious_in_both_themes(olga.page) == {}
            assert olga.page.evaluate("document.documentElement.scrollWidth") <= width
        olga.page.set_viewport_size({"width": 1440, "height": 900})
        seconds, typed = time.monotonic() - began, olga.typed
        second = _second_show(olga, slug)
        _air(opened.new_page(), olga.url, link, second)
    with capfd.disabled():
        print(f"\nfirst day: {seconds:.0f} s by script, {typed} fields")


def _administrator(olga: Office, code: str) -> None:
    olga.page.goto(f"{olga.url}/first")
    for label, text in (("Код из терминала", code), ("Логин", "olga"), ("Ваше имя", "Ольга"), ("Пароль", PASSWORD)):
        olga.fill(label, text)
    olga.fill("Ещё раз", PASSWORD)
    olga.press("Начать")
    olga.page.wait_for_url(f"{olga.url}/admin/start")


def _centre(olga: Office) -> None:
    olga.step("Название центра и его часы")
    olga.fill("Как называется центр", "Центр управления районом")
    olga.fill("Часовой пояс", "Europe/Samara")
    olga.press("Сохранить")
    olga.step("Рабочие часы и выходные")
    olga.press("Сохранить")
    olga.step("Ведомства, и кто за каждое отвечает")
    olga.page.get_by_text("Добавить списком").click()
    olga.fill(
        "По ведомству в строке", "Отдел ЖКХ; gkh@example.org; Пётр Сергеев\nОтдел дорог; roads@example.org; Анна Орлова"
    )
    olga.page.locator("button[value=paste]").click()
    olga.step("Населённые пункты")
    olga.fill("По одному в строке", "Сосновка\nБерёзовка\nКаменка")
    olga.press("Сохранить")
    olga.step("Темы, у каждой своё ведомство")
    olga.page.get_by_text("Ведомства списком").click()
    topics = [one.input_value() for one in olga.page.locator("input[name=name]").all()]
    olga.fill("По теме в строке", "\n".join(f"{name}; Отдел ЖКХ" for name in topics if name))
    olga.press("Заполнить ведомства")
    olga.press("Сохранить")


def _shows(olga: Office) -> None:
    olga.step("Постоянная линия")
    olga.fill("Название", "Между эфирами")
    olga.press("Создать")
    olga.step("Первый эфир")
    olga.fill("Название", "Прямая линия с главой района")
    olga.fill("Кто отвечает", "Глава района")
    olga.fill("Начало по часам эфира", soon(7))
    olga.page.get_by_label("Куда идут вопросы, пришедшие после эфира").select_option(label="Между эфирами")
    olga.press("Создать")


def _opened(olga: Office) -> str:
    """The show takes questions; its slug."""
    olga.page.goto(f"{olga.url}/admin/broadcasts")
    olga.page.get_by_role("link", name="Прямая линия с главой района", exact=True).click()
    olga.press("Начать приём")
    expect(olga.page.get_by_role("button", name="Начать приём", exact=True)).to_have_count(0)
    return olga.page.url.split("?")[0].rpartition("/")[2]


def _crew(olga: Office) -> str:
    """Somebody is invited who is moderator and producer; her link."""
    olga.step("Люди: хотя бы модератор и режиссёр")
    olga.page.locator("summary").first.click()
    olga.fill("Имя, как его видят другие", "Мария Сергеевна")
    olga.fill("Логин", "masha", exact=True)
    olga.page.get_by_label("Модератор").check()
    olga.page.get_by_label("Режиссёр").check()
    olga.typed += 2
    olga.press("Добавить")
    return olga.page.locator(".made input").input_value()


def _trial(olga: Office, browser: Browser) -> None:
    """The code is pointed at by a phone: the trial question stands on its prompter."""
    olga.page.goto(f"{olga.url}/admin/start")
    olga.press("Послать пробный вопрос")
    expect(olga.page.get_by_alt_text("QR-код суфлёра")).to_be_visible()
    address = olga.page.get_by_role("link", name="Открыть суфлёр здесь").get_attribute("href")
    assert address
    with lent(browser, reduced_motion="reduce", viewport={"width": 390, "height": 844}) as phone:
        prompter = phone.new_page()
        prompter.goto(address)
        expect(prompter.get_by_text("Пробный вопрос. Если вы читаете его на суфлёре")).to_be_visible()
    olga.press("Вопрос виден: удалить его")
    expect(olga.page.get_by_text("Пробный вопрос убран.")).to_be_visible()


def _second_show(olga: Office, first: str) -> str:
    """Made like the first one, and open; its slug."""
    olga.page.goto(f"{olga.url}/admin/broadcasts/{first}")
    olga.page.get_by_role("link", name="Создать похожий").click()
    olga.fill("Название", "Прямая линия, второй выпуск")
    olga.fill("Начало по часам эфира", soon(14))
    olga.press("Создать")
    olga.press("Начать приём")
    expect(olga.page.get_by_role("button", name="Начать приём", exact=True)).to_have_count(0)
    return olga.page.url.split("?")[0].rpartition("/")[2]


def _air(page: Page, url: str, link: str, slug: str) -> None:
    """Who was invited on the first day begins by her link, and takes the second show to air."""
    page.goto(link)
    page.get_by_label("Новый пароль").fill(PASSWORD)
    page.get_by_label("Ещё раз").fill(PASSWORD)
    page.get_by_role("button", name="Сохранить и войти").click()
    page.wait_for_url(f"{url}/")
    page.goto(f"{url}/b/{slug}/rundown")
    page.get_by_role("button", name="Начать эфир…").click()
    page.get_by_role("dialog").get_by_role("button", name="Начать эфир", exact=True).click()
    expect(page.get_by_role("button", name="Завершить эфир…")).to_be_visible()
