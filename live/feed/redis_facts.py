"""What a Redis says of itself, where it is asked once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import redis

from live.feed.pubsub import asked_once

KEEPS_ALL = "noeviction"


@dataclass(frozen=True, slots=True)
class RedisFacts:
    """`policy`: what it throws away once `most` bytes (0: as many as there are) are taken. `saves`: on its disk, where
    that may be asked.
    """

    version: str
    policy: str
    used: int
    most: int
    saves: bool | None
    save_failed: bool

    @property
    def keeps_all(self) -> bool:
        """Whether it never throws anything away that it was told to keep."""
        return self.policy == KEEPS_ALL

    @property
    def is_full(self) -> bool:
        """Whether nine tenths are taken of what it may hold."""
        return bool(self.most) and self.used > 0.9 * self.most


class RedisRefuses(Exception):
    """Redis is there, and does not take our password, or does not let us ask."""


class RedisAway(Exception):
    """Nobody answers there."""


def redis_facts(url: str, patience: float) -> RedisFacts:
    """Asked for so many seconds at most; `RedisRefuses` or `RedisAway` where it cannot be asked."""
    try:
        with redis.Redis.from_url(url, **asked_once(patience)) as client:
            told = client.info()
            saves = _saves(client, told)
    except (redis.AuthenticationError, redis.ResponseError) as error:
        raise RedisRefuses from error
    except (redis.RedisError, OSError) as error:
        raise RedisAway from error
    return RedisFacts(
        version=str(told["redis_version"]),
        policy=str(told.get("maxmemory_policy", "")),
        used=int(told.get("used_memory", 0)),
        most=int(told.get("maxmemory", 0)),
        saves=saves,
        save_failed="err" in (told.get("rdb_last_bgsave_status"), told.get("aof_last_write_status")),
    )


def _saves(client: redis.Redis, told: Any) -> bool | None:
    if told.get("aof_enabled"):
        return True
    try:
        return bool(client.config_get("save").get("save"))
    except redis.ResponseError:
        return None  # Who rents a Redis may not ask for its settings.
