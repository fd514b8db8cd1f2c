"""Replies by Telegram, MAX and Odnoklassniki, none of which knows a reply again: sent once, or it is not known."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from live.domain.submission import Author
from live.store.followup import outbox
from live.store.transaction import Store
from tests.followup.test_outbox import Desk, half_sent
from tests.support.stub import Fault, Stub, reset
from tests.support.stubs import max as max_stub
from tests.support.stubs import ok as ok_stub
from tests.support.stubs import telegram as telegram_stub


@dataclass(frozen=True)
class Network:
    """A network, whom it knows there, what it calls a message, and what of our replies stands there."""

    type: str
    stub: Stub
    path: str
    settings: dict[str, str]
    contact: str
    name: Callable[[int], str]
    posted: list[dict[str, Any]]


def telegram() -> Network:
    bot = telegram_stub.Telegram()
    path = f"/bot{telegram_stub.TOKEN}/sendMessage"
    settings = {"token": telegram_stub.TOKEN}
    return Network("telegram", bot, path, settings, "telegram:123", lambda number: f"123_{number}", bot.sent)


def max_() -> Network:
    bot = max_stub.Max()
    settings = {"token": max_stub.TOKEN}
    return Network("max", bot, "/messages", settings, "max:123", lambda number: f"456/mid.{number:04}", bot.sent)


def ok() -> Network:
    group = ok_stub.Ok()
    chat = "chat:C3ecb9d02a600"
    settings = {"token": ok_stub.TOKEN}
    path = f"/graph/me/messages/{chat}"
    return Network("ok", group, path, settings, f"ok:{chat}", lambda number: f"mid:{number}", group.sent)


@pytest.fixture(params=[telegram, max_, ok])
def network(request: pytest.FixtureRequest) -> Iterator[Network]:
    made: Network = request.param()
    with made.stub:
        yield made


@pytest.fixture
def desk(clocked: Store, network: Network) -> Desk:
    return Desk(clocked, network.type, host=network.stub.url, **network.settings)


def replied(desk: Desk, network: Network, number: int) -> int:
    return desk.replied(network.name(number), author=Author("Анна", network.contact))


def test_a_reply_is_sent_once(desk: Desk, network: Network) -> None:
    reply = replied(desk, network, 1)
    desk.send()
    desk.send()
    assert desk.row(reply).state == "sent" and len(network.posted) == 1
    assert desk.told() == ["reply.queued", "reply.sent"]


@pytest.mark.parametrize("fault", [reset(late=True), reset(), Fault(status=502, late=True)])
def test_what_may_have_arrived_is_unsure_and_never_sent_again_by_itself(
    desk: Desk, network: Network, fault: Fault
) -> None:
    reply = replied(desk, network, 1)
    network.stub.fail(network.path, fault)
    desk.send()
    desk.later(days=2)
    desk.send()
    assert desk.row(reply).state == "unsure" and len(network.stub.called(network.path)) == 1


def test_what_a_killed_worker_left_half_sent_is_unsure(desk: Desk, network: Network) -> None:
    reply = replied(desk, network, 1)
    half_sent(desk, reply)
    desk.send(desk.another())
    assert desk.row(reply).state == "unsure" and not network.stub.calls


def test_a_network_that_asks_for_a_pause_gets_it(desk: Desk, network: Network) -> None:
    first, second = replied(desk, network, 1), replied(desk, network, 2)
    told = {"ok": False, "error_code": 429, "parameters": {"retry_after": 30}}
    network.stub.fail(network.path, Fault(status=429, answer=told, headers={"Retry-After": "30"}))
    desk.send()
    assert [desk.row(reply).state for reply in (first, second)] == ["waiting", "waiting"]
    assert (desk.row(first).next_at - desk.store.clock()).total_seconds() >= 20
    assert len(network.stub.calls) == 1
    desk.later(seconds=40)
    desk.send()
    assert [desk.row(reply).state for reply in (first, second)] == ["sent", "sent"]
    assert len(network.posted) == 2


def test_a_refusal_for_good_is_given_up_with_a_reason(desk: Desk, network: Network) -> None:
    reply = replied(desk, network, 1)
    network.stub.fail(network.path, Fault(status=403, answer={"ok": False, "code": "chat.denied", "error_code": 10}))
    desk.send()
    row = desk.row(reply)
    assert row.state == "failed" and row.reason and not network.posted


def test_a_notice_to_one_of_our_own_answers_no_message_and_reaches_their_chat_once(
    desk: Desk, network: Network
) -> None:
    with desk.store.write() as tx:
        outbox.queue_notice(tx, None, desk.channel, network.contact, "Срок прошёл, вопросов: 1", None)
    desk.send()
    desk.send()
    assert len(network.posted) == 1
    assert "reply.sent" not in desk.show.types()
