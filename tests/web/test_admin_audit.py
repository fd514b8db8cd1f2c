"""The page of the audit: what is found by whom, by act, by subject, by day; pages; the file."""

from __future__ import annotations

import csv
import html
import re
import uuid
from datetime import timedelta

import pytest

from live.domain.audit import Act, Entry, Outcome
from live.protocol.commands import COMMANDS
from live.store.centre import access
from live.store.centre import audit as entries
from live.views.admin.audit import PAGE
from live.web.admin.audit_labels import ACTS, subject
from tests.web.administrator import HTML, Administrator
from tests.web.house import House


@pytest.fixture
def olga(each_house: House) -> Administrator:
    return Administrator(each_house)


def write(house: House, *told: Entry, days_ago: int = 0) -> None:
    now = house.store.clock
    house.store.clock = lambda: now() - timedelta(days=days_ago)
    with house.store.write() as tx:
        entries.write(tx, told)
    house.store.clock = now


def found(olga: Administrator, **query: str) -> list[str]:
    """What the page lists, an entry a line, without its markup."""
    response = olga.client.get("/admin/audit", query_string=query, headers=HTML)
    assert response.status_code == 200, response.text
    body = re.search("<tbody>(.*)</tbody>", response.text, re.S)
    rows = re.findall("<tr>(.*?)</tr>", body[1], re.S) if body else []
    return [" ".join(html.unescape(re.sub("<[^>]*>", " ", row)).split()) for row in rows]


def unique(prefix: str) -> str:
    return f"{prefix}-{uuid.uuid4().hex[:8]}"


def test_every_act_has_its_name() -> None:
    stored = {name for name, command in COMMANDS.items() if not command.presence}
    assert set(ACTS) == stored | {*Act}


def test_an_entry_is_told_in_words(each_house: House, olga: Administrator) -> None:
    login = unique("vera")
    each_house.user(login, "верный пароль", "moderator")
    key = each_house.caller(olga.slug, "source", "moderator")
    key.ask()
    key.obey("question.shortlist", question=1, version=1)
    [line] = found(olga, place=olga.slug, number="1")
    assert "Вопрос — в вёрстку" in line and "Прямая линия · вопрос 1" in line
    assert "source+moderator ключ или ссылка №" in line and "модератор" in line


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"why": "wrong"}, "почему неверный пароль"),
        ({"roles": ["moderator", "head"]}, "роли модератор, глава"),
        ({"kind": "standing"}, "вид постоянная линия"),
        ({"why": "of another kind"}, "почему of another kind"),
    ],
)
def test_the_details_of_an_entry_are_words(house: House, facts: dict[str, object], said: str) -> None:
    olga, about = Administrator(house), unique("about")
    write(house, Entry("person.added", about, facts=facts))
    assert said in next(line for line in found(olga, act="person.added") if about in line)


def test_people_of_one_name_are_found_by_login_and_told_apart(each_house: House, olga: Administrator) -> None:
    logins = [unique("ivanova"), unique("ivanova")]
    with each_house.store.write() as tx:
        ids = [access.add_account(tx, login, "Иванова Анна", "-", ["moderator"]) for login in logins]
    told = [
        Entry("list.saved", f"list/{n}", credential=f"user:{id_}", name="Иванова Анна") for n, id_ in enumerate(ids)
    ]
    write(each_house, *told)
    assert len(found(olga, who="иванова анна", act="list.saved")) == 2
    [line] = found(olga, who=logins[1].upper(), act="list.saved")
    assert logins[1] in line and "список: 1" in line


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"act": "key.added"}, ["1"]),
        ({"outcome": "refused"}, ["2"]),
        ({"outcome": "done"}, ["1", "3"]),
        ({"since": "{yesterday}"}, ["2", "3"]),
        ({"until": "{yesterday}"}, ["1"]),
        ({"since": "{yesterday}", "until": "{today}", "outcome": "done"}, ["3"]),
        ({"who": "198.51.100.7"}, ["3"]),
        ({"who": "console"}, []),
    ],
)
def test_what_is_asked_for_narrows_it(
    each_house: House, olga: Administrator, query: dict[str, str], expected: list[str]
) -> None:
    place = unique("show")
    write(each_house, Entry("key.added", f"{place}/call/1", name="Пётр"), days_ago=5)
    write(each_house, Entry("access.refused", f"{place}/call/2", Outcome.REFUSED, name="Пётр"))
    write(each_house, Entry("list.saved", f"{place}/call/3", name="Пётр", address="198.51.100.7"))
    today = each_house.store.clock() + timedelta(hours=4)
    days = {"today": f"{today:%Y-%m-%d}", "yesterday": f"{today - timedelta(days=1):%Y-%m-%d}"}
    asked = {name: value.format(**days) for name, value in query.items()}
    lines = found(olga, place=place, **asked)
    assert sorted(re.findall(r"звонок (\d)", " ".join(lines))) == expected


