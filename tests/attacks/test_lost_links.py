"""A screen's link that got about: it ends with its broadcast, and with the link that it was made through.

Finding M7 of the security review, and the keys that no address takes (ASVS 6.3.4).
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from live.admin.keys import make_key, revoke_key
from live.desk import BUS
from live.domain.people import Actor, Role
from live.store import log
from live.store.centre import access
from live.store.show import links
from live.store.tables import access_key
from live.workers.sessions import Sessions
from tests.support.rooms import Clock
from tests.support.server import Installation
from tests.web.house import Caller, House, problem

ADMINISTRATOR = Actor("Ольга", frozenset({Role.ADMIN}), "user:1")


@pytest.fixture(scope="module")
def house(backend: Installation) -> Iterator[House]:
    opened = House(backend)
    yield opened
    opened.close()


def made(caller: Caller, screen: str, name: str = "Студия") -> tuple[int, str]:
    """A new link's number and its token."""
    number = caller.obey("link.add", screen=screen, name=name)["link"]
    url = next(one["url"] for one in caller.read("/links")["links"] if one["link"] == number)
    return number, url.rsplit("/", 1)[1]


def made_through(house: House, slug: str, link: int, screen: str) -> tuple[int, str]:
    """A new link's number and its token, made at the rundown that another link has opened."""
    producer = Actor("Режиссёр", frozenset({Role.PRODUCER}), f"key:{link}")
    raw = {"id": str(uuid.uuid4()), "type": "link.add", "screen": screen, "name": "Дальше"}
    number = BUS.perform(house.store, slug, raw, producer)["link"]
    with house.store.read() as connection:
        [row] = links.by_ids(connection, [number])
    token = links.token_of(house.store, row)
    assert token is not None
    return number, token


def opens(house: House, token: str) -> bool:
    """Whether the link still lets a device in, nothing of before being remembered."""
    house.app.extensions["live"].credentials.look_again()
    return house.device().get(f"/in/{token}").status_code == 302


def told_revoked(house: House, slug: str) -> list[int]:
    """The links of which the broadcast's log says that they were revoked, in order."""
    with house.store.read() as connection:
        events = log.events_since(connection, house.id_of(slug), 0, 1000)
    return [event.data["link"] for event in events if event.type == "link.revoked"]


def ends(house: House, number: int) -> datetime:
    with house.store.read() as connection:
        found: datetime = connection.execute(
            select(access_key.c.expires_at).where(access_key.c.id == number)
        ).scalar_one()
    return found


def test_a_link_ends_a_day_after_the_planned_end_and_every_rundown_is_told(house: House, clock: Clock) -> None:
    slug = house.show(starts_at=clock() + timedelta(days=2), minutes=90)
    producer = house.caller(slug, "producer")
    number, token = made(producer, "head")
    tablet = house.device()
    tablet.get(f"/in/{token}")
    clock.pass_(days=3, minutes=89)
    assert opens(house, token) and tablet.get(f"/b/{slug}/head").status_code == 200
    clock.pass_(minutes=2)
    assert not opens(house, token)
    problem(tablet.get(f"/b/{slug}/head"), "unauthorized", 401)
    Sessions(house.store, house.app.extensions["live"].credentials).tick()
    assert producer.read("/links")["links"] == []
    assert told_revoked(house, slug) == [number]


def test_a_link_of_a_standing_broadcast_holds_thirty_days(house: House, clock: Clock) -> None:
    slug = house.standing()
    _, token = made(house.caller(slug, "producer"), "desk")
    clock.pass_(days=29, hours=23)
    assert opens(house, token)
    clock.pass_(hours=2)
    assert not opens(house, token)


def test_a_show_that_goes_on_air_later_than_planned_keeps_its_links(house: House, clock: Clock) -> None:
    slug = house.show(starts_at=clock() + timedelta(hours=1), minutes=60)
    _, token = made(house.caller(slug, "producer"), "prompter")
    clock.pass_(hours=20)
    house.move(slug, "air")
    clock.pass_(hours=24)
    assert opens(house, token)
    clock.pass_(hours=2)
    assert not opens(house, token)


