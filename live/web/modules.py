"""Which modules a page's script needs, read from the scripts themselves.

The page names them all: a browser asks for them at once, instead of finding them level by level, a round trip each.
"""

from __future__ import annotations

import posixpath
import re
from functools import lru_cache
from pathlib import Path

BY_NAME = {
    "diff": "vendor/diff/libesm/diff/array.js",
    "lit": "vendor/lit/index.js",
    "lit-html": "vendor/lit-html/lit-html.js",
    "lit-element": "vendor/lit-element/lit-element.js",
    "@lit/reactive-element": "vendor/@lit/reactive-element/reactive-element.js",
    "socket.io-client": "vendor/socket.io-client/dist/socket.io.esm.min.js",
    "sortablejs": "vendor/sortablejs/modular/sortable.esm.js",
    "uplot": "vendor/uplot/dist/uPlot.esm.js",
}
"""What scripts import by a name → its file below static/."""

BELOW = {
    "static/": "",
    "lit/": "vendor/lit/",
    "lit-html/": "vendor/lit-html/",
    "lit-element/": "vendor/lit-element/",
    "@lit/reactive-element/": "vendor/@lit/reactive-element/",
}
"""What such a name may begin with → the folder below static/."""

IMPORT_MAP = BY_NAME | BELOW

_IMPORT = re.compile(r"""(?:^|;)(?:import|export)\b(?:[^"'();]*?\bfrom)?\s*["']([^"']+)["']""", re.MULTILINE)


@lru_cache
def needed(folder: Path, script: str) -> tuple[str, ...]:
    """The files below `folder` that `script` needs, itself first; what is not there is left out."""
    found, waiting = {script: None}, [script]
    while waiting:
        importer = waiting.pop(0)
        for name in _IMPORT.findall((folder / importer).read_text("utf-8")):
            path = _path(name, importer)
            if path and path not in found and (folder / path).is_file():
                found[path] = None
                waiting.append(path)
    return tuple(found)


def _path(name: str, importer: str) -> str | None:
    if name.startswith("."):
        return posixpath.normpath(posixpath.join(posixpath.dirname(importer), name))
    if name in BY_NAME:
        return BY_NAME[name]
    return next((below + name[len(start) :] for start, below in BELOW.items() if name.startswith(start)), None)
