"""The walk: every route, method and role, and every way to prove who one is, out of the declarations alone."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask_wtf.csrf import CSRFError
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from live.domain.people import Role
from live.protocol import commands as protocol
from live.protocol.events import Log
from live.protocol.links import LINKS
from live.views.screens import SCREENS
from live.web.access import allow
from tests.support.screen import Screen
from tests.support.server import Installation, Server
from tests.web.every_call import command_body, path, rules
from tests.web.house import House, knock
from tests.web.proofs import Proof, Proofs, Where, answer, cookies
from tests.web.test_permissions import from_any_broadcast

SAFE = ("GET", "HEAD")
OUT_OF_DATE = "Форма устарела"
"""How the sentence begins that tells of a missing page's token."""

PROVE_THEMSELVES = {
    *("ask.submit", "hooks.receive", "moving.move", "track.feedback"),
    *("own_word.add_more", "own_word.take_back", "own_data.erase_of_question", "own_data.erase_of_person"),
}
"""What everybody may send without a page's token: it acts by a network's secret, by a code or a pass, or in no name."""

CROSS_SITE: tuple[dict[str, str], ...] = (
    {},
    {"Origin": "https://evil.example"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Origin": "null", "Referer": "https://evil.example/"},
)
"""What the browser of somebody who was lured to another site says, or keeps quiet about."""


@pytest.fixture(scope="module")
def proofs(house: House) -> dict[bool, Proofs]:
    """Every way into a show, and every way into the centre."""
    show, other = house.show("open", "air"), house.show()
    return {True: Proofs(house, show, other), False: Proofs(house, None, other)}


def declared(house: House, rule: Rule) -> Any:
    return house.app.view_functions[rule.endpoint]


def closed_routes(house: House) -> Iterator[tuple[Rule, str, Any]]:
    """Every route that is not for everybody, with each of its methods, HEAD too."""
    for rule, method in rules(house):
        view = declared(house, rule)
        if view.allowed and not rule.rule.startswith("/open311/"):
            yield rule, method, view
            if method == "GET":
                yield rule, "HEAD", view


def body_of(rule: Rule, roles: frozenset[Role]) -> object:
    """A body in which nothing is wrong but, perhaps, the rights."""
    if rule.rule.endswith(":batch"):
        return {"questions": [{"text": "Вопрос"}]}
    if rule.rule.endswith("/commands"):
        log = Log.TICKETS if rule.rule.startswith("/api/v1/tickets") else Log.BROADCAST
        mine = [name for name, command in sorted(protocol.given_to(log).items()) if roles & command.roles]
        return command_body(mine[0] if mine else "ticket.close" if log is Log.TICKETS else "question.claim")
    if rule.rule.endswith("/votes"):
        return {"option": 1, "voter": "1"}
    if rule.rule.endswith("/views"):
        return {"name": "Свой вид", "query": {}}
    return {"text": "Вопрос"}


def send(house: House, rule: Rule, method: str, slug: str, proof: Proof, **headers: str) -> TestResponse:
    body = body_of(rule, proof.roles)
    if method == "DELETE":
        body = {"name": "Свой вид"}
    return proof.client.open(
        path(house, rule, slug),
        method=method,
        data=None if method in SAFE else json.dumps(body),
        headers={**proof.headers, **headers},
    )


def needs_token(proof: Proof, method: str) -> bool:
    return proof.by_cookie and method not in SAFE


def is_out_of_date(response: TestResponse) -> bool:
    return response.status_code == 400 and OUT_OF_DATE in response.text


@pytest.mark.faults
def test_every_route_lets_in_whom_it_declares_however_they_prove_it(house: House, proofs: dict[bool, Proofs]) -> None:
    """By key, by sign-in, by link; here, elsewhere, and no longer."""
    wrong = []
    tokens = {id(proof): proof.page_token for ways in proofs.values() for proof in ways.all if proof.by_cookie}
    for rule, method, view in closed_routes(house):
        in_a_show = "slug" in rule.arguments
        from_elsewhere = frozenset(from_any_broadcast(rule, view.allowed))
        ways = proofs[in_a_show]
        for proof in ways.all:
            if method == "HEAD" and proof.by_cookie:
                continue
            expected = answer(view, proof, in_a_show, from_elsewhere)
            along = {"X-CSRFToken": tokens[id(proof)]} if needs_token(proof, method) else {}
            response = send(house, rule, method, ways.show or "", proof, **along)
            got = response.status_code if response.status_code in (401, 403) else 200
            if got != expected or response.status_code == 500 or is_out_of_date(response):
                wrong.append(f"{method} {rule.rule}, {proof.name}: {response.status_code}, not {expected}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("headers", CROSS_SITE, ids=lambda one: ", ".join(one) or "no header")
def test_what_a_cookie_allows_to_change_nobody_changes_without_the_pages_token(
    house: House, proofs: dict[bool, Proofs], headers: dict[str, str]
) -> None:
    """Security review, chapter 3, CSRF: the next route is protected though nobody has thought of it."""
    wrong, tried = [], 0
    for rule, method, view in closed_routes(house):
        in_a_show = "slug" in rule.arguments
        ways = proofs[in_a_show]
        for proof in ways.all:
            if not needs_token(proof, method) or answer(view, proof, in_a_show, frozenset()) != 200:
                continue
            tried += 1
            response = send(house, rule, method, ways.show or "", proof, **headers)
            if not is_out_of_date(response):
                wrong.append(f"{method} {rule.rule}, {proof.name}: {response.status_code}")
    assert tried > 10 and not wrong, "\n".join(wrong)


def test_a_route_that_nobody_has_thought_of_is_protected_by_its_declaration(
    house: House, proofs: dict[bool, Proofs]
) -> None:
    """What stood in the review as the trap: a new route was open unless its author remembered to ask."""

    @allow(set(Role), cookie=True)
    def changed() -> str:
        return "changed"

    proof = next(one for one in proofs[False].all if one.name == "a sign-in: admin")
    with house.app.test_request_context("/new", method="POST", headers=cookies(proof.client)), pytest.raises(CSRFError):
        changed()
    with house.app.test_request_context("/new", method="GET", headers=cookies(proof.client)):
        assert changed() == "changed"


def test_another_site_changes_nothing_even_with_a_page_token(house: House, proofs: dict[bool, Proofs]) -> None:
    proof = next(one for one in proofs[True].all if one.name == "a sign-in: moderator")
    along = {"X-CSRFToken": proof.page_token, "Sec-Fetch-Site": "cross-site"}
    response = proof.client.put(f"/b/{proofs[True].show}/views", json={"name": "Вид", "query": {}}, headers=along)
    assert is_out_of_date(response)


def test_what_is_for_everybody_needs_the_pages_token_or_proves_itself(house: House, proofs: dict[bool, Proofs]) -> None:
    ways = proofs[True]
    signed_in = next(one for one in ways.all if one.name == "a sign-in: moderator")
    open_doors = set()
    for rule, method in rules(house):
        if declared(house, rule).allowed or method in SAFE:
            continue
        for headers in CROSS_SITE:
            if not is_out_of_date(send(house, rule, method, ways.show or "", signed_in, **headers)):
                open_doors.add(rule.endpoint)
    assert open_doors == PROVE_THEMSELVES


def test_a_sign_in_and_a_link_give_no_command_over_http(house: House, proofs: dict[bool, Proofs]) -> None:
    ways = proofs[True]
    for proof in ways.all:
        if proof.by_cookie:
            route = f"/api/v1/broadcasts/{ways.show}/commands"
            response = proof.client.post(route, json=command_body("question.shortlist"))
            assert response.status_code == 401, proof.name


# Sockets


@pytest.fixture(scope="module")
def running(embedded: Installation, house: House) -> Iterator[Server]:
    with Server(embedded).start() as server:
        yield server


@pytest.mark.parametrize("name", sorted(SCREENS))
def test_a_socket_joins_with_a_cookie_as_its_screen_declares(
    running: Server, house: House, proofs: dict[bool, Proofs], name: str
) -> None:
    """A link opens its own screen and no other; what was revoked or closed opens none."""
    screen = SCREENS[name]
    ways = proofs[not screen.follows_tickets]
    wrong = []
    for proof in ways.all:
        if not proof.by_cookie or proof.name == "nothing":
            continue
        slug = "tickets" if screen.follows_tickets else str(ways.show)
        got = knock(running.url, {"broadcast": slug, "screen": name}, cookies(proof.client))
        if got != _joins(proof, name):
            wrong.append(f"{proof.name}: {got}, not {_joins(proof, name)}")
    assert not wrong, "\n".join(wrong)


def _joins(proof: Proof, name: str) -> str:
    if proof.where is Where.NOWHERE:
        return "unauthorized"
    roles = proof.roles & SCREENS[name].roles
    if proof.where is Where.ELSEWHERE and SCREENS[name].follows_tickets:
        roles &= {Role.COORDINATOR, Role.EXECUTOR}
    elif proof.where is Where.ELSEWHERE:
        roles = frozenset()
    return "joined" if roles and proof.screen in (None, name) else "forbidden"


@pytest.mark.faults
@pytest.mark.parametrize("name", sorted(LINKS))
def test_a_links_socket_gives_the_commands_of_its_role_alone(
    running: Server, house: House, join: Callable[..., Screen], name: str
) -> None:
    link, slug = LINKS[name], house.show("open", "air")
    device = join(running, slug, link.screen, house.key(slug, link.role, screen=link.screen))
    given = {n: c for n, c in protocol.given_to(Log.BROADCAST).items() if not n.startswith("broadcast.")}
    wrong = []
    for type_, command in given.items():
        code = device.command(**command_body(type_)).get("error", {}).get("code")
        if (code == "forbidden") == (link.role in command.roles):
            wrong.append(f"{type_}: {code}")
    assert not wrong, "\n".join(wrong)
