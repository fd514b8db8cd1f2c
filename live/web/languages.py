"""Russian first, English second: the reader's language and the catalogue that screens carry with them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask, has_request_context, request, session
from flask_babel import Babel, force_locale
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from live.settings.shipped import IN_WHEEL

TRANSLATIONS = Path(__file__).parent / "translations"
NAMES = {"ru": "Русский", "en": "English"}
"""Each language as those who speak it call it."""
LOCALES = tuple(NAMES)

TERMS = frozenset({"live", "live/domain"})
"""Where tools/messages.py says that the words of the domain stand, and sentences that are chosen from a table."""

SHARED = ("static/parts/", "live/channels/", "live/files/", "live/followup/", "live/store/", "live/workers/")
"""What every screen shares, and what is kept as it was said until one shows it: why a network took no reply."""


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
    """Every message of a language; empty for English, whose words are the keys."""
    return {msgid: said for msgid, said, _ in _catalogue(language)}


@cache
def of_screen(language: str, screen: str = "") -> dict[str, str]:
    """What a screen translates by itself, or what every page does: most of the catalogue is said elsewhere."""
    folders = (*SHARED, f"static/{screen}/")
    return {
        msgid: said
        for msgid, said, places in _catalogue(language)
        if any(place in TERMS or place.startswith(folders) for place in places)
    }


@cache
def script_of_screen(language: str, screen: str) -> Markup:
    """The same as JSON that may stand in a page; as UTF-8, which is a third of what escapes take."""
    return htmlsafe_json_dumps(of_screen(language, screen), dumps=partial(json.dumps, ensure_ascii=False))


@cache
def _catalogue(language: str) -> list[tuple[str, str, tuple[str, ...]]]:
    """Each message, its translation, and the files that it stands in; read once for all screens."""
    path = TRANSLATIONS / language / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        return []
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    return [
        (message.id, str(message.string), tuple(place for place, _ in message.locations))
        for message in catalogue
        if message.id and isinstance(message.id, str)
    ]


def compile_catalogues() -> None:
    """Write the .mo files that are missing or older than their .po, so that a clean checkout speaks Russian.

    A wheel brings them; pip writes them a moment before their .po.
    """
    if IN_WHEEL:
        return
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
def speaking(language: str = "ru") -> Iterator[None]:
    """Words outside of any request, such as those of a file that a command writes."""
    app = Flask("live")
    install(app)
    with app.app_context(), force_locale(language):
        yield


def install(app: Flask) -> None:
    compile_catalogues()
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(TRANSLATIONS)
    app.config["BABEL_DEFAULT_LOCALE"] = "ru"
    Babel(app, locale_selector=locale)
