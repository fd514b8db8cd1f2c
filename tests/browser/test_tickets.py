"""The board of tickets: a department's day, many at once, two people on one ticket, a phone, and who sees badly."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from live.admin.lists import save_list
from live.domain.people import By
from live.store.centre import lists
from live.store.database import Database
from live.store.transaction import Store
from tests.browser.axe import serious_in_both_themes
from tests.browser.office import Office, offices, shown
from tests.browser.stage import Stage, signed_in
from tests.support.searched import SEARCH


@pytest.fixture(scope="module")
def office(small_shows: Iterator[Stage]) -> Office:
    return offices(next(small_shows))


def test_a_departments_day(office: Office, browser: Browser) -> None:
    """Find by a form of a word, take, hold, resume, answer; each is seen on the screen and stands in the timeline."""
    number = office.ticket("Третью неделю нет воды на Садовой улице", author={"name": "Анна П.", "contact": "vk:1"})
    office.ticket("Когда починят фонарь у школы?")
    with office.at_work(browser, office.igor) as page:
        rows, ticket = page.locator("tickets-list .row"), page.locator("ticket-detail")
        expect(rows).to_have_count(2)
        page.keyboard.press("/")
        page.locator("#words").fill("садовая вода")
        expect(rows).to_have_count(1)
        page.keyboard.press("Enter")
        page.keyboard.press("j")
        shown(page, number)
        expect(ticket).to_contain_text("Анна П.")
        expect(ticket).not_to_contain_text("vk:1")
        page.keyboard.press("t")
        expect(ticket.locator(".chip").first).to_have_text("в работе")
        page.get_by_role("button", name="Показать всё").click()
        expect(rows).to_have_count(2)
        page.keyboard.press("1")
        expect(rows).to_have_count(1)
        expect(rows.first).to_contain_text(number)
        page.keyboard.press("j")
        shown(page, number)
        page.keyboard.press("n")
        page.locator("dialog textarea").fill("Бригада выехала")
        page.locator("dialog").get_by_role("button", name="Заметка").click()
        expect(ticket.locator(".noted")).to_contain_text("Бригада выехала")
        office.command("ticket.hold", number)
        expect(ticket).to_contain_text("срок приостановлен")
        page.keyboard.press("r")
        expect(ticket.locator(".chip").first).to_have_text("в работе")
        page.keyboard.press("w")
        page.locator("#answer").fill("Воду дали, колонка работает.")
        page.get_by_role("button", name="Окончательный ответ").click()
        expect(ticket.locator(".chip").first).to_have_text("решено")
        expect(ticket.locator(".answered")).to_contain_text("Воду дали")
        expect(rows).to_have_count(0)
        expect(page.locator("tickets-list .empty")).to_contain_text("Здесь поручений нет")
    types = [one["type"] for one in office.read(number)["timeline"] if one["type"].startswith("ticket.")]
    done = ["opened", "taken", "noted", "held", "resumed", "resolved"]
    assert types == [f"ticket.{verb}" for verb in done]


@pytest.fixture
def template(office: Office) -> str:
    """The name of a template of answers that the centre has."""
    name = f"Крыша {office.department}"
    add_to_list(office, "templates", {"name": name, "text": "{имя}, крышу починили.", "topic": None})
    return name


def add_to_list(office: Office, name: str, item: dict[str, Any]) -> None:
    installation = office.stage.server.installation
    store = Store(Database(installation.database_url), installation.environment()["LIVE_SECRET_KEY"])
    with store.read() as connection:
        before = lists.read(connection, name)
    save_list(store, name, before.version, [*before.items, item], By("Администратор", "admin"))
    store.database.close()


@pytest.mark.faults
def test_answers_are_followed_until_the_last_is_told_by_hand(office: Office, browser: Browser, template: str) -> None:
    number = office.ticket("Протекает крыша", author={"name": "Анна П.", "contact": "tel:+79000000000"})
    SEARCH.meant("+79000000000")  # Who is told by hand is reached by it.
    with signed_in(browser, office.stage, reduced_motion="reduce") as context:
        page = office.board(context, query=f"?open={number}")
        ticket = page.locator("ticket-detail")
        replies, told = ticket.locator("[data-reply]"), ticket.locator("[data-reply][data-state=sent]")
        shown(page, number)
        expect(page.get_by_role("button", name="Окончательный ответ")).to_be_disabled()
        page.locator("#answer").fill("Кровельщик придёт завтра.")
        page.get_by_role("button", name="Промежуточный ответ").click()
        expect(page.locator(".toast")).to_contain_text("1 жителю сообщите сами")
        expect(ticket.locator(".said")).to_contain_text("Кровельщик придёт завтра.")
        expect(replies).to_have_count(1)
        expect(replies.first).to_have_attribute("data-state", "by_hand")
        page.keyboard.press("t")
        expect(ticket.locator(".chip").first).to_have_text("в работе")
        page.get_by_role("button", name="Шаблоны").click()
        page.get_by_role("button", name=template).click()
        expect(page.locator("#answer")).to_have_value("Анна П., крышу починили.")
        page.get_by_role("button", name="Окончательный ответ").click()
        expect(ticket.locator(".answered")).to_contain_text("крышу починили")
        expect(replies).to_have_count(2)
        page.get_by_role("button", name="Сообщить самим").click()
        final = page.locator("tickets-by-hand li", has_text=number).filter(has_text="крышу починили")
        final.get_by_role("button", name="Показать контакт").click()
        expect(final).to_contain_text("+79000000000")
        assert serious_in_both_themes(page) == {}
        final.get_by_role("button", name="Сообщено").click()
        expect(final).to_have_count(0)
        page.locator("tickets-by-hand li", has_text=number).get_by_role("button", name=number).click()
        shown(page, number)
        expect(told).to_have_count(1)
        expect(told).to_contain_text("крышу починили")
    assert office.read(number)["replies"] == {"waiting": 0, "sent": 1, "failed": 0, "unsure": 0, "by_hand": 1}


@pytest.mark.faults
def test_many_are_assigned_at_once_and_the_stale_one_stays_selected(office: Office, browser: Browser) -> None:
    numbers = [office.ticket(f"Яма номер {n}") for n in range(3)]
    with signed_in(browser, office.stage) as context:
        page = office.board(context, query=f"?department={office.department}&q=яма")
        rows = page.locator("tickets-list .row")
        expect(rows).to_have_count(3)
        for place in range(3):
            rows.nth(place).locator(".pick").click()
        office.command("ticket.assign", numbers[1], department=office.department, owner="Пётр")
        expect(page.locator(".row", has_text=numbers[1])).to_contain_text("Пётр")
        page.keyboard.press("a")
        page.locator("dialog").get_by_label("Ведомство").fill(office.department)
        page.locator("dialog").get_by_label("Исполнитель").fill("Инна")
        page.locator("dialog").get_by_role("button", name="Назначить").click()
        expect(page.locator(".toast.refusal")).to_contain_text(numbers[1])
        expect(page.locator(".selection")).to_contain_text("Выбрано 1")
        for number in (numbers[0], numbers[2]):
            expect(page.locator(".row", has_text=number)).to_contain_text("Инна")
    assert [office.read(number)["owner"] for number in numbers] == ["Инна", "Пётр", "Инна"]
    assert office.read(numbers[0])["owner_id"] is not None


@pytest.mark.faults
def test_all_of_the_filter_is_selected_and_goes_to_its_topics_department(office: Office, browser: Browser) -> None:
    """Also what has not come into sight; what no topic leads anywhere stays selected; the page itself is not marked."""
    office = offices(office.stage)  # Nobody else wades through these.
    topic = f"Канавы {office.department}"
    for n in range(130):
        asked = office.stage.api.ask(f"Канава {n}", **({} if n < 3 else {"topic": topic}))["number"]
        office.stage.api.command("question.ticket", question=asked, version=1)
    add_to_list(office, "topics", {"name": topic, "words": [], "department": office.department})
    with signed_in(browser, office.stage, reduced_motion="reduce") as context:
        page = office.board(context, query="?q=канава&sort=newest")
        page.locator(".select.sort").focus()
        page.keyboard.press("Control+a")
        expect(page.locator(".selection")).to_contain_text("Выбрано 130")
        assert page.evaluate("String(getSelection())") == ""
        page.locator(".select.sort").blur()
        page.keyboard.press("Shift+a")
        expect(page.locator("dialog")).to_contain_text("Назначить по теме: 127 поручений")
        expect(page.locator("dialog")).to_contain_text("Останутся выделенными ещё 3")
        page.locator("dialog").get_by_role("button", name="Назначить").click()
        expect(page.locator(".selection")).to_contain_text("Выбрано 3")
        expect(page.locator(".selection").get_by_role("button", name="По темам")).to_have_count(0)
        page.keyboard.press("Escape")
        page.locator(".search input").fill("канава 129")
        expect(page.locator("tickets-list .row")).to_have_count(1)
        expect(page.locator("tickets-list .row")).to_contain_text(office.department)


@pytest.mark.faults
def test_two_on_one_ticket_see_each_other_and_the_stale_answer_is_refused(office: Office, browser: Browser) -> None:
    number = office.ticket("Не ходит автобус")
    office.command("ticket.take", number)
    with (
        office.at_work(browser, office.igor, f"?open={number}") as igor,
        office.at_work(browser, office.inna, f"?open={number}") as inna,
    ):
        shown(igor, number)
        shown(inna, number)
        expect(igor.locator(".here")).to_contain_text("Инна")
        expect(inna.locator(".here")).to_contain_text("Игорь")
        igor.locator("#answer").fill("Автобус пойдёт в понедельник.")
        inna.keyboard.press("h")
        inna.locator("dialog").get_by_role("button", name="Приостановить").click()
        inna.locator("ticket-detail").get_by_role("button", name="Возобновить").click()
        expect(igor.locator(".conflict")).to_be_visible()
        expect(igor.locator("ticket-detail .chip").first).to_have_text("в работе")
        igor.get_by_role("button", name="Окончательный ответ").click()
        expect(igor.locator(".toast.refusal")).to_contain_text(number)
        assert office.read(number)["answer"] is None
        igor.reload()
        expect(igor.locator("#answer")).to_have_value("Автобус пойдёт в понедельник.")
        igor.get_by_role("button", name="Вижу, продолжаю").click()
        igor.get_by_role("button", name="Окончательный ответ").click()
        expect(inna.locator(".answered")).to_contain_text("в понедельник")


@pytest.fixture(params=[1440, 360])
def width(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.mark.faults
def test_the_board_can_be_read_and_reached_by_everybody(office: Office, browser: Browser, width: int) -> None:
    """No sideways scroll, and nothing serious for axe, in either theme: the list with some selected, and a ticket."""
    office.ticket("Свет" * 30 + " " + "Почему нет света на улице? " * 20)
    number = office.ticket("Снег не убирают", author={"name": "Пётр", "contact": "tel:+79000000000"})
    office.command("ticket.take", number)
    office.command("ticket.note", number, text="Трактор в ремонте")
    options: dict[str, Any] = {"viewport": {"width": width, "height": 800}, "reduced_motion": "reduce"}
    with office.at_work(browser, office.inna, **options) as page:
        for place in range(2):
            page.locator("tickets-list .pick").nth(place).click()
        expect(page.locator(".selection")).to_be_visible()
        page.locator(".narrowing:not(.files) > summary").click()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert serious_in_both_themes(page) == {}
        page.keyboard.press("Escape")
        page.locator(".row", has_text=number).click()
        shown(page, number)
        page.locator("#answer").fill("Снег уберут")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert serious_in_both_themes(page) == {}
        if width < 900:
            expect(page.locator("tickets-list")).to_be_hidden()
            page.get_by_role("button", name="К списку поручений").click()
            expect(page.locator("tickets-list")).to_be_visible()
            assert "open=" not in page.url


def test_what_narrows_the_list_stands_on_one_line(small_stage: Stage, small_context: BrowserContext) -> None:
    """Each line more is one ticket less in sight."""
    page = small_stage.open(small_context, "tickets")
    filters = page.locator("tickets-filters .filters")
    expect(filters.get_by_text("Скачать", exact=True)).to_be_visible()
    tops = filters.evaluate("line => [...line.children].map((part) => part.getBoundingClientRect().top)")
    assert len(tops) == 4 and len(set(tops)) == 1


@pytest.mark.faults
def test_a_hundred_pages_down_are_a_scroll_away(small_stage: Stage, small_context: BrowserContext) -> None:
    """Only the rows in sight are in the document; the last one is there as soon as one looks."""
    for start in range(0, 600, 200):
        small_stage.api.ask_many([{"text": f"Просьба {n}"} for n in range(start, start + 200)])
    small_stage.api.command("broadcast.wrap")
    page = small_stage.open(small_context, "tickets", "?q=просьба&sort=newest")
    page.wait_for_function("document.querySelector('live-tickets').listing.total >= 600")
    assert page.locator("tickets-list .row").count() < 60
    page.locator("tickets-list .rows").evaluate("rows => rows.scrollTo(0, rows.scrollHeight)")
    expect(page.locator("tickets-list .row").last).to_contain_text(re.compile("ПЛ-"))
    last = page.locator("tickets-list .row").last
    expect(last).to_have_attribute(
        "aria-posinset", page.evaluate("String(document.querySelector('live-tickets').listing.total)")
    )


@pytest.mark.faults
def test_a_ticket_given_to_another_department_goes_from_the_screen(office: Office, browser: Browser) -> None:
    number = office.ticket("Чья это труба?")
    with office.at_work(browser, office.igor, f"?tab=department&open={number}") as page:
        shown(page, number)
        office.command("ticket.assign", number, department="Другой отдел")
        expect(page.locator("ticket-detail .empty")).to_contain_text(number)
        expect(page.locator("tickets-list .row", has_text="Чья это труба?")).to_have_count(0)
        expect(page.locator("ticket-detail")).not_to_contain_text("Чья это труба?")
