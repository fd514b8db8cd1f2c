"""What the pages' own files keep to: colours in one place, one user of Socket.IO, nothing fetched from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
THEME = ROOT / "static/theme.css"
GRAPHIC_THEMES = ROOT / "static/overlay/themes"
"""The graphic's looks are a TV channel's, not the product's: each file is one of them, its variables and no more."""

FUNCTION = re.compile(r"\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color)\(")
HEX = re.compile(r"(?<![\w&/.-])#(?:[0-9a-fA-F]{8}|[0-9a-fA-F]{6}|[0-9a-fA-F]{3,4})\b(?![\w-])")
NAMES = (
    "black|white|red|green|blue|yellow|orange|amber|grey|gray|silver|navy|teal|maroon|purple|lime|olive|aqua|fuchsia|"
    "crimson|gold|pink|brown|cyan|magenta|tomato|coral|indigo|violet|salmon|khaki|orchid|plum|tan|beige|ivory|snow|"
    "darkred|darkgreen|darkblue|darkgray|darkgrey|lightgray|lightgrey|dimgray|dimgrey|whitesmoke|gainsboro|slategray"
)
PAINTED = re.compile(
    r"(?:color|background|border[\w-]*|outline[\w-]*|fill|stroke|box-shadow|text-shadow|caret-color|accent-color)"
    rf"\s*:[^;{{}}\n]*(?<![\w-])(?:{NAMES})(?![\w-])"
)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
LINK = re.compile(r"""(?:href|src|to)=["']#[^"']*["']""")


def own(*endings: str) -> Iterator[Path]:
    """The project's own files that a browser gets; static/vendor comes from the registry."""
    for folder in ("static", "templates"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in endings and "vendor" not in path.relative_to(ROOT).parts:
                yield path


def blanked(text: str, pattern: re.Pattern[str]) -> str:
    """The text without what the pattern finds, its lines where they were."""
    return pattern.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)


def colours(path: Path) -> list[str]:
    text = blanked(blanked(path.read_text("utf-8"), COMMENT), LINK)
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for number, line in enumerate(text.splitlines(), 1)
        if FUNCTION.search(line) or HEX.search(line) or PAINTED.search(line)
    ]


def test_a_colour_stands_in_theme_css_and_nowhere_else() -> None:
    painted = [path for path in own(".css", ".js", ".html", ".svg") if path != THEME and path.parent != GRAPHIC_THEMES]
    assert not [found for path in painted for found in colours(path)]


def test_a_theme_of_the_graphic_sets_the_same_variables_as_every_other_and_nothing_else() -> None:
    sets = {}
    for path in sorted(GRAPHIC_THEMES.iterdir()):
        rule = blanked(path.read_text("utf-8"), COMMENT).strip().removeprefix(":root {").removesuffix("}")
        sets[path.name] = re.findall(r"^  (--[a-z-]+):\s+[^;{}]+;$", rule, re.MULTILINE)
        assert len(sets[path.name]) == rule.count(";") and "{" not in rule, path
    assert sets and all(names == sets["default.css"] for names in sets.values()), sets


def test_the_colour_rule_would_notice() -> None:
    lines = ["a { color: #abc }", "b { border: 1px solid red }", "c { fill: rgb(1 2 3) }", "d{background:oklch(1 0 0)}"]
    harmless = ['<a href="#add">', "e { white-space: pre }", "/* #fff */", "f { color: var(--red) }", "&#8203;"]
    assert all(FUNCTION.search(line) or HEX.search(line) or PAINTED.search(line) for line in lines)
    for line in harmless:
        text = blanked(blanked(line, COMMENT), LINK)
        assert not (FUNCTION.search(text) or HEX.search(text) or PAINTED.search(text)), line


def test_feed_js_is_the_one_user_of_socket_io() -> None:
    users = {path.relative_to(ROOT).as_posix() for path in own(".js") if "socket.io" in path.read_text("utf-8")}
    assert users == {"static/parts/feed/feed.js"}


IMPORT = re.compile(r"""(?:from|import)\s*\(?\s*["'](\.{1,2}/[^"']+)["']""")


def test_a_screen_imports_nothing_of_another_screen_and_the_parts_nothing_of_any() -> None:
    shared = {"parts", "generated", "vendor"}
    wrong = []
    for path in own(".js"):
        room = path.relative_to(ROOT / "static").parts[0]
        for target in IMPORT.findall(path.read_text("utf-8")):
            of = (path.parent / target).resolve().relative_to(ROOT / "static").parts[0]
            if of not in ({room} if room not in shared else set()) | shared:
                wrong.append(f"{path.relative_to(ROOT)} imports {target}")
    assert not wrong


def test_pages_fetch_nothing_from_elsewhere() -> None:
    abroad = re.compile(r"""(?:src|href|from|import|url)\s*[=(]?\s*["'(]\s*(?:https?:)?//(?!www\.w3\.org)""")
    assert not [
        f"{path.relative_to(ROOT)}: {found[0]}"
        for path in own(".css", ".js", ".html")
        for found in abroad.finditer(path.read_text("utf-8"))
    ]
