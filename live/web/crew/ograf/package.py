"""A ZIP of folders, each an OGraf package that is whole by itself: its manifest, and of the overlay's files what its
script imports, under the same names.

Two things are written otherwise in it, since it stands in another's page: what scripts import by a name, which only our
pages' map knows, is a path there; and what style sheets say of the page holds for the package's own root.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from live.settings.shipped import ROOT
from live.web.crew.ograf.manifests import MAIN, Json, Kind

STATIC = ROOT / "static"
MAP = ROOT / "templates" / "importmap.html"

ASSETS = (
    "overlay/overlay.css",
    "overlay/themes/*.css",
    "vendor/icons.svg",
    "vendor/@fontsource-variable/golos-text/index.css",
    "vendor/@fontsource-variable/golos-text/files/*.woff2",
)
"""What the scripts ask for by an address of their own."""

EPOCH = (1980, 1, 1, 0, 0, 0)
"""A ZIP's first day: the same files make the same package."""

_IMPORTED = re.compile(r"""\b(from|import)(\s*)(["'])([^"'\n]+)\3""")
_COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.DOTALL)
_MAPPED = re.compile(r"""^\s*"([^"]+)": "\{\{ vendor\('([^']+)'\) \}\}",?$""", re.MULTILINE)


def package(manifests: Sequence[tuple[Kind, Json]], settings: Json) -> bytes:
    """The ZIP: a folder for each graphic. `settings` are what each script is told (themes, theme, voted)."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for kind, manifest in manifests:
            for name, content in sorted(_files(kind, manifest, settings)):
                info = ZipInfo(f"{kind.id}/{name}", EPOCH)
                info.compress_type = ZIP_DEFLATED
                archive.writestr(info, content)
    return file.getvalue()


def _files(kind: Kind, manifest: Json, settings: Json) -> Iterator[tuple[str, bytes]]:
    yield f"{kind.id}.ograf.json", json.dumps(manifest, ensure_ascii=False, indent=2).encode()
    told = json.dumps(settings, ensure_ascii=False)
    yield (
        MAIN,
        f'import {{ {kind.export} }} from "./{kind.script}";\n\nexport default {kind.export}({told});\n'.encode(),
    )
    for name in scripts(kind.script):
        yield name, _own_paths(name).encode()
    for pattern in ASSETS:
        for path in STATIC.glob(pattern):
            yield path.relative_to(STATIC).as_posix(), _asset(path)


def scripts(first: str) -> list[str]:
    """The script and all that it imports, by their paths under `static`."""
    found: list[str] = []
    ahead = [first]
    while ahead:
        name = ahead.pop()
        if name not in found:
            found.append(name)
            ahead += imported(name)
    return found


def imported(name: str) -> list[str]:
    """What one script imports."""
    said = _COMMENT.sub("", _text(name)) if not name.startswith("vendor/") else _text(name)
    return [_path(name, target) for *_, target in _IMPORTED.findall(said)]


def _path(of: str, target: str) -> str:
    """Where what `of` calls `target` stands; LookupError for a name that the pages' map does not know."""
    if target.startswith("."):
        return posixpath.normpath(posixpath.join(posixpath.dirname(of), target))
    if placed := _placed(target):
        return placed
    raise LookupError(f"{of} imports {target}, which templates/importmap.html does not name")


def _placed(target: str) -> str | None:
    """Where something that is imported by its name stands, as a browser reads the map; None for what is not in it."""
    names = named()
    if target in names:
        return names[target]
    folder = max((name for name in names if name.endswith("/") and target.startswith(name)), key=len, default=None)
    return None if folder is None else names[folder] + target.removeprefix(folder)


@lru_cache
def named() -> dict[str, str]:
    """What scripts may import by a name, and where it stands under `static`: what the pages' map says."""
    return {name: f"vendor/{path}" for name, path in _MAPPED.findall(MAP.read_text("utf-8"))}


def _own_paths(name: str) -> str:
    """The script, each name in it a path that holds wherever the package stands."""

    def placed(found: re.Match[str]) -> str:
        word, space, quote, target = found.groups()
        if target.startswith(".") or (stands := _placed(target)) is None:
            return found[0]
        path = posixpath.relpath(stands, posixpath.dirname(name))
        return f"{word}{space}{quote}{path if path.startswith('.') else f'./{path}'}{quote}"

    return _IMPORTED.sub(placed, _text(name))


def _text(name: str) -> str:
    return (STATIC / name).read_text("utf-8")


def _asset(path: Path) -> bytes:
    content = path.read_bytes()
    return content.replace(b":root", b":host") if path.is_relative_to(STATIC / "overlay") else content
