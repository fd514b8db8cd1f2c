"""What the pages' own files keep to: colours in one place, one user of Socket.IO, nothing fetched from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from live.web.crew.pages import GROUND

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
BAR = re.compile(r'<meta name="theme-color" [^>]*content="(#[0-9a-f]{6})">')
"""The colour of an installed window's bar: a browser wants it in the page, where no variable is known."""


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
    text = blanked(blanked(blanked(path.read_text("utf-8"), COMMENT), LINK), BAR)
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for number, line in enumerate(text.splitlines(), 1)
        if FUNCTION.search(line) or HEX.search(line) or PAINTED.search(line)
    ]


def test_a_colour_stands_in_theme_css_and_nowhere_else() -> None:
    painted = [path for path in own(".css", ".js", ".html", ".svg") if path != THEME and path.parent != GRAPHIC_THEMES]
    assert not [found for path in painted for found in colours(path)]


def test_the_bar_of_an_installed_window_has_the_ground_of_the_light_page() -> None:
    ground = re.search(r"--ground:\s*(#[0-9a-f]{6});", THEME.read_text("utf-8"))
    bars = BAR.findall((ROOT / "templates/base.html").read_text("utf-8"))
    assert ground and [len(bars), bars[0], GROUND] == [2, ground[1], ground[1]]


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
    taken = re.compile(r"""^import .*["']socket\.io""", re.M)
    users = {path.relative_to(ROOT).as_posix() for path in own(".js") if taken.search(path.read_text("utf-8"))}
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


REPEATED = 10
"""Lines in a row, of those that count, that two files may have in common: with what is passed over about fifteen."""

PASSED_OVER = re.compile(r"[^\w]*|import\b.*|\} from .*|/\*\* @import .*")
"""What is no line of its own: nothing, brackets and other signs alone, what is imported."""


def lines_of(path: Path) -> list[tuple[int, str]]:
    """The lines that count, with their numbers, without the spaces around them."""
    stripped = ((number, line.strip()) for number, line in enumerate(path.read_text("utf-8").splitlines(), 1))
    return [(number, line) for number, line in stripped if not PASSED_OVER.fullmatch(line)]


def repeats(paths: Iterable[Path]) -> list[str]:
    """Where a file begins to say what another has said, for more than REPEATED lines in a row.

    Blank lines, lines of brackets and other signs alone and imports are passed over on both sides: a run goes on across
    them and is not longer for them. Everything else counts as it stands, comments too, but for how far it is indented.
    """
    said: dict[tuple[str, ...], tuple[Path, int]] = {}
    found = []
    for path in paths:
        lines = lines_of(path)
        ran = False
        for at in range(len(lines) - REPEATED):
            number = lines[at][0]
            first, there = said.setdefault(tuple(line for _, line in lines[at : at + REPEATED + 1]), (path, number))
            if first != path and not ran:
                found.append(f"{path.name}:{number} repeats {first.name}:{there}")
            ran = first != path
    return found


def test_no_two_files_say_the_same_for_more_than_fifteen_lines_in_a_row() -> None:
    written = [
        path for path in own(".js", ".css", ".ts") if path.relative_to(ROOT).parts[:2] != ("static", "generated")
    ]
    assert repeats(written) == []


def test_the_rule_of_repeats_would_notice(tmp_path: Path) -> None:
    lines = [f"step({n});" for n in range(REPEATED + 1)]
    one, other, shorter = tmp_path / "one.js", tmp_path / "other.js", tmp_path / "shorter.js"
    one.write_text("\n".join(["begin();", *lines]))
    other.write_text("\n\n".join(["{", 'import "./a.js";', *(f"  {line}\n  }}" for line in lines), "end();"]))
    shorter.write_text("\n".join(lines[1:]))
    assert repeats([one, other, shorter]) == ["other.js:5 repeats one.js:2"]
