"""What the air, and whatever leaves the house, shows of a question: without what is nobody else's business."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from live.domain.submission import masked_contact
from live.language.masking import marks, masked
from live.protocol.views import MarkView, QuestionView

RESIDENT = "житель"
"""In the place of a name that is not to be said on air. Content, as the name is, so not translated."""


def marks_of(view: QuestionView) -> list[MarkView]:
    """What is masked of a question's texts wherever they are shown to others, each once, the first first.

    Of its author's name nothing: what tells how somebody is reached is masked there for the desk too.
    """
    return marks_in(view["air_text"], view["text"], view["locality"])


def marks_in(*texts: str | None) -> list[MarkView]:
    """The same of any texts."""
    found = {mark.words: mark.kind for text in texts if text for mark in marks(text)}
    return [{"kind": kind, "words": words} for words, kind in found.items()]


def without_marks(shown: dict[str, Any]) -> dict[str, Any]:
    """A question, or some of its facts, with masks in the place of what was not let through."""
    let_through = shown.pop("let_through", None)
    shown.pop("marks", None)
    for name in ("rude", "urgent", "urgent_words", "not_asking", "not_asking_words"):
        shown.pop(name, None)  # For who reads what comes in.
    covered: dict[str, Any] = {
        name: hidden(shown[name], let_through) for name in ("text", "air_text", "locality") if name in shown
    }
    if author := shown.get("author"):
        covered["author"] = {**author, "name": hidden(author["name"])}
    if change := shown.get("author_change"):
        covered["author_change"] = {**change, "text": hidden(change["text"], let_through)}
    if promises := shown.get("promises"):
        covered["promises"] = [{**one, "text": hidden(one["text"], let_through)} for one in promises]
    if answer := shown.get("answer"):
        covered["answer"] = {**answer, "summary": hidden(answer["summary"], let_through)}
    return {**shown, **covered}


def masked_author(author: dict[str, Any]) -> dict[str, Any]:
    """An author as a person's screen shows them: of how they are reached, no more than tells two apart."""
    reached = author["contact"] or author["profile"] or contact_in(author["name"])
    shown = {"contact": None, "contact_masked": masked_contact(reached), "profile": None}
    return {**author, "name": hidden(author["name"]), **shown}


def contact_in(name: str | None) -> str | None:
    """A name under which somebody has written down how they are reached; None for any other."""
    return name if name and marks(name) else None


def hidden(text: str | None, let_through: Sequence[str] | None = None) -> str | None:
    """A text with masks in the place of what was not let through."""
    return None if text is None else masked(text, let_through or ())


def said_name(name: str | None, allowed: bool) -> str | None:
    """How one who asked is called on air."""
    return name if allowed or not name else RESIDENT
