"""Departments: kept, renamed, merged, closed; and everything that carries a name follows it, the books included."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select, update

from live.admin import department_moves, departments
from live.admin.department_moves import waiting_names
from live.admin.departments import Given, Official
from live.admin.lists import MOST, save_list
from live.admin.people import create_person
from live.domain.people import Actor, Role
from live.domain.refused import Refused
from live.store import log
from live.store.centre import access, lists
from live.store.centre import departments as stored
from live.store.ids import TICKETS_LOG
from live.store.tables import centre_list, former_department, promise, ticket
from live.store.transaction import Store
from live.views.admin.departments import departments_page, one_department
from live.views.admin.lists import centre_lists
from live.views.feed.sections.section import Reader
from live.views.feed.visible_events import EventRenderer
from live.views.screens import SCREENS
from live.views.tickets.board import ticket_offers
from tests.support.departments import OLGA, Kept, forget_departments, keep_departments
from tests.support.rooms import Show, Tickets


@pytest.fixture(autouse=True)
def nothing_kept(store: Store) -> Iterator[None]:
    yield
    forget_departments(store)
    with store.write() as tx:
        tx.connection.execute(centre_list.delete())


@pytest.fixture
def kept(store: Store) -> Kept:
    return Kept(store)


def refused(store: Store, code: str, verb: Any, *given: Any) -> str:
    """The sentence of a refusal after which everything is as it was."""
    before = _all(store)
    with pytest.raises(Refused) as caught:
        verb(store, *given, OLGA)
    assert caught.value.code == code, str(caught.value)
    assert _all(store) == before
    return str(caught.value)


def _all(store: Store) -> Any:
    with store.read() as connection:
        return [tuple(row) for row in stored.listed(connection)], lists.read(connection, "topics")


# Kept


def test_a_department_gets_a_key_by_its_name(store: Store) -> None:
    keep_departments(store, {"name": "Отдел ЖКХ"})
    assert one_department(store, "otdel_zhkh").name == "Отдел ЖКХ"
    assert departments.add(store, Given("Отдел жкх."), OLGA) == "otdel_zhkh_2"


WRONG: dict[str, Given] = {
    "no name": Given(" "),
    "a name twice": Given("дороги ёлкино"),
    "a name too long": Given("ж" * 201),
    "a control character": Given("Доро\x07ги"),
    "a key of other letters": Given("Свет", key="Свет"),
    "a key that is taken": Given("Свет", key="dorogi_elkino"),
    "an e-mail that is none": Given("Свет", email="svet"),
    "two e-mails": Given("Свет", email="a@example.org,b@example.org"),
    "a header": Given("Свет", email="a@example.org\nBcc: b@example.org"),
    "a chief who cannot sign in": Given("Свет", chief=Official(login="nobody")),
    "a chief without a name": Given("Свет", chief=Official(post="Начальник")),
    "a deputy's e-mail": Given("Свет", deputies=[Official("Пётр", email="пётр")]),
    "eleven deputies": Given("Свет", deputies=[Official(f"Заместитель {n}") for n in range(11)]),
}


@pytest.mark.parametrize("given", WRONG.values(), ids=WRONG)
def test_a_wrong_department_is_refused(store: Store, given: Given) -> None:
    keep_departments(store, {"name": "Дороги Ёлкино"})
    refused(store, "invalid", departments.add, given)


def test_who_answers_for_it_is_an_account_or_a_name_with_an_address(kept: Kept) -> None:
    deputies = [Official("Мария Серова", "заместитель", "serova@example.org"), Official()]
    kept.renamed(kept.roads, chief=Official(login=kept.login), deputies=deputies)
    [chief, deputy] = kept.view().officials
    assert (chief.rank, chief.name, chief.login) == ("chief", "Игорь", kept.login)
    assert (deputy.rank, deputy.name, deputy.post, deputy.reached) == ("deputy", "Мария Серова", "заместитель", True)


def test_a_deputy_is_told_where_the_chief_has_no_address(kept: Kept) -> None:
    deputies = [Official("Без почты"), Official("Мария", email="serova@example.org")]
    kept.renamed(kept.roads, chief=Official(login=kept.login), deputies=deputies)
    with kept.store.read() as connection:
        told = stored.whom_to_tell(connection)[kept.roads]
    assert (told.name, told.address) == ("Мария", "serova@example.org")


def test_a_stale_save_is_refused(kept: Kept) -> None:
    version = kept.view().version
    kept.renamed(kept.roads, email="roads@example.org")
    refused(kept.store, "conflict", departments.change, kept.key, version, Given("Иначе"))


def test_topics_are_given_and_taken_and_others_stay(kept: Kept) -> None:
    kept.renamed(kept.roads, with_topics=frozenset({"Колодцы"}), without_topics=frozenset({"Мосты"}))
    assert [(one["name"], one["department"]) for one in kept.list("topics").items] == [
        ("Мосты", None),
        ("Колодцы", kept.roads),
    ]


def test_what_somebody_else_took_meanwhile_is_not_taken_back(kept: Kept) -> None:
    """«Колодцы» is the other department's: to take it away from this one changes nothing."""
    kept.renamed(kept.roads, without_topics=frozenset({"Колодцы"}))
    assert kept.list("topics").items[1]["department"] == kept.water


