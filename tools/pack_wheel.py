"""Builds the program's wheel by Python's own build interface (PEP 517), with nothing but the standard library.

`make wheel`, or `pip wheel --no-deps .` once set-up has filled static/vendor and compiled the translations. What is no
Python stands in `live/shipped` there, where `live/settings/shipped.py` looks for it, and app.py is `live/__main__.py`.
It asks for the very packages of requirements.lock, so that what is installed is what was reviewed.

From the same files it makes the same bytes, on any machine: names in order, one time for all, and nothing is packed,
since what packs differs from one machine to another.
"""

from __future__ import annotations

import base64
import hashlib
import re
import tomllib
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]

SHIPPED = "live/shipped"
FOLDERS = {"live": "live"} | {name: f"{SHIPPED}/{name}" for name in ("static", "templates", "docs", "deploy")}
FILES = {"app.py": "live/__main__.py"} | {
    name: f"{SHIPPED}/{name}" for name in ("pyproject.toml", "requirements.lock", "CHANGELOG.md")
}
"""What goes along, and as what."""

MADE = ("static/vendor/icons.svg", "live/web/translations/ru/LC_MESSAGES/messages.mo")
"""What set-up makes, and without which no page is whole."""

LOCKED = re.compile(r"^([\w.-]+(?:\[[\w,-]+\])?==[^\s;]+)(?: ; ([^\\\n]+?))? \\$", re.MULTILINE)
"""A package of requirements.lock with its version, and on which machines it is asked for."""

TIME = (1980, 1, 1, 0, 0, 0)
PLAIN_FILE = 0o100644 << 16


def get_requires_for_build_wheel(config_settings: Any = None) -> list[str]:
    return []


def build_wheel(wheel_directory: str, config_settings: Any = None, metadata_directory: str | None = None) -> str:
    """The name of the wheel that stands in the folder now."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    stem = f"{project['name']}-{project['version']}"
    files = dict(contents()) | {f"{stem}.dist-info/{name}": text.encode() for name, text in told(project).items()}
    record = f"{stem}.dist-info/RECORD"
    files[record] = recorded(files, record).encode()
    name = f"{stem}-py3-none-any.whl"
    with zipfile.ZipFile(Path(wheel_directory) / name, "w", zipfile.ZIP_STORED) as wheel:
        for path, content in files.items():
            entry = zipfile.ZipInfo(path, TIME)
            entry.external_attr = PLAIN_FILE
            wheel.writestr(entry, content)
    return name


def contents() -> Iterator[tuple[str, bytes]]:
    """Each file of the program, by its path in the wheel."""
    missing = [name for name in MADE if not (ROOT / name).is_file()]
    if missing:
        raise RuntimeError(f"{missing[0]} is not there: `make run` or `make setup` makes it, with internet.")
    found = {target: ROOT / source for source, target in FILES.items()}
    for folder, target in FOLDERS.items():
        for path in (ROOT / folder).rglob("*"):
            name = path.relative_to(ROOT / folder)
            if path.is_file() and not any(part == "__pycache__" or part.startswith(".") for part in name.parts):
                found[f"{target}/{name.as_posix()}"] = path
    for target in sorted(found):
        yield target, found[target].read_bytes()


def told(project: Mapping[str, Any]) -> dict[str, str]:
    """What the wheel says of itself, by the name of its file."""
    needs = [
        f"Requires-Dist: {package}{f' ; {machines}' if machines else ''}"
        for package, machines in LOCKED.findall((ROOT / "requirements.lock").read_text("utf-8"))
    ]
    metadata = [
        "Metadata-Version: 2.1",
        f"Name: {project['name']}",
        f"Version: {project['version']}",
        f"Summary: {project['description']}",
        f"Requires-Python: {project['requires-python']}",
        *needs,
    ]
    kind = ["Wheel-Version: 1.0", "Generator: live", "Root-Is-Purelib: true", "Tag: py3-none-any"]
    return {
        "METADATA": "\n".join(metadata) + "\n",
        "WHEEL": "\n".join(kind) + "\n",
        "entry_points.txt": "[console_scripts]\nlive = live.__main__:cli\n",
    }


def recorded(files: Mapping[str, bytes], record: str) -> str:
    """Each file with its hash and its size, as installers check them; of the record itself nothing."""
    lines = []
    for path, content in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
        lines.append(f"{path},sha256={digest},{len(content)}")
    return "\n".join([*lines, f"{record},,"]) + "\n"
