"""A browser's contexts are lent from test to test: never one to two at once, nor one that is not as it was."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.support.browser import lent

pytestmark = pytest.mark.faults


def test_what_is_ended_twice_is_lent_to_one_alone(browser: Browser) -> None:
    once = lent(browser, color_scheme="dark")
    once.close()
    once.close()
    with lent(browser, color_scheme="dark") as one, lent(browser, color_scheme="dark") as other:
        assert one is not other


def test_a_clock_that_was_set_is_not_lent_on(browser: Browser) -> None:
    with lent(browser, color_scheme="light") as one:
        page = one.new_page()
        page.clock.install(time=0)
        assert page.evaluate("new Date().getFullYear()") == 1970
    with lent(browser, color_scheme="light") as other:
        assert other.new_page().evaluate("new Date().getFullYear()") > 1970


def test_a_script_for_every_page_is_not_lent_on(browser: Browser) -> None:
    with lent(browser, color_scheme="light") as one:
        one.add_init_script("window.left = 1")
        assert one.new_page().evaluate("window.left") == 1
    with lent(browser, color_scheme="light") as other:
        assert other.new_page().evaluate("window.left ?? 0") == 0
