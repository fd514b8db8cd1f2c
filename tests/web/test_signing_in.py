"""Signing in and out, a screen's link, and rights that end."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator

import pytest
import websocket
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.support.process import wait_until
from tests.support.screen import Screen
from tests.support.server import Installation, Server
from tests.web.house import House, csrf, knock, problem

PASSWORD = "верный пароль"
HTML = {"Accept": "text/html"}


@pytest.fixture
def device(house: House, request: pytest.FixtureRequest) -> FlaskClient:
    """A browser at an address of its own: signing in is limited by address."""
    client = house.app.test_client()
    client.environ_base["REMOTE_ADDR"] = f"2001:db8:{uuid.uuid4().hex[:4]}::1"
    return client


@pytest.fixture
def login(house: House) -> str:
    """A moderator of every broadcast."""
    name = f"maria-{uuid.uuid4().hex[:6]}"
    house.user(name, PASSWORD, "moderator")
    return name


def test_the_right_password_opens_the_screens(house: House, device: FlaskClient, login: str) -> None:
    slug = house.show()
    response = house.sign_in(device, login, PASSWORD)
    assert (response.status_code, response.location) == (302, "/")
    assert f"/b/{slug}/desk" in device.get("/").text
    assert device.get(f"/b/{slug}/desk").status_code == 200
    assert device.get(f"/b/{slug}/rundown", headers=HTML).status_code == 403


def test_a_wrong_password_and_an_unknown_login_are_told_the_same(house: House, device: FlaskClient, login: str) -> None:
    wrong, unknown = house.sign_in(device, login, "мимо"), house.sign_in(device, "nobody", PASSWORD)
    nonsense = house.sign_in(device, "a\x00b", PASSWORD)
    assert [wrong.status_code, unknown.status_code, nonsense.status_code] == [401, 401, 401]
    assert said(wrong) == said(unknown) == said(nonsense)
    assert device.get("/", headers=HTML).location == "/login"


def said(page: TestResponse) -> str:
    [line] = [line for line in page.text.splitlines() if 'role="alert"' in line]
    return line


def test_signing_in_is_tried_ten_times_a_minute_from_one_address(house: House, device: FlaskClient) -> None:
    token = csrf(device.get("/login").text)
    bodies = [{"login": f"nobody-{n}", "password": "?", "csrf_token": token} for n in range(11)]
    statuses = [device.post("/login", data=body, headers=HTML).status_code for body in bodies]
    assert statuses == [401] * 10 + [429]


def test_a_whole_centre_signs_in_behind_one_address_at_once(house: House, device: FlaskClient) -> None:
    crew = [f"crew-{uuid.uuid4().hex[:8]}" for _ in range(12)]
    for login in crew:
        house.user(login, PASSWORD, "moderator")
    address = device.environ_base["REMOTE_ADDR"]
    assert [house.sign_in(house.device(address), login, PASSWORD).status_code for login in crew] == [302] * 12


def test_who_signs_in_between_gives_a_guesser_no_more_tries(house: House, device: FlaskClient, login: str) -> None:
    address = device.environ_base["REMOTE_ADDR"]
    guesses = [house.sign_in(device, f"nobody-{n}", "?").status_code for n in range(9)]
    assert house.sign_in(house.device(address), login, PASSWORD).status_code == 302
    guesses += [house.sign_in(device, f"nobody-{n}", "?").status_code for n in range(9, 11)]
    assert guesses == [401] * 10 + [429]


def test_an_answer_under_way_brings_no_cookie_back(house: House, device: FlaskClient, login: str) -> None:
    slug = house.show()
    house.sign_in(device, login, PASSWORD)
    for path in (f"/b/{slug}/desk", f"/api/v1/broadcasts/{slug}/questions"):
        answer = device.get(path)
        assert (answer.status_code, answer.headers.getlist("Set-Cookie")) == (200, []), path


def test_a_sign_in_without_the_pages_token_is_refused(house: House, device: FlaskClient, login: str) -> None:
    assert device.post("/login", data={"login": login, "password": PASSWORD}).status_code == 400


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example/",
        "/\n/evil.example/",
        "/\r/evil.example/",
        "/\t\\evil.example/",
        "\t//evil.example/",
        "/\x00/evil.example/",
        "javascript:alert(1)",
        "evil",
        "\\\\evil.example",
        "",
    ],
)
def test_signing_in_leads_nowhere_else(house: House, device: FlaskClient, login: str, elsewhere: str) -> None:
    assert house.sign_in(device, login, PASSWORD, next=elsewhere).location == "/"


def test_signing_in_leads_back(house: House, device: FlaskClient, login: str) -> None:
    slug = house.show()
    sent = device.get(f"/b/{slug}/desk?state=new", headers=HTML)
    assert sent.status_code == 302 and sent.location.startswith("/login?next=")
    form = device.get(sent.location, headers=HTML).text
    assert f'value="/b/{slug}/desk?state=new"' in form
    back = house.sign_in(device, login, PASSWORD, next=f"/b/{slug}/desk?state=new")
    assert back.location == f"/b/{slug}/desk?state=new"


def test_signing_out_ends_it(house: House, device: FlaskClient, login: str) -> None:
    slug = house.show()
    house.sign_in(device, login, PASSWORD)
    page = device.get("/").text
    assert device.post("/logout").status_code == 400
    assert device.get(f"/b/{slug}/desk").status_code == 200
    response = device.post("/logout", data={"csrf_token": csrf(page)}, headers=HTML)
    assert response.location == "/login"
    problem(device.get(f"/b/{slug}/desk"), "unauthorized", 401)


def test_a_person_of_one_broadcast_is_nobody_in_another(house: House, device: FlaskClient) -> None:
    mine, other = house.show(), house.show()
    name = f"local-{uuid.uuid4().hex[:6]}"
    house.user(name, PASSWORD, "moderator", slug=mine)
    house.sign_in(device, name, PASSWORD)
    assert device.get(f"/b/{mine}/desk").status_code == 200
    problem(device.get(f"/b/{other}/desk"), "forbidden", 403)
    problem(device.get(f"/api/v1/broadcasts/{other}/questions"), "forbidden", 403)


def test_a_device_speaks_the_language_that_was_chosen_on_it(house: House, device: FlaskClient, login: str) -> None:
    assert "Пароль" in device.get("/login", headers={"Accept-Language": "en"}).text
    house.sign_in(device, login, PASSWORD)
    chosen = device.post("/language/en", data={"csrf_token": csrf(device.get("/").text), "next": "/login"})
    assert chosen.location == "/login"
    assert "Password" in device.get("/login").text


def test_the_tickets_are_no_broadcast(house: House) -> None:
    headers = {"Authorization": f"Bearer {house.key('tickets', 'admin', 'coordinator')}"}
    for path in ("/api/v1/broadcasts/tickets/questions", "/b/tickets/desk"):
        problem(house.client.get(path, headers=headers), "not_found", 404)


def test_a_cookie_reads_but_commands_nothing_over_http(house: House, device: FlaskClient, login: str) -> None:
    slug = house.show()
    house.sign_in(device, login, PASSWORD)
    assert device.get(f"/api/v1/broadcasts/{slug}/questions").status_code == 200
    body = {"id": str(uuid.uuid4()), "type": "question.add", "text": "Подделка"}
    with house.unchanged():
        problem(device.post(f"/api/v1/broadcasts/{slug}/commands", json=body), "unauthorized", 401)
        problem(device.post(f"/api/v1/broadcasts/{slug}/questions", json={"text": "?"}), "unauthorized", 401)


@pytest.mark.parametrize("screen", ["desk", "rundown", "prompter", "head"])
def test_a_link_opens_its_screen_alone(house: House, device: FlaskClient, screen: str) -> None:
    slug = house.show()
    token = house.key(slug, "producer", "moderator", "presenter", "head", screen=screen)
    entered = device.get(f"/in/{token}")
    assert (entered.status_code, entered.location) == (302, f"/b/{slug}/{screen}")
    opened = [s for s in ("desk", "rundown", "prompter", "head") if device.get(f"/b/{slug}/{s}").status_code == 200]
    assert opened == [screen]
    assert f"/b/{slug}/{screen}" in device.get("/").text


def test_a_link_to_the_tickets_opens_them(house: House, device: FlaskClient) -> None:
    entered = device.get(f"/in/{house.key('tickets', 'coordinator', screen='tickets')}")
    assert entered.location == "/tickets" and device.get("/tickets").status_code == 200
    assert device.get("/api/v1/tickets").status_code == 200


def test_a_link_that_nobody_knows_is_not_found(house: House, device: FlaskClient) -> None:
    assert device.get("/in/never-given", headers=HTML).status_code == 404


def test_a_link_reads_over_http_what_its_screen_shows(house: House, device: FlaskClient) -> None:
    """The pages of an open screen: its history and its search."""
    slug = house.show("open", "air")
    crew = house.caller(slug, "source", "moderator")
    for _ in range(2):
        crew.ask(author={"name": "Анна", "contact": "tel:+79000000001"})
    crew.obey("question.shortlist", question=2, version=1)
    where = f"/api/v1/broadcasts/{slug}/questions"
    device.get(f"/in/{house.key(slug, 'producer', screen='rundown')}")
    [seen] = device.get(where).get_json()["questions"]
    assert (seen["number"], seen["author"]) == (2, {"name": "Анна"})
    problem(device.get(f"{where}/1"), "not_found", 404)
    device.get(f"/in/{house.key(slug, 'moderator', screen='desk')}")
    assert device.get(where).get_json()["total"] == 2
    assert device.get(f"{where}/1").get_json()["author"]["contact_masked"] == "tel:···01"


def test_a_link_gives_no_command_over_http(house: House) -> None:
    slug = house.show()
    headers = {"Authorization": f"Bearer {house.key(slug, 'moderator', screen='desk')}"}
    body = {"id": str(uuid.uuid4()), "type": "question.add", "text": "Вопрос"}
    with house.unchanged():
        problem(house.client.post(f"/api/v1/broadcasts/{slug}/commands", json=body, headers=headers), "forbidden", 403)


@pytest.fixture(scope="module")
def running(embedded: Installation, house: House) -> Iterator[Server]:
    with Server(embedded).start() as server:
        yield server


def cookie(house: House, path: str) -> dict[str, str]:
    """The cookie of a device that opened a link, as its socket sends it."""
    client = house.app.test_client()
    client.get(path)
    held = client.get_cookie("live")
    assert held is not None
    return {"Cookie": f"live={held.value}"}


def test_a_device_joins_with_its_cookie_the_screen_of_its_link(house: House, running: Server) -> None:
    slug = house.show()
    headers = cookie(house, f"/in/{house.key(slug, 'producer', screen='prompter')}")
    assert knock(running.url, {"broadcast": slug, "screen": "prompter"}, headers) == "joined"
    assert knock(running.url, {"broadcast": slug, "screen": "rundown"}, headers) == "forbidden"
    assert knock(running.url, {"broadcast": slug, "screen": "prompter"}) == "unauthorized"


@pytest.mark.parametrize(
    ("named", "origin", "joins"),
    [
        ("", "{own}", True),
        ("", "https://evil.example", False),
        ("https://site.example", "https://site.example", True),
        ("https://site.example", "{own}", True),
        ("https://site.example", "https://evil.example", False),
    ],
)
def test_a_socket_is_opened_by_our_own_pages_and_those_that_are_named(
    house: House, running: Server, elsewhere: Server, named: str, origin: str, joins: bool
) -> None:
    server = elsewhere if named else running
    line = server.url.replace("http:", "ws:") + "/socket.io/?EIO=4&transport=websocket"
    if joins:
        websocket.create_connection(line, origin=origin.format(own=server.url), timeout=15).close()
    else:
        with pytest.raises(websocket.WebSocketBadStatusException):
            websocket.create_connection(line, origin=origin, timeout=15)


@pytest.fixture(scope="module")
def elsewhere(embedded: Installation, house: House) -> Iterator[Server]:
    """A server that another site's pages may reach."""
    with Server(embedded, LIVE_ORIGINS="https://site.example/").start() as server:
        yield server


