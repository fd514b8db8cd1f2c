"""Answers over HTTP: who sees what of them, the list of those to be told by hand, and templates as they are filled."""

from __future__ import annotations

import uuid

import pytest

from live.admin.lists import save_list
from live.domain.people import By
from live.views.admin.lists import whole_list
from tests.web.house import House, Json, problem
from tests.web.test_tickets import Staff, staff

ANNA = {"name": "Анна", "contact": "tel:+79000000012"}


@pytest.fixture
def coordinator(each_house: House) -> Staff:
    return staff(each_house, "coordinator")


def assigned(house: House, coordinator: Staff, *texts: str, author: Json | None = ANNA, topic: str = "Дороги") -> str:
    """The number of a ticket of the first text, into which the others were merged."""
    crew = house.caller(house.show(), "source", "moderator")
    for place, text in enumerate(texts, 1):
        crew.ask(text, topic=topic, locality="Сосновка", **({"author": author} if author else {}))
        if place > 1:
            crew.obey("question.merge", question=place, version=1, into=1)
    version = crew.read("/questions/1")["version"]
    number = str(crew.obey("question.ticket", question=1, version=version)["ticket"])
    coordinator.obey("ticket.assign", ticket=number, version=1, department="Дороги")
    return number


@pytest.fixture
def executor(each_house: House) -> Staff:
    """A person of the roads' department, on a device."""
    login = f"roads-{uuid.uuid4().hex[:6]}"
    each_house.user(login, "пароль-дорог", "executor", department="Дороги")
    client = each_house.app.test_client()
    each_house.sign_in(client, login, "пароль-дорог")
    return Staff(client, {})


def test_a_ticket_tells_what_was_said_and_what_became_of_each_reply(each_house: House, coordinator: Staff) -> None:
    number = assigned(each_house, coordinator, "Мост")
    coordinator.obey("ticket.reply", ticket=number, version=2, text="Смотрим, {имя}.")
    coordinator.obey("ticket.reply", ticket=number, version=3, text="Мост открыт.", final=True)
    told = coordinator.read(f"/{number}")
    assert [(one["text"], one["final"]) for one in told["said"]] == [("Смотрим, {имя}.", False), ("Мост открыт.", True)]
    assert told["replies"] == {"waiting": 0, "sent": 0, "failed": 0, "unsure": 0, "by_hand": 2}
    assert [(one["text"], one["state"]) for one in told["answers"]] == [
        ("Мост открыт.", "by_hand"),
        ("Смотрим, Анна.", "by_hand"),
    ]
    assert told["answers"][0]["contact"] == "tel:+79000000012" and told["rating"] is None


def test_a_department_sees_how_its_answers_stand_but_nobodys_contact(
    each_house: House, coordinator: Staff, executor: Staff
) -> None:
    number = assigned(each_house, coordinator, "Мост")
    coordinator.obey("ticket.reply", ticket=number, version=2, text="Мост открыт.", final=True)
    [told] = executor.read(f"/{number}")["answers"]
    assert told["state"] == "by_hand" and told["contact"] is None


def test_another_departments_ticket_is_not_there_to_be_answered(each_house: House, coordinator: Staff) -> None:
    number = assigned(each_house, coordinator, "Мост")
    nobody = staff(each_house, "executor")
    with each_house.unchanged():
        for verb, fields in (("ticket.reply", {"version": 2, "text": "Да"}), ("answer.told", {"reply": 1})):
            problem(nobody.command(verb, ticket=number, **fields), "not_found", 404)
        problem(nobody.get(f"/{number}/templates"), "not_found", 404)


def test_those_to_be_told_by_hand_stand_on_one_list_until_somebody_has_told_them(
    each_house: House, coordinator: Staff
) -> None:
    numbers = [assigned(each_house, coordinator, text) for text in ("Мост", "Вода")]
    for number in numbers:
        coordinator.obey("ticket.resolve", ticket=number, version=2, answer="Сделано.")
    page = coordinator.read("/by-hand", limit=500)
    mine = [one for one in page["answers"] if one["ticket"] in numbers]
    assert [one["ticket"] for one in mine] == numbers and page["total"] == len(page["answers"])
    assert (mine[0]["name"], mine[0]["contact"], mine[0]["text"]) == ("Анна", "tel:+79000000012", "Сделано.")
    first = coordinator.read("/by-hand", limit=1)
    assert coordinator.read("/by-hand", limit=500, after=first["next"])["answers"] == page["answers"][1:]
    coordinator.obey("answer.told", ticket=numbers[0], reply=mine[0]["reply"])
    left = coordinator.read("/by-hand", limit=500)
    assert numbers[0] not in [one["ticket"] for one in left["answers"]] and left["total"] == page["total"] - 1
    problem(coordinator.command("answer.told", ticket=numbers[0], reply=mine[0]["reply"]), "illegal", 409)


def test_the_list_with_its_contacts_is_the_coordinators(each_house: House) -> None:
    problem(staff(each_house, "executor").get("/by-hand"), "forbidden", 403)
    problem(each_house.client.get("/api/v1/tickets/by-hand"), "unauthorized", 401)


@pytest.fixture
def templates(each_house: House) -> None:
    items = [
        {"name": "Дорога", "text": "{имя}, поручение {номер}: {место}, до {срок}.", "topic": "Дороги"},
        {"name": "Вода", "text": "О воде.", "topic": "ЖКХ"},
        {"name": "Любой", "text": "«{вопрос}»: отвечает {ведомство}.", "topic": None},
    ]
    version = whole_list(each_house.store, "templates").version
    save_list(each_house.store, "templates", version, items, By("Ольга", "admin"))


def test_templates_are_filled_in_for_a_ticket_those_of_its_topic_first(
    each_house: House, coordinator: Staff, templates: None
) -> None:
    number = assigned(each_house, coordinator, "Когда починят мост?")
    own, any_ = coordinator.read(f"/{number}/templates")["templates"]
    assert own["name"] == "Дорога" and own["text"].startswith(f"Анна, поручение {number}: Сосновка, до ")
    assert any_ == {"name": "Любой", "text": "«Когда починят мост?»: отвечает Дороги."}


def test_where_several_ask_what_is_each_askers_own_stays_to_be_filled(
    each_house: House, coordinator: Staff, templates: None
) -> None:
    number = assigned(each_house, coordinator, "Мост", "И мост")
    own, any_ = coordinator.read(f"/{number}/templates")["templates"]
    assert own["text"].startswith(f"{{имя}}, поручение {number}") and any_["text"].startswith("«{вопрос}»")
    coordinator.obey("ticket.resolve", ticket=number, version=2, answer=any_["text"])
    told = {one["text"] for one in coordinator.read(f"/{number}")["answers"]}
    assert told == {"«Мост»: отвечает Дороги.", "«И мост»: отвечает Дороги."}


@pytest.mark.parametrize(
    "item",
    [
        {"name": "Пустой", "text": " "},
        {"name": "", "text": "Да"},
        {"name": "Чужой", "text": "{фамилия}"},
        {"name": "Длинный", "text": "ж" * 4001},
    ],
)
def test_a_template_that_could_not_be_sent_is_not_kept(each_house: House, item: Json) -> None:
    version = whole_list(each_house.store, "templates").version
    with each_house.unchanged(), pytest.raises(Exception) as caught:
        save_list(each_house.store, "templates", version, [item], By("Ольга", "admin"))
    assert getattr(caught.value, "code", "") == "invalid"
