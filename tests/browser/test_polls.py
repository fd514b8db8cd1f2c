"""A poll from its making to the air and to its result: rundown, graphic, prompter, head, and the page to vote on."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser.axe import serious_in_both_themes
from tests.browser.graphic import air, expect_nothing, expect_text, opaque, opened, settled
from tests.browser.stage import Stage
from tests.support.browser import lent

QUESTION = "Что ремонтировать первым в следующем году?"
OPTIONS = ["Дороги и мосты", "Школы", "Водопровод"]
LONGEST = "Капитальный ремонт дорог, мостов и тротуаров во всех деревнях за рекой до осени!"
PICTURES = os.environ.get("LIVE_PICTURES_OF_POLLS")


@pytest.fixture
def stage(small_stage: Stage) -> Stage:
    small_stage.go_on_air()
    return small_stage


def poll_of(stage: Stage, question: str = QUESTION, options: list[str] | None = None, **fields: Any) -> int:
    return int(stage.api.command("poll.open", question=question, options=options or OPTIONS, **fields)["poll"])


def vote(stage: Stage, poll: int, *chosen: int) -> None:
    """As many people vote as options are said."""
    for voter, option in enumerate(chosen):
        url = f"{stage.server.url}/api/v1/broadcasts/{stage.slug}/polls/{poll}/votes"
        stage.api.http.post(url, json={"option": option, "voter": str(voter)}).raise_for_status()


def on_graphic(page: Page) -> Locator:
    return page.locator(".poll[data-poll]:not([hidden]):not(.leaving)")


def kept(page: Page, name: str) -> None:
    """A picture for whoever asks for it."""
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png")


def test_it_is_made_shown_voted_in_counted_and_closed(
    stage: Stage, browser: Browser, small_context: BrowserContext
) -> None:
    rundown = stage.open(small_context, "rundown")
    graphic = opened(small_context, stage)
    prompter, head = stage.open(small_context, "prompter"), stage.open(small_context, "head")
    rundown.get_by_role("button", name="Новый опрос…").click()
    form = rundown.get_by_role("dialog")
    form.get_by_label("О чём спрашиваем").fill(QUESTION)
    form.get_by_label("Варианты, каждый с новой строки").fill("Дороги и мосты")
    form.get_by_role("button", name="Начать опрос").click()
    expect(form.get_by_role("alert")).to_contain_text("от двух до десяти вариантов")
    form.get_by_label("Варианты, каждый с новой строки").fill("\n".join([*OPTIONS, ""]))
    form.get_by_role("button", name="Начать опрос").click()
    card = rundown.locator(".poll-card")
    expect(card).to_contain_text(QUESTION)
    expect(on_graphic(graphic)).to_have_count(0)
    card.get_by_role("button", name="Показать в эфире").click()
    expect(on_graphic(graphic).locator(".asked")).to_have_text(QUESTION)
    expect(prompter.get_by_role("region", name="Опрос")).to_contain_text("Школы — 0 %")

    with lent(browser) as phone:
        page = phone.new_page()
        page.goto(f"{stage.server.url}{card.get_by_role('link', name='Страница опроса').get_attribute('href')}")
        page.get_by_label("Школы").check()
        page.get_by_role("button", name="Проголосовать").click()
        expect(page.get_by_role("status")).to_contain_text("Голос учтён")
    expect(on_graphic(graphic).locator("li").nth(1)).to_contain_text("100 %")
    card.get_by_role("button", name="Голоса из зала…").click()
    rundown.get_by_role("dialog").get_by_label("Дороги и мосты").fill("3")
    rundown.get_by_role("dialog").get_by_role("button", name="Записать").click()
    expect(on_graphic(graphic).locator("li").first).to_contain_text("75 %")
    expect(on_graphic(graphic)).to_contain_text("Проголосовали: 4")
    expect(prompter.get_by_role("region", name="Опрос")).to_contain_text("Дороги и мосты — 75 % · Школы — 25 %")
    expect(head.get_by_role("region", name="Опрос в эфире")).to_contain_text("75 %")

    card.get_by_role("button", name="Закрыть опрос…").click()
    rundown.get_by_role("dialog").get_by_role("button", name="Закрыть опрос").click()
    expect(card).to_contain_text("закрыт в")
    expect(on_graphic(graphic)).to_contain_text("75 %")
    expect(prompter.get_by_role("region", name="Опрос")).to_contain_text("Опрос закрыт")
    for name, screen in (("rundown", rundown), ("prompter", prompter), ("head", head)):
        kept(screen, name)
    card.get_by_role("button", name="Снять с эфира").click()
    expect(on_graphic(graphic)).to_have_count(0)
    expect(graphic.locator(".poll:not([hidden])")).to_have_count(0)
    expect_nothing(graphic)
    expect(rundown.get_by_text("Закрытые опросы")).to_be_visible()


def test_it_stands_in_the_place_of_the_question_and_gives_it_back(stage: Stage, small_context: BrowserContext) -> None:
    graphic = opened(small_context, stage)
    air(stage, "Когда починят мост?")
    expect_text(graphic, "Когда починят мост?")
    poll = poll_of(stage)
    stage.api.command("poll.show", poll=poll)
    expect(on_graphic(graphic)).to_be_visible()
    expect(graphic.locator(".plate[data-number]:not([hidden])")).to_have_count(0)
    stage.api.command("poll.hide", poll=poll)
    expect(on_graphic(graphic)).to_have_count(0)
    expect_text(graphic, "Когда починят мост?")


def test_another_poll_takes_the_place_of_the_one_on_air(stage: Stage, small_context: BrowserContext) -> None:
    graphic = opened(small_context, stage)
    first, second = poll_of(stage), poll_of(stage, "Нужен ли парк?", ["Да", "Нет"])
    stage.api.command("poll.show", poll=first)
    expect(on_graphic(graphic)).to_have_attribute("data-poll", str(first))
    stage.api.command("poll.show", poll=second)
    expect(on_graphic(graphic)).to_have_attribute("data-poll", str(second))
    settled(graphic)
    expect(graphic.locator(".poll")).to_have_count(1)


INSIDE = """() => {
  const plate = document.querySelector('.poll').getBoundingClientRect();
  const safe = { left: innerWidth * 0.05, right: innerWidth * 0.95 };
  Object.assign(safe, { top: innerHeight * 0.05, bottom: innerHeight * 0.95 });
  const cut = [...document.querySelectorAll('.poll .option, .poll .asked .line')].filter(
    (one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.textContent);
  return { left: plate.left >= safe.left - 1, right: plate.right <= safe.right + 1,
    top: plate.top >= safe.top - 1, bottom: plate.bottom <= safe.bottom + 1, cut };
}"""
"""Whether the plate stands within title safe (EBU R 95), and which words are cut."""

LOOKS: dict[str, tuple[str, list[str], list[int]]] = {
    "ten-longest": (
        "Какую из этих работ району нужно сделать первой, если денег в будущем году хватит только на одну из них и "
        "отложить придётся все остальные, включая те, что уже обещаны жителям сёл за рекой?",
        [f"{n}. {LONGEST[: 80 - 4]}" for n in range(1, 11)],
        [1, 1, 2, 3, 10, 10, 10],
    ),
    "no-votes": (QUESTION, OPTIONS, []),
    "all-for-one": (QUESTION, OPTIONS, [2, 2, 2]),
    "two": ("Нужен ли новый мост?", ["Да", "Нет"], [1, 1, 2]),
}


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("theme", ["default", "light", "line"])
def test_whatever_is_asked_stays_inside_the_safe_picture_and_is_not_cut(
    stage: Stage, small_context: BrowserContext, look: str, theme: str
) -> None:
    question, options, chosen = LOOKS[look]
    graphic = opened(small_context, stage, f"&theme={theme}")
    poll = poll_of(stage, question, options)
    vote(stage, poll, *chosen)
    stage.api.command("poll.show", poll=poll)
    expect(on_graphic(graphic).locator("li")).to_have_count(len(options))
    expect(on_graphic(graphic)).to_contain_text(f"Проголосовали: {len(chosen)}")
    settled(graphic)
    assert graphic.evaluate(INSIDE) == {"left": True, "right": True, "top": True, "bottom": True, "cut": []}
    assert opaque(graphic) > 10_000
    kept(graphic, f"graphic-{look}-{theme}")


@pytest.mark.parametrize("width", [1440, 360])
def test_the_page_to_vote_on_works_by_its_keys_and_reads_aloud(stage: Stage, browser: Browser, width: int) -> None:
    poll = poll_of(stage, LOOKS["ten-longest"][0], LOOKS["ten-longest"][1], many=True)
    with lent(browser, viewport={"width": width, "height": 740}) as phone:
        page = phone.new_page()
        page.goto(f"{stage.server.url}/b/{stage.slug}/poll/{poll}")
        page.get_by_label("2. ").focus()
        page.keyboard.press("Space")
        page.get_by_label("3. ").focus()
        page.keyboard.press("Space")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("Голос учтён")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert serious_in_both_themes(page) == {}
        kept(page, f"page-{width}")
        stage.api.command("poll.close", poll=poll)
        page.reload()
        expect(page.get_by_text("Опрос завершён.")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert serious_in_both_themes(page) == {}
        kept(page, f"page-over-{width}")


@pytest.mark.parametrize("width", [1440, 360])
def test_the_rundown_and_the_head_hold_the_longest(stage: Stage, small_context: BrowserContext, width: int) -> None:
    poll = poll_of(stage, LOOKS["ten-longest"][0], LOOKS["ten-longest"][1])
    stage.api.command("poll.show", poll=poll)
    for name in ("rundown", "head", "prompter"):
        page = stage.open(small_context, name)
        page.set_viewport_size({"width": width, "height": 900})
        expect(page.get_by_text(LOOKS["ten-longest"][0]).first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        if name != "prompter":
            assert serious_in_both_themes(page) == {}
        kept(page, f"longest-{name}-{width}")
