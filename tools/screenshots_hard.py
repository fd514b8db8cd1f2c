"""Pictures of what is hard on a screen: the longest texts, refusals, no line, nothing yet, all over, the first hour."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, ViewportSize, expect

from live.domain.people import Actor
from tests.support.backends import EMBEDDED
from tests.support.entrance import let_in
from tests.support.server import Installation, Server
from tools.pictured_hard import LONG, OVER
from tools.pictured_show import EMPTY, MAIN, MODERATOR, OFFICE, PRODUCER, SCREENER, token
from tools.studio import PHONE, TABLET, WIDE, Picture, Studio, Take, Theme, desk, well

Step = Callable[[Page], None]


def told(page: Page, text: str) -> None:
    """Once the message is there."""
    expect(page.locator(".toast")).to_contain_text(text)


def at_its_time(page: Page) -> None:
    """Once the clocks that go by themselves have been drawn by the show's clock, and what is asked for has come."""
    expect(page.locator("body")).not_to_contain_text("ищу похожие…")
    if page.locator(".topbar live-tick").count():
        expect(page.locator(".topbar live-tick")).to_contain_text("13:44:20")
    if page.locator(".own-clock").count():
        expect(page.locator(".own-clock")).to_have_text(re.compile(r"^\d\d:\d\d$"))


def on(slug: str, path: str, actor: Actor, size: ViewportSize = WIDE, step: Step | None = None) -> Picture:
    """A live screen of a show, after a step."""

    def picture(studio: Studio, take: Take) -> None:
        studio = studio.of(slug)
        with studio.context(actor, size) as context:
            well(context)
            page = studio.screen(context, path)
            if step:
                step(page)
            at_its_time(studio.still(page))
            take(page)
            context.unroute_all(behavior="ignoreErrors")

    return picture


def page_of(
    slug: str,
    path: str,
    actor: Actor | None,
    size: ViewportSize = WIDE,
    step: Step | None = None,
    theme: Theme = "light",
) -> Picture:
    """A page without a feed, to somebody or to a stranger, after a step."""

    def picture(studio: Studio, take: Take) -> None:
        studio = studio.of(slug)
        with studio.context(actor or MODERATOR, size, theme) as context:
            if actor is None:
                context.clear_cookies()
            page = studio.page(context, path)
            if step:
                step(page)
            take(page)

    return picture


# The rundown


def too_early(page: Page) -> None:
    """A long refusal, where the show's clock goes on."""
    refused = "Вопрос № 5 сейчас правит Мария: её текст ещё не сохранён. Подождите её, или спросите, готов ли он."
    page.evaluate("text => import('static/parts/toast.js').then(({refusal}) => refusal(text))", refused)
    told(page, "готов ли он")


def without_a_line(page: Page) -> None:
    page.context.unroute_all(behavior="wait")
    page.context.set_offline(True)
    page.locator(".cut-off").wait_for()
    silent = page.get_by_text("сервер не отвечает с")
    silent.wait_for()
    silent.evaluate(  # It is told by a clock that goes on.
        "said => { for (const text of said.childNodes) text.data = text.data?.replace(/[0-9:]{8}/, '13:44:14'); }"
    )


# The desk


def oldest(studio: Studio, take: Take) -> None:
    """The oldest first, and what has just been done beside the clock; taken back for the next picture."""
    with studio.context(MODERATOR) as context:
        page = studio.screen(context, "/b/{slug}/desk")
        page.keyboard.press("o")
        page.keyboard.press("ArrowDown")
        page.wait_for_function("document.querySelector('live-desk').actions.hints.status === 'known'")
        page.keyboard.press("s")
        told(page, "в вёрстке")
        at_its_time(page)
        take(page)
        page.keyboard.press("z")
        told(page, "Отменено")


def many_read(page: Page) -> None:
    page.wait_for_function("!document.querySelector('desk-list [data-number] .words.quiet')")


def unlike(studio: Studio, take: Take) -> None:
    """Among what is alike there is nothing that one key would merge into."""
    api = studio.server.api(studio.slug, token(MODERATOR))
    newest = api.get("/questions", state="new", limit=200)["questions"]
    number = next(view["number"] for view in newest if "щебень" in view["text"])
    with studio.context(MODERATOR) as context:
        take(desk(studio, context, number=number))


def not_for_this_role(page: Page) -> None:
    page.locator("desk-list .row").first.click()
    page.keyboard.press("s")
    page.locator(".toast.refusal").wait_for()