def test_the_screens_hear_and_an_older_programs_list_is_filled(kept: Kept) -> None:
    head = kept.show.head
    kept.renamed("Мосты и дороги", email="roads@example.org", chief=Official(login=kept.login))
    assert [e.data for e in kept.show.events(head)] == [{"list": "departments"}]
    with kept.store.read() as connection:
        assert {"name": "Мосты и дороги"} in centre_lists(connection)["departments"]
        older = connection.execute(select(centre_list).where(centre_list.c.name == "departments")).one()
    assert {"name": "Мосты и дороги", "chief": kept.login, "email": "roads@example.org"} in older.items


# Pasted


def test_a_pasted_list_adds_what_is_not_there_and_names_the_doubles(kept: Kept) -> None:
    pasted = departments.add_many(
        kept.store, [Given("Свет"), Given(kept.roads.upper()), Given("свет"), Given("Лес")], OLGA
    )
    assert pasted.added == 2 and pasted.doubles == [kept.roads.upper(), "свет"]


def test_a_list_with_one_wrong_line_adds_nothing(kept: Kept) -> None:
    refused(kept.store, "invalid", departments.add_many, [Given("Свет"), Given("Лес", email="лес")])


@pytest.mark.parametrize("count", [10_000, MOST["departments"] + 1])
def test_a_list_that_is_too_long_is_refused_whole(kept: Kept, count: int) -> None:
    many = [Given(f"Отдел {n}") for n in range(count)]
    assert str(count) in refused(kept.store, "invalid", departments.add_many, many)


# Renamed


def test_with_another_name_go_topics_people_tickets_and_promises(kept: Kept) -> None:
    number, promised = kept.ticket(kept.roads), kept.promised(kept.roads)
    version, head, told = kept.tickets.row(number).version, kept.show.head, len(kept.tickets.events())
    kept.renamed("Мосты и дороги")
    kept.moved()
    row = kept.tickets.row(number)
    assert (row.department, row.version) == ("Мосты и дороги", version)
    assert kept.list("topics").items[0]["department"] == "Мосты и дороги"
    assert kept.account().department == "Мосты и дороги"
    assert kept.show.view(promised)["promises"][0]["department"] == "Мосты и дороги"
    [event] = kept.tickets.events()[told:]
    assert (event.type, event.data) == (
        "ticket.department_changed",
        {"department": "Мосты и дороги", "from": kept.roads},
    )
    assert (event.by_name, event.by_role, event.by_credential) == (OLGA.name, "admin", OLGA.credential)
    assert kept.show.types(head)[-1] == "question.retold" and kept.show.books().balances
    assert kept.view().moving == () and kept.view().formers == (kept.roads,)


