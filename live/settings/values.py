"""What the settings are, once they are read."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path

from live.settings.secret import guessable

Network = IPv4Network | IPv6Network


@dataclass(frozen=True, slots=True)
class Edge:
    """How the world reaches this server, and what of it strangers may take."""

    proxies: int
    proxy_from: tuple[Network, ...]
    hosts: frozenset[str]
    per_address: int
    of_strangers: int
    reserved: int
    requests: int
    reads: int
    metrics_token: str | None


@dataclass(frozen=True, slots=True)
class Bucket:
    """Where files stand in a storage that speaks S3: `url` is its address with the bucket's name."""

    url: str
    key: str
    secret: str
    region: str


@dataclass(frozen=True, slots=True)
class Files:
    """Where residents' files stand, and in which of the house's own networks those may be that are fetched; the map."""

    folder: Path
    bucket: Bucket | None
    networks: tuple[Network, ...]
    map: Path | None


@dataclass(frozen=True, slots=True)
class Osc:
    """Where packets of OSC are heard, and the networks whose hosts need no key."""

    host: str
    port: int
    networks: tuple[Network, ...]

    @property
    def written(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Traces:
    """The collector that traces are sent to, by its address, and the share of them that it is sent, above 0 to 1."""

    collector: str
    share: float


@dataclass(frozen=True, slots=True)
class Settings:
    database_url: str
    redis_url: str | None
    secret_key: str
    earlier_secret_keys: tuple[str, ...]
    asynchronous: str
    origins: tuple[str, ...]
    edge: Edge
    address: str | None
    addresses: tuple[str, ...]
    log: str
    embed_origins: tuple[str, ...]
    ask_limit: str
    phone: str | None
    second_factor: frozenset[str]
    policy_url: str | None
    models: str
    backups: Path
    """The folder of the copies that are made by schedule."""
    files: Files
    plain_network: bool
    out_networks: tuple[Network, ...]
    out_ports: frozenset[int]
    out_proxy: str | None
    out_authorities: str | None
    osc: Osc | None
    """None: nothing is heard by OSC."""
    traces: Traces | None
    """None: nothing is traced."""

    @property
    def signing_secrets(self) -> tuple[str, ...]:
        """The secrets whose signatures count, the newest first: one that could be guessed signs nothing any more."""
        return tuple(one for one in (self.secret_key, *self.earlier_secret_keys) if not guessable(one))

    @property
    def is_https(self) -> bool:
        """Whether browsers reach this installation over https, by its address."""
        return self.address is not None and self.address.startswith("https:")

    @property
    def embedded(self) -> bool:
        """Whether the database is a file beside the program, with nothing to install."""
        return self.database_url.startswith("sqlite")
