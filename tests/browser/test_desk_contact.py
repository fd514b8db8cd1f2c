"""What of a question is not for the air is seen on the desk and let through there; a contact is shown on demand."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, expect

from tests.browser.stage import Stage
from tests.support.searched import SEARCH

PHONE = "8 900 000-00-56"


def test_a_moderator_lets_a_telephone_through_and_asks_for_a_contact(
    small_stage: Stage, small_context: BrowserContext
) -> None:
    SEARCH.meant(PHONE, "+79000000056")  # She says the one in her text; the other is asked for.
    author = {"name": "Анна П.", "contact": "tel:+79000000056"}
    asked = small_stage.api.ask(f"Звоните мне {PHONE}, нет воды", author=author)["number"]
    other = small_stage.api.ask("Когда починят мост?", author={"name": "Пётр", "contact": "tel:+79000000034"})["number"]
    desk = small_stage.open(small_context, "desk", f"?open={asked}")
    pane = desk.locator("desk-pane")
    expect(pane.locator(".covered")).to_have_text(PHONE)
    expect(pane.locator("shown-contact")).to_contain_text("телефон ···56")
    expect(pane).not_to_contain_text("+79000000056")
    pane.get_by_role("button", name="Показать контакт").click()
    expect(pane.get_by_role("link", name="+79000000056")).to_have_attribute("href", "tel:+79000000056")
    pane.get_by_role("button", name="Показать в эфире").click()
    expect(pane.locator(".covered.through")).to_have_text(PHONE)
    assert small_stage.api.question(asked)["let_through"] == [PHONE]
    pane.get_by_role("button", name="Скрыть в эфире").click()
    expect(pane.locator(".covered.through")).to_have_count(0)
    pane.get_by_role("button", name="Назвать имя в эфире").click()
    expect(pane.get_by_role("button", name="Не называть имя")).to_be_visible()
    desk.locator(f'.row[data-number="{other}"]').click()
    expect(pane.locator("shown-contact")).to_contain_text("телефон ···34")
    expect(pane).not_to_contain_text("+7900")
