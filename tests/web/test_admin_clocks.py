"""The calendar and the deadlines as an administrator edits them, without a script."""

from __future__ import annotations

import html
import re
from datetime import datetime
from typing import Any

import pytest

from live.store.centre import lists
from live.store.show import broadcasts
from live.store.tables import centre_list
from live.web.admin.list_forms import FORMS
from tests.web.house import House
from tests.web.test_admin_lists import Administrator

pytestmark = pytest.mark.faults

WEEK: dict[str, str] = {f"hours_{day}": "" for day in range(1, 8)}
FORM: dict[str, str] = {
    **{"zone": "", "round_the_clock": "", "hours": "8:00–17:00", "days_off": "", "days_on": "", "short_days": ""},
    **WEEK,
}


@pytest.fixture
def olga(house: House) -> Administrator:
    with house.store.write() as tx:
        tx.connection.execute(centre_list.delete())
    return Administrator(house)


def test_the_calendar_begins_with_russias_own(olga: Administrator) -> None:
    page = html.unescape(olga.page("calendar"))
    this = datetime.now().year
    assert f"<h2>{this}</h2>" in page and f"<h2>{this + 1}</h2>" in page
    assert "День Победы" in page and re.search(r'class="day off country"\s*title="День Победы"', page)
    assert page.count("<table>") == 24


def test_a_calendar_is_saved_as_typed_and_shown_again(olga: Administrator) -> None:
    hours = {"hours": "8-12, 13:00 — 17:00", "hours_5": "13:00–16:00; 8:00–12:00", "hours_6": "18–24:00"}
    typed = {"zone": "Europe/Samara", **hours}
    days = {"days_off": "2.3.2027\r\n1.03.2027", "days_on": "20.02.2027", "short_days": "05.03.2027, 05.03.2027"}
    page = olga.saved("calendar", **{**FORM, **typed, **days})
    [item] = olga.items("calendar")
    assert item == {
        "zone": "Europe/Samara",
        "round_the_clock": False,
        "spans": [{"opens": "08:00", "closes": "12:00"}, {"opens": "13:00", "closes": "17:00"}],
        "weekdays": [
            {"day": 5, "spans": [{"opens": "08:00", "closes": "12:00"}, {"opens": "13:00", "closes": "16:00"}]},
            {"day": 6, "spans": [{"opens": "18:00", "closes": "24:00"}]},
        ],
        "days_off": ["2027-03-01", "2027-03-02"],
        "days_on": ["2027-02-20"],
        "short_days": ["2027-03-05"],
    }
    assert "01.03.2027\n02.03.2027</textarea>" in page and "<details open>" in page
    assert 'value="08:00–12:00, 13:00–17:00"' in page and 'value="18:00–24:00"' in page


def test_a_calendar_that_is_round_the_clock_is_saved_and_has_no_day_off(olga: Administrator) -> None:
    page = olga.saved("calendar", **{**FORM, "round_the_clock": "yes"})
    [item] = olga.items("calendar")
    assert item["round_the_clock"] is True
    assert '<option value="yes" selected>' in page and 'class="day off' not in page.partition("<table>")[2]


def test_a_calendar_of_before_a_day_had_several_spans_is_shown_and_saved(olga: Administrator, house: House) -> None:
    old: dict[str, Any] = {
        "zone": None,
        "opens": "09:00",
        "closes": "18:00",
        "days_off": [],
        "days_on": [],
        "short_days": [],
    }
    item = {**old, "weekdays": [{"day": 5, "opens": "09:00", "closes": "16:45"}]}
    with house.store.write() as tx:
        lists.save(tx, "calendar", 0, [item], "Ольга")
    page = olga.page("calendar")
    assert 'value="09:00–18:00"' in page and 'value="09:00–16:45"' in page


def test_what_the_centre_has_set_stands_out_in_the_year(olga: Administrator) -> None:
    year = datetime.now().year
    page = olga.saved("calendar", **{**FORM, "days_off": f"30.11.{year + 1}"})
    assert re.search(r'class="day off centre"\s*title="выходной, указан здесь">30<', page)


WRONG: dict[str, dict[str, Any]] = {
    "a day that there is not": {"days_off": "31.02.2027"},
    "a word for a day": {"days_on": "завтра"},
    "a year that is none": {"short_days": "01.01.0027"},
    "a day off that is worked": {"days_off": "01.03.2027", "days_on": "01.03.2027"},
    "a day off that is short": {"days_off": "01.03.2027", "short_days": "01.03.2027"},
    "a day that closes before it opens": {"hours": "17:00–08:00"},
    "a weekday that closes as it opens": {"hours_5": "08:00–08:00"},
    "a weekday that never closes": {"hours_5": "08:00"},
    "no hours": {"hours": ""},
    "an hour that there is not": {"hours": "08:00–25:00"},
    "spans that overlap": {"hours": "08:00–13:00, 12:00–17:00"},
    "a span after the end of the day": {"hours_2": "08:00–24:00, 23:00–24:00"},
    "spans without end": {"hours": ", ".join(f"{hour}:00–{hour}:30" for hour in range(24))},
    "a zone that there is not": {"zone": "Europe/Сосновка"},
    "too many days": {
        "days_off": "\n".join(f"{d}.{m}.{y}" for y in (2027, 2028) for m in range(1, 13) for d in range(1, 29))
    },
}


