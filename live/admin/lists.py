"""The administrator's verb on the centre's lists: save one as a whole, and let every open desk hear of it."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints, TypeAdapter, ValidationError

from live.admin.calendar import CalendarItem, Deadline, checked_calendar, checked_deadlines
from live.domain import broadcast as rules
from live.domain import templates
from live.domain.audit import Act
from live.domain.characters import alike, one_line
from live.domain.events import Event
from live.domain.official_pages import score
from live.domain.official_pages.result import Kind, check_template
from live.domain.people import By
from live.domain.question import ON_AIR, REASONS, SHORTLISTED, WITHDRAWN
from live.domain.refused import Refused, wrong_body
from live.domain.submission import TEXT_LIMIT, checked_text
from live.language.latin import latin
from live.language.speech.stresses import has_stress
from live.language.urgency import TOGETHER
from live.language.words import words
from live.store.centre import audit, departments, lists
from live.store.centre.lists import CentreList
from live.store.ids import TICKETS_LOG
from live.store.show import broadcasts, questions
from live.store.transaction import Store, Transaction

MOST = {
    "topics": 300,
    "rude": 1000,
    "urgent": 1000,
    "stresses": 2000,
    "hidden_words": 1000,
    "localities": 2000,
    "reasons": 40,
    "departments": 500,
    "messages": 40,
    "templates": 100,
    "calendar": 1,
    "deadlines": 900,
    "results": len(Kind),
    "page_scores": 1,
}
"""Entries that a list may have; the departments are kept one by one, by `live/admin/departments.py`."""

MOST_WORDS = 60
"""Key words of a topic, and other spellings of a settlement."""


SHORTEST = 3
"""Letters of the beginning of a rude word: fewer begin too many others."""


MOST_OF_PHRASE = 8
"""Words of a phrase that tells of danger."""


def _one_line(text: str) -> str:
    """The text without what separates lines or words twice; `invalid` where it holds what cannot be shown."""
    text = one_line(text)
    if not text.isprintable():
        raise Refused("invalid", "The request holds control characters.")
    return text


Name = Annotated[str, StringConstraints(max_length=200), AfterValidator(_one_line)]


class Item(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Topic(Item):
    name: Name
    words: list[Name] = []
    department: Name | None = None
    approval: bool = False
    """Whether a final answer of an executor waits for a coordinator."""


class Locality(Item):
    name: Name
    also: list[Name] = []


class RudeWord(Item):
    name: Name


class Danger(Item):
    """Words that tell of danger: one phrase, or several with + between."""

    name: Name


class Stressed(Item):
    """A name of one word or a few, the stress of one at least marked."""

    name: Name


class HiddenWord(Item):
    name: Name


class Reason(Item):
    """`label` null: a built-in reason, which every screen names in its reader's language."""

    code: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{1,64}$")] | None = None
    label: Name | None = None
    shown: bool = True


class Template(Item):
    """An answer ready to be filled in; `topic` null: for any."""

    name: Name
    text: Annotated[str, StringConstraints(max_length=TEXT_LIMIT)]
    topic: Name | None = None


class ResultText(Item):
    """What is told everybody of one kind of the centre's work; what stands in braces is filled in."""

    kind: Kind
    text: Annotated[str, StringConstraints(max_length=TEXT_LIMIT)]


class PageScores(Item):
    """What a page is to reach, and what that weighs; a number that was none stays as it was typed, and is refused."""

    aims: dict[score.Part, float]
    weights: dict[score.Part, int]
    silent: int


class Message(Item):
    """Ready words: a `message` to the presenter, or a `note` on a question for the presenter or the head."""

    text: Name
    kind: Literal["message", "note"] = "message"


_ITEMS: dict[str, TypeAdapter[Any]] = {
    "topics": TypeAdapter(list[Topic]),
    "localities": TypeAdapter(list[Locality]),
    "reasons": TypeAdapter(list[Reason]),
    "rude": TypeAdapter(list[RudeWord]),
    "urgent": TypeAdapter(list[Danger]),
    "stresses": TypeAdapter(list[Stressed]),
    "hidden_words": TypeAdapter(list[HiddenWord]),
    "calendar": TypeAdapter(list[CalendarItem]),
    "deadlines": TypeAdapter(list[Deadline]),
    "templates": TypeAdapter(list[Template]),
    "messages": TypeAdapter(list[Message]),
    "results": TypeAdapter(list[ResultText]),
    "page_scores": TypeAdapter(list[PageScores]),
}

ON_SCREENS = frozenset({"topics", "localities", "reasons", "messages"})
"""What the screens of a broadcast are given, and hear of. The others are the tickets' (`followup.recompute`)."""

STRESSES = "stresses"
"""Of it the screens see how questions are read aloud."""

MOST_READ_ALOUD = 10_000
"""Questions of a broadcast that are told anew: more than any list for air holds."""


