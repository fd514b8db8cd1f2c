"""No part of a screen says other than its neighbour: what shows a feed is drawn in one frame, each part once."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.stage import ROLES, Stage, signed_in
from tests.support.browser import in_step

NOTED = """async ([parts, shows]) => {
  const { presentFrame } = await import('static/parts/frame.js');
  window.drawn = [];
  for (const name of parts) {
    const part = document.querySelector(name);
    const perform = part.performUpdate;
    part.performUpdate = () => {
      perform.call(part);
      if (presentFrame() !== null) drawn.push([presentFrame(), name, document.querySelector(shows).textContent]);
    };
  }
}"""
"""From now on `drawn` has what was drawn in which frame, and what the part that shows the change said afterwards."""

DESK = ("live-desk", "desk-filters", "desk-list", "desk-pane", "desk-texts", "live-topbar")
CALLS = ("live-calls", "calls-ring", "calls-list", "call-card", "call-fields", "call-caller", "live-topbar")


def together(page: Page, text: str) -> list[str]:
    """What was drawn in the frame that first said the text."""
    drawn = page.evaluate("drawn")
    first = next(frame for frame, _, said in drawn if text in said)
    return sorted(name for frame, name, _ in drawn if frame == first)


@pytest.fixture
def stage(small_stage: Stage) -> Stage:
    everything = small_stage.server.installation.key(small_stage.slug, *ROLES, "screener")
    return Stage(small_stage.server, small_stage.slug, everything)


def test_an_edit_from_elsewhere_draws_the_desk_in_one_frame(stage: Stage, browser: Browser) -> None:
    number = stage.api.ask("Когда починят мост?")["number"]
    with signed_in(browser, stage) as context:
        desk = stage.open(context, "desk", f"?open={number}")
        expect(desk.locator("desk-pane .aloud")).to_have_text("Когда починят мост?")
        desk.wait_for_function("document.querySelector('live-desk').listing.order.complete")
        desk.evaluate(NOTED, [DESK, "desk-pane .aloud"])
        stage.api.command("question.edit", question=number, version=1, air_text="Когда откроют мост?")
        expect(desk.locator("desk-pane .aloud")).to_have_text("Когда откроют мост?")
        assert together(desk, "откроют") == sorted(DESK)


def test_a_page_that_is_given_no_frames_shows_what_is_true_all_the_same(stage: Stage, browser: Browser) -> None:
    """As where another window covers it, or its browser is too busy to draw."""
    number = stage.api.ask("Когда починят мост?")["number"]
    with signed_in(browser, stage) as context:
        desk = context.new_page()
        desk.add_init_script("window.requestAnimationFrame = () => 0")
        desk.goto(stage.address("desk", f"?open={number}"))
        in_step(desk)
        stage.api.command("question.edit", question=number, version=1, air_text="Когда откроют мост?")
        expect(desk.locator("desk-pane .aloud")).to_have_text("Когда откроют мост?")


def test_a_word_of_another_screener_draws_the_calls_in_one_frame(stage: Stage, browser: Browser) -> None:
    stage.go_on_air()
    call = stage.api.command("call.open", number="+79000000012")["call"]
    stage.api.command("call.take", call=call, version=1)
    with signed_in(browser, stage) as context:
        calls = stage.open(context, "calls", f"?open={call}")
        calls.locator("calls-list [data-call]").wait_for()
        calls.wait_for_function(
            "call => document.querySelector('live-calls').callers.of(call).status === 'known'", arg=call
        )
        calls.evaluate(NOTED, [CALLS, "calls-list [data-call]"])
        stage.api.command("call.write", call=call, name="Ольга Ветрова")
        expect(calls.locator("calls-list [data-call]")).to_contain_text("Ольга Ветрова")
        expect(calls.get_by_label("Имя")).to_have_value("Ольга Ветрова")
        assert together(calls, "Ольга") == sorted(CALLS)
