"""The search through what tests are sent reads a browser's sockets and pages as well."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.stage import Stage, signed_in
from tests.support.searched import SEARCH, Misplaced

PHONE = "8 900 000-00-77"


def test_a_contact_that_comes_to_a_screen_in_a_browser_is_found(browser: Browser, small_stage: Stage) -> None:
    with signed_in(browser, small_stage) as context:
        desk = small_stage.open(context, "desk")
        small_stage.api.ask("Когда починят мост?", locality=PHONE)
        expect(desk.locator("desk-list .row").get_by_text(PHONE).first).to_be_visible()
    with pytest.raises(Misplaced) as found:
        SEARCH.settle()
    assert f"a frame to {desk.url} holds a contact" in str(found.value)
    assert f"the page /b/{small_stage.slug}/desk holds a contact" in str(found.value)
