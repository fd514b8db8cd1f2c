"""The rundown hands out links to screens and takes them back, and sets how each prompter shows its text."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.axe import serious_in_both_themes
from tests.browser.stage import Stage, signed_in
from tests.support.browser import lent
from tests.support.screen import Screen

DEVICE = "studio0123456789"
PHONE = {"width": 360, "height": 740}


@pytest.fixture
def rundown(small_stage: Stage, small_context: BrowserContext) -> Page:
    page = small_stage.open(small_context, "rundown")
    page.emulate_media(reduced_motion="reduce")  # Colours that are on their way to others are no finding.
    return page


def made(rundown: Page, screen: str, name: str) -> str:
    """The address of a new link, as the rundown shows it."""
    if not rundown.locator("rundown-links details[open]").count():
        rundown.get_by_text("Ссылки на экраны").click()
    rundown.get_by_label("Экран", exact=True).select_option(screen)
    rundown.get_by_label("Чей или где").fill(name)
    rundown.get_by_role("button", name="Создать").click()
    address = rundown.locator("dialog .address").inner_text()
    loaded = "image => image.complete && image.naturalWidth > 0"
    rundown.wait_for_function(f"({loaded})(document.querySelector('dialog .code'))")
    rundown.get_by_role("button", name="Закрыть").last.click()
    expect(rundown.locator("dialog")).to_have_count(0)
    return address


def test_a_link_is_made_opened_on_a_device_and_revoked(rundown: Page, small_stage: Stage, browser: Browser) -> None:
    small_stage.go_on_air()
    number = small_stage.listed("Когда починят мост?")
    small_stage.api.command("question.take", question=number, version=2)
    address = made(rundown, "prompter", "Студия")
    row = rundown.locator(".links [data-link]")
    expect(row).to_contain_text("не на связи")
    with lent(browser) as tablet:
        prompter = tablet.new_page()
        prompter.goto(address)
        expect(prompter).to_have_url(small_stage.address("prompter"))
        expect(prompter.locator(".words")).to_have_text("Когда починят мост?")
        expect(row.locator(".done-text")).to_have_text("подключён")
        rundown.get_by_role("button", name="Отозвать ссылку «Студия»…").click()
        rundown.locator("dialog").get_by_role("button", name="Отозвать").click()
        expect(rundown.locator(".links .gone-text")).to_contain_text("отозвана в")
        expect(row).to_have_count(0)
        prompter.wait_for_function("document.querySelector('live-prompter').feed.status === 'refused'")
        expect(prompter.get_by_text("Когда починят мост?")).to_have_count(0)
        answer = prompter.goto(small_stage.address("head"))
        assert answer and answer.status == 200  # The page of signing in:
        expect(prompter.get_by_label("Пароль")).to_be_visible()


def test_a_link_that_works_on_this_computer_alone_says_so(rundown: Page) -> None:
    made(rundown, "overlay", "OBS")
    rundown.get_by_role("button", name="Показать ссылку «OBS»").click()
    expect(rundown.locator("dialog .here")).to_contain_text("только на этом компьютере")
    rundown.get_by_role("button", name="Скопировать адрес").click()
    expect(rundown.locator("dialog")).to_contain_text("Скопировано")
    assert not serious_in_both_themes(rundown)


def test_links_are_handed_out_from_a_phone(small_stage: Stage, browser: Browser) -> None:
    with signed_in(browser, small_stage, viewport=PHONE) as context:
        phone = small_stage.open(context, "rundown")
        made(phone, "observer", "Заместитель главы по жилищно-коммунальному хозяйству")
        expect(phone.locator(".links [data-link]")).to_contain_text("наблюдатель")
        assert phone.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_a_prompter_is_set_from_the_rundown(rundown: Page, small_stage: Stage, join: Callable[..., Screen]) -> None:
    prompter = join(small_stage.server, small_stage.slug, "prompter", small_stage.token, device=DEVICE)
    rundown.get_by_text("Вид суфлёра").click()
    panel = rundown.locator(f"[data-device={DEVICE}]")
    larger = panel.get_by_role("button", name="Размер: больше")
    larger.click()
    larger.click()
    panel.get_by_role("button", name="Знаков в строке: меньше").click()
    panel.get_by_role("button", name="Зеркально слева направо").click()
    panel.get_by_label("Цвета").select_option("yellow")
    view = {"size": 88, "measure": 60, "mirror_x": True, "colours": "yellow"}
    prompter.wait_for(lambda s: s.mirror.prompters.get(DEVICE, {}).get("view") == view, "the prompter is told")
    prompter.command("prompter.adjust", device=DEVICE, view={"size": 120})
    expect(panel.get_by_role("group", name="Размер").locator("output")).to_have_text("120")
    assert not serious_in_both_themes(rundown)
