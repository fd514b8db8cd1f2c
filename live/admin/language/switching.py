"""Kinds of suggestions are switched on and off."""

from __future__ import annotations

from collections.abc import Mapping

import structlog

from live.domain.audit import Act, Outcome
from live.domain.language.suggestions import Kind
from live.domain.people import By
from live.store.centre import audit
from live.store.ids import TICKETS_LOG
from live.store.language import switches
from live.store.transaction import Store

log = structlog.get_logger()


def switch(store: Store, now: Mapping[Kind, bool], by: By) -> None:
    """From now on suggestions of these kinds are made, or not; kinds that are not named stay as they are."""
    with store.write() as tx:
        tx.lock(TICKETS_LOG)
        was = switches.all_of(tx.connection)
        if changed := {kind: is_on for kind, is_on in now.items() if was[kind] != is_on}:
            switches.save(tx, was | changed)
            facts = {kind.value: is_on for kind, is_on in changed.items()}
            audit.record(tx, Act.SUGGESTIONS_SWITCHED, "suggestions", by, Outcome.DONE, **facts)
            log.info("suggestions were switched", by=by.name, **facts)
