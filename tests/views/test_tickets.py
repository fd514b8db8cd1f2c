"""The board's reading: pages of tickets by what they are, by words and in each order; and one ticket's page."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import update

from live.domain.people import Actor, Role
from live.domain.refused import Refused
from live.domain.submission import Author
from live.protocol.answers.tickets import TicketsPage
from live.store.centre import access
from live.store.tables import ticket
from live.store.transaction import Store
from live.views.feed.sections.section import Reader
from live.views.queries import Queries
from live.views.questions.search import FEW
from live.views.tickets import search
from live.views.tickets.listing import Mine, TicketFilter
from tests.support.rooms import Clock, Show, Tickets

COORDINATOR = Actor("Ольга", frozenset({Role.COORDINATOR}))


@pytest.fixture
def clock(store: Store, monkeypatch: pytest.MonkeyPatch) -> Clock:
    """It is nine o'clock on a Tuesday in Ulyanovsk."""
    made = Clock(datetime(2026, 11, 24, 5, 0, tzinfo=UTC))
    monkeypatch.setattr(store, "clock", made)
    return made


@pytest.fixture
def tickets(store: Store) -> Tickets:
    return Tickets(store)


@pytest.fixture
def queries(store: Store) -> Queries:
    return Queries(store)


class Board:
    """The tickets of one show, by the texts that were asked."""

    def __init__(self, show: Show, queries: Queries) -> None:
        self.show = show
        self.queries = queries
        self.texts: dict[str, str] = {}

    def add(self, text: str, department: str | None = None, priority: str = "normal", **asked: Any) -> str:
        number = self.show.asked(text, **asked)
        fields: dict[str, Any] = {"department": department} if department else {}
        made = str(self.show.do("question.ticket", number, priority=priority, **fields)["ticket"])
        self.texts[made] = text
        return made

    def page(self, within: str | None = None, /, **wanted: Any) -> TicketsPage:
        return self.queries.tickets(within, TicketFilter(**{"broadcast": self.show.slug, **wanted}))

    def found(self, within: str | None = None, /, **wanted: Any) -> list[str]:
        page = self.page(within, **wanted)
        if "limit" not in wanted and "offset" not in wanted and "before" not in wanted:
            assert page["total"] == len(page["tickets"])
        return [self.texts[view["number"]] for view in page["tickets"]]


@pytest.fixture
def board(clock: Clock, show: Show, queries: Queries) -> Board:
    return Board(show, queries)


def test_tickets_are_found_by_what_they_are(board: Board, tickets: Tickets) -> None:
    water = board.add("Вода", "ЖКХ", "urgent", topic="ЖКХ", locality="Сосновка")
    board.add("Мост", "Дороги", topic="Дороги", locality="Сосновка")
    board.add("Школа")
    tickets.do("ticket.take", water)
    assert board.found() == ["Школа", "Мост", "Вода"]
    for wanted, texts in (
        ({"department": "ЖКХ"}, ["Вода"]),
        ({"states": ("open", "closed")}, ["Школа", "Мост"]),
        ({"topic": "Дороги"}, ["Мост"]),
        ({"locality": "Сосновка"}, ["Мост", "Вода"]),
        ({"priority": "urgent"}, ["Вода"]),
        ({"kind": "promise"}, []),
        ({"mine": Mine(None, "Анна")}, ["Вода"]),
        ({"mine": Mine(None, "Пётр")}, []),
        ({"broadcast": "no-such-show"}, []),
    ):
        assert board.found(**wanted) == texts, wanted


def test_an_executor_finds_its_departments_alone(board: Board) -> None:
    board.add("Вода", "ЖКХ")
    board.add("Мост", "Дороги")
    assert board.found("ЖКХ") == ["Вода"]
    assert board.found("ЖКХ", department="Дороги") == []
    assert board.found("") == []


def test_my_tickets_are_an_accounts_own(board: Board, store: Store, tickets: Tickets) -> None:
    with store.write() as tx:
        mine = access.add_account(tx, f"igor-{board.show.id}", "Игорь", "-", ["executor"], 0, "ЖКХ")
    board.add("Вода", "ЖКХ")
    taken = board.add("Свет", "ЖКХ")
    tickets.do("ticket.take", taken, by=Actor("Игорь", frozenset({Role.EXECUTOR}), f"user:{mine}", "ЖКХ"))
    assert board.found(mine=Mine(mine, "Игорь")) == ["Свет"]
    assert board.found(mine=Mine(None, "Игорь")) == []


