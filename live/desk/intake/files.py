"""Files on their way in: a form's photos, before their question stands."""

from __future__ import annotations

from live.domain.files.attached import Arrived, Media, NotKept, Why
from live.files.media.kinds import kind_of
from live.store.show import files
from live.store.storage import Storage
from live.store.storage.contents import prepared, put
from live.store.transaction import Store


def keep_photo(store: Store, storage: Storage, content: bytes) -> Arrived:
    """A form's photo, kept until its question stands. `NotKept` where it is none; `unavailable`."""
    if kind_of(content).media is not Media.PICTURE:
        raise NotKept(Why.BROKEN)
    facts, contents = prepared(content)
    with store.write() as tx:
        # The row first: whatever happens after it, what stands in the storage is known, and does not stay for ever.
        row = files.add_arrived(tx, facts)
    put(storage, row, contents)
    return Arrived(row, facts["hash"])
