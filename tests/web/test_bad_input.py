"""Bad input: each gets its code, its status and a sentence that helps, in the reader's language; nothing changes."""

from __future__ import annotations

import http.client
import json
import re
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests
import socketio

from tests.support.raw import OPENED, RawSocket
from tests.support.screen import Screen
from tests.support.server import Installation, Server
from tests.web.bad import BODIES, COMMANDS, FAR, LONG, NEXT_BROADCASTS, QUERIES, command, question
from tests.web.house import Caller, House, Json, problem, russian


@pytest.fixture(scope="module")
def desk(each_house: House) -> Caller:
    """A crew of every role on a show on air with a few questions, beside another show with as many."""
    shows = [each_house.caller(each_house.show("open", "air"), "moderator", "producer", "source") for _ in range(3)]
    for caller in shows:
        for number in range(1, 4):
            caller.ask(f"Вопрос {number}")
    each_house.understood()  # Else a server's language work would change rows while a refusal is looked at.
    return shows[1]


def refused(house: House, send: Callable[..., Any], code: str = "invalid", status: int = 400) -> Json:
    """The Russian refusal of a request that changes nothing; in English it is another sentence with the same code."""
    with house.unchanged():
        told = problem(send(), code, status)
        english = problem(send(**{"Accept-Language": "en"}), code, status)
    assert russian(told["detail"]), told["detail"]
    assert not russian(english["detail"]), english["detail"]
    return told


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_a_question_that_is_not_one_is_invalid(each_house: House, desk: Caller, body: object) -> None:
    refused(each_house, lambda **headers: desk.post("/questions", body, **headers))


@pytest.mark.parametrize("body", COMMANDS.values(), ids=COMMANDS)
def test_a_command_that_is_not_one_is_invalid(each_house: House, desk: Caller, body: object) -> None:
    told = refused(each_house, lambda **headers: desk.post("/commands", body, **headers))
    assert told["ok"] is False and told["error"] == {"code": told["code"], "detail": told["detail"]}


@pytest.mark.parametrize(("path", "query"), QUERIES.values(), ids=QUERIES)
def test_a_query_that_is_not_one_is_invalid(each_house: House, desk: Caller, path: str, query: Json) -> None:
    def send(**headers: str) -> Any:
        return desk.client.get(desk.base + path, query_string=query, headers={**desk.headers, **headers})

    refused(each_house, send)


@pytest.mark.parametrize("query", [{"state": "lost"}, {"before": FAR}, {"state": "\x00"}, {"limit": 0}])
def test_a_query_for_tickets_that_is_not_one_is_invalid(each_house: House, query: Json) -> None:
    staff = each_house.caller("tickets", "coordinator")

    def send(**headers: str) -> Any:
        return staff.client.get("/api/v1/tickets", query_string=query, headers={**staff.headers, **headers})

    refused(each_house, send)


def test_what_is_wrong_is_named(each_house: House, desk: Caller) -> None:
    def told(body: object, path: str = "/questions") -> str:
        return str(desk.post(path, body, **{"Accept-Language": "en"}).get_json()["detail"])

    assert "answer" in told(question(answer=1))
    assert "4001" in told(question(text=LONG)) and "4000" in told(question(text=LONG))
    assert "line 1, column 2" in told(b"{")
    assert "attachments.0.url" in told(question(attachments=[{"type": "photo", "url": "ftp://a"}]))
    for type_, url in (("photo", "geo:54.310000,48.390000"), ("place", "https://a.example"), ("place", "geo:1,2,3")):
        assert f"no address of a {type_}" in told(question(attachments=[{"type": type_, "url": url}]))
    assert "question.burn" in told(command("question.burn"), "/commands")
    assert "spam" in told(command("question.decline", question=1, version=1, reason="boring"), "/commands")


def test_words_that_a_person_sent_are_told_as_they_were(each_house: House, desk: Caller) -> None:
    """A field named as one of the product's own words is not translated."""
    assert "«new»" in desk.post("/questions", question(new=1)).get_json()["detail"]