def test_a_stale_writer_is_shown_what_its_screen_may_see(
    house: House, running: Server, join: Callable[..., Screen]
) -> None:
    """A producer may open the desk too, but on the rundown nobody's contact is shown."""
    slug = house.show()
    crew = house.caller(slug, "source", "moderator")
    crew.ask(author={"name": "Анна", "contact": "tel:+79000000001"})
    crew.obey("question.shortlist", question=1, version=1)
    rundown = join(running, slug, "rundown", house.key(slug, "producer"))
    error = rundown.command("question.take", question=1, version=1)["error"]
    assert (error["code"], error["current"]["author"]) == ("conflict", {"name": "Анна"})


def test_a_revoked_key_loses_its_socket_and_its_rights(
    house: House, running: Server, join: Callable[..., Screen]
) -> None:
    slug = house.show()
    token = house.key(slug, "moderator", "source")
    desk = join(running, slug, "desk", token)
    api = running.api(slug, token)
    house.revoke(token)
    desk.wait_for(lambda s: not s.connected, "its connection has ended")
    wait_until(lambda: api.post("/questions", {"text": "?"}).status_code == 401, "its posts are refused")
    assert knock(running.url, {"broadcast": slug, "screen": "desk", "token": token}) == "unauthorized"


@pytest.mark.parametrize(("scheme", "secure"), [("https", True), ("http", False)])
def test_a_cookie_that_came_over_https_is_kept_to_it(house: House, scheme: str, secure: bool) -> None:
    answer = house.app.test_client().get("/login", base_url=f"{scheme}://live.lan")
    cookie = answer.headers["Set-Cookie"]
    assert ("Secure" in cookie) is secure
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie


def test_the_other_language_is_chosen_on_the_page_of_screens_and_kept(house: House) -> None:
    house.user("lang", "пароль-длинный", "moderator")
    client = house.app.test_client()
    house.sign_in(client, "lang", "пароль-длинный")
    page = client.get("/", headers={"Accept": "text/html"}).text
    assert 'action="/language/en"' in page and "Экраны" in page
    client.post("/language/en", data={"csrf_token": csrf(page)})
    english = client.get("/", headers={"Accept": "text/html"}).text
    assert 'action="/language/ru"' in english and "Screens" in english
