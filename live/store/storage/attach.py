"""A file is attached to an answer that is being written: kept until the answer stands, as a form's photo is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from live.domain.files.attached import Media, NotKept, Why, file_name
from live.domain.people import By
from live.files.media.kinds import DOCX, KINDS, PDF, XLSX, kind_of
from live.runtime.tasks import offload
from live.store.rows import Row
from live.store.show import answer_files, files
from live.store.show.files import Subject
from live.store.storage import Storage
from live.store.storage.contents import prepared, put
from live.store.transaction import Store, Transaction

DOCUMENTS = (PDF, DOCX, XLSX)

To = Callable[[Transaction], Subject]
"""Finds what the answer is to; it refuses whoever may not answer that."""


def attach(store: Store, storage: Storage, to: To, name: str, content: bytes, by: By) -> Row[Any]:
    """The row of a file for an answer. `NotKept` for what no answer carries; `unavailable`; and what `to` refuses.

    A picture is drawn anew, so that it tells nobody where and by whom it was taken.
    """
    with store.write() as tx:
        to(tx)
    kind = offload(kind_of, content)
    if kind.media is not Media.PICTURE and kind not in DOCUMENTS:
        raise NotKept(Why.NO_ANSWER)
    facts, contents = prepared(content)
    with store.write() as tx:
        called = file_name(name, KINDS[facts["mime"]].ends)
        # The row first: what stands in the storage is known, and does not stay for ever.
        row = answer_files.add(tx, to(tx), called, by.name, facts)
    put(storage, row, contents)
    with store.read() as connection:
        return files.get(connection, row)