BIG = 64 * 1024


@pytest.mark.parametrize("path", ["/questions", "/commands"])
def test_a_body_over_64_kib_is_too_large(each_house: House, desk: Caller, path: str) -> None:
    body = b'{"text": "' + b"x" * (BIG + 1 - 12) + b'"}'
    assert len(body) == BIG + 1
    refused(each_house, lambda **headers: desk.post(path, body, **headers), "too_large", 413)


def test_a_body_of_64_kib_is_read(each_house: House, desk: Caller) -> None:
    body = b'{"text": "' + b"x" * (BIG - 12) + b'"}'
    refused(each_house, lambda **headers: desk.post("/questions", body, **headers))


def test_a_batch_may_have_two_mebibytes_and_no_more(each_house: House, desk: Caller) -> None:
    rows = [question(text="ж" * 3000, external_id=f"big-{n}") for n in range(12)]
    full = json.dumps({"questions": rows}, ensure_ascii=False).encode()
    assert BIG < len(full) < 2 * 1024 * 1024
    assert desk.post("/questions:batch", full).status_code == 200
    over = b'{"questions": ["' + b"x" * (2 * 1024 * 1024) + b'"]}'
    refused(each_house, lambda **headers: desk.post("/questions:batch", over, **headers), "too_large", 413)


@pytest.mark.parametrize(
    "body",
    [{"questions": []}, {"questions": [question()] * 501}, {"questions": "all"}, {}, [], {"questions": [], "dry": 1}],
    ids=["empty", "501 rows", "a text", "nothing", "a list", "an unknown field"],
)
def test_a_batch_that_is_not_one_is_invalid(each_house: House, desk: Caller, body: object) -> None:
    refused(each_house, lambda **headers: desk.post("/questions:batch", body, **headers))


PATHS = ["/api/v1/broadcasts/%00/questions", "/b/%00/ask", "/b/a%00b/desk", "/hooks/vk/%00", "/in/%00", "/%00"]
PATHS += ["/b/%00/views", "/admin/lists/%00", "/admin/lists/colours"]


@pytest.mark.parametrize("path", PATHS)
def test_a_path_with_nul_leads_nowhere(each_house: House, desk: Caller, path: str) -> None:
    method = each_house.client.post if path.startswith("/hooks") else each_house.client.get
    problem(method(path, headers=desk.headers), "not_found", 404)


@pytest.mark.parametrize("number", [0, 999, NEXT_BROADCASTS, FAR, "x", "-1"])
def test_a_question_that_is_not_there_is_not_found(each_house: House, desk: Caller, number: object) -> None:
    problem(desk.get(f"/questions/{number}"), "not_found", 404)


def test_a_wrong_method_is_told_which_the_address_knows(each_house: House, desk: Caller) -> None:
    response = each_house.client.delete(desk.base + "/questions", headers=desk.headers)
    assert problem(response, "invalid", 405)
    assert {"GET", "POST"} <= set(response.headers["Allow"].split(", "))


def test_an_address_of_nothing_is_not_found(each_house: House) -> None:
    assert russian(problem(each_house.client.get("/api/v1/nothing"), "not_found", 404)["detail"])


def test_errors_come_in_the_order_of_the_protocol(each_house: House, desk: Caller) -> None:
    """invalid, unauthorized, forbidden, not_found, conflict, illegal."""
    slug = desk.base.rsplit("/", 1)[1]
    nobody, presenter = each_house.caller(slug), each_house.caller(slug, "presenter")
    number = desk.ask("По порядку")["number"]

    def stale(who: Caller, **fields: Any) -> str:
        body = command("question.answer", **{"question": number, "version": 7, **fields})
        return str(who.post("/commands", body).get_json()["code"])

    assert stale(nobody, fully="perhaps") == "invalid"
    assert stale(nobody) == "unauthorized"
    assert stale(presenter, question=999) == "forbidden"
    assert stale(desk, question=999) == "not_found"
    assert stale(desk) == "conflict"
    assert stale(desk, version=1) == "illegal"


