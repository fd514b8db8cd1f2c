"""Ten thousand finds at once: nothing lost, nothing twice; and a silent mail server keeps nobody else waiting."""

from __future__ import annotations

import subprocess
import sys

import pytest
from sqlalchemy import func, select

from live.desk.listening.found import store_found
from live.domain import broadcast as rules
from live.domain.listening.mention import Mention
from live.store.centre import channels
from live.store.show import mentions
from live.store.tables import mention
from live.store.transaction import Store
from live.views.feed.sections.mentions import tray
from tests.support.rooms import Show
from tests.support.scale import scaled
from tests.support.stubs.imap import Imap

pytestmark = [pytest.mark.faults, pytest.mark.soak]

MANY = scaled(2_000, 10_000)


def test_of_a_flood_of_finds_nothing_is_lost_and_nothing_stands_twice(store: Store) -> None:
    home = Show(store, rules.Kind.STANDING)
    with store.read() as connection:
        channel = channels.by_id(connection, store.seal, home.channel("vk_watch", token="t", words="вода"))
    found = [Mention(f"wall:-77_{number}", f"Запись № {number}") for number in range(MANY)]
    head = home.head
    for _ in range(2):
        store_found(store, channel, found)
    assert home.head == head + MANY // 100
    with store.read() as connection:
        mine = select(func.count()).where(mention.c.broadcast_id == home.id)
        assert connection.execute(mine).scalar_one() == MANY
        view = tray(connection, home.id)
    assert view["waiting"] == mentions.MOST_COUNTED and view["more"]


SILENT = """
from live import runtime
runtime.patch()
import eventlet
from live.channels import Failed, http_of
from live.channels.listening import mailbox
turns = []
def others():
    while True:
        turns.append(1)
        eventlet.sleep(0.01)
eventlet.spawn(others)
mailbox.SESSION = 2.0
settings = {"host": "127.0.0.1", "port": "%d", "security": "none", "user": "u", "password": "password"}
try:
    mailbox.poll({}, settings, http_of(mailbox, settings))
except Failed as failed:
    print(failed.reason, len(turns) > 20)
"""


def test_a_silent_mail_server_is_given_up_and_everybody_else_has_their_turns_meanwhile() -> None:
    with Imap() as imap:
        imap.silent = True
        script = SILENT % imap.port
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120, check=False)
    assert done.stdout.strip() == "The mail server did not answer. True", done.stderr
