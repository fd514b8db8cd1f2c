"""The gallery's page: the graphic is shown and cleared, seen as viewers have it, its launcher's address copied."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.axe import serious_in_both_themes
from tests.browser.stage import Stage
from tests.support.browser import Complaints, in_step, lent

READY = "() => !document.querySelector('live-gallery').guard.deaf"


@pytest.fixture
def stage(small_stage: Stage) -> Stage:
    """Two questions of a show on air, the first of them being answered."""
    first = small_stage.listed("Когда починят мост через реку?")
    small_stage.listed("Где откроют аптеку?")
    small_stage.go_on_air()
    small_stage.api.command("question.take", question=first, version=2)
    return small_stage


def link(stage: Stage, screen: str, name: str) -> str:
    """The address of a new link, as the producer hands it out."""
    number = stage.api.command("link.add", screen=screen, name=name)["link"]
    links = stage.api.http.get(f"{stage.server.url}/api/v1/broadcasts/{stage.slug}/links").json()["links"]
    return str(next(one["url"] for one in links if one["link"] == number))


@pytest.fixture
def gallery(browser: Browser, stage: Stage) -> Iterator[Page]:
    """The page of somebody who has come by the crew's link and has nothing else."""
    with Complaints().heard_in(lent(browser)) as context:
        page = context.new_page()
        page.goto(link(stage, "gallery", "Аппаратная"))
        in_step(page)
        yield page


def test_a_link_of_the_crew_opens_it_with_what_is_on_air_and_what_is_next(gallery: Page, stage: Stage) -> None:
    expect(gallery).to_have_url(stage.address("gallery"))
    expect(gallery.get_by_role("region", name="Сейчас в эфире")).to_contain_text("Когда починят мост через реку?")
    expect(gallery.get_by_role("region", name="Следующий")).to_contain_text("Где откроют аптеку?")


def test_one_key_clears_the_graphic_and_one_shows_it_again(gallery: Page) -> None:
    picture = gallery.frame_locator(".preview iframe").locator(".plate:not([hidden])")
    expect(picture.first).to_contain_text("Когда починят мост через реку?")
    gallery.wait_for_function(READY)
    gallery.keyboard.press("g")
    expect(gallery.locator(".card.air")).to_contain_text("титр снят")
    expect(picture).to_have_count(0)
    gallery.wait_for_function(READY)
    gallery.keyboard.press("t")
    expect(gallery.locator(".card.air")).to_contain_text("титр показан")
    expect(picture.first).to_be_visible()


def test_a_button_that_would_do_nothing_is_dark_and_its_key_says_why(gallery: Page) -> None:
    expect(gallery.get_by_role("button", name="Снять титр")).to_be_enabled()
    expect(gallery.get_by_role("button", name="Показать титр")).to_be_disabled()
    gallery.keyboard.press("t")
    expect(gallery.locator(".toast")).to_contain_text("Титр уже в эфире.")


def test_a_poll_on_air_is_cleared_with_the_graphic_and_the_question_takes_its_place(
    gallery: Page, stage: Stage
) -> None:
    picture = gallery.frame_locator(".preview iframe")
    poll = stage.api.command("poll.open", question="Нужен ли парк?", options=["Да", "Нет"])["poll"]
    stage.api.command("poll.show", poll=poll)
    shown = gallery.get_by_role("region", name="Опрос в эфире")
    expect(shown).to_contain_text("Нужен ли парк?")
    expect(gallery.get_by_role("region", name="Сейчас в эфире")).to_contain_text("на титре опрос")
    gallery.wait_for_function(READY)
    gallery.keyboard.press("g")
    expect(shown).to_have_count(0)
    expect(gallery.get_by_role("region", name="Сейчас в эфире")).to_contain_text("титр снят")
    expect(picture.locator(":is(.plate, .poll[data-poll]):not([hidden], .leaving)")).to_have_count(0)
    stage.api.command("poll.show", poll=poll)
    expect(picture.locator(".poll[data-poll]:not([hidden], .leaving)")).to_be_visible()
    gallery.wait_for_function(READY)
    gallery.keyboard.press("t")
    expect(shown).to_have_count(0)
    expect(picture.locator(".plate:not([hidden])").first).to_contain_text("Когда починят мост через реку?")


def test_a_poll_is_cleared_while_no_question_is_on_air(gallery: Page, stage: Stage) -> None:
    number = gallery.evaluate("document.querySelector('live-gallery').air.number")
    stage.api.command("question.return", question=number, version=stage.view(number)["version"])
    poll = stage.api.command("poll.open", question="Нужен ли парк?", options=["Да", "Нет"])["poll"]
    stage.api.command("poll.show", poll=poll)
    expect(gallery.get_by_role("region", name="Опрос в эфире")).to_be_visible()
    gallery.keyboard.press("t")
    expect(gallery.locator(".toast")).to_contain_text("Вопроса в эфире нет.")
    gallery.get_by_role("button", name="Снять титр").click()
    expect(gallery.get_by_text("В эфире ничего нет.")).to_be_visible()


def test_the_launchers_address_comes_with_the_link_of_the_graphic(gallery: Page, stage: Stage) -> None:
    expect(gallery.locator("gallery-launchers")).to_contain_text("Ссылки на титр ещё нет.")
    token = link(stage, "overlay", "OBS").rsplit("/", 1)[-1]
    address = gallery.get_by_label("OBS", exact=True)
    expect(address).to_have_value(f"{stage.server.url}/b/{stage.slug}/overlay/launcher.html?token={token}")
    assert gallery.request.get(address.input_value()).ok


def test_the_address_is_copied_by_a_key(gallery: Page, stage: Stage) -> None:
    gallery.keyboard.press("c")
    expect(gallery.locator(".toast")).to_contain_text("Ссылки на титр ещё нет.")
    link(stage, "overlay", "vMix")
    expect(gallery.get_by_label("vMix", exact=True)).to_be_visible()
    gallery.context.grant_permissions(["clipboard-read", "clipboard-write"])
    gallery.keyboard.press("c")
    expect(gallery.get_by_label("vMix", exact=True)).to_be_focused()


def test_it_stands_on_the_index_of_whoever_may_open_it(small_stage: Stage, small_context: BrowserContext) -> None:
    page = small_context.new_page()
    page.goto(small_stage.server.url)
    expect(page.get_by_role("link", name="Аппаратная").first).to_be_visible()


@pytest.mark.parametrize("width", [1440, 360])
def test_axe_finds_nothing_on_it_and_nothing_is_wider_than_the_page(gallery: Page, width: int) -> None:
    gallery.emulate_media(reduced_motion="reduce")
    gallery.set_viewport_size({"width": width, "height": 740})
    expect(gallery.frame_locator(".preview iframe").locator(".plate").first).to_be_attached()
    assert gallery.evaluate("document.documentElement.scrollWidth") <= width
    assert not serious_in_both_themes(gallery)
