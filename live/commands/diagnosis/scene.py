"""What the checks look at: the settings, the database and the port, each found out once, whatever is wrong with it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from live import settings as environment
from live.commands.common import file_of, open_store
from live.commands.diagnosis.port import Listens, Port, look
from live.domain.refused import Refused
from live.runtime.tasks import within
from live.settings import Settings, WrongSetting
from live.settings.shipped import ROOT
from live.store import schema
from live.store.schema import Fit
from live.store.transaction import Store

PATIENCE = 5.0
"""Seconds that a check may take, where nothing else is said."""

SHARE = 0.4
"""Of that time the part for one answer: some are asked for twice."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What stands on the command line: as what `serve` is, or is to be, started with."""

    host: str = "127.0.0.1"
    port: int = 8000
    certificate: Path | None = None
    key: Path | None = None
    patience: float = PATIENCE
    lock: Path = ROOT / "requirements.lock"

    @property
    def answer(self) -> float:
        """Seconds for one answer."""
        return self.patience * SHARE


@dataclass(frozen=True, slots=True)
class Reached:
    """The database: `fit` is None where it did not answer, and `why` is then what its driver says."""

    store: Store | None = None
    fit: Fit | None = None
    revision: str = ""
    seconds: float = 0.0
    why: str = ""


@dataclass(frozen=True, slots=True)
class Scene:
    """`settings` is None where one is wrong; `wrong` then says which."""

    asked: Asked
    settings: Settings | None
    wrong: str
    database: Reached
    port: Port

    @property
    def store(self) -> Store:
        """Of a database whose schema this program serves: a check that `needs` it is asked for no other."""
        assert self.database.store is not None
        return self.database.store

    @property
    def told(self) -> Settings:
        """The settings, for a check that needs them."""
        assert self.settings is not None
        return self.settings

    @property
    def now(self) -> datetime:
        return self.store.clock()

    @property
    def runs(self) -> bool:
        """Whether our server listens on the port."""
        return self.port.listens is Listens.OURS


def scene_of(asked: Asked) -> Scene:
    """Everything that the checks need, as it is found."""
    settings, wrong = _settings()
    name = urlsplit(settings.address).hostname or "" if settings and settings.address else ""
    try:
        with within(asked.patience):
            port = look(asked.host, asked.port, asked.answer, name)
    except TimeoutError:
        port = Port(Listens.ANOTHER)
    return Scene(asked, settings, wrong, _reached(settings, asked.patience) if settings else Reached(), port)


def _settings() -> tuple[Settings | None, str]:
    try:
        return environment.read(makes_secret=False), ""
    except WrongSetting as wrong:
        return None, str(wrong)


def _reached(settings: Settings, patience: float) -> Reached:
    if settings.embedded and not file_of(settings).exists():
        return Reached(fit=Fit.EMPTY)
    begun = time.monotonic()
    try:
        with within(patience):
            store = open_store(settings, only_reads=True)
            fit = schema.fit(store.database)
            with store.read() as connection:
                revision = schema.revision(connection)
    except TimeoutError:
        return Reached(why="timeout")
    except Refused as refused:
        return Reached(why=_words(refused))
    except Exception as error:
        return Reached(why=type(error).__name__)  # A driver or a library that is not there, or no database.
    return Reached(store, fit, revision, time.monotonic() - begun)


def _words(refused: Refused) -> str:
    """What the driver says of a database that does not answer. It is for telling causes apart, and never shown."""
    cause = refused.__cause__
    return str(getattr(cause, "orig", None) or cause or refused.code)
