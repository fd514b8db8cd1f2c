"""Russian first, English second: the reader's language and the catalogue that screens carry with them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask, has_request_context, request, session
from flask_babel import Babel

TRANSLATIONS = Path(__file__).parent / "translations"
NAMES = {"ru": "Русский", "en": "English"}
"""Each language as those who speak it call it."""
LOCALES = tuple(NAMES)


def locale() -> str:
    """The language chosen on this device, else Russian: a browser's own setting does not decide in a control room."""
    if has_request_context():
        chosen = request.args.get("lang") or session.get("lang")
        if chosen in LOCALES:
            return str(chosen)
        if request.path.startswith("/api/"):
            return request.accept_languages.best_match(LOCALES) or "ru"
    return "ru"


@cache
def messages(language: str) -> dict[str, str]:
    """Every message of a language, for the browser; empty for English, whose words are the keys."""
    path = TRANSLATIONS / language / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        return {}
    with path.open("rb") as file:
        return {str(m.id): str(m.string) for m in read_po(file, locale=language) if m.id and isinstance(m.id, str)}


def compile_catalogues() -> None:
    """Write the .mo files that are missing or older than their .po, so that a clean checkout speaks Russian."""
    for source in TRANSLATIONS.glob("*/LC_MESSAGES/messages.po"):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parts[-3])
        with target.open("wb") as out:
            write_mo(out, catalogue)
        target.chmod(0o644)  # Words of ours alone: whoever runs the program next must read them too.


@contextmanager
def speaking() -> Iterator[None]:
    """Words outside of any request, such as those of a file that a command writes: Russian."""
    app = Flask("live")
    install(app)
    with app.app_context():
        yield


def install(app: Flask) -> None:
    compile_catalogues()
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(TRANSLATIONS)
    app.config["BABEL_DEFAULT_LOCALE"] = "ru"
    Babel(app, locale_selector=locale)
