"""The administrator's verb on notices: which moments residents hear of, with which words, by which channels."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from live.domain.audit import Act
from live.domain.followup.notice import Kind, Quiet, Where, check
from live.domain.people import By
from live.domain.refused import Refused
from live.language.default_notices import TEXTS
from live.store.centre import audit, lists
from live.store.centre.lists import CentreList
from live.store.ids import TICKETS_LOG
from live.store.transaction import Store


@dataclass(frozen=True, slots=True)
class Chosen:
    """As it was typed. `off`: by a broadcast's id, the moments that it tells nobody of."""

    on: Collection[str]
    texts: Mapping[str, str]
    quiet: tuple[str, str]
    channels: Mapping[int, str]
    off: Mapping[int, Collection[str]]


def save_notices(store: Store, version: int, chosen: Chosen, by: By) -> CentreList:
    """What holds from now on; `invalid` says what is wrong, `conflict` that it was changed meanwhile. Of what happened
    before nobody is told."""
    item = {
        "on": _kinds(chosen.on),
        "texts": {kind.value: text for kind, text in _texts(chosen.texts).items()},
        "quiet": _quiet(*chosen.quiet),
        "channels": {str(number): _where(where).value for number, where in chosen.channels.items()},
        "off": {str(number): kinds for number, some in chosen.off.items() if (kinds := _kinds(some))},
    }
    with store.write() as tx:
        tx.lock(TICKETS_LOG)
        saved = lists.save(tx, "notices", version, [item], by.name)
        audit.record(tx, Act.LIST_SAVED, "list/notices", by, version=saved.version, entries=len(item["on"]))
    return saved


def _kinds(names: Collection[str]) -> list[str]:
    if not set(names) <= {kind.value for kind in Kind}:
        raise Refused("invalid", "The form is out of date. Open it anew.")
    return [kind.value for kind in Kind if kind.value in names]


def _texts(typed: Mapping[str, str]) -> dict[Kind, str]:
    """The centre's own words; those that everybody begins with are not kept, so that better ones come by themselves."""
    _kinds(typed)
    own = {Kind(kind): check(text) for kind, text in typed.items()}
    return {kind: text for kind, text in own.items() if text != TEXTS[kind]}


def _quiet(begins: str, ends: str) -> list[str]:
    Quiet.between(begins.strip(), ends.strip())
    return [begins.strip(), ends.strip()]


def _where(name: str) -> Where:
    try:
        return Where(name)
    except ValueError:
        raise Refused("invalid", "The form is out of date. Open it anew.") from None
