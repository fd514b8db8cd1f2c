"""An OGraf package as somebody uploads it: a ZIP with one graphic, whose manifest says what it is (EBU OGraf v1).

It is never unpacked onto a disk: its files are read out of the ZIP as they are asked for.
"""

from __future__ import annotations

import io
import json
import posixpath
import stat
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zipfile import BadZipFile, ZipFile, ZipInfo

from live.domain.characters import one_line
from live.domain.control.graphics import fields_of
from live.domain.refused import Refused

SCHEMA = "https://ograf.ebu.io/v1/specification/json-schemas/graphics/schema.json"
ENDING = ".ograf.json"

MB = 1024 * 1024
LARGEST, UNPACKED, MOST_FILES = 20 * MB, 60 * MB, 300
LARGEST_MANIFEST = 256 * 1024
LONGEST_PATH, LONGEST_NAME = 240, 120

MODULES = (".js", ".mjs")
AROUND = ("__MACOSX/",)
"""What a computer adds by itself, and no graphic means."""

ENCRYPTED = 0x1
"""Of a file's flags in a ZIP."""


@dataclass(frozen=True, slots=True)
class Package:
    """`main`: where its script stands in the ZIP."""

    name: str
    version: str
    main: str
    schema: Mapping[str, Any]


def read_package(content: bytes) -> Package:
    """What is in a ZIP. `invalid` says what is wrong with it, `too_large` that it is more than is kept."""
    if len(content) > LARGEST:
        raise too_large()
    with opened(content) as archive:
        names = _names(archive)
        found = [name for name in names if name.endswith(ENDING) and not name.startswith(AROUND)]
        if not found:
            raise Refused(
                "invalid",
                "No file in the archive has a name that ends in {ending}: that is its manifest.",
                ending=ENDING,
            )
        if len(found) > 1:
            raise Refused(
                "invalid", "There are several graphics in the archive: {names}. Pack each by itself.", names=found
            )
        try:
            return _read(_manifest(archive, found[0]), posixpath.dirname(found[0]), names)
        except (BadZipFile, zlib.error, RuntimeError, NotImplementedError, OSError, EOFError):
            raise _broken() from None


def too_large() -> Refused:
    return Refused("too_large", "The archive is over {limit} MB: choose a smaller one.", limit=LARGEST // MB)


def opened(content: bytes) -> ZipFile:
    """The ZIP; `invalid` where it is none."""
    try:
        return ZipFile(io.BytesIO(content))
    except (BadZipFile, ValueError, OSError, NotImplementedError):
        raise Refused("invalid", "This is no ZIP archive.") from None


def _broken() -> Refused:
    return Refused("invalid", "The archive cannot be read: it is broken.")


def _names(archive: ZipFile) -> set[str]:
    """The files in it, each a path that stays within it."""
    members = [member for member in archive.infolist() if not member.is_dir()]
    if len(members) > MOST_FILES:
        many = {"count": len(members), "most": MOST_FILES}
        raise Refused("too_large", "There are {count} files in the archive; at most {most} fit.", **many)
    if sum(member.file_size for member in members) > UNPACKED:
        raise Refused("too_large", "The archive is over {limit} MB once it is unpacked.", limit=UNPACKED // MB)
    for member in members:
        _check(member)
    names = {member.filename for member in members}
    if len(names) < len(members):
        raise Refused("invalid", "Two files of the archive have the same path.")
    return names


def _check(member: ZipInfo) -> None:
    if member.flag_bits & ENCRYPTED:
        raise Refused("invalid", "The archive has a password: pack it without one.")
    if stat.S_ISLNK(member.external_attr >> 16):
        name = _shown(member.filename)
        raise Refused("invalid", "There is a link in the archive: {name}. Pack the file itself.", name=name)
    # What stood behind a zero byte was cut off while the name was read.
    name = member.orig_filename
    inside = posixpath.normpath(name) == name and not name.startswith(("/", "../")) and name != ".."
    if not inside or "\\" in name or ":" in name or not name.isprintable() or len(name) > LONGEST_PATH:
        raise Refused("invalid", "A file of the archive has a path that cannot be: {name}.", name=_shown(name))


def _shown(name: str) -> str:
    return "".join(letter if letter.isprintable() else "�" for letter in name[:LONGEST_PATH])


def _manifest(archive: ZipFile, name: str) -> Mapping[str, Any]:
    with archive.open(name) as file:
        raw = file.read(LARGEST_MANIFEST + 1)
    if len(raw) > LARGEST_MANIFEST:
        raise Refused("too_large", "The manifest is too large.")
    try:
        manifest = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise Refused("invalid", "The manifest {name} is not JSON.", name=name) from None
    if not isinstance(manifest, dict):
        raise Refused("invalid", "The manifest {name} is not JSON.", name=name)
    return manifest


def _read(manifest: Mapping[str, Any], folder: str, names: set[str]) -> Package:
    """Its fields by the norm, as far as they are used here; what is there besides is nobody's harm."""
    if manifest.get("$schema") != SCHEMA:
        raise Refused("invalid", "The manifest is not one of OGraf 1: its “$schema” has to be {schema}.", schema=SCHEMA)
    for field in ("id", "name", "main"):
        if not isinstance(manifest.get(field), str) or not manifest[field].strip():
            raise _wrong(field)
    if "/" in manifest["id"]:
        raise _wrong("id")
    if manifest.get("supportsRealTime") is not True:
        raise Refused("invalid", "This graphic is not for what is live: it says so by “supportsRealTime”.")
    steps = manifest.get("stepCount", 1)
    if isinstance(steps, bool) or not isinstance(steps, int) or steps < -1:
        raise _wrong("stepCount")
    schema = manifest.get("schema", {})
    if not isinstance(schema, dict) or not isinstance(schema.get("properties", {}), dict):
        raise _wrong("schema")
    if not fields_of(schema):
        raise Refused("invalid", "The graphic has no field into which something could be put.")
    name, version = one_line(manifest["name"]), one_line(str(manifest.get("version", "")))
    shown = "".join(letter for letter in name if letter.isprintable())[:LONGEST_NAME]
    return Package(shown or manifest["id"][:LONGEST_NAME], version[:20], _main(manifest["main"], folder, names), schema)


def _main(said: str, folder: str, names: set[str]) -> str:
    """Where the script stands: what the manifest says is to be seen from its own folder."""
    main = posixpath.normpath(posixpath.join(folder, said))
    if main not in names or not main.endswith(MODULES):
        raise Refused("invalid", "The script {name} that the manifest names is not in the archive.", name=_shown(said))
    return main


def _wrong(field: str) -> Refused:
    return Refused("invalid", "The manifest's field “{field}” is missing, or not as OGraf wants it.", field=field)