def test_late_is_what_is_past_the_limit_that_its_clock_runs_against(
    board: Board, tickets: Tickets, clock: Clock
) -> None:
    """The reaction is due at eleven, the resolution at five."""
    board.add("Не взято")
    taken = board.add("Взято", "ЖКХ")
    held = board.add("Отложено", "ЖКХ")
    tickets.do("ticket.take", taken)
    tickets.do("ticket.take", held)
    tickets.do("ticket.hold", held)
    assert board.found(overdue=True) == []
    clock.set("2026-11-24T11:30+04:00")
    assert board.found(overdue=True) == ["Не взято"]
    clock.set("2026-11-24T17:30+04:00")
    assert board.found(overdue=True) == ["Взято", "Не взято"]
    tickets.do("ticket.resolve", taken, answer="Да")
    assert board.found(overdue=True) == ["Не взято"]


def test_today_ends_at_the_centres_midnight(board: Board, store: Store, clock: Clock) -> None:
    number = board.add("Вода")
    for due, today in (
        ("2026-11-24T00:00+04:00", True),
        ("2026-11-23T23:59+04:00", False),
        ("2026-11-24T23:59+04:00", True),
        ("2026-11-25T00:00+04:00", False),
    ):
        moment = datetime.fromisoformat(due).astimezone(UTC)
        with store.write() as tx:
            dues = {"reaction_due": moment, "resolution_due": moment}
            tx.connection.execute(update(ticket).where(ticket.c.number == number).values(**dues))
        assert (board.found(today=True) == ["Вода"]) is today, due


def test_the_tabs_count_what_they_show(
    board: Board, tickets: Tickets, queries: Queries, clock: Clock, store: Store
) -> None:
    before = Queries(store).ticket_counts("Вода и свет", Mine(None, "Никто"), "Вода и свет")
    assert not any(before.values()) and [*before][:3] == ["mine", "department", "part"]
    taken = board.add("Вода", "Вода и свет")
    board.add("Свет", "Вода и свет")
    tickets.do("ticket.take", taken, by=Actor("Никто", frozenset({Role.EXECUTOR}), department="Вода и свет"))
    clock.set("2026-11-24T12:00+04:00")
    counted = Queries(store).ticket_counts("Вода и свет", Mine(None, "Никто"), "Вода и свет")
    assert counted == before | {"mine": 1, "department": 2, "overdue": 1, "today": 2}
    assert queries.ticket_counts(None, Mine(None, "Никто"), None)["department"] == 0


def test_each_order_is_kept_over_pages(board: Board, tickets: Tickets, clock: Clock) -> None:
    for text, priority in (("Готово", "normal"), ("И это", "urgent")):
        done = board.add(text, "ЖКХ", priority)
        tickets.do("ticket.take", done)
        tickets.do("ticket.resolve", done, answer="Да")
    board.add("Раньше")
    clock.set("2026-11-25T09:00+04:00")
    board.add("Позже", priority="high")
    clock.set("2026-11-26T09:00+04:00")
    board.add("Срочно", priority="urgent")
    orders = {
        "newest": ["Срочно", "Позже", "Раньше", "И это", "Готово"],
        "due": ["Раньше", "Позже", "Срочно", "Готово", "И это"],
        "priority": ["Срочно", "Позже", "Раньше", "Готово", "И это"],
    }
    for sort, texts in orders.items():
        assert board.found(sort=sort) == texts, sort
        pages = [board.found(sort=sort, limit=2, offset=offset) for offset in range(5)]
        assert pages == [texts[offset : offset + 2] for offset in range(5)], sort
    assert board.found(sort="due", states=("resolved",)) == ["Готово", "И это"]
    unfinished = ("open", "assigned", "in_progress", "on_hold")
    assert board.found(sort="due", states=unfinished) == ["Раньше", "Позже", "Срочно"]


def test_a_page_of_the_newest_says_where_the_next_begins(board: Board, queries: Queries) -> None:
    for text in ("Первый", "Второй", "Третий"):
        board.add(text)
    first = queries.tickets(None, TicketFilter(broadcast=board.show.slug, limit=2))
    assert first["total"] == 3
    assert board.found(before=first["next"], limit=2) == ["Первый"]
    assert queries.tickets(None, TicketFilter(broadcast=board.show.slug, limit=3))["next"] is None


def test_a_word_is_found_in_any_of_its_forms(board: Board) -> None:
    board.add("В Сосновке третью неделю нет воды")
    board.add("Когда починят дорогу?", "Дороги")
    board.show.understood()
    assert board.found(q="вода") == ["В Сосновке третью неделю нет воды"]
    assert board.found(q="дороги ") == ["Когда починят дорогу?"]
    assert board.found(q="дороги", department="ЖКХ") == []
    with pytest.raises(Refused) as caught:
        board.found(q="…")
    assert caught.value.code == "invalid"


