"""The data source for other graphics: what is on air, what comes next, and the show's fixed times."""

from __future__ import annotations

import csv
import io
from xml.etree import ElementTree

import pytest

from tests.support.api import NAMED
from tests.web.house import Caller, House, problem

AUTHOR = {"name": "Анна П.", "contact": "tel:+79001234567", "profile": "https://vk.com/id7"}
FORMS = ("/on-air", "/on-air.json", "/on-air.xml", "/on-air.csv")
COLUMNS = [
    *("now_number", "now_text", "now_author", "now_locality", "now_source", "now_graphic", "now_since", "now_picture"),
    *("next_number", "next_text", "next_author", "next_locality", "next_source"),
    *("poll_id", "poll_question", "poll_state", "poll_voters"),
    *(f"poll_option_{n}_{name}" for n in range(1, 11) for name in ("text", "votes", "share")),
    *("clock_state", "clock_starts_at", "clock_aired_at", "clock_minutes", "clock_ends_at", "clock_zone"),
]


@pytest.fixture
def crew(house: House) -> Caller:
    """All who make a show that is on air, with two questions in its list."""
    crew = house.caller(house.show("open", "air"), "source", "moderator", "producer")
    crew.ask("Когда починят\nмост, «Горбатый» & <старый>?", author=AUTHOR, consent=NAMED, locality="Сосновка")
    crew.ask("Где вода?")
    for number in (1, 2):
        crew.obey("question.shortlist", question=number, version=1)
    return crew


def take(crew: Caller) -> None:
    crew.obey("question.take", question=1, version=2)


def table(crew: Caller) -> list[list[str]]:
    text = crew.get("/on-air.csv").get_data(as_text=True)
    assert text.startswith("\ufeff"), "without the mark vMix and Excel would not take it for UTF-8"
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def test_it_tells_what_is_on_air_and_what_comes_next(each_house: House) -> None:
    crew = each_house.caller(each_house.show("open", "air"), "source", "moderator", "producer")
    for text in ("Первый?", "Второй?", "Третий?"):
        number = crew.ask(text, author=AUTHOR, consent=NAMED, locality="Сосновка")["number"]
        crew.obey("question.shortlist", question=number, version=1)
    crew.obey("question.move", question=3, version=2, before=2)
    take(crew)
    told = crew.read("/on-air")
    since = told["now"].pop("since")
    person = {"author": "Анна П.", "locality": "Сосновка", "source": "api"}
    assert since.endswith("Z")
    assert told["now"] == {"number": 1, "text": "Первый?", **person, "graphic": True, "picture": None}
    assert told["next"] == {"number": 3, "text": "Третий?", **person}
    assert told["clock"]["state"] == "on_air" and told["clock"]["ends_at"] > told["clock"]["aired_at"]


def test_it_tells_the_wording_for_air(crew: Caller) -> None:
    take(crew)
    crew.obey("question.edit", question=1, version=3, air_text="Когда починят мост?")
    assert crew.read("/on-air")["now"]["text"] == "Когда починят мост?"


def test_a_cleared_graphic_is_told(crew: Caller) -> None:
    take(crew)
    crew.obey("graphic.clear")
    assert crew.read("/on-air")["now"]["graphic"] is False
    assert dict(zip(*table(crew), strict=True))["now_graphic"] == "0"


def test_nothing_on_air_is_null_and_empty_cells_in_columns_that_stay(house: House, crew: Caller) -> None:
    empty = house.caller(house.show("open"), "gallery")
    told = empty.read("/on-air")
    assert (told["now"], told["next"]) == (None, None)
    names, values = table(empty)
    assert names == COLUMNS and values[:12] == [""] * 12
    take(crew)
    assert table(crew)[0] == COLUMNS
    parts = [
        [[field.tag for field in part] for part in ElementTree.fromstring(one.get("/on-air.xml").data)]
        for one in (empty, crew)
    ]
    assert parts[0] == parts[1]


