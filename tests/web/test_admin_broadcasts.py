"""The pages of broadcasts and of the centre, as a browser without JavaScript uses them."""

from __future__ import annotations

import re
import time
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from live.admin.channels import close_channel
from live.domain.people import By
from live.store import log as event_log
from live.store.centre import channels
from live.store.ids import TICKETS_LOG
from live.store.show import broadcasts
from live.store.tables import audit, broadcast
from live.store.tables import log as logs
from live.views.feed.visible_events import EventRenderer
from live.views.screens import SCREENS
from tests.support.letters import letters
from tests.web.administrator import HTML, Administrator
from tests.web.house import House, csrf

PAGE = "/admin/broadcasts"
KAMCHATKA = ZoneInfo("Asia/Kamchatka")


@pytest.fixture
def olga(each_house: House) -> Administrator:
    return Administrator(each_house)


def get(olga: Administrator, path: str = "", status: int = 200) -> str:
    response = olga.client.get(f"{PAGE}{path}", headers=HTML)
    assert response.status_code == status, response.text
    return response.text


def post(olga: Administrator, path: str, page: str, **fields: Any) -> TestResponse:
    version = re.search(r'name="version" value="(\d+)"', page)
    body = {"csrf_token": csrf(page), "version": version[1] if version else "", **fields}
    return olga.client.post(f"{PAGE}{path}", data=body, headers=HTML)


def soon(days: int = 7) -> str:
    """A day and hour to come, as the form's field has it."""
    return f"{datetime.now(KAMCHATKA) + timedelta(days=days):%Y-%m-%dT12:30}"


def fields(**said: str) -> dict[str, str]:
    """A whole form of a show."""
    slug = f"zima-{uuid.uuid4().hex[:8]}"
    filled = {"kind": "show", "slug": slug, "title": "Прямая линия зимой", "head": "Пётр Сидоров", "starts": soon()}
    return {**filled, "minutes": "90", "zone": "Asia/Kamchatka", "standing": "-", "names_on_air": "yes", **said}


def made(olga: Administrator, **said: str) -> str:
    form = fields(**said)
    answer = post(olga, "/new", get(olga, "/new"), **form)
    assert answer.status_code == 303, answer.text
    return form["slug"]


def row(olga: Administrator, slug: str) -> Any:
    with olga.house.store.read() as connection:
        return broadcasts.get(connection, slug)


def test_a_show_is_made_by_its_form_and_starts_by_its_own_clock(olga: Administrator) -> None:
    behind = olga.house.standing()
    start = soon()
    slug = made(olga, standing=behind, starts=start, greeting="Спросите главу", operator="Администрация района")
    one = row(olga, slug)
    assert (one.title, one.head_name, one.minutes, one.zone) == (
        "Прямая линия зимой",
        "Пётр Сидоров",
        90,
        "Asia/Kamchatka",
    )
    assert one.starts_at == datetime.fromisoformat(start).replace(tzinfo=KAMCHATKA).astimezone(UTC)
    assert (one.state, one.standing_id, one.greeting) == ("planned", olga.house.id_of(behind), "Спросите главу")
    assert f'value="{start}"' in get(olga, f"/{slug}")
    assert slug in get(olga, f"?q={slug}")


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"standing": ""}, "Выберите, куда пойдут вопросы"),
        ({"zone": "Asia/Nowhere"}, "Нет часового пояса «Asia/Nowhere»"),
        ({"zone": "../../etc/passwd"}, "Нет часового пояса"),
        ({"starts": "2020-01-01T12:00"}, "уже прошло"),
        ({"starts": "завтра"}, "не день и час начала"),
        ({"minutes": "0"}, "Эфир длится от 1 до 1440 минут"),
        ({"minutes": "10000"}, "Эфир длится от 1 до 1440 минут"),
        ({"minutes": "час"}, "Эфир длится от 1 до 1440 минут"),
        ({"title": "   "}, "Назовите эфир"),
        ({"title": "я" * 201}, "слишком длинно"),
        ({"slug": "Зима"}, "не годится для короткого имени"),
        ({"slug": "tickets"}, "не годится для короткого имени"),
        ({"policy_url": "javascript:alert(1)"}, "не адрес страницы"),
        ({"standing": "no-such-line"}, "no-such-line"),
        ({"repeat": "week", "count": "60"}, "В серии от 2 до 52 эфиров"),
        ({"repeat": "week", "starts": ""}, "укажите начало первого эфира"),
        ({"channel": "999999"}, "больше нет, поэтому ничего не создано"),
        ({"greeting": "я" * 1001}, "не длиннее 1000 знаков"),
    ],
)
def test_what_is_wrong_is_said_nothing_is_made_and_what_was_typed_stays(
    olga: Administrator, wrong: dict[str, str], told: str
) -> None:
    page = get(olga, "/new")
    with olga.house.unchanged():
        answer = post(olga, "/new", page, **fields(**wrong, head="Имя остаётся"))
    assert 400 <= answer.status_code < 500 and told in answer.text, answer.text[-3000:]
    assert 'value="Имя остаётся"' in answer.text


