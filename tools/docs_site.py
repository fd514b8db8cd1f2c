"""The documentation as files that a browser opens by itself: no server, no network, with a search of its own.

    python -m tools.docs_site            # into dist/docs; `make site`

It holds every page of docs/ as the product's help draws it, and what the API and the socket say of themselves. From the
same files it makes the same bytes; `make bundle` puts it into the archive for a closed network.
"""

from __future__ import annotations

import argparse
import json
import posixpath
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from urllib.parse import unquote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from live.settings.shipped import version
from live.web.help import book
from tools import docs_reference, docs_search

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "static"
TEMPLATE = "docs_site.html"

FACE = "vendor/@fontsource-variable/golos-text"
SHEETS = (
    *(f"{FACE}/index.css", "theme.css", "base.css", "parts/controls.css", "parts/topbar.css", "parts/page.css"),
    *("help/help.css", "help/site.css"),
)
SCRIPTS = ("help/site_find.js", "help/site.js")
"""The search: modules, which a page that is a file may not load; so they are joined into one plain script."""

MODULE_MARKS = re.compile(r"^import .*\n|^export ", re.MULTILINE)
LINK = re.compile(r'(href|src)="(/help[^"#]*)(#[^"]*)?"')
OF_INDEX = re.compile(r"\[[^\]]+\]\(([^)#]+\.md)(?:#[^)]*)?\)")

DEVELOPERS = ("adding", "architecture", "browser", "glossary", "operation", "performance", "protocol", "reliability")
"""The pages in English that stand in the list of all by themselves, with `security` and the decisions."""


@dataclass(frozen=True)
class Group:
    """Pages that stand together in the list of all."""

    title: str
    pages: list[Entry] = field(default_factory=list)


@dataclass(frozen=True)
class Entry:
    file: str
    title: str


@cache
def site() -> dict[str, bytes]:
    """Every file by its path."""
    described = docs_reference.documents()
    pages = pages_by_file(described)
    files = {file: html.encode() for file, html in _drawn(pages).items()}
    files |= {f"reference/{name}": _json(document, indent=1) for name, document in described.items()}
    files["files/index.js"] = b"globalThis.LIVE_DOCS = " + _json(docs_search.index(pages)) + b";\n"
    files["files/site.js"] = _script().encode()
    files["files/theme.js"] = (STATIC / "parts/theme.js").read_bytes()
    files["files/icon.svg"] = (STATIC / "icon.svg").read_bytes()
    files |= {f"files/{sheet}": (STATIC / sheet).read_bytes() for sheet in SHEETS}
    for face in sorted((STATIC / FACE).rglob("*.woff2")):
        files[f"files/{face.relative_to(STATIC).as_posix()}"] = face.read_bytes()
    for name in sorted({name for html in files.values() for name in _pictures(html)}):
        files[f"screenshots/{name}"] = (book.PICTURES / name).read_bytes()
    return files


def _json(document: object, indent: int | None = None) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=indent, separators=None if indent else (",", ":")).encode()


def _pictures(html: bytes) -> list[str]:
    return [name.decode() for name in re.findall(rb'src="(?:\.\./)*screenshots/([^"]+)"', html)]


def pages_by_file(described: dict[str, docs_reference.Json]) -> dict[str, book.Page]:
    """Every page by the file that it stands in; last the two that are made of the descriptions."""
    found = {file_of(name): page for name, page in book.pages().items()}
    for name, text in (
        ("http", docs_reference.http(described["openapi.json"])),
        ("socket", docs_reference.socket(described["asyncapi.json"])),
    ):
        found[f"reference/{name}.html"] = book.Page(f"reference/{name}", text)
    return found


def file_of(name: str) -> str:
    """Where a page stands: the index of a folder in the folder."""
    if name == book.INDEX:
        return "index.html"
    return f"{name}/index.html" if (book.DOCS / name).is_dir() else f"{name}.html"


def _drawn(pages: dict[str, book.Page]) -> dict[str, str]:
    environment = Environment(
        loader=FileSystemLoader(ROOT / "tools"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    template, nav = environment.get_template(TEMPLATE), list(groups(pages))
    places = {page.address: file for file, page in pages.items()}
    drawn = {}
    for file, page in pages.items():
        up = "../" * file.count("/")
        headings = [heading for heading in page.headings if heading.level == 2]
        shown = {"page": page, "html": _led(page.html, file, places), "headings": headings}
        drawn[file] = template.render(shown, file=file, up=up, nav=nav, sheets=SHEETS, version=version())
    return drawn


def _led(html: Markup, file: str, places: dict[str, str]) -> Markup:
    """A page's links and pictures, which the product leads to its own addresses, lead to files."""

    def leads(found: re.Match[str]) -> str:
        attribute, address, anchor = found[1], unquote(found[2]), found[3] or ""
        picture = address.removeprefix("/help/screenshots/")
        to = f"screenshots/{picture}" if picture != address else places[address]
        return f'{attribute}="{posixpath.relpath(to, posixpath.dirname(file) or ".")}{anchor}"'

    return Markup(LINK.sub(leads, html))  # nosec B704 # Our own pages, with raw HTML off.


def groups(pages: dict[str, book.Page]) -> Iterator[Group]:
    """What stands beside every page: those of the index as they stand there, then what is for developers."""
    listed = {"index.html"}
    for part in book.pages()[book.INDEX].source.split("\n## ")[1:]:
        title, _, text = part.partition("\n")
        group = Group(title)
        for path in OF_INDEX.findall(text):
            file = file_of(book.beside(book.INDEX, path))
            if file not in listed and pages[file].is_for_users:
                listed.add(file)
                group.pages.append(Entry(file, pages[file].title))
        yield group
    of_networks = [file for file in pages if file.startswith("channels/") and file not in listed]
    yield Group("Площадки", [Entry(file, pages[file].title) for file in of_networks if pages[file].is_for_users])
    english = [file_of(name) for name in (*DEVELOPERS, "security", "decisions", "channels/new")]
    references = [file for file in pages if file.startswith("reference/")]
    yield Group("In English", [Entry(file, pages[file].title) for file in (*references, *english)])


def _script() -> str:
    """The search as one plain script, whose names are nobody else's."""
    joined = "\n".join(MODULE_MARKS.sub("", (STATIC / script).read_text("utf-8")) for script in SCRIPTS)
    return f"(() => {{\n{joined}}})();\n"


def write(to: Path) -> None:
    """All of it into a folder, of which nothing else is left."""
    shutil.rmtree(to, ignore_errors=True)
    for path, content in site().items():
        target = to / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.docs_site", description=__doc__)
    parser.add_argument("--to", type=Path, default=ROOT / "dist/docs", help="a folder, which is emptied first")
    to = parser.parse_args().to
    write(to)
    print(f"{to / 'index.html'}: {len(site())} files, {sum(map(len, site().values())) / 1_000_000:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