def test_a_number_is_sought_in_every_broadcast_and_among_the_centres_own(
    each_house: House, olga: Administrator
) -> None:
    number = f"ПЛ-2026-{uuid.uuid4().int % 10**6:06}"
    write(each_house, Entry("ticket.close", f"ticket/{number}", name="Пётр"))
    [line] = found(olga, number=number)
    assert f"поручение {number}" in line


def test_a_broadcast_is_not_taken_for_one_that_begins_alike(each_house: House, olga: Administrator) -> None:
    place = unique("show")
    write(
        each_house,
        Entry("list.saved", f"{place}-2/call/1"),
        Entry("list.saved", place),
        Entry("list.saved", f"{place}/x/1"),
    )
    assert len(found(olga, place=place)) == 2


def test_thousands_are_leafed_through_without_one_missing_or_twice(each_house: House, olga: Administrator) -> None:
    place = unique("show")
    write(each_house, *(Entry("list.saved", f"{place}/call/{number}") for number in range(PAGE * 2 + 5)))
    seen: list[str] = []
    query = {"place": place}
    for size in (PAGE, PAGE, 5):
        lines = found(olga, **query)
        assert len(lines) == size
        seen += re.findall(r"звонок (\d+)", " ".join(lines))
        page = olga.client.get("/admin/audit", query_string=query, headers=HTML).text
        following = re.search(r'before=(\d+)[^"]*" rel="next"', page)
        query = {"place": place, "before": following[1]} if following else {}
    assert seen == [str(number) for number in reversed(range(PAGE * 2 + 5))]


def test_nothing_found_says_so(olga: Administrator) -> None:
    page = olga.client.get("/admin/audit", query_string={"who": unique("nobody")}, headers=HTML).text
    assert "Такого никто не делал" in page


@pytest.mark.parametrize("day", ["завтра", "2026-13-01", "9999-12-31", "0001-01-01"])
def test_a_day_that_is_none_is_told(olga: Administrator, day: str) -> None:
    response = olga.client.get("/admin/audit", query_string={"until": day}, headers=HTML)
    assert response.status_code in (200, 400), response.text
    if response.status_code == 400:
        assert "не дата" in response.text


def test_the_file_has_all_of_it_no_formula_and_is_told_of_itself(each_house: House, olga: Administrator) -> None:
    place = unique("show")
    evil = Entry("list.saved", place, name='=HYPERLINK("http://evil.example")', address="@SUM(1)")
    write(each_house, *[evil] * 3)
    response = olga.client.get("/admin/audit/file.csv", query_string={"place": place})
    assert response.status_code == 200
    title, *lines = csv.reader(response.data.decode("utf-8-sig").splitlines(), delimiter=";")
    assert title[:2] == ["Время", "Кто"] and len(lines) == 3
    assert {line[1][:2] for line in lines} == {"'="} and {line[8][:2] for line in lines} == {"'@"}
    [exported] = found(olga, act="audit.exported")[:1]
    assert "Выгружен журнал действий" in exported


def test_only_the_centres_administrator_opens_it(each_house: House, olga: Administrator) -> None:
    for key in (each_house.key(olga.slug, "admin"), each_house.key(None, "producer", "coordinator")):
        for path in ("/admin/audit", "/admin/audit/file.csv"):
            headers = {"Authorization": f"Bearer {key}"}
            assert each_house.app.test_client().get(path, headers=headers).status_code == 403


def test_a_subject_that_nothing_is_known_of_is_shown_as_it_stands() -> None:
    assert subject("gone/question/3", {}) == "gone · question 3"
    assert subject("", {}) == ""
