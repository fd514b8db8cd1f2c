"""The prompter's frame: how it looks on this device, its messages and controls, and that it can do no harm."""

from __future__ import annotations

import re
from base64 import b64encode

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.axe import serious
from tests.browser.prompting import LONG, commands, correct, expect_words, lines, rect, scroll_to, take
from tests.browser.stage import Stage, signed_in
from tests.browser.test_moderator_page import SHOWN, tables
from tests.support.api import NAMED
from tests.support.browser import in_step
from tests.support.process import wait_until

STAND_STILL = """() => {
  const {feed} = document.querySelector('live-prompter');
  feed.now = () => new Date('2026-11-26T09:44:20Z');
  return new Promise(resolve => setTimeout(resolve, 300));
}"""
"""The clock of the page stands, and has been written."""

DIFFERENCE = """async ([one, other, x, y]) => {
  const pixels = async (png, mirrored) => {
    const bytes = Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes], {type: 'image/png'}));
    const canvas = new OffscreenCanvas(image.width, image.height).getContext('2d');
    if (mirrored) canvas.setTransform(x, 0, 0, y, x < 0 ? image.width : 0, y < 0 ? image.height : 0);
    canvas.drawImage(image, 0, 0);
    return canvas.getImageData(0, 0, image.width, image.height).data;
  };
  const [a, b] = [await pixels(one, false), await pixels(other, true)];
  let far = 0;
  let lit = 0;
  for (let i = 0; i < a.length; i += 4) {
    if (a[i] > 100) lit += 1;
    if (Math.abs(a[i] - b[i]) > 100) far += 1;
  }
  return {lit: lit / (a.length / 4), far: far / (a.length / 4)};
}"""
"""Which part of the pixels of one picture are light, and which are far from those of the other, mirrored back."""

IN_SIGHT = """() => {
  const node = document.querySelector('.reel .words').firstChild;
  const foot = document.querySelector('.below').getBoundingClientRect().top;
  const range = document.createRange();
  return [...node.data.matchAll(/\\S+/g)].filter(({0: word, index}) => {
    range.setStart(node, index);
    range.setEnd(node, index + word.length);
    return range.getBoundingClientRect().bottom <= foot;
  }).length;
}"""


READ = """() => {
  const {reel} = document.querySelector('live-prompter');
  const top = reel.host.querySelector('.words').getBoundingClientRect().top;
  return [top, top + reel.lines.leading];
}"""
"""Where the first line begins and ends, when it is the one being read."""


@pytest.fixture
def prompter(small_stage: Stage, small_context: BrowserContext) -> Page:
    small_stage.go_on_air()
    take(small_stage, LONG, author={"name": "Анна П."}, locality="Сосновка", consent=NAMED)
    page = small_stage.open(small_context, "prompter")
    expect_words(page, LONG)
    return page


def shown(page: Page) -> dict[str, object]:
    """The settings as the page shows them."""
    found: dict[str, object] = page.evaluate("document.querySelector('live-prompter').view.now")
    return found


def point(page: Page) -> None:
    """Moves the pointer, so that the controls come."""
    page.mouse.move(200, 200)
    page.mouse.move(210, 205)
    expect(page.locator(".controls")).to_be_visible()


# How it looks


@pytest.mark.faults
def test_eighteen_to_twenty_six_words_are_in_sight(prompter: Page) -> None:
    for width, height in ((1440, 900), (1920, 1080), (1280, 720), (820, 1180), (390, 844)):
        prompter.set_viewport_size({"width": width, "height": height})
        prompter.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        _, top, _, bottom = rect(prompter, lines(prompter)[0])
        assert top < height * 0.33 < bottom
        assert 18 <= prompter.evaluate(IN_SIGHT) <= 26, (width, height)


