"""A search through whatever the tests make the product write, for what must stand nowhere but where it belongs.

Secrets that tests plant are looked for in each log, answer, printed line, audit entry, event and remembered result, in
each frame of a socket, and in each page of a browser as it stands when it is closed. Contacts of people are looked for
in the same, but for what is there to tell them: the ways by which a person asks (TELLING), what
programs with keys of their own are told, what commands print. What is found fails the test that made it, and says where
it stands. Nothing but the standard library is imported: the resident does so too (`resident.py`), and what it has
imported nobody can patch any more.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

LEAST = 10
"""Letters from which on a planted secret is told from any other word."""

WORD = re.compile(r"[A-Za-z0-9_-]{10,}")

PHONE = re.compile(r"(?:\+7|%2B7|[78]) ?\(?9\d\d\)?[ -]?\d{3}[ -]?\d\d[ -]?\d\d(?!\w)")
EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]+\.[a-z]{2,}")
PROFILE = re.compile(r"https://vk\.com/(?:id\d|anna)")
"""A mobile telephone, an e-mail address and a profile, as the tests invent them."""

MARKED = re.compile(r'"words": ?"([^"]*)"|class="covered[^>]*>([^<]*)<')
"""What in a question's text is marked as not for the air, which its moderators read: in a frame, and in a page."""

CATALOGUE = re.compile(r'<script [^>]*id="i18n">.*?</script>', re.DOTALL)
"""The product's own words in a page, an example of a telephone among them."""

SECRET_SETTINGS = frozenset({"secret", "token", "user_token", "password", "api_key", "api_salt"})
"""Those of a channel that its network alone knows."""


TELLING = {
    "/admin/subjects": "one person's data, for that person; each look is written down",
    "/admin/departments": "the departments' own addresses",
    "/admin/people": "the addresses of those who work here",
    "/admin/channels": "the addresses from which the centre itself writes",
    "/help": "invented ones, as examples",
}
"""Pages, with what is below them, that are there to tell contacts, and why: no other answer to a person holds any."""


class Misplaced(AssertionError):
    """Something stands where it does not belong."""