def test_each_form_tells_the_same(crew: Caller) -> None:
    take(crew)
    told = crew.read("/on-air")
    assert crew.read("/on-air.json") == told
    response = crew.get("/on-air.xml")
    assert response.content_type == "application/xml; charset=utf-8"
    xml = ElementTree.fromstring(response.data)
    assert xml.findtext("now/text") == told["now"]["text"] and xml.findtext("now/graphic") == "1"
    [names, values] = table(crew)
    row = dict(zip(names, values, strict=True))
    assert row["now_text"] == " ".join(told["now"]["text"].split()), "a cell is one line"
    assert (row["now_number"], row["next_number"], row["clock_state"]) == ("1", "2", "on_air")


@pytest.mark.parametrize("form", FORMS)
def test_no_form_tells_how_to_reach_an_author(crew: Caller, form: str) -> None:
    take(crew)
    text = crew.get(form).get_data(as_text=True)
    assert "Анна П." in text and "79001234567" not in text and "vk.com" not in text


@pytest.mark.parametrize("form", FORMS)
def test_what_has_not_changed_is_not_sent_again(crew: Caller, form: str) -> None:
    take(crew)
    first = crew.get(form)
    assert (first.status_code, first.headers["Cache-Control"]) == (200, "no-cache")

    def again() -> int:
        known = {**crew.headers, "If-None-Match": first.headers["ETag"]}
        response = crew.client.get(crew.base + form, headers=known)
        assert response.status_code == 200 or response.data == b""
        return response.status_code

    assert again() == 304
    crew.ask("Ещё один?")
    crew.obey("presenter.message", text="Пять минут")
    assert again() == 304, "other things of the show are no change of it"
    crew.obey("graphic.clear")
    assert again() == 200
    crew.obey("graphic.show")
    assert again() == 304, "as it was"
    crew.obey("question.move", question=2, version=2)
    assert again() == 304
    crew.obey("question.edit", question=2, version=3, air_text="Где же вода?")
    assert again() == 200


def test_a_key_may_stand_in_the_address_of_this_and_of_the_graphic_alone(house: House) -> None:
    slug = house.show("open")
    token = house.key(slug, "gallery")
    stranger = house.caller(slug)
    for form in FORMS:
        assert stranger.get(form, token=token).status_code == 200
        problem(stranger.get(form, token="x" * 43), "unauthorized", 401)
        problem(stranger.get(form), "unauthorized", 401)
    assert house.app.test_client().get(f"/b/{slug}/overlay?token={token}").status_code == 200
    producers = house.key(slug, "producer")
    for path in ("/rundown", "/health"):
        problem(stranger.get(path, token=producers), "unauthorized", 401)
    assert house.app.test_client().get(f"/b/{slug}/rundown?token={producers}").status_code == 401


def test_the_graphics_link_is_good_for_it_and_another_screens_is_not(house: House) -> None:
    slug = house.show("open")
    stranger = house.caller(slug)
    assert stranger.get("/on-air.csv", token=house.key(slug, "gallery", screen="overlay")).status_code == 200
    problem(stranger.get("/on-air.csv", token=house.key(slug, "producer", screen="rundown")), "forbidden", 403)


def test_a_broadcast_may_name_nobody_on_air_whoever_agreed(house: House) -> None:
    slug = house.show("open", "air", names_on_air=False)
    crew = house.caller(slug, "moderator", "producer", "gallery", "presenter")
    crew.obey("question.add", text="Когда починят мост?", author={"name": "Анна П."}, name_on_air=True)
    crew.obey("question.shortlist", question=1, version=1)
    crew.obey("question.take", question=1, version=2)
    told = crew.read("/on-air")
    assert told["now"]["author"] and "Анна" not in str(told)
    gallery = house.caller(slug, "gallery")
    events = gallery.read("/events", since=0)["events"]
    assert "question.taken" in [event["type"] for event in events] and "Анна" not in str(events)
