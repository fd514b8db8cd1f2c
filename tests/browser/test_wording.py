"""What the desk offers for the air: a shorter wording with its reason, and the flag of danger with its words."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.stage import Stage
from tests.support.browser import in_step

LONG = (
    "Здравствуйте, уважаемый глава района! Пишу вам уже третий раз, и всё без толку. На улице Садовой третью неделю "
    "нет воды. Мы звонили в водоканал и оставляли заявку, нам ответили отпиской. Сколько можно терпеть? Когда починят "
    "водопровод на улице Садовой? Очень просим помочь. Заранее спасибо. С уважением, жители улицы Садовой."
)
SHORTER = "На улице Садовой третью неделю нет воды. Когда починят водопровод на улице Садовой?"


def opened(stage: Stage, context: BrowserContext, text: str) -> tuple[Page, int]:
    number = int(stage.api.ask(text)["number"])
    desk = stage.open(context, "desk", f"?open={number}")
    expect(desk.locator("desk-pane h2")).to_have_text(f"№ {number}")
    return desk, number


def test_a_shorter_wording_is_offered_taken_corrected_and_saved(
    small_stage: Stage, small_context: BrowserContext
) -> None:
    desk, number = opened(small_stage, small_context, LONG)
    offer = desk.get_by_role("region", name="Короче для эфира")
    expect(offer).to_contain_text(SHORTER)
    expect(offer).to_contain_text("осталось 2 предложения из 9")
    offer.get_by_text("Что пропущено").click()
    expect(offer.locator("del").first).to_contain_text("Здравствуйте")
    desk.keyboard.press("Shift+E")
    field = desk.get_by_label("Текст для эфира")
    expect(field).to_have_value(SHORTER)
    assert small_stage.view(number)["air_text"] is None  # Nothing is saved until the moderator does.
    field.fill(SHORTER.replace("третью неделю", "три недели"))
    desk.keyboard.press("Control+Enter")
    expect(field).to_have_count(0)
    assert small_stage.view(number)["air_text"] == SHORTER.replace("третью неделю", "три недели")
    expect(offer).to_have_count(0)


def test_of_a_short_text_it_is_said_that_nothing_is_offered(small_stage: Stage, small_context: BrowserContext) -> None:
    desk, _ = opened(small_stage, small_context, "Когда починят мост?")
    desk.keyboard.press("Shift+E")
    expect(desk.get_by_text("Предложить нечего")).to_be_visible()
    expect(desk.locator("desk-pane textarea")).to_have_count(0)


def test_what_is_not_for_the_air_is_warned_of_and_offered_with_masks(
    small_stage: Stage, small_context: BrowserContext
) -> None:
    desk, _ = opened(small_stage, small_context, "Затопило из квартиры 7, идёт третий день")
    offer = desk.get_by_role("region", name="Для эфира, со скрытыми данными")
    expect(offer).to_contain_text("Не для эфира: номер квартиры квартиры 7")
    offer.get_by_role("button", name="Взять в правку").click()
    expect(desk.get_by_label("Текст для эфира")).to_have_value("Затопило из [квартира], идёт третий день")


def test_danger_is_flagged_with_its_words_found_by_the_filter_and_taken_off(
    small_stage: Stage, small_context: BrowserContext
) -> None:
    small_stage.api.ask("Когда починят мост?")
    desk, number = opened(small_stage, small_context, "В подъезде сильный запах газа")
    expect(desk.locator("desk-list .row .urgent-mark")).to_contain_text("срочно")
    danger = desk.get_by_role("group", name="Опасность для людей")
    expect(danger).to_contain_text("Опасность для людей, по словам: «запах газа»")
    desk.get_by_role("button", name="Срочные").click()
    expect(desk.locator("desk-list .row")).to_have_count(1)
    in_step(desk)
    desk.keyboard.press("Shift+S")
    expect(danger).to_contain_text("отметка снята; слова: «запах газа»")
    assert small_stage.view(number)["urgent"] is False
    desk.keyboard.press("z")
    expect(danger).to_contain_text("Опасность для людей: отмечено вручную; слова: «запах газа»")
