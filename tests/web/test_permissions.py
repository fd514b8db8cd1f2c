"""Who may do what: every route, every command and every screen, with every role, with none, and from elsewhere."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from werkzeug.routing import Rule

from live.domain.people import Role, department_of
from live.protocol import commands as protocol
from live.protocol.events import Log
from live.views.admin.credentials import EVERYWHERE, Credential, actor
from live.views.screens import SCREENS
from tests.support.api import NAMED
from tests.support.screen import Screen
from tests.support.server import Installation, Server
from tests.web.every_call import COMMANDS, call, command_body, rules
from tests.web.house import House, knock

ROLES = [role.value for role in Role]


@dataclass(frozen=True)
class Keys:
    """A show; a key of each role in it, everywhere, on the tickets and in another show; one of every role there."""

    show: str
    of: dict[str, str]
    everywhere: dict[str, str]
    on_tickets: dict[str, str]
    of_another: dict[str, str]
    elsewhere: str


@pytest.fixture(scope="module")
def keys(house: House) -> Keys:
    show, other = house.show(), house.show()
    return Keys(
        show,
        {role: house.key(show, role) for role in ROLES},
        {role: house.key(None, role) for role in ROLES},
        {role: house.key("tickets", role) for role in ROLES},
        {role: house.key(other, role) for role in ROLES},
        house.key(other, *ROLES),
    )


def test_every_route_declares_who_may_use_it(house: House) -> None:
    silent = [r.rule for r, _ in rules(house) if not hasattr(house.app.view_functions[r.endpoint], "allowed")]
    assert not silent


def test_a_route_without_a_declaration_would_be_noticed(house: House) -> None:
    assert not hasattr(house.app.view_functions["static"], "allowed")


def test_every_command_declares_who_may_give_it() -> None:
    assert all(roles for _, roles in COMMANDS.values())
    assert all(roles <= frozenset(Role) for _, roles in COMMANDS.values())


def from_any_broadcast(rule: Rule, allowed: frozenset[Role]) -> set[Role]:
    """The roles that reach what is the centre's though they are held in some broadcast: no administrator's."""
    if rule.rule.startswith("/open311/"):
        return set(allowed)
    return {*allowed} & {Role.COORDINATOR, Role.EXECUTOR}


def on_tickets(rule: Rule) -> bool:
    """Whether a route of the centre's is one of the tickets."""
    pages = ("/tickets", "/figures", "/publications", "/page-scores", "/discussions")
    return rule.rule.startswith((*pages, "/api/v1/tickets", "/api/v1/broadcasts/tickets", "/open311/"))


