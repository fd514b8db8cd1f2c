"""A resident's picture on the graphic: where a moderator allows it, while its question is on air, and nothing else."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, FilePayload, Locator, Page, expect

from tests.browser.graphic import answer, expect_nothing, expect_text, opened, plate
from tests.browser.stage import Stage
from tests.support import pictures

pytestmark = pytest.mark.faults


PHOTO: FilePayload = {"name": "яма.jpg", "mimeType": "image/jpeg", "buffer": pictures.photo()}


@pytest.fixture
def stage(small_stage: Stage, page: Page) -> Stage:
    """A show on air with one question in it, with which a photo came."""
    small_stage.go_on_air()
    page.goto(small_stage.address("ask"))
    page.get_by_label("Ваш вопрос", exact=True).fill("Когда засыплют яму?")
    page.locator("input[type=file]").set_input_files([PHOTO])
    page.locator("#consent").check()
    page.get_by_role("button", name="Отправить вопрос").click()
    expect(page.get_by_role("link", name="Узнать, что с вопросом")).to_be_visible()
    return small_stage


def allow(stage: Stage, verb: str = "show_file") -> int:
    view = stage.view(1)
    file: int = view["attachments"][0]["file"]["file"]
    stage.api.command(f"question.{verb}", question=1, version=view["version"], file=file)
    return file


def take(stage: Stage) -> None:
    for verb in ("shortlist", "take"):
        stage.api.command(f"question.{verb}", question=1, version=stage.view(1)["version"])


def picture(graphic: Page) -> Locator:
    return graphic.locator("img.picture.here")


def test_it_is_drawn_once_it_is_allowed_and_gone_when_it_is_not(stage: Stage, small_context: BrowserContext) -> None:
    graphic = opened(small_context, stage)
    take(stage)
    expect_text(graphic, "Когда засыплют яму?")
    expect(graphic.locator("img")).to_have_count(0)
    allow(stage)
    expect(picture(graphic)).to_be_visible()
    assert picture(graphic).evaluate("image => image.naturalWidth") > 0
    allow(stage, "hide_file")
    expect(graphic.locator("img")).to_have_count(0)


def test_it_leaves_with_its_question(stage: Stage, small_context: BrowserContext) -> None:
    allow(stage)
    graphic = opened(small_context, stage)
    expect(graphic.locator("img")).to_have_count(0)
    take(stage)
    expect(picture(graphic)).to_be_visible()
    answer(stage, 1)
    expect_nothing(graphic)
    expect(graphic.locator("img")).to_have_count(0)


def test_it_stands_in_title_safe_and_clear_of_the_highest_plate(stage: Stage, small_context: BrowserContext) -> None:
    stage.api.command("question.edit", question=1, version=1, air_text="Когда засыплют яму на Речной улице? " * 9)
    allow(stage)
    graphic = opened(small_context, stage)
    take(stage)
    expect(picture(graphic)).to_be_visible()
    above, below = picture(graphic).bounding_box(), plate(graphic).bounding_box()
    assert above and below and above["y"] + above["height"] <= below["y"]
    assert above["x"] + above["width"] <= 1920 - 96 and above["y"] >= 54


def test_the_address_may_leave_pictures_out(stage: Stage, small_context: BrowserContext) -> None:
    allow(stage)
    take(stage)
    graphic = opened(small_context, stage, "&pictures=0")
    expect_text(graphic, "Когда засыплют яму?")
    expect(graphic.locator("img")).to_have_count(0)
