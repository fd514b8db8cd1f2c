"""A file is attached to an answer that is being written: kept until the answer stands, as a form's photo is."""

from __future__ import annotations

from typing import Any

from live.domain.files.attached import Media, NotKept, Why, file_name
from live.domain.people import By
from live.domain.ticket import TRANSITIONS
from live.files.media.kinds import DOCX, KINDS, PDF, XLSX, kind_of
from live.followup.tickets import get_visible
from live.runtime.tasks import offload
from live.store.rows import Row
from live.store.show import answer_files, files
from live.store.storage import Storage
from live.store.storage.contents import prepared, put
from live.store.transaction import Store

WRITERS = TRANSITIONS["reply"].roles
"""Who answers a ticket."""

DOCUMENTS = (PDF, DOCX, XLSX)


def attach(store: Store, storage: Storage, number: str, name: str, content: bytes, by: By) -> Row[Any]:
    """The row of a file for an answer to this ticket. `not_found`; `NotKept` for what no answer carries; `unavailable`.

    A picture is drawn anew, so that it tells nobody where and by whom it was taken.
    """
    with store.write() as tx:
        get_visible(tx, number, by)
    kind = offload(kind_of, content)
    if kind.media is not Media.PICTURE and kind not in DOCUMENTS:
        raise NotKept(Why.NO_ANSWER)
    facts, contents = prepared(content)
    with store.write() as tx:
        ticket = get_visible(tx, number, by)
        called = file_name(name, KINDS[facts["mime"]].ends)
        # The row first: what stands in the storage is known, and does not stay for ever.
        row = answer_files.add(tx, ticket.id, called, by.name, facts)
    put(storage, row, contents)
    with store.read() as connection:
        return files.get(connection, row)
