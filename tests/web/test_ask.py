"""The residents' form, as a browser without JavaScript sends it."""

from __future__ import annotations

import io
import itertools
import re
import uuid
from dataclasses import replace
from typing import Any

import pytest
import segno
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from live.channels import TYPES, Request
from live.domain import broadcast as rules
from live.store.show import broadcasts
from live.views.queries import Queries
from tests.web.house import House

ADDRESSES = (f"198.51.100.{n}" for n in itertools.count(1))


class Resident:
    """A browser at an address of its own, at a show's form."""

    def __init__(self, house: House, slug: str, address: str | None = None) -> None:
        self.client: FlaskClient = house.app.test_client()
        self.client.environ_base["REMOTE_ADDR"] = address or next(ADDRESSES)
        self.path = f"/b/{slug}/ask"
        self.page = self.client.get(self.path, headers={"Accept": "text/html"})

    def fields(self, **changed: str) -> dict[str, str]:
        found = re.search(r'name="form" value="([^"]*)"', self.page.text)
        assert found
        return {"text": "Когда починят мост?", "consent": "yes", "form": found[1], **changed}

    def send(self, fields: dict[str, str] | None = None, **changed: str) -> TestResponse:
        body = {**(fields or self.fields()), **changed}
        return self.client.post(self.path, data=body, headers={"Accept": "text/html"})


@pytest.fixture
def show(house: House) -> str:
    return house.show()


def asked(house: House, slug: str) -> int:
    return int(house.caller(slug, "moderator").read("/questions")["total"])


def test_the_page_is_small_and_its_scripts_are_no_part_of_sending(house: House, show: str) -> None:
    page = Resident(house, show).page
    assert page.status_code == 200
    assert len(page.data) < 30_000
    scripts = re.findall(r'<script type="module" src="(/static/[^"]+)"', page.text)
    assert sum(len(house.app.test_client().get(one).data) for one in scripts) < 7_000
    assert len(scripts) == page.text.count("<script") == 2
    assert '<html lang="ru"' in page.text and 'maxlength="4000"' in page.text


@pytest.mark.parametrize(
    ("point", "kept"),
    [
        ("54.310000, 48.390000", [{"type": "place", "url": "geo:54.310000,48.390000"}]),
        ("у моста", []),
        ("95, 48", []),
    ],
)
def test_a_point_goes_with_the_question_where_it_is_one(
    house: House, show: str, point: str, kept: list[object]
) -> None:
    assert Resident(house, show).send(point=point).status_code == 303
    assert house.caller(show, "moderator").read("/questions/1")["attachments"] == kept


def test_a_form_that_is_shown_once_more_holds_the_point(house: House, show: str) -> None:
    page = Resident(house, show).send(point="54.310000, 48.390000", consent="")
    assert page.status_code == 400 and 'name="point" value="54.310000, 48.390000"' in page.text


def test_a_closed_form_loads_no_script(house: House, show: str) -> None:
    house.move(show, "close_intake")
    page = Resident(house, show).page
    assert 'name="text"' not in page.text and "<script" not in page.text


def test_who_has_asked_before_finds_the_page_that_follows_a_question(house: House, show: str) -> None:
    form = house.client.get(f"/b/{show}/ask").text
    [to] = re.findall(r'<a href="([^"]+)">Уже спрашивали\?', form)
    page = house.client.get(to)
    assert page.status_code == 200 and 'name="code"' in page.text


