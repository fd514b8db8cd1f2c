"""Who may do what: every route, every command and every screen, with every role, with none, and from elsewhere."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

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
from tests.web.house import House, knock

ROLES = [role.value for role in Role]
COMMANDS = {
    name: ("show" if command.log is Log.BROADCAST else "tickets", command.roles)
    for name, command in protocol.COMMANDS.items()
}
"""Command → where it is given, and the roles that it is declared for."""

FIELDS: dict[str, dict[str, object]] = {
    "question.add": {"text": "Вопрос"},
    "question.edit": {"air_text": "Вопрос"},
    "question.unmask": {"words": "8 900 000-00-12"},
    "question.mask": {"words": "8 900 000-00-12"},
    "question.allow_name": {"allowed": True},
    **{"question.plan": {"seconds": 180}, "question.set_urgent": {"urgent": True}},
    "question.set_asking": {"asks": True},
    "question.show_file": {"file": 999},
    "question.hide_file": {"file": 999},
    "question.classify": {"topic": "Дороги"},
    "question.note": {"for": "head", "text": "Справка"},
    "question.summarise": {"summary": "Починим к маю"},
    "question.promise": {"promise": "Починим"},
    "question.amend_promise": {"promise": 999, "text": "Починим к лету", "reason": "Паводок"},
    "question.withdraw_promise": {"promise": 999, "reason": "Мост федеральный"},
    "broadcast.unwrap": {"reason": "Завершили по ошибке"},
    "question.decline": {"reason": "spam"},
    "question.finish": {"as": "none"},
    "question.transfer": {"to": "nowhere"},
    "question.merge": {"into": 900},
    "question.block": {"reason": "Спам"},
    **{f"mention.{verb}": {"mention": 1} for verb in ("take", "hide", "hide_author", "restore")},
    "questions.bulk": {"do": "question.restore", "questions": [{"question": 999, "version": 1}]},
    "presenter.message": {"text": "Пять минут"},
    "presenter.acknowledge": {"message": 999},
    "poll.open": {"question": "Что важнее?", "options": ["Дороги", "Школы"]},
    **{f"poll.{verb}": {"poll": 999} for verb in ("show", "hide", "close")},
    "poll.count": {"poll": 999, "option": 1, "votes": 3},
    "poll.withdraw": {"poll": 999, "option": 1},
    "poll.post": {"poll": 999},
    "poll.drop": {"poll": 999, "channel": 1},
    "prompter.adjust": {"device": "studio0123456789", "view": {"size": 96}},
    "prompter.steer": {"do": "start"},
    "link.add": {"screen": "prompter", "name": "Студия"},
    "link.revoke": {"link": 999},
    "broadcast.edit": {"minutes": 90},
    **{"segment.add": {"title": "Дороги"}, "order.place": {"items": [{"question": 999}]}},
    "call.hand": {"text": "Вопрос"},
    "caller.warn": {"text": "Перебивает"},
    "caller.ban": {"text": "Угрожал"},
    "caller.lift": {"caution": 999},
    "question.reply": {"text": "Мост починят в мае"},
    "reply.again": {"reply": 999},
    "reply.arrived": {"reply": 999},
    "reply.cancel": {"reply": 999},
    "ticket.assign": {"department": "ЖКХ"},
    "ticket.resolve": {"answer": "Починили"},
    "ticket.prioritise": {"priority": "high"},
    "ticket.note": {"text": "Смета у подрядчика"},
    "tickets.bulk": {"do": "ticket.start", "tickets": [{"ticket": "ПЛ-2026-999999", "version": 1}]},
    "ticket.reply": {"text": "Смотрим"},
    "ticket.correct": {"text": "Починят в мае"},
    "ticket.return_answer": {"note": "Назовите день"},
    "ticket.ask_part": {"department": "Водоканал", "text": "Когда отключат воду?"},
    "ticket.give_part": {"part": 999, "text": "Воду отключат 3 мая"},
    "ticket.decline_part": {"part": 999, "reason": "Не наш участок"},
    "ticket.drop_part": {"part": 999},
    "ticket.publish": {"text": "Мост на Речной"},
    **{f"answer.{verb}": {"reply": 999} for verb in ("again", "arrived", "cancel", "told")},
    "reply.told": {"reply": 999},
    **{f"shift.{verb}": {"shift": 999} for verb in ("take", "confirm")},
    "shift.hand_over": {"shift": 999, "note": "Звонили с Речной"},
    "matter.open": {"title": "Прорыв трубы"},
    "matter.tell": {"matter": 999, "text": "Чиним"},
    **{f"matter.{verb}": {"matter": 999} for verb in ("edit", "join", "part", "close")},
    **{f"matter.{verb}": {"matter": 999, "reply": 999} for verb in ("told", "cancel", "contact")},
}
"""What a command needs besides the thing that it is about, so that rights are all that can be wrong."""


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


def rules(house: House) -> Iterator[tuple[Rule, str]]:
    """Every route with each of its methods; Flask's own for static files is not ours to declare."""
    for rule in house.app.url_map.iter_rules():
        if rule.endpoint != "static":
            for method in sorted((rule.methods or set()) - {"OPTIONS", "HEAD"}):
                yield rule, method