def test_a_short_name_that_is_taken_is_refused(olga: Administrator) -> None:
    slug = made(olga)
    answer = post(olga, "/new", get(olga, "/new"), **fields(slug=slug))
    assert answer.status_code == 409 and slug in answer.text


def test_an_empty_short_name_is_made_of_the_title(olga: Administrator) -> None:
    mark = letters()
    made(olga, slug="", title=f"Прямая линия {mark}")
    assert row(olga, f"pryamaya-liniya-{mark}").title == f"Прямая линия {mark}"


def test_a_series_is_made_whole_or_not_at_all(olga: Administrator) -> None:
    slug = made(olga, repeat="fortnight", count="4")
    with olga.house.store.read() as connection:
        mine = select(broadcast).where(broadcast.c.slug.startswith(slug)).order_by(broadcast.c.starts_at)
        shows = connection.execute(mine).all()
    hours = [one.starts_at.astimezone(KAMCHATKA) for one in shows]
    assert [b - a for a, b in zip(hours, hours[1:], strict=False)] == [timedelta(days=14)] * 3
    assert [one.slug for one in shows] == [f"{slug}-{at:%Y-%m-%d}" for at in hours]
    assert shows[0].title == f"Прямая линия зимой, {hours[0]:%d.%m.%Y}"
    again = fields(slug=slug, repeat="week", count="3")
    page = get(olga, "/new")
    with olga.house.unchanged():
        assert post(olga, "/new", page, **again).status_code == 409


def test_a_copy_brings_all_but_the_day_and_moves_the_channels_that_are_marked(olga: Administrator) -> None:
    slug = made(olga, thanks="Спасибо за вопрос", head_sees_contacts="yes")
    for title in ("Первый канал", "Второй канал"):
        with olga.house.store.write() as tx:
            channels.add(tx, "form", uuid.uuid4().hex, olga.house.id_of(slug), {}, title)
    page = get(olga, f"/new?copy={slug}")
    assert (
        "Спасибо за вопрос" in page
        and "Первый канал" in page
        and 'name="starts" type="datetime-local" value=""' in page
    )
    with olga.house.store.read() as connection:
        mine = [one for one in channels.all_of(connection, olga.house.store.seal) if one.slug == slug]
    other = fields(like=slug, channel=str(mine[0].id))
    assert post(olga, "/new", page, **other).status_code == 303
    with olga.house.store.read() as connection:
        now = {one.title: one.slug for one in channels.all_of(connection, olga.house.store.seal)}
    assert (now["Первый канал"], now["Второй канал"]) == (other["slug"], slug)


def test_settings_are_saved_told_to_the_screens_and_written_into_the_audit(olga: Administrator) -> None:
    slug = made(olga)
    answer = post(
        olga, f"/{slug}", get(olga, f"/{slug}"), **fields(slug=slug, minutes="150", head_sees_contacts="yes"), do="save"
    )
    assert answer.status_code == 303, answer.text
    one = row(olga, slug)
    assert (one.minutes, one.head_sees_contacts, one.version) == (150, True, 2)
    events = olga.house.caller(slug, "producer").read("/events", since=0)["events"]
    assert [(event["type"], event["anew"], event["broadcast"]["minutes"]) for event in events] == [
        ("broadcast.edited", True, 150)
    ]
    with olga.house.store.read() as connection:
        told = [entry for entry in connection.execute(select(audit)) if entry.act == "broadcast.edit"]
    assert told[-1].subject == slug and "minutes" in told[-1].facts["changed"]


