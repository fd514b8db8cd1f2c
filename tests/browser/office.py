"""The people of the tickets: a department's two executors with accounts, beside the stage's coordinator."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, expect

from live.store.database import Database
from live.store.transaction import Store
from tests.browser.stage import Stage
from tests.support.api import Json
from tests.support.browser import in_step, lent
from tests.support.departments import forget_departments, keep_departments
from tests.support.letters import letters

PASSWORD = "пароль-ведомства"


@dataclass(frozen=True)
class Office:
    """A department with a name of its own, so that nobody else's tickets are in it; `igor` and `inna` are logins."""

    stage: Stage
    department: str
    igor: str
    inna: str

    def ticket(self, text: str, **fields: Any) -> str:
        """The number of a new ticket of the department."""
        asked = self.stage.api.ask(text, **fields)["number"]
        made = self.stage.api.command("question.ticket", question=asked, version=1, department=self.department)
        return str(made["ticket"])

    def read(self, number: str) -> Json:
        answer: Json = self.stage.server.api("tickets", self.stage.token).http.get(self._url(f"/{number}")).json()
        return answer

    def command(self, type_: str, number: str, **fields: Any) -> None:
        """The coordinator's, with the ticket's present version; a note needs none."""
        version = {} if type_ == "ticket.note" else {"version": self.read(number)["version"]}
        body = {"id": str(uuid.uuid4()), "type": type_, "ticket": number, **version, **fields}
        answer = self.stage.server.api("tickets", self.stage.token).http.post(self._url("/commands"), json=body)
        assert answer.status_code == 200, answer.text

    def _url(self, path: str) -> str:
        return f"{self.stage.server.url}/api/v1/tickets{path}"

    @contextmanager
    def at_work(self, browser: Browser, login: str, query: str = "", **options: Any) -> Iterator[Page]:
        """The board of somebody who has signed in, in step and with its list read."""
        context = lent(browser, **options)
        page = context.new_page()
        page.goto(f"{self.stage.server.url}/login")
        page.get_by_label("Логин").fill(login)
        page.get_by_label("Пароль").fill(PASSWORD)
        page.get_by_role("button", name="Войти").click()
        page.wait_for_url(lambda url: "/login" not in url)
        yield self.board(context, page, query)
        context.close()

    def board(self, context: BrowserContext, page: Page | None = None, query: str = "") -> Page:
        page = page or context.new_page()
        page.goto(f"{self.stage.server.url}/tickets{query}")
        in_step(page)
        page.wait_for_function("document.querySelector('live-tickets').listing.status === 'ready'")
        return page


def offices(stage: Stage) -> Office:
    """A new department with its two people."""
    own = letters()
    office = Office(stage, f"Отдел {own}", f"igor-{own}", f"inna-{own}")
    for login, name in ((office.igor, "Игорь"), (office.inna, "Инна")):
        options = ["--login", login, "--name", name, "--role", "executor", "--department", office.department]
        stage.server.installation.cli("user", "add", *options, "--password-stdin", stdin=PASSWORD + "\n")
    return office


@contextmanager
def approved(stage: Stage) -> Iterator[Office]:
    """A department whose answers are approved; afterwards no list of departments is kept, as others expect it."""
    office = offices(stage)
    installation = stage.server.installation
    store = Store(Database(installation.database_url), installation.environment()["LIVE_SECRET_KEY"])
    keep_departments(store, {"name": office.department, "approval": True})
    yield office
    forget_departments(store)
    store.database.close()


def shown(page: Page, number: str) -> None:
    """Waits until this ticket is open with all that its page tells."""
    expect(page.locator("ticket-detail h2")).to_have_text(number)
    page.locator("ticket-detail .past").wait_for()
