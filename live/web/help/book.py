"""The pages of docs/ as a reader gets them: drawn once a process, each heading with an address of its own.

A page whose first paragraph is in Russian is for those who work with the product. The others are for whoever runs or
changes it: they tell what is open, so strangers do not get them.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from urllib.parse import quote, unquote

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markupsafe import Markup

from live.settings.shipped import ROOT

DOCS = ROOT / "docs"
PICTURES = DOCS / "screenshots"
INDEX = "README"

OUTSIDE = ("https://", "http://", "mailto:")

_RUSSIAN = re.compile("[А-Яа-яЁё]")
_NO_PROSE = re.compile(r"^```.*?^```$|^[#!|].*?$", re.MULTILINE | re.DOTALL)
"""Blocks of code, headings, pictures and tables."""

_NO_SLUG = re.compile(r"[^\w\- ]")
_SIZE = slice(16, 24)
"""Where a PNG tells its width and height, four bytes each."""


@dataclass(frozen=True)
class Heading:
    level: int
    title: str
    anchor: str


@dataclass(frozen=True)
class Section:
    """The words under one heading, up to the next one, without marks. The first heading is the page's own title."""

    heading: Heading
    text: str


@dataclass(frozen=True)
class Page:
    """One file of docs/, by its path there without `.md`; of a folder, the README by the folder's."""

    name: str
    source: str

    @property
    def title(self) -> str:
        return self.headings[0].title

    @cached_property
    def is_for_users(self) -> bool:
        paragraph = _NO_PROSE.sub("", self.source).strip().partition("\n\n")[0]
        return _RUSSIAN.search(paragraph) is not None

    @property
    def address(self) -> str:
        """Its path on the server."""
        if self.name == INDEX:
            return "/help"
        return f"/help/{self.name}" if self.is_for_users else f"/help/server/{self.name}"

    @cached_property
    def _tokens(self) -> list[Token]:
        tokens = _MARKDOWN.parse(self.source)
        headings = _headings(tokens)
        under = ""
        for token in tokens:
            if token.type == "heading_open":
                under = next(headings).anchor
                token.attrs["id"] = under
            elif token.type == "table_open":
                token.meta["under"] = under
            for inside in token.children or ():
                self._lead_inside(inside)
        return tokens

    @cached_property
    def headings(self) -> list[Heading]:
        return list(_headings(self._tokens))

    @cached_property
    def html(self) -> Markup:
        rendered = _MARKDOWN.renderer.render(self._tokens, _MARKDOWN.options, {})
        return Markup(rendered)  # nosec B704 # Our own pages, with raw HTML off.

    def drawn(self) -> Markup:
        return self.html

    @cached_property
    def sections(self) -> list[Section]:
        texts: list[list[str]] = [[] for _ in self.headings]
        at = -1
        in_heading = False
        for token in self._tokens:
            if token.type in ("heading_open", "heading_close"):
                in_heading = token.type == "heading_open"
                at += in_heading
            elif at >= 0 and not in_heading and (said := _words(token)):
                texts[at].append(said)
            elif token.type in ("th_close", "td_close"):
                texts[at].append("·")
        return [Section(heading, " ".join(said)) for heading, said in zip(self.headings, texts, strict=True)]

    def _lead_inside(self, token: Token) -> None:
        """Turn the path of another file of docs/ into its address here."""
        if token.type == "image":
            name = posixpath.basename(str(token.attrs["src"]))
            token.attrs["src"] = f"/help/screenshots/{name}"
            token.attrs["loading"] = "lazy"
            # The room that it takes is known before it is there: else an anchor below it slides away.
            for side, length in zip(("width", "height"), size_of(PICTURES / name), strict=True):
                token.attrs[side] = length
        elif token.type == "link_open":
            path, mark, anchor = str(token.attrs["href"]).partition("#")
            if path.startswith(OUTSIDE):
                token.attrs |= {"target": "_blank", "rel": "noopener"}
            elif path:
                token.attrs["href"] = address_of(beside(self.name, path)) + mark + anchor


def _table(_: RendererHTML, tokens: Sequence[Token], at: int, *__: object) -> str:
    """A table that may be wider than a telephone: it is moved by keys too, so it can have the focus."""
    return (
        f'<div class="wide" tabindex="0" role="group" aria-labelledby="{escapeHtml(tokens[at].meta["under"])}"><table>'
    )


def _after_table(*_: object) -> str:
    return "</table></div>"


def _block_of_code(_: RendererHTML, tokens: Sequence[Token], at: int, *__: object) -> str:
    return f'<pre tabindex="0"><code>{escapeHtml(tokens[at].content)}</code></pre>'


_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")
_MARKDOWN.add_render_rule("table_open", _table)
_MARKDOWN.add_render_rule("table_close", _after_table)
_MARKDOWN.add_render_rule("fence", _block_of_code)


def _headings(tokens: Sequence[Token]) -> Iterator[Heading]:
    taken: dict[str, int] = {}
    for token, inline in zip(tokens, tokens[1:], strict=False):
        if token.type == "heading_open":
            title = _words(inline)
            slug = anchor_of(title)
            again = taken[slug] = taken.get(slug, -1) + 1
            yield Heading(int(token.tag[1]), title, f"{slug}-{again}" if again else slug)


def _words(token: Token) -> str:
    """What is read of a block: no marks, no addresses, of a picture nothing."""
    if token.type in ("fence", "code_block"):
        return token.content
    inside = (one for one in token.children or () if one.type in ("text", "code_inline", "softbreak", "hardbreak"))
    return "".join(one.content or " " for one in inside)


def anchor_of(title: str) -> str:
    """A heading's address in its page, as the sites that show repositories make it."""
    return _NO_SLUG.sub("", title.lower()).strip().replace(" ", "-")


def beside(name: str, path: str) -> str:
    """The page that `path` means in page `name`."""
    folder = name if (DOCS / name).is_dir() else posixpath.dirname(name)
    found = posixpath.normpath(posixpath.join(folder, unquote(path))).removesuffix(".md")
    return found.removesuffix(f"/{INDEX}")


def address_of(name: str, heading: str = "") -> str:
    """The path of a page, at one of its headings if that is given. KeyError for a page or heading that is not there."""
    page = pages()[name]
    if not heading:
        return page.address
    anchors = [one.anchor for one in page.headings if one.title == heading]
    if not anchors:
        raise KeyError(f"{name} has no heading “{heading}”")
    return f"{page.address}#{quote(anchors[0])}"


@cache
def pages() -> dict[str, Page]:
    """Every page by its name; those of a folder `a` are `a` (its README) and `a/b`."""
    found = {}
    for path in sorted(DOCS.rglob("*.md")):
        name = path.relative_to(DOCS).with_suffix("").as_posix()
        name = name.removesuffix(f"/{INDEX}")
        found[name] = Page(name, path.read_text("utf-8"))
    return found


def size_of(picture: Path) -> tuple[int, int]:
    """The width and the height of a PNG, in pixels."""
    with picture.open("rb") as file:
        told = file.read(_SIZE.stop)[_SIZE]
    return int.from_bytes(told[:4]), int.from_bytes(told[4:])
