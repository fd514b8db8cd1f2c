"""The head's screen: what is on air and what comes next with its facts, its two actions, and whoever only looks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from live.admin.lists import save_list
from live.domain.people import By
from live.store.database import Database
from live.store.transaction import Store
from tests.browser.stage import TABLET, Stage, signed_in, stages
from tests.support.browser import lent
from tests.support.process import wait_until
from tests.support.server import SECRET, Installation, Server

ROADS = {"name": "Дороги", "words": ["дорога", "мост"], "department": "Отдел дорог"}
WATER = {"name": "ЖКХ", "words": ["вода"], "department": "Отдел ЖКХ"}
BRIDGE = "Когда починят мост через Свиягу?"

COMMANDS = """() => {
  const {feed} = document.querySelector('live-head');
  const command = feed.command.bind(feed);
  window.asked = [];
  feed.command = (type, fields) => { window.asked.push(type); return command(type, fields); };
}"""
"""`asked` names the screen's commands from now on."""

COMMAND = "([type, fields]) => document.querySelector('live-head').feed.command(type, fields)"

TWICE = """async () => {
  const head = document.querySelector('live-head');
  const assignment = [...head.querySelectorAll('.acts button')].at(-1);
  assignment.click();
  const sheet = head.querySelector('head-assignment');
  await sheet.updateComplete;
  for (const button of sheet.querySelectorAll('[data-due]')) button.click();
}"""
"""The first touch, and at once another on every date."""

TURNS = """() => {
  const {feed, target} = document.querySelector('live-head');
  window.turns = [];
  feed.addEventListener('change', () => window.turns.push([target.view.number, target.deaf]));
}"""
"""`turns` tells, for each change, which question the actions are about and whether they are deaf."""


@dataclass(frozen=True)
class Town:
    """A centre with its departments, and one broadcast that is over: a question answered there, with a promise."""

    server: Server
    shows: Iterator[Stage]


@pytest.fixture(scope="module")
def town(embedded: Installation) -> Iterator[Town]:
    database = Database(embedded.database_url)
    save_list(Store(database, SECRET), "topics", 0, [ROADS, WATER], By("Администратор", "admin"))
    database.close()
    with Server(embedded).start() as server:
        shows = stages(server)
        past = next(shows)
        past.go_on_air()
        number = past.listed(BRIDGE)
        promise = {"promise": "Починить к зиме", "due": "2026-01-01", "department": "Отдел дорог"}
        past.api.command("question.promise", question=number, version=2, **promise)
        past.api.command("question.take", question=number, version=3)
        past.api.command("question.answer", question=number, version=4, summary="Подрядчик выбран")
        wait_until(lambda: past.api.get("/questions", q="свияга")["total"] == 1, "the language work has read it")
        yield Town(server, shows)


@pytest.fixture
def show(town: Town) -> Stage:
    return next(town.shows)


@pytest.fixture
def tablet(browser: Browser, show: Stage) -> Iterator[BrowserContext]:
    with signed_in(browser, show, viewport=TABLET, has_touch=True) as context:
        yield context


def in_a_week() -> str:
    return (datetime.now(ZoneInfo("Europe/Ulyanovsk")).date() + timedelta(days=7)).isoformat()


def assignment(page: Page) -> None:
    """The first touch, and until the sheet hears the second."""
    page.get_by_role("button", name="Обещание").tap()
    page.wait_for_function("document.querySelector('head-assignment').ready")


def shown(page: Page) -> list[str]:
    return page.locator(".next-one .pick b.tabular:not(.place)").all_inner_texts()


def test_what_comes_next_stands_in_its_order_and_the_first_unfolded(show: Stage, tablet: BrowserContext) -> None:
    show.go_on_air()
    air, *_ = [show.listed(f"Вопрос номер {n}?") for n in range(1, 9)]
    show.api.command("question.take", question=air, version=2)
    show.api.command("question.move", question=8, version=2, before=2)
    for number, text in ((8, "Деньги выделены"), (2, "Площадка выбрана")):
        show.api.command(
            "question.note", question=number, version=show.view(number)["version"], text=text, **{"for": "head"}
        )
    head = show.open(tablet, "head")
    expect(head.locator(".card.air .aloud")).to_have_text("Вопрос номер 1?")
    assert shown(head) == ["№ 8", "№ 2", "№ 3", "№ 4", "№ 5"]
    expect(head.locator(".more")).to_have_text("и ещё 2")
    expect(head.locator(".brief .text")).to_have_text(["Деньги выделены"])


