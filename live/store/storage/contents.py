"""What is kept of a file that somebody has sent: pictures drawn anew, everything else as it came."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from live.domain.files.attached import Media
from live.files.media.child_pictures import redrawn_apart
from live.files.media.kinds import JPEG, Kind, kind_of
from live.runtime.tasks import offload
from live.store.storage import Storage, hash_of, name_of

Contents = Mapping[str, bytes]
"""What is to stand in the storage, by its hash."""


def prepared(content: bytes) -> tuple[dict[str, Any], Contents]:
    """What is kept of a file: its row's facts, and its contents. `NotKept` where nothing is.

    A picture is drawn anew, in a process of its own; everything else is kept as it came.
    """
    kind = offload(kind_of, content)
    if kind.media is not Media.PICTURE:
        facts = _facts(kind, content)
        return facts, {facts["hash"]: content}
    drawn = redrawn_apart(content)
    preview = hash_of(drawn.preview)
    sizes = {"width": drawn.width, "height": drawn.height, "preview": preview}
    facts = {**_facts(JPEG, drawn.content), **sizes}
    return facts, {facts["hash"]: drawn.content, preview: drawn.preview}


def _facts(kind: Kind, content: bytes) -> dict[str, Any]:
    return {"hash": offload(hash_of, content), "mime": kind.mime, "size": len(content)}


def put(storage: Storage, row: int, contents: Contents) -> None:
    for hash_, content in contents.items():
        storage.put(name_of(hash_, row), content)