def test_a_ticket_command_is_read_before_its_rights_are(each_house: House) -> None:
    for who in (each_house.caller("tickets"), each_house.caller("tickets", "executor")):
        body = command("ticket.close", ticket="ПЛ-2026-999999", version="new")
        problem(who.client.post("/api/v1/tickets/commands", json=body, headers=who.headers), "invalid", 400)


def test_a_stale_version_is_a_conflict_that_shows_the_truth(each_house: House, desk: Caller) -> None:
    number = desk.ask("Устаревший")["number"]
    desk.obey("question.classify", question=number, version=1, topic="Дороги")
    body = command("question.shortlist", question=number, version=1)
    told = refused(each_house, lambda **headers: desk.post("/commands", body, **headers), "conflict", 409)
    assert (told["current"]["version"], told["current"]["topic"]) == (2, "Дороги")
    assert told["error"]["current"] == told["current"]


def test_an_illegal_move_is_told_which_there_are(each_house: House, desk: Caller) -> None:
    number = desk.ask("Не по правилам")["number"]
    body = command("question.restore", question=number, version=1)
    told = refused(each_house, lambda **headers: desk.post("/commands", body, **headers), "illegal", 409)
    assert told["current"]["state"] == "new"
    english = desk.post("/commands", body, **{"Accept-Language": "en"}).get_json()["detail"]
    assert all(move in english for move in ("shortlist", "decline", "merge", "ticket"))


def test_an_id_used_again_with_another_body_is_a_conflict(each_house: House, desk: Caller) -> None:
    number = desk.ask("Дважды")["number"]
    body = command("question.shortlist", question=number, version=1)
    first = desk.post("/commands", body)
    with each_house.unchanged():
        again = desk.post("/commands", body)
    assert (first.status_code, again.status_code) == (200, 200) and first.get_json() == again.get_json()
    other = {**body, "version": 2}
    refused(each_house, lambda **headers: desk.post("/commands", other, **headers), "conflict", 409)


def test_an_external_id_used_again_with_another_body_is_a_conflict(each_house: House, desk: Caller) -> None:
    desk.ask("Один", external_id="the-same")
    body = question(text="Другой", external_id="the-same")
    refused(each_house, lambda **headers: desk.post("/questions", body, **headers), "conflict", 409)


@pytest.mark.parametrize("type_", ["vk", "ok", "phone", "fax"])
def test_an_unknown_channel_key_is_not_found(each_house: House, type_: str) -> None:
    with each_house.unchanged():
        told = problem(each_house.client.post(f"/hooks/{type_}/nobody", data=b"{}"), "not_found", 404)
    assert russian(told["detail"])


# Over a real server, and over the socket.


@pytest.fixture(scope="module")
def running(backend: Installation, each_house: House) -> Iterator[Server]:
    with Server(backend).start() as server:
        yield server


