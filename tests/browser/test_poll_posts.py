"""A poll on the pages of networks, as whoever steers it sees it: asked for, refused, tried again, and its votes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.axe import serious_in_both_themes
from tests.browser.stage import Stage
from tests.desk.paging import SETTINGS
from tests.support.stub import reset
from tests.support.stubs import telegram, vk

PICTURES = os.environ.get("LIVE_PICTURES_OF_POLLS")
OPTIONS = ["Дороги", "Школы"]


@pytest.fixture
def stage(small_stage: Stage) -> Stage:
    small_stage.go_on_air()
    return small_stage


@pytest.fixture
def community(stage: Stage) -> Iterator[vk.Vk]:
    with vk.Vk() as stub:
        stage.server.installation.channel("vk", stage.slug, host=stub.url, secret="callback-secret", **SETTINGS["vk"])
        yield stub


@pytest.fixture
def bot(stage: Stage) -> Iterator[telegram.Telegram]:
    with telegram.Telegram() as stub:
        stage.server.installation.channel("telegram", stage.slug, host=stub.url, **SETTINGS["telegram"])
        yield stub


def opened(stage: Stage, context: BrowserContext) -> tuple[Page, Locator]:
    """The rundown, and the card of a poll that was opened."""
    stage.api.command("poll.open", question="Что чинить первым?", options=OPTIONS)
    rundown = stage.open(context, "rundown")
    return rundown, rundown.locator(".poll-card")


def post(rundown: Page, card: Locator) -> None:
    card.get_by_role("button", name="На страницы…").click()
    dialog = rundown.get_by_role("dialog")
    expect(dialog).to_contain_text("Его увидят все")
    dialog.get_by_role("button", name="Опубликовать").click()


def kept(page: Page, name: str) -> None:
    """A picture for whoever asks for it."""
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png")


def test_it_is_posted_with_a_link_and_what_is_voted_there_is_seen(
    stage: Stage, small_context: BrowserContext, community: vk.Vk
) -> None:
    rundown, card = opened(stage, small_context)
    post(rundown, card)
    expect(card.get_by_role("link", name="стоит на странице")).to_have_attribute(
        "href", f"https://vk.com/wall-{vk.GROUP}_1001"
    )
    stage.api.command("poll.show", poll=int(card.get_attribute("data-poll") or 0))
    community.vote(1, 3)
    expect(card).to_contain_text("опрос ВКонтакте 3")
    expect(card.locator(".poll-options li").nth(1)).to_contain_text("100 %")
    kept(rundown, "posted")
    assert serious_in_both_themes(rundown) == {}


def test_where_it_was_refused_the_reason_is_read_and_it_is_tried_again(
    stage: Stage, small_context: BrowserContext, community: vk.Vk
) -> None:
    community.fail("/method/polls.create", vk.error(5))
    rundown, card = opened(stage, small_context)
    post(rundown, card)
    expect(card).to_contain_text("не опубликован")
    expect(card).to_contain_text("VK не принимает токен")
    kept(rundown, "refused")
    card.get_by_role("button", name="Повторить").click()
    expect(card.get_by_role("link", name="стоит на странице")).to_be_visible()


def test_of_what_nobody_knows_a_person_decides_and_is_warned_of_a_second_one(
    stage: Stage, small_context: BrowserContext, bot: telegram.Telegram
) -> None:
    bot.fail(f"/bot{telegram.TOKEN}/sendPoll", reset(late=True))
    rundown, card = opened(stage, small_context)
    post(rundown, card)
    expect(card).to_contain_text("неизвестно, стоит ли там")
    card.get_by_role("button", name="Опубликовать ещё раз…").click()
    expect(rundown.get_by_role("dialog")).to_contain_text("их станет две")
    kept(rundown, "unsure")
    rundown.get_by_role("dialog").get_by_role("button", name="Отмена").click()
    card.get_by_role("button", name="Оставить так").click()
    expect(card).to_contain_text("не публикуется")
    assert len(bot.polls) == 1


def test_where_no_channel_takes_polls_that_is_said(stage: Stage, small_context: BrowserContext) -> None:
    rundown, card = opened(stage, small_context)
    post(rundown, card)
    expect(rundown.get_by_text("это включают в настройках канала")).to_be_visible()