@pytest.mark.faults
def test_another_is_unfolded_by_a_tap_and_is_then_what_the_actions_are_about(
    show: Stage, tablet: BrowserContext
) -> None:
    first, second = show.listed("Первый вопрос?"), show.listed("Второй вопрос?")
    show.api.command("question.note", question=second, version=2, text="Площадка выбрана", **{"for": "head"})
    head = show.open(tablet, "head")
    expect(head.locator(".acts .about")).to_contain_text(f"№ {first}")
    head.locator(".pick", has_text="Второй вопрос?").tap()
    expect(head.locator(".brief .text")).to_have_text("Площадка выбрана")
    expect(head.locator(".acts .about")).to_contain_text(f"№ {second}")
    head.get_by_role("button", name="Беру вопрос").tap()
    expect(head.locator(".chosen .chip.own")).to_have_text("вы берёте")
    assert (show.view(first)["wanted"], show.view(second)["wanted"]) == (False, True)


def test_an_assignment_with_ready_words_its_department_and_date_takes_three_touches(
    show: Stage, tablet: BrowserContext
) -> None:
    show.go_on_air()
    number = show.api.ask("Разбита дорога к школе", topic="Дороги")["number"]
    show.api.command("question.shortlist", question=number, version=1)
    show.api.command("question.take", question=number, version=2)
    head = show.open(tablet, "head")
    before = in_a_week()
    assignment(head)
    head.get_by_role("button", name="Разобраться и ответить").tap()
    head.get_by_role("button", name="Неделя").tap()
    expect(head.locator(".toast")).to_contain_text(f"Записано: № {number}")
    expect(head.locator("dialog")).to_have_count(0)
    expect(head.locator(".promised li")).to_have_count(1)
    [promise] = show.view(number)["promises"]
    assert promise["text"] == "Разобраться и ответить" and promise["department"] == "Отдел дорог"
    assert promise["due"] in (before, in_a_week())


@pytest.mark.faults
def test_what_promises_nothing_is_not_sent(show: Stage, tablet: BrowserContext) -> None:
    number = show.listed("Когда построят школу?")
    head = show.open(tablet, "head")
    head.evaluate(COMMANDS)
    assignment(head)
    expect(head.get_by_label("Что обещано")).to_have_value("")
    expect(head.locator(".sheet [data-due]").first).to_have_attribute("aria-disabled", "true")
    head.locator(".sheet [data-due]").first.dispatch_event("click")
    expect(head.locator(".sheet .wrong")).to_have_text("Напишите, что обещано.")
    assert head.evaluate("window.asked") == [] and show.view(number)["promises"] == []
    head.get_by_role("button", name="Выехать на место").tap()
    expect(head.locator(".sheet .wrong")).to_have_text("")
    head.get_by_role("button", name="Разобраться и ответить").tap()
    expect(head.get_by_label("Что обещано")).to_have_value("Разобраться и ответить")


@pytest.mark.faults
def test_words_department_and_day_can_be_others(show: Stage, tablet: BrowserContext) -> None:
    number = show.listed("Нет воды")
    head = show.open(tablet, "head")
    assignment(head)
    head.get_by_label("Что обещано").fill("Заменить насос")
    head.get_by_label("Ведомство").fill("Водоканал")
    head.get_by_label("Другой день").fill("2030-12-01")
    head.get_by_role("button", name="Записать").tap()
    expect(head.locator(".promised li")).to_contain_text("Заменить насос")
    [promise] = show.view(number)["promises"]
    assert (promise["text"], promise["department"], promise["due"]) == ("Заменить насос", "Водоканал", "2030-12-01")