def save_list(store: Store, name: str, version: int, items: Sequence[Any], by: By) -> CentreList:
    """The list as it is from now on. `invalid` says what is wrong, `conflict` carries what is there now.

    Every broadcast that is not put away is told by lists.changed, in the same transaction, where its screens show it;
    of stresses by question.stressed, for each question that is read aloud.
    """
    if name not in _ITEMS:
        raise Refused("not_found", "There is no list “{name}”.", name=name)
    if len(items) > MOST[name]:
        many = {"most": MOST[name], "count": len(items)}
        raise Refused("invalid", "A list takes at most {most} entries; there are {count}.", **many)
    try:
        read = _ITEMS[name].validate_python(items)
    except ValidationError as error:
        raise _wrong(error) from None
    with store.write() as tx:
        logs = lock_what_is_told(tx) if name in {*ON_SCREENS, STRESSES} else _lock_tickets(tx)
        checked = _checked(tx, name, read)
        saved = lists.save(tx, name, version, checked, by.name)
        audit.record(tx, Act.LIST_SAVED, f"list/{name}", by, version=saved.version, entries=len(checked))
        tell_screens(tx, logs, name, by)
    return saved


def tell_screens(tx: Transaction, logs: Iterable[int], name: str, by: By) -> None:
    """Every screen of these broadcasts hears that a list of theirs has changed, or what is read aloud otherwise now."""
    for broadcast_id in logs:
        changed = [Event("lists.changed", data={"list": name})]
        tx.append(broadcast_id, _read_aloud(tx, broadcast_id) if name == STRESSES else changed, by)


def _read_aloud(tx: Transaction, broadcast_id: int) -> list[Event]:
    """One event for each question whose text is read aloud there."""
    rows = questions.in_states(tx.connection, broadcast_id, [ON_AIR.value, SHORTLISTED.value], MOST_READ_ALOUD)
    return [Event("question.stressed", row.number, row.state, row.state) for row in rows]


def _checked(tx: Transaction, name: str, items: Sequence[Any]) -> list[dict[str, Any]]:
    if name == "calendar":
        return checked_calendar(items)
    if name == "deadlines":
        return checked_deadlines(items)
    if name == "templates":
        return _templates(items)
    if name == "messages":
        return _messages(items)
    if name == "results":
        return _results(items)
    if name == "page_scores":
        return _page_scores(items)
    if name == "rude":
        return _rude(items)
    if name == "urgent":
        return _dangers(items)
    if name == "stresses":
        return _stresses(items)
    if name == "hidden_words":
        return _hidden_words(items)
    if name == "reasons":
        return _reasons(items, lists.read(tx.connection, name))
    return _of_departments(tx, _named(items)) if name == "topics" else _named(items)


def _wrong(error: ValidationError) -> Refused:
    first = error.errors(include_url=False, include_input=False)[0]
    if first["type"] == "string_too_long":
        return Refused("invalid", "Entry {place} has a text that is too long.", place=int(first["loc"][0]) + 1)
    return wrong_body([first])


def lock_what_is_told(tx: Transaction) -> list[int]:
    """Lock every broadcast that is to be told; their ids. The row of the tickets lets one edit in at a time."""
    ids = [row.id for row in broadcasts.all_of(tx.connection) if row.state != rules.ARCHIVED.value]
    rows = tx.lock(TICKETS_LOG, *sorted(ids))
    return [row.id for row in rows[1:] if row.state != rules.ARCHIVED.value]


def _lock_tickets(tx: Transaction) -> list[int]:
    """One edit at a time, and none while a ticket is made; no broadcast is told."""
    tx.lock(TICKETS_LOG)
    return []


def _templates(items: Sequence[Template]) -> list[dict[str, Any]]:
    """Answers that may be sent once they are filled in: each with a name of its own and known placeholders."""
    _each_once([item.name for item in items])
    checked = []
    for item in items:
        if not item.text.strip():
            raise Refused("invalid", "“{name}” has no text.", name=item.name)
        text = checked_text(item.text)
        templates.check(text)
        checked.append({"name": item.name, "text": text, "topic": item.topic or None})
    return checked


def _named(items: Sequence[Topic | Locality]) -> list[dict[str, Any]]:
    """Topics or settlements: each with a name of its own, and no word twice."""
    _each_once([item.name for item in items])
    checked = []
    for item in items:
        field = "words" if isinstance(item, Topic) else "also"
        terms = list({alike(term): term for term in getattr(item, field) if term}.values())
        if len(terms) > MOST_WORDS:
            raise Refused("invalid", "“{name}” has more than {most} words.", name=item.name, most=MOST_WORDS)
        one: dict[str, Any] = {"name": item.name, field: terms}
        if isinstance(item, Topic):
            one |= {"department": item.department or None, **({"approval": True} if item.approval else {})}
        checked.append(one)
    return checked