def test_an_answer_a_promise_and_a_number_are_found_as_they_are_written(board: Board, tickets: Tickets) -> None:
    number = board.add("Вода", "ЖКХ")
    board.add("Свет")
    tickets.do("ticket.take", number)
    tickets.do("ticket.resolve", number, answer="Насосную станцию запустили 100%")
    assert board.found(q="Насосную") == board.found(q="насосную станцию") == ["Вода"]
    assert board.found(q="100%") == ["Вода"] and board.found(q="10_%") == []
    assert board.found(q=number) == board.found(q=number.lower()) == ["Вода"]
    assert board.found(q=str(int(number[-6:]))) == ["Вода"]


def test_what_was_written_long_ago_is_found_slice_by_slice(
    board: Board, tickets: Tickets, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "SLICE", 2)
    number = board.add("Вода", "ЖКХ")
    tickets.do("ticket.take", number)
    tickets.do("ticket.resolve", number, answer="Скважину пробурили")
    for text in ("Мост", "Школа", "Дорога", "Свет"):
        board.add(text)
    assert board.found(q="Скважину") == ["Вода"]


def test_a_search_finds_the_newest_and_says_that_there_are_more(board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "FEW", 0)
    monkeypatch.setattr(search, "MOST", 2)
    for found, more in ((["дом"], False), (["сад", "дом"], False), (["школа", "сад"], True)):
        board.add(f"Нет воды: {found[0]}")
        board.show.understood()
        assert board.found(q="вода") == [f"Нет воды: {one}" for one in found]
        assert board.page(q="вода").get("more") is more
    assert "more" not in board.page()


def test_of_what_is_written_in_tickets_it_says_so_too(
    board: Board, tickets: Tickets, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "MOST", 2)
    for count, more in ((1, False), (2, False), (3, True)):
        number = board.add(f"Вопрос {count}", "ЖКХ")
        tickets.do("ticket.take", number)
        tickets.do("ticket.resolve", number, answer="Скважину пробурили")
        page = board.page(q="Скважину")
        assert (page["total"], page.get("more")) == (min(count, 2), more)