@pytest.mark.faults
def test_every_route_answers_as_it_declares(house: House, keys: Keys) -> None:
    """With every role, with none, with a key nobody knows and with the keys of another broadcast."""
    wrong = []
    for rule, method in rules(house):
        allowed = vars(house.app.view_functions[rule.endpoint])["allowed"]
        in_a_show = "slug" in rule.arguments
        held = keys.of if in_a_show else keys.everywhere
        said = {role: call(house, rule, method, keys.show, held[role], role) for role in ROLES}
        nobody = call(house, rule, method, keys.show, None)
        unknown = call(house, rule, method, keys.show, "x" * 43)
        theirs = {role: call(house, rule, method, keys.show, keys.of_another[role], role) for role in ROLES}
        let_in = set() if in_a_show else from_any_broadcast(rule, allowed)
        of_tickets = {} if in_a_show else keys.on_tickets
        reached = {role for role, key in of_tickets.items() if call(house, rule, method, "", key, role) != 403}
        name = f"{method} {rule.rule}"
        if vars(house.app.view_functions[rule.endpoint]).get("person"):
            without_a_person = 401 if method == "GET" else 400  # Without a page there is no token of one.
            wrong += [f"{name}: {who} got {s}" for who, s in said.items() if s != without_a_person]
            wrong += [f"{name}: nobody got {nobody}"] if nobody != without_a_person else []
            continue
        if not allowed:
            refused = 0 if rule.rule == "/metrics" else 403  # For this machine and its own token, whatever the key.
            unproved = 0 if rule.endpoint == "second_step.ask" else 401  # It asks what this browser has proved so far.
            wrong += [f"{name}: {who} got {s}" for who, s in said.items() if s in (unproved, refused)]
            continue
        wrong += [f"{name}: {role} got {said[role]}" for role in ROLES if (said[role] == 403) == (role in allowed)]
        wrong += [f"{name}: {role} got 401" for role in ROLES if said[role] == 401]
        without = 403 if rule.rule.startswith("/open311/") else 401  # As its standard says.
        wrong += [f"{name}: nobody got {nobody}"] if nobody != without else []
        wrong += [f"{name}: an unknown key got {unknown}"] if unknown != without else []
        wrong += [
            f"{name}: another broadcast's {r} got {theirs[r]}" for r in ROLES if (theirs[r] != 403) != (r in let_in)
        ]
        of_any = call(house, rule, method, keys.show, keys.elsewhere, "admin")
        wrong += [f"{name}: another broadcast's key got {of_any}"] if of_any != 403 and not let_in else []
        if of_tickets and reached != (expected := set(allowed) if on_tickets(rule) else set()):
            wrong += [f"{name}: of the tickets' keys {reached} got in, not {expected}"]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_answers_as_it_declares(house: House, keys: Keys, name: str) -> None:
    where, roles = COMMANDS[name]
    held = keys.of if where == "show" else keys.on_tickets
    route = f"/api/v1/broadcasts/{keys.show}/commands" if where == "show" else "/api/v1/tickets/commands"

    def status(token: str | None) -> int:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return house.client.post(route, data=json.dumps(command_body(name)), headers=headers).status_code

    with_their_roles = {role: status(held[role]) for role in ROLES}
    assert {role for role, s in with_their_roles.items() if s != 403} == {role.value for role in roles}
    assert not {401, 500} & set(with_their_roles.values())
    assert status(None) == 401
    if where == "show":
        assert status(keys.elsewhere) == 403


PAGES = ("desk", "rundown", "prompter", "head", "overlay", "gallery")


@pytest.mark.parametrize("role", ROLES)
def test_a_page_opens_for_the_roles_of_its_screen(house: House, keys: Keys, role: str) -> None:
    client = house.app.test_client()
    house.let_in(client, keys.of[role])
    opened = {name for name in PAGES if client.get(f"/b/{keys.show}/{name}").status_code == 200}
    house.let_in(client, keys.on_tickets[role])
    opened |= {"tickets"} if client.get("/tickets").status_code == 200 else set()
    assert opened == {name for name in (*PAGES, "tickets") if Role(role) in SCREENS[name].roles}


def test_a_page_sends_a_stranger_to_sign_in(house: House, keys: Keys) -> None:
    for where in (f"/b/{keys.show}/desk", "/tickets", "/"):
        response = house.app.test_client().get(where, headers={"Accept": "text/html"})
        assert response.status_code == 302 and response.location.startswith("/login"), where


def test_a_page_is_refused_to_another_broadcasts_key(house: House, keys: Keys) -> None:
    client = house.app.test_client()
    house.let_in(client, keys.elsewhere)
    assert client.get(f"/b/{keys.show}/desk").status_code == 403


def test_a_broadcasts_administrator_who_signs_in_administers_it_and_not_the_centre(house: House, keys: Keys) -> None:
    client, login = house.app.test_client(), f"vera-{keys.show}"
    house.user(login, "верный пароль", "admin", slug=keys.show)
    house.sign_in(client, login, "верный пароль")
    assert client.get(f"/b/{keys.show}/desk").status_code == 200
    centres = (
        "/admin",
        *(f"/admin/{name}" for name in ("people", "keys", "channels", "webhooks", "retention")),
        *("/admin/backup", "/admin/books", "/admin/health"),
        "/tickets",
    )
    assert {where: client.get(where).status_code for where in centres} == dict.fromkeys(centres, 403)
    offered = client.get("/").text
    assert f"/b/{keys.show}/desk" in offered and "/admin" not in offered and 'href="/tickets"' not in offered