def test_a_question_is_taken_and_thanked_for(house: House, show: str) -> None:
    resident = Resident(house, show)
    sent = resident.send(name="Анна", locality="Сосновка", contact="8 (900) 000-00-12")
    assert sent.status_code == 303 and sent.location.startswith(f"/b/{show}/ask/thanks?asked=")
    thanks = resident.client.get(sent.location)
    assert re.search(r"<dd>1</dd>", thanks.text)
    assert re.search(r'class="code">[0-9]+ [0-9]+( [0-9a-f]{4}){4}<', thanks.text)
    question = house.caller(show, "moderator").read("/questions/1")
    assert (question["source"], question["text"], question["locality"]) == ("form", "Когда починят мост?", "Сосновка")
    author = {"name": "Анна", "contact": "tel:+79000000012", "contact_masked": "tel:···12", "profile": None}
    assert question["author"] == author


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("8 900 000 00 12", "tel:+79000000012"),
        ("anna@example.org", "mailto:anna@example.org"),
        ("@anna в телеграме", "@anna в телеграме"),
        ("vk.com/anna", "https://vk.com/anna"),
        ("https://m.ok.ru/profile/7", "https://ok.ru/profile/7"),
    ],
)
def test_a_contact_is_kept_by_its_kind(house: House, show: str, written: str, kept: str) -> None:
    assert Resident(house, show).send(contact=written).status_code == 303
    assert house.caller(show, "moderator").read("/questions/1")["author"]["contact"] == kept


def test_the_same_form_twice_is_one_question(house: House, show: str) -> None:
    resident = Resident(house, show)
    fields = resident.fields()
    first, second = (resident.client.get(resident.send(fields).location).text for _ in range(2))
    assert "Код" in first and first == second
    assert asked(house, show) == 1


def test_a_form_sent_again_with_another_text_asks_first(house: House, show: str) -> None:
    resident = Resident(house, show)
    fields = resident.fields()
    resident.send(fields)
    again = resident.send(fields, text="Другой вопрос")
    assert again.status_code == 409 and "Другой вопрос" in again.text
    resident.page = again
    assert resident.send(text="Другой вопрос").status_code == 303
    assert asked(house, show) == 2


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("consent", ""),
        ("text", ""),
        ("text", "  \n "),
        ("text", "ж" * 4001),
        ("text", "звонок\x07"),
        ("name", "ж" * 201),
        ("name", "Анна\x00"),
        ("locality", "а\nб"),
        ("contact", "ж" * 201),
        ("form", ""),
        ("form", "made-up"),
    ],
)
def test_what_is_wrong_is_marked_and_nothing_typed_is_lost(house: House, show: str, field: str, value: str) -> None:
    resident = Resident(house, show)
    typed: dict[str, Any] = {"name": "Анна П.", field: value}
    with house.unchanged():
        answer = resident.send(**typed)
    assert answer.status_code == 400
    assert 'class="wrong"' in answer.text and 'role="alert"' in answer.text
    assert field == "name" or "Анна П." in answer.text


def test_what_was_typed_is_shown_as_text(house: House, show: str) -> None:
    answer = Resident(house, show).send(text="<script>alert(1)</script>", consent="")
    assert "<script>" not in answer.text and "&lt;script&gt;" in answer.text


def test_a_form_that_we_did_not_give_out_is_refused_and_keeps_what_was_written(house: House, show: str) -> None:
    resident, elsewhere = Resident(house, show), Resident(house, house.show())
    with house.unchanged():
        for signed in ("", "made-up", elsewhere.fields()["form"]):
            answer = resident.send(form=signed, text="Мой вопрос")
            assert answer.status_code == 400 and "слишком долго" in answer.text and "Мой вопрос" in answer.text
    resident.page = answer
    assert resident.send().status_code == 303


def test_a_form_too_large_is_refused_on_a_page(house: House, show: str) -> None:
    with house.unchanged():
        answer = Resident(house, show).send(text="ж" * 40_000)
    assert answer.status_code == 413 and "слишком велико" in answer.text


def test_one_address_asks_six_times_a_minute(house: House, show: str) -> None:
    answers = [Resident(house, show, "203.0.113.7").send(text=f"Вопрос {n}") for n in range(7)]
    assert [answer.status_code for answer in answers] == [303] * 6 + [429]
    assert asked(house, show) == 6
    last = answers[-1]
    assert "подождите минуту" in last.text and "Вопрос 6" in last.text and "Retry-After" in last.headers
    assert Resident(house, show).send().status_code == 303


