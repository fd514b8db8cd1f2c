"""A code that one of the centre's own people writes to its bot binds it, and is no question."""

from __future__ import annotations

import uuid
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select

from live.admin.shifts.contacts import ask_code, unbind
from live.channels import Outcome
from live.desk.inbound import store_outcome, store_outcomes
from live.desk.receive import receive_group
from live.domain.broadcast import Kind
from live.domain.people import Actor
from live.domain.refused import Refused
from live.domain.submission import Author, Submission
from live.store.centre import access, channels
from live.store.centre.watch import ways
from live.store.tables import outbox
from live.store.transaction import Store
from tests.support.rooms import Show, clock_of, clocked

__all__ = ["clocked"]


class Bot(Show):
    """A line with a bot of Telegram, and a moderator who has no address."""

    def __init__(self, store: Store) -> None:
        super().__init__(store, Kind.STANDING)
        self.bot = self.channel("telegram", secret="s", token="1:t")
        with store.write() as tx:
            self.anna = access.add_account(tx, f"anna-{uuid.uuid4().hex[:6]}", "Анна", "-", ["moderator"])

    def write(
        self, text: str, contact: str = "telegram:77", channel: int | None = None, *, polled: bool = False
    ) -> None:
        with self.store.read() as connection:
            known = channels.by_id(connection, self.store.seal, channel or self.bot)
        asked = Submission(text, known.type, Author("Анна", contact), external_id=uuid.uuid4().hex)
        outcome = Outcome((200, "", ""), submissions=(asked,))
        receive: Any = partial(receive_group, self.store)
        if polled:
            store_outcomes(self.store, receive, known, [(b"{}", outcome)])
        else:
            store_outcome(self.store, receive, known, outcome, b"{}")

    def reached(self) -> list[tuple[int, str]]:
        with self.store.read() as connection:
            return ways(connection, [self.anna]).get(self.anna, [])


@pytest.fixture
def bot(clocked: Store) -> Bot:
    return Bot(clocked)


@pytest.mark.parametrize("polled", [False, True])
def test_a_code_binds_the_bot_and_leaves_no_question(bot: Bot, polled: bool) -> None:
    code = ask_code(bot.store, bot.anna, bot.bot)
    bot.write(f" {code.upper()} ", polled=polled)
    assert bot.reached() == [(bot.bot, "telegram:77")]
    assert bot.broadcast.last_number == 0
    with bot.store.read() as connection:
        [row] = connection.execute(select(outbox).where(outbox.c.channel_id == bot.bot)).all()
    assert (row.address, row.text.split(":")[0]) == ("telegram:77", "Готово, Анна")


def test_a_code_counts_once(bot: Bot) -> None:
    code = ask_code(bot.store, bot.anna, bot.bot)
    bot.write(code)
    bot.write(code, "telegram:66")
    assert bot.reached() == [(bot.bot, "telegram:77")]
    assert bot.broadcast.last_number == 1  # The second is a message like every other.


def test_an_old_code_binds_nothing(bot: Bot) -> None:
    code = ask_code(bot.store, bot.anna, bot.bot)
    clock_of(bot.store).now += timedelta(minutes=16)
    bot.write(code)
    assert bot.reached() == []


def test_a_code_of_another_bot_binds_nothing(bot: Bot) -> None:
    other = bot.channel("telegram", secret="s", token="2:t")
    bot.write(ask_code(bot.store, bot.anna, bot.bot), channel=other)
    assert bot.reached() == []


def test_what_only_looks_like_a_code_is_a_question(bot: Bot) -> None:
    bot.write("abcd-efgh")
    assert bot.broadcast.last_number == 1


def test_an_unbound_bot_writes_no_more(bot: Bot) -> None:
    bot.write(ask_code(bot.store, bot.anna, bot.bot))
    anna = Actor("Анна", frozenset(), f"user:{bot.anna}")
    unbind(bot.store, bot.anna, bot.bot, anna)
    assert bot.reached() == []
    with pytest.raises(Refused) as refused:
        unbind(bot.store, bot.anna, bot.bot, anna)
    assert refused.value.code == "not_found"


def test_a_channel_that_is_no_bot_gives_no_code(bot: Bot) -> None:
    with pytest.raises(Refused) as refused:
        ask_code(bot.store, bot.anna, bot.channel("phone", secret="s"))
    assert refused.value.code == "not_found"
