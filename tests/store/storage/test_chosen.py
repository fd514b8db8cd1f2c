"""Which storage the settings choose, and what stops the start."""

from __future__ import annotations

from pathlib import Path

import pytest

from live import settings
from live.settings import WrongSetting
from live.store.storage.bucket import Bucket
from live.store.storage.chosen import storage_of
from live.store.storage.folder import Folder
from tests.support.server import SECRET

BASE = {"LIVE_DATABASE_URL": "sqlite:////srv/live/live.db", "LIVE_SECRET_KEY": SECRET}
KEY = {"LIVE_FILES_S3_KEY": "live", "LIVE_FILES_S3_SECRET": "of-the-tests"}


def test_a_folder_beside_an_embedded_database_is_chosen_where_nothing_is_said() -> None:
    storage = storage_of(settings.read(BASE).files)
    assert isinstance(storage, Folder) and storage.path == Path("/srv/live/files")


def test_a_folder_that_is_named_is_it() -> None:
    assert settings.read({**BASE, "LIVE_FILES": "/mnt/files"}).files.folder == Path("/mnt/files")


@pytest.mark.parametrize("url", ["https://s3.example/live-files", "http://127.0.0.1:9000/live-files/"])
def test_a_bucket_that_is_named_is_it(url: str) -> None:
    read = settings.read({**BASE, **KEY, "LIVE_FILES_S3": url}).files
    assert isinstance(storage_of(read), Bucket) and read.bucket is not None
    assert (read.bucket.url, read.bucket.region) == (url.rstrip("/"), "us-east-1")


@pytest.mark.parametrize(
    ("told", "named"),
    [
        ({"LIVE_FILES_NETWORKS": "nginx"}, "LIVE_FILES_NETWORKS"),
        ({**KEY, "LIVE_FILES_S3": "https://s3.example"}, "LIVE_FILES_S3 must"),
        ({**KEY, "LIVE_FILES_S3": "https://key:secret@s3.example/files"}, "LIVE_FILES_S3 must"),
        ({"LIVE_FILES_S3": "https://s3.example/files"}, "LIVE_FILES_S3_KEY"),
        ({**KEY, "LIVE_FILES_S3": "http://s3.example/files"}, "leaves this machine"),
    ],
)
def test_what_cannot_be_meant_stops_the_start(told: dict[str, str], named: str) -> None:
    with pytest.raises(WrongSetting, match=named):
        settings.read({**BASE, **told})


def test_a_closed_network_may_be_plain() -> None:
    told = {**BASE, **KEY, "LIVE_FILES_S3": "http://s3.lan/files", "LIVE_PLAIN_NETWORK": "1"}
    assert settings.read(told).files.bucket is not None