def test_the_view_is_set_by_keys_and_kept_on_the_device(
    small_stage: Stage, prompter: Page, beside: BrowserContext
) -> None:
    keys = [
        "+",
        "[",
        "[",
        "Shift+ArrowRight",
        "Shift+ArrowDown",
        "Shift+KeyM",
        "Shift+KeyV",
        "Shift+KeyC",
        "ArrowRight",
    ]
    for key in keys:
        prompter.keyboard.press(key)
    wanted: dict[str, object] = {"size": 88, "measure": 24, "margin": 6, "line": 34, "mirror_x": True, "mirror_y": True}
    wanted |= {"colours": "yellow", "speed": 125}
    assert shown(prompter) == wanted
    prompter.reload()
    expect_words(prompter, LONG)
    assert shown(prompter) == wanted
    expect(prompter.locator(".stage")).to_have_class("stage mirror-x mirror-y")
    assert prompter.evaluate("getComputedStyle(document.querySelector('.words')).fontSize") == "88px"
    other = small_stage.open(beside, "prompter")
    assert shown(other)["size"] is None


@pytest.mark.faults
def test_another_window_of_the_device_has_a_view_of_its_own(prompter: Page) -> None:
    prompter.keyboard.press("Shift+M")
    point(prompter)
    with prompter.context.expect_page() as opened:
        prompter.get_by_role("link", name="Ещё одно окно").click()
    copy = opened.value
    expect_words(copy, LONG)
    expect(copy.locator(".stage")).to_have_class("stage")
    copy.keyboard.press("+")
    copy.reload()
    expect_words(copy, LONG)
    assert (shown(copy)["size"], shown(prompter)["size"]) == (88, None)


@pytest.mark.faults
def test_a_view_set_in_the_rundown_comes_and_ones_own_is_told(small_stage: Stage, prompter: Page) -> None:
    device = prompter.evaluate("localStorage.getItem('live.device')").strip('"')
    assert re.fullmatch("[a-z0-9]{16}", device)
    small_stage.api.command("prompter.adjust", device=device, view={"size": 110, "mirror_x": True})
    expect(prompter.locator(".stage")).to_have_class("stage mirror-x")
    assert shown(prompter)["size"] == 110
    prompter.keyboard.press("+")
    told = "device => document.querySelector('live-prompter').feed.state.prompters.get(device).view.size === 112"
    prompter.wait_for_function(told, arg=device)
    assert (shown(prompter)["size"], shown(prompter)["mirror_x"]) == (112, True)


@pytest.mark.faults
def test_what_was_set_between_two_shows_is_told_to_the_next(small_stage: Stage, prompter: Page) -> None:
    prompter.evaluate('localStorage.setItem(\'prompter/view\', \'{"size": 64, "colours": "nonsense"}\')')
    prompter.reload()
    prompter.wait_for_function("""() => {
      const {feed, view} = document.querySelector('live-prompter');
      const held = feed.state.prompters.get(view.device);
      return held && held.view.size === 64;
    }""")
    assert shown(prompter)["colours"] == "white"


@pytest.mark.faults
def test_a_mirrored_picture_is_the_plain_one_mirrored(prompter: Page) -> None:
    prompter.set_viewport_size({"width": 960, "height": 540})
    scroll_to(prompter, 2)
    prompter.evaluate(STAND_STILL)
    plain = prompter.screenshot()
    for key, classes, x, y in (("M", "mirror-x", -1, 1), ("V", "mirror-x mirror-y", -1, -1), ("M", "mirror-y", 1, -1)):
        prompter.keyboard.press(f"Shift+{key}")
        expect(prompter.locator(".stage")).to_have_class(f"stage {classes}")
        pictures = [b64encode(picture).decode() for picture in (plain, prompter.screenshot())]
        found = prompter.evaluate(DIFFERENCE, [*pictures, x, y])
        assert found["lit"] > 0.05
        assert found["far"] < 0.004
        assert prompter.evaluate(DIFFERENCE, [*pictures, 1, 1])["far"] > 0.02


