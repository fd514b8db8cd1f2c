"""What an OGraf package says of itself: name, fields, steps, further actions (EBU OGraf v1, “Manifest Model”).

Fields are in the types of the norm (GDD). What begins with `v_spx` tells SPX the same in its own words: without it, SPX
makes each field a line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext

Json = dict[str, Any]

SCHEMA = "https://ograf.ebu.io/v1/specification/json-schemas/graphics/schema.json"
MAIN = "graphic.mjs"

VERSION = "1"
"""Of the fields and steps: raised where an item that a controller keeps would not fit any more."""

AS_MANY_AS_THERE_ARE = -1
"""Steps: a long text's pages are known once its letters are measured."""

MOST_OPTIONS = 10


@dataclass(frozen=True, slots=True)
class Kind:
    """A graphic. `script` exports, by the name `export`, what makes its class."""

    id: str
    script: str
    export: str


QUESTION = Kind("live-question", "overlay/ograf/question.js", "questionGraphic")
POLL = Kind("live-poll", "overlay/ograf/poll.js", "pollGraphic")
KINDS = (QUESTION, POLL)


def manifest(kind: Kind, themes: Sequence[str], theme: str) -> Json:
    """The manifest, in the language of who asks. `theme` is worn where the data name none."""
    looks = _select(gettext("Theme"), {name: name for name in themes}, theme)
    said = _question(looks) if kind is QUESTION else _poll(looks)
    return {
        "$schema": SCHEMA,
        "id": kind.id,
        "version": VERSION,
        "main": MAIN,
        "supportsRealTime": True,
        "supportsNonRealTime": False,
        "renderRequirements": [{"accessToPublicInternet": {"ideal": False}}],
        **said,
    }


def _question(looks: Json) -> Json:
    return {
        "name": gettext("Question: the graphic"),
        "description": gettext("A resident's question with its asker; a long one goes page by page, a step each."),
        "stepCount": AS_MANY_AS_THERE_ARE,
        "customActions": [
            _action("turn", gettext("Turn the pages by themselves"), gettext("As long as each takes to read aloud")),
            _guides(),
        ],
        "schema": _object(
            text=_lines(gettext("Text of the question")),
            name=_line(gettext("Who asks")),
            place=_line(gettext("From where")),
            source=_select(gettext("How it came"), _sources(), ""),
            theme=looks,
        ),
    }


def _poll(looks: Json) -> Json:
    share = {"type": "number", "title": gettext("Share, %"), "minimum": 0, "maximum": 100, "default": 0}
    options = {
        "type": "array",
        "title": gettext("Options with their shares"),
        "description": gettext("A controller without tables sends a line each: “Roads: 42 %”."),
        "maxItems": MOST_OPTIONS,
        "items": _object(text=_line(gettext("Option")), share=share),
        "v_spx": {"ftype": "textarea"},
    }
    return {
        "name": gettext("Poll: the graphic"),
        "description": gettext("What is asked, and a bar for each option; an update lets the bars grow."),
        "stepCount": 1,
        "customActions": [_guides()],
        "schema": _object(
            question=_lines(gettext("Question of the poll")),
            options=options,
            voters={"type": "number", "title": gettext("How many have voted"), "minimum": 0, "default": 0},
            theme=looks,
        ),
    }


def _sources() -> dict[str, str]:
    """By the protocol's word for it, what the select calls it."""
    return {
        "": gettext("no sign"),
        "vk": gettext("VKontakte"),
        "ok": gettext("Odnoklassniki"),
        "max": "MAX",
        "telegram": "Telegram",
        "phone": gettext("Phone"),
        "form": gettext("Form on the site"),
        "hand": gettext("Added by hand"),
    }


def _object(**properties: Json) -> Json:
    ordered = {name: {**one, "order": at} for at, (name, one) in enumerate(properties.items())}
    return {"type": "object", "properties": ordered}


def _line(title: str) -> Json:
    return {"type": "string", "gddType": "single-line", "title": title, "default": ""}


def _lines(title: str) -> Json:
    return {"type": "string", "gddType": "multi-line", "title": title, "default": "", "v_spx": {"ftype": "textarea"}}


def _select(title: str, labels: dict[str, str], default: str) -> Json:
    items = [{"text": label, "value": value} for value, label in labels.items()]
    return {
        "type": "string",
        "gddType": "select",
        "gddOptions": {"labels": labels},
        "enum": list(labels),
        "title": title,
        "default": default,
        "v_spx": {"ftype": "dropdown", "items": items},
    }


def _action(id_: str, name: str, description: str) -> Json:
    return {"id": id_, "name": name, "description": description, "schema": None}


def _guides() -> Json:
    return _action("guides", gettext("Frames of the safe areas"), gettext("On, and off by the next press"))