class Search:
    """What was planted, and how much was searched."""

    def __init__(self) -> None:
        self.searched: Counter[str] = Counter()
        self._words: set[str] = set()
        self._phrases: set[str] = set()
        self._passwords: dict[str, str] = {}
        self._read: dict[Path, int] = {}
        self._meant: set[str] = set()
        self._links: set[str] = set()
        self._found: list[str] = []

    def meant(self, *contacts: str) -> None:
        """To the end of this test these may be shown: somebody has asked for them, typed them or let them through."""
        self._meant |= set(contacts)

    def settle(self) -> None:
        """The end of a test: `Misplaced` for what was found where nothing could be raised."""
        found, self._found = self._found, []
        self._meant.clear()
        if found:
            raise Misplaced("\n".join(found))

    def plant(self, *secrets: str) -> None:
        """Keys, links' tokens and other secrets: they may stand in the answer to whoever has named them."""
        for one in secrets:
            if len(one) >= LEAST:
                (self._words if WORD.fullmatch(one) else self._phrases).add(one)
                self._phrases |= {quote(one)} - {one}

    def plant_link(self, token: str) -> None:
        """The secret of a link: whoever holds it is a screen, and no program."""
        self.plant(token)
        self._links.add(token)

    def is_program(self, token: str | None) -> bool:
        """Whether a socket that joins by this, or by a cookie (None), is a program with a key of its own."""
        return token is not None and token not in self._links

    def plant_password(self, password: str) -> None:
        """It stands in no answer, whoever has typed it."""
        if len(password) >= LEAST:
            self._passwords[password] = quote(password)

    def log(self, path: Path) -> None:
        """What has come to a log since the last look."""
        try:
            with path.open("rb") as file:
                file.seek(self._read.get(path, 0))
                content = file.read()
        except FileNotFoundError:
            return
        self._read[path] = self._read.get(path, 0) + len(content)
        self._count("logs", content)
        self._whole(content.decode("utf-8", "replace"), f"the log {path.name}")

    def printed(self, text: str, command: str) -> None:
        """What a command printed."""
        self._count("printed", text)
        self._no_secret(text, f"what `{command}` printed")

    def answer(self, body: bytes, where: str, asked: str, told: bool) -> None:
        """An answer; `asked` is the request as its sender wrote it, `told` whether they may be told contacts by it."""
        self._count("answers", body)
        for text in _texts(body):
            self._no_secret(text, where, asked)
            if not told:
                _no_contact(text, where, f"{asked} {self._meant} {MARKED.findall(text)}")

    def frame(self, text: str, where: str, program: bool = False) -> None:
        """What a socket was sent; `program`: one with a key of its own, which is told contacts."""
        self._count("frames", text)
        self._keep(text, where, program)

    def page(self, html: str, path: str) -> None:
        """What a browser shows of a page."""
        self._count("pages", html)
        self._keep(CATALOGUE.sub("", html), f"the page {path}", tells(path))

    def _keep(self, text: str, where: str, told: bool) -> None:
        """What is found here waits for the test's end: a socket's thread and a browser's events have nobody to tell."""
        try:
            self._no_secret(text, where)
            if not told:
                _no_contact(text, where, f"{self._meant} {MARKED.findall(text)}")
        except Misplaced as found:
            self._found.append(str(found))

    def row(self, text: str, where: str) -> None:
        """What is kept of an act."""
        self._count("rows", text)
        self._whole(text, where)

    def _count(self, kind: str, content: str | bytes) -> None:
        self.searched[kind] += 1
        self.searched["bytes"] += len(content)

    def _whole(self, text: str, where: str) -> None:
        self._no_secret(text, where)
        _no_contact(text, where)

    def _no_secret(self, text: str, where: str, asked: str = "") -> None:
        found = self._words.intersection(WORD.findall(text)) if self._words else set()
        found |= {one for one in self._phrases if one in text}
        found = {one for one in found if one not in asked}
        found |= {one for one, quoted in self._passwords.items() if _stands_alone(one, text) or quoted in text}
        if found:
            raise Misplaced(f"{where} holds {sorted(found)}: …{_around(text, min(found))}…")


SEARCH = Search()
"""That of this process's tests."""


def tells(path: str) -> bool:
    """Whether a page is there to tell contacts, or is below one that is."""
    return any(f"{path}/".startswith(f"{page}/") for page in TELLING)


def _no_contact(text: str, where: str, asked: str = "") -> None:
    for found in _contacts(text):
        if found not in asked:
            raise Misplaced(f"{where} holds a contact: …{_around(text, found)}…")


def _contacts(text: str) -> Iterator[str]:
    """Each kind is looked for where a letter of it stands at all: most texts have none."""
    for phone in PHONE.finditer(text):
        if phone[0].startswith("%") or not re.match(r"[\w.]", text[phone.start() - 1 : phone.start()] or " "):
            yield phone[0]
    if "@" in text:
        yield from (found[0] for found in EMAIL.finditer(text))
    if "vk.com" in text:
        yield from (found[0] for found in PROFILE.finditer(text))


def _stands_alone(phrase: str, text: str) -> bool:
    """Whether it is no part of a longer word, as “верный” of “неверный”."""
    return phrase in text and re.search(rf"(?<!\w){re.escape(phrase)}", text) is not None


def _around(text: str, found: str) -> str:
    at = text.find(found)
    return text[max(0, at - 100) : at + 150]


def _texts(body: bytes) -> list[str]:
    """The texts of an answer, without the product's own words; of what is packed, each of its files."""
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            return [packed.read(name).decode("utf-8", "replace") for name in packed.namelist()]
    return [CATALOGUE.sub("", body.decode("utf-8", "replace"))]