@pytest.mark.faults
def test_nothing_ever_covers_the_line_being_read(small_stage: Stage, prompter: Page) -> None:
    """Not the longest messages, a correction that waits, the corner, nor the controls."""
    for _ in range(2):
        small_stage.api.command("presenter.message", text="Длинное сообщение режиссёра. " * 10)
    correct(small_stage, 1, "Иначе.")
    expect(prompter.locator(".message")).to_be_visible()
    expect(prompter.locator(".mark")).to_be_visible()
    scroll_to(prompter, 0)
    for width, height in ((1440, 900), (390, 844)):
        prompter.set_viewport_size({"width": width, "height": height})
        for view in ({"line": 60, "size": 120}, {"line": 15, "size": 200}):
            prompter.evaluate("view => document.querySelector('live-prompter').view.change(view)", view)
            prompter.wait_for_function(
                "size => document.querySelector('live-prompter').reel.size === size", arg=view["size"]
            )
            scroll_to(prompter, 0)
            point(prompter)
            top, bottom = prompter.evaluate(READ)
            for part in (".below", ".controls"):
                low = prompter.locator(part).bounding_box()
                assert low and low["y"] >= bottom - 1, (part, width, view)
            corner = prompter.locator(".corner").bounding_box()
            assert corner and corner["y"] + corner["height"] <= top + 1, (width, view)


# Messages


@pytest.mark.faults
def test_a_key_pressed_just_as_a_message_comes_is_not_an_answer_to_it(
    small_stage: Stage, small_context: BrowserContext
) -> None:
    page = small_context.new_page()
    page.clock.install()
    page.goto(small_stage.address("prompter"))
    in_step(page)
    page.clock.pause_at(page.evaluate("Date.now() / 1000 + 1"))
    small_stage.api.command("presenter.message", text="Пять минут")
    wait_until(lambda: page.evaluate("document.querySelector('live-prompter').waiting.length === 1"), "the message")
    page.clock.run_for(50)
    expect(page.locator(".message")).to_contain_text("Пять минут")
    page.keyboard.press("Enter")
    page.clock.run_for(500)
    expect(page.locator(".message")).to_contain_text("Пять минут")
    page.keyboard.press("Enter")
    page.clock.resume()
    expect(page.locator(".message")).to_have_count(0)


# Controls


@pytest.mark.faults
def test_the_controls_come_with_the_pointer_and_leave_the_keys_alone(
    small_stage: Stage, small_context: BrowserContext
) -> None:
    small_stage.go_on_air()
    take(small_stage, LONG)
    page = small_context.new_page()
    page.clock.install()
    page.goto(small_stage.address("prompter"))
    expect_words(page, LONG)
    expect(page.locator(".controls")).to_have_count(0)
    point(page)
    page.get_by_role("button", name="Крупнее").click()
    page.get_by_role("button", name="Зеркало ↔").click()
    page.get_by_role("button", name="Жёлтый").click()
    assert [shown(page)[name] for name in ("size", "mirror_x", "colours")] == [88, True, "yellow"]
    page.keyboard.press("Space")
    assert page.evaluate("document.querySelector('live-prompter').reel.scroll.running")
    assert shown(page)["colours"] == "yellow"
    page.clock.run_for(4000)
    expect(page.locator(".controls")).to_have_count(0)


@pytest.mark.faults
def test_full_screen_is_one_key(prompter: Page) -> None:
    prompter.keyboard.press("f")
    prompter.wait_for_function("document.fullscreenElement !== null")
    prompter.keyboard.press("f")
    prompter.wait_for_function("document.fullscreenElement === null")


@pytest.mark.faults
def test_the_screen_is_kept_on_and_where_it_cannot_be_the_controls_say_so(
    small_stage: Stage, small_context: BrowserContext
) -> None:
    script = """
      window.asked = [];
      const lock = () => Object.assign(new EventTarget(), {released: false});
      navigator.wakeLock.request = async kind => { window.asked.push(kind); return lock(); };
    """
    held = small_context.new_page()
    held.add_init_script(script)
    held.goto(small_stage.address("prompter"))
    held.wait_for_function("window.asked.length === 1")
    held.evaluate("document.querySelector('live-prompter').awake._lock.released = true")
    held.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    held.wait_for_function("window.asked.length === 2")
    bare = small_context.new_page()
    bare.add_init_script("delete Navigator.prototype.wakeLock")
    bare.goto(small_stage.address("prompter"))
    in_step(bare)
    point(bare)
    expect(bare.locator(".controls")).to_contain_text("Экран может погаснуть сам")
    point(held)
    expect(held.locator(".controls")).not_to_contain_text("Экран может погаснуть сам")


