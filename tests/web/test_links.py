"""A screen's link over HTTP: its address and QR code for the producer, and what it opens on a device."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from live.protocol.links import LINKS
from live.web.crew.pages import BUILT
from tests.support.process import wait_until
from tests.support.screen import Screen
from tests.support.server import Installation, Server
from tests.web.house import House, csrf, knock, problem

HTML = {"Accept": "text/html"}


@pytest.fixture
def device(house: House) -> FlaskClient:
    return new_device(house)


def new_device(house: House) -> FlaskClient:
    """A browser at an address of its own."""
    client = house.app.test_client()
    client.environ_base["REMOTE_ADDR"] = f"2001:db8:{uuid.uuid4().hex[:4]}::1"
    return client


def link(house: House, slug: str, screen: str, name: str = "Студия") -> tuple[int, str]:
    """A new link's number and its token."""
    made = house.caller(slug, "producer").obey("link.add", screen=screen, name=name)["link"]
    told = house.caller(slug, "producer").read("/links")["links"]
    url = next(one["url"] for one in told if one["link"] == made)
    return made, url.rsplit("/", 1)[1]


def opened(house: House, device: FlaskClient, slug: str) -> set[str]:
    """The screens whose pages this device may open."""
    return {name for name in BUILT if device.get(f"/b/{slug}/{name}").status_code == 200}


@pytest.mark.parametrize("screen", LINKS)
def test_it_leads_to_its_screen_and_opens_no_other(house: House, device: FlaskClient, screen: str) -> None:
    slug, other = house.show(), house.show()
    _, token = link(house, slug, screen)
    page = LINKS[screen].screen
    entered = device.get(f"/in/{token}", headers=HTML)
    # A graphics machine gets its token along: it may keep no cookie.
    assert (entered.status_code, entered.location.partition("?")[0]) == (302, f"/b/{slug}/{page}")
    assert opened(house, device, slug) == {page}
    assert opened(house, device, other) == set()


def test_it_is_typed_as_it_comes(house: House, device: FlaskClient) -> None:
    slug = house.show()
    _, token = link(house, slug, "prompter")
    for typed in (token.upper(), token.replace("-", ""), token.replace("-", " ").title()):
        assert new_device(house).get(f"/in/{typed}").location == f"/b/{slug}/prompter", typed


def test_guesses_are_limited_and_who_has_a_link_is_not(house: House, device: FlaskClient) -> None:
    _, token = link(house, house.show(), "prompter")
    assert {device.get(f"/in/{token}").status_code for _ in range(25)} == {302}
    guesses = [device.get(f"/in/guess-{n}", headers=HTML).status_code for n in range(21)]
    assert guesses == [404] * 20 + [429]
    assert "Слишком много" in device.get("/in/guess", headers=HTML).text


def test_the_page_of_one_that_nobody_knows_says_so(house: House, device: FlaskClient) -> None:
    page = device.get("/in/k7m2-p9x4-w3ab", headers=HTML)
    assert page.status_code == 404 and "ссылка" in page.text.lower()


def test_its_address_is_as_the_producer_came_here(house: House) -> None:
    slug = house.show()
    link(house, slug, "prompter")
    producer = house.caller(slug, "producer")
    producer.headers["Host"] = "192.168.1.5:8000"
    [told] = producer.read("/links")["links"]
    assert re.fullmatch(r"http://192\.168\.1\.5:8000/in/[a-z0-9]{4}(-[a-z0-9]{4}){2}", told["url"])
    assert (told["screen"], told["name"]) == ("prompter", "Студия") and "token" not in told


def test_an_installation_that_is_known_by_a_name_says_it(embedded: Installation) -> None:
    known = House(replace(embedded, extra={"LIVE_ADDRESS": "https://live.lan:8443/"}))
    slug = known.show()
    link(known, slug, "prompter")
    [told] = known.caller(slug, "producer").read("/links")["links"]
    known.close()
    assert told["url"].startswith("https://live.lan:8443/in/")