@pytest.mark.faults
def test_a_double_tap_sends_no_assignment_and_no_date_lies_under_the_finger(
    show: Stage, tablet: BrowserContext
) -> None:
    number = show.listed("Когда построят школу?")
    head = show.open(tablet, "head")
    head.evaluate(COMMANDS)
    head.evaluate(TWICE)
    expect(head.locator("dialog[open]")).to_be_visible()
    assert head.evaluate("window.asked") == [] and show.view(number)["promises"] == []
    button = head.locator(".acts button").last.bounding_box()
    dates = [date.bounding_box() for date in head.locator(".sheet [data-due]").all()]
    assert button and all(date and date["y"] + date["height"] < button["y"] for date in dates)


@pytest.mark.faults
def test_an_open_sheet_says_that_its_question_has_left_and_sends_nothing(show: Stage, tablet: BrowserContext) -> None:
    number = show.listed("Когда построят школу?")
    head = show.open(tablet, "head")
    assignment(head)
    show.api.command("question.decline", question=number, version=2, reason="duplicate")
    expect(head.locator(".sheet .wrong")).to_have_text("Этого вопроса на экране больше нет.")
    head.evaluate(COMMANDS)
    head.locator("[data-due]").first.dispatch_event("click")
    assert head.evaluate("window.asked") == []


@pytest.mark.faults
def test_when_the_air_changes_under_a_finger_the_actions_are_deaf(show: Stage, tablet: BrowserContext) -> None:
    show.go_on_air()
    first, second = show.listed("Первый вопрос?"), show.listed("Второй вопрос?")
    show.api.command("question.take", question=first, version=2)
    head = show.open(tablet, "head")
    head.evaluate(TURNS)
    previous = {"question": first, "version": 3, "as": "answered"}
    show.api.command("question.take", question=second, version=2, previous=previous)
    head.wait_for_function(f"window.turns.some(([number]) => number === {second})")
    turns = head.evaluate("window.turns")
    assert next(deaf for number, deaf in turns if number == second) is True
    head.wait_for_function("!document.querySelector('live-head').target.deaf")
    expect(head.locator(".card.last")).to_contain_text("Первый вопрос?")


DAYS = {
    "2027-01-31T10:00:00Z": ["2027-02-07", "2027-02-14", "2027-02-28", "2027-12-31"],
    "2026-12-20T10:00:00Z": ["2026-12-27", "2027-01-03", "2027-01-20"],
    "2026-06-30T21:00:00Z": ["2026-07-08", "2026-07-15", "2026-08-01", "2026-12-31"],
}
"""Now → the days offered: at a month's last day, near the end of the year, and when it is tomorrow in the zone."""


@pytest.mark.faults
def test_the_days_offered_are_counted_where_the_broadcast_is(show: Stage, tablet: BrowserContext) -> None:
    page = tablet.new_page()
    page.goto(show.address("head"))
    offered = """now => import('static/head/due.js').then(
      ({dues}) => dues(new Date(now), 'Europe/Ulyanovsk').map(({due}) => due))"""
    assert {now: page.evaluate(offered, now) for now in DAYS} == DAYS


@pytest.mark.faults
def test_every_promise_of_the_show_is_listed_also_of_what_has_left_the_screen(
    show: Stage, tablet: BrowserContext
) -> None:
    first, second = show.listed("Первый вопрос?"), show.listed("Второй вопрос?")
    head = show.open(tablet, "head")
    for number, text in ((first, "Отсыпать"), (second, "Осветить")):
        show.api.command("question.promise", question=number, version=2, promise=text, due="2030-12-01")
    show.api.command("question.return", question=first, version=3)
    expect(head.locator(".promised li")).to_have_count(2)
    expect(head.locator(".next-one")).to_have_count(1)
    expect(head.locator(".promised li").last).to_contain_text("Отсыпать")
    expect(head.locator(".promised li").last).to_contain_text("до 1 декабря 2030 г.")


