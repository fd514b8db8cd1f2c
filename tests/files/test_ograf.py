"""An OGraf package as somebody uploads it: what is read of it, and each way in which one is wrong."""

from __future__ import annotations

import io
import json
import stat
from typing import Any
from zipfile import ZipFile, ZipInfo

import pytest

from live.domain.refused import Refused
from live.files import ograf
from live.files.ograf import read_package
from tests.support.station_graphic import FILES, MANIFEST, MANIFEST_NAME, packed, zipped

SAID = json.dumps(MANIFEST).encode()


def refusal(content: bytes) -> str:
    with pytest.raises(Refused) as refused:
        read_package(content)
    assert refused.value.code in ("invalid", "too_large")
    return str(refused.value)


def test_its_manifest_says_what_it_is_and_its_script_stands_beside_that() -> None:
    package = read_package(packed())
    assert (package.name, package.version, package.main) == ("Нижняя треть", "2", "third/graphic.mjs")
    assert list(package.schema["properties"]) == ["text", "speaker", "style"]


def test_one_that_lies_open_in_the_archive_is_read_and_what_a_mac_adds_is_passed_over() -> None:
    added = {"__MACOSX/._g.ograf.json": b"\0\5", "g.ograf.json": SAID, "graphic.mjs": b"export default class {}"}
    assert read_package(zipped(added)).main == "graphic.mjs"


def test_what_the_norm_does_not_know_is_nobodys_harm() -> None:
    assert read_package(packed(rendering={"v": 1}, stepCount=-1, description=7)).name == "Нижняя треть"


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"$schema": "https://ograf.ebu.io/v2/schema.json"}, "not one of OGraf 1"),
        ({"$schema": None}, "not one of OGraf 1"),
        ({"id": None}, "“id”"),
        ({"id": "a/b"}, "“id”"),
        ({"name": " "}, "“name”"),
        ({"name": 7}, "“name”"),
        ({"main": None}, "“main”"),
        ({"main": "index.html"}, "not in the archive"),
        ({"main": "../../etc/passwd.js"}, "not in the archive"),
        ({"main": "fonts/licence.txt"}, "not in the archive"),
        ({"supportsRealTime": False}, "not for what is live"),
        ({"supportsRealTime": "true"}, "not for what is live"),
        ({"stepCount": -2}, "“stepCount”"),
        ({"stepCount": True}, "“stepCount”"),
        ({"schema": []}, "“schema”"),
        ({"schema": {"properties": []}}, "“schema”"),
        ({"schema": None}, "no field"),
        ({"schema": {"properties": {"logo": {"type": "array", "items": {"type": "string"}}}}}, "no field"),
        ({"schema": {"properties": {f"f{at}": {"type": "string"} for at in range(61)}}}, "61 fields"),
    ],
)
def test_a_manifest_that_is_wrong_is_refused_by_what_is_wrong_with_it(wrong: dict[str, Any], told: str) -> None:
    assert told in refusal(packed(**wrong))


def test_fields_that_stand_too_deep_in_one_another_are_refused() -> None:
    inner: dict[str, Any] = {"type": "string"}
    for _ in range(6):
        inner = {"type": "object", "properties": {"a": inner}}
    assert "too deep" in refusal(packed(schema=inner))


@pytest.mark.parametrize("said", [b"{", b"[]", b'"', b"\xff\xfe\x00", b"[" * 200_000])
def test_a_manifest_that_is_no_object_of_json_is_refused(said: bytes) -> None:
    assert "not JSON" in refusal(packed(said))


def test_what_is_no_zip_is_refused() -> None:
    for content in (b"", b"PK", b"<html>", packed()[:-30]):
        assert "no ZIP" in refusal(content)


def test_an_archive_without_a_manifest_or_with_several_is_refused() -> None:
    assert ".ograf.json" in refusal(zipped(FILES))
    told = refusal(zipped({MANIFEST_NAME: SAID, "other/other.ograf.json": SAID, **FILES}))
    assert "several" in told and "other/other.ograf.json" in told


@pytest.mark.parametrize(
    "name",
    ["../third.js", "/etc/third.js", "third/../../x.js", "third/./x.js", "C:x.js", "third\\x.js", "third/\x07.js"],
)
def test_a_path_that_leads_out_of_the_archive_is_refused(name: str) -> None:
    assert "path that cannot be" in refusal(zipped({MANIFEST_NAME: SAID, **FILES, name: b"x"}))


def test_a_path_that_is_longer_than_any_disk_takes_is_refused() -> None:
    assert "path that cannot be" in refusal(zipped({MANIFEST_NAME: SAID, **FILES, f"third/{'x' * 300}.js": b"x"}))


def test_a_link_and_a_file_under_a_password_are_refused() -> None:
    link = ZipInfo("third/link.js")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    content = io.BytesIO(packed())
    with ZipFile(content, "a") as archive:
        archive.writestr(link, "/etc/passwd")
    assert "link in the archive: third/link.js" in refusal(content.getvalue())
    secret = bytearray(packed())
    at = secret.rindex(b"PK\x01\x02")
    secret[at + 8] |= 1  # the flag of encryption, in the directory of the ZIP
    assert "password" in refusal(bytes(secret))


def test_two_files_of_one_path_are_refused() -> None:
    content = io.BytesIO(packed())
    with ZipFile(content, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("third/graphic.mjs", "export default class {}")
    assert "same path" in refusal(content.getvalue())


def test_more_than_is_kept_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    many = {f"third/{number}.png": b"" for number in range(ograf.MOST_FILES)}
    assert "files in the archive" in refusal(packed(files={**FILES, **many}))
    with monkeypatch.context() as less:
        less.setattr(ograf, "UNPACKED", 1000)
        assert "once it is unpacked" in refusal(packed())
    with monkeypatch.context() as less:
        less.setattr(ograf, "LARGEST", 100)
        assert "choose a smaller one" in refusal(packed())
    assert "manifest is too large" in refusal(packed(description="x" * ograf.LARGEST_MANIFEST))


def test_a_broken_archive_is_refused() -> None:
    content = packed()
    at = content.index(b"PK\x01\x02")
    broken = content[:60] + bytes(40) + content[100:at] + content[at:]
    assert "broken" in refusal(broken)
