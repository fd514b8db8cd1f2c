"""The table of docs/control.md: what a button may say, in Russian."""

from __future__ import annotations

from live.domain.control.verbs import VERBS, Takes, Verb
from live.web.languages import messages
from tools.protocol_tables import table_of

BEHIND = {
    Takes.NOTHING: "",
    Takes.QUESTION: "номер вопроса",
    Takes.POLL: "номер опроса",
    Takes.MESSAGE: "место в списке готовых",
}


def _verbs() -> str:
    body = ([f"`{one.name}`", _behind(one), messages("ru").get(one.says, one.says)] for one in VERBS.values())
    return table_of(["слово", "что за ним", "что делает"], body)


def _behind(verb: Verb) -> str:
    told = BEHIND[verb.takes]
    return told if verb.needed or not told else f"{told}, если нужен именно он"


TABLES = {"verbs": _verbs}