def test_many_tickets_follow_slice_by_slice(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = [kept.ticket(kept.roads) for _ in range(5)]
    monkeypatch.setattr(department_moves, "SLICE", 2)
    kept.renamed("Мосты и дороги")
    carried = [kept.tickets.row(number).department for number in numbers]
    assert carried.count("Мосты и дороги") == 2 and kept.view().moving == (kept.roads,)
    # A process that ends here has half done nothing: whoever comes next goes on.
    kept.moved()
    assert {kept.tickets.row(number).department for number in numbers} == {"Мосты и дороги"}
    assert waiting_names(kept.store) == []


def test_who_still_writes_the_old_name_means_the_department(kept: Kept) -> None:
    kept.renamed("Мосты и дороги")
    assert kept.tickets.row(kept.ticket(kept.roads)).department == "Мосты и дороги"
    number = kept.ticket()
    kept.tickets.do("ticket.assign", number, department=kept.roads.upper(), owner_login=kept.login)
    row = kept.tickets.row(number)
    assert (row.department, row.owner_id) == ("Мосты и дороги", kept.account().id)
    assert kept.show.view(kept.promised(kept.roads))["promises"][0]["department"] == "Мосты и дороги"


def test_a_promise_of_before_becomes_the_departments_ticket(kept: Kept) -> None:
    kept.promised(kept.roads)
    with kept.store.write() as tx:
        [row] = tx.connection.execute(select(promise.c.id).where(promise.c.department == kept.roads)).all()
    kept.renamed("Мосты и дороги")
    kept.show.wrapped()
    with kept.store.read() as connection:
        made = connection.execute(select(ticket.c.department).where(ticket.c.promise_id == row.id)).scalar_one()
    assert made == "Мосты и дороги"


def test_there_and_back_again_is_the_name_of_before(kept: Kept) -> None:
    number = kept.ticket(kept.roads)
    kept.renamed("Мосты и дороги")
    kept.renamed(kept.roads)
    kept.moved()
    assert kept.tickets.row(number).department == kept.roads and kept.view().formers == ("Мосты и дороги",)


def test_a_name_that_tickets_still_leave_is_not_given_to_another(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(2):
        kept.ticket(kept.roads)
    monkeypatch.setattr(department_moves, "SLICE", 1)
    kept.renamed("Мосты и дороги")
    refused(kept.store, "illegal", departments.add, Given(kept.roads))
    kept.moved()
    departments.add(kept.store, Given(kept.roads), OLGA)
    assert kept.tickets.row(kept.ticket(kept.roads)).department == kept.roads


def test_an_executor_sees_a_ticket_come_by_a_new_name_and_counts_it(kept: Kept) -> None:
    number = kept.ticket(kept.roads)
    since = len(kept.tickets.events())
    kept.renamed("Мосты и дороги")
    with kept.store.read() as connection:
        renderer = EventRenderer(
            connection, log.position(connection, TICKETS_LOG).broadcast, kept.tickets.events()[since:]
        )
        [new] = renderer.for_screen(SCREENS["tickets"], Reader("Мосты и дороги"))
        [old] = renderer.for_screen(SCREENS["tickets"], Reader(kept.roads))
    assert new["view"]["number"] == number and (new["was"], new["state"]) == (None, "open")
    assert (old["was"], old["state"], old["view"]) == ("open", None, None)


# Merged


def test_a_merged_department_leaves_everything_to_the_other(kept: Kept) -> None:
    number, promised = kept.ticket(kept.roads), kept.promised(kept.roads)
    assert departments.merge(kept.store, kept.key, kept.view().version, kept.other, OLGA) == kept.other
    kept.moved()
    assert kept.tickets.row(number).department == kept.water
    assert {one["department"] for one in kept.list("topics").items} == {kept.water}
    assert kept.account().department == kept.water
    assert kept.show.view(promised)["promises"][0]["department"] == kept.water
    assert kept.view().name == kept.water, "its page leads to the other's"
    assert kept.tickets.row(kept.ticket(kept.roads)).department == kept.water


def test_the_names_of_a_merged_department_lead_to_the_other_too(kept: Kept) -> None:
    kept.renamed("Мосты и дороги")
    departments.merge(kept.store, kept.key, kept.view().version, kept.other, OLGA)
    assert kept.tickets.row(kept.ticket(kept.roads)).department == kept.water


def test_a_department_is_not_merged_into_itself(kept: Kept) -> None:
    said = refused(kept.store, "illegal", departments.merge, kept.key, kept.view().version, kept.key)
    assert "itself" in said


def test_a_department_is_not_merged_into_a_closed_one(kept: Kept) -> None:
    departments.close(kept.store, kept.other, kept.view(kept.other).version, OLGA)
    refused(kept.store, "illegal", departments.merge, kept.key, kept.view().version, kept.other)


def test_a_name_that_only_tickets_carry_is_taken_in(kept: Kept) -> None:
    number = kept.ticket("Дорожники")
    assert ("Дорожники", 1) in departments_page(kept.store, "", 1).unlisted
    departments.take_in(kept.store, "Дорожники", kept.key, OLGA)
    assert kept.tickets.row(number).department == kept.roads
    assert "Дорожники" not in dict(departments_page(kept.store, "", 1).unlisted)


def test_a_listed_department_is_not_taken_in(kept: Kept) -> None:
    refused(kept.store, "illegal", departments.take_in, kept.water, kept.key)


# Closed


def test_a_closed_department_is_offered_no_more_and_keeps_its_tickets(kept: Kept) -> None:
    number = kept.ticket(kept.roads)
    departments.close(kept.store, kept.key, kept.view().version, OLGA)
    with kept.store.read() as connection:
        offers, screens = ticket_offers(connection, None), centre_lists(connection)["departments"]
    assert offers["listed_departments"] == [kept.water] and screens == [{"name": kept.water}]
    assert offers["closed_departments"] == [kept.roads] and kept.roads in offers["departments"]
    assert kept.tickets.row(number).department == kept.roads
    assert kept.list("topics").items[0]["department"] is None
    assert kept.account().department == kept.roads


def test_it_is_opened_again(kept: Kept) -> None:
    departments.close(kept.store, kept.key, kept.view().version, OLGA)
    departments.reopen(kept.store, kept.key, kept.view().version, OLGA)
    assert not kept.view().closed
    with kept.store.read() as connection:
        assert kept.roads in stored.offered(connection)


# Chosen


def test_where_no_list_is_kept_any_name_will_do(store: Store) -> None:
    show = Show(store).on_air()
    made = show.do("question.ticket", show.asked(), department="Кто угодно")["ticket"]
    assert Tickets(store).row(made).department == "Кто угодно"
    create_person(store, f"nina-{uuid.uuid4().hex[:6]}", "Нина", [], _admin(), department="Кто угодно")


def test_a_command_takes_a_name_that_is_not_in_the_list(kept: Kept) -> None:
    """Other programs send what they know; the board marks it."""
    assert kept.tickets.row(kept.ticket("Автодор")).department == "Автодор"


def test_a_person_belongs_to_a_department_of_the_list(kept: Kept) -> None:
    with pytest.raises(Refused) as caught:
        create_person(kept.store, f"nina-{uuid.uuid4().hex[:6]}", "Нина", [], _admin(), department="Автодор")
    assert caught.value.code == "invalid"
    person = create_person(
        kept.store, f"nina-{uuid.uuid4().hex[:6]}", "Нина", [], _admin(), department=kept.roads.lower()
    )
    with kept.store.read() as connection:
        assert access.accounts(connection, [person])[0].department == kept.roads


def test_a_topic_leads_to_a_department_of_the_list(kept: Kept) -> None:
    with pytest.raises(Refused) as caught:
        save_list(kept.store, "topics", kept.list("topics").version, [{"name": "Лес", "department": "Автодор"}], OLGA)
    assert caught.value.code == "invalid"


def _admin() -> Actor:
    return Actor("Ольга", frozenset({Role.ADMIN}), "user:7")


# Found


def test_departments_are_found_by_name_chief_and_topic_and_shown_by_pages(kept: Kept) -> None:
    kept.renamed(kept.roads, chief=Official("Ёлкин Иван"))
    departments.add_many(kept.store, [Given(f"Отдел {n:03}") for n in range(300)], OLGA)
    for q in (kept.roads[:8].upper(), "елкин", "мосты"):
        assert kept.roads in [one.name for one in departments_page(kept.store, q, 1).rows], q
    first, last = departments_page(kept.store, "", 1), departments_page(kept.store, "", 99)
    assert (first.pages, first.total, len(first.rows)) == (7, 302, 50) and (last.number, len(last.rows)) == (7, 2)


def test_a_migration_with_two_spellings_leaves_the_tickets_to_the_worker(kept: Kept) -> None:
    number = kept.ticket(kept.roads)
    with kept.store.write() as tx:
        tx.connection.execute(update(ticket).where(ticket.c.number == number).values(department="дороги иначе"))
        tx.connection.execute(
            former_department.insert().values(
                name="дороги иначе", department_id=stored.get(tx.connection, kept.key).id, since=tx.now
            )
        )
    kept.moved()
    assert kept.tickets.row(number).department == kept.roads
    assert kept.tickets.events(number)[-1].by_name is None