def test_a_revoked_one_has_no_address_and_no_code(house: House) -> None:
    slug = house.show()
    made, _ = link(house, slug, "prompter")
    producer = house.caller(slug, "producer")
    where = f"/b/{slug}/rundown/links/{made}.svg"
    assert producer.client.get(where, headers=producer.headers).status_code == 200
    producer.obey("link.revoke", link=made)
    assert producer.read("/links")["links"] == []
    problem(producer.client.get(where, headers=producer.headers), "not_found", 404)


def test_the_code_is_a_picture_for_producers_alone_and_is_not_kept(house: House) -> None:
    slug, other = house.show(), house.show()
    made, _ = link(house, slug, "prompter")
    producer, elsewhere = house.caller(slug, "producer"), house.caller(other, "producer")
    answer = producer.client.get(f"/b/{slug}/rundown/links/{made}.svg", headers=producer.headers)
    assert (answer.mimetype, answer.headers["Cache-Control"]) == ("image/svg+xml", "no-store")
    assert answer.data.startswith(b"<?xml") and b"<svg" in answer.data
    for role in ("moderator", "presenter", "head", "gallery"):
        somebody = house.caller(slug, role)
        got = somebody.client.get(f"/b/{slug}/rundown/links/{made}.svg", headers=somebody.headers)
        problem(got, "forbidden", 403)
        problem(somebody.get("/links"), "forbidden", 403)
    there = elsewhere.client.get(f"/b/{other}/rundown/links/{made}.svg", headers=elsewhere.headers)
    problem(there, "not_found", 404)


def test_each_screen_of_a_device_acts_by_its_own_link_and_of_two_by_the_newer(
    house: House, device: FlaskClient, running: Server, join: Callable[..., Screen]
) -> None:
    slug = house.show()
    for screen, name in (("head", "Глава"), ("observer", "Зам"), ("prompter", "Ведущая")):
        enter(device, link(house, slug, screen, name)[1])
    head = joined(join, running, slug, "head", device)
    prompter = joined(join, running, slug, "prompter", device)
    assert (head.you["name"], head.you["roles"]) == ("Зам", ["observer"])
    assert (prompter.you["name"], prompter.you["roles"]) == ("Ведущая", ["presenter"])


def test_an_observer_only_reads(
    house: House, device: FlaskClient, running: Server, join: Callable[..., Screen]
) -> None:
    slug = house.show("open", "air")
    crew = house.caller(slug, "source", "moderator")
    crew.ask()
    crew.obey("question.shortlist", question=1, version=1)
    device.get(f"/in/{link(house, slug, 'observer')[1]}")
    observer = joined(join, running, slug, "head", device)
    house.understood()
    with house.unchanged():
        commands: list[tuple[str, dict[str, Any]]]
        commands = [("question.want", {}), ("question.promise", {"promise": "Починим"})]
        for type_, more in commands:
            answer = observer.command(type_, question=1, version=2, **more)
            assert answer["error"]["code"] == "forbidden", type_


def test_a_revoked_one_loses_its_socket_and_its_pages(
    house: House, device: FlaskClient, running: Server, join: Callable[..., Screen]
) -> None:
    slug = house.show()
    made, token = link(house, slug, "prompter")
    device.get(f"/in/{token}")
    prompter = joined(join, running, slug, "prompter", device)
    other = joined(join, running, slug, "prompter", visitor(house, slug, "prompter"))
    house.caller(slug, "producer").obey("link.revoke", link=made)
    prompter.wait_for(lambda s: not s.connected, "its connection has ended")
    assert knock(running.url, {"broadcast": slug, "screen": "prompter"}, cookies(device)) == "unauthorized"
    problem(device.get(f"/b/{slug}/prompter"), "unauthorized", 401)
    assert device.get(f"/b/{slug}/prompter", headers=HTML).location.startswith("/login")
    wait_until(lambda: device.get(f"/in/{token}").status_code == 404, "it opens nothing any more")
    assert other.connected


