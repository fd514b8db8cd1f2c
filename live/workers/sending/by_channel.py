"""What goes to the networks, by channel: each is one process's at a time, and left alone for as long as it asks."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping

from live.channels import Channel, Failed
from live.store.centre import channels
from live.store.leases import Leases
from live.store.transaction import Store
from live.workers.one_each import OneEach, Step
from live.workers.set_aside import SetAside


class ByChannel:
    """`task`: what the channels' workers are called, `lease` their leases; `called` names its rows in the log.

    `networks` are TYPES, or what a test puts in their place.
    """

    def __init__(
        self,
        task: str,
        lease: Callable[[int], str],
        store: Store,
        leases: Leases,
        networks: Mapping[str, Channel],
        *,
        called: str,
    ) -> None:
        self.store, self.leases, self.networks = store, leases, networks
        self.channels = OneEach(task, leases, lease)
        self.rows: SetAside[int] = SetAside(called)
        self.quiet_until: dict[int, float] = {}
        self._lease = lease

    def begin(self, waiting: Iterable[int], work: Callable[[int], Step]) -> None:
        """Set to work at each of these channels that is nobody else's."""
        for channel_id in waiting:
            if not self._is_quiet(channel_id):
                self.channels.begin(channel_id, work)

    def at_work(self, channel_id: int) -> channels.Channel | None:
        """The channel; None where it is this process's no more, is paused, or its network wants to hear nothing."""
        if not self.leases.holds(self._lease(channel_id)) or self._is_quiet(channel_id):
            return None
        with self.store.read() as connection:
            channel = channels.by_id(connection, self.store.seal, channel_id)
        return None if channel.paused else channel

    def keep_quiet(self, channel_id: int, failed: Failed) -> None:
        """Where its network has asked to be left alone for a while."""
        if failed.wait:
            self.quiet_until[channel_id] = time.monotonic() + failed.wait

    def _is_quiet(self, channel_id: int) -> bool:
        return time.monotonic() < self.quiet_until.get(channel_id, 0.0)

    def set_aside(self) -> int:
        return self.channels.aside.count() + self.rows.count()