@pytest.mark.faults
def test_nothing_that_is_pressed_does_more_than_acknowledge_and_adjust(
    small_stage: Stage, small_context: BrowserContext
) -> None:
    """Every key, alone and with its modifiers, and every button; the question stays on air as it was."""
    small_stage.go_on_air()
    number = take(small_stage, LONG)
    small_stage.listed("Следующий?")
    page = small_context.new_page()
    sent = commands(page)
    page.goto(small_stage.address("prompter"))
    expect_words(page, LONG)
    small_stage.api.command("presenter.message", text="Пять минут")
    expect(page.locator(".message")).to_be_visible()
    codes = [f"Key{letter}" for letter in "ABCDEGHIJKLMNOPQRSTUVWXYZ"] + [f"Digit{n}" for n in range(10)]
    codes += [f"Arrow{way}" for way in ("Up", "Down", "Left", "Right")] + [f"F{n}" for n in (2, 4, 5, 6, 7, 8, 9, 10)]
    codes += [
        "Enter",
        "NumpadEnter",
        "Space",
        "Backspace",
        "Delete",
        "Insert",
        "Home",
        "End",
        "PageUp",
        "PageDown",
        "Period",
    ]
    for code in codes:
        for held in ("", "Shift+", "Alt+"):
            if held != "Alt+" or code.startswith(("Key", "Digit", "Enter", "Space")):
                page.keyboard.press(held + code)
                if page.locator("dialog[open]").count():
                    page.keyboard.press("Escape")
    point(page)
    buttons = page.locator(".controls button")
    for n in range(buttons.count()):
        if "экран" not in (buttons.nth(n).text_content() or ""):
            buttons.nth(n).click()
            if page.locator("dialog[open]").count():
                page.keyboard.press("Escape")
    page.wait_for_function("document.querySelector('live-prompter').feed.waiting === 0")
    expect(page.locator(".message")).to_have_count(0)
    assert set(sent) == {"presenter.acknowledge", "prompter.adjust"}
    assert (small_stage.view(number)["state"], small_stage.view(number)["version"]) == ("on_air", 3)


# Who may see it


@pytest.mark.faults
def test_a_refused_prompter_goes_dark_with_one_small_line(small_stage: Stage, browser: Browser) -> None:
    with signed_in(browser, small_stage) as context:
        small_stage.go_on_air()
        take(small_stage, LONG, author={"name": "Анна П."}, consent=NAMED)
        page = small_stage.open(context, "prompter")
        expect_words(page, LONG)
        context.clear_cookies()
        page.evaluate("document.querySelector('live-prompter').feed._socket.disconnect().connect()")
        why = "Сеанс закончился, или ссылка больше не действует."
        expect(page.locator(".refused")).to_have_text(why)
        assert page.locator("live-prompter").inner_text().split() == ["Суфлёр", *why.split()]
        small_stage.enter(context)
        page.reload()
        expect_words(page, LONG)


@pytest.mark.faults
def test_axe_finds_nothing_serious(small_stage: Stage, prompter: Page) -> None:
    """With a message, a correction and the controls, in every colour, and in both dialogs."""
    small_stage.api.command("presenter.message", text="Пять минут")
    correct(small_stage, 1, "Иначе.")
    expect(prompter.locator(".mark")).to_be_visible()
    for name in ("Белый", "Жёлтый", "Зелёный", "Чёрный на белом"):
        point(prompter)  # The controls go by themselves, and axe takes its time.
        prompter.get_by_role("button", name=name, exact=True).click()
        assert serious(prompter) == [], name
    prompter.keyboard.press("Shift+Slash")
    assert serious(prompter) == []
    prompter.get_by_role("button", name="Свои клавиши…").click()
    prompter.get_by_role("button", name="Назначить пуск и пауза").click()
    assert serious(prompter) == []


def test_the_page_of_the_presenter_has_its_keys(prompter: Page) -> None:
    prompter.keyboard.press("Shift+Slash")
    prompter.locator(".all-keys").wait_for()
    assert tables("presenter.md") == dict(prompter.evaluate(SHOWN))
