"""What a person sees is never written straight into a page or a script: it goes through the translations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = sorted(path for path in (ROOT / "static").rglob("*.js") if "vendor" not in path.parts)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))

HOLE = "\0"
"""Stands where a value is put in."""

LETTERS = re.compile(r"[^\W\d_]{2,}")
SAID_ALOUD = re.compile(r"""\s(?:aria-label|aria-description|title|placeholder|alt|label)=(["'])([^"'\0]*)\1""")
KEYS = re.compile(r"<kbd[^>]*>.*?</kbd>|\b(?:Alt|Ctrl|Shift)\+", re.DOTALL)
NOT_READ = re.compile(r"<(script|style)\b.*?</\1>|<!--.*?-->", re.DOTALL | re.IGNORECASE)
TAG = re.compile(r"<[^>]*>|[\w:-]+=\"[^\"]*\"", re.DOTALL)
"""A tag, or attributes that a page puts together apart from their tag."""

NO_TEXT = re.compile(r"\{#.*?#\}|\{% block theme %\}.*?\{% endblock %\}|\{%.*?%\}", re.DOTALL)
CALLED = re.compile(r"""(?<![\w.])(?:note|refusal|alert|confirm)\(\s*(["'`])(?!\1)""")
NAMED = re.compile(
    r"""(?<![\w.$-])(?:title|text|label|confirm|heading|none|placeholder):\s*(["'])(?P<words>[^"']*)\1"""
)
CYRILLIC = re.compile("[А-Яа-яЁё]")

THE_SAME_EVERYWHERE = {"VK", "OK", "MAX", "TG", "API", "Telegram", "Live"}
"""Names that no language changes."""

ABOUT_LETTERS = {
    "static/help/site_find.js",
    "static/parts/questions/difference.js",
    "static/parts/questions/fuzzy_match.js",
    "static/parts/questions/opening.js",
    "static/parts/time.js",
}
"""Scripts whose work is with Russian: where letters stand on the keys, how long they are read, which words to skip."""


def parts(script: str) -> Iterator[str]:
    """Every html`…` of a script, innermost ones too, with a HOLE for each value."""
    for start in re.finditer(r"\b(?:html|svg)`", script):
        yield _template(script, start.end())[0]


def _template(script: str, at: int) -> tuple[str, int]:
    """The text of the template that begins here, and where it ends."""
    text = []
    while script[at] != "`":
        if script[at] == "\\":
            at += 1
        elif script.startswith("${", at):
            at = _value(script, at + 2)
            text.append(HOLE)
            continue
        text.append(script[at])
        at += 1
    return "".join(text), at + 1


def _value(script: str, at: int) -> int:
    """Where the value that begins here ends: after its closing brace."""
    depth = 1
    while depth:
        letter = script[at]
        if letter == "`":
            at = _template(script, at + 1)[1]
            continue
        if letter in "\"'":
            at = _string(script, at)
            continue
        depth += (letter == "{") - (letter == "}")
        at += 1
    return at


def _string(script: str, at: int) -> int:
    quote, at = script[at], at + 1
    while script[at] != quote:
        at += 2 if script[at] == "\\" else 1
    return at + 1


def written(markup: str) -> list[str]:
    """The words that stand in this markup itself, in its text and in what is read aloud."""
    markup = NOT_READ.sub(" ", KEYS.sub(" ", markup))
    aloud = [found[2] for found in SAID_ALOUD.finditer(markup)]
    read = TAG.sub(" ", markup).replace("&nbsp;", " ")
    words = [word for text in (*aloud, read) for word in LETTERS.findall(text)]
    return [word for word in words if word not in THE_SAME_EVERYWHERE]


def without_comments(script: str) -> str:
    return re.sub(r"/\*(?s:.*?)\*/|(?<!:)//.*", "", script)


def test_no_script_writes_words_into_its_markup() -> None:
    found = {}
    for path in SCRIPTS:
        words = [word for part in parts(path.read_text("utf-8")) for word in written(part)]
        if words:
            found[str(path.relative_to(ROOT))] = words
    assert not found


def test_no_script_says_a_sentence_that_is_not_translated() -> None:
    found = {}
    for path in SCRIPTS:
        script = without_comments(path.read_text("utf-8"))
        said = [script[match.start() : match.start() + 60] for match in CALLED.finditer(script)]
        said += [match[0] for match in NAMED.finditer(script) if LETTERS.search(match["words"])]
        said = [text for text in said if not any(name in text for name in THE_SAME_EVERYWHERE)]
        if said:
            found[str(path.relative_to(ROOT))] = said
    assert not found


def test_no_page_writes_words_into_its_markup() -> None:
    found = {}
    for path in TEMPLATES:
        page = NO_TEXT.sub(" ", path.read_text("utf-8"))
        words = written(re.sub(r"\{\{.*?\}\}", HOLE, page, flags=re.DOTALL))
        if words:
            found[str(path.relative_to(ROOT))] = words
    assert not found


def test_no_script_or_page_holds_russian_words() -> None:
    found = []
    for path in (*SCRIPTS, *TEMPLATES):
        name = str(path.relative_to(ROOT))
        if name not in ABOUT_LETTERS and CYRILLIC.search(without_comments(path.read_text("utf-8"))):
            found.append(name)
    assert not found


def test_the_words_of_a_markup_are_found() -> None:
    """The rule itself: it sees text, labels and nested parts, and lets keys, values and names be."""
    script = 'html`<b title="Close it" class="one two">${a ? html`Open <kbd>Esc</kbd>` : `x ${"}"}`} VK</b>`'
    assert [word for part in parts(script) for word in written(part)] == ["Close", "it", "Open"]


def test_what_follows_a_comment_is_looked_at() -> None:
    assert without_comments("one(); // of two\n/* and\nmore */ three('http://four');\n") == (
        "one(); \n three('http://four');\n"
    )