@pytest.mark.parametrize("declared", [True, False], ids=["with its length", "in chunks without a length"])
def test_a_server_refuses_a_body_over_the_limit(
    running: Server, each_house: House, desk: Caller, declared: bool
) -> None:
    body = b'{"text": "' + b"x" * BIG + b'"}'
    pieces = iter([body[: BIG // 2], body[BIG // 2 :]])
    line = http.client.HTTPConnection("127.0.0.1", running.port, timeout=20)
    each_house.understood()  # Else the language work may still be at what was asked before.
    with each_house.unchanged():
        line.request("POST", desk.base + "/questions", body if declared else pieces, desk.headers)
        answer = line.getresponse()
        told = json.loads(answer.read())
    line.close()
    assert (answer.status, told["code"]) == (413, "too_large")


def test_a_server_reads_a_body_in_chunks(running: Server, desk: Caller) -> None:
    line = http.client.HTTPConnection("127.0.0.1", running.port, timeout=20)
    body = json.dumps(question(text="По частям")).encode()
    line.request("POST", desk.base + "/questions", iter([body[:9], body[9:]]), desk.headers)
    answer = line.getresponse()
    assert answer.status == 201, answer.read()
    line.close()


def test_a_form_sent_too_often_is_too_many(running: Server, desk: Caller) -> None:
    """Counted in process, or by Redis for all servers."""
    where = f"{running.url}/b/{desk.base.rsplit('/', 1)[1]}/ask"
    with requests.Session() as browser:
        browser.trust_env = False

        def send() -> requests.Response:
            given = re.search(r'name="form" value="([^"]*)"', browser.get(where, timeout=20).text)
            assert given
            fields = {"text": "Вопрос", "consent": "yes", "form": given[1]}
            return browser.post(where, data=fields, allow_redirects=False, timeout=20)

        answers = [send() for _ in range(7)]
    assert [answer.status_code for answer in answers] == [303] * 6 + [429]
    assert int(answers[-1].headers["Retry-After"]) > 0


@pytest.fixture(scope="module")
def socket(running: Server, desk: Caller) -> Iterator[Screen]:
    slug, token = desk.base.rsplit("/", 1)[1], desk.headers["Authorization"].split()[1]
    with running.screen(slug, "desk", token) as screen:
        yield screen


ON_A_SOCKET = {
    name: body for name, body in COMMANDS.items() if not isinstance(body, bytes) and name != "a claim without a screen"
}


@pytest.mark.parametrize("name", ON_A_SOCKET)
def test_a_socket_refuses_what_http_refuses(each_house: House, socket: Screen, name: str) -> None:
    assert socket._client is not None
    with each_house.unchanged():
        answer = socket._client.call("command", ON_A_SOCKET[name], namespace="/live", timeout=15)
    assert answer["ok"] is False and answer["error"]["code"] == "invalid", answer
    assert russian(answer["error"]["detail"])


@pytest.mark.parametrize("body", [None, 5, "x", [], {"since": FAR}, {"since": -1}, {"epoch": 1, "since": "x"}])
def test_a_sync_that_is_not_one_gets_a_snapshot(socket: Screen, body: object) -> None:
    assert socket._client is not None
    answer = socket._client.call("sync", body, namespace="/live", timeout=15)
    assert "snapshot" in answer


@pytest.mark.parametrize(
    "auth",
    [
        {"token": "\ud800"},
        {"token": 5},
        {"token": "\x00"},
        {"screen": ["desk"]},
        {"screen": {}},
        {"broadcast": "\x00"},
        {"broadcast": ["a"]},
        {"broadcast": "ж" * 10_000},
    ],
    ids=str,
)
def test_a_socket_that_says_nonsense_is_refused(running: Server, socket: Screen, auth: Json) -> None:
    with RawSocket(running.url) as stranger:
        stranger.hear_until(OPENED)
        stranger.join("/live", {**socket.auth, **auth})
        assert json.loads(stranger.hear_until("44/live,")[8:])["message"] in ("unauthorized", "not_found")


@pytest.mark.parametrize("type_", ["\ud800", "\x00", ["question.edit"], {"question": "edit"}, None, 5], ids=repr)
def test_a_socket_refuses_a_type_that_is_none(running: Server, socket: Screen, type_: object) -> None:
    with RawSocket(running.url) as raw:
        raw.hear_until(OPENED)
        raw.join("/live", socket.auth)
        raw.hear_until("40/live,")
        raw.emit("/live", "command", {"id": str(uuid.uuid4()), "type": type_, "text": float("nan")}, ack=7)
        [answer] = json.loads(raw.hear_until("43/live,7")[9:])
    assert answer["error"]["code"] == "invalid"


def test_after_all_of_that_the_server_still_answers(running: Server, socket: Screen) -> None:
    assert running.ready()
    assert isinstance(socket._client, socketio.Client) and socket.connected
    assert "Traceback" not in running.program.log_end(100_000)
