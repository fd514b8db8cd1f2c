"""One installation, shows in Kaliningrad and in Kamchatka: every clock, deadline, table and page goes by its show's.

It is half past eight on Tuesday evening in UTC: half past ten in Kaliningrad, and Wednesday morning in Kamchatka.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from live.followup.reminders import line
from live.store.centre import bans
from live.store.tables import question
from live.views.tickets.exchange import COLUMNS as QUESTION_COLUMNS
from live.views.tickets.exchange import question_row
from live.workers.escalate import find
from tests.support.rooms import Clock
from tests.web.administrator import HTML
from tests.web.house import House, csrf

pytestmark = pytest.mark.faults

NOW = "2026-12-01T20:30:00+00:00"
ZONES = ("Europe/Kaliningrad", "Asia/Kamchatka")

Asked = Callable[[House, str], str]


def page(house: House, address: str) -> str:
    client = house.app.test_client()
    house.let_in(client, house.key(None, "admin", "producer", "coordinator"))
    response = client.get(address, headers=HTML)
    assert response.status_code == 200, response.text
    return response.text


def index(house: House, slug: str) -> str:
    return page(house, "/").split(f'id="of-{slug}"')[1].split("</section>")[0]


def listed(house: House, slug: str) -> str:
    client = house.app.test_client()
    house.let_in(client, house.key(None, "admin"))
    return (
        client.get(f"/admin/broadcasts?q={slug}", headers=HTML)
        .text.split(f'id="broadcast-{slug}"')[1]
        .split("</li>")[0]
    )


def paper(house: House, slug: str) -> str:
    return page(house, f"/b/{slug}/rundown/print")


def report(house: House, slug: str) -> str:
    return page(house, f"/b/{slug}/report")


def on_air(house: House, slug: str) -> str:
    clock = house.caller(slug, "gallery").read("/on-air.json")["clock"]
    local = datetime.fromisoformat(clock["ends_at"]).astimezone(ZoneInfo(clock["zone"]))
    return f"{local:%d.%m.%Y %H:%M}"


def exported(house: House, slug: str) -> str:
    view = house.caller(slug, "producer").read("/questions")["questions"][0]
    zone = ZoneInfo(house.caller(slug, "producer").read("/on-air.json")["clock"]["zone"])
    return dict(zip(QUESTION_COLUMNS, question_row(view, slug, zone), strict=True))["created"]


def ticket_row(house: House, slug: str, column: str) -> str:
    told = page(house, "/tickets.csv").removeprefix("\ufeff")
    rows = csv.DictReader(io.StringIO(told), delimiter=";")
    [mine] = [row for row in rows if row["Теги"] == slug]
    return mine[column]


def created(house: House, slug: str) -> str:
    return ticket_row(house, slug, "Дата создания")


def due(house: House, slug: str) -> str:
    return ticket_row(house, slug, "Срок решения")


def board(house: House, slug: str) -> str:
    """What the tickets' page says of the limits, by the zone that it names."""
    tickets = house.client.get("/api/v1/tickets", headers=key(house)).get_json()["tickets"]
    [mine] = [one for one in tickets if one["broadcast"] == slug]
    clock = house.client.get(f"/api/v1/tickets/{mine['number']}", headers=key(house)).get_json()["hours"]
    local = datetime.fromisoformat(mine["reaction_due"]).astimezone(ZoneInfo(clock["zone"]))
    return f"{local:%d.%m.%Y %H:%M}"


def key(house: House) -> dict[str, str]:
    return {"Authorization": f"Bearer {house.key(None, 'coordinator')}"}


def banned(house: House, slug: str) -> str:
    """When a ban to the end of the second of December ends, in UTC."""
    desk = house.caller(slug, "moderator")
    contact = f"tel:+7999{house.id_of(slug):07}"
    number = desk.ask("Спам", author={"name": "Анна", "contact": contact})["number"]
    desk.obey("question.block", question=number, version=1, reason="Спам", until="2026-12-02")
    with house.store.read() as connection:
        [row] = bans.of_subject(house.store, connection, contact)
    return f"{row.until.astimezone(UTC):%d.%m.%Y %H:%M}"