def test_a_rare_filter_finds_what_a_common_word_stands_in(
    board: Board, tickets: Tickets, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though the newest with that word are others."""
    for few in (0, FEW):  # By the index of words, and by the tickets that the filter leaves.
        monkeypatch.setattr(search, "FEW", few)
        monkeypatch.setattr(search, "MOST", 1)
        board.add("Нет воды в доме", f"ЖКХ {few}")
        board.add("Нет воды в школе")
        board.show.understood()
        assert board.found(q="вода", department=f"ЖКХ {few}") == ["Нет воды в доме"]


def test_one_ticket_tells_everybody_who_asked(show: Show, board: Board, queries: Queries) -> None:
    """Also those merged by way of another."""
    first, second, third = (
        show.asked(text, author=Author(name, contact, None), source="vk")
        for text, name, contact in (("Вода", "Анна", "vk:1"), ("Воды нет", "Пётр", "vk:2"), ("Нет воды", "Яна", "vk:3"))
    )
    show.do("question.merge", third, into=second)
    show.do("question.merge", second, into=first)
    number = str(show.do("question.ticket", first)["ticket"])
    told = queries.ticket(Reader(contacts=True), number)
    assert told["broadcast_title"] == queries.broadcast(told["broadcast"])["title"]
    asked = [(one["name"], one["source"], one["contact"], one["text"]) for one in told["askers_list"]]
    assert asked == [
        ("Анна", "vk", "vk:1", "Вода"),
        ("Пётр", "vk", "vk:2", "Воды нет"),
        ("Яна", "vk", "vk:3", "Нет воды"),
    ]


def test_how_its_askers_are_reached_is_told_to_no_department(show: Show, board: Board, tickets: Tickets) -> None:
    author = Author("Анна", "tel:+79000000012", "https://vk.com/anna")
    number = str(show.do("question.ticket", show.asked("Вода", author=author), department="Вода и свет")["ticket"])
    for department, told in ((None, (author.contact, author.profile)), ("Вода и свет", (None, None))):
        [one] = board.queries.ticket(Reader(department, contacts=True), number)["askers_list"]
        assert (one["name"], one["contact"], one["profile"]) == ("Анна", *told)


def test_an_answer_is_late_for_those_alone_who_joined_after_it_and_can_be_reached(
    show: Show, board: Board, tickets: Tickets
) -> None:
    def asked(contact: str | None) -> int:
        return show.asked("Вода", author=Author("Анна", contact, None))

    root = asked("tel:+79000000012")
    number = str(show.do("question.ticket", root, department="ЖКХ")["ticket"])

    def late() -> int:
        return int(board.queries.ticket(Reader(), number)["late"])

    tickets.do("ticket.take", number)
    assert late() == 0
    tickets.do("ticket.resolve", number, answer="Есть")
    assert late() == 0
    show.do("question.merge", asked("tel:+79000000013"), into=root)
    show.do("question.merge", asked(None), into=root)
    assert late() == 1
    tickets.do("ticket.pass_on", number)
    assert late() == 0


def test_what_became_of_each_reply_is_no_part_of_its_timeline(show: Show, board: Board, tickets: Tickets) -> None:
    asked = show.asked("Вода", author=Author("Анна", "tel:+79000000012", None))
    number = str(show.do("question.ticket", asked, department="ЖКХ")["ticket"])
    tickets.do("ticket.reply", number, text="Смотрим")
    tickets.do("answer.told", number, reply=board.queries.ticket(Reader(), number)["answers"][0]["reply"])
    types = [one["type"] for one in board.queries.ticket(Reader(), number)["timeline"]]
    assert "ticket.replied" in types and not [one for one in types if one.startswith("reply.")]
    assert {one.type for one in tickets.events(number)} >= {"reply.sent"}


def test_its_timeline_goes_from_the_arrival_to_now(board: Board, tickets: Tickets, clock: Clock) -> None:
    number = board.add("Вода", "ЖКХ")
    done: list[tuple[str, dict[str, Any]]]
    done = [("take", {}), ("note", {"text": "Бригада выехала"}), ("resolve", {"answer": "Есть"})]
    for verb, fields in done:
        clock.pass_(minutes=1)
        tickets.do(f"ticket.{verb}", number, **fields)
    told = board.queries.ticket(Reader(), number)
    assert [one["type"] for one in told["timeline"]] == [
        "question.received",
        "question.ticketed",
        "ticket.opened",
        "ticket.taken",
        "ticket.noted",
        "ticket.resolved",
    ]
    assert told["timeline"][4] == {
        "at": told["notes"][0]["at"],
        "type": "ticket.noted",
        "by": {"name": "Анна", "role": None},
        "text": "Бригада выехала",
    }
    assert [(note["text"], note["by"]) for note in told["notes"]] == [("Бригада выехала", "Анна")]
    assert told["hours"]["zone"] == "Europe/Ulyanovsk"
    assert told["hours"]["clock_from"] == told["created_at"]
    assert str(told["created_at"]) < str(told["hours"]["reaction_due"])


def test_a_wraps_ticket_begins_its_timeline_too(board: Board, show: Show) -> None:
    show.receive("Первый", "Второй")
    show.wrapped()
    for row in show.tickets():
        types = [one["type"] for one in board.queries.ticket(Reader(), row.number)["timeline"]]
        assert types.count("ticket.opened") == 1


def test_another_departments_ticket_is_not_there(board: Board) -> None:
    number = board.add("Вода", "ЖКХ")
    with pytest.raises(Refused) as caught:
        board.queries.ticket(Reader("Дороги"), number)
    assert caught.value.code == "not_found"
    with pytest.raises(Refused) as caught:
        board.queries.ticket_links("Дороги", number)
    assert caught.value.code == "not_found"
    assert board.queries.ticket_now("Дороги", number) is None


def test_beside_a_ticket_stand_like_ones_and_the_persons_and_the_topics(board: Board, tickets: Tickets) -> None:
    anna = Author("Анна", f"vk:{board.show.id}", None)
    like = board.add("В Сосновке на Садовой улице нет воды третий день", "ЖКХ")
    hers = board.add("Почему закрыли библиотеку?", "Культура", author=anna)
    solved = board.add("Колонка не работает", "ЖКХ", topic="Водоснабжение", locality="Сосновка")
    tickets.do("ticket.take", solved)
    tickets.do("ticket.resolve", solved, answer="Починили")
    number = board.add(
        "Третий день нет воды на Садовой улице Сосновки", "ЖКХ", topic="Водоснабжение", locality="Сосновка", author=anna
    )
    board.show.understood()
    links = board.queries.ticket_links(None, number)
    assert like in [one["number"] for one in links["similar"]]
    assert [one["number"] for one in links["person"]] == [hers]
    assert [(one["number"], one["answer"]) for one in links["topic"]][0] == (solved, "Починили")
    assert board.queries.ticket_links("ЖКХ", number)["person"] == []


def test_departments_and_their_people_are_offered(board: Board, store: Store) -> None:
    department = f"Отдел {board.show.id}"
    with store.write() as tx:
        access.add_account(tx, f"igor-{board.show.id}", "Игорь", "-", ["executor"], 0, department)
    board.add("Вода", f"Другой {board.show.id}")
    offers = board.queries.ticket_offers(None)
    assert {department, f"Другой {board.show.id}"} <= {*offers["departments"]}
    own = board.queries.ticket_offers(department)
    assert own["departments"] == [department]
    assert own["people"] == [{"login": f"igor-{board.show.id}", "name": "Игорь", "department": department}]
