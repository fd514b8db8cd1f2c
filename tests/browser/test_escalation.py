"""A ticket runs over its limit: the chief, signed in, sees it at once, and has a letter."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import update

from live.store.database import Database
from live.store.tables import ticket
from live.store.transaction import Store
from tests.support.browser import in_step
from tests.support.departments import keep_departments
from tests.support.process import wait_until
from tests.support.server import Installation, Server
from tests.support.stubs.mail import Mail

DEPARTMENT = "Управление дорог"
PASSWORD = "длинный-пароль"
CHIEF = "chief@example.org"


@pytest.fixture(scope="module")
def post() -> Iterator[Mail]:
    with Mail() as server:
        yield server


@pytest.fixture(scope="module")
def store(embedded: Installation) -> Iterator[Store]:
    made = Store(Database(embedded.database_url), embedded.environment()["LIVE_SECRET_KEY"])
    yield made
    made.database.close()


@pytest.fixture(scope="module")
def office(embedded: Installation, post: Mail, store: Store) -> Iterator[Server]:
    """A server whose centre has one department, its chief an account with an e-mail."""
    person = ["--login", "chief", "--name", "Начальник", "--role", "executor", "--department", DEPARTMENT]
    embedded.cli("user", "add", *person, "--email", CHIEF, "--password-stdin", stdin=PASSWORD + "\n")
    keep_departments(store, {"name": DEPARTMENT, "chief": "chief"})
    with Server(embedded).start() as server:
        yield server


@pytest.fixture
def chief(browser: Browser, page: Page, office: Server) -> Page:
    page.goto(f"{office.url}/login")
    page.get_by_label("Логин").fill("chief")
    page.get_by_label("Пароль").fill(PASSWORD)
    page.locator("form button").first.click()
    page.wait_for_url(f"{office.url}/")
    page.goto(f"{office.url}/tickets")
    in_step(page)
    return page


def test_the_chief_sees_at_once_what_ran_over_its_limit_and_has_a_letter(
    embedded: Installation, office: Server, store: Store, post: Mail, chief: Page
) -> None:
    show = embedded.show(all="source moderator producer coordinator")
    embedded.channel("mail", show.slug, **post.settings)
    desk = office.api(show.slug, show.keys["all"])
    question = desk.ask("Сильный запах газа у моста, аварийная не едет")["number"]
    wait_until(lambda: desk.question(question)["urgent"], "the danger is read")
    version = desk.question(question)["version"]
    handed = {"question": question, "version": version, "department": DEPARTMENT, "priority": "urgent"}
    number = desk.command("question.ticket", **handed)["ticket"]
    row = chief.locator(".row", has_text=number)
    expect(row).to_be_visible()
    expect(row.locator(".chip")).to_have_count(0)

    with store.write() as tx:
        past = {"reaction_due": tx.now - timedelta(minutes=1), "resolution_due": tx.now + timedelta(days=30)}
        tx.connection.execute(update(ticket).where(ticket.c.number == number).values(**past))

    expect(row).to_contain_text("сообщено руководителю", timeout=30_000)
    for width in (1440, 360):  # beside the time that is left it is whole, or ends in dots; in its own frame in any case
        chief.set_viewport_size({"width": width, "height": 800})
        mark, facts = row.locator(".chip").bounding_box(), row.locator(".facts").first.bounding_box()
        assert mark and facts and mark["x"] + mark["width"] <= facts["x"] + facts["width"] + 1
    assert row.locator(".facts").first.evaluate("facts => facts.scrollWidth <= facts.clientWidth"), "cut on a phone"
    amber = row.locator(".chip").evaluate("mark => getComputedStyle(mark).color")
    expect(row.locator(".urgent-mark")).to_have_css("color", amber)
    chief.set_viewport_size({"width": 1440, "height": 900})
    chief.get_by_role("button", name="Горящие").click()
    expect(chief.locator(".row")).to_have_count(1)
    row.click()
    expect(chief.locator("ticket-detail")).to_contain_text("сообщено руководителю")
    wait_until(lambda: post.to(CHIEF), "the chief's letter")
    [letter] = post.to(CHIEF)
    assert letter.subject.startswith(f"{number}: срок реакции прошёл")
    assert f"Ведомство: {DEPARTMENT}" in letter.text
