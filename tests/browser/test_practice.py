"""Each practice is played to its end by keyboard, by the keys that its strip teaches; and what may go wrong with it."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, ViewportSize, expect

from tests.browser.axe import serious_in_both_themes
from tests.browser.pupil import PASSWORD, Pupil, sign_in
from tests.support.backends import EMBEDDED, Backends
from tests.support.browser import Complaints, in_step, lent
from tests.support.server import Server

WIDE: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 360, "height": 740}

Person = Callable[..., BrowserContext]


@pytest.fixture
def person(small_server: Server, browser: Browser) -> Iterator[Person]:
    """A browser in which somebody with these roles, and no broadcast of their own, has signed in."""
    opened: list[BrowserContext] = []

    def enter(*roles: str) -> BrowserContext:
        login = f"u{uuid.uuid4().hex[:10]}"
        small_server.installation.user(login, PASSWORD, *roles)
        context = lent(browser, reduced_motion="reduce", viewport=WIDE)
        opened.append(context)
        page = context.new_page()
        sign_in(page, small_server.url, login)
        page.close()
        return context

    yield enter
    for context in opened:
        context.close()


def test_a_moderators_practice_by_keyboard(
    small_server: Server, person: Person, capfd: pytest.CaptureFixture[str]
) -> None:
    context = person("moderator")
    with Complaints().heard_in(context):
        pupil = Pupil(small_server, context)
        pupil.begin("Модератор")
        page = pupil.page

        def in_a_form(number: int, fill: Callable[[], object]) -> Callable[[], object]:
            def act() -> None:
                pupil.open(number)
                pupil.taught()
                fill()

            return act

        def reason() -> None:
            pupil.dialog()
            pupil.press("1", "Enter")

        def merged() -> None:
            pupil.dialog()
            field = page.get_by_label("Номер вопроса, который останется")
            field.focus()
            pupil.type("4")
            expect(page.locator("desk-into .preview")).not_to_be_empty()
            pupil.press("Enter")

        def tidied() -> None:
            expect(page.locator("desk-texts textarea")).to_be_focused()
            pupil.press("Control+A")
            pupil.type("Когда починят фонари на улице Речной?")
            pupil.press("Control+Enter")

        def noted() -> None:
            pupil.dialog()
            page.locator("dialog textarea").first.focus()
            pupil.type("Смета готова")
            pupil.press("Control+Enter")

        def named() -> None:
            pupil.dialog()
            pupil.type("Транспорт")
            pupil.press("Enter")

        def found() -> None:
            pupil.taught()
            pupil.type("колодец")
            expect(page.locator("desk-list .row")).to_have_count(1)
            pupil.press("Enter")
            page.wait_for_function("location.search.includes('open=1')")
            expect(page.locator("desk-pane")).to_contain_text("Колодец")
            pupil.press("s")

        def replied() -> None:
            pupil.press("f")
            expect(page.locator("#question-2")).to_be_visible()
            pupil.open(2)
            pupil.taught()
            pupil.dialog()
            pupil.type("Библиотека откроется в сентябре.")
            pupil.press("Control+Enter")

        def added() -> None:
            pupil.taught()
            pupil.dialog()
            page.locator("dialog textarea").first.focus()
            pupil.type("Будет ли каток?")
            pupil.press("Control+Enter")

        pupil.does("shortlist", in_a_form(10, lambda: None))
        pupil.does("decline", in_a_form(9, reason))
        pupil.does("undo", pupil.taught)
        pupil.does("merge", in_a_form(8, merged))
        pupil.does("edit", in_a_form(7, tidied))
        pupil.does("note", in_a_form(6, noted))
        pupil.does("topic", in_a_form(5, named))
        pupil.does("search", found)
        pupil.does("reply", replied)
        pupil.does("add", added)
        pupil.told("moderator", capfd)


def test_a_producers_practice_by_keyboard(
    small_server: Server, person: Person, capfd: pytest.CaptureFixture[str]
) -> None:
    context = person("producer")
    with Complaints().heard_in(context):
        pupil = Pupil(small_server, context)
        pupil.begin("Режиссёр")
        page = pupil.page

        def chosen(number: int) -> Callable[[], object]:
            def act() -> None:
                pupil.choose(number)
                pupil.taught()

            return act

        def when(ready: str) -> Callable[[], object]:
            def act() -> None:
                expect(page.get_by_role("button", name=ready, exact=ready[-2:] in (" V", " R"))).to_be_enabled()
                pupil.taught()

            return act

        def message() -> None:
            pupil.taught()
            pupil.type("Пять минут до конца")
            pupil.press("Enter")

        def button(name: str) -> Callable[[], object]:
            return lambda: page.get_by_role("button", name=name).press("Enter")

        def finished() -> None:
            button("Завершить эфир…")()
            pupil.dialog()
            pupil.press("Space")
            page.locator("dialog").get_by_role("button", name="Завершить эфир").press("Enter")

        pupil.does("top", chosen(3))
        pupil.does("take", when("В эфир V"))
        pupil.does("message", message)
        pupil.press("Escape")
        pupil.does("clear", when("Снять титр"))
        pupil.does("show", button("Показать титр"))
        pupil.does("answered", when("Ответ дан"))
        expect(page.get_by_role("button", name="В эфир V", exact=True)).to_be_enabled()
        pupil.does("chosen", chosen(4))
        pupil.does("back", when("В вёрстку R"))
        pupil.does("intake", button("Закрыть приём"))
        pupil.does("wrap", finished)
        pupil.told("producer", capfd)


def test_a_screeners_practice_by_keyboard(
    small_server: Server, person: Person, capfd: pytest.CaptureFixture[str]
) -> None:
    context = person("screener")
    with Complaints().heard_in(context):
        pupil = Pupil(small_server, context)
        pupil.begin("Редактор звонков")
        page = pupil.page

        def written() -> None:
            pupil.out_of_the_field()
            pupil.taught()
            pupil.in_a_field()
            page.locator("call-fields textarea[name=text]").focus()
            pupil.type("Когда починят мост?")

        def outside() -> None:
            pupil.out_of_the_field()
            pupil.taught()

        def warned() -> None:
            pupil.taught()
            pupil.dialog()
            pupil.type("Перебивает")
            pupil.press("Enter")

        def second() -> None:
            pupil.taught()
            expect(page.locator("call-card:focus, call-card :focus")).to_have_count(1)
            pupil.press("t")

        def ended() -> None:
            pupil.out_of_the_field()
            pupil.taught()
            pupil.dialog()
            page.get_by_role("radio", name="Да, в список «Перезвонить»").check()
            pupil.press("Enter")

        def closed() -> None:
            pupil.taught()
            pupil.dialog()
            pupil.press("Enter")

        pupil.does("take", pupil.taught)
        pupil.does("write", written)
        pupil.does("hold", outside)
        pupil.does("again", pupil.taught)
        pupil.out_of_the_field()
        pupil.does("warn", warned)
        pupil.does("hand", pupil.taught)
        pupil.does("second", second)
        pupil.does("end", ended)
        pupil.does("close", closed)
        pupil.does("reopen", pupil.taught)
        pupil.told("screener", capfd)


# What may go wrong


def test_opened_twice_it_is_one_practice(small_server: Server, person: Person) -> None:
    context = person("moderator")
    one = Pupil(small_server, context)
    one.begin("Модератор")
    other = context.new_page()
    other.goto(one.page.url)
    in_step(other)
    one.open(10)
    one.does("shortlist", one.taught)
    expect(other.locator("practice-strip [data-task=decline]")).to_be_visible()
    other.reload()
    expect(other.locator("practice-strip [data-task=decline]")).to_be_visible()


def test_begun_anew_elsewhere_the_first_window_says_so(small_server: Server, person: Person) -> None:
    context = person("producer")
    one = Pupil(small_server, context)
    one.begin("Режиссёр")
    other = context.new_page()
    other.goto(f"{small_server.url}/practice")
    other.get_by_role("button", name="Начать заново").click()
    in_step(other)
    expect(one.page.locator("practice-strip")).to_contain_text("удалили или начали заново", timeout=15_000)
    one.page.get_by_role("link", name="К тренировкам").click()
    expect(one.page.get_by_role("link", name="Продолжить")).to_be_visible()


def test_on_a_device_that_knows_nothing_of_it_it_is_begun_anew(small_server: Server, person: Person) -> None:
    context = person("screener")
    one = Pupil(small_server, context)
    one.begin("Редактор звонков")
    one.does("take", one.taught)
    one.page.evaluate("localStorage.clear()")
    one.page.goto(one.page.url.split("?")[0])
    expect(one.page.locator("practice-strip")).to_contain_text("начните заново")
    one.page.get_by_role("button", name="Начать заново").click()
    expect(one.page.locator("practice-strip [data-task=take]")).to_be_visible()


def test_it_goes_on_after_a_restart_of_the_server(
    backends: Backends, tmp_path_factory: pytest.TempPathFactory, browser: Browser
) -> None:
    with backends.installation(EMBEDDED, tmp_path_factory.mktemp("practice")) as installation:
        server = Server(installation).start()
        installation.user("vera", PASSWORD, "moderator")
        with lent(browser, reduced_motion="reduce", viewport=WIDE) as context:
            pupil = Pupil(server, context)
            sign_in(pupil.page, server.url, "vera")
            pupil.begin("Модератор")
            pupil.open(10)
            pupil.does("shortlist", pupil.taught)
            server.stop()
            server.start()
            in_step(pupil.page)
            pupil.open(9)

            def declined() -> None:
                pupil.taught()
                pupil.dialog()
                pupil.press("1", "Enter")

            pupil.does("decline", declined)
        server.stop()


def test_passed_over_and_finished_early_it_says_what_was_left(small_server: Server, person: Person) -> None:
    pupil = Pupil(small_server, person("moderator"))
    pupil.begin("Модератор")
    pupil.page.get_by_role("button", name="Пропустить").press("Enter")
    pupil.page.get_by_role("button", name="Закончить").press("Enter")
    table = pupil.page.locator(".practice-results")
    expect(table.locator("[data-task=shortlist]")).to_contain_text("пропущено")
    expect(table.locator("[data-task=decline]")).to_contain_text("не начато")
    expect(table.locator("[data-task=shortlist] a")).to_have_attribute("href", re.compile("/help/moderator#"))


def test_removed_it_leads_back_to_the_practices(small_server: Server, person: Person) -> None:
    pupil = Pupil(small_server, person("screener"))
    pupil.begin("Редактор звонков")
    pupil.page.get_by_role("button", name="Удалить тренировку").press("Enter")
    pupil.page.wait_for_url(f"{small_server.url}/practice")
    expect(pupil.page.get_by_role("button", name="Начать", exact=True)).to_be_visible()


@pytest.mark.parametrize("role", ["Модератор", "Режиссёр", "Редактор звонков"])
def test_the_strip_fits_a_phone_and_reads_well(small_server: Server, person: Person, role: str) -> None:
    pupil = Pupil(small_server, person("moderator", "producer", "screener"))
    pupil.page.set_viewport_size(PHONE)
    pupil.page.goto(f"{small_server.url}/practice")
    assert serious_in_both_themes(pupil.page) == {}
    pupil.begin(role)
    assert pupil.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert serious_in_both_themes(pupil.page) == {}