def test_saving_what_stands_there_changes_nothing(olga: Administrator) -> None:
    form = fields()
    slug = made(olga, **form)
    assert post(olga, f"/{slug}", get(olga, f"/{slug}"), **form, do="save").status_code == 303
    assert row(olga, slug).version == 1


def test_of_two_who_save_one_is_told_what_is_true_now(olga: Administrator) -> None:
    slug = made(olga)
    page = get(olga, f"/{slug}")
    assert post(olga, f"/{slug}", page, **fields(minutes="100"), do="save").status_code == 303
    second = post(olga, f"/{slug}", page, **fields(minutes="110", head="Другое имя"), do="save")
    assert second.status_code == 409 and "тем временем изменили" in second.text and 'value="Другое имя"' in second.text
    assert row(olga, slug).minutes == 100
    assert post(olga, f"/{slug}", second.text, **fields(minutes="110"), do="save").status_code == 303


def test_a_show_goes_from_planned_to_the_archive_by_its_page(olga: Administrator) -> None:
    slug = made(olga)
    assert post(olga, f"/{slug}", get(olga, f"/{slug}"), do="open").status_code == 303
    assert row(olga, slug).state == "collecting"
    assert post(olga, f"/{slug}", get(olga, f"/{slug}"), do="archive").status_code == 409
    with olga.house.store.write() as tx:
        broadcasts.set_facts(tx, olga.house.id_of(slug), state="wrapped")
    assert post(olga, f"/{slug}", get(olga, f"/{slug}"), do="archive").status_code == 303
    assert slug not in get(olga, f"?q={slug}").partition("<main")[2].replace(f'value="{slug}"', "").replace(
        f"«{slug}»", ""
    )
    assert f"broadcast-{slug}" in get(olga, f"?archived=1&q={slug}")


def test_an_empty_broadcast_is_deleted_with_its_links_and_its_number_is_given_to_no_other(olga: Administrator) -> None:
    slug = made(olga)
    id_ = olga.house.id_of(slug)
    olga.house.key(slug, "producer")
    olga.house.user(f"vera-{uuid.uuid4().hex[:6]}", "верный пароль", "moderator", slug=slug)
    assert post(olga, f"/{slug}", get(olga, f"/{slug}"), do="delete").status_code == 303
    get(olga, f"/{slug}", 404)
    assert olga.house.id_of(made(olga)) > id_
    with olga.house.store.read() as connection:
        assert connection.execute(select(logs.c.id).where(logs.c.id == id_)).first() is not None
        assert event_log.heads(connection, [id_]) == {}, "its open screens are told by the missing pulse"


def test_a_channel_that_was_closed_keeps_no_broadcast_from_being_deleted(olga: Administrator) -> None:
    slug = olga.house.show()
    path = olga.house.channel("ok", slug)
    with olga.house.store.read() as connection:
        found = channels.find(connection, olga.house.store.seal, "ok", path.rpartition("/")[2])
    assert found is not None
    close_channel(olga.house.store, found.id, By("Ольга", "admin"))
    assert post(olga, f"/{slug}", get(olga, f"/{slug}"), do="delete").status_code == 303


@pytest.mark.parametrize("reason", ["a question", "a channel", "a show"])
def test_a_broadcast_that_somebody_needs_is_not_deleted(olga: Administrator, reason: str) -> None:
    slug = made(olga)
    match reason:
        case "a question":
            post(olga, f"/{slug}", get(olga, f"/{slug}"), do="open")
            olga.house.caller(slug, "source").ask()
        case "a channel":
            olga.house.channel("form", slug)
        case "a show":
            slug = olga.house.standing()
            olga.house.show(standing=slug)
    page = get(olga, f"/{slug}")
    with olga.house.unchanged():
        answer = post(olga, f"/{slug}", page, do="delete")
    assert answer.status_code == 409, answer.text


def test_a_standing_broadcast_is_archived_once_nothing_needs_it(olga: Administrator) -> None:
    slug = olga.house.standing()
    show = olga.house.show(standing=slug)
    assert post(olga, f"/{slug}", get(olga, f"/{slug}"), do="archive").status_code == 409
    with olga.house.store.write() as tx:
        broadcasts.set_facts(tx, olga.house.id_of(show), standing_id=None)
    assert post(olga, f"/{slug}", get(olga, f"/{slug}"), do="archive").status_code == 303
    answer = post(olga, "/new", get(olga, "/new"), **fields(standing=slug))
    assert answer.status_code == 400 and "больше ничего не принимает" in answer.text