def test_an_executor_who_administers_a_broadcast_sees_the_departments_tickets_alone(house: House, keys: Keys) -> None:
    held = {EVERYWHERE: frozenset({Role.EXECUTOR}), house.id_of(keys.show): frozenset({Role.ADMIN})}
    both = Credential("user:1", "Инна", held, department="Дороги")
    holder = actor([both], None, "tickets")
    assert holder is not None and department_of(holder) == "Дороги"


@pytest.fixture(scope="module")
def running(embedded: Installation, house: House) -> Iterator[Server]:
    with Server(embedded).start() as server:
        yield server


@pytest.mark.parametrize("name", sorted(SCREENS))
def test_a_socket_joins_as_its_screen_declares(running: Server, keys: Keys, name: str) -> None:
    screen = SCREENS[name]
    slug, held = ("tickets", keys.on_tickets) if screen.follows_tickets else (keys.show, keys.of)

    def answer(token: str | None, broadcast: str = slug) -> str:
        return knock(running.url, {"broadcast": broadcast, "screen": name, **({"token": token} if token else {})})

    said = {role: answer(held[role]) for role in ROLES}
    assert said == {role: "joined" if Role(role) in screen.roles else "forbidden" for role in ROLES}
    assert answer(None) == "unauthorized"
    assert answer("x" * 43) == "unauthorized"
    assert answer(keys.of["admin"], "no-such-broadcast") == "not_found"
    if not screen.follows_tickets:
        assert answer(keys.elsewhere) == "forbidden"
    else:
        assert answer(keys.of_another["admin"]) == "forbidden"
        assert answer(keys.of_another["coordinator"]) == "joined"


CONTACT = "tel:+79001234567"


@pytest.mark.parametrize(
    ("name", "role"),
    [("rundown", "producer"), ("prompter", "presenter"), ("overlay", "gallery"), ("gallery", "gallery")],
)
def test_a_screen_for_the_air_is_never_told_a_contact(
    running: Server, house: House, join: Callable[..., Screen], name: str, role: str
) -> None:
    """Neither in what it starts from nor in what happens, from a new question to its answer."""
    slug = house.show("open", "air")
    crew = house.caller(slug, "source", "moderator", "producer")
    author = {"name": "Анна", "contact": CONTACT, "profile": "https://vk.com/id7"}
    crew.ask(author=author, consent=NAMED)
    crew.obey("question.shortlist", question=1, version=1)
    early = join(running, slug, name, house.key(slug, role))
    crew.obey("question.take", question=1, version=2)
    late = join(running, slug, name, house.key(slug, role))
    late.wait_for(lambda s: 1 in s.mirror.questions, "it starts with the question on air")
    early.wait_for(lambda s: s.mirror.questions.get(1, {}).get("state") == "on_air", "it has seen it go there")
    crew.obey("question.answer", question=1, version=3)
    early.wait_for(lambda s: 1 not in s.mirror.questions, "it has seen it go")
    told = json.dumps([early.frames, early.mirror.picture(), late.mirror.picture()], ensure_ascii=False)
    assert "Анна" in told and CONTACT not in told and "vk.com" not in told


def test_a_command_over_a_socket_is_refused_as_over_http(
    running: Server, keys: Keys, join: Callable[..., Screen]
) -> None:
    presenter = join(running, keys.show, "prompter", keys.of["presenter"])
    stored = [name for name, command in protocol.given_to(Log.BROADCAST).items() if not command.presence]
    answers = {name: presenter.command(**command_body(name)) for name in stored}
    codes = {name: answer.get("error", {}).get("code") for name, answer in answers.items()}
    assert codes.pop("presenter.acknowledge") == "not_found"
    assert codes.pop("prompter.adjust") is None and codes.pop("prompter.steer") is None
    assert set(codes.values()) == {"forbidden"}
