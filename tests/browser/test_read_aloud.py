"""What the language work tells whoever reads aloud or answers: stresses, earlier answers, themes without a topic."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from live.admin.lists import save_list
from live.domain.people import By
from live.store.centre import lists
from live.store.database import Database
from live.store.transaction import Store
from tests.browser.axe import serious_in_both_themes
from tests.browser.stage import Stage
from tests.support.browser import Complaints, lent
from tests.support.entrance import let_in
from tests.support.gathering import FOUNTAIN
from tests.support.process import wait_until
from tests.support.server import SECRET, Server

PICTURES = os.environ.get("LIVE_PICTURES_OF_MARKS")
SIZES = {"wide": (1440, 900), "phone": (360, 740)}
ACCENTED = "Когда в Сосно́вке починят водокачку?"
PLAIN = ACCENTED.replace("\u0301", "")
SOON = 60_000
"""Milliseconds: the language work and the clusters' comes behind the show's own."""


def kept(page: Page, name: str) -> None:
    """Pictures for whoever asks for them."""
    for size, (width, height) in SIZES.items() if PICTURES else ():
        page.set_viewport_size({"width": width, "height": height})
        page.screenshot(path=Path(str(PICTURES)) / f"{name}-{size}.png")
    page.set_viewport_size({"width": 1440, "height": 900})


@pytest.fixture
def stressed(small_server: Server) -> Iterator[None]:
    """The centre has listed a name with its stress."""
    database = Database(small_server.installation.database_url)
    store = Store(database, SECRET)

    def save(*names: str) -> None:
        with store.read() as connection:
            version = lists.read(connection, "stresses").version
        save_list(store, "stresses", version, [{"name": name} for name in names], By("Ольга", "admin"))

    save("Сосн+овка")
    yield
    save()
    database.close()


@pytest.fixture
def before(small_shows: Iterator[Stage]) -> Stage:
    """A show in which the same was answered."""
    past = next(small_shows)
    past.go_on_air()
    number = past.listed("Когда достроят ледовую арену у вокзала?")
    past.api.command("question.take", question=number, version=2)
    past.api.command("question.answer", question=number, version=3, summary="Откроем к Новому году")
    wait_until(lambda: past.api.get("/questions", q="арена")["total"] == 1, "the language work has read it")
    return past


def test_prompter_and_head_see_the_stress_and_the_rundown_the_wording(
    small_stage: Stage, small_context: BrowserContext, stressed: None
) -> None:
    small_stage.go_on_air()
    number, following = small_stage.listed(PLAIN), small_stage.listed("Сосновка без света")
    small_stage.api.command("question.classify", question=number, version=2, locality="Сосновка")
    small_stage.api.command("question.take", question=number, version=3)
    prompter = small_stage.open(small_context, "prompter")
    expect(prompter.locator(".reel .words")).to_have_text(ACCENTED)
    expect(prompter.locator(".reel .who")).to_contain_text("Сосно́вка")
    expect(prompter.locator(".then")).to_contain_text("Сосно́вка без света")
    assert following
    kept(prompter, "prompter")
    head = small_stage.open(small_context, "head")
    expect(head.locator(".card.air .text.aloud")).to_have_text(ACCENTED)
    rundown = small_stage.open(small_context, "rundown")
    expect(rundown.locator("main")).to_contain_text(PLAIN)
    assert (small_stage.view(number)["text"], small_stage.view(number)["air_text"]) == (PLAIN, None)


def test_the_desk_says_what_was_answered_before_and_opens_it(
    before: Stage, small_stage: Stage, small_context: BrowserContext
) -> None:
    number = int(small_stage.api.ask("Когда же достроят ледовую арену у вокзала?")["number"])
    desk = small_stage.open(small_context, "desk", f"?open={number}")
    line = desk.locator("desk-pane .answered-before")
    expect(line.locator("summary")).to_contain_text("Уже отвечали: Откроем к Новому году (", timeout=SOON)
    expect(line.get_by_text("Когда достроят ледовую арену")).to_be_hidden()
    line.locator("summary").click()
    expect(line.get_by_text("Когда достроят ледовую арену")).to_be_visible()
    kept(desk, "desk")
    assert not serious_in_both_themes(desk)


def test_a_ticket_says_what_was_answered_on_air(
    before: Stage, small_stage: Stage, small_context: BrowserContext
) -> None:
    number = int(small_stage.api.ask("Когда же достроят ледовую арену у вокзала?")["number"])
    wait_until(lambda: small_stage.api.get("/questions", q="арена")["total"] == 1, "the language work has read it")
    version = small_stage.view(number)["version"]
    ticket = small_stage.api.command("question.ticket", question=number, version=version)["ticket"]
    board = small_stage.open(small_context, "tickets", f"?open={ticket}")
    line = board.locator("ticket-detail .answered-before")
    expect(line.locator("summary")).to_contain_text("Уже отвечали: Откроем к Новому году (", timeout=SOON)
    line.locator("summary").click()
    expect(line).to_contain_text("Когда достроят ледовую арену")
    kept(board, "ticket")


def test_a_theme_without_a_topic_is_offered_to_the_administrator(browser: Browser, small_stage: Stage) -> None:
    small_stage.api.ask_many([{"text": text} for text in FOUNTAIN])
    server = small_stage.server
    with Complaints().heard_in(lent(browser, reduced_motion="reduce")) as olga:
        let_in(olga, server.installation, server.installation.key(None, "admin", "moderator"), server.url)
        page = olga.new_page()
        rows = page.get_by_role("region", name="Темы, которых нет в списке").locator("li")

        def offered() -> bool:
            page.goto(f"{server.url}/admin/learning")
            return rows.filter(has=page.locator(f'a[href*="{small_stage.slug}/"]')).count() == 1

        wait_until(offered, "the theme is offered", 60)
        mine = rows.filter(has=page.locator(f'a[href*="{small_stage.slug}/"]'))
        expect(mine).to_contain_text("Новый фонтан")
        expect(mine).to_contain_text("спросили: 3")
        kept(page, "learning")
        assert not serious_in_both_themes(page)
        mine.get_by_role("link", name="Завести тему").click()
        expect(page.locator('input[name="name"]').last).to_have_value("Новый фонтан")
