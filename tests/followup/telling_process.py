"""A process that tells residents all that is due by a moment, to be killed in the middle: `python -m … URL SECRET NOW`.

It ends by itself when there is nothing left to tell or to send.
"""

from __future__ import annotations

import sys
import time
from datetime import datetime
from ipaddress import IPv4Network

from sqlalchemy import select

from live.channels import outgoing
from live.channels.outgoing import Policy
from live.store.centre import channels
from live.store.database import Database
from live.store.followup import notices
from live.store.leases import Leases
from live.store.tables import outbox
from live.store.transaction import Store
from live.workers.followup.notices import Notices
from live.workers.sending.outbox import Outbox, _lease
from tests.support.rooms import Clock

ADDRESS = "https://live.example"


def tell_all(store: Store) -> None:
    """What is due is told and sent; what another process holds is waited for, and is taken up when it is gone."""
    leases = Leases(store)
    telling, sending = Notices(store, leases, ADDRESS), Outbox(store, leases)
    while _is_due(store):
        telling.tick()
        with store.read() as connection:
            ids = [one.id for one in channels.kinds(connection)]
        for channel_id in ids:
            _send(sending, leases, channel_id)
        time.sleep(0.02)


def _send(sending: Outbox, leases: Leases, channel_id: int) -> None:
    """Under its lease, without the pauses that a network's rate asks for."""
    if leases.take(_lease(channel_id)):
        step = sending.sending(channel_id)
        while step() is not None:
            pass
        leases.free(_lease(channel_id))


def _is_due(store: Store) -> bool:
    now = store.clock()
    by_network = (outbox.c.channel_id.is_not(None), outbox.c.state.in_(("waiting", "sending")))
    unsent = select(outbox.c.id).where(*by_network, outbox.c.next_at <= now).limit(1)
    with store.read() as connection:
        is_untold = notices.behind(connection) or notices.due(connection, now, 1)
        return bool(is_untold or connection.execute(unsent).first())


def main(url: str, secret: str, now: str) -> None:
    outgoing.configure(Policy((IPv4Network("127.0.0.0/8"),)))
    store = Store(Database(url), secret)
    store.clock = Clock(datetime.fromisoformat(now))
    tell_all(store)
    store.database.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
