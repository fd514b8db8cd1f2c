"""The graphic: what is on air and nothing else, in and out by a motion, corrected without one, called by CasparCG."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.browser.graphic import SIZE, air, answer, edit, expect_nothing, expect_text, opaque, opened, plate, settled
from tests.browser.stage import Stage, signed_in
from tests.support.api import NAMED

MOTIONS = "document.getAnimations().map((motion) => motion.effect.getComputedTiming().duration)"


@pytest.fixture
def stage(small_stage: Stage) -> Stage:
    small_stage.go_on_air()
    return small_stage


def test_it_shows_who_asks_from_where_by_what_way_and_what(stage: Stage, small_context: BrowserContext) -> None:
    graphic = opened(small_context, stage)
    author = {"name": "Анна П.", "contact": "tel:+79000000012"}
    number = air(stage, "Когда починят мост?", author=author, locality="Сосновка", consent=NAMED)
    expect_text(graphic, "Когда починят мост?")
    shown = plate(graphic)
    expect(shown).to_have_attribute("data-number", str(number))
    expect(shown.locator(".name")).to_have_text("Анна П.")
    expect(shown.locator(".place")).to_have_text("Сосновка")
    expect(shown.locator(".sign svg")).to_be_visible()
    settled(graphic)
    name, place = (shown.locator(part).bounding_box() for part in (".name", ".place"))
    assert name and place and name["y"] == place["y"], "name and place stand in one line"
    assert "79000000012" not in graphic.content()


@pytest.mark.faults
def test_nothing_is_in_sight_that_is_not_on_air(stage: Stage, small_context: BrowserContext) -> None:
    """In the list, cleared, answered, or wrapped: not a pixel."""
    graphic = opened(small_context, stage)
    stage.listed("Ещё только в списке?")
    expect_nothing(graphic)
    number = air(stage, "Теперь в эфире?")
    expect_text(graphic, "Теперь в эфире?")
    assert opaque(graphic) > 10_000
    stage.api.command("graphic.clear")
    expect_nothing(graphic)
    stage.api.command("graphic.show")
    expect_text(graphic, "Теперь в эфире?")
    answer(stage, number)
    expect_nothing(graphic)
    air(stage, "До конца эфира?")
    expect_text(graphic, "До конца эфира?")
    stage.api.command("broadcast.wrap")
    expect_nothing(graphic)


@pytest.mark.faults
def test_a_page_opened_anew_shows_what_is_on_air_now(stage: Stage, small_context: BrowserContext) -> None:
    number = air(stage, "Уже в эфире?")
    graphic = opened(small_context, stage)
    expect_text(graphic, "Уже в эфире?")
    edit(stage, number, "Уже поправлен?")
    graphic.reload()
    expect_text(graphic, "Уже поправлен?")
    stage.api.command("graphic.clear")
    graphic.reload()
    graphic.wait_for_function("document.querySelector('live-overlay').feed.to > 0")
    expect_nothing(graphic)


@pytest.mark.faults
def test_it_comes_and_goes_by_a_motion_of_400_ms(stage: Stage, small_context: BrowserContext) -> None:
    graphic = opened(small_context, stage)
    graphic.evaluate("""() => {
      window.motions = [];
      const animate = Element.prototype.animate;
      Element.prototype.animate = function (frames, timing) {
        window.motions.push([this.dataset.number || 'leaving', Object.keys(frames[0]).sort().join(), timing.duration]);
        return animate.call(this, frames, timing);
      };
    }""")
    number = air(stage, "Как входит титр?")
    expect_text(graphic, "Как входит титр?")
    answer(stage, number)
    expect_nothing(graphic)
    expected = [[str(number), "opacity,transform", 400], ["leaving", "opacity,transform", 400]]
    assert graphic.evaluate("motions") == expected


@pytest.mark.faults
def test_the_next_question_does_not_wait_for_the_last_to_leave(stage: Stage, small_context: BrowserContext) -> None:
    graphic = opened(small_context, stage)
    air(stage, "Прежний вопрос?")
    expect_text(graphic, "Прежний вопрос?")
    graphic.evaluate("""() => {
      window.frames_seen = [];
      new MutationObserver(() => requestAnimationFrame(() => window.frames_seen.push(
        [...document.querySelectorAll('.plate:not([hidden])')].map((plate) =>
          [plate.dataset.number ? 'new' : 'leaving', plate.querySelector('.words').textContent.trim(),
           getComputedStyle(plate).opacity > 0]))
      )).observe(document.querySelector('live-overlay'), {childList: true, subtree: true});
    }""")
    air(stage, "Новый вопрос?")
    expect_text(graphic, "Новый вопрос?")
    graphic.wait_for_function("frames_seen.length")
    first = graphic.evaluate("frames_seen[0]")
    assert first == [["leaving", "Прежний вопрос?", True], ["new", "Новый вопрос?", True]]
    expect(graphic.locator(".plate")).to_have_count(1)


@pytest.mark.faults
def test_without_a_wish_for_motion_there_is_none(stage: Stage, browser: Browser) -> None:
    with signed_in(browser, stage, reduced_motion="reduce") as context:
        graphic = opened(context, stage)
        graphic.evaluate("() => { Element.prototype.animate = () => { window.moved = true; }; }")
        air(stage, "Без движения?")
        expect_text(graphic, "Без движения?")
        number = air(stage, "И этот?")
        expect_text(graphic, "И этот?")
        answer(stage, number)
        expect_nothing(graphic)
        assert graphic.evaluate("window.moved") is None


@pytest.mark.faults
def test_a_correction_changes_the_words_and_moves_nothing(stage: Stage, small_context: BrowserContext) -> None:
    graphic = opened(small_context, stage)
    number = air(stage, "Когда пачинят мост?")
    expect_text(graphic, "Когда пачинят мост?")
    graphic.wait_for_function("document.getAnimations().length === 0")
    graphic.evaluate("""() => {
      window.hidden = 0;
      const plate = document.querySelector('.plate');
      new MutationObserver(() => { if (plate.hidden || document.getAnimations().length) window.hidden += 1; })
        .observe(document.querySelector('live-overlay'), {attributes: true, childList: true, subtree: true});
    }""")
    edit(stage, number, "Когда починят мост?")
    expect_text(graphic, "Когда починят мост?")
    assert graphic.evaluate("hidden") == 0


@pytest.mark.faults
def test_casparcg_switches_it_and_chooses_its_looks_but_not_its_words(
    stage: Stage, small_context: BrowserContext
) -> None:
    """play, stop, next, update and remove, called as its HTML producer calls them."""
    graphic = opened(small_context, stage, "&caspar=1")
    air(stage, "По вызову?")
    graphic.wait_for_function("document.querySelector('live-overlay').feed.state.questions.size === 1")
    expect_nothing(graphic)
    graphic.evaluate("play()")
    expect_text(graphic, "По вызову?")
    graphic.evaluate("stop()")
    expect_nothing(graphic)
    graphic.evaluate("play()")
    graphic.evaluate("""update('{"theme": "light", "text": "Чужие слова", "f0": "Чужие слова"}')""")
    expect(graphic.locator("#theme")).to_have_attribute("href", re.compile("/themes/light.css$"))
    xml = (
        '<templateData><componentData id="guides"><data id="text" value="1"/></componentData>'
        '<componentData id="f0"><data id="text" value="Чужие слова"/></componentData></templateData>'
    )
    graphic.evaluate("data => update(data)", xml)
    expect(graphic.locator(".guide")).to_have_count(2)
    for nonsense in ("", "<templateData", "{", "null", "7", '{"theme": "../../desk/desk"}'):
        graphic.evaluate("data => update(data)", nonsense)
    graphic.evaluate("next()")
    expect_text(graphic, "По вызову?")
    assert "Чужие слова" not in graphic.inner_text("body")
    graphic.evaluate("update('{\"guides\": 0}')")
    graphic.evaluate("window.remove()")
    assert opaque(graphic) == 0, "gone at once, without a motion"


@pytest.mark.faults
def test_the_address_chooses_the_guides_and_the_theme(stage: Stage, small_context: BrowserContext) -> None:
    graphic = opened(small_context, stage, "&guides=1&theme=line")
    for name, share in (("action", 0.93), ("title", 0.90)):
        box = graphic.locator(f".guide.{name}").bounding_box()
        assert box and box["width"] == pytest.approx(SIZE["width"] * share, abs=1)
        assert box["height"] == pytest.approx(SIZE["height"] * share, abs=1)
    air(stage, "Без плашки?")
    expect_text(graphic, "Без плашки?")
    expect(plate(graphic)).to_have_css("background-color", "rgba(0, 0, 0, 0)")