def path(house: House, rule: Rule, slug: str) -> str:
    """The rule's path for a broadcast. Its question and its ticket are not there, so rights are seen before them."""
    values = {"slug": slug, "number": 999 if "int(" in rule.rule else "ПЛ-2026-999999", "type_": "vk"}
    rest: dict[str, object] = {
        "call": 999,
        "link": 999,
        "channel": 999,
        "letter": 999,
        "account": 999,
        "key_id": 999,
        "key": "no-such-key",
        "tail": "x",
        "token": "no-such-token",
        "code": "1-1-0123456789abcdef",
        "screen": "desk",
        "language": "ru",
        "name": "desk" if rule.rule.startswith("/open/") else "topics",
        "role": "moderator",
        "form": "xml",
        "webhook": 999,
        "broadcast": "no-such-broadcast",
        "subject": 999,
        "copy_id": "no-such-copy",
        "issue": 999,
        "what": "new",
        "kind": "docx",
        **dict.fromkeys(("zoom", "x", "y"), 17),
        "file": 999,
        "page_id": 999,
        "poll": 999,
        "taken": "chapters.vtt",
        "verb": "cue" if "<value>" in rule.rule else "take",
        "value": 999,
        "signal": 999,
        "graphic": 999,
        "hash_": "0" * 64,
    }
    with house.app.test_request_context():
        return house.app.url_map.bind("localhost").build(rule.endpoint, {**values, **rest}, append_unknown=False)


def call(house: House, rule: Rule, method: str, slug: str, token: str | None, role: str = "") -> int:
    """The status of a call in which nothing but the caller's rights can be wrong: a command is one of its role's."""
    body: object = {"text": "Вопрос"}
    if rule.rule.endswith(":batch"):
        body = {"questions": [body]}
    elif rule.rule.endswith("/commands"):
        on_tickets = rule.rule.startswith("/api/v1/tickets")
        where = "tickets" if on_tickets else "show"
        mine = [name for name, (place, roles) in sorted(COMMANDS.items()) if place == where and role in roles]
        body = command_body([*mine, "ticket.close" if on_tickets else "question.claim"][0])
    elif rule.rule.endswith("/votes"):
        body = {"option": 1, "voter": "1"}
    elif rule.rule.endswith("/views"):
        body = {"name": "Свой вид", **({"query": {}} if method == "PUT" else {})}
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    url = path(house, rule, slug)
    data = json.dumps(body) if method != "GET" else None
    # Each from an address of its own: some routes count how often one address tries.
    address = {"REMOTE_ADDR": f"2001:db8:{uuid.uuid4().hex[:4]}::1"}
    client = house.app.test_client()
    return client.open(url, method=method, data=data, headers=headers, environ_base=address).status_code


def command_body(name: str, **more: object) -> dict[str, Any]:
    body: dict[str, Any] = {"id": str(uuid.uuid4()), "type": name, **FIELDS.get(name, {}), **more}
    wanted = protocol.COMMANDS[name].body.model_fields
    missing = {"question": 999, "version": 1, "call": 999, "segment": 999, "ticket": "ПЛ-2026-999999", "title": "Вода"}
    return {**{field: value for field, value in missing.items() if field in wanted and field not in body}, **body}


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