def test_who_came_by_a_link_is_told_with_it(
    house: House, device: FlaskClient, running: Server, join: Callable[..., Screen]
) -> None:
    slug = house.show()
    made, token = link(house, slug, "prompter", "Студия")
    device.get(f"/in/{token}")
    rundown = join(running, slug, "rundown", house.key(slug, "producer"))
    joined(join, running, slug, "prompter", device)
    told = {"screen": "prompter", "name": "Студия", "link": made}
    rundown.wait_for(lambda s: told in s.presence.get("screens", []), "the rundown knows which link it is")


def test_a_rundown_sees_links_come_and_go(house: House, running: Server, join: Callable[..., Screen]) -> None:
    slug = house.show()
    rundown = join(running, slug, "rundown", house.key(slug, "producer"))
    made = rundown.command("link.add", screen="head", name="Планшет")["link"]
    rundown.wait_for(lambda s: made in s.mirror.links, "it is listed")
    assert rundown.mirror.links[made]["revoked_at"] is None
    rundown.command("link.revoke", link=made)
    rundown.wait_for(lambda s: s.mirror.links[made]["revoked_at"] is not None, "it is shown as revoked")


@pytest.fixture(scope="module")
def running(embedded: Installation, house: House) -> Iterator[Server]:
    with Server(embedded).start() as server:
        yield server


def cookies(device: FlaskClient) -> dict[str, str]:
    held = device.get_cookie("live")
    assert held is not None
    return {"Cookie": f"live={held.value}"}


def visitor(house: House, slug: str, screen: str) -> FlaskClient:
    """Another device that has opened a link of its own."""
    device = new_device(house)
    device.get(f"/in/{link(house, slug, screen, 'Другой')[1]}")
    return device


def joined(join: Callable[..., Screen], running: Server, slug: str, screen: str, device: FlaskClient) -> Screen:
    """The screen as this device's cookie opens it."""
    return join(running, slug, screen, None, headers=cookies(device))


def enter(device: FlaskClient, token: str) -> TestResponse:
    """Opens a link, and means it where the device has that screen already."""
    answer = device.get(f"/in/{token}", headers=HTML)
    if answer.status_code == 200:
        answer = device.post(f"/in/{token}", data={"csrf_token": csrf(answer.text)}, headers=HTML)
    assert answer.status_code == 302
    return answer


def test_a_device_that_has_the_screen_is_asked_before_another_name_takes_it(house: House, device: FlaskClient) -> None:
    slug = house.show()
    own, foreign = link(house, slug, "head", "Глава")[1], link(house, slug, "observer", "Чужой")[1]
    device.get(f"/in/{own}")
    before = device.get_cookie("live")
    with house.unchanged():
        asked = device.get(f"/in/{foreign}?size=96", headers=HTML)
    assert asked.status_code == 200 and "Глава" in asked.text and "Чужой" in asked.text
    assert f'action="/in/{foreign}?size=96"' in asked.text and device.get_cookie("live") == before
    assert device.post(f"/in/{foreign}", headers=HTML).status_code == 400
    assert device.get(f"/in/{own}").status_code == 302
    went = device.post(f"/in/{foreign}?size=96", data={"csrf_token": csrf(asked.text)}, headers=HTML)
    assert went.location == f"/b/{slug}/head?size=96"


def test_whoever_has_signed_in_is_asked_too(house: House, device: FlaskClient) -> None:
    slug = house.show()
    house.user(name := f"maria-{uuid.uuid4().hex[:6]}", "верный пароль", "producer")
    house.sign_in(device, name, "верный пароль")
    assert device.get(f"/in/{link(house, slug, 'observer')[1]}", headers=HTML).status_code == 200
    assert device.get(f"/in/{link(house, slug, 'calls')[1]}", headers=HTML).status_code == 302
