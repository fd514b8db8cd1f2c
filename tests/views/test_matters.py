"""What is told of matters: their page, what looks alike, what comes again within a year, and the resident's page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from live.domain.refused import Refused
from live.store.tables import channel, matter, ticket
from live.store.transaction import Store
from live.views.feed.sections.section import Reader
from live.views.matters.repeats import of_trouble
from live.views.queries import Queries
from live.views.screens import SCREENS
from live.views.tickets.answers import by_hand
from tests.followup.mattering import Mattering

HERE = {"topic": "Вода", "locality": "Ундоры"}


@pytest.fixture
def town(store: Store) -> Mattering:
    with store.write() as tx:  # Other tests' situations are over, their troubles years ago.
        tx.connection.execute(matter.update().values(state="closed", opened_at=tx.now - timedelta(days=900)))
        tx.connection.execute(ticket.update().values(created_at=tx.now - timedelta(days=900)))
    return Mattering(store)


def offered(town: Mattering, number: int, screen: str = "desk") -> list[tuple[int, bool]]:
    found = Queries(town.store).hints(town.show.slug, SCREENS[screen], number)["matters"]
    return [(one["number"], one["same"]) for one in found]


# What looks alike


def test_the_same_topic_in_the_same_place_is_offered_whatever_the_words(town: Mattering) -> None:
    number = town.matter(town.by_vk(text="На Речной прорвало трубу", **HERE))
    town.matter(town.by_vk(text="Нет автобуса", topic="Транспорт", locality="Ундоры"), title="Автобус")
    asked = town.by_vk(text="Сидим без всего", **HERE)
    assert offered(town, asked) == [(number, True)]


def test_like_words_are_offered_less_so_of_another_place(town: Mattering) -> None:
    said = "На Речной улице прорвало трубу и нет воды"
    far = town.matter(town.by_vk(text=said, locality="Ишеевка"), title="Прорыв в Ишеевке")
    near = town.matter(town.by_vk(text=said, locality="Ундоры"), title="Прорыв в Ундорах")
    town.show.understood()
    asked = town.by_vk(text="Прорвало трубу на Речной улице, воды нет", locality="Ундоры")
    assert offered(town, asked) == [(near, False), (far, False)]


def test_the_title_is_compared_too(town: Mattering) -> None:
    number = town.matter(title="Прорыв трубы на улице Речной")
    asked = town.by_vk(text="Прорыв трубы на улице Речной!")
    assert offered(town, asked) == [(number, False)]


def test_nothing_is_offered_where_it_is_closed_joined_by_now_or_another_screens(town: Mattering) -> None:
    first = town.by_vk(text="Прорвало трубу", **HERE)
    number, asked = town.matter(first), town.shortlisted_here("Прорвало трубу")
    assert offered(town, first) == []
    assert offered(town, asked, "rundown") == []
    assert offered(town, asked) == [(number, True)]
    town.say("close", number)
    assert offered(town, asked) == []


# What comes again


def test_repeats_are_of_the_same_topic_and_place_within_a_year(town: Mattering) -> None:
    tickets = [town.ticket(town.by_vk(**HERE)) for _ in range(3)]
    town.ticket(town.by_vk(topic="Вода", locality="Ишеевка"))
    town.ticket(town.by_vk(topic="Дороги", locality="Ундоры"))
    old, earlier = town.matter(town.by_vk(**HERE)), town.matter(town.by_vk(**HERE))
    now = town.matter(town.by_vk(**HERE))
    mine = town.ticket(town.by_vk(**HERE))
    town.say("join", now, tickets=[mine])
    with town.store.write() as tx:
        long_ago = tx.now - timedelta(days=366)
        tx.connection.execute(matter.update().where(matter.c.id == old).values(opened_at=long_ago))
        tx.connection.execute(ticket.update().where(ticket.c.number == tickets[0]).values(created_at=long_ago))
    page = Queries(town.store).matter(now)["repeats"]
    assert [one["number"] for one in page["matters"]] == [earlier]
    assert [one["number"] for one in page["tickets"]] == tickets[:0:-1]
    of_ticket = Queries(town.store).ticket_matters(tickets[2])["repeats"]
    assert [one["number"] for one in of_ticket["matters"]] == [now, earlier]
    assert [one["number"] for one in of_ticket["tickets"]] == [mine, tickets[1]]


def test_without_a_topic_or_a_place_nothing_comes_again(town: Mattering) -> None:
    town.ticket(town.by_vk(topic="Вода"))
    page = Queries(town.store).matter(town.matter(town.by_vk(topic="Вода")))["repeats"]
    assert (page["matters"], page["tickets"], page["more"]) == ([], [], False)


def test_a_trouble_is_found_by_an_index_however_many_questions_there_are(store: Store) -> None:
    with store.read() as connection:
        prefix = "EXPLAIN QUERY PLAN"
        if connection.dialect.name == "postgresql":
            prefix = "EXPLAIN"
            connection.execute(text("SET LOCAL enable_seqscan = off"))
        written = str(of_trouble("Вода", "Ундоры").compile(connection, compile_kwargs={"literal_binds": True}))
        plan = "\n".join(str(row) for row in connection.execute(text(f"{prefix} {written}")))
    assert "ix_question_trouble" in plan


# One matter's page


def test_the_page_tells_what_stands_in_it_and_what_became_of_each_word(town: Mattering) -> None:
    with town.store.write() as tx:  # Other tests' mailboxes are no way to anybody here.
        tx.connection.execute(channel.update().where(channel.c.type == "mail").values(paused=True))
    first, second = town.by_vk(text="Позвоните 8 900 000-44-21"), town.by_form("tel:+79000004422")
    number = town.matter(first, second)
    made = town.ticket(second)
    town.say("tell", number, text="Чиним.")
    town.say("close", number, text="Починили.")
    page = Queries(town.store).matter(number)
    assert [one["number"] for one in page["joined"]] == [second, first]
    assert "44-21" not in page["joined"][1]["text"]
    assert [(one["number"], one["question"]) for one in page["tickets"]] == [(made, second)]
    said = [(one["text"], one["final"], one["replies"]) for one in page["words"]]
    each = {"waiting": 1, "by_hand": 1}
    assert said == [("Чиним.", False, each), ("Починили.", True, each)]


def test_an_unknown_matter_is_not_found(store: Store) -> None:
    with pytest.raises(Refused) as caught:
        Queries(store).matter(999_999)
    assert caught.value.code == "not_found"


def test_pages_of_matters_go_on_where_the_one_before_ended(town: Mattering) -> None:
    made = [town.matter() for _ in range(3)]
    town.say("close", made[0])
    queries = Queries(town.store)
    first = queries.matters(None, 1, "open")
    second = queries.matters(first["next"], 1, "open")
    assert [one["number"] for one in (*first["matters"], *second["matters"])] == made[:0:-1]
    assert second["next"] is None


def test_whom_no_network_reaches_stands_among_those_to_be_told_by_hand(town: Mattering) -> None:
    with town.store.write() as tx:
        tx.connection.execute(channel.update().where(channel.c.type == "mail").values(paused=True))
    number = town.matter(town.by_form("tel:+79000004423"), text="Чиним.")
    with town.store.read() as connection:
        listed = by_hand(connection, Reader(contacts=True), 0, 500)["answers"]
    [one] = [one for one in listed if one["matter"] == number]
    assert (one["ticket"], one["contact"], one["text"]) == (None, "tel:+79000004423", "Чиним.")
    queries = Queries(town.store)
    assert queries.contact_of_reply(number, one["reply"]) == "tel:+79000004423"
    town.say("told", number, reply=one["reply"])
    with pytest.raises(Refused) as caught:
        queries.contact_of_reply(number, one["reply"])
    assert caught.value.code == "not_found"


def test_a_resident_reads_what_is_said_by_their_code_also_where_their_question_was_merged(town: Mattering) -> None:
    root, merged = town.by_vk(), town.by_vk("Борис")
    town.merged(root, merged)
    number = town.matter(root)
    town.say("tell", number, text="{имя}, чиним.")
    told: list[Any] = [Queries(town.store).track(town.show.row(one).code)["words"] for one in (root, merged)]
    assert [[one["text"] for one in words] for words in told] == [["Уважаемый житель, чиним."]] * 2
    assert Queries(town.store).track(town.show.row(town.by_vk()).code)["words"] == []