def test_a_wave_of_one_text_is_slowed_down_and_the_others_are_not(house: House, show: str) -> None:
    """From addresses that differ, so no limit of an address helps."""
    same = [Resident(house, show).send(text=f"Верните  АВТОБУС{' ' * n}") for n in range(31)]
    assert [answer.status_code for answer in same] == [303] * 30 + [429]
    assert "своими словами" in same[-1].text and "Верните" in same[-1].text
    assert Resident(house, show).send(text="Когда починят мост?").status_code == 303
    assert asked(house, show) == 31


def test_a_closed_form_says_so(house: House) -> None:
    resident = Resident(house, house.show("open", "close_intake"))
    assert resident.page.status_code == 200 and "<form method" not in resident.page.text
    assert "Приём вопросов закрыт" in resident.page.text


def test_a_form_that_closes_meanwhile_says_so_and_keeps_nothing(house: House, show: str) -> None:
    resident = Resident(house, show)
    fields = resident.fields()
    house.move(show, "close_intake")
    with house.unchanged():
        answer = resident.send(fields)
    assert answer.status_code == 409 and "Приём вопросов закрыт" in answer.text


def test_a_form_after_the_show_goes_to_the_standing_broadcast(house: House) -> None:
    standing = house.standing()
    show = house.show("open", standing=standing)
    resident = Resident(house, show)
    house.move(show, "close_intake")
    assert resident.send().status_code == 303
    assert asked(house, standing) == 1


def test_thanks_without_a_question_lead_to_the_form(house: House, show: str) -> None:
    answer = house.app.test_client().get(f"/b/{show}/ask/thanks")
    assert (answer.status_code, answer.location) == (302, f"/b/{show}/ask")


@pytest.mark.parametrize("slug", ["never", "tickets"])
def test_there_is_no_form_where_there_is_no_broadcast(house: House, slug: str) -> None:
    page = house.client.get(f"/b/{slug}/ask", headers={"Accept": "text/html"})
    assert page.status_code == 404 and "text/html" in page.content_type


@pytest.mark.parametrize("page", ["ask", "ask/qr"])
def test_a_show_that_is_not_open_or_over_is_not_named_to_strangers(house: House, page: str) -> None:
    """L8: only what was opened, or has a standing broadcast behind it, answers."""
    planned, over = house.show("open", "close_intake"), house.show("open", "air", "wrap")
    with house.store.write() as tx:
        broadcasts.add(tx, rules.new(hidden := f"hidden-{uuid.uuid4().hex[:8]}", rules.Kind.SHOW), title="Прямая линия")
    assert house.client.get(f"/b/{planned}/{page}").status_code == 200
    for slug in (hidden, over):
        answer = house.client.get(f"/b/{slug}/{page}", headers={"Accept": "text/html"})
        assert answer.status_code == 404 and "Прямая линия" not in answer.text.partition("<main")[2]
    standing = house.standing()
    for slug in (standing, house.show("open", "air", "wrap", standing=standing)):
        assert house.client.get(f"/b/{slug}/{page}").status_code == 200


def test_a_field_that_people_do_not_see_sets_a_question_aside_and_tells_nobody(house: House, show: str) -> None:
    resident = Resident(house, show)
    sent = resident.send(website="https://spam.example", name="Анна", contact="anna@example.org")
    assert sent.status_code == 303
    thanks = resident.client.get(sent.location)
    assert "Вопрос принят" in thanks.text and "<dd" not in thanks.text
    assert asked(house, show) == 0
    _, letters = Queries(house.store).dead_letters()
    [letter] = [letter for letter in letters if letter.broadcast_id == house.id_of(show)]
    assert letter.type == "form" and "do not see" in letter.reason
    outcome = TYPES["form"].read(Request(letter.body.encode(), {}), {})
    author = outcome.submissions[0].author
    assert author is not None
    assert (outcome.submissions[0].text, author.contact) == (
        "Когда починят мост?",
        "mailto:anna@example.org",
    )


