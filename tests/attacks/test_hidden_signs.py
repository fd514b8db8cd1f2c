"""What nobody sees turns no text round, an address that is no web page is kept nowhere, a cell is no formula."""

from __future__ import annotations

import csv
import io

import pytest
from sqlalchemy import select

from live.admin import people
from live.admin.keys import make_key
from live.domain.people import Actor, Role
from live.domain.refused import Refused
from live.files.csv_writer import csv_lines
from live.files.reader import open_table
from live.store.tables import access_key
from live.views.admin.people import person
from tests.web.house import House, problem
from tests.web.test_ask import Resident

TURNED = "\u202eexe.фото\u2066\u200b"
PLAIN = "exe.фото"


def test_our_own_api_takes_no_text_or_name_turned_round(house: House) -> None:
    crew = house.caller(house.show(), "source", "moderator")
    crew.ask(TURNED, author={"name": TURNED}, locality=TURNED, topic=TURNED)
    told = crew.read("/questions/1")
    assert (told["text"], told["locality"], told["topic"], told["author"]["name"]) == (PLAIN, PLAIN, PLAIN, PLAIN)


def test_nor_does_the_form(house: House) -> None:
    slug = house.show()
    assert Resident(house, slug).send(text=TURNED, name=TURNED, locality=TURNED).status_code == 303
    told = house.caller(slug, "moderator").read("/questions/1")
    assert (told["text"], told["locality"], told["author"]["name"]) == (PLAIN, PLAIN, PLAIN)


def test_nor_is_a_colleague_a_key_or_a_list_called_so(house: House) -> None:
    """What a history shows as who did it must be read as it stands."""
    by = Actor("Ольга", frozenset({Role.ADMIN}), "user:1")
    turned = f"И\u3164р\ufe0fин\u202e{TURNED}"
    account = people.create_person(house.store, "irina", turned, [("moderator", people.CENTRE)], by, department=turned)
    make_key(house.store, turned, ["source"], None, by)
    view = person(house.store, account)
    assert (view.name, view.department) == (f"Ирин{PLAIN}", f"Ирин{PLAIN}")
    with house.store.read() as connection:
        names = connection.execute(select(access_key.c.name)).scalars().all()
    assert f"Ирин{PLAIN}" in names and turned not in names
    with pytest.raises(Refused):
        people.create_person(house.store, "nobody", "\u202e\u3164", [("moderator", people.CENTRE)], by)


def test_nor_does_a_command(house: House) -> None:
    crew = house.caller(house.show(), "source", "moderator", "producer")
    crew.ask()
    crew.obey("question.edit", question=1, version=1, air_text=TURNED)
    crew.obey("question.note", question=1, version=2, **{"for": "presenter", "text": TURNED})
    told = crew.read("/questions/1")
    assert (told["air_text"], told["notes"]["presenter"]) == (PLAIN, PLAIN)


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "//evil.example", "vk.com/anna", "https://"]
)
def test_an_authors_page_is_a_web_address_or_none(house: House, address: str) -> None:
    crew = house.caller(house.show(), "source")
    problem(crew.post("/questions", {"text": "Когда?", "author": {"profile": address}}), "invalid", 400)


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "＋", "－", "＠"])
def test_a_cell_of_an_export_is_no_formula_and_is_read_back(sign: str) -> None:
    written = b"".join(csv_lines(["text"], [[f"{sign}1+1"]]))
    assert f"'{sign}1+1" in written.decode()
    assert [cells for _, cells in open_table(io.BytesIO(written)).rows] == [[f"{sign}1+1"]]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝"])
def test_nor_is_one_of_what_is_on_air(house: House, sign: str) -> None:
    crew = house.caller(house.show("open", "air"), "source", "moderator", "producer")
    crew.ask(f"{sign}HYPERLINK(1)", author={"name": f"{sign}1"})
    crew.obey("question.shortlist", question=1, version=1)
    crew.obey("question.take", question=1, version=2)
    _, cells = csv.reader(io.StringIO(crew.get("/on-air.csv").get_data(as_text=True)))
    assert f"\u00a0{sign}HYPERLINK(1)" in cells
    assert not [cell for cell in cells if cell.startswith(sign)]
