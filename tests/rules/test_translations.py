"""Everything that a person sees has a Russian translation."""

from __future__ import annotations

import ast
import functools
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po

from live.domain import broadcast, call, question, reply, ticket
from live.domain.people import Role
from live.web.languages import of_screen
from tools.messages import domain_terms, texts_in_code

ROOT = Path(__file__).resolve().parents[2]
RUSSIAN = ROOT / "live/web/translations/ru/LC_MESSAGES/messages.po"

SCRIPTS = [path for path in sorted((ROOT / "static").rglob("*.js")) if "vendor" not in path.relative_to(ROOT).parts]

PYTHON: dict[str, tuple[int, ...] | None] = {
    **{"_": None, "gettext": None, "lazy_gettext": None, "_l": None, "ngettext": (1, 2), "lazy_ngettext": (1, 2)},
    "Refused": (2,),
    "Failed": (2,),
}
"""What marks a text in Python: gettext's names, and the sentence of a refusal or a failure."""

TEMPLATE: dict[str, tuple[int, ...] | None] = {"_": None, "gettext": None, "ngettext": (1, 2)}
SCRIPT = re.compile(r'(?<![\w.])tn?\(\s*("(?:[^"\\]|\\.)*")')
IMPORTED = re.compile(r'(?:\bfrom|\bimport\(?)\s*"(\.[^"]+)"')
PLACEHOLDER = re.compile(r"\{(\w+)\}|%\((\w+)\)[sd]")


def with_babel(method: str, path: Path, keywords: dict[str, Any]) -> Iterator[str]:
    for _, message, _, _ in extract(method, io.BytesIO(path.read_bytes()), keywords):
        yield from [message] if isinstance(message, str) else [message[0]]


@functools.cache
def in_scripts(path: Path) -> frozenset[str]:
    return frozenset(json.loads(found[1]) for found in SCRIPT.finditer(path.read_text("utf-8")))


@functools.cache
def said() -> dict[str, str]:
    """Every msgid of the product, with a place where it stands."""
    found: dict[str, str] = {}
    for path in sorted((ROOT / "live").rglob("*.py")):
        found |= dict.fromkeys(with_babel("python", path, PYTHON), str(path.relative_to(ROOT)))
    for path in sorted((ROOT / "templates").rglob("*.html")):
        found |= dict.fromkeys(with_babel("jinja2", path, TEMPLATE), str(path.relative_to(ROOT)))
    for path in SCRIPTS:
        found |= dict.fromkeys(in_scripts(path), str(path.relative_to(ROOT)))
    return found


def words() -> dict[str, str]:
    """The domain's own words that a refusal or a screen names: states, verbs, roles and reasons."""
    found: dict[str, str] = {}
    for room in (question, broadcast, call, reply, ticket):
        found |= dict.fromkeys([state.value for state in room.State], f"{room.__name__}.State")
        found |= dict.fromkeys(room.TRANSITIONS, f"{room.__name__}.TRANSITIONS")
    found |= dict.fromkeys([role.value for role in Role], "Role")
    return found


@functools.cache
def catalog() -> Catalog:
    with RUSSIAN.open("rb") as file:
        return read_po(file, locale="ru")


def is_translated(msgid: str) -> bool:
    message = catalog().get(msgid)
    if message is None or message.fuzzy:
        return False
    return all(message.string) if isinstance(message.string, tuple | list) else bool(message.string)


def test_every_text_has_a_russian_translation() -> None:
    missing = {text: place for text, place in said().items() if not is_translated(text)}
    assert not missing


def test_every_word_of_the_domain_has_a_russian_translation() -> None:
    missing = {word: place for word, place in words().items() if not is_translated(word)}
    assert not missing


def test_every_translation_is_of_something_that_is_said() -> None:
    known = said().keys() | words().keys() | domain_terms() | texts_in_code()
    ids = [message.id if isinstance(message.id, str) else message.id[0] for message in catalog() if message.id]
    assert [msgid for msgid in ids if msgid not in known] == []