def test_two_hundred_broadcasts_are_paged_and_searched_in_no_time(olga: Administrator) -> None:
    now = olga.house.store.clock()
    for n in range(200):
        olga.house.show(starts_at=now + timedelta(days=n - 100), title=f"Большой эфир {n:03}-й")
    began = time.process_time()
    first, second, found = get(olga), get(olga, "?page=2"), get(olga, "?q=Большой+137-й")
    listed = (time.process_time() - began) / 3
    board = olga.client.get("/", headers=HTML).text
    index = time.process_time() - began - listed * 3
    print(f"of 200 broadcasts, CPU: a page of the list {listed * 1000:.0f} ms, the first page {index * 1000:.0f} ms")
    assert first.count('<li id="broadcast-') == 50 == second.count('<li id="broadcast-')
    assert found.count('<li id="broadcast-') == 1 and "Большой эфир 137-й" in found
    assert first.index("Сегодня") < first.index("Впереди")
    assert board.count("Большой эфир") < 30 and "Прошедшие эфиры и более поздние" in board
    pages = [olga.client.get(f"/?past=1&page={n}", headers=HTML).text for n in range(1, 6)]
    assert all(sum(f"Большой эфир {n:03}-й" in page for page in pages) == 1 for n in range(200))
    assert max(page.count("<h2 id=") for page in pages) < 100 and "Остальные эфиры" not in pages[-1]


def test_the_centre_has_a_name_and_a_zone_and_all_its_pages_go_by_it(olga: Administrator) -> None:
    page = olga.client.get("/admin/centre", headers=HTML).text
    wrong = olga.client.post(
        "/admin/centre", data={"csrf_token": csrf(page), "name": "ЦУР", "zone": "Moon/Base"}, headers=HTML
    )
    assert wrong.status_code == 400 and "Moon/Base" in wrong.text and 'value="ЦУР"' in wrong.text
    try:
        body = {"csrf_token": csrf(page), "name": "ЦУР Камчатки", "zone": "Asia/Kamchatka"}
        assert olga.client.post("/admin/centre", data=body, headers=HTML).status_code == 303
        assert 'value="Asia/Kamchatka"' in get(olga, "/new")
        here = olga.house.store.clock().astimezone(KAMCHATKA)
        entries = olga.client.get("/admin/audit", headers=HTML).text
        assert f"{here:%d.%m.%Y %H:}" in entries
        assert told_to_boards(olga.house) == {"slug": "tickets", "zone": "Asia/Kamchatka"}
    finally:
        body = {"csrf_token": csrf(page), "name": "", "zone": "Europe/Ulyanovsk"}
        olga.client.post("/admin/centre", data=body, headers=HTML)


@pytest.mark.parametrize("phone", ["позвоните нам", "12", "8 800 555 35 35 доб. 1", "+"])
def test_what_nobody_can_dial_is_no_telephone_of_the_centre(olga: Administrator, phone: str) -> None:
    page = olga.client.get("/admin/centre", headers=HTML).text
    body = {"csrf_token": csrf(page), "name": "", "zone": "Europe/Ulyanovsk", "phone": phone}
    refused = olga.client.post("/admin/centre", data=body, headers=HTML)
    assert refused.status_code == 400 and "не номер телефона" in refused.text and f'value="{phone}"' in refused.text


def told_to_boards(house: House) -> Any:
    """What the newest event of the centre itself tells an open board of tickets."""
    with house.store.read() as connection:
        at = event_log.position(connection, TICKETS_LOG)
        events = event_log.events_since(connection, TICKETS_LOG, 0, 100_000)
        newest = [event for event in events if event.type == "centre.edited"][-1:]
        [told] = EventRenderer(connection, at.broadcast, newest).for_screen(SCREENS["tickets"])
    return told["broadcast"]


def test_nobody_but_an_administrator_keeps_broadcasts(each_house: House, olga: Administrator) -> None:
    client = each_house.app.test_client()
    each_house.let_in(client, each_house.key(olga.slug, "producer", "moderator", "coordinator"))
    for path in ("", "/new", f"/{olga.slug}"):
        assert client.get(f"{PAGE}{path}").status_code == 403
    assert client.get("/admin/centre").status_code == 403
