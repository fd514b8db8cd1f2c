"""A second factor: set up, asked for at the sign-in and before what is dear, taken away; and the roles that need it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from live.settings import WrongSetting, read
from live.store.centre import factors
from live.views.admin.people import person
from tests.support.rooms import Clock
from tests.support.server import SECRET, Installation
from tests.web.holder import HTML, PAPER, PASSWORD, Holder, device, post
from tests.web.house import House
from tests.web.test_audit import Watch


@pytest.fixture(scope="module")
def strict(embedded: Installation, house: House) -> Iterator[House]:
    """An installation that wants a second factor of administrators and coordinators."""
    opened = House(embedded, LIVE_SECOND_FACTOR="admin,coordinator")
    yield opened
    opened.close()


@pytest.fixture
def clock(house: House, strict: House) -> Iterator[Clock]:
    before = house.store.clock
    house.store.clock = strict.store.clock = moved = Clock(before())
    yield moved
    house.store.clock = strict.store.clock = before


@pytest.fixture
def olga(house: House, clock: Clock) -> Holder:
    return Holder(house)


def is_in(client: FlaskClient) -> bool:
    return client.get("/account").status_code == 200


def test_codes_are_set_up_by_the_first_of_them_and_asked_for_from_then_on(house: House, clock: Clock) -> None:
    olga, other = Holder(house, phone=False), device(house)
    for client in (other, olga.client):
        assert olga.password(client).location == "/"
    assert post(olga.client, "/account/factor/codes/begin").status_code == 303
    page = olga.client.get("/account/factor", headers=HTML).text
    olga.secret = "".join(re.findall(r"<span>([A-Z2-7]{4})</span>", page))
    assert len(olga.secret) == 32 and "data:image/svg+xml" in page
    assert post(olga.client, "/account/factor/codes", code=olga.code(9)).status_code == 400
    shown = post(olga.client, "/account/factor/codes", code=olga.code())
    codes = re.findall(r"<code>([\w-]+)</code>", shown.text)
    assert len(set(codes)) == 10
    assert (is_in(olga.client), is_in(other)) == (True, False)
    assert codes[0] not in olga.client.get("/account/factor", headers=HTML).text
    clock.pass_(seconds=30)
    assert not is_in(other) and olga.password(other).location == "/login/code"
    assert not is_in(other)
    assert olga.second(olga.code(), other).location == "/" and is_in(other)
    third = device(house)
    olga.password(third)
    assert olga.second(codes[3].upper(), third).location == "/"


def test_the_second_step_leads_where_the_first_was_going(olga: Holder) -> None:
    assert olga.password(next="/account?x=1").location.startswith("/login/code?next=/account")
    assert olga.second(olga.code(), next="/account?x=1").location == "/account?x=1"
    again = device(olga.house)
    olga.password(again, next="//evil.example")
    assert olga.second("0aaa-abbb-bccc", again, next="//evil.example").location == "/"


def test_a_code_never_works_twice_nor_an_earlier_one_after_it(olga: Holder) -> None:
    olga.sign_in()
    other = device(olga.house)
    for code in (olga.code(), olga.code(-1)):
        olga.password(other)
        assert olga.second(code, other).status_code == 400
        assert not is_in(other)


@pytest.mark.parametrize(("beside", "counts"), [(-2, False), (-1, True), (1, True), (2, False)])
def test_the_codes_of_the_neighbouring_half_minutes_count(olga: Holder, beside: int, counts: bool) -> None:
    olga.password()
    assert (olga.second(olga.code(beside)).status_code == 302) is counts
    assert is_in(olga.client) is counts


def test_a_code_on_paper_works_once(olga: Holder) -> None:
    watch = Watch(olga.house)
    for status in (302, 400):
        client = device(olga.house)
        olga.password(client)
        assert olga.second("0AAA-abbb bccc", client).status_code == status
    assert person(olga.house.store, olga.id).factors.paper == 1
    acts = [act for act, _, _ in watch.acts]
    assert "factor.recovery_used" in acts and ("factor.wrong", f"user/{olga.id}", "failed") in watch.acts
    assert not any(PAPER[0] in repr(entry) for entry in watch.entries)


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "²³⁴⁵⁶⁷", "9aaaabbbbccc", "xaaaabbbbccc"])
def test_what_is_no_code_lets_nobody_in(olga: Holder, code: str) -> None:
    olga.password()
    assert olga.second(code).status_code == 400 and not is_in(olga.client)


def test_new_codes_on_paper_end_the_earlier_ones(olga: Holder) -> None:
    olga.sign_in()
    shown = post(olga.client, "/account/factor/paper").text
    codes = re.findall(r"<code>([\w-]+)</code>", shown)
    assert len(codes) == 10
    other = device(olga.house)
    olga.password(other)
    assert olga.second(PAPER[0], other).status_code == 400
    assert olga.second(codes[9], other).status_code == 302


def test_codes_are_switched_off_and_the_codes_on_paper_with_them(olga: Holder) -> None:
    olga.sign_in()
    other = device(olga.house)
    olga.password(other)
    assert olga.second(PAPER[0], other).status_code == 302
    assert post(olga.client, "/account/factor/codes/remove").status_code == 303
    assert (is_in(olga.client), is_in(other)) == (True, False)
    with olga.house.store.read() as connection:
        assert factors.recovery(connection, olga.id, 1) is None
    assert olga.password(other).location == "/"


def test_another_phone_takes_the_place_of_the_first_one_without_a_gap(olga: Holder, clock: Clock) -> None:
    olga.sign_in()
    clock.pass_(seconds=60)
    post(olga.client, "/account/factor/codes/begin")
    other = device(olga.house)
    assert olga.password(other).location == "/login/code"
    assert olga.second(olga.code(), other).status_code == 302
    page = olga.client.get("/account/factor", headers=HTML).text
    old, olga.secret = olga.code(1), "".join(re.findall(r"<span>([A-Z2-7]{4})</span>", page))
    assert post(olga.client, "/account/factor/codes", code=olga.code()).status_code == 303
    again = device(olga.house)
    olga.password(again)
    assert olga.second(old, again).status_code == 400


def test_the_secret_is_sealed_where_it_is_kept(olga: Holder) -> None:
    with olga.house.store.read() as connection:
        kept = connection.execute(text("SELECT secret FROM totp WHERE account_id = :id"), {"id": olga.id}).scalar_one()
    assert kept.startswith("sealed:") and olga.secret not in kept


def test_a_factor_is_set_up_only_by_whoever_has_proved_lately_who_they_are(house: House, clock: Clock) -> None:
    olga = Holder(house, phone=False)
    olga.password()
    clock.pass_(minutes=31)
    for path in ("codes/begin", "codes", "paper", "passkeys", "codes/remove", "passkeys/remove"):
        refused = post(olga.client, f"/account/factor/{path}", page="/account")
        assert (refused.status_code, refused.location[:16]) == (303, "/account/confirm"), path


# What a role needs


def test_who_needs_a_second_factor_reaches_nothing_but_the_page_that_sets_it_up(strict: House, clock: Clock) -> None:
    olga = Holder(strict, "admin", phone=False)
    slug = strict.show()
    assert olga.password().location == "/"
    for path in ("/", "/account", "/admin/people", "/admin/lists/topics", f"/b/{slug}/desk", "/tickets"):
        answer = olga.client.get(path, headers=HTML)
        assert (answer.status_code, answer.location) in ((302, "/account/factor"), (303, "/account/factor")), path
    for path in (f"/api/v1/broadcasts/{slug}/questions", "/api/v1/tickets", "/admin/audit/file.csv"):
        assert olga.client.get(path).status_code == 403, path
    held = olga.client.get_cookie("live")
    assert held is not None
    standing = strict.app.extensions["live"].credentials.device(held.value)
    assert (standing.account_id, standing.credentials) == (olga.id, [])  # A socket asks the same.
    post(olga.client, "/account/factor/codes/begin")
    page = olga.client.get("/account/factor", headers=HTML).text
    olga.secret = "".join(re.findall(r"<span>([A-Z2-7]{4})</span>", page))
    assert post(olga.client, "/account/factor/codes", code=olga.code()).status_code == 200
    assert olga.client.get("/admin/people", headers=HTML).status_code == 200
    refused = post(olga.client, "/account/factor/codes/remove")
    assert refused.status_code == 409 and "сначала настройте" in refused.text


def test_a_role_that_needs_none_and_a_key_are_let_in_as_before(strict: House, clock: Clock) -> None:
    igor, slug = Holder(strict, "moderator", phone=False), strict.show()
    igor.password()
    assert igor.client.get(f"/b/{slug}/desk").status_code == 200
    bearer = {"Authorization": f"Bearer {strict.key(None, 'admin', 'coordinator')}"}
    assert device(strict).get("/api/v1/tickets", headers=bearer).status_code == 200
    tablet = device(strict)
    assert tablet.get(f"/in/{strict.key(slug, 'head', screen='head')}").location == f"/b/{slug}/head"
    assert tablet.get(f"/b/{slug}/head").status_code == 200


def test_the_list_of_people_says_who_lacks_one(strict: House, clock: Clock) -> None:
    olga, igor = Holder(strict, "admin"), Holder(strict, "coordinator", phone=False)
    olga.sign_in()
    for path, lacks in (("", True), (f"/{igor.id}", True), (f"/{olga.id}", False)):
        page = olga.client.get(f"/admin/people{path}", headers=HTML).text
        assert ("нет второго фактора" in page) is lacks, path


@pytest.mark.parametrize(
    ("value", "roles"),
    [("", set()), ("none", set()), ("admin", {"admin"}), ("admin, coordinator", {"admin", "coordinator"})],
)
def test_the_setting_names_roles(value: str, roles: set[str]) -> None:
    assert read({"LIVE_SECRET_KEY": SECRET, "LIVE_SECOND_FACTOR": value}).second_factor == roles


@pytest.mark.parametrize("value", ["administrators", "admin,none", "source", "1", ","])
def test_a_role_that_nobody_holds_stops_the_start(value: str) -> None:
    with pytest.raises(WrongSetting, match="LIVE_SECOND_FACTOR must be none, or roles"):
        read({"LIVE_SECRET_KEY": SECRET, "LIVE_SECOND_FACTOR": value})


# An administrator


def test_an_administrator_resets_it_and_the_person_is_signed_out(olga: Holder, clock: Clock) -> None:
    head = Holder(olga.house, "admin")
    head.sign_in()
    olga.sign_in()
    watch, view = Watch(olga.house), person(olga.house.store, olga.id)
    path = f"/admin/people/{olga.id}"
    assert post(head.client, path, page=path, do="factor", version=view.version).status_code == 303
    assert not is_in(olga.client) and olga.password().location == "/"
    assert ("factor.reset", f"user/{olga.id}", "done") in watch.acts


def test_nobody_resets_their_own(house: House, clock: Clock) -> None:
    head = Holder(house, "admin")
    head.sign_in()
    path = f"/admin/people/{head.id}"
    assert post(head.client, path, page=path, do="factor").status_code == 409
    assert person(house.store, head.id).factors.codes


def test_a_link_to_a_new_password_goes_past_no_second_factor(olga: Holder) -> None:
    head = Holder(olga.house, "admin")
    head.sign_in()
    path = f"/admin/people/{olga.id}"
    made = post(head.client, path, page=path, do="link").text
    [link] = re.findall(r'value="http://localhost(/join/[\w-]+)"', made)
    newer = "четыре разных слова"
    joined = post(olga.client, link, page=link, password=newer, again=newer)
    assert joined.location == "/login/code" and not is_in(olga.client)


# The step up


def test_the_confirmation_asks_for_the_code_too(house: House, clock: Clock) -> None:
    head = Holder(house, "admin")
    head.sign_in()
    clock.pass_(minutes=16)
    asked = head.client.get("/admin/people", headers=HTML)
    assert asked.location == "/account/confirm?next=/admin/people"
    form = {"page": "/account/confirm", "password": PASSWORD, "next": "/admin/people"}
    assert post(head.client, "/account/confirm", **form).status_code == 400
    assert post(head.client, "/account/confirm", **form, code="000000").status_code == 400
    assert head.client.get("/admin/people").status_code == 403
    assert post(head.client, "/account/confirm", **form, code=head.code()).location == "/admin/people"
    assert head.client.get("/admin/people").status_code == 200


@pytest.mark.parametrize("path", ["/tickets.csv?state=closed", "/tickets.xlsx", "/admin/audit/file.csv"])
def test_a_file_with_personal_data_is_given_to_whoever_confirms(house: House, clock: Clock, path: str) -> None:
    head = Holder(house, "admin")
    head.sign_in()
    assert head.client.get(path, headers=HTML).status_code == 200
    clock.pass_(minutes=16)
    asked = head.client.get(path, headers=HTML)
    assert (asked.status_code, asked.location.partition("?")[0]) == (303, "/account/confirm")
    form = {"page": "/account/confirm", "password": PASSWORD, "next": path, "code": head.code()}
    taken = post(head.client, "/account/confirm", **form)
    assert taken.status_code == 200 and f'href="{path}"' in taken.text and f"url={path}" in taken.text
    assert head.client.get(path, headers=HTML).status_code == 200


def test_a_key_takes_files_without_a_confirmation(house: House) -> None:
    bearer = {"Authorization": f"Bearer {house.key(None, 'admin')}"}
    for path in ("/tickets.csv", "/tickets.xlsx", "/admin/audit/file.csv"):
        assert device(house).get(path, headers=bearer).status_code == 200


def test_a_lost_phone_is_forgotten_on_the_command_line(embedded: Installation, olga: Holder) -> None:
    olga.sign_in()
    assert embedded.cli("user", "factor", olga.login).strip() == "codes"
    assert embedded.cli("user", "factor", olga.login, "--reset").strip() == "none"
    assert not is_in(olga.client) and olga.password().location == "/"
