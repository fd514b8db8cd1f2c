"""Secrets told by files that `NAME_FILE` names, as systemd's credentials are, instead of by variables."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from live.settings import SECRETS, Settings, WrongSetting, read
from tests.support.server import ROOT, SECRET

OLD = "5e0c77b1d9a04f2cb8e36d1f90a7c254"
UNITS = sorted((ROOT / "deploy/systemd").glob("*.service"))


def told(folder: Path, name: str, content: str | bytes, **extra: str) -> Settings:
    """Settings, of which one is told by a file with this content."""
    file = folder / name.lower()
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    secret = {} if name == "LIVE_SECRET_KEY" else {"LIVE_SECRET_KEY": SECRET}
    return read({**secret, **extra, f"{name}_FILE": str(file)})


def test_a_database_and_a_redis_are_told_by_files(tmp_path: Path) -> None:
    (tmp_path / "redis").write_text("redis://:secret@127.0.0.1/1")
    also = {"LIVE_REDIS_URL_FILE": str(tmp_path / "redis")}
    found = told(tmp_path, "LIVE_DATABASE_URL", "postgresql://live:p%40ss@127.0.0.1/live\n", **also)
    assert found.database_url == "postgresql+psycopg://live:p%40ss@127.0.0.1/live"
    assert found.redis_url == "redis://:secret@127.0.0.1/1"


@pytest.mark.parametrize("around", ["{}", "{}\n", "{}\r\n", "\n  {}  \n\n"])
def test_line_ends_and_spaces_around_a_value_do_not_belong_to_it(tmp_path: Path, around: str) -> None:
    found = told(tmp_path, "LIVE_METRICS_TOKEN", around.format("a-token-of-the-tests"))
    assert found.edge.metrics_token == "a-token-of-the-tests"


def test_a_bucket_and_a_proxy_are_told_by_files(tmp_path: Path) -> None:
    for name in ("key", "secret"):
        (tmp_path / name).write_text(f"{name}-of-the-bucket\n")
    found = told(
        *(tmp_path, "LIVE_OUT_PROXY", "http://user:word@proxy.lan:3128\n"),
        LIVE_FILES_S3="https://s3.example/live-files",
        LIVE_FILES_S3_KEY_FILE=str(tmp_path / "key"),
        LIVE_FILES_S3_SECRET_FILE=str(tmp_path / "secret"),
    )
    assert found.out_proxy == "http://user:word@proxy.lan:3128"
    assert found.files.bucket is not None
    assert (found.files.bucket.key, found.files.bucket.secret) == ("key-of-the-bucket", "secret-of-the-bucket")


def test_earlier_secrets_stand_in_a_file_a_line_each_and_may_hold_commas(tmp_path: Path) -> None:
    found = told(tmp_path, "LIVE_SECRET_KEY_OLD", f"{OLD}\nbefore, and before that\n")
    assert found.earlier_secret_keys == (OLD, "before, and before that")


@pytest.mark.parametrize("name", SECRETS)
def test_a_setting_told_twice_stops_the_start_and_neither_value_is_said(tmp_path: Path, name: str) -> None:
    with pytest.raises(WrongSetting, match=f"^{name} and {name}_FILE: one of the two.$"):
        told(tmp_path, name, "one-value", **{name: "another-value"})


@pytest.mark.parametrize("name", [name for name in SECRETS if not name.startswith("LIVE_SECRET")])
@pytest.mark.parametrize("content", ["", "\n \n", "one-value\nanother-value\n", b"\xff\xfe\x00"])
def test_an_empty_file_one_of_several_lines_and_no_text_stop_the_start(
    tmp_path: Path, name: str, content: str | bytes
) -> None:
    with pytest.raises(WrongSetting, match=f"^{name}_FILE: {tmp_path}.*(empty|one line|no text)") as refused:
        told(tmp_path, name, content)
    assert "value" not in str(refused.value)


@pytest.mark.parametrize("name", SECRETS)
def test_a_file_that_cannot_be_read_is_named_with_its_reason(tmp_path: Path, name: str) -> None:
    with pytest.raises(WrongSetting, match=f"{name}_FILE: {tmp_path}/none cannot be read: No such file"):
        secret = {} if name == "LIVE_SECRET_KEY" else {"LIVE_SECRET_KEY": SECRET}
        read({**secret, f"{name}_FILE": str(tmp_path / "none")})


def test_a_setting_that_is_no_secret_is_not_read_from_a_file(tmp_path: Path) -> None:
    with pytest.raises(WrongSetting, match="^LIVE_ADDRESS_FILE: a file may hold .*stands in LIVE_ADDRESS.$"):
        told(tmp_path, "LIVE_ADDRESS", "https://live.example")


def test_a_variable_of_a_file_that_is_empty_tells_nothing() -> None:
    assert read({"LIVE_SECRET_KEY": SECRET, "LIVE_REDIS_URL_FILE": ""}).redis_url is None


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_the_units_of_systemd_tell_each_secret_by_a_credential(tmp_path: Path, unit: Path) -> None:
    text = unit.read_text("utf-8")
    loaded = dict(re.findall(r"^LoadCredential=(\w+):(\S+)$", text, re.MULTILINE))
    environ = dict(re.findall(r"(LIVE_\w+)=(\S+)", "\n".join(re.findall(r"^Environment=(.*)$", text, re.MULTILINE))))
    values = {"secret": SECRET, "database": "postgresql://live@127.0.0.1/live", "redis": "redis://127.0.0.1"}
    for name in loaded:
        (tmp_path / name).write_text(values[name] + "\n")
    environ["LIVE_ADDRESS"] = environ["LIVE_ADDRESS"].replace("<", "").replace(">", "")
    found = read({name: value.replace("%d", str(tmp_path)) for name, value in environ.items()})
    assert (found.secret_key, found.redis_url) == (SECRET, "redis://127.0.0.1")
    assert not set(environ) & set(SECRETS) and all(path.startswith("/etc/live/") for path in loaded.values())
