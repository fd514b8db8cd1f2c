"""What stands before the presenter, and that no update moves what is being read."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.prompting import LONG, correct, expect_words, lines, rect, scroll_to, standing, state, take
from tests.browser.stage import Stage
from tests.support.api import NAMED


@pytest.fixture
def number(small_stage: Stage) -> int:
    """A long question on air."""
    small_stage.go_on_air()
    return take(small_stage, LONG, author={"name": "Анна П."}, locality="Сосновка", consent=NAMED)


@pytest.fixture
def prompter(small_stage: Stage, small_context: BrowserContext, number: int) -> Page:
    page = small_stage.open(small_context, "prompter")
    expect_words(page, LONG)
    return page


def test_who_asks_and_where_from_stands_above_and_the_next_below(small_stage: Stage, prompter: Page) -> None:
    small_stage.listed("Когда построят ФАП?")
    expect(prompter.locator(".reel .who")).to_have_text("Анна П., Сосновка")
    expect(prompter.locator(".then")).to_contain_text("Когда построят ФАП?")
    bottom = prompter.evaluate("document.querySelector('.who').getBoundingClientRect().bottom")
    assert bottom <= rect(prompter, lines(prompter)[0])[1] + 1


@pytest.mark.parametrize("running", [False, True])
def test_a_correction_below_the_reading_line_moves_nothing(
    small_stage: Stage, prompter: Page, number: int, running: bool
) -> None:
    """While the text runs, its words stand where they stood but for what it has run."""

    scroll_to(prompter, 6)
    read = lines(prompter)[6]
    if running:
        prompter.keyboard.press("Space")
        prompter.wait_for_function("document.querySelector('live-prompter').reel.scroll.running")
    before = standing(prompter, read)
    corrected = LONG.replace("8. Здравствуйте, живём", "8. Добрый вечер, мы живём давно")
    correct(small_stage, number, corrected)
    expect_words(prompter, corrected)
    assert standing(prompter, read) == pytest.approx(before, abs=0.5)
    assert state(prompter)["running"] is running
    expect(prompter.locator(".mark")).to_have_count(0)


@pytest.mark.parametrize(("at", "which"), [(6, 6), (6, 0)])
def test_a_correction_of_what_is_read_waits_for_the_presenters_key(
    small_stage: Stage, prompter: Page, number: int, at: int, which: int
) -> None:
    scroll_to(prompter, at)
    laid = lines(prompter)
    word = next(word for word in laid[which].split() if len(word) > 4 and word.isalpha())
    before = rect(prompter, laid[at + 1])
    corrected = LONG.replace(word, f"{word} исправлено", 1)
    correct(small_stage, number, corrected)
    mark = prompter.locator(".mark")
    expect(mark).to_contain_text("Текст исправлен")
    expect_words(prompter, LONG)
    assert rect(prompter, laid[at + 1]) == before
    prompter.keyboard.press("r")
    expect_words(prompter, corrected)
    expect(mark).to_have_count(0)
    assert laid[at].split()[0] in state(prompter)["text"]
    assert prompter.evaluate("document.querySelector('live-prompter').reel.place.within") == pytest.approx(0, abs=0.01)


def test_a_correction_that_would_fill_the_line_being_read_waits(
    small_stage: Stage, prompter: Page, number: int
) -> None:
    """The next line begins with a word so short that it would be drawn up."""
    laid = lines(prompter)
    widths = [rect(prompter, line)[2] for line in laid[:20]]
    at = min(range(2, 18), key=lambda n: widths[n])
    scroll_to(prompter, at)
    before = rect(prompter, laid[at])
    place = LONG.index(laid[at + 1])
    corrected = LONG[:place] + "а " + LONG[place:]
    correct(small_stage, number, corrected)
    expect(prompter.locator(".mark")).to_be_visible()
    expect_words(prompter, LONG)
    assert rect(prompter, laid[at]) == before


def test_a_correction_taken_back_waits_no_more(small_stage: Stage, prompter: Page, number: int) -> None:
    correct(small_stage, number, "Иначе.")
    expect(prompter.locator(".mark")).to_be_visible()
    correct(small_stage, number, LONG)
    expect(prompter.locator(".mark")).to_have_count(0)


def test_what_happens_around_the_text_does_not_touch_it(small_stage: Stage, prompter: Page, number: int) -> None:
    """Notes, the next one, messages and who asks change; the text is neither moved nor written."""
    scroll_to(prompter, 5)
    read = lines(prompter)[5]
    before = rect(prompter, read)
    prompter.evaluate("""() => {
      window.touched = 0;
      new MutationObserver(() => { window.touched += 1; }).observe(document.querySelector('.reel .words'),
        {childList: true, characterData: true, subtree: true, attributes: true});
    }""")
    api = small_stage.api
    version = small_stage.view(number)["version"]
    api.command("question.note", question=number, version=version, text="Ударение: ТаволжАнка.", **{"for": "presenter"})
    api.command("question.classify", question=number, version=version + 1, locality="Верхняя Речица " * 6)
    small_stage.listed("Первый из списка?")
    api.command("presenter.message", text="Осталось пять минут")
    for text in ("Верхняя Речица Верхняя", "Ударение: ТаволжАнка.", "Первый из списка?", "Осталось пять минут"):
        expect(prompter.locator("main")).to_contain_text(text)
    assert rect(prompter, read) == before
    assert prompter.evaluate("window.touched") == 0


def test_a_new_question_begins_at_its_top_and_stands_still(small_stage: Stage, prompter: Page) -> None:
    scroll_to(prompter, 9)
    prompter.keyboard.press("Space")
    prompter.wait_for_function("document.querySelector('live-prompter').reel.scroll.running")
    take(small_stage, "Второй? " + LONG)
    expect_words(prompter, "Второй? " + LONG)
    assert {**state(prompter), "text": ""} == {
        "position": 0,
        "running": False,
        "line": 0,
        "text": "",
        "corrected": None,
    }


def test_what_leaves_the_air_stays_dimmed_until_nobody_reads_it(
    small_stage: Stage, small_context: BrowserContext, number: int
) -> None:
    next_one = small_stage.listed("Когда построят ФАП?")
    page = small_context.new_page()
    page.clock.install()
    page.goto(small_stage.address("prompter"))
    expect_words(page, LONG)
    scroll_to(page, 4)
    before = state(page)["position"]
    small_stage.api.command("question.return", question=number, version=3, before=next_one)
    expect(page.locator(".reel")).to_have_class("reel left")
    expect(page.locator(".mark")).to_contain_text("Вопрос снят с эфира")
    assert state(page)["position"] == before
    page.clock.run_for(10_000)
    expect(page.locator(".reel")).to_have_class("reel idle")
    expect(page.locator(".who")).to_have_text("Следующий: Анна П., Сосновка")
    expect(page.locator(".mark")).to_have_count(0)


def test_what_left_the_air_by_mistake_goes_on_where_it_was(small_stage: Stage, prompter: Page, number: int) -> None:
    scroll_to(prompter, 4)
    before = state(prompter)["position"]
    small_stage.api.command("question.return", question=number, version=3)
    expect(prompter.locator(".reel")).to_have_class("reel left")
    small_stage.api.command("question.take", question=number, version=4)
    expect(prompter.locator(".reel")).to_have_class("reel")
    assert state(prompter)["position"] == before


def test_between_two_questions_the_next_stands_dimmed(
    small_stage: Stage, small_context: BrowserContext, prompter: Page, number: int
) -> None:
    small_stage.api.command("question.answer", question=number, version=3, fully=True)
    expect(prompter.locator(".reel")).to_have_class("reel left")
    prompter.keyboard.press("r")
    expect_words(prompter, "Вёрстка пуста")
    small_stage.listed("Когда построят ФАП?")
    expect(prompter.locator(".reel.idle .words")).to_have_text("Когда построят ФАП?")


@pytest.mark.parametrize("flipped", [False, True])
def test_a_text_of_any_kind_is_known_line_by_line(prompter: Page, flipped: bool) -> None:
    """Words longer than a line, emoji, empty lines: nothing is measured wrongly, mirrored or not."""
    if flipped:
        prompter.keyboard.press("Shift+KeyV")
        expect(prompter.locator(".stage")).to_have_class("stage mirror-y")
    for text in ("Ау", "🙏😀 Вода?\n\nГде она\n", "Предолгоесловобезединогопробела" * 4, "👨‍👩‍👧‍👦" * 40, LONG[:3990]):
        found = prompter.evaluate(
            """text => {
              const {reel} = document.querySelector('live-prompter');
              reel.show({who: '', text});
              const {starts, leading} = reel.lines;
              return [starts, reel.host.querySelector('.words').offsetHeight / leading];
            }""",
            text,
        )
        starts, rows = found
        assert len(starts) == pytest.approx(rows, abs=0.05)
        assert starts == sorted(starts) and starts[0] == 0
