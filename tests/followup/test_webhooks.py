"""Webhooks: signed, in order, tried again until they are taken, told again on demand; nothing is left out."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator

import pytest
from sqlalchemy import update
from standardwebhooks import Webhook as Standard
from standardwebhooks import WebhookVerificationError

from live.admin import webhooks as receivers
from live.domain.followup.signing import headers, signature, written
from live.domain.people import By
from live.domain.refused import Refused
from live.domain.submission import Author
from live.store.followup import webhooks
from live.store.leases import Leases
from live.store.tables import meta, webhook
from live.store.transaction import Store
from live.views.tickets.webhooks import receiver
from live.workers.webhooks import Webhooks, _lease
from tests.support.rooms import Clock, Show, Tickets
from tests.support.stub import Answer, Call, Fault, Stub, reset, slow

BY = By("Мария", "admin")
SECRET = "секрет-получателя"


class Post(Stub):
    """A program that is told: it takes what is signed right, and remembers it."""

    def __init__(self, secret: str = SECRET) -> None:
        super().__init__()
        self.secret = secret
        self.taken: list[Call] = []
        self.routes["/told"] = self._take

    def _take(self, call: Call) -> object:
        right = signature(self.secret, call.headers["x-live-timestamp"], call.body)
        if call.headers["x-live-signature"] != f"sha256={right}":
            return Answer(401)
        self.taken.append(call)
        return Answer(204)

    def told(self) -> list[tuple[str, str]]:
        """(type, ticket) of what was taken, in order."""
        return [(one.json()["type"], one.json()["ticket"]["number"]) for one in self.taken]

    def ids(self) -> list[str]:
        return [one.headers["x-live-delivery"] for one in self.taken]


@pytest.fixture
def post() -> Iterator[Post]:
    with Post() as stub:
        yield stub


class Centre:
    """A show with tickets, a receiver of its events, and a worker that tells when it is told to."""

    def __init__(self, store: Store, post: Post, *types: str) -> None:
        self.store, self.post = store, post
        self.show, self.tickets = Show(store).on_air(), Tickets(store)
        self.id = receivers.add(store, f"{post.url}/told?t={uuid.uuid4().hex}", post.secret, types, BY)
        self.leases = Leases(store)
        self.worker = Webhooks(store, self.leases)

    def ticket(self, text: str = "Мост", **fields: object) -> str:
        return str(self.show.do("question.ticket", self.show.asked(text, **fields))["ticket"])

    def work(self, worker: Webhooks | None = None) -> None:
        assert self.leases.take(_lease(self.id))
        while (worker or self.worker).deliver_some(self.id) is not None:
            pass

    def again(self) -> None:
        """Its next try is due."""
        with self.store.write() as tx:
            webhooks.set_facts(tx, self.id, next_at=None)
        self.work()

    @property
    def behind(self) -> int:
        return receiver(self.store, self.id).behind


@pytest.fixture
def centre(clocked: Store, post: Post) -> Centre:
    return Centre(clocked, post)


def test_what_happens_is_told_in_order_and_once(centre: Centre) -> None:
    number = centre.ticket()
    centre.tickets.do("ticket.assign", number, department="Дороги")
    centre.tickets.do("ticket.start", number)
    centre.work()
    centre.work()
    assert centre.post.told() == [("ticket.opened", number), ("ticket.assigned", number), ("ticket.started", number)]
    assert centre.behind == 0 and len(set(centre.post.ids())) == 3


def test_the_body_says_what_its_headers_say_and_nothing_of_who_asks(centre: Centre) -> None:
    author = Author("Анна Петрова", "tel:+79000000000")
    number = centre.ticket("Секретный текст", author=author, locality="ул. Мира, 5")
    centre.work()
    [call] = centre.post.taken
    body = call.json()
    assert body["id"] == call.headers["x-live-delivery"] and body["ticket"]["number"] == number
    assert (body["type"], body["state"], body["ticket"]["state"], body["ticket"]["place"]) == (
        *("ticket.opened", "open", "open", None),
    )
    told = json.dumps(body, ensure_ascii=False)
    assert not [word for word in ("Секретный", "Анна", "7900", "Мира") if word in told]


WHSEC = written(bytes(range(32)))
"""A secret as Standard Webhooks has them."""


@pytest.mark.parametrize(("secret", "key"), [(SECRET, SECRET.encode()), (WHSEC, WHSEC)], ids=["any text", "whsec_"])
def test_the_verifier_of_standard_webhooks_takes_each_request_and_none_that_was_changed(
    clocked: Store, secret: str, key: str | bytes
) -> None:
    with Post(secret) as post:
        centre = Centre(clocked, post)
        number = centre.ticket()
        centre.work()
        [call] = post.taken
    sent = dict(call.headers)
    assert Standard(key).verify(call.body, sent)["ticket"]["number"] == number
    assert sent["webhook-id"] == sent["x-live-delivery"]
    changed = {"webhook-id": "another", "webhook-timestamp": str(int(sent["webhook-timestamp"]) + 1)}
    for body, of_it in (
        (call.body.replace(b"opened", b"closed"), sent),
        *((call.body, {**sent, name: value}) for name, value in changed.items()),
    ):
        with pytest.raises(WebhookVerificationError):
            Standard(key).verify(body, of_it)


def test_what_is_signed_is_what_the_library_would_sign(clocked: Store) -> None:
    at = clocked.clock().replace(microsecond=0)
    made = headers(WHSEC, "epoch-7", int(at.timestamp()), '{"имя":"мост"}'.encode())
    assert made["webhook-signature"] == Standard(WHSEC).sign("epoch-7", at, '{"имя":"мост"}')


def test_a_receiver_begins_where_it_was_added(clocked: Store, post: Post) -> None:
    Centre(clocked, post).ticket("До")
    late = Centre(clocked, post)
    number = late.ticket("После")
    late.work()
    assert post.told() == [("ticket.opened", number)]


def test_only_the_types_that_are_wanted_are_told(clocked: Store, post: Post) -> None:
    centre = Centre(clocked, post, "ticket.assigned")
    number = centre.ticket()
    centre.tickets.do("ticket.assign", number, department="Дороги")
    centre.work()
    assert post.told() == [("ticket.assigned", number)] and centre.behind == 0


@pytest.mark.parametrize(
    "fault",
    [Fault(status=500), Fault(status=404), Fault(status=302, headers={"Location": "/told"}), reset(), reset(late=True)],
)
def test_what_was_not_taken_is_tried_again_and_nothing_overtakes_it(centre: Centre, fault: Fault) -> None:
    first, second = centre.ticket("Первый"), centre.ticket("Второй")
    centre.post.fail("/told", fault)
    centre.work()
    view = receiver(centre.store, centre.id)
    assert view.behind == 2 and view.tries == 1 and view.error
    centre.work()  # Its time has not come.
    assert receiver(centre.store, centre.id).tries == 1
    centre.again()
    numbers = list(dict.fromkeys(number for _, number in centre.post.told()))
    assert numbers == [first, second] and len(set(centre.post.ids())) == 2
    assert receiver(centre.store, centre.id).error is None


def test_the_pauses_grow(centre: Centre, clocked: Store) -> None:
    assert isinstance(clocked.clock, Clock)
    centre.ticket()
    centre.post.fail("/told", *[Fault(status=500)] * 4)
    pauses = []
    for _ in range(4):
        centre.work()
        row = receiver(centre.store, centre.id).row
        pauses.append((row.next_at - clocked.clock()).total_seconds())
        clocked.clock.now = row.next_at
    assert pauses == sorted(pauses) and pauses[0] < 2 < 30 < pauses[-1]


def test_a_receiver_that_asks_for_time_gets_it(centre: Centre, clocked: Store) -> None:
    centre.ticket()
    centre.post.fail("/told", Fault(status=429, headers={"Retry-After": "600"}))
    centre.work()
    assert (receiver(centre.store, centre.id).row.next_at - clocked.clock()).total_seconds() == 600


def test_a_slow_receiver_is_waited_for(centre: Centre) -> None:
    number = centre.ticket()
    centre.post.fail("/told", slow(0.3))
    centre.work()
    assert centre.post.told() == [("ticket.opened", number)] and centre.behind == 0


def test_one_that_is_gone_is_paused(centre: Centre) -> None:
    centre.ticket()
    centre.post.fail("/told", Fault(status=410))
    centre.work()
    assert receiver(centre.store, centre.id).paused
    centre.again()
    assert centre.post.told() == []
    receivers.pause(centre.store, centre.id, False, BY)
    centre.work()
    assert len(centre.post.told()) == 1


def test_an_event_of_many_tickets_is_told_ticket_by_ticket(centre: Centre) -> None:
    for n in range(5):
        centre.show.asked(f"Вопрос {n}")
    centre.show.wrapped()
    centre.work()
    numbers = [row.number for row in centre.show.tickets()]
    assert centre.post.told() == [("ticket.opened", number) for number in numbers]
    assert len(set(centre.post.ids())) == 5


def test_of_a_ticket_that_is_no_more_its_number_is_told(centre: Centre) -> None:
    number = centre.show.asked()
    made = centre.show.do("question.ticket", number)["ticket"]
    centre.work()
    centre.show.do("question.recall", number)
    centre.work()
    # What was told before names no ticket of then: it is told as it is by now.
    assert centre.post.told()[-1] == ("ticket.removed", made)


def test_a_try_goes_on_within_an_event_of_many_and_another_process_tells_it_all(centre: Centre) -> None:
    for n in range(5):
        centre.show.asked(f"Вопрос {n}")
    centre.show.wrapped()
    numbers = [row.number for row in centre.show.tickets()]
    centre.post.fail_often(0.0)
    handler = centre.post.routes["/told"]
    centre.post.routes["/told"] = lambda call: handler(call) if len(centre.post.taken) < 3 else Answer(500)
    centre.work()
    centre.post.routes["/told"] = handler
    centre.again()
    assert [number for _, number in centre.post.told()] == numbers
    receivers.replay(centre.store, centre.id, receiver(centre.store, centre.id).position - 1, BY)
    centre.work(Webhooks(centre.store, centre.leases))
    assert [number for _, number in centre.post.told()] == numbers * 2
    assert len(set(centre.post.ids())) == 5


def test_it_is_told_again_from_a_number_under_the_same_ids(centre: Centre) -> None:
    since = receiver(centre.store, centre.id).position
    numbers = [centre.ticket(f"Вопрос {n}") for n in range(3)]
    centre.work()
    assert receivers.replay(centre.store, centre.id, since + 1, BY) == since + 1
    centre.work()
    assert [number for _, number in centre.post.told()] == [*numbers, *numbers[1:]]
    assert centre.post.ids()[1:3] == centre.post.ids()[3:]


def test_a_replay_while_it_is_told_is_not_overwritten(centre: Centre) -> None:
    since = receiver(centre.store, centre.id).position
    numbers = [centre.ticket(f"Вопрос {n}") for n in range(2)]
    handler = centre.post.routes["/told"]

    def replayed(call: Call) -> object:
        centre.post.routes["/told"] = handler
        answer = handler(call)
        receivers.replay(centre.store, centre.id, since - 1, BY)
        return answer

    centre.post.routes["/told"] = replayed
    centre.work()
    assert receiver(centre.store, centre.id).position == since - 1
    centre.work()
    assert [number for _, number in centre.post.told()][-2:] == numbers


def test_nothing_is_told_of_a_rehearsal(clocked: Store, post: Post) -> None:
    centre = Centre(clocked, post)
    centre.show = Show(clocked, rehearsal=True).on_air()
    centre.ticket()
    centre.work()
    assert post.told() == [] and centre.behind == 0


def test_after_a_restore_the_ids_are_others(centre: Centre) -> None:
    since = receiver(centre.store, centre.id).position
    centre.ticket()
    centre.work()
    with centre.store.write() as tx:
        tx.connection.execute(update(meta).where(meta.c.name == "epoch").values(value=uuid.uuid4().hex))
    receivers.replay(centre.store, centre.id, since, BY)
    centre.work()
    assert len(centre.post.told()) == 2 and len(set(centre.post.ids())) == 2


def test_a_position_beyond_the_log_waits_for_it(centre: Centre) -> None:
    centre.ticket()
    assert receivers.replay(centre.store, centre.id, 10**9, BY) == receiver(centre.store, centre.id).row.head
    centre.work()
    assert centre.post.told() == []


def test_the_secret_is_sealed_at_rest(centre: Centre) -> None:
    row = receiver(centre.store, centre.id).row
    assert SECRET not in str(row.secret) and webhooks.secret_of(centre.store, row) == SECRET


@pytest.mark.parametrize(
    ("url", "secret", "types"),
    [
        ("ftp://example.org/", SECRET, []),
        ("https://user:word@example.org/", SECRET, []),
        ("http://169.254.169.254/latest", SECRET, []),
        ("http://[fe80::1]/", SECRET, []),
        ("http://0.0.0.0/", SECRET, []),
        ("https://example.org/", "short", []),
        ("https://example.org/", "whsec_это не base64, увы", []),
        ("https://example.org/", written(b"only so many bytes"), []),
        ("https://example.org/", written(bytes(65)), []),
        ("https://example.org/", SECRET, ["question.asked"]),
    ],
)
def test_what_cannot_be_a_receiver_is_refused(store: Store, url: str, secret: str, types: list[str]) -> None:
    with pytest.raises(Refused) as caught:
        receivers.add(store, url, secret, types, BY)
    assert caught.value.code == "invalid"
    with store.read() as connection:
        assert not connection.execute(webhook.select().where(webhook.c.url == url)).all()


def test_one_that_is_removed_is_told_nothing(centre: Centre) -> None:
    centre.ticket()
    receivers.remove(centre.store, centre.id, BY)
    with pytest.raises(Refused):
        centre.work()
    with pytest.raises(Refused):
        receivers.remove(centre.store, centre.id, BY)
    assert centre.post.told() == []