# The rest


def handed(page: Page) -> None:
    """A call handed over by its gist alone; those who rang several times stand once."""
    page.locator("calls-list .row", has_text="говорит").first.click()
    page.wait_for_function("document.querySelector('live-calls').callers.of(document.querySelector('live-calls').call)")
    page.keyboard.press("Control+Enter")
    told(page, "Звонок передан")


def all_of_them(page: Page) -> None:
    page.wait_for_function("document.querySelector('live-tickets').listing.status === 'ready'")
    page.locator("tickets-list .row").first.wait_for()
    page.keyboard.press("Control+a")


def refused_date(studio: Studio, take: Take) -> None:
    with studio.context(OFFICE[1], WIDE, "light") as context:
        page = studio.page(context, "/admin/lists/calendar")
        page.locator("[name=days_off]").fill("32.13.2026")
        page.get_by_role("button", name="Сохранить").first.click()
        page.wait_for_load_state()
        take(page)


def thanks(studio: Studio, take: Take) -> None:
    """What a resident is given for a question; the code is another at every run, so the picture has one of its own."""
    studio = studio.of(EMPTY)
    with studio.context(MODERATOR, PHONE, "light") as context:
        context.clear_cookies()
        page = studio.page(context, "/b/{slug}/ask")
        page.get_by_label("Ваш вопрос").fill("Когда починят фонари на Садовой?")
        page.locator("#consent").check()
        page.get_by_role("button", name="Отправить").click()
        page.locator(".code").evaluate("code => { code.textContent = '4 1 b5f8 6281 d687 d2c5'; }")
        take(page)


def first_hour(studio: Studio, take: Take) -> None:
    """What the first administrator finds on a server without a show."""
    with tempfile.TemporaryDirectory(prefix="live-first-") as folder:
        bare = Installation(EMBEDDED, f"sqlite:///{folder}/live.db", None, Path(folder))
        bare.cli("migrate")
        key = bare.key(None, "admin", name="Администратор")
        with Server(bare).start() as server:
            context: BrowserContext = studio.browser.new_context(
                viewport=WIDE, locale="ru-RU", color_scheme="light", reduced_motion="reduce"
            )
            with context:
                let_in(context, bare, key, server.url)
                page = context.new_page()
                page.goto(server.url)
                take(page)


def what_was_on_air(page: Page) -> None:
    page.locator("section, main > *", has_text=re.compile("Почему третью неделю")).last.scroll_into_view_if_needed()


SHORT: ViewportSize = {"width": 1440, "height": 720}

HARD: dict[str, Picture] = {
    "rundown-long-1280": on(LONG, "/b/{slug}/rundown", PRODUCER, TABLET),
    "rundown-long-360": on(LONG, "/b/{slug}/rundown", PRODUCER, PHONE),
    "rundown-empty-1280": on(EMPTY, "/b/{slug}/rundown", PRODUCER, TABLET),
    "rundown-refused-1440": on(MAIN, "/b/{slug}/rundown", PRODUCER, step=too_early),
    "rundown-offline-1440": on(MAIN, "/b/{slug}/rundown", PRODUCER, step=without_a_line),
    "rundown-wrapped-1440": on(OVER, "/b/{slug}/rundown", PRODUCER),
    "desk-wrapped-1440": on(OVER, "/b/{slug}/desk", MODERATOR),
    "desk-oldest-1440": oldest,
    "desk-searched-1440": on(LONG, "/b/{slug}/desk?q=дорога&open=14", MODERATOR, step=many_read),
    "desk-long-360": on(LONG, "/b/{slug}/desk?part=list", MODERATOR, PHONE, many_read),
    "desk-unlike-1440": unlike,
    "desk-not-for-this-role-1440": on(MAIN, "/b/{slug}/desk", OFFICE[1], step=not_for_this_role),
    "report-long-1440": page_of(LONG, "/b/{slug}/report", PRODUCER, step=what_was_on_air),
    "calls-handed-1440": on(LONG, "/b/{slug}/calls", SCREENER, step=handed),
    "tickets-many-1440": on(MAIN, "/tickets?sort=due", OFFICE[0], step=all_of_them),
    "admin-calendar-refused": refused_date,
    "ask-thanks": thanks,
    "login": page_of(MAIN, "/login", None, SHORT),
    "index-first": first_hour,
    "error-forbidden": page_of(MAIN, "/b/{slug}/rundown", SCREENER, SHORT),
}