def _reasons(items: Sequence[Reason], present: CentreList) -> list[dict[str, Any]]:
    """Reasons: a code, once given, stays, since questions were declined by it; it can only be hidden."""
    codes = [item.code for item in items if item.code]
    if len(set(codes)) < len(codes):
        raise Refused("invalid", "A reason stands there twice.")
    if gone := [item["code"] for item in present.items if item["code"] not in codes]:
        raise Refused("invalid", "A reason cannot be removed, only hidden: {codes}.", codes=gone)
    if any(item.code == "other" and not item.shown for item in items):
        raise Refused("invalid", "The reason “other” is always offered.")
    _each_once([item.label or "" for item in items if item.code not in REASONS])
    taken = set(codes)
    checked = []
    for item in items:
        code = item.code or code_of(item.label or "", taken | {*REASONS, WITHDRAWN}, "reason")
        taken.add(code)
        checked.append({"code": code, "label": None if code in REASONS else item.label, "shown": item.shown})
    return checked


def _rude(items: Sequence[RudeWord]) -> list[dict[str, Any]]:
    """Words: each once, one alone, with a * at its end where all that begin so are meant."""
    _each_once([item.name for item in items])
    for item in items:
        if len(words(item.name).split()) != 1 or (item.name.endswith("*") and len(words(item.name)) < SHORTEST):
            raise Refused("invalid", "“{name}” is not one word, or too short a beginning of one.", name=item.name)
    return [{"name": item.name} for item in items]


def _dangers(items: Sequence[Danger]) -> list[dict[str, Any]]:
    """Phrases, each once, every part of one with a word; a beginning with * needs a few letters."""
    _each_once([item.name for item in items])
    for item in items:
        parts = item.name.split(TOGETHER)
        begins = [words(one) for one in item.name.split() if one.endswith("*")]
        if not all(words(part) for part in parts) or any(len(one) < SHORTEST for one in begins):
            raise Refused(
                "invalid", "“{name}” has a part without a word, or too short a beginning of one.", name=item.name
            )
        if len(words(item.name).split()) > MOST_OF_PHRASE:
            raise Refused("invalid", "“{name}” has more than {most} words.", name=item.name, most=MOST_OF_PHRASE)
    return [{"name": item.name} for item in items]


def _stresses(items: Sequence[Stressed]) -> list[dict[str, Any]]:
    """Names, each once, with a stress that stands at a vowel."""
    _each_once([item.name for item in items])
    for item in items:
        if not has_stress(item.name):
            raise Refused(
                "invalid",
                "“{name}”: mark one vowel of the word, with + before it or an accent after it.",
                name=item.name,
            )
    return [{"name": item.name} for item in items]


def _hidden_words(items: Sequence[HiddenWord]) -> list[dict[str, Any]]:
    """Words and phrases, each once, of at least a few letters: a shorter one would hide nearly everything."""
    _each_once([item.name for item in items])
    for item in items:
        if len(words(item.name).replace(" ", "")) < SHORTEST:
            raise Refused("invalid", "“{name}” is too short: it would hide what nobody meant.", name=item.name)
    return [{"name": item.name} for item in items]


def _messages(items: Sequence[Message]) -> list[dict[str, Any]]:
    _each_once([f"{item.kind}: {item.text}" if item.text else "" for item in items])
    return [{"text": item.text, "kind": item.kind} for item in items]


def _results(items: Sequence[ResultText]) -> list[dict[str, Any]]:
    """A text of each kind, and one alone."""
    if sorted(item.kind for item in items) != sorted(Kind):
        raise Refused("invalid", "Each kind has one text: open the page anew.")
    for item in items:
        check_template(item.kind, item.text)
    return [{"kind": item.kind.value, "text": checked_text(item.text)} for item in items]


def _page_scores(items: Sequence[PageScores]) -> list[dict[str, Any]]:
    if len(items) != 1 or any(set(of) != set(score.Part) for of in (items[0].aims, items[0].weights)):
        raise Refused("invalid", "The request is not understood.")
    rules = score.Rules(items[0].aims, items[0].weights, items[0].silent)
    score.check(rules)
    return [score.as_item(rules)]


def _of_departments(tx: Transaction, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Topics, each with a department of the centre's list, by the name that it has there."""
    named = {item["department"] for item in items if item["department"]}
    known = {name: departments.chosen(tx.connection, name) for name in named}
    return [{**item, "department": known.get(item["department"])} for item in items]


def _each_once(names: Iterable[str]) -> None:
    """`invalid` where one has no name, or two have the same but for case and ё."""
    before: set[str] = set()
    for position, name in enumerate(names, 1):
        if not name:
            raise Refused("invalid", "Entry {place} has no name.", place=position)
        if alike(name) in before:
            raise Refused("invalid", "“{name}” stands there twice.", name=name)
        before.add(alike(name))


def code_of(label: str, taken: Container[str], otherwise: str) -> str:
    """A new thing's code: its label in Latin letters, or else `otherwise`; numbered where that is taken."""
    base = latin(label) or otherwise
    number, code = 1, base
    while code in taken:
        number += 1
        code = f"{base}_{number}"
    return code
