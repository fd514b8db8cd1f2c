"""A show whose residents send files, and the tasks that look after them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from ipaddress import IPv4Network
from pathlib import Path
from typing import Any

from sqlalchemy import Row, select

from live.channels import outgoing
from live.store.leases import Leases
from live.store.show import files
from live.store.storage.folder import Folder
from live.store.tables import file
from live.store.transaction import Store
from live.workers.files.erase import Erasing
from live.workers.files.fetch import Fetching
from tests.support.rooms import Show, clock_of

HERE = (IPv4Network("127.0.0.0/8"),)


@contextmanager
def reaching(*networks: IPv4Network) -> Iterator[None]:
    """Files are fetched from these of the house's networks too, and at any port there."""
    before = outgoing.policy
    outgoing.configure(replace(before, for_strangers=networks))
    try:
        yield
    finally:
        outgoing.configure(before)


@dataclass
class Files:
    store: Store
    storage: Folder
    show: Show
    patience: float = 5.0

    @classmethod
    def at(cls, store: Store, folder: Path) -> Files:
        return cls(store, Folder(folder / "files"), Show(store).on_air())

    def came(self, *urls: str, type_: str = "photo", **fields: Any) -> int:
        """The number of a question that came with these."""
        return self.show.asked(attachments=tuple({"type": type_, "url": url} for url in urls), **fields)

    def rows(self, number: int) -> list[Row[Any]]:
        with self.store.read() as connection:
            return list(files.of_questions(connection, [self.show.row(number).id]))

    def row(self, number: int) -> Row[Any]:
        [row] = self.rows(number)
        return row

    def all_rows(self) -> list[Row[Any]]:
        with self.store.read() as connection:
            return list(connection.execute(select(file).order_by(file.c.id)))

    def fetching(self) -> Fetching:
        return Fetching(self.store, Leases(self.store), self.storage, self.patience)

    def fetched(self, number: int) -> Row[Any]:
        """What became of a question's one file by a try to fetch it."""
        self.fetching().fetch(self.row(number).id)
        return self.row(number)

    def fetch_all(self, number: int) -> list[Row[Any]]:
        for row in self.rows(number):
            self.fetching().fetch(row.id)
        return self.rows(number)

    def contents(self, row: Row[Any]) -> list[bytes | None]:
        return [self.storage.get(name) for name in files.names(row)]

    def standing(self) -> list[Path]:
        """Whatever stands in the storage."""
        return [one for one in self.storage.path.rglob("*") if one.is_file()]

    def erase(self) -> None:
        erasing = Erasing(self.store, Leases(self.store), self.storage)
        while erasing.tick() is not None:
            pass

    def pass_(self, **time: float) -> None:
        clock_of(self.store).pass_(**time)
