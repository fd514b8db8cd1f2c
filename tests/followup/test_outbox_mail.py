"""Letters through the outbox: to those who work on a ticket, and to a resident by e-mail."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from live.domain.people import By
from live.store.followup import outbox
from live.store.leases import Leases
from live.store.tables import outbox as letters
from live.store.transaction import Store
from live.workers.sending.outbox import Outbox
from tests.support.rooms import Clock, Show
from tests.support.sending import send_all
from tests.support.stubs.mail import Fault, Mail

CHIEF = "chief@example.org"


@pytest.fixture
def server() -> Iterator[Mail]:
    with Mail() as stub:
        yield stub


class Post:
    """A channel of the type `mail`, and a worker that sends when it is told to."""

    def __init__(self, store: Store, server: Mail) -> None:
        self.store, self.show = store, Show(store).on_air()
        self.channel = self.show.channel("mail", **server.settings)
        self.worker = Outbox(store, Leases(store))
        self.show.do("question.ticket", self.show.asked())
        self.ticket = self.show.tickets()[0].id

    def notice(self, address: str = CHIEF, text: str = "Срок прошёл") -> int:
        with self.store.write() as tx:
            return outbox.queue_notice(tx, self.ticket, self.channel, address, text, By("deadlines", "worker"))

    def send(self) -> None:
        send_all(self.worker, self.channel)

    def row(self, letter: int) -> Any:
        with self.store.read() as connection:
            return connection.execute(letters.select().where(letters.c.id == letter)).one()


@pytest.fixture
def post(clocked: Store, server: Mail) -> Post:
    return Post(clocked, server)


def test_a_notice_goes_to_its_address_and_no_log_hears_of_it(post: Post, server: Mail) -> None:
    before = post.show.types()
    letter = post.notice()
    post.send()
    assert [(one.to, one.subject) for one in server.letters] == [(CHIEF, "Срок прошёл")]
    row = post.row(letter)
    assert row.state == "sent" and row.external_id == server.letters[0].message["Message-ID"]
    assert post.show.types() == before


def test_a_notice_to_an_address_that_is_refused_is_given_up_with_the_servers_words(post: Post, server: Mail) -> None:
    server.refuses.add(CHIEF)
    letter = post.notice()
    post.send()
    row = post.row(letter)
    assert row.state == "failed" and "No such mailbox" in row.detail


def test_a_notice_that_is_put_off_is_sent_another_time(post: Post, server: Mail) -> None:
    server.fail(Fault("RCPT", "451 Greylisted"))
    letter = post.notice()
    post.send()
    assert post.row(letter).state == "waiting" and not server.letters
    assert isinstance(post.store.clock, Clock)
    post.store.clock.pass_(minutes=5)
    post.send()
    assert post.row(letter).state == "sent" and len(server.letters) == 1


def test_a_notice_that_may_have_arrived_is_never_sent_again_by_itself(post: Post, server: Mail) -> None:
    server.fail(Fault("DATA", late=True))
    letter = post.notice()
    post.send()
    assert isinstance(post.store.clock, Clock)
    post.store.clock.pass_(hours=5)
    post.send()
    assert post.row(letter).state == "unsure" and len(server.letters) == 1


def test_a_notice_is_no_reply_of_any_broadcast(post: Post) -> None:
    assert post.show.refused("not_found", "reply.cancel", reply=post.notice())
