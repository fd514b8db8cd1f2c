"""The administrator's page of bans, and the command that does the same."""

from __future__ import annotations

import html
import re
import uuid
from typing import Any

import pytest
from sqlalchemy import insert
from werkzeug.test import TestResponse

from live.admin.bans import subject_of
from live.domain.abuse import ban as rules
from live.domain.refused import Refused
from live.store.centre import bans
from live.store.show import broadcasts, tallies
from live.store.tables import audit, ban
from tests.web.house import House, csrf

PASSWORD = "верный пароль"
HTML = {"Accept": "text/html"}


class Administrator:
    """Somebody who has signed in as an administrator, at the page of bans."""

    def __init__(self, house: House) -> None:
        self.house, self.client = house, house.app.test_client()
        self.client.environ_base["REMOTE_ADDR"] = f"2001:db8:{uuid.uuid4().hex[:4]}::1"
        login = f"olga-{uuid.uuid4().hex[:6]}"
        house.user(login, PASSWORD, "admin")
        house.sign_in(self.client, login, PASSWORD)

    def page(self, query: str = "") -> str:
        return html.unescape(self.client.get(f"/admin/bans{query}", headers=HTML).text)

    def add(self, subject: str, reason: str = "Оскорбляет", until: str = "") -> TestResponse:
        body = {"csrf_token": csrf(self.page()), "subject": subject, "reason": reason, "until": until}
        return self.client.post("/admin/bans", data=body, headers=HTML)

    def lift(self, number: int) -> TestResponse:
        return self.client.post(f"/admin/bans/{number}", data={"csrf_token": csrf(self.page())}, headers=HTML)

    def acts(self, act: str) -> list[Any]:
        with self.house.store.read() as connection:
            return list(connection.execute(audit.select().where(audit.c.act == act)).all())


@pytest.fixture
def olga(each_house: House) -> Administrator:
    return Administrator(each_house)


def number_of(page: str, found: str) -> int:
    match = re.search(rf'id="ban-(\d+)">(?:(?!</li>).)*?{re.escape(found)}', page, re.DOTALL)
    assert match, page
    return int(match[1])


def somebody() -> str:
    return f"vk:{uuid.uuid4().int % 10**12}"


@pytest.mark.parametrize(
    ("subject", "called"),
    [
        ("vk:70000000171", "ВКонтакте ···71"),
        ("8 900 000-00-72", "телефон ···72"),
        ("2001:db8:7::/64", "2001:db8:7::/64"),
    ],
)
def test_whom_a_ban_is_of_is_said_in_words(olga: Administrator, subject: str, called: str) -> None:
    assert olga.add(subject).status_code == 303
    assert f"{called}</b>" in olga.page(f"?q={subject.replace('/', '%2F')}")


def test_a_ban_is_added_found_by_its_whole_author_and_lifted(olga: Administrator) -> None:
    troll, why = somebody(), f"Угрожает {uuid.uuid4().hex}"
    assert olga.add(troll, why, "2099-12-31").status_code == 303
    page = olga.page()
    assert why in page and troll not in page and "до 01.01.2100" in page
    assert why in olga.page(f"?q={troll}") and why not in olga.page(f"?q={somebody()}")
    number = number_of(page, why)
    assert olga.lift(number).status_code == 303
    assert olga.lift(number).status_code == 404
    assert f'id="ban-{number}"' not in olga.page() and why in olga.page(f"?q={troll}")


def test_each_ban_and_each_lifting_is_written_down_without_the_contact_and_the_reason(olga: Administrator) -> None:
    troll, why = somebody(), f"Угрожает {uuid.uuid4().hex}"
    olga.add(troll, why)
    number = number_of(olga.page(), why)
    olga.lift(number)
    for act in ("ban.added", "ban.lifted"):
        [entry] = [one for one in olga.acts(act) if one.subject == f"ban/{number}"]
        assert troll not in str(entry) and why not in str(entry)


@pytest.mark.parametrize(
    ("written", "subject"),
    [
        ("8 (900) 000-00-71", "tel:+79000000071"),
        ("tel:+79000000071", "tel:+79000000071"),
        ("Troll@Example.org", "mailto:troll@example.org"),
        ("https://vk.com/troll", "https://vk.com/troll"),
        (" vk:71 ", "vk:71"),
        ("203.0.113.7", "ip:203.0.113.7"),
        ("2001:DB8::7", "ip:2001:db8::/64"),
    ],
)
def test_whom_one_may_write_down(written: str, subject: str) -> None:
    assert subject_of(written) == subject


@pytest.mark.parametrize(
    "written", ["", " ", "8 900 12", "Иван", "vk:", "mailto:нет", "300.1.1.1", "10.0.0.0/8", "2001:db8::/32", "1" * 201]
)
def test_what_tells_nobody_from_others_is_no_ban(written: str) -> None:
    with pytest.raises(Refused) as caught:
        subject_of(written)
    assert caught.value.code == "invalid"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"subject": "8 900 12"}, "не автор"),
        ({"subject": "vk:71", "reason": " "}, "Укажите причину"),
        ({"subject": "vk:71", "until": "2020-01-01"}, "не может быть в прошлом"),
        ({"subject": "vk:71", "until": "9999-12-31"}, "Слишком далёкий день"),
        ({"subject": "vk:71", "until": "завтра"}, "«завтра»"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(olga: Administrator, typed: dict[str, str], said: str) -> None:
    refused = olga.add(**typed)
    page = html.unescape(refused.text)
    assert refused.status_code == 400 and said in page
    assert f'name="subject" maxlength="200" required value="{typed["subject"]}"' in page


def test_a_long_list_has_pages_and_stops_at_ten_thousand(olga: Administrator) -> None:
    store = olga.house.store
    with store.write() as tx:
        missing = rules.MOST - bans.count(tx.connection, tx.now)
        row = {"kind": "vk", "reason": "Спам", "by_name": "Ольга", "at": tx.now}
        tx.connection.execute(insert(ban), [{**row, "hash": uuid.uuid4().hex} for _ in range(missing)])
    try:
        page = olga.page()
        assert page.count('id="ban-') == 100 and '<span class="count">10000</span>' in page
        older = re.search(r"\?before=(\d+)", page)
        assert older and olga.page(older[0]).count('id="ban-') == 100
        assert "не больше 10000 блокировок" in html.unescape(olga.add(somebody()).text)
    finally:
        with store.write() as tx:
            tx.connection.execute(ban.delete())


def test_the_form_of_a_banned_address_thanks_as_always_and_the_question_waits_apart(olga: Administrator) -> None:
    slug = olga.house.show("open")
    sender = olga.house.app.test_client()
    sender.environ_base["REMOTE_ADDR"] = "203.0.113.77"
    olga.add("203.0.113.77")
    page = sender.get(f"/b/{slug}/ask", headers=HTML).text
    form = re.search(r'name="form" value="([^"]+)"', page)
    assert form
    fields = {"text": "Вы все там", "consent": "yes", "form": form[1]}
    sent = sender.post(f"/b/{slug}/ask", data=fields, headers=HTML)
    assert sent.status_code == 303 and "/ask/thanks" in sent.location
    with olga.house.store.read() as connection:
        assert tallies.by_state(connection, broadcasts.get(connection, slug).id) == {"blocked": 1}