def test_a_form_needs_no_cookie_and_sets_none(house: House, show: str) -> None:
    resident = Resident(house, show)
    client = house.app.test_client(use_cookies=False)
    sent = client.post(resident.path, data=resident.fields(), headers={"Accept": "text/html"})
    assert sent.status_code == 303 and "Вопрос принят" in client.get(sent.location).text
    for answer in (resident.page, sent):
        assert "Set-Cookie" not in answer.headers


def test_another_shows_thanks_are_not_shown(house: House, show: str) -> None:
    location = Resident(house, house.show()).send().location
    answer = house.client.get(f"/b/{show}/ask/thanks?{location.split('?')[1]}")
    assert (answer.status_code, answer.location) == (302, f"/b/{show}/ask")


def test_a_form_stands_in_no_other_sites_page_unless_the_settings_name_it(house: House, show: str) -> None:
    assert Resident(house, show).page.headers["X-Frame-Options"] == "SAMEORIGIN"
    settings = house.app.extensions["live"].settings
    named = replace(settings, embed_origins=("https://raion.example", "https://*.raion.example"))
    house.app.extensions["live"] = replace(house.app.extensions["live"], settings=named)
    try:
        resident = Resident(house, house.show())
        for answer in (resident.page, resident.send(text=""), resident.client.get("/b/never/ask")):
            policy = answer.headers["Content-Security-Policy"]
            assert policy.endswith("; frame-ancestors 'self' https://raion.example https://*.raion.example")
            assert "X-Frame-Options" not in answer.headers
        assert house.client.get("/login").headers["X-Frame-Options"] == "SAMEORIGIN"
    finally:
        house.app.extensions["live"] = replace(house.app.extensions["live"], settings=settings)


def test_the_short_address_leads_to_the_form(house: House, show: str) -> None:
    answer = house.client.get(f"/q/{show}")
    assert (answer.status_code, answer.location) == (302, f"/b/{show}/ask")


def test_the_code_holds_the_short_address(house: House, show: str) -> None:
    answer = house.client.get(f"/b/{show}/ask/qr.svg")
    expected = io.BytesIO()
    made = segno.make(f"http://localhost/q/{show}", error="q", micro=False)
    made.save(expected, kind="svg", scale=10, border=4, light="white", svgclass=None, lineclass=None)
    assert (answer.mimetype, answer.data) == ("image/svg+xml", expected.getvalue())
    assert f"http://localhost/q/{show}" in house.client.get(f"/b/{show}/ask/qr").text


@pytest.mark.parametrize("page", ["qr", "qr.svg"])
def test_there_is_no_code_where_there_is_no_broadcast(house: House, page: str) -> None:
    assert house.client.get(f"/b/never/ask/{page}").status_code == 404


def test_a_broadcast_has_texts_of_its_own_on_its_form(house: House) -> None:
    texts = {"greeting": "Спросите главу <района>", "thanks": "Ответим в эфире", "operator": "Администрация района"}
    resident = Resident(house, house.show(**texts, policy_url="https://raion.example/own"))
    assert "Спросите главу &lt;района&gt;" in resident.page.text and "Администрация района" in resident.page.text
    assert 'href="https://raion.example/own"' in resident.page.text
    assert "Ответим в эфире" in resident.client.get(resident.send().location).text


def test_where_nobody_is_named_on_air_the_form_does_not_ask_and_what_is_sent_all_the_same_counts_for_nothing(
    house: House,
) -> None:
    slug = house.show(names_on_air=False)
    resident = Resident(house, slug)
    assert 'name="name_on_air"' not in resident.page.text
    resident.send(name="Анна", name_on_air="yes")
    assert house.caller(slug, "moderator").read("/questions/1")["name_on_air"] is False
