"""The storage that the settings choose."""

from __future__ import annotations

from live.settings import Files
from live.store.storage import Storage
from live.store.storage.bucket import Bucket
from live.store.storage.folder import Folder


def storage_of(settings: Files) -> Storage:
    return Bucket(settings.bucket) if settings.bucket is not None else Folder(settings.folder)