@pytest.mark.faults
def test_charts_count_everything_received_and_go_on_counting(show: Stage, tablet: BrowserContext) -> None:
    show.api.ask_many([{"text": f"Нет воды {n}", "topic": "ЖКХ", "locality": "Сосновка"} for n in range(3)])
    head = show.open(tablet, "head")
    topics = head.locator("head-chart").first
    expect(topics.locator("li")).to_have_text(["ЖКХ: 3 спросили"])
    expect(head.locator("head-chart .rest")).to_have_text(["", ""])  # of nobody else there is nothing to say
    show.api.ask_many([{"text": f"Яма {n}", "topic": "Дороги"} for n in range(5)])
    expect(topics.locator("li")).to_have_text(["Дороги: 5 спросили", "ЖКХ: 3 спросили"], timeout=15000)
    expect(head.locator("head-chart .rest")).to_have_text(["", re.compile(r"\b5 вопросов")])
    painted = """chart => {
      const canvas = chart.querySelector('canvas');
      const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      return data.filter((value, at) => at % 4 === 3 && value).length;
    }"""
    assert topics.evaluate(painted) > 1000


@pytest.mark.faults
def test_what_an_earlier_broadcast_promised_is_told_and_asked_again_only_for_another_text(
    show: Stage, tablet: BrowserContext
) -> None:
    number = show.listed("Здравствуйте! Почините мост через Свиягу, когда это будет?")
    head = tablet.new_page()
    asked: list[str] = []
    head.on("request", lambda request: asked.append(request.url) if "/earlier" in request.url else None)
    head.goto(show.address("head"))
    past = head.locator(".before li")
    expect(past).to_contain_text("Подрядчик выбран")
    expect(past.locator(".promise")).to_contain_text("Починить к зиме")
    expect(past.locator(".due")).to_have_class("due next-text")
    show.api.command("question.want", question=number, version=2)
    expect(head.locator(".chip.own")).to_be_visible()
    assert len(asked) == 1
    with head.expect_request("**/earlier?"):
        show.api.command("question.edit", question=number, version=3, air_text="Когда починят мост?")
    assert len(asked) == 2


@pytest.mark.faults
def test_an_observers_link_shows_all_of_it_and_can_do_nothing(show: Stage, browser: Browser) -> None:
    number = show.listed("Когда починят мост?")
    show.api.command("question.promise", question=number, version=2, promise="К зиме", due="2030-12-01")
    show.api.command("link.add", screen="observer", name="Начальник отдела")
    [address] = [link["url"] for link in show.api.get("/links")["links"]]
    with lent(browser, viewport=TABLET) as context:
        page = context.new_page()
        page.goto(address)
        expect(page.locator(".next-one .soon")).to_have_text("Когда починят мост?")
        expect(page.locator(".promised li")).to_contain_text("К зиме")
        expect(page.locator(".acts, head-assignment dialog")).to_have_count(0)
        buttons = page.locator("main button").all()
        assert [button.get_attribute("aria-expanded") for button in buttons] == ["true"]
        for type_, more in (("question.want", {}), ("question.promise", {"promise": "К зиме"})):
            answer = page.evaluate(COMMAND, [type_, {"question": number, "version": 3, **more}])
            assert answer["error"]["code"] == "forbidden"


@pytest.mark.faults
def test_a_server_killed_and_back_makes_it_current_without_a_reload(town: Town, show: Stage, browser: Browser) -> None:
    number = show.listed("Когда построят школу?")
    with signed_in(browser, show, viewport=TABLET) as context:
        head = show.open(context, "head")
        head.evaluate("window.sameDocument = true")
        town.server.kill()
        expect(head.locator(".trust")).to_contain_text("нет связи с")
        expect(head.locator(".next-one .soon")).to_have_text("Когда построят школу?")
        town.server.start()
        expect(head.locator(".trust")).to_have_text("на связи")
        show.api.command("question.promise", question=number, version=2, promise="К осени", due="2030-09-01")
        show.api.ask("Нет воды", topic="ЖКХ")
        expect(head.locator(".promised li")).to_contain_text("К осени")
        expect(head.locator("head-chart li").first).to_have_text("ЖКХ: 1 спросил", timeout=15000)
        assert head.evaluate("window.sameDocument") is True
