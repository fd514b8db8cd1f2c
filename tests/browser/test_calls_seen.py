"""Everybody can see and reach the screen of calls; what it offers is what the domain allows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.browser.axe import serious_in_both_themes
from tests.browser.lines import ANNA, Lines, number
from tests.browser.test_accessibility import seen, walked
from tests.support.scale import grid

SIZES = {"wide": {"width": 1440, "height": 900}, "phone": {"width": 360, "height": 740}}


def test_sound_is_off_until_it_is_chosen_and_remembered(lines: Lines, anna: BrowserContext) -> None:
    screen = lines.open(anna)
    sound = screen.get_by_role("button", name="Звук")
    expect(sound).to_have_attribute("aria-pressed", "false")
    screen.keyboard.press("s")
    expect(sound).to_have_attribute("aria-pressed", "true")
    screen.reload()
    expect(sound).to_have_attribute("aria-pressed", "true")


KNOWN = "call => document.querySelector('live-calls').callers.of(call).status === 'known'"


@pytest.fixture(scope="module")
def full_lines(laid: Iterator[Lines]) -> Lines:
    """Every state, a ban, long texts, and many calls."""
    lines = next(laid)
    banned = lines.taken(20, name="Пётр")
    lines.api.command("caller.ban", call=banned, text="ругается в эфире " * 6)
    lines.api.command("caller.warn", call=banned, text="кричит")
    lines.api.command("call.hand", call=banned, text="Когда починят мост? " * 20)
    lines.api.command("call.hold", call=lines.taken(21, name="Очень длинное имя " * 8, point="Суть " * 40))
    missed = lines.rings(22)
    lines.api.command("call.end", call=missed)
    lines.taken(24, text="Нет воды на Садовой. " * 30, locality="Верхняя Речица")
    for last in range(30, 90):
        lines.rings(last)
    lines.rings(20)
    return lines


@pytest.mark.parametrize("size", grid(SIZES, "wide"))
def test_axe_finds_nothing_serious_on_the_calls(full_lines: Lines, browser: Browser, size: str) -> None:
    views = {event["caller"]["number"]: event["caller"] for event in full_lines.told("call.opened")}
    options: dict[str, Any] = {"viewport": SIZES[size], "reduced_motion": "reduce"}
    with full_lines.context(browser, ANNA, **options) as context:
        for last in (None, 20, 21, 22, 24):
            screen = full_lines.open(context, views[number(last)]["call"] if last else None)
            if last:
                screen.wait_for_function(KNOWN, arg=views[number(last)]["call"])
            assert serious_in_both_themes(screen) == {}, last
            assert screen.evaluate("document.documentElement.scrollWidth") <= SIZES[size]["width"]
            for key in ("Shift+Slash", "e", "a", "b") if last == 24 else ():
                screen.keyboard.press(key)
                expect(screen.locator("dialog[open]")).to_be_visible()
                assert serious_in_both_themes(screen) == {}, key
                screen.keyboard.press("Escape")
                expect(screen.locator("dialog")).to_have_count(0)
            screen.close()


@pytest.mark.parametrize("size", grid(SIZES, "wide"))
def test_axe_finds_nothing_serious_out_of_touch(full_lines: Lines, browser: Browser, size: str) -> None:
    call = full_lines.told("call.taken")[-1]["call"]
    with full_lines.context(browser, ANNA, viewport=SIZES[size], reduced_motion="reduce") as context:
        screen = full_lines.open(context, call)
        context.set_offline(True)
        expect(screen.locator(".cut-off")).to_be_visible()
        screen.get_by_label("Имя").fill("Мария")
        expect(screen.locator(".saved")).to_contain_text("Сохранено на этом устройстве")
        assert serious_in_both_themes(screen) == {}


def test_whatever_has_the_focus_shows_it(full_lines: Lines, browser: Browser) -> None:
    call = full_lines.told("call.taken")[-1]["call"]
    with full_lines.context(browser, ANNA, reduced_motion="reduce") as context:
        stops = walked(full_lines.open(context, call))
        assert len(stops) > 10
        assert [stop for stop in stops if not seen(stop)] == []


@pytest.mark.parametrize("size", grid(SIZES, "wide"))
def test_axe_finds_nothing_serious_where_nobody_calls(lines: Lines, browser: Browser, size: str) -> None:
    with lines.context(browser, ANNA, viewport=SIZES[size], reduced_motion="reduce") as context:
        screen = lines.open(context)
        expect(screen.locator(".ring")).to_contain_text("Никто не звонит")
        assert serious_in_both_themes(screen) == {}
