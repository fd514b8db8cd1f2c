"""Keeps the catalogues of translations complete: gathers what the code says and updates live/web/translations.

    .venv/bin/python tools/messages.py            update the catalogues, list what has no translation
    .venv/bin/python tools/messages.py --check    change nothing; exit 1 where a catalogue is not complete

Msgids are English. Beside gettext's own calls they are gathered from `Refused(code, "…")` and `Failed(kind, "…")`, from
`t("…")` and `tn("…")` in the scripts, and from the domain itself: every state, verb, role and reason is a term that
some sentence shows.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_keywords, parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from live.domain import broadcast, call, people, question, reply, ticket  # noqa: E402 - the path comes first
from live.domain.control.verbs import VERBS  # noqa: E402 - the path comes first
from live.domain.files import attached  # noqa: E402 - the path comes first
from live.domain.official_pages import discussion, publication  # noqa: E402 - the path comes first
from live.domain.polls import posting  # noqa: E402 - the path comes first

TRANSLATIONS = ROOT / "live" / "web" / "translations"
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    **parse_keywords(["_", "_l", "lazy_gettext", "Refused:2", "Failed:2", "Broken:2", "__init__:2"]),
}

CALL = re.compile(r"""\b(t|tn)\(\s*"((?:[^"\\]|\\.)+)\"""")
SKIPPED = {".git", ".venv", "node_modules", "tests", "bench", "docs", "__pycache__"}

OTHER_TERMS = (
    *("question", "broadcast", "call", "ticket", "show", "standing", "tickets"),
    *("reply", "post", "publication", "discussion"),
    "resident",
    *("desk", "calls", "rundown", "prompter", "head", "overlay", "gallery", "ask", "admin", "report"),
    *("photo", "video", "audio", "audio_message", "voice", "recording", "doc", "document", "link", "file"),
    *("sticker", "contact", "poll", "place"),
    *("question.received", "question.added", "question.named", "question.gathered"),
    *("question.continued", "call.recorded"),
    *(
        "question.changed_by_author",
        "question.deleted_by_author",
        "questions.ticketed",
        "graphic.shown",
        "graphic.cleared",
    ),
)


def javascript(file: IO[bytes], keywords: Any, tags: Any, options: Any) -> Iterator[tuple[int, str, str, list[str]]]:
    """Babel's extractor for the screens' scripts: its own cannot read calls inside nested templates."""
    text = file.read().decode("utf-8")
    for found in CALL.finditer(text):
        msgid = found[2].replace('\\"', '"').replace("\\\\", "\\")
        yield text.count("\n", 0, found.start()) + 1, "gettext", msgid, []


OF_THEIR_OWN = (posting, publication, discussion)
"""Whose states are called otherwise than those of the same names elsewhere."""


def domain_terms() -> set[str]:
    """The states, verbs, events, roles and reasons of the domain, each of which is a msgid."""
    terms: set[str] = set(OTHER_TERMS)
    for module in (broadcast, call, question, reply, ticket, posting, publication, discussion):
        terms |= {state.value for state in module.State} | set(module.TRANSITIONS)
        terms |= {f"{module.TRANSITIONS.subject}.{verb}" for verb, one in module.TRANSITIONS.items() if one.roles}
        terms |= {f"{module.TRANSITIONS.subject}.{state.value}" for state in module.State if module in OF_THEIR_OWN}
        terms |= {transition.event for transition in module.TRANSITIONS.values() if transition.event}
    return (
        terms
        | {role.value for role in people.Role}
        | set(question.REASONS)
        | set(ticket.PRIORITIES)
        | set(attached.Why)
        | {one.says for one in VERBS.values()}
    )


def gathered() -> Catalog:
    """Every msgid of the project, without translations."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]  # babel leaves it so
    catalogue = Catalog(project="live", charset="utf-8")
    found = extract_from_dir(
        str(ROOT), methods, options, keywords=KEYWORDS, directory_filter=lambda path: Path(path).name not in SKIPPED
    )
    for file_name, _line, message, comments, context in found:
        if message:
            catalogue.add(message, None, [(file_name, 0)], auto_comments=comments, context=context)
    for term in domain_terms():
        catalogue.add(term, None, [("live/domain", 0)])
    return catalogue


def texts_in_code() -> set[str]:
    """Every string that stands in the Python code."""
    files = [ROOT / "app.py", *(ROOT / "live").rglob("*.py")]
    trees = (ast.parse(file.read_text("utf-8")) for file in files)
    return {
        node.value
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def refreshed(file: Path, template: Catalog) -> Catalog:
    """The catalogue in `file` with the msgids of `template`, and its own that still stand in the code.

    A sentence that is chosen from a table is in no call, so it is added by hand once and kept while it is there.
    """
    with file.open("rb") as source:
        catalogue = read_po(source, locale=file.parent.parent.name)
    chosen = texts_in_code()
    for message in catalogue:
        if message.id and message.id not in template and message.id in chosen:
            template.add(message.id, None, [("live", 0)])
    created = catalogue.creation_date
    catalogue.update(template, no_fuzzy_matching=True)
    catalogue.creation_date = created
    return catalogue


def untranslated(catalogue: Catalog) -> list[str]:
    return sorted(str(message.id) for message in catalogue if message.id and not message.string)


def main() -> int:
    check = "--check" in sys.argv[1:]
    template = gathered()
    missing = 0
    for file in sorted(TRANSLATIONS.glob("*/LC_MESSAGES/messages.po")):
        catalogue = refreshed(file, template)
        for msgid in untranslated(catalogue):
            print(f"{file.relative_to(ROOT)}: {msgid}")
            missing += 1
        if not check:
            with file.open("wb") as target:
                write_po(target, catalogue, width=120, include_lineno=False, sort_output=True, ignore_obsolete=True)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