def tracked(house: House, slug: str) -> str:
    """What whoever asked reads of when it was received."""
    asked = question.c.broadcast_id == house.id_of(slug), question.c.number == 1
    with house.store.read() as connection:
        code = connection.execute(select(question.c.code).where(*asked)).scalar_one()
    told = house.client.get(f"/track/{code}", headers=HTML).text
    return told.split("<time")[1].split("</time>")[0]


def brought_in(house: House, slug: str) -> str:
    """When a file's question was asked that names noon without a zone, in UTC."""
    client = house.device()
    client.get(f"/in/{house.key(slug, 'moderator', screen='desk')}")
    form = csrf(client.get(f"/b/{slug}/import", headers=HTML).text)
    file = (io.BytesIO("текст;дата\nКто чистит?;30.11.2026 12:00\n".encode()), "вопросы.csv")
    shown = client.post(f"/b/{slug}/import", data={"csrf_token": form, "file": file, "do": "show"}, headers=HTML).text
    fields = dict(re.findall(r'name="(name|content)" value="([^"]*)"', shown))
    columns = re.findall(r'name="(field-\d+)">(.*?)</select>', shown, re.DOTALL)
    chosen = {name: "".join(re.findall(r'value="(\w+)" selected', options)) for name, options in columns}
    body = {"csrf_token": csrf(shown), **fields, **chosen, "do": "import"}
    loaded = client.post(f"/b/{slug}/import", data=body, headers=HTML)
    assert loaded.status_code == 200, loaded.text
    views = house.caller(slug, "moderator").read("/questions")["questions"]
    [mine] = [view for view in views if view["text"] == "Кто чистит?"]
    return f"{datetime.fromisoformat(mine['asked_at']).astimezone(UTC):%d.%m.%Y %H:%M}"


def written(house: House, slug: str) -> str:
    """What a letter says of the deadline that has passed."""
    house.store.clock.set("2026-12-03T00:00:00+00:00")  # type: ignore[attr-defined]  # a clock that is set
    number = ticket_row(house, slug, "Номер инцидента")
    return "\n".join(line(notice) for notice in find(house.store) if notice.number == number)


CASES: list[tuple[Asked, str, str]] = [
    (index, "сегодня, 22:30", "сегодня, 08:30"),
    (listed, "01.12.2026 22:30", "02.12.2026 08:30"),
    (paper, "01.12.2026, 22:30", "02.12.2026, 08:30"),
    (report, "22:30", "08:30"),
    (on_air, "02.12.2026 00:30", "02.12.2026 10:30"),
    (exported, "01.12.2026 22:30:00", "02.12.2026 08:30:00"),
    (created, "01.12.2026 22:30", "02.12.2026 08:30"),
    (board, "02.12.2026 10:00", "02.12.2026 10:30"),
    (banned, "02.12.2026 22:00", "02.12.2026 12:00"),
    (due, "02.12.2026 16:00", "02.12.2026 16:30"),
    (tracked, "01.12.2026", "02.12.2026"),
    (brought_in, "30.11.2026 10:00", "30.11.2026 00:00"),
    (written, "02.12.2026 10:00", "02.12.2026 10:30"),
]


@pytest.fixture
def shows(house: House, clock: Clock) -> dict[str, str]:
    """A show on air in each zone, with one question that became a ticket at once."""
    clock.set(NOW)
    made = {}
    for zone in ZONES:
        slug = house.show("open", "air", zone=zone, starts_at=house.store.clock(), minutes=120)
        desk = house.caller(slug, "moderator")
        desk.ask("Когда придёт автобус?")
        number = desk.ask("Кто чистит дорогу?")["number"]
        desk.obey("question.ticket", question=number, version=1)
        made[zone] = slug
    return made


@pytest.mark.parametrize(("asked", "kaliningrad", "kamchatka"), CASES, ids=lambda case: getattr(case, "__name__", ""))
def test_each_show_goes_by_its_own_clock(
    house: House, shows: dict[str, str], asked: Asked, kaliningrad: str, kamchatka: str
) -> None:
    told = {zone: asked(house, slug) for zone, slug in shows.items()}
    assert kaliningrad in told["Europe/Kaliningrad"], told
    assert kamchatka in told["Asia/Kamchatka"], told
    for mine, other, zone in ((kaliningrad, kamchatka, ZONES[0]), (kamchatka, kaliningrad, ZONES[1])):
        assert other == mine or other not in told[zone], zone
