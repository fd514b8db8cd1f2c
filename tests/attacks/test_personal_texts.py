"""A telephone or an address in a text reaches neither the air nor a file, until a moderator lets it through."""

from __future__ import annotations

import json

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import update

from live.store import schema
from live.store.tables import ticket
from live.views.questions import exported
from live.views.questions.exported import Telling
from live.views.screens import SCREENS
from live.views.tickets.columns import pieces
from live.views.tickets.listing import TicketFilter
from tests.support.searched import SEARCH
from tests.web.house import Caller, House, problem

PHONE = "8 900 000-00-12"
FLAT = "ул. Ленина, д. 3, кв. 5"
TEXT = f"Нет воды, {FLAT}, звоните {PHONE}"
COVERED = "Нет воды, [адрес], звоните [телефон]"

MASKING = ("head", "prompter", "overlay", "gallery")
SHOWING = ("desk", "rundown")


@pytest.fixture
def crew(house: House) -> Caller:
    """All who make a show, with such a question on air."""
    crew = house.caller(house.show("open", "air"), "source", "moderator", "producer", "head")
    crew.ask(TEXT, author={"name": f"Анна {PHONE}"}, locality=f"Сосновка, {FLAT}")
    crew.obey("question.shortlist", question=1, version=1)
    crew.obey("question.take", question=1, version=2)
    return crew


def slug_of(crew: Caller) -> str:
    return crew.base.rsplit("/", 1)[1]


def seen(house: House, crew: Caller, screen: str) -> str:
    """Everything that a screen is given of the question: its snapshot, its events, its page."""
    role = {
        "desk": "moderator",
        "rundown": "producer",
        "head": "observer",
        "prompter": "presenter",
        "overlay": "gallery",
        "gallery": "gallery",
    }
    reader = house.caller(slug_of(crew), role[screen])
    whole = [reader.read("/events", since=0, limit=500), reader.read("/questions/1"), reader.read("/questions")]
    return json.dumps(whole, ensure_ascii=False)


@pytest.mark.parametrize("screen", MASKING)
def test_a_screen_of_the_air_is_given_neither(house: House, crew: Caller, screen: str) -> None:
    crew.obey("question.edit", question=1, version=3, air_text=TEXT)
    told = seen(house, crew, screen)
    assert PHONE not in told and FLAT not in told and COVERED in told


@pytest.mark.parametrize("screen", SHOWING)
def test_those_who_read_them_see_the_text_and_its_marks(house: House, crew: Caller, screen: str) -> None:
    told = seen(house, crew, screen)
    assert TEXT in told and json.dumps({"kind": "phone", "words": PHONE}, ensure_ascii=False) in told


def test_every_screen_that_is_no_desk_masks() -> None:
    masking = {name for name, screen in SCREENS.items() if not screen.follows_tickets and screen.questions.masks}
    assert masking == set(MASKING)


@pytest.mark.parametrize("form", ["", ".json", ".xml", ".csv"])
def test_nor_is_what_other_programs_draw(crew: Caller, form: str) -> None:
    told = crew.get(f"/on-air{form}").get_data(as_text=True)
    assert PHONE not in told and FLAT not in told and "[телефон]" in told


def test_nor_is_the_report_or_an_export(house: House, crew: Caller) -> None:
    crew.obey("question.promise", question=1, version=3, promise=f"Позвоним: {PHONE}")
    crew.obey("question.answer", question=1, version=4, summary=f"Ответили: {PHONE}", fully=False)
    slug = slug_of(crew)
    told = [json.dumps(house.app.extensions["live"].queries.report(slug), ensure_ascii=False)]
    for form in ("csv", "json"):
        told.append(b"".join(exported.pieces(house.store, slug, form, Telling.NAMES, "Вопросы", {})).decode())
    told += b"".join(pieces(house.store, "csv", TicketFilter())).decode().splitlines()
    assert not [part for part in told if PHONE in part or FLAT in part]
    assert sum(COVERED in part for part in told) >= 4


def test_nor_is_what_is_published_unless_it_is_meant(house: House) -> None:
    slug = house.show()
    crew = house.caller(slug, "source", "moderator")
    crew.ask()
    number = crew.obey("question.ticket", question=1, version=1)["ticket"]
    board = Caller(house.app.test_client(), slug, house.key(None, "coordinator"))
    board.base = "/api/v1/tickets"

    def published(version: int, **more: bool) -> str:
        board.obey("ticket.publish", ticket=number, version=version, text=f"Звоните {PHONE}", **more)
        [told] = house.client.get(f"/open311/v2/requests/{number}.json").get_json()
        return str(told["description"])

    assert published(1) == "Звоните [телефон]"
    SEARCH.meant(PHONE)
    assert published(2, as_written=True) == f"Звоните {PHONE}"


def test_what_was_published_before_masking_came_is_masked_by_the_upgrade(house: House) -> None:
    slug = house.show()
    crew = house.caller(slug, "source", "moderator")
    crew.ask()
    number = crew.obey("question.ticket", question=1, version=1)["ticket"]
    upgrade = ScriptDirectory.from_config(schema.config()).get_revision("0017_published_masked").module
    with house.store.write() as tx:
        mine = ticket.c.number == number
        tx.connection.execute(update(ticket).where(mine).values(published_text=f"Звоните {PHONE}, {FLAT}"))
        upgrade.mask(tx.connection)
    [told] = house.client.get(f"/open311/v2/requests/{number}.json").get_json()
    assert told["description"] == "Звоните [телефон], [адрес]"


def test_what_a_moderator_lets_through_is_seen_and_covered_again(house: House, crew: Caller) -> None:
    crew.obey("question.unmask", question=1, version=3, words=PHONE)
    told = seen(house, crew, "prompter")
    assert PHONE in told and FLAT not in told
    assert PHONE in crew.get("/on-air.json").get_data(as_text=True)
    crew.obey("question.mask", question=1, version=4, words=PHONE)
    assert PHONE not in seen(house, crew, "prompter")


def test_nobody_else_lets_it_through_and_the_log_holds_no_number(house: House, crew: Caller) -> None:
    slug = slug_of(crew)
    for role in ("head", "presenter", "gallery", "screener"):
        refused = house.caller(slug, role).command("question.unmask", question=1, version=3, words=PHONE)
        problem(refused, "forbidden", 403)
    problem(crew.command("question.unmask", question=1, version=3, words="мост"), "not_found", 404)
    crew.obey("question.unmask", question=1, version=3, words=PHONE)
    everything = house.everything()
    assert PHONE not in repr(everything["event"]) and PHONE not in repr(everything["command"])
