"""The administrator's lists in a browser: with a script and without, on a phone, and what an open desk hears."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.support.browser import Complaints, lent
from tests.support.entrance import let_in
from tests.support.screen import Screen
from tests.support.server import Installation, Server


@dataclass(frozen=True)
class Office:
    """A server of its own, since its lists belong to the whole centre; a show, and a key of an administrator."""

    server: Server
    slug: str
    token: str

    def enter(self, context: BrowserContext, name: str) -> Page:
        page = context.new_page()
        let_in(context, self.server.installation, self.token, self.server.url)
        page.goto(f"{self.server.url}/admin/lists/{name}")
        return page


@pytest.fixture(scope="module")
def office(embedded: Installation) -> Iterator[Office]:
    with Server(embedded).start() as server:
        show = embedded.show()
        yield Office(server, show.slug, embedded.key(None, "admin"))


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with Complaints().heard_in(lent(browser)) as opened:
        yield opened


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    opened = lent(browser, java_script_enabled=False, viewport={"width": 360, "height": 740})
    yield opened
    opened.close()


def names(page: Page) -> list[str]:
    """The topics on the page, in their order."""
    return [field.input_value() for field in page.locator(".entries [name=name]").all()]


def save(page: Page) -> None:
    page.get_by_role("button", name="Сохранить").click()
    expect(page.locator(".state")).to_have_text("Сохранено.")


def begin_with(page: Page, *topics: str) -> None:
    """The list holds these topics alone."""
    page.evaluate(
        """names => {
             const form = document.getElementById("list");
             const entries = form.querySelector(".entries");
             entries.replaceChildren(...names.map((name) => {
               const row = document.getElementById("blank").content.cloneNode(true);
               row.querySelector("[name=name]").value = name;
               return row;
             }));
           }""",
        list(topics),
    )
    save(page)
    assert names(page) == [*topics, ""]


def test_settlements_are_pasted_on_a_phone_without_a_script(office: Office, phone: BrowserContext) -> None:
    page = office.enter(phone, "localities")
    page.locator("#lines").fill("Сосновка; пос. Сосновка\nЗаречье\nБольшие Ключищи")
    page.get_by_role("button", name="По алфавиту").click()
    expect(page.locator(".state")).to_have_text("Ещё не сохранено.")
    save(page)
    expect(page.locator("#lines")).to_have_value("Большие Ключищи\nЗаречье\nСосновка; пос. Сосновка")


def test_lines_are_moved_and_removed_without_a_script(office: Office, phone: BrowserContext) -> None:
    page = office.enter(phone, "topics")
    before = names(page)
    page.get_by_role("button", name=f"Ниже: {before[0]}").click()
    assert names(page)[:2] == [before[1], before[0]]
    page.get_by_role("button", name=f"Удалить: {before[2]}").click()
    assert names(page)[:3] == [before[1], before[0], before[3]]
    expect(page.locator(".state")).to_have_text("Ещё не сохранено.")


@pytest.mark.parametrize("name", ["topics", "localities", "reasons"])
def test_nothing_is_wider_than_a_phone(office: Office, browser: Browser, name: str) -> None:
    context = lent(browser, viewport={"width": 360, "height": 740})
    page = office.enter(context, name)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    context.close()


def test_lines_are_moved_by_buttons_and_keys_where_they_stand(office: Office, context: BrowserContext) -> None:
    page = office.enter(context, "topics")
    begin_with(page, "А", "Б", "В")
    page.get_by_role("button", name="Выше:").nth(2).click()
    assert names(page) == ["А", "В", "Б", ""]
    field = page.locator("[name=name]").nth(0)
    field.focus()
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.press("Alt+ArrowDown")
    assert names(page) == ["В", "Б", "А", ""]
    expect(page.locator("[name=name]").nth(2)).to_be_focused()
    save(page)
    assert names(page) == ["В", "Б", "А", ""]


def test_another_line_is_added_and_has_the_focus(office: Office, context: BrowserContext) -> None:
    page = office.enter(context, "topics")
    begin_with(page, "А")
    page.get_by_role("button", name="Ещё строка").click()
    page.keyboard.type("Я")
    assert names(page) == ["А", "", "Я"]
    save(page)
    assert names(page) == ["А", "Я", ""]


def test_a_removed_line_is_put_back_where_it_was(office: Office, context: BrowserContext) -> None:
    page = office.enter(context, "topics")
    begin_with(page, "А", "Б", "В")
    page.get_by_role("button", name="Удалить:").nth(1).click()
    assert names(page) == ["А", "В", ""]
    page.get_by_role("button", name="Вернуть").click()
    assert names(page) == ["А", "Б", "В", ""]


def test_marks_go_with_their_reasons(office: Office, context: BrowserContext) -> None:
    """A mark is sent by its place, which a move changes."""
    page = office.enter(context, "reasons")
    spam = page.locator(".entry").filter(has_text="Реклама, спам")
    spam.get_by_role("checkbox").uncheck()
    spam.get_by_role("button", name="Выше").click()
    save(page)
    expect(page.locator(".entry").nth(4)).to_contain_text("Реклама, спам")
    marks = [mark.is_checked() for mark in page.locator(".entry [name=shown][type=checkbox]").all()]
    assert marks == [True, True, True, True, False, True, True, True]


def test_leaving_with_changes_that_are_not_saved_asks_first(office: Office, context: BrowserContext) -> None:
    page = office.enter(context, "localities")
    page.on("dialog", lambda dialog: dialog.dismiss())
    page.locator("#lines").press_sequentially("Ольховка ")
    expect(page.locator(".state")).to_have_text("Изменения не сохранены.")
    with page.expect_event("dialog") as asked:
        page.get_by_role("link", name="Темы").click(no_wait_after=True)
    assert asked.value.type == "beforeunload"
    assert page.url.endswith("/localities") and "Ольховка" in page.locator("#lines").input_value()


def test_a_page_without_changes_is_left_without_a_word(office: Office, context: BrowserContext) -> None:
    page = office.enter(context, "localities")
    asked: list[object] = []
    page.on("dialog", lambda dialog: asked.append(dialog))
    page.locator("#lines").focus()
    page.get_by_role("link", name="Темы").click()
    page.wait_for_url("**/topics")
    assert not asked


def test_an_open_desk_hears_of_a_new_list(office: Office, context: BrowserContext, join: Callable[..., Screen]) -> None:
    key = office.server.installation.key(office.slug, "moderator")
    desk = join(office.server, office.slug, "desk", key)
    page = office.enter(context, "topics")
    begin_with(page, "Колодцы")
    desk.wait_for(
        lambda s: s.mirror.lists["topics"] == [{"name": "Колодцы", "department": None}], "it has the new topics"
    )