def test_the_archive_ends_every_link_of_the_broadcast(house: House) -> None:
    slug, other = house.show("open", "air"), house.show()
    producer = house.caller(slug, "producer")
    made_there = [made(producer, screen) for screen in ("head", "desk", "rundown")]
    tokens = [token for _, token in made_there]
    elsewhere = made(house.caller(other, "producer"), "head")[1]
    tablet = house.device()
    tablet.get(f"/in/{tokens[0]}")
    for verb in ("wrap", "finish", "archive"):
        house.move(slug, verb)
    assert [opens(house, token) for token in (*tokens, elsewhere)] == [False, False, False, True]
    problem(tablet.get(f"/b/{slug}/head"), "unauthorized", 401)
    assert told_revoked(house, slug) == [number for number, _ in made_there]


def test_what_was_made_through_a_link_dies_with_it_however_far(house: House) -> None:
    slug = house.show()
    producer = house.caller(slug, "producer")
    first, token = made(producer, "rundown")
    own = made(producer, "head")[1]
    second, further = made_through(house, slug, first, "rundown")
    _, last = made_through(house, slug, second, "desk")
    assert all(opens(house, one) for one in (token, further, last, own))
    producer.obey("link.revoke", link=first)
    assert [opens(house, one) for one in (token, further, last, own)] == [False, False, False, True]
    gone = told_revoked(house, slug)
    assert gone[:2] == [first, second] and len(gone) == 3


def test_what_is_made_through_a_link_ends_no_later_than_it(house: House, clock: Clock) -> None:
    slug = house.standing()
    number, _ = made(house.caller(slug, "producer"), "rundown")
    clock.pass_(days=20)
    later, _ = made_through(house, slug, number, "desk")
    assert ends(house, later) == ends(house, number)


def test_a_links_token_is_kept_by_a_keyed_hash(house: House) -> None:
    number, token = made(house.caller(house.show(), "producer"), "head")
    with house.store.read() as connection:
        kept = connection.execute(select(access_key.c.hash).where(access_key.c.id == number)).scalar_one()
    assert kept != access.digest_of(token) and kept == house.store.link_digest(token)


def test_a_link_of_an_older_version_goes_on_and_gets_what_it_lacks(house: House) -> None:
    number, token = made(house.caller(house.show(), "producer"), "head")
    with house.store.write() as tx:
        old = {"hash": access.digest_of(token), "expires_at": None}
        tx.connection.execute(update(access_key).where(access_key.c.id == number).values(**old))
    assert opens(house, token)
    links.bring_up_to_date(house.store)
    assert opens(house, token) and ends(house, number) is not None
    with house.store.read() as connection:
        kept = connection.execute(select(access_key.c.hash).where(access_key.c.id == number)).scalar_one()
    assert kept == house.store.link_digest(token)


def test_a_programs_key_is_no_way_in_by_an_address(house: House) -> None:
    slug = house.show()
    for where, role in ((slug, "producer"), (None, "admin")):
        client = house.device()
        assert client.get(f"/in/{house.key(where, role)}", headers={"Accept": "text/html"}).status_code == 404
        assert client.get_cookie("live") is None


def test_a_key_ends_by_its_term_and_by_its_rate(house: House, clock: Clock) -> None:
    slug = house.show()
    where = house.id_of(slug)
    short = make_key(house.store, "на день", ["moderator"], where, ADMINISTRATOR, days=1)
    slow = make_key(house.store, "трижды", ["moderator"], where, ADMINISTRATOR, per_minute=3)
    free = make_key(house.store, "сколько угодно", ["moderator"], where, ADMINISTRATOR)

    def status(token: str) -> int:
        return Caller(house.device(), slug, token).get("/questions").status_code

    assert [status(slow) for _ in range(4)] == [200, 200, 200, 429]
    assert [status(free) for _ in range(10)] == [200] * 10
    assert status(short) == 200
    clock.pass_(hours=25)
    house.app.extensions["live"].credentials.look_again()
    assert status(short) == 401


def test_a_revoked_key_opens_nothing_any_more(house: House) -> None:
    slug = house.show()
    token = make_key(house.store, "касса", ["moderator"], house.id_of(slug), ADMINISTRATOR)
    caller = Caller(house.device(), slug, token)
    assert caller.get("/questions").status_code == 200
    with house.store.read() as connection:
        row = access.key_of(connection, house.store, token)
    assert row is not None
    revoke_key(house.store, row.id, ADMINISTRATOR)
    house.app.extensions["live"].credentials.look_again()
    problem(caller.get("/questions"), "unauthorized", 401)
