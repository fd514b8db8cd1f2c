"""Consent is kept with what was asked, and nobody is named on air who has not agreed to that."""

from __future__ import annotations

import hashlib
import json
import re

import pytest
from sqlalchemy import select

from live.channels import TYPES, Request
from live.store.ids import question_id
from live.store.tables import consent
from live.web.residents import ask
from tests.attacks.test_personal_texts import seen, slug_of
from tests.web.house import Caller, House, Json
from tests.web.test_ask import Resident

ANNA, CALLED = "Анна П.", "житель"


def kept(house: House, slug: str, number: int = 1) -> Json | None:
    with house.store.read() as connection:
        asked = question_id(house.id_of(slug), number)
        row = connection.execute(select(consent).where(consent.c.question_id == asked)).one_or_none()
    return dict(row._mapping) if row is not None else None


def on_air(house: House, crew: Caller, version: int = 1) -> list[str]:
    """How the author is called on each screen of the air and in what other programs draw."""
    crew.obey("question.shortlist", question=1, version=version)
    crew.obey("question.take", question=1, version=version + 1)
    names = []
    for screen in ("head", "prompter", "overlay"):
        told = seen(house, crew, screen)
        assert ANNA in told or CALLED in told
        names.append(ANNA if ANNA in told else CALLED)
    return [*names, crew.read("/on-air")["now"]["author"]]


def a_crew(house: House) -> Caller:
    return house.caller(house.show("open", "air"), "source", "moderator", "producer")


def test_what_the_form_was_agreed_to_is_kept(house: House) -> None:
    slug = house.show()
    assert Resident(house, slug).send(name=ANNA).status_code == 303
    given = kept(house, slug)
    assert given is not None and given["at"] is not None
    assert (given["version"], given["channel"], given["name_on_air"]) == (ask.CONSENT, "form", False)


def test_the_second_box_of_the_form_is_another_consent(house: House) -> None:
    slug = house.show("open", "air")
    page = Resident(house, slug).page.text
    assert 'name="name_on_air"' in page and "checked" not in page
    assert Resident(house, slug).send(name=ANNA, name_on_air="yes").status_code == 303
    given = kept(house, slug)
    assert given is not None and given["name_on_air"]
    assert set(on_air(house, house.caller(slug, "source", "moderator", "producer"))) == {ANNA}


def test_the_texts_of_consent_have_the_version_that_is_kept(house: House) -> None:
    """Whoever changes what is agreed to raises the version, and this digest with it."""
    boxes = re.findall('<label class="choice".*?</label>', Resident(house, house.show()).page.text, re.DOTALL)
    said = [" ".join(re.sub("<[^>]*>", " ", box).split()) for box in boxes]
    assert len(said) == 2
    assert (ask.CONSENT, hashlib.sha256("\n".join(said).encode()).hexdigest()[:8]) == ("2026-11", "b17d3f70")


@pytest.mark.parametrize("given", [None, {"version": "site-3"}, {"version": "site-3", "name_on_air": False}])
def test_without_it_nobody_is_named_on_air(house: House, given: Json | None) -> None:
    crew = a_crew(house)
    crew.ask(author={"name": ANNA}, locality="Сосновка", consent=given)
    assert set(on_air(house, crew)) == {CALLED}
    assert (kept(house, slug_of(crew)) is None) == (given is None)


def test_a_network_s_comment_names_nobody_on_air(house: House) -> None:
    slug = house.show("open", "air")
    body = {"text": "Когда?", "name": ANNA, "id": "1"}
    assert house.client.post(house.channel("form", slug), data=json.dumps(body)).status_code == 200
    assert set(on_air(house, house.caller(slug, "source", "moderator", "producer"))) == {CALLED}


def test_what_another_site_s_form_was_agreed_to_is_read() -> None:
    body = {"text": "Когда?", "name": ANNA, "consent_version": "site-3", "name_on_air": "yes"}
    [asked] = TYPES["form"].read(Request(json.dumps(body).encode(), {}), {}).submissions
    assert asked.consent is not None and (asked.consent.version, asked.consent.name_on_air) == ("site-3", True)


def test_with_it_a_program_s_question_is_named(house: House) -> None:
    crew = a_crew(house)
    given = {"version": "site-3", "name_on_air": True, "at": "2026-11-24T10:00:00+04:00"}
    crew.ask(author={"name": ANNA}, consent=given)
    assert set(on_air(house, crew)) == {ANNA}
    found = kept(house, slug_of(crew))
    assert found is not None and found["at"].isoformat() == "2026-11-24T06:00:00+00:00"


def test_a_moderator_who_has_asked_lets_the_name_be_said(house: House) -> None:
    crew = a_crew(house)
    crew.ask(author={"name": ANNA})
    crew.obey("question.allow_name", question=1, version=1, allowed=True)
    assert set(on_air(house, crew, version=2)) == {ANNA}
    crew.obey("question.allow_name", question=1, version=4, allowed=False)
    assert CALLED in seen(house, crew, "prompter")


def test_what_is_written_down_says_whether_the_name_may_be_said(house: House) -> None:
    crew = a_crew(house)
    crew.obey("question.add", text="Когда?", author={"name": ANNA}, name_on_air=True)
    given = kept(house, slug_of(crew))
    assert given is not None and (given["version"], given["channel"]) == ("spoken", "hand")
    assert set(on_air(house, crew)) == {ANNA}


def test_the_crew_reads_the_name_in_any_case(house: House) -> None:
    crew = a_crew(house)
    crew.ask(author={"name": ANNA})
    on_air(house, crew)
    for screen in ("desk", "rundown"):
        assert ANNA in seen(house, crew, screen)


def test_the_form_says_what_it_is_not_and_where_to_go(house: House) -> None:
    page = Resident(house, house.show()).page.text
    assert "59-ФЗ" in page and "https://pos.gosuslugi.ru" in page
