"""The page of the prompter's control as it is seen: by axe, at both widths, in both themes, by the keyboard alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import serious_in_both_themes
from tests.browser.controllers import PUSHES, dialog, do
from tests.browser.test_prompter_control import number, prompter

__all__ = ["number", "prompter"]  # fixtures

OUT = """() => [...document.querySelectorAll('dialog[open], dialog[open] *')]
  .filter((one) => one.getBoundingClientRect().right > innerWidth + 1 || one.scrollWidth > one.clientWidth + 1)
  .filter((one) => getComputedStyle(one).display !== 'inline' && !one.closest('svg, .unseen, .trial'))
  .map((one) => one.outerHTML.slice(0, 120))"""
"""What sticks out of the dialog or of the page to the side."""


@pytest.mark.parametrize("width", [1440, 360])
def test_axe_finds_nothing_and_nothing_sticks_out(prompter: Page, width: int) -> None:
    prompter.set_viewport_size({"width": width, "height": 800})
    dialog(prompter)
    prompter.locator(".controllers button", has_text="Wireless Controller").click()
    prompter.locator("summary", has_text="Кнопки").click()
    do(prompter, PUSHES["gamepad"])
    expect(prompter.locator(".now-speed")).to_contain_text("вперёд")
    assert serious_in_both_themes(prompter) == {}
    assert prompter.evaluate(OUT) == []


def test_every_part_is_reached_by_the_keyboard(prompter: Page) -> None:
    dialog(prompter)
    names = []
    for _ in range(20):
        prompter.keyboard.press("Tab")
        names.append(prompter.evaluate("document.activeElement.textContent.trim() || document.activeElement.localName"))
    for wanted in ("Научить движению", "В другую сторону", "input", "Кнопки", "Закрыть"):
        assert any(wanted in name for name in names), (wanted, names)