@pytest.mark.parametrize("fields", WRONG.values(), ids=WRONG)
def test_a_calendar_that_is_none_is_told_and_what_was_typed_stays(
    house: House, olga: Administrator, fields: dict[str, str]
) -> None:
    with house.unchanged():
        response = olga.send("calendar", **{**FORM, **fields})
    assert response.status_code == 400 and 'role="alert"' in response.text
    shown = html.unescape(response.text)
    assert all(typed in shown for typed in fields.values())


@pytest.mark.parametrize("typed", ["32.13.2026", "31.02.2027", "01.01.0027"])
def test_a_day_that_is_none_is_told_as_it_was_typed(olga: Administrator, typed: str) -> None:
    page = html.unescape(olga.send("calendar", **{**FORM, "days_off": typed}).text)
    assert f"«{typed}» — не дата" in page


def test_a_form_without_a_calendar_is_refused(house: House, olga: Administrator) -> None:
    with house.unchanged():
        assert olga.send("calendar").status_code == 400


def test_a_stale_calendar_shows_both(house: House, olga: Administrator) -> None:
    page = olga.page("calendar")
    olga.saved("calendar", **{**FORM, "days_off": "01.03.2027"})
    with house.unchanged():
        refused = olga.send("calendar", page, **{**FORM, "days_off": "02.03.2027"})
    assert refused.status_code == 409
    assert re.search(r'id="theirs"><li>[^<]*01\.03\.2027</li>', refused.text)
    assert re.search(r'id="mine"><li>[^<]*02\.03\.2027</li>', refused.text)


def terms(*lines: tuple[str, str, str, str]) -> dict[str, list[str]]:
    names = ("topic", "priority", "reaction", "resolution")
    return {name: [line[place] for line in lines] for place, name in enumerate(names)}


def test_deadlines_begin_with_two_and_eight_hours(olga: Administrator) -> None:
    page = olga.page("deadlines")
    assert re.search(r'name="reaction"[^>]*value="2"', page) and re.search(r'name="resolution"[^>]*value="8"', page)


def test_deadlines_are_saved_in_minutes_and_shown_in_hours(olga: Administrator) -> None:
    lines = (("", "", "2", "8"), ("ЖКХ", "urgent", "0:30", "2,5"), ("", "", "", ""))
    page = olga.saved("deadlines", **terms(*lines))
    assert olga.items("deadlines") == [
        {"topic": None, "priority": None, "reaction": 120, "resolution": 480},
        {"topic": "ЖКХ", "priority": "urgent", "reaction": 30, "resolution": 150},
    ]
    assert re.search(r'name="resolution"[^>]*value="2:30"', page)


def test_the_term_of_approval_is_kept_where_it_is_typed(olga: Administrator) -> None:
    typed = terms(("", "", "2", "8"), ("ЖКХ", "", "2", "8")) | {"approval": ["", "0:30"]}
    page = olga.saved("deadlines", **typed)
    assert [item.get("approval") for item in olga.items("deadlines")] == [None, 30]
    assert re.search(r'name="approval"[^>]*value="0:30"', page)


def test_a_term_of_approval_that_is_none_is_refused(house: House, olga: Administrator) -> None:
    with house.unchanged():
        refused = olga.send("deadlines", **terms(("", "", "2", "8")), approval=["скоро"])
    assert refused.status_code == 400 and "«скоро»" in html.unescape(refused.text)


def test_a_topic_that_is_in_no_list_is_marked(olga: Administrator) -> None:
    page = olga.saved("deadlines", **terms(("Колодцы", "", "1", "2")))
    assert "нет в списке тем" in page


WRONG_TERMS: dict[str, tuple[str, str, str, str]] = {
    "no number": ("ЖКХ", "", "скоро", "8"),
    "nothing": ("ЖКХ", "", "", "8"),
    "no time at all": ("ЖКХ", "", "0", "8"),
    "longer than a year": ("ЖКХ", "", "2", "9999"),
    "resolved before it is taken up": ("ЖКХ", "", "8", "2"),
    "the same once more": ("", "", "1", "2"),
    "a priority that there is not": ("ЖКХ", "later", "1", "2"),
}


@pytest.mark.parametrize("line", WRONG_TERMS.values(), ids=WRONG_TERMS)
def test_deadlines_that_are_none_are_told_and_what_was_typed_stays(
    house: House, olga: Administrator, line: tuple[str, str, str, str]
) -> None:
    with house.unchanged():
        response = olga.send("deadlines", **terms(("", "", "2", "8"), line))
    assert response.status_code == 400 and 'role="alert"' in response.text
    assert f'value="{line[3]}"' in response.text


@pytest.mark.parametrize(("typed", "minutes"), [("2", 120), ("2:30", 150), ("0:05", 5), ("2,5", 150), ("0.25", 15)])
def test_hours_are_typed_as_people_write_them(typed: str, minutes: int) -> None:
    row = {"topic": "", "priority": "", "reaction": typed, "resolution": typed, "approval": ""}
    [item] = FORMS["deadlines"].items([row])
    assert item["reaction"] == minutes


def test_no_desk_hears_of_either(house: House, olga: Administrator) -> None:
    slug = house.show()
    with house.store.read() as connection:
        before = broadcasts.get(connection, slug).head
    olga.saved("calendar", **{**FORM, "days_off": "01.03.2027"})
    olga.saved("deadlines", **terms(("", "", "3", "9")))
    with house.store.read() as connection:
        assert broadcasts.get(connection, slug).head == before