def test_a_translation_fills_in_what_its_text_fills_in() -> None:
    def placeholders(text: str) -> set[str]:
        return {a or b for a, b in PLACEHOLDER.findall(text)}

    wrong = []
    for message in catalog():
        if not message.id:
            continue
        singular, *plural = message.id if isinstance(message.id, tuple | list) else (message.id,)
        allowed = placeholders(singular).union(*map(placeholders, plural))
        strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
        wrong += [str(message.id) for string in strings if string and not placeholders(string) <= allowed]
    assert not wrong


@functools.cache
def unreadable() -> set[str]:
    """What a channel's file may say of a body that it cannot read, with a name in quotes as a placeholder."""
    said = set()
    for path in (ROOT / "live").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Unreadable":
                parts = node.args[0].values if isinstance(node.args[0], ast.JoinedStr) else node.args
                text = "".join(str(part.value) if isinstance(part, ast.Constant) else "name" for part in parts)
                said.add(re.sub("^“[^”]*”", "“{name}”", text))
    return said


def test_why_a_message_waits_unread_is_told_in_russian() -> None:
    assert [text for text in sorted(unreadable()) if not is_translated(text)] == []
    assert len(unreadable()) > 8


@functools.cache
def failures() -> set[str]:
    """Why a network did not take or give something: it is kept as it was said, until a screen shows it."""
    found: set[str] = set()
    for path in [*(ROOT / "live/channels").rglob("*.py"), *(ROOT / "live/workers").rglob("*.py")]:
        found |= set(with_babel("python", path, {"Failed": (2,)}))
    return found


def reached(screen: str) -> set[Path]:
    """The scripts of a live screen with all that they import, sooner or later."""
    found: set[Path] = set()
    ahead = [path for path in SCRIPTS if path.parent == ROOT / "static" / screen]
    while ahead:
        path = ahead.pop()
        if path not in found:
            found.add(path)
            ahead += [(path.parent / name).resolve() for name in IMPORTED.findall(path.read_text("utf-8"))]
            ahead = [path for path in ahead if path.exists()]  # A file of types alone is named as if it were a script.
    return found


@pytest.mark.parametrize("screen", ["desk", "calls", "rundown", "prompter", "head", "gallery", "tickets"])
def test_a_screen_is_given_all_that_it_translates_itself(screen: str) -> None:
    of_scripts = {text for path in reached(screen) for text in in_scripts(path)}
    needed = of_scripts | domain_terms() | words().keys() | failures()
    assert min(len(of_scripts), len(failures())) > 30
    assert needed - of_screen("ru", screen).keys() == set()


def test_a_page_is_given_all_that_the_palette_says() -> None:
    texts = {text for path in SCRIPTS if "palette" in path.parts for text in in_scripts(path)}
    assert texts and texts <= of_screen("ru").keys()


def test_a_screen_is_given_nothing_that_others_alone_say() -> None:
    places = {str(message.id): {place for place, _ in message.locations} for message in catalog() if message.id}
    given = [places[text] for text in of_screen("ru", "desk")]
    assert [
        where for where in given if all(place.startswith(("templates/", "static/rundown/")) for place in where)
    ] == []


OUT_OF_USE = re.compile(
    r"(?i)\bстол(а|у|ы|е|ом)?\b|эфирн\w+ списо?к|\bв строю\b|\bдогоняет\b|\bобзвон|\bпередач[аиу]\b|\bдержит\b"
)
"""Names that were given up for one that everybody knows: see docs/glossary.md."""


def test_a_thing_has_the_name_that_the_glossary_gives_it() -> None:
    said = [text for message in catalog() if message.id for text in as_texts(message.string)]
    pages = [path for path in (ROOT / "docs").rglob("*.md") if "decisions" not in path.parts]
    written = [line for path in pages for line in path.read_text("utf-8").splitlines()]
    assert len(said) > 2000 and len(written) > 2000
    assert [text for text in (*said, *written) if OUT_OF_USE.search(text)] == []


def as_texts(string: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (string,) if isinstance(string, str) else tuple(string or ())


NAMED_IN_A_TEXT = re.compile(r"""f"[^"\n]*\{[^}"\n]*\b(?:gettext|_)\(""")


def test_no_text_is_hidden_within_another_where_no_catalogue_finds_it() -> None:
    """What gathers the texts reads no calls inside an f-string: they would stay English."""
    hidden = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sorted((ROOT / "live").rglob("*.py"))
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if NAMED_IN_A_TEXT.search(line)
    ]
    assert hidden == []
